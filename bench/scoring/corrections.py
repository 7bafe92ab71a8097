"""Many comparisons at once: Holm's step-down correction, and what a family of a given size can show at all."""

from collections.abc import Sequence

from bench.scoring.signflip import least_p

ALPHA = 0.05


def holm(p_values: Sequence[float | None], *, family: int | None = None) -> tuple[float | None, ...]:
    """Holm's adjusted p-values, in the order given; valid under any dependence between the tests.

    `family` is the number of comparisons declared, by default as many as given. A None is a comparison of the family
    that could not be tested: it counts, as if its p were 1, and stays None. Source: S. Holm, *Scandinavian Journal of
    Statistics* 6 (1979), 65-70.
    """
    size = len(p_values) if family is None else family
    if size < len(p_values):
        raise ValueError(f"a family of {size} cannot hold {len(p_values)} comparisons")
    ordered = sorted((p, index) for index, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    running = 0.0
    for step, (p, index) in enumerate(ordered):
        running = min(1.0, max(running, p * (size - step)))
        adjusted[index] = running
    return tuple(adjusted)


def least_adjusted_p(units: int, family: int = 1) -> float:
    """The smallest p after Holm that data of so many units can give within a family of comparisons."""
    return min(1.0, least_p(units) * max(1, family))


def first_units(family: int = 1, alpha: float = ALPHA) -> int:
    """The first number of units at which any comparison of the family can be significant."""
    units = 1
    while least_adjusted_p(units, family) > alpha:
        units += 1
    return units
