"""How much of its score a system keeps when its documents are perturbed."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from bench.errors import InputError
from bench.scoring.intervals import interval
from bench.scoring.units import Unit, ratio

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
    sums: dict[str, tuple[list[float], list[float]]] = {}
    count = 0
    for document, before in base.items():
        after = perturbed[document]
        if before is None or after is None:
            continue
        count += 1
        event = known.get(document, "")
        after_values, before_values = sums.setdefault(f"event {event}" if event else f"document {document}", ([], []))
        after_values.append(after)
        before_values.append(before)
    units = tuple(sorted((Unit(math.fsum(a), math.fsum(b)) for a, b in sums.values()), key=_by_size))
    base_mean = math.fsum(unit.weight for unit in units) / count if count else 0.0
    ends = interval(units, seed=seed)
    return Retained(ratio(units), ends.low if ends else None, ends.high if ends else None, base_mean < WEAK_BASE, count)


def _by_size(unit: Unit) -> tuple[float, float]:
    return unit.total, unit.weight


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
