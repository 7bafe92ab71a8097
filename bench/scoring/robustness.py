"""How much of its score a system keeps when its documents are perturbed."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bench.errors import InputError
from bench.scoring.intervals import interval
from bench.scoring.units import Unit, ratio, units_of

WEAK_BASE = 0.05
"""Below this base mean a ratio says little, and is flagged."""


@dataclass(frozen=True, slots=True)
class Retained:
    """Mean score over perturbed documents as a share of the mean over the same documents unperturbed.

    It may exceed 1. `value` is None where the base mean is 0; `weak` marks a base mean below 0.05. `n` counts the
    documents defined both ways.
    """

    value: float | None
    low: float | None
    high: float | None
    weak: bool
    n: int


def retained(
    base: Mapping[str, float | None],
    perturbed: Mapping[str, float | None],
    events: Mapping[str, str] | None = None,
    *,
    seed: int = 0,
) -> Retained:
    """The ratio of means over the documents of `base`, both by document id, with its 95 % interval.

    A ratio of means, because a mean of per-document ratios divides by zero. The interval follows the rule of all
    others: none below six units, Student's on the linearised ratio below fifty, from there the bootstrap (BCa) over
    whole documents or events.

    Raises:
        InputError: a document of `base` has no perturbed counterpart.
    """
    lacking = [document for document in base if document not in perturbed]
    if lacking:
        raise InputError(
            f"{len(lacking)} documents were not scored after perturbing: {', '.join(lacking[:5])}",
            remedy="Score the same documents both ways",
        )
    known = events or {}
    both = [
        (document, before, after)
        for document, before in base.items()
        if before is not None and (after := perturbed[document]) is not None
    ]
    before_units = units_of((document, before, known.get(document, "")) for document, before, _ in both)
    after_units = units_of((document, after, known.get(document, "")) for document, _, after in both)
    units = tuple(Unit(after.total, before.total) for after, before in zip(after_units, before_units, strict=True))
    base_mean = ratio(before_units) or 0.0
    ends = interval(units, seed=seed)
    return Retained(
        ratio(units), ends.low if ends else None, ends.high if ends else None, base_mean < WEAK_BASE, len(both)
    )


@dataclass(frozen=True, slots=True)
class Robustness:
    """The mean of what is retained over perturbations, never without the worst of them and its name."""

    mean: float
    worst: float
    worst_name: str


def robustness(by_perturbation: Mapping[str, Retained]) -> Robustness | None:
    """Summary over perturbations by name; None where nothing was defined. The first name wins a tie for the worst."""
    values = {name: result.value for name, result in sorted(by_perturbation.items()) if result.value is not None}
    if not values:
        return None
    worst = min(values, key=lambda name: values[name])
    return Robustness(math.fsum(values.values()) / len(values), values[worst], worst)
