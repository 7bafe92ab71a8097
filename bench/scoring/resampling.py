"""Bootstrap replicates of a ratio of sums: units drawn with replacement, as many as there are.

Each call has its own generator, seeded by the caller, so equal input gives equal replicates.
"""

import random
from collections.abc import Sequence

from bench.scoring.units import Unit

_SCALE = 1 << 44
"""Fixed-point steps to 1: finer than anything a metric of these documents can tell apart."""


def ratio_replicates(units: Sequence[Unit], *, seed: int, resamples: int) -> list[float]:
    """The ratio in each resample, sorted; a resample without weight has none and is left out."""
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


def mean_replicates(columns: Sequence[Sequence[Unit]], *, seed: int, resamples: int) -> list[list[float]]:
    """For each column the mean in each resample, sorted; row i is the same unit, of the same weight, in every column.

    All columns go through one resampling: a unit's fixed-point values stand side by side in one large integer, whose
    sum over a resample holds every column's sum. A dozen metrics cost little more than one.
    """
    generator = random.Random(seed)  # noqa: S311  # resampling, not secrets
    count = len(columns[0])
    packed = [0] * count
    fields: list[tuple[int, int, float]] = []
    shift = 0
    for column in columns:
        floor = min(unit.total / unit.weight for unit in column)
        cells = [max(0, round((unit.total - floor * unit.weight) * _SCALE)) for unit in column]
        width = (max(cells) * count).bit_length()
        packed = [row | cell << shift for row, cell in zip(packed, cells, strict=True)]
        fields.append((shift, (1 << width) - 1, floor))
        shift += width
    packed = [row | int(unit.weight) << shift for row, unit in zip(packed, columns[0], strict=True)]
    sums = [sum(generator.choices(packed, k=count)) for _ in range(resamples)]
    weights = [row >> shift for row in sums]
    return [
        sorted(floor + (row >> start & mask) / (_SCALE * weight) for row, weight in zip(sums, weights, strict=True))
        for start, mask, floor in fields
    ]
