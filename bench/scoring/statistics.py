"""A metric's mean over documents with its interval: the cells of a table."""

from collections.abc import Mapping

from bench.scoring.intervals import mean_intervals
from bench.scoring.results import Value
from bench.scoring.units import ratio, units_of


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
    defined = {
        metric: {document: value for document, value in values.items() if value is not None}
        for metric, values in metrics.items()
    }
    alike: dict[frozenset[str], list[str]] = {}
    for metric, values in defined.items():
        alike.setdefault(frozenset(values), []).append(metric)
    found: dict[str, Value] = {}
    for names in alike.values():
        columns = [
            units_of((document, value, known.get(document, "")) for document, value in defined[name].items())
            for name in names
        ]
        for name, units, ends in zip(names, columns, mean_intervals(columns, seed=seed), strict=True):
            found[name] = Value(ratio(units), ends.low if ends else None, ends.high if ends else None)
    return {metric: found[metric] for metric in metrics}
