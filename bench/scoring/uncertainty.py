"""Intervals for the metrics of an evaluation, where its number of documents warrants any."""

import math
from dataclasses import replace

from bench.scoring.intervals import ABC_UNITS
from bench.scoring.results import Evaluation, Value
from bench.scoring.score_columns import defined
from bench.scoring.statistics import summarise_columns

_SAME = 1e-9


def with_intervals(evaluation: Evaluation, *, seed: int = 0) -> Evaluation:
    """The evaluation with a 95 % interval beside every metric that is a mean over documents.

    Documents of one event are one unit. A metric whose value over the data set is no mean of its documents (counts
    summed first, the F1 of means) keeps none: resampling documents would give the interval of another number.
    """
    found: dict[str, Value] = {}
    # Metrics share their resamples; of so many documents that nothing is resampled, one column at a time is enough.
    several = len(evaluation.metrics) if len(evaluation.documents) < ABC_UNITS else 1
    for begin in range(0, len(evaluation.metrics), several):
        some = list(evaluation.metrics)[begin : begin + several]
        found |= summarise_columns({metric: defined(evaluation, metric) for metric in some}, seed=seed)
    metrics = {metric: _joined(value, found[metric]) for metric, value in evaluation.metrics.items()}
    return replace(evaluation, metrics=metrics)


def _joined(reported: Value, summarised: Value) -> Value:
    if reported.value is None or summarised.value is None:
        return reported
    is_mean = math.isclose(reported.value, summarised.value, rel_tol=_SAME, abs_tol=_SAME)
    return replace(reported, low=summarised.low, high=summarised.high) if is_mean else reported
