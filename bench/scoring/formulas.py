"""From a ranking to a document's value: each metric of hits as a function of ranks, gains and lengths alone.

`formula` settles cut-off and conventions once, so that scoring a document is a short loop over its hits.
"""

from collections.abc import Callable
from functools import lru_cache
from math import log2
from typing import NamedTuple

from bench.errors import InputError
from bench.scoring.conventions import ScoringProtocol
from bench.scoring.matching import Ranking
from bench.scoring.metrics import Cut, Metric

Formula = Callable[[Ranking], float | None]
"""A ranking's value; None where the metric is undefined for the document."""


class Counts(NamedTuple):
    """Hits within the cut-off, what precision divides them by, and what recall divides them by."""

    hits: float
    denominator: int
    gold: int

    @property
    def precision(self) -> float:
        """Hits over the denominator, 0 over nothing; 1 where copies of gold would take it beyond."""
        return min(1.0, self.hits / self.denominator) if self.denominator else 0.0

    @property
    def recall(self) -> float:
        """Hits over gold, 0 over nothing."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return f1_of(self.precision, self.recall)


def f1_of(precision: float, recall: float) -> float:
    """2PR / (P + R), 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0


def formula(metric: Metric, protocol: ScoringProtocol) -> Formula:
    """The function that gives a document's value of the metric under the protocol.

    A metric of the whole data set (`microF1@10`) has no value of a document: its function gives None.
    """
    make = _MAKERS.get(metric.measure)
    if make is None:
        return lambda _: None
    value = make(metric, protocol)
    without_gold = None if protocol.no_gold == "null" else 0.0

    def with_gold(ranking: Ranking) -> float | None:
        return value(ranking) if ranking.gold else without_gold

    return with_gold


def _precision(metric: Metric, protocol: ScoringProtocol) -> Formula:
    count = counts(metric, protocol)
    return lambda ranking: count(ranking).precision


def _recall(metric: Metric, protocol: ScoringProtocol) -> Formula:
    count = counts(metric, protocol)
    return lambda ranking: count(ranking).recall


def _f1(metric: Metric, protocol: ScoringProtocol) -> Formula:
    count = counts(metric, protocol)
    return lambda ranking: count(ranking).f1


def _r_precision(_metric: Metric, _protocol: ScoringProtocol) -> Formula:
    return lambda ranking: min(1.0, _within(ranking, ranking.gold) / ranking.gold)


def _hits(metric: Metric, _protocol: ScoringProtocol) -> Formula:
    return lambda ranking: _within(ranking, _last(ranking, metric.cut))


def _success(metric: Metric, _protocol: ScoringProtocol) -> Formula:
    return lambda ranking: float(bool(ranking.ranks) and ranking.ranks[0] <= _last(ranking, metric.cut))


def _alias_dup(metric: Metric, _protocol: ScoringProtocol) -> Formula:
    return lambda ranking: float(sum(rank <= _last(ranking, metric.cut) for rank in ranking.repeats))


def counts(metric: Metric, protocol: ScoringProtocol) -> Callable[[Ranking], Counts]:
    """The function that gives hits and denominators at the metric's cut-off: what precision and recall are made of."""
    cut = metric.cut
    convention = "available" if metric.measure == "P_available" else protocol.denominator
    if cut == "O":
        limits_at_o = protocol.denominator_at_o == "available"

        def at_o(ranking: Ranking) -> Counts:
            gold = ranking.gold
            return Counts(_within(ranking, gold), min(gold, ranking.predicted) if limits_at_o else gold, gold)

        return at_o
    if not isinstance(cut, int):
        return lambda ranking: Counts(_within(ranking, ranking.predicted), ranking.predicted, ranking.gold)
    if convention == "k":
        return lambda ranking: Counts(_within(ranking, cut), cut, ranking.gold)
    if convention == "available":
        return lambda ranking: Counts(_within(ranking, cut), min(cut, ranking.predicted), ranking.gold)
    return lambda ranking: Counts(_within(ranking, cut), min(cut, ranking.gold), ranking.gold)


def _last(ranking: Ranking, cut: Cut) -> int:
    """The last rank that counts."""
    return cut if isinstance(cut, int) else ranking.gold if cut == "O" else ranking.predicted


def _within(ranking: Ranking, last: int) -> float:
    total = 0.0
    for rank, gain in zip(ranking.ranks, ranking.gains, strict=True):
        if rank > last:
            break
        total += gain
    return total


def _average_precision(metric: Metric, protocol: ScoringProtocol) -> Formula:
    cut, over = metric.cut, protocol.ap_normaliser

    def value(ranking: Ranking) -> float:
        last = _last(ranking, cut)
        hits = total = 0.0
        for rank, gain in zip(ranking.ranks, ranking.gains, strict=True):
            if rank > last:
                break
            hits += gain
            total += gain * min(1.0, hits / rank)
        divisor = hits if over == "found" else ranking.gold if over == "gold" else min(ranking.gold, last)
        return total / divisor if divisor else 0.0

    return value


def _reciprocal_rank(metric: Metric, protocol: ScoringProtocol) -> Formula:
    cut, which = metric.cut, protocol.reciprocal

    def value(ranking: Ranking) -> float:
        last = _last(ranking, cut)
        if which == "first":
            return 1 / ranking.ranks[0] if ranking.ranks and ranking.ranks[0] <= last else 0.0
        reached = [rank for rank in ranking.ranks if rank <= last]
        return sum(1 / rank for rank in reached) / len(reached) if reached else 0.0

    return value


@lru_cache(maxsize=1024)
def discount(rank: int) -> float:
    """What a hit at this rank is worth: 1 / log2(rank + 1)."""
    return 1 / log2(rank + 1)


@lru_cache(maxsize=4096)
def ideal(hits: int) -> float:
    """The discounted sum of so many hits at the top of a list."""
    return sum(map(discount, range(1, hits + 1)))


def _ndcg(metric: Metric, protocol: ScoringProtocol) -> Formula:
    cut, which = metric.cut, protocol.ndcg_ideal

    def value(ranking: Ranking) -> float:
        last = cut if isinstance(cut, int) else max(ranking.predicted, ranking.gold)
        total = 0.0
        reached: list[float] = []
        for rank, gain in zip(ranking.ranks, ranking.gains, strict=True):
            if rank > last:
                break
            total += gain * discount(rank)
            reached.append(gain)
        if which == "found":
            best = sum(gain * discount(rank) for rank, gain in enumerate(sorted(reached, reverse=True), 1))
        else:
            best = ideal(min(ranking.gold, last) if which == "cut" else ranking.gold)
        return min(1.0, total / best) if best else 0.0

    return value


_MAKERS: dict[str, Callable[[Metric, ScoringProtocol], Formula]] = {
    "P": _precision,
    "meanP": _precision,
    "P_available": _precision,
    "R": _recall,
    "meanR": _recall,
    "F1": _f1,
    "meanF1": _f1,
    "Rprec": _r_precision,
    "hits": _hits,
    "Success": _success,
    "alias_dup": _alias_dup,
    "AP": _average_precision,
    "RR": _reciprocal_rank,
    "nDCG": _ndcg,
}


def refuse_undefined(metric: Metric, protocol: ScoringProtocol) -> None:
    """Stop where a metric has no meaning under a protocol.

    Raises:
        InputError: a partial match where one prediction finds all copies; presence of what is absent.
    """
    partial = metric.match or ("" if protocol.match == "exact" else protocol.match)
    if partial and protocol.gold_copies == "all":
        raise InputError(
            f"{metric} is undefined where one prediction finds all copies of a gold keyphrase",
            place=f"protocol {protocol.name}",
            remedy="A partial match pairs one to one: add gold_copies=one",
        )
    if protocol.subset == "absent" and metric.measure == "presence":
        raise InputError(
            f"{metric} is undefined for absent keyphrases", place="subset=absent", remedy="Use subset=all or present"
        )
