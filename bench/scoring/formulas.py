"""From rankings to values: each metric of hits as a function of ranks, hits and lengths alone, a list at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log2
from operator import truediv

from bench.errors import InputError
from bench.scoring.conventions import ScoringProtocol
from bench.scoring.metrics import Metric
from bench.scoring.rankings import Rankings

_TABLED = 256
_DISCOUNTS = (0.0, *(1 / log2(rank + 1) for rank in range(1, _TABLED)))
_discount_at = _DISCOUNTS.__getitem__
_FROM_1 = range(1, 1 << 40)


def values(metric: Metric, protocol: ScoringProtocol, rankings: Rankings) -> list[float | None]:
    """Each list's value of the metric; None where it is undefined for a list.

    A metric of the whole data set (`microF1@10`) has no value of a list.
    """
    make = _MAKERS.get(metric.measure)
    if make is None:
        return [None] * len(rankings)
    if all(rankings.gold):
        return list(make(metric, protocol, rankings))
    without_gold = None if protocol.no_gold == "null" else 0.0
    found = iter(make(metric, protocol, _with_gold(rankings)))
    return [next(found) if gold else without_gold for gold in rankings.gold]


def _with_gold(rankings: Rankings) -> Rankings:
    kept = [at for at, gold in enumerate(rankings.gold) if gold]
    return Rankings(
        [rankings.ranks[at] for at in kept],
        None if rankings.hits is None else [rankings.hits[at] for at in kept],
        [rankings.gold[at] for at in kept],
        [rankings.predicted[at] for at in kept],
        [rankings.repeats[at] for at in kept],
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """For each list: hits within the cut-off, what precision divides them by, and what recall divides them by."""

    hits: Sequence[float]
    denominators: Sequence[int]
    gold: Sequence[int]

    def precision(self) -> list[float]:
        """Hits over the denominator, 0 over nothing."""
        return [hits / all_ if all_ else 0.0 for hits, all_ in zip(self.hits, self.denominators, strict=True)]

    def recall(self) -> list[float]:
        """Hits over gold, 0 over nothing."""
        return [hits / gold if gold else 0.0 for hits, gold in zip(self.hits, self.gold, strict=True)]


def counted(metric: Metric, protocol: ScoringProtocol, rankings: Rankings) -> Counted:
    """What precision, recall and F1 at the metric's cut-off are made of."""
    cut, gold, predicted = metric.cut, rankings.gold, rankings.predicted
    convention = "available" if metric.measure == "P_available" else protocol.denominator
    denominators: Sequence[int]
    if cut == "O":
        hits: Sequence[float] = rankings.within_each(gold)
        denominators = list(map(min, gold, predicted)) if protocol.denominator_at_o == "available" else gold
    elif not isinstance(cut, int):
        hits, denominators = rankings.in_all(), predicted
    else:
        hits = rankings.within(cut)
        if convention == "k":
            denominators = [cut] * len(rankings)
        else:
            denominators = [min(cut, each) for each in (predicted if convention == "available" else gold)]
    return Counted(hits, denominators, gold)


def f1_of(precision: float, recall: float) -> float:
    """2PR / (P + R), 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0


def _precision(metric: Metric, protocol: ScoringProtocol, rankings: Rankings) -> list[float]:
    cut = metric.cut
    if isinstance(cut, int) and protocol.denominator == "k" and metric.measure != "P_available":
        found = [hits / cut for hits in rankings.within(cut)]
    else:
        found = counted(metric, protocol, rankings).precision()
    # Copies of gold can all be hit by one prediction, and are then more than there are predictions.
    return [min(1.0, each) for each in found] if protocol.gold_copies == "all" else found


def _recall(metric: Metric, protocol: ScoringProtocol, rankings: Rankings) -> list[float]:
    return counted(metric, protocol, rankings).recall()


def _f1(metric: Metric, protocol: ScoringProtocol, rankings: Rankings) -> list[float]:
    return list(map(f1_of, _precision(metric, protocol, rankings), _recall(metric, protocol, rankings)))


def _r_precision(_metric: Metric, _protocol: ScoringProtocol, rankings: Rankings) -> list[float]:
    within = rankings.within_each(rankings.gold)
    return [min(1.0, hits / gold) for hits, gold in zip(within, rankings.gold, strict=True)]


def _hits(metric: Metric, _protocol: ScoringProtocol, rankings: Rankings) -> list[float]:
    return list(map(float, rankings.within(metric.cut) if isinstance(metric.cut, int) else rankings.in_all()))


def _success(metric: Metric, protocol: ScoringProtocol, rankings: Rankings) -> list[float]:
    return [float(hits > 0) for hits in _hits(metric, protocol, rankings)]


def _alias_dup(metric: Metric, _protocol: ScoringProtocol, rankings: Rankings) -> list[float]:
    last = _lasts(metric, rankings)
    return [float(sum(rank <= k for rank in ranks)) for ranks, k in zip(rankings.repeats, last, strict=True)]


def _lasts(metric: Metric, rankings: Rankings) -> Sequence[int]:
    """The last rank of each list that counts."""
    return [metric.cut] * len(rankings) if isinstance(metric.cut, int) else rankings.predicted


def _cut_ranks(metric: Metric, rankings: Rankings) -> Sequence[Sequence[int]]:
    if not isinstance(metric.cut, int):
        return rankings.ranks
    return [ranks[:n] for ranks, n in zip(rankings.ranks, rankings.reached(metric.cut), strict=True)]


def _average_precision(metric: Metric, protocol: ScoringProtocol, rankings: Rankings) -> list[float]:
    ranks = _cut_ranks(metric, rankings)
    if rankings.hits is None:
        totals = [sum(map(truediv, _FROM_1, each)) for each in ranks]
    else:
        totals = [_weighted_precisions(each, hits) for each, hits in zip(ranks, rankings.hits, strict=True)]
    over = protocol.ap_normaliser
    divisors: Sequence[float] = rankings.gold
    if over == "found":
        divisors = rankings.within(metric.cut) if isinstance(metric.cut, int) else rankings.in_all()
    elif over == "cut":
        divisors = list(map(min, rankings.gold, _lasts(metric, rankings)))
    return [total / divisor if divisor else 0.0 for total, divisor in zip(totals, divisors, strict=True)]


def _weighted_precisions(ranks: Sequence[int], hits: Sequence[float]) -> float:
    steps = zip(ranks, pairwise(hits), strict=False)
    return sum((after - before) * min(1.0, after / rank) for rank, (before, after) in steps)


def _reciprocal_rank(metric: Metric, protocol: ScoringProtocol, rankings: Rankings) -> list[float]:
    ranks = _cut_ranks(metric, rankings)
    if protocol.reciprocal == "first":
        return [1 / each[0] if each else 0.0 for each in ranks]
    return [sum(1 / rank for rank in each) / len(each) if each else 0.0 for each in ranks]


def discount(rank: int) -> float:
    """What a hit at this rank is worth: 1 / log2(rank + 1)."""
    return _DISCOUNTS[rank] if rank < _TABLED else 1 / log2(rank + 1)


@lru_cache(maxsize=4096)
def ideal(hits: int) -> float:
    """The discounted sum of so many hits at the top of a list."""
    return sum(map(discount, range(1, hits + 1)))


def _ndcg(metric: Metric, protocol: ScoringProtocol, rankings: Rankings) -> list[float]:
    cut, which, gold = metric.cut, protocol.ndcg_ideal, rankings.gold
    if rankings.hits is None and isinstance(cut, int) and cut < _TABLED:
        reached = zip(rankings.ranks, rankings.reached(cut), strict=True)
        totals = [sum(map(_discount_at, ranks[:n])) for ranks, n in reached]
    else:
        totals = [_discounted(ranks, rankings.gains(at)) for at, ranks in enumerate(_cut_ranks(metric, rankings))]
    if which == "found":
        cuts = enumerate(_cut_ranks(metric, rankings))
        found = [sorted(rankings.gains(at)[: len(ranks)], reverse=True) for at, ranks in cuts]
        bests = [_discounted(range(1, len(gains) + 1), gains) for gains in found]
    else:
        most = max(gold, default=0)
        if isinstance(cut, int) and which == "cut":
            most = min(most, cut)
        table = [ideal(hits) for hits in range(most + 1)]
        bests = [table[each if each < most else most] for each in gold]  # noqa: FURB136 min() would be a call a list
    # Sums in another order can take a perfect list a rounding error beyond 1, and copies of gold further.
    return [total / best if total < best else 1.0 if total else 0.0 for total, best in zip(totals, bests, strict=True)]


def _discounted(ranks: Sequence[int], gains: Sequence[float]) -> float:
    return sum(gain * discount(rank) for rank, gain in zip(ranks, gains, strict=False))


_MAKERS: dict[str, Callable[[Metric, ScoringProtocol, Rankings], list[float]]] = {
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
