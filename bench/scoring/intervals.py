"""95 % intervals of a mean or ratio over units: Student's t below 50 units, bias-corrected bootstrap (BCa) from there.

Bootstrap intervals cover too little on few documents, Student's does not; from fifty on BCa follows the skew of the
data. Source of BCa: B. Efron, *Journal of the American Statistical Association* 82 (1987), 171-185.
"""

import math
import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from bench.scoring.distributions import student_quantile
from bench.scoring.units import Unit, ratio, standard_error

LEAST_UNITS = 6
"""Below so many units no interval is given: no paired exact test over them could be significant either."""

BCA_UNITS = 50
RESAMPLES = 9_999
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """Both ends, in the unit of the statistic."""

    low: float
    high: float


def interval(units: Sequence[Unit], *, seed: int = 0) -> Interval | None:
    """The 95 % interval of `ratio(units)` by the rule above; None below `LEAST_UNITS` units or without weight."""
    if len(units) < LEAST_UNITS:
        return None
    return t_interval(units) if len(units) < BCA_UNITS else bca_interval(units, seed=seed)


def t_interval(units: Sequence[Unit], *, level: float = LEVEL) -> Interval | None:
    """Student's interval with one degree of freedom less than units; None below two units or without weight."""
    centre, error = ratio(units), standard_error(units)
    if centre is None or error is None:
        return None
    reach = student_quantile(0.5 + level / 2.0, len(units) - 1) * error
    return Interval(centre - reach, centre + reach)


def bca_interval(
    units: Sequence[Unit], *, seed: int = 0, resamples: int = RESAMPLES, level: float = LEVEL
) -> Interval | None:
    """Bias-corrected and accelerated bootstrap interval; None below two units or without weight.

    Units are drawn whole, from an own generator seeded with `seed`. Data without spread give an interval of no width,
    where the textbook formula divides zero by zero. Resamples without weight have no ratio and are left out.
    """
    centre, error = ratio(units), standard_error(units)
    if centre is None or error is None:
        return None
    if error == 0.0:
        return Interval(centre, centre)
    replicates = _replicates(units, seed, resamples)
    normal = NormalDist()
    # replicates that equal the centre up to rounding count half, so that coarse data are not read as bias
    slack = 1e-12 * max(abs(centre), error)
    below = bisect_left(replicates, centre - slack)
    share = (below + bisect_right(replicates, centre + slack)) / (2.0 * len(replicates))
    least = 0.5 / len(replicates)
    bias = normal.inv_cdf(min(max(share, least), 1.0 - least))
    acceleration = _acceleration(units)
    ends = []
    for tail in (0.5 - level / 2.0, 0.5 + level / 2.0):
        z = bias + normal.inv_cdf(tail)
        ends.append(_quantile(replicates, normal.cdf(bias + z / (1.0 - acceleration * z))))
    return Interval(min(ends), max(ends))


def _replicates(units: Sequence[Unit], seed: int, resamples: int) -> list[float]:
    """The ratio in each bootstrap resample, sorted."""
    generator = random.Random(seed)  # noqa: S311  # resampling, not secrets
    count = len(units)
    if len({unit.weight for unit in units}) == 1:
        weight = count * units[0].weight
        totals = [unit.total for unit in units]
        return sorted(sum(generator.choices(totals, k=count)) / weight for _ in range(resamples))
    # a complex number carries both sums of the ratio through one addition
    pairs = [complex(unit.total, unit.weight) for unit in units]
    sums = (sum(generator.choices(pairs, k=count)) for _ in range(resamples))
    return sorted(both.real / both.imag for both in sums if both.imag)


def _acceleration(units: Sequence[Unit]) -> float:
    """A sixth of the skewness of the jackknife values: the ratios with one unit left out."""
    total = math.fsum(unit.total for unit in units)
    weight = math.fsum(unit.weight for unit in units)
    left_out = [(total - unit.total) / (weight - unit.weight) for unit in units if weight != unit.weight]
    centre = math.fsum(left_out) / len(left_out)
    cubes = math.fsum((centre - value) ** 3 for value in left_out)
    squares = math.fsum((centre - value) ** 2 for value in left_out)
    return cubes / (6.0 * squares**1.5) if squares else 0.0


def _quantile(ordered: Sequence[float], probability: float) -> float:
    """The quantile by linear interpolation between order statistics."""
    place = min(max(probability, 0.0), 1.0) * (len(ordered) - 1)
    lower = math.floor(place)
    upper = min(lower + 1, len(ordered) - 1)
    return ordered[lower] + (place - lower) * (ordered[upper] - ordered[lower])
