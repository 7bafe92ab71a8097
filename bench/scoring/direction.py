"""Which way a metric is better, by its written form."""

from bench.scoring.metrics import parse_metric


def lower_is_better(metric: str) -> bool:
    """Whether a lower value is the better one, as for `noise@10`.

    Raises:
        UnknownNameError: no metric is written so.
    """
    return parse_metric(metric).higher_is_better is False
