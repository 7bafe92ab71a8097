"""How steady a system is over several documents of one event, and how alike several rankings are; no gold ranks here.

A phrase is stood for by its alias cluster where it has one, else by its key, so that two spellings of a name agree.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from math import fsum

from bench.records import GoldKeyphrase
from bench.scoring.gold import Cluster, Keyer, merged_clusters
from bench.scoring.list_agreement import PERSISTENCE, jaccard, rbo
from bench.text.normalise import Key


def canonical(phrases: Sequence[str], keys: Keyer, aliases: Sequence[GoldKeyphrase] = ()) -> list[Key]:
    """Phrases as keys, each form of an alias cluster as the cluster's first key; blanks and repeats removed."""
    clusters = [Cluster(own, each) for each in aliases if (own := tuple(filter(None, map(keys.key, each.forms))))]
    first: Mapping[Key, Key] = {key: each.keys[0] for each in merged_clusters(clusters) for key in each.keys}
    met = (keys.key(phrase) for phrase in phrases)
    return list(dict.fromkeys(first.get(key, key) for key in met if key))


def mean_jaccard(lists: Sequence[Sequence[Key]], k: int = 10) -> float | None:
    """The mean overlap of the first `k` over all pairs of lists; pairs of empty lists skipped, None without any."""
    return _over_pairs([jaccard(a, b, k) for a, b in combinations(lists, 2)])


def mean_rbo(lists: Sequence[Sequence[Key]], p: float = PERSISTENCE) -> float | None:
    """The mean rank-biased overlap over all pairs of lists; pairs of empty lists skipped, None without any."""
    return _over_pairs([rbo(a, b, p) for a, b in combinations(lists, 2)])


def _over_pairs(values: Sequence[float | None]) -> float | None:
    defined = [value for value in values if value is not None]
    return fsum(defined) / len(defined) if defined else None


def consistency(lists: Sequence[Sequence[Key]], gold: Sequence[Sequence[Key]], k: int = 10) -> float | None:
    """A system's mean overlap over documents as a share of the gold's own, the articles being different ones.

    None where either is undefined or the gold of the documents shares nothing.
    """
    ours, theirs = mean_jaccard(lists, k), mean_jaccard(gold, max(map(len, gold), default=0))
    return ours / theirs if ours is not None and theirs else None


def core_recall(lists: Sequence[Sequence[Key]], gold: Sequence[Sequence[Key]]) -> tuple[float, float] | None:
    """Of the keyphrases that are gold in every document, the share found in each: mean and least; None without any."""
    core = set(gold[0]).intersection(*gold[1:]) if gold else set()
    if not core:
        return None
    shares = [len(core.intersection(each)) / len(core) for each in lists]
    return fsum(shares) / len(shares), min(shares)


def kendall_w(ranks: Sequence[Sequence[float]]) -> float | None:
    """Kendall's coefficient of concordance, corrected for ties: 1 where all judges rank alike, 0 where none do.

    W = 12 S / (m^2 (n^3 - n) - m sum T), T = sum (t^3 - t) over a judge's ties (Kendall and Babington Smith 1939).

    Args:
        ranks: one row a judge, one column a thing that all judged; ties share the mean rank.

    Returns:
        W, or None with fewer than two judges or things, or where every judge ties everything.
    """
    m, n = len(ranks), len(ranks[0]) if ranks else 0
    if m < 2 or n < 2:
        return None
    sums = [fsum(column) for column in zip(*ranks, strict=True)]
    middle = fsum(sums) / n
    spread = fsum((each - middle) ** 2 for each in sums)
    ties = sum(count**3 - count for judge in ranks for count in Counter(judge).values())
    most = m * m * (n**3 - n) - m * ties
    return 12 * spread / most if most else None
