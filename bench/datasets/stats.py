"""The numbers of a data set, in one pass over the stream: what its data card and its ceilings are made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import fsum

from bench.datasets.agreement import Count, annotators_of, compared
from bench.datasets.digests import Digest
from bench.datasets.formats.registry import no_articles
from bench.datasets.integrity import key_of
from bench.datasets.presence import reading, words
from bench.datasets.source import Entry, Header, Source
from bench.records import Annotation, Article

CUTOFFS = (5, 10)
LONG = 8
"""Words; a longer gold keyphrase is a clause."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean, least, middle and greatest of a count by document."""

    mean: float
    least: int
    median: float
    most: int


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two annotators over the documents that both have read."""

    first: str
    second: str
    documents: int
    gold_f1: float | None
    negatives_f1: float | None


@dataclass(frozen=True, slots=True)
class DatasetStats:
    """What can be said of a data set without looking at any extractor.

    `gold` counts clusters as they are listed, `distinct` those left when clusters that share a norm-1 key are one.
    `present` is the share of the listed clusters with a form that stands in the text. `ceilings` holds, for an
    extractive list, the mean over documents of the best `F1@k` and `R@k` that can be reached.
    """

    header: Header
    digest: str
    documents: int
    without_gold: int
    empty: int
    languages: Mapping[str, int]
    words: Spread
    gold: Spread
    gold_total: int
    distinct: float
    forms: float
    phrase_words: float
    long_phrases: int
    present: float | None
    documents_with_duplicates: int
    negatives: int
    published: int
    events: int
    ceilings: Mapping[str, float] = field(default_factory=dict)
    annotators: Mapping[str, int] = field(default_factory=dict)
    agreement: tuple[PairAgreement, ...] = ()
    alpha: float | None = None


@dataclass
class _Sums:
    """What one pass adds up; a few numbers a document, never its text."""

    digest: Digest = field(default_factory=Digest)
    languages: dict[str, int] = field(default_factory=dict)
    words: list[int] = field(default_factory=list)
    gold: list[int] = field(default_factory=list)
    distinct: list[int] = field(default_factory=list)
    ceilings: dict[str, list[float]] = field(default_factory=dict)
    events: set[str] = field(default_factory=set)
    without_gold: int = 0
    empty: int = 0
    forms: int = 0
    phrase_words: int = 0
    long_phrases: int = 0
    present: int = 0
    duplicates: int = 0
    negatives: int = 0
    published: int = 0

    def add(self, article: Article, gold_stem: str) -> None:
        """Take in one article."""
        self.digest.add(article)
        document = article.document
        self.languages[document.language] = self.languages.get(document.language, 0) + 1
        self.words.append(len(words(document.text)))
        self.empty += not document.text.strip()
        self.negatives += len(article.annotation.negatives)
        self.published += len(article.published)
        self.events.add(article.event or f"\0{document.id}")
        if article.annotation.gold:
            self._add_gold(article, gold_stem)
        else:
            self.without_gold += 1

    def _add_gold(self, article: Article, gold_stem: str) -> None:
        text = reading(article, gold_stem)
        merged = _merged(article.annotation, article.document.language)
        clusters = article.annotation.gold
        self.gold.append(len(clusters))
        self.distinct.append(len(merged))
        self.duplicates += len(merged) < len(clusters)
        self.present += sum(text.present(cluster) for cluster in clusters)
        for cluster in clusters:
            length = len(words(cluster.forms[0]))
            self.forms += len(cluster.forms)
            self.phrase_words += length
            self.long_phrases += length > LONG
        reachable = sum(any(text.stands(form) for form in forms) for forms in merged)
        for k in CUTOFFS:
            hits = min(k, reachable)
            self.ceilings.setdefault(f"F1@{k}", []).append(2 * hits / (k + len(merged)))
            self.ceilings.setdefault(f"R@{k}", []).append(min(k, len(merged)) / len(merged))


def _merged(annotation: Annotation, language: str) -> list[list[str]]:
    """The forms of each cluster, clusters that share a norm-1 key as one."""
    key = key_of(language)
    merged: list[tuple[set[tuple[str, ...]], list[str]]] = []
    for cluster in annotation.gold:
        keys = {key(form) for form in cluster.forms} - {()}
        meets = [one for one in merged if one[0] & keys]
        whole = (keys.union(*(one[0] for one in meets)), [f for one in meets for f in one[1]] + list(cluster.forms))
        merged = [one for one in merged if one not in meets]
        if keys:
            merged.append(whole)
    return [forms for _, forms in merged]


def stats(source: Source, *, with_alpha: bool = True) -> DatasetStats:
    """The numbers of a data set.

    Agreement needs the separate passes of all annotators in memory; a set without them is read as a stream.
    `with_alpha` adds Krippendorff's alpha where there are annotators and its library is installed.

    Raises:
        InputError: There are no articles, or the source cannot be read on.
    """
    sums = _Sums()
    annotated: list[Article] = []
    for item in source.read():
        if isinstance(item, Entry):
            sums.add(item.article, source.header.gold_stem)
            if len(item.article.annotators) > 1:
                annotated.append(item.article)
    documents = len(sums.words)
    if not documents:
        raise no_articles(source.header)
    total = sum(sums.gold)
    return DatasetStats(
        header=source.header,
        digest=sums.digest.hexdigest(),
        documents=documents,
        without_gold=sums.without_gold,
        empty=sums.empty,
        languages=dict(sorted(sums.languages.items())),
        words=_spread(sums.words),
        gold=_spread(sums.gold),
        gold_total=total,
        distinct=_mean(sums.distinct),
        forms=sums.forms / total if total else 0.0,
        phrase_words=sums.phrase_words / total if total else 0.0,
        long_phrases=sums.long_phrases,
        present=sums.present / total if total else None,
        documents_with_duplicates=sums.duplicates,
        negatives=sums.negatives,
        published=sums.published,
        events=len(sums.events),
        ceilings={name: fsum(values) / len(values) for name, values in sums.ceilings.items()},
        annotators=annotators_of(annotated),
        agreement=_agreement(annotated),
        alpha=_alpha(annotated) if with_alpha else None,
    )


def _mean(values: list[int]) -> float:
    return fsum(values) / len(values) if values else 0.0


def _spread(values: list[int]) -> Spread:
    if not values:
        return Spread(0.0, 0, 0.0, 0)
    ordered = sorted(values)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return Spread(_mean(values), ordered[0], middle, ordered[-1])


def _agreement(articles: list[Article]) -> tuple[PairAgreement, ...]:
    from itertools import combinations

    pairs = []
    for first, second in combinations(annotators_of(articles), 2):
        gold, negatives, documents = Count(), Count(), 0
        for article in articles:
            if first in article.annotators and second in article.annotators:
                documents += 1
                key = key_of(article.document.language)
                one, other = article.annotators[first], article.annotators[second]
                gold += compared([c.forms for c in one.gold], [c.forms for c in other.gold], key)
                negatives += compared([c.forms for c in one.negatives], [c.forms for c in other.negatives], key)
        pairs.append(PairAgreement(first, second, documents, gold.f1, negatives.f1))
    return tuple(pairs)


def _alpha(articles: list[Article]) -> float | None:
    if not articles:
        return None
    from bench.datasets.alpha import alpha

    return alpha(articles)
