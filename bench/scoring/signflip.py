"""Paired sign-flip test (approximate randomisation) on the mean of differences.

Under the hypothesis that two systems do not differ, each unit's difference is as likely with either sign. The p-value
is the share of sign patterns whose absolute sum reaches the observed one. It tests the very quantity that is reported,
the mean, and is exact for small n. For thousands of units the distribution of that sum is normal to more digits than
sampled patterns would show. Sources: R. A. Fisher, *The Design of Experiments* (1935), section 21; E. W. Noreen,
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

NORMAL_FROM = 10_000
"""From so many differences that are not zero, p is computed from the distribution that the patterns approach."""

_CHUNK = 8
_COLUMNS = 32
_STEPS = 1 << 44
_RELATIVE_TIE = 1e-12


@dataclass(frozen=True, slots=True)
class SignFlip:
    """A two-sided p-value in (0, 1] and how it was got: over `patterns` sign patterns, all of them if `exact`.

    `patterns` is 0 where there were so many differences that p was computed without any.
    """

    p: float
    exact: bool
    patterns: int


def least_p(units: int) -> float:
    """The smallest two-sided p that any data of so many units can give: 2 / 2^n, and 1 without any."""
    return min(1.0, 2.0 ** (1 - units)) if units > 0 else 1.0


def sign_flip(differences: Sequence[float], *, seed: int = 0, samples: int = SAMPLES) -> SignFlip:
    """Two-sided p of the hypothesis that each difference is symmetric about 0; one difference (or sum) a unit.

    Zeros change nothing; without any other difference p is 1. Sums that differ from the observed one only by rounding
    count as ties, and the differences are put in order by size first, so neither the order of documents nor the sign of
    all of them can change p. Above `EXACT_LIMIT` differences that are not zero p is (c + 1) / (samples + 1), from an
    own generator seeded with `seed`, and therefore never 0. From `NORMAL_FROM` on it is computed, and never less.
    """
    return sign_flips([sorted(differences, key=abs)], seed=seed, samples=samples)[0]


def sign_flips(columns: Sequence[Sequence[float]], *, seed: int = 0, samples: int = SAMPLES) -> list[SignFlip]:
    """`sign_flip` for several columns of differences over the same units: row i is the same unit in every column.

    Random patterns are drawn once for all columns, in the order of the rows given; a column's p does not depend on the
    others. Dozens of columns cost little more than one.
    """
    if any(not math.isfinite(difference) for column in columns for difference in column):
        raise ValueError("differences must be finite numbers")
    found: dict[int, SignFlip] = {}
    for index, column in enumerate(columns):
        if (untied := _untied(column)) <= EXACT_LIMIT:
            found[index] = _exact(column)
        elif untied >= NORMAL_FROM:
            found[index] = _normal(column, samples)
    large = [index for index in range(len(columns)) if index not in found]
    for start in range(0, len(large), _COLUMNS):
        block = large[start : start + _COLUMNS]
        found.update(zip(block, _sampled([columns[index] for index in block], seed, samples), strict=True))
    return [found[index] for index in range(len(columns))]


def _untied(column: Sequence[float]) -> int:
    return sum(difference != 0.0 for difference in column)


def _exact(column: Sequence[float]) -> SignFlip:
    sizes = sorted(abs(difference) for difference in column if difference != 0.0)
    sums = [0.0]
    for size in sizes:
        sums = [total - size for total in sums] + [total + size for total in sums]
    reached = abs(math.fsum(column)) - _RELATIVE_TIE * math.fsum(sizes)
    return SignFlip(sum(abs(total) >= reached for total in sums) / len(sums), exact=True, patterns=len(sums))


def _normal(column: Sequence[float], samples: int) -> SignFlip:
    """From the normal distribution with the term for the fourth cumulant (Edgeworth); the third is 0 by symmetry.

    Not below what `samples` patterns could give: so far out in the tail the formula is not to be trusted.
    """
    variance = math.fsum(difference * difference for difference in column)
    fourth = -2.0 * math.fsum(difference**4 for difference in column) / (variance * variance)
    x = abs(math.fsum(column)) / math.sqrt(variance)
    density = math.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)
    tail = 0.5 * math.erfc(x / math.sqrt(2.0)) + density * fourth / 24.0 * (x**3 - 3.0 * x)
    return SignFlip(min(1.0, max(2.0 * tail, 1.0 / (samples + 1))), exact=False, patterns=0)


def _sampled(columns: Sequence[Sequence[float]], seed: int, samples: int) -> list[SignFlip]:
    """Monte Carlo over all columns at once.

    The sizes of a unit's differences stand side by side, in fixed point, in one large integer. Eight signs are one
    random byte, which picks from a table the sum of those of its eight units that are positive; a sum of positives A
    out of all sizes S is a difference of 2 A - S.
    """
    rows = len(columns[0])
    packed = [0] * rows
    fields: list[tuple[int, int, int, int]] = []
    shift = 0
    for column in columns:
        unit = max(abs(difference) for difference in column) / _STEPS
        sizes = [round(abs(difference) / unit) for difference in column]
        packed = [row | size << shift for row, size in zip(packed, sizes, strict=True)]
        whole = sum(sizes)
        # rounding is at most half a step a unit, here and in the observed sum
        reached = abs(math.fsum(column)) / unit - 2 * rows
        low, high = math.floor((whole - reached) / 2), math.ceil((whole + reached) / 2)
        fields.append((shift, (1 << whole.bit_length()) - 1, low, high))
        shift += whole.bit_length()
    padded = packed + [0] * (-rows % _CHUNK)
    tables = [_positive_sums(padded[start : start + _CHUNK]) for start in range(0, len(padded), _CHUNK)]
    generator = random.Random(seed)  # noqa: S311  # resampling, not secrets
    sums = [sum(map(getitem, tables, generator.randbytes(len(tables)))) for _ in range(samples)]
    found = []
    for start, mask, low, high in fields:
        count = sum(not low < (row >> start & mask) < high for row in sums)
        found.append(SignFlip((count + 1) / (samples + 1), exact=False, patterns=samples))
    return found


def _positive_sums(sizes: Sequence[int]) -> list[int]:
    """The sum of each of the 2^n subsets; bit i of the index says whether size i is in it."""
    sums = [0]
    for size in sizes:
        sums += [total + size for total in sums]
    return sums
