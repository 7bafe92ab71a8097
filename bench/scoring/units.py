"""The units that a statistic flips and resamples: documents that stand alone, and events taken whole."""

import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import overload


@dataclass(frozen=True, slots=True)
class Unit:
    """What one unit adds to a ratio of sums: for a mean, the sum of its documents' values and their number."""

    total: float
    weight: float = 1.0


class Units(Sequence[Unit]):
    """Many units, two plain numbers each: a hundred thousand of them take two megabytes."""

    def __init__(self, totals: Iterable[float], weights: Iterable[float]) -> None:
        self._totals = array("d", totals)
        self._weights = array("d", weights)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._totals)

    @overload
    def __getitem__(self, at: int) -> Unit: ...
    @overload
    def __getitem__(self, at: slice) -> "Units": ...
    def __getitem__(self, at: int | slice) -> "Unit | Units":
        """The unit at a place, or some of them."""
        if isinstance(at, slice):
            return Units(self._totals[at], self._weights[at])
        return Unit(self._totals[at], self._weights[at])

    def __iter__(self) -> Iterator[Unit]:
        """Each unit in order."""
        return map(Unit, self._totals, self._weights)


def units_of(values: Iterable[tuple[str, float, str]]) -> Units:
    """Units of the mean of document values, each given as document id, value, event.

    Documents of one event tell one story, so they are one unit (cluster); a document with event "" stands alone. The
    units come in the order of their names, so that the order of documents cannot move a resample.
    """
    alone: dict[str, float] = {}
    several: dict[str, list[float]] = {}
    events: dict[str, list[float]] = {}
    for document_id, value, event in values:
        if event:
            events.setdefault(event, []).append(value)
        elif document_id in several:
            several[document_id].append(value)
        elif document_id in alone:
            several[document_id] = [alone[document_id], value]
        else:
            alone[document_id] = value
    units = [several.get(name, (alone[name],)) for name in sorted(alone)] if several else ()
    together = (*units, *(events[name] for name in sorted(events)))
    plain = () if several else sorted(alone)
    totals = chain(map(alone.__getitem__, plain), map(math.fsum, together))
    return Units(totals, chain(repeat(1.0, len(plain)), (float(len(unit)) for unit in together)))


def ratio(units: Iterable[Unit]) -> float | None:
    """Sum of totals over sum of weights: the mean over documents; None where there is no weight."""
    known = units if isinstance(units, Sequence) else tuple(units)
    weight = math.fsum(unit.weight for unit in known)
    return math.fsum(unit.total for unit in known) / weight if weight else None


def standard_error(units: Iterable[Unit]) -> float | None:
    """Standard error of the ratio over units; None below two units or without weight.

    The linearised ("cluster-robust") form: residuals total - ratio * weight, summed square over the units, corrected by
    G / (G - 1). For documents that stand alone it is the familiar sd / sqrt(n). Source: W. G. Cochran, *Sampling
    Techniques*, 3rd ed., section 2.11 and 9A.
    """
    known = units if isinstance(units, Sequence) else tuple(units)
    count = len(known)
    mean = ratio(known)
    if mean is None or count < 2:
        return None
    weight = math.fsum(unit.weight for unit in known)
    largest = max(abs(unit.total) for unit in known)
    residuals = [unit.total - mean * unit.weight for unit in known]
    # what rounding leaves of equal values is no spread
    squares = math.fsum(r * r for r in residuals if abs(r) > 1e-13 * largest)
    return math.sqrt(squares * count / (count - 1)) / abs(weight)
