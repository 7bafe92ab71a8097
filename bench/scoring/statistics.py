"""A metric's mean over documents with its interval: the cells of a table."""

from collections.abc import Mapping

from bench.scoring.intervals import interval
from bench.scoring.results import Value
from bench.scoring.units import ratio, units_of


def summarise(values: Mapping[str, float | None], events: Mapping[str, str] | None = None, *, seed: int = 0) -> Value:
    """The mean of per-document values, by document id, with its 95 % interval.

    Documents whose value is None (undefined) are left out; `events` names what several documents have in common, and
    such documents are one unit of the interval. There is no interval below six units, Student's below fifty, the
    bootstrap's (BCa) from there; the mean is None where no document has a value.
    """
    known = events or {}
    units = units_of((value, known.get(document, "")) for document, value in values.items() if value is not None)
    ends = interval(units, seed=seed)
    return Value(ratio(units), ends.low if ends else None, ends.high if ends else None)
