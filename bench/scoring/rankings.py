"""Many rankings side by side, column by column, so that a metric over ten thousand lists is one short loop."""

from bisect import bisect_right
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress, pairwise
from typing import NamedTuple

_FROM_1 = range(1, 1 << 40)


class Ranking(NamedTuple):
    """A list as the formulas see it: the ranks that hit (from 1), how much they hit so far, and both lengths.

    `hits` starts with 0 and has one entry more than `ranks`: `hits[i]` is what the first i of them hit together. Under
    exact match that is a `range`. Under a partial match it is the value of the best assignment of the predictions down
    to that rank. `repeats` are the ranks of predictions that were a further form of a keyphrase already found.
    """

    ranks: Sequence[int]
    hits: Sequence[float]
    gold: int
    predicted: int
    repeats: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Rankings:
    """Rankings as columns, one entry a list in each; `hits` is None where every rank is worth 1."""

    ranks: Sequence[Sequence[int]]
    hits: Sequence[Sequence[float]] | None
    gold: Sequence[int]
    predicted: Sequence[int]
    repeats: Sequence[Sequence[int]]
    _reached: dict[int, list[int]] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.ranks)

    def reached(self, last: int) -> list[int]:
        """How many ranks of each list lie within `last`; remembered, as several metrics share a cut-off."""
        known = self._reached.get(last)
        if known is None:
            known = self._reached[last] = [bisect_right(ranks, last) for ranks in self.ranks]
        return known

    def within(self, last: int) -> Sequence[float]:
        """How much each list hits within the rank `last`."""
        reached = self.reached(last)
        return reached if self.hits is None else [hits[n] for hits, n in zip(self.hits, reached, strict=True)]

    def within_each(self, lasts: Iterable[int]) -> list[float]:
        """How much each list hits within a rank of its own."""
        reached = [bisect_right(ranks, last) for ranks, last in zip(self.ranks, lasts, strict=True)]
        return list(reached if self.hits is None else [hits[n] for hits, n in zip(self.hits, reached, strict=True)])

    def in_all(self) -> list[float]:
        """How much each list hits altogether."""
        return list(map(len, self.ranks)) if self.hits is None else [hits[-1] for hits in self.hits]

    def gains(self, at: int) -> list[float]:
        """What each hit of one list added."""
        if self.hits is None:
            return [1.0] * len(self.ranks[at])
        hits = self.hits[at]
        return [after - before for before, after in pairwise(hits)]


def side_by_side(rankings: Sequence[Ranking]) -> Rankings:
    """Rankings as columns."""
    binary = all(isinstance(ranking.hits, range) for ranking in rankings)
    return Rankings(
        [ranking.ranks for ranking in rankings],
        None if binary else [ranking.hits for ranking in rankings],
        [ranking.gold for ranking in rankings],
        [ranking.predicted for ranking in rankings],
        [ranking.repeats for ranking in rankings],
    )


def met_exactly(lists: Iterable[Sequence[Hashable]], golds: Iterable[Collection[Hashable]]) -> Rankings:
    """Lists of keys, none twice in one, against gold that is a set or has each key: rankings by exact match alone."""
    ranks: list[list[int]] = []
    gold: list[int] = []
    predicted: list[int] = []
    for keys, wanted in zip(lists, golds, strict=True):
        ranks.append(list(compress(_FROM_1, map(wanted.__contains__, keys))))
        gold.append(len(wanted))
        predicted.append(len(keys))
    return Rankings(ranks, None, gold, predicted, [()] * len(ranks))
