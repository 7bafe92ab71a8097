"""Paired sign-flip test (approximate randomisation) on the mean of differences.

Under the hypothesis that two systems do not differ, each unit's difference is as likely with either sign. The p-value
is the share of sign patterns whose absolute sum reaches the observed one. It tests the very quantity that is reported,
the mean, and is exact for small n. Sources: R. A. Fisher, *The Design of Experiments* (1935), section 21; E. W. Noreen,
*Computer-Intensive Methods for Testing Hypotheses* (1989); M. D. Smucker, J. Allan and B. Carterette, CIKM 2007.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from operator import getitem

EXACT_LIMIT = 16
"""Up to so many differences that are not zero, every sign pattern is counted."""

SAMPLES = 100_000
"""Random sign patterns above that."""

_CHUNK = 8
_RELATIVE_TIE = 1e-12


@dataclass(frozen=True, slots=True)
class SignFlip:
    """A two-sided p-value in (0, 1] and how it was got: over `patterns` sign patterns, all of them if `exact`."""

    p: float
    exact: bool
    patterns: int


def least_p(units: int) -> float:
    """The smallest two-sided p that any data of so many units can give: 2 / 2^n, and 1 without any."""
    return min(1.0, 2.0 ** (1 - units)) if units > 0 else 1.0


def sign_flip(differences: Sequence[float], *, seed: int = 0, samples: int = SAMPLES) -> SignFlip:
    """Two-sided p of the hypothesis that each difference is symmetric about 0; one difference (or sum) a unit.

    Zeros change nothing and are left out of the counting; without any other difference p is 1. Sums that differ from
    the observed one only by rounding count as ties, and the differences are put in order by size first, so neither the
    order of documents nor the sign of all of them can change p. Above `EXACT_LIMIT` differences p is
    (c + 1) / (samples + 1) from an own generator seeded with `seed`, and therefore never 0.
    """
    if any(not math.isfinite(d) for d in differences):
        raise ValueError("differences must be finite numbers")
    sizes = sorted(abs(d) for d in differences if d != 0.0)
    observed = abs(math.fsum(differences))
    reached = observed - _RELATIVE_TIE * math.fsum(sizes)
    if len(sizes) <= EXACT_LIMIT:
        sums = _sums(sizes)
        return SignFlip(sum(abs(total) >= reached for total in sums) / len(sums), exact=True, patterns=len(sums))
    # Eight signs are one random byte, and a byte picks the sum of its eight differences from a table.
    padded = sizes + [0.0] * (-len(sizes) % _CHUNK)
    tables = [_sums(padded[start : start + _CHUNK]) for start in range(0, len(padded), _CHUNK)]
    generator = random.Random(seed)  # noqa: S311  # resampling, not secrets
    count = sum(abs(sum(map(getitem, tables, generator.randbytes(len(tables))))) >= reached for _ in range(samples))
    return SignFlip((count + 1) / (samples + 1), exact=False, patterns=samples)


def _sums(sizes: Sequence[float]) -> list[float]:
    """The sums under all 2^n sign patterns."""
    sums = [0.0]
    for size in sizes:
        sums = [total - size for total in sums] + [total + size for total in sums]
    return sums
