"""Student's t distribution; the normal one is `statistics.NormalDist`.

The distribution function is the regularised incomplete beta function by its continued fraction, evaluated with the
modified Lentz method (W. H. Press et al., *Numerical Recipes*, 3rd ed., section 6.4); the quantile inverts it.
"""

import math

_TINY = 1e-300
_STEPS = 10_000


def _beta_fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of the incomplete beta function; converges fast for x < (a + 1) / (a + b + 2)."""
    c = 1.0
    d = 1.0 / _away_from_zero(1.0 - (a + b) * x / (a + 1.0))
    fraction = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        d = 1.0 / _away_from_zero(1.0 + even * d)
        c = _away_from_zero(1.0 + even / c)
        fraction *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        d = 1.0 / _away_from_zero(1.0 + odd * d)
        c = _away_from_zero(1.0 + odd / c)
        step = d * c
        fraction *= step
        if abs(step - 1.0) < 1e-16:
            break
    return fraction


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _tail(t: float, df: float) -> float:
    """P(T > t) for t >= 0, to full relative accuracy also far out."""
    square = t * t
    x, y = df / (df + square), square / (df + square)
    a, b = df / 2.0, 0.5
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    log_front += -a * math.log1p(square / df) + (b * math.log(y) if y > 0.0 else -math.inf)
    front = math.exp(log_front)
    if x < (a + 1.0) / (a + b + 2.0):
        return 0.5 * front * _beta_fraction(x, a, b) / a
    return 0.5 * (1.0 - front * _beta_fraction(y, b, a) / b)


def student_cdf(t: float, df: float) -> float:
    """P(T <= t) for Student's t with `df` > 0 degrees of freedom."""
    if not df > 0.0:
        raise ValueError(f"degrees of freedom must be positive, not {df!r}")
    tail = _tail(abs(t), df)
    return tail if t < 0.0 else 1.0 - tail


def student_quantile(probability: float, df: float) -> float:
    """The t with P(T <= t) = `probability`, 0 < probability < 1; within 1e-9 of the true value, relatively.

    Bracketed from zero outwards, then bisected on the upper tail: some sixty evaluations, each of microseconds, and no
    starting value that could fail.
    """
    if not 0.0 < probability < 1.0:
        raise ValueError(f"a probability between 0 and 1, both excluded, is needed, not {probability!r}")
    if not df > 0.0:
        raise ValueError(f"degrees of freedom must be positive, not {df!r}")
    if probability == 0.5:
        return 0.0
    wanted = min(probability, 1.0 - probability)
    low, high = 0.0, 1.0
    while _tail(high, df) > wanted:
        low, high = high, high * 2.0
    while high - low > 1e-14 * high:
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        if _tail(middle, df) > wanted:
            low = middle
        else:
            high = middle
    quantile = 0.5 * (low + high)
    return quantile if probability > 0.5 else -quantile
