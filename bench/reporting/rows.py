"""Which rows a table has and in which order: extractors by their headline, then what bounds and what explains them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from bench.records import Role
from bench.scoring.direction import lower_is_better
from bench.scoring.results import Evaluation

HEADLINE = "F1@10"
"""The metric by which rows are sorted."""

HEADINGS: Mapping[Role, str] = MappingProxyType(
    {
        "extractor": "Extractors",
        "list": "Lists",
        "fused": "Together",
        "floor": "Floor",
        "published": "Published",
        "ceiling": "Ceiling",
    }
)
"""The heading over the rows of each role, in the order in which the blocks stand."""

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "first-phrases": "the first phrases of the text",
        "random": "phrases of the text by lot",
        "fused": "the extractors' lists put together by reciprocal rank fusion, in no test and no rank group",
        "published": "keywords that came with the articles; evidence, not gold",
        "oracle": "the gold that stands in the text, the most that extraction can reach",
        "annotators": "each annotator's list scored against each other's",
    }
)
"""What the rows are that are no extractor's, for a note under a table."""


def by_role(
    evaluations: Iterable[Evaluation], metric: str = HEADLINE
) -> tuple[tuple[Role, tuple[Evaluation, ...]], ...]:
    """The evaluations in blocks, each block from the best value of the metric to the worst, equal ones by name."""
    sign = 1 if lower_is_better(metric) else -1

    def place(evaluation: Evaluation) -> tuple[float, str]:
        found = evaluation.metrics.get(metric)
        value = found.value if found is not None else None
        return (sign * value if value is not None else math.inf, evaluation.system)

    rows = sorted(evaluations, key=place)
    blocks = ((role, tuple(e for e in rows if e.role == role)) for role in HEADINGS)
    return tuple((role, block) for role, block in blocks if block)


def in_order(evaluations: Iterable[Evaluation]) -> tuple[Evaluation, ...]:
    """The evaluations in the order of `by_role`, without the blocks."""
    return tuple(evaluation for _, block in by_role(evaluations) for evaluation in block)


def with_lists(evaluations: Iterable[Evaluation]) -> tuple[Evaluation, ...]:
    """The rows whose lists are worth reading phrase by phrase: all but the ceiling, which is made from the gold."""
    return tuple(evaluation for evaluation in in_order(evaluations) if evaluation.role != "ceiling")


def oracle(evaluations: Sequence[Evaluation]) -> Evaluation | None:
    """The row that holds the best that can be extracted, where there is one."""
    return next((e for e in evaluations if e.role == "ceiling" and e.system == "oracle"), None)
