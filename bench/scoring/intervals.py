"""95 % intervals of a mean or ratio over units: Student's t below 50 units, bias-corrected bootstrap (BCa) from there.

Bootstrap intervals cover too little on few documents, Student's does not; from fifty on BCa follows the skew of the
data. From ten thousand on the same interval is computed (ABC) instead of sampled: what the formula neglects is by then
a tenth of what 9,999 resamples leave to chance. Sources: B. Efron, *Journal of the American Statistical Association* 82
(1987), 171-185; T. J. DiCiccio and B. Efron, *Statistical Science* 11 (1996), 189-228, section 4.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from bench.scoring.distributions import student_quantile
from bench.scoring.resampling import mean_replicates, ratio_replicates
from bench.scoring.units import Unit, ratio, standard_error

LEAST_UNITS = 6
"""Below so many units no interval is given: no paired exact test over them could be significant either."""

BCA_UNITS = 50
ABC_UNITS = 10_000
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
    if len(units) >= ABC_UNITS:
        return abc_interval(units)
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

    Units are drawn whole. Data without spread give an interval of no width, where the textbook formula divides zero by
    zero.
    """
    if standard_error(units) is None:
        return None
    return _bca(units, ratio_replicates(units, seed=seed, resamples=resamples), level)


def abc_interval(units: Sequence[Unit], *, level: float = LEVEL) -> Interval | None:
    """Approximate bootstrap interval: what BCa comes to with ever more resamples; None without weight.

    For a ratio of sums the formula is short: bias and curvature cancel, so that the correction for bias is the
    acceleration, a sixth of the skewness of what each unit adds.
    """
    centre, count = ratio(units), len(units)
    if centre is None or count < 2:
        return None
    weight = math.fsum(unit.weight for unit in units) / count

    def influences() -> Iterator[float]:
        return ((unit.total - centre * unit.weight) / weight for unit in units)

    squares = math.fsum(influence * influence for influence in influences())
    if not standard_error(units):
        return Interval(centre, centre)
    acceleration = math.fsum(influence**3 for influence in influences()) / (6.0 * squares**1.5)
    # How fast both sums of the ratio move along the least favourable direction, a standard error of the ratio a step.
    step = 1.0 / (count * math.sqrt(squares))
    total_moves = step * math.fsum(i * unit.total for i, unit in zip(influences(), units, strict=True))
    weight_moves = step * math.fsum(i * unit.weight for i, unit in zip(influences(), units, strict=True))
    ends = []
    for tail in (0.5 - level / 2.0, 0.5 + level / 2.0):
        z = acceleration + NormalDist().inv_cdf(tail)
        reach = z / (1.0 - acceleration * z) ** 2
        ends.append((centre * weight + reach * total_moves) / (weight + reach * weight_moves))
    return Interval(min(ends), max(ends))


def mean_intervals(columns: Sequence[Sequence[Unit]], *, seed: int = 0) -> list[Interval | None]:
    """`interval` of several means over the same units (row i the same unit, with the same weight), resampled together.

    Within rounding each is the interval that its column would have alone.
    """
    if not columns or not BCA_UNITS <= len(columns[0]) < ABC_UNITS:
        return [interval(column, seed=seed) for column in columns]
    replicates = mean_replicates(columns, seed=seed, resamples=RESAMPLES)
    return [_bca(column, drawn, LEVEL) for column, drawn in zip(columns, replicates, strict=True)]


def _bca(units: Sequence[Unit], replicates: Sequence[float], level: float) -> Interval | None:
    """The interval from sorted replicates of the ratio."""
    centre, error = ratio(units), standard_error(units)
    if centre is None or error is None:
        return None
    if error == 0.0:
        return Interval(centre, centre)
    normal = NormalDist()
    # replicates that equal the centre up to rounding count half, so that coarse data are not read as bias
    slack = 1e-9 * error
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
