"""A metric's mean over documents with its interval: the cells of a table."""

from collections.abc import Iterable, Mapping

from bench.scoring.intervals import mean_intervals
from bench.scoring.results import Value
from bench.scoring.units import Units, ratio, units_of


def summarise(values: Mapping[str, float | None], events: Mapping[str, str] | None = None, *, seed: int = 0) -> Value:
    """The mean of per-document values, by document id, with its 95 % interval.

    Documents whose value is None (undefined) are left out; `events` names what several documents have in common, and
    such documents are one unit of the interval. There is no interval below six units, Student's below fifty, the
    bootstrap's (BCa) from there; the mean is None where no document has a value.
    """
    return summarise_all({"": values}, events, seed=seed)[""]


def summarise_all(
    metrics: Mapping[str, Mapping[str, float | None]], events: Mapping[str, str] | None = None, *, seed: int = 0
) -> dict[str, Value]:
    """`summarise` for several metrics of one system at once, by the metric's written form; far faster than one by one.

    Metrics that are defined on the same documents share their resamples.
    """
    known = events or {}
    return summarise_columns(
        {
            metric: [
                (document, value, known.get(document, "")) for document, value in values.items() if value is not None
            ]
            for metric, values in metrics.items()
        },
        seed=seed,
    )


def summarise_columns(columns: Mapping[str, Iterable[tuple[str, float, str]]], *, seed: int = 0) -> dict[str, Value]:
    """`summarise_all` of defined values alone, each given as document id, value, event."""
    units: dict[str, Units] = {}
    alike: dict[frozenset[str], list[str]] = {}
    for metric, column in columns.items():
        rows = tuple(column)
        units[metric] = units_of(rows)
        alike.setdefault(frozenset(document for document, _, _ in rows), []).append(metric)
    found: dict[str, Value] = {}
    for names in alike.values():
        for name, ends in zip(names, mean_intervals([units[name] for name in names], seed=seed), strict=True):
            found[name] = Value(ratio(units[name]), ends.low if ends else None, ends.high if ends else None)
    return {metric: found[metric] for metric in columns}
