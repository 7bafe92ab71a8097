"""The paired sign-flip test, held against hand-counted values, scipy, and its own laws."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.scoring import signflip
from bench.scoring.signflip import EXACT_LIMIT, SAMPLES, least_p, sign_flip, sign_flips

MANY = st.lists(st.integers(-9, 9).filter(bool).map(float), min_size=17, max_size=40)
DIFFERENCES = st.lists(st.integers(-20, 20).map(lambda n: n / 100), max_size=12)
FEW_SAMPLES = 2_000


def test_six_documents_is_the_least() -> None:
    """N = 6, all positive: only the two extreme patterns of 64 reach the observed sum, 2/64 = 0.03125."""
    found = sign_flip([0.1, 0.04, 0.07, 0.02, 0.05, 0.01])
    assert (found.p, found.exact, found.patterns) == (0.03125, True, 64)
    assert least_p(6) == 0.03125


def test_identical_systems_differ_by_chance_alone() -> None:
    """All differences 0: p is 1, not a division of nothing by nothing."""
    assert sign_flip([0.0] * 5).p == 1.0
    assert sign_flip([0.0] * 500).p == 1.0
    assert sign_flip([]).p == 1.0


@pytest.mark.parametrize(("units", "p"), [(0, 1), (1, 1), (4, 0.125), (5, 0.0625), (7, 0.015625), (10, 2 / 1024)])
def test_least_p(units: int, p: float) -> None:
    """The least two-sided p of n units is 2 / 2^n."""
    assert least_p(units) == p


def test_five_clear_wins_are_no_proof() -> None:
    """Five positive differences on which a t-test says .0148: the exact test cannot go below .0625."""
    assert sign_flip([0.10, 0.04, 0.07, 0.02, 0.05]).p == 0.0625


def test_hand_counted_ties() -> None:
    """+1 +1 +1 -1: sums of four signs reach |2| in 2 + 8 of 16 patterns, ties with the observed sum counted."""
    assert sign_flip([0.1, 0.1, 0.1, -0.1]).p == 10 / 16


def test_ties_survive_rounding() -> None:
    """0.1 + 0.2 is not 0.3 in floating point; the pattern that gives it counts as a tie all the same."""
    assert sign_flip([0.1, 0.2, 0.3]).p == 0.25
    assert sign_flip([0.1, 0.2, -0.3]).p == 1.0


@settings(deadline=None)
@given(DIFFERENCES.filter(any))
def test_equals_scipy_exact(differences: list[float]) -> None:
    """Up to 16 units the p-value is that of scipy's exact permutation test of paired samples."""
    import numpy as np
    from scipy.stats import permutation_test

    if len(differences) < 2:
        return
    # integers, so that the oracle's ties are exact as well
    whole = np.array([round(d * 100) for d in differences])
    oracle = permutation_test(
        (whole,), np.sum, permutation_type="samples", n_resamples=math.inf, alternative="two-sided"
    )
    nulls = np.abs(oracle.null_distribution)
    assert sign_flip(differences).p == pytest.approx(np.mean(nulls >= abs(whole.sum())), abs=1e-12)


@settings(deadline=None)
@given(DIFFERENCES, st.randoms(use_true_random=False), st.sampled_from([1e-6, 0.01, 3.0, 1e5]))
def test_laws_of_the_exact_test(differences: list[float], shuffler: random.Random, factor: float) -> None:
    """P lies in (0, 1] and above 2/2^n; the sign of all, the order, the scale and added zeros do not change it."""
    p = sign_flip(differences).p
    assert least_p(sum(d != 0 for d in differences)) <= p <= 1.0
    shuffled = shuffler.sample(differences, len(differences))
    assert sign_flip(shuffled).p == p
    assert sign_flip([-d for d in differences]).p == p
    assert sign_flip([factor * d for d in differences]).p == p
    assert sign_flip([*differences, 0.0, 0.0]).p == p


@settings(deadline=None)
@given(
    st.lists(st.integers(-9, 9).filter(bool).map(float), min_size=17, max_size=40), st.randoms(use_true_random=False)
)
def test_laws_of_the_sampled_test(differences: list[float], shuffler: random.Random) -> None:
    """Above the limit: p is never 0, and unchanged by the sign of all and by the order of documents."""
    found = sign_flip(differences, samples=FEW_SAMPLES)
    assert not found.exact
    assert 1 / (FEW_SAMPLES + 1) <= found.p <= 1.0
    assert sign_flip([-d for d in differences], samples=FEW_SAMPLES) == found
    assert sign_flip(shuffler.sample(differences, len(differences)), samples=FEW_SAMPLES) == found
    assert sign_flip([d / 8 for d in differences], samples=FEW_SAMPLES) == found


def test_sampled_p_is_never_zero() -> None:
    """500 clear wins: (0 + 1) / (B + 1), where ranx's Fisher test prints 0.0."""
    found = sign_flip([0.1] * 500)
    assert found.p == 1 / (SAMPLES + 1)
    assert found.patterns == SAMPLES


def test_exact_to_sixteen_and_sampled_above() -> None:
    """Sixteen differences are counted out, seventeen are sampled; zeros do not count."""
    assert sign_flip([0.1] * EXACT_LIMIT).exact
    assert not sign_flip([0.1] * (EXACT_LIMIT + 1)).exact
    assert sign_flip([0.1] * EXACT_LIMIT + [0.0] * 50).exact


@pytest.mark.parametrize("ties", [False, True], ids=["continuous", "coarse"])
def test_sampling_meets_the_exact_value(ties: bool) -> None:
    """20 units: within five standard errors of all 2^20 patterns as scipy counts them, ties included."""
    import numpy as np

    generator = random.Random(11)
    whole = [generator.randint(-3, 5) if ties else generator.randint(-30_000, 50_000) for _ in range(20)]
    sums = np.array([0])
    for value in whole:
        sums = np.concatenate([sums - value, sums + value])
    exact = float(np.mean(np.abs(sums) >= abs(sum(whole))))
    sampled = sign_flip([value / 1000 for value in whole]).p
    assert abs(sampled - exact) < 5 * math.sqrt(exact * (1 - exact) / SAMPLES)
    assert 0.005 < exact < 0.9


def test_the_seed_decides() -> None:
    """The same seed gives the same p, another seed another, and the global generator is not touched."""
    differences = [0.01 * (i % 7 - 2.5) for i in range(40)]
    random.seed(5)
    state = random.getstate()
    assert sign_flip(differences, seed=3) == sign_flip(differences, seed=3)
    assert sign_flip(differences, seed=3).p != sign_flip(differences, seed=4).p
    assert random.getstate() == state


def test_columns_do_not_touch_each_other() -> None:
    """A column's p is the same alone and among forty others, with exact ones mixed in."""
    generator = random.Random(2)
    columns = [[generator.gauss(0.02, 0.1) for _ in range(30)] for _ in range(40)]
    columns[7] = [0.0] * 25 + [0.1] * 5
    together = sign_flips(columns, samples=FEW_SAMPLES)
    assert together == [sign_flips([column], samples=FEW_SAMPLES)[0] for column in columns]
    assert together[7].p == 0.0625


def test_rejects_what_is_no_number() -> None:
    """An undefined difference is a mistake of the caller, not a p-value."""
    with pytest.raises(ValueError, match="finite"):
        sign_flip([0.1, math.nan])


@pytest.mark.parametrize("shift", [0.0, 0.004, 0.009, 0.05])
def test_of_ten_thousand_differences_p_is_computed_and_is_what_sampling_finds(
    shift: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Heavy tails and any size of difference: within three and a half standard errors of 4,000 patterns."""
    generator = random.Random(5)
    differences = [generator.gauss(shift, 0.1) * generator.choice((0.2, 1, 4)) for _ in range(signflip.NORMAL_FROM)]
    computed = sign_flip(differences, samples=4_000)
    assert (computed.exact, computed.patterns) == (False, 0)
    monkeypatch.setattr(signflip, "NORMAL_FROM", 10**9)
    sampled = sign_flip(differences, samples=4_000)
    assert sampled.patterns == 4_000
    error = math.sqrt(sampled.p * (1 - sampled.p) / 4_000)
    assert computed.p == pytest.approx(sampled.p, abs=3.5 * error)
    assert computed.p >= 1 / 4_001
