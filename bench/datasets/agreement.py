"""How far annotators agree: pairwise F1 by clusters, on gold and separately on negatives.

Two clusters agree when they share a norm-1 key, each with one partner at most (the largest such matching). For a pair
of annotators F1 = 2 x agreed / (clusters of one + clusters of the other), counted over all documents that both have
read; it is the kappa of the limit where what neither marked is beyond counting (Hripcsak and Rothschild, JAMIA 2005).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import fsum

from bench.datasets.integrity import key_of
from bench.records import Annotation, Article, Dataset
from bench.text.normalise import Key


@dataclass(frozen=True, slots=True)
class Count:
    """Clusters of the two sides and how many agree."""

    first: int = 0
    second: int = 0
    agreed: int = 0

    @property
    def f1(self) -> float | None:
        """2 x agreed / (first + second); None where neither side has a cluster."""
        both = self.first + self.second
        return 2 * self.agreed / both if both else None

    def __add__(self, other: "Count") -> "Count":
        return Count(self.first + other.first, self.second + other.second, self.agreed + other.agreed)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two annotators (or one and the adjudicated gold) over the documents that both have read."""

    first: str
    second: str
    documents: int
    gold: Count
    negatives: Count


ADJUDICATED = "adjudicated"
"""How the adjudicated gold is called where it is set beside the annotators."""


def agreement(dataset: Dataset) -> tuple[Agreement, ...]:
    """Every pair of annotators of a data set, in the order of their names; empty with fewer than two."""
    names = sorted({name for article in dataset.articles for name in article.annotators})
    return tuple(_pair(dataset.articles, a, b, _said) for a, b in combinations(names, 2))


def agreement_with_gold(dataset: Dataset) -> tuple[Agreement, ...]:
    """Each annotator against the adjudicated gold, which is made from them: an upper end, not independent."""
    names = sorted({name for article in dataset.articles for name in article.annotators})
    return tuple(_pair(dataset.articles, name, ADJUDICATED, _said) for name in names)


def mean_f1(counts: Sequence[Count]) -> float | None:
    """The mean of the pairs' F1, None where no pair has one."""
    defined = [f1 for count in counts if (f1 := count.f1) is not None]
    return fsum(defined) / len(defined) if defined else None


def _said(article: Article, name: str) -> Annotation | None:
    return article.annotation if name == ADJUDICATED else article.annotators.get(name)


def _pair(articles: Sequence[Article], a: str, b: str, said: Callable[[Article, str], Annotation | None]) -> Agreement:
    gold, negatives, documents = Count(), Count(), 0
    for article in articles:
        first, second = said(article, a), said(article, b)
        if first is None or second is None:
            continue
        documents += 1
        key = key_of(article.document.language)
        gold += compared([c.forms for c in first.gold], [c.forms for c in second.gold], key)
        negatives += compared([c.forms for c in first.negatives], [c.forms for c in second.negatives], key)
    return Agreement(a, b, documents, gold, negatives)


def compared(first: Sequence[Sequence[str]], second: Sequence[Sequence[str]], key: Callable[[str], Key]) -> Count:
    """Two lists of clusters (each a sequence of forms) of one document."""
    of_key: dict[Key, list[int]] = {}
    for index, forms in enumerate(second):
        for found in {key(form) for form in forms} - {()}:
            of_key.setdefault(found, []).append(index)
    partners = [sorted({at for form in forms for at in of_key.get(key(form), ())}) for forms in first]
    return Count(len(first), len(second), _largest_matching(partners))


def _largest_matching(partners: Sequence[Sequence[int]]) -> int:
    """Kuhn's augmenting paths: the most pairs such that nobody is in two."""
    taken: dict[int, int] = {}

    def placed(left: int, tried: set[int]) -> bool:
        for right in partners[left]:
            if right not in tried:
                tried.add(right)
                if right not in taken or placed(taken[right], tried):
                    taken[right] = left
                    return True
        return False

    return sum(placed(left, set()) for left in range(len(partners)))


def annotators_of(articles: Sequence[Article]) -> Mapping[str, int]:
    """How many documents each annotator has read."""
    names = sorted({name for article in articles for name in article.annotators})
    return {name: sum(name in article.annotators for article in articles) for name in names}
