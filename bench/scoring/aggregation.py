"""From documents to a data set: means, the F1 of means, and counts summed first; sums by `math.fsum` throughout."""

from collections.abc import Iterable, Sequence
from math import fsum

from bench.scoring.conventions import ScoringProtocol
from bench.scoring.formulas import Counts, counts, f1_of
from bench.scoring.matching import Ranking
from bench.scoring.metrics import Metric

_PARTS = {"P": "precision", "R": "recall", "F1": "f1"}


def mean(values: Iterable[float | None]) -> float | None:
    """The arithmetic mean of the values that are defined, whatever their order; None where none is."""
    defined = [value for value in values if value is not None]
    return fsum(defined) / len(defined) if defined else None


def of_the_dataset(
    metric: Metric, protocol: ScoringProtocol, values: Sequence[float | None], rankings: Sequence[Ranking]
) -> float | None:
    """The metric over a data set: of its documents' values, or of their rankings where it pools before dividing.

    Args:
        metric: of hits, or of the data set as a whole.
        protocol: whose averaging P, R and F1 follow.
        values: the documents' values, None where undefined.
        rankings: the documents' rankings under the metric's match.
    """
    part, averaging = metric.measure, protocol.averaging
    if part.startswith("micro"):
        part, averaging = part.removeprefix("micro"), "micro"
    elif part == "F1ofMeans":
        part, averaging = "F1", "f1_of_means"
    if part not in _PARTS or averaging == "mean_of_docs":
        return mean(values)
    count = counts(metric, protocol)
    each = [count(ranking) for ranking in rankings if ranking.gold or protocol.no_gold == "zero"]
    if not each:
        return None
    if averaging == "micro":
        value: float = getattr(_pooled(each), _PARTS[part])
        return value
    precision = fsum(counted.precision if counted.gold else 0.0 for counted in each) / len(each)
    recall = fsum(counted.recall for counted in each) / len(each)
    return {"P": precision, "R": recall, "F1": f1_of(precision, recall)}[part]


def _pooled(each: Sequence[Counts]) -> Counts:
    return Counts(
        fsum(counted.hits for counted in each),
        sum(counted.denominator for counted in each),
        sum(counted.gold for counted in each),
    )
