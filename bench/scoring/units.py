"""The units that a statistic flips and resamples: documents that stand alone, and events taken whole."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """What one unit adds to a ratio of sums: for a mean, the sum of its documents' values and their number."""

    total: float
    weight: float = 1.0


def units_of(values: Iterable[tuple[str, float, str]]) -> tuple[Unit, ...]:
    """Units of the mean of document values, each given as document id, value, event.

    Documents of one event tell one story, so they are one unit (cluster); a document with event "" stands alone. The
    units come in the order of their names, so that the order of documents cannot move a resample.
    """
    members: dict[tuple[bool, str], list[float]] = {}
    for document_id, value, event in values:
        members.setdefault((bool(event), event or document_id), []).append(value)
    return tuple(Unit(math.fsum(unit), float(len(unit))) for _, unit in sorted(members.items()))


def ratio(units: Iterable[Unit]) -> float | None:
    """Sum of totals over sum of weights: the mean over documents; None where there is no weight."""
    known = tuple(units)
    weight = math.fsum(unit.weight for unit in known)
    return math.fsum(unit.total for unit in known) / weight if weight else None


def standard_error(units: Iterable[Unit]) -> float | None:
    """Standard error of the ratio over units; None below two units or without weight.

    The linearised ("cluster-robust") form: residuals total - ratio * weight, summed square over the units, corrected by
    G / (G - 1). For documents that stand alone it is the familiar sd / sqrt(n). Source: W. G. Cochran, *Sampling
    Techniques*, 3rd ed., section 2.11 and 9A.
    """
    known = tuple(units)
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
