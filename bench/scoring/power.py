"""How large a difference must be, or how many documents there must be, for a paired test to see it.

Both follow from the normal approximation n = ((z(1 - alpha/2) + z(power)) * sd / difference)^2. Source: J. Cohen,
*Statistical Power Analysis for the Behavioral Sciences*, 2nd ed., section 2.4; for evaluation in language processing,
D. Card et al., EMNLP 2020.
"""

import math
from statistics import NormalDist

ALPHA = 0.05
POWER = 0.8
DETECTABLE = 2.8
"""z(0.975) + z(0.8) = 2.8016, as it is printed under the tables: 2.8 sd / sqrt(n)."""


def minimum_detectable(standard_error: float) -> float:
    """The mean difference that a test at 0.05 finds four times in five: 2.8 standard errors."""
    return DETECTABLE * standard_error


def required_units(deviation: float, difference: float, *, alpha: float = ALPHA, power: float = POWER) -> int:
    """How many units a paired test needs to find `difference` when differences have standard deviation `deviation`.

    For the first step of Holm over m comparisons give alpha / m.
    """
    if not deviation >= 0.0 or difference == 0.0 or not math.isfinite(deviation / difference):
        raise ValueError(
            f"need a deviation of at least 0 and a difference that is not 0: {deviation!r}, {difference!r}"
        )
    normal = NormalDist()
    z = normal.inv_cdf(1.0 - alpha / 2.0) + normal.inv_cdf(power)
    return max(1, math.ceil((z * deviation / difference) ** 2 - 1e-9))
