"""From documents to a data set: means, the F1 of means, and counts summed first; sums by `math.fsum` throughout."""

from collections.abc import Iterable, Sequence
from math import fsum

from bench.scoring.conventions import ScoringProtocol
from bench.scoring.formulas import counted, f1_of
from bench.scoring.metrics import Metric
from bench.scoring.rankings import Rankings


def mean(values: Iterable[float | None]) -> float | None:
    """The arithmetic mean of the values that are defined, whatever their order; None where none is."""
    defined = [value for value in values if value is not None]
    return fsum(defined) / len(defined) if defined else None


def of_the_dataset(
    metric: Metric, protocol: ScoringProtocol, values: Sequence[float | None], rankings: Rankings
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
    if part not in ("P", "R", "F1") or averaging == "mean_of_docs":
        return mean(values)
    found = counted(metric, protocol, rankings)
    kept = [at for at, gold in enumerate(found.gold) if gold or protocol.no_gold == "zero"]
    if not kept:
        return None
    if averaging == "micro":
        hits, denominator, gold = (
            fsum(column[at] for at in kept) for column in (found.hits, found.denominators, found.gold)
        )
        precision = min(1.0, hits / denominator) if denominator else 0.0
        recall = hits / gold if gold else 0.0
    else:
        precisions, recalls = found.precision(), found.recall()
        precision = fsum(min(1.0, precisions[at]) for at in kept) / len(kept)
        recall = fsum(recalls[at] for at in kept) / len(kept)
    return {"P": precision, "R": recall, "F1": f1_of(precision, recall)}[part]
