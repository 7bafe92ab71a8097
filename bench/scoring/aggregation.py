"""From documents to a data set: means, the F1 of means, and counts summed first; sums by `math.fsum` throughout."""

from collections.abc import Iterable
from math import fsum

from bench.scoring.conventions import ScoringProtocol
from bench.scoring.formulas import Counted, f1_of
from bench.scoring.metrics import Metric


def mean(values: Iterable[float | None]) -> float | None:
    """The arithmetic mean of the values that are defined, whatever their order; None where none is."""
    defined = [value for value in values if value is not None]
    return fsum(defined) / len(defined) if defined else None


def is_pooled(metric: Metric, protocol: ScoringProtocol) -> bool:
    """Whether the metric over a data set is made from counts of all its documents, and is no mean of their values."""
    part, averaging = _parted(metric, protocol)
    return part in ("P", "R", "F1") and averaging != "mean_of_docs"


def pooled(metric: Metric, protocol: ScoringProtocol, found: Counted) -> float | None:
    """The metric over a data set from what its documents' precision and recall are made of; None without gold.

    Args:
        metric: one that `is_pooled`.
        protocol: whose averaging P, R and F1 follow.
        found: the documents' counts at the metric's cut-off.
    """
    part, averaging = _parted(metric, protocol)
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


def _parted(metric: Metric, protocol: ScoringProtocol) -> tuple[str, str]:
    """What is averaged, and how."""
    part = metric.measure
    if part.startswith("micro"):
        return part.removeprefix("micro"), "micro"
    return ("F1", "f1_of_means") if part == "F1ofMeans" else (part, protocol.averaging)
