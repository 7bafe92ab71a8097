"""Student's distribution and the intervals, held against scipy, and where the textbook formulas break."""

import math
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.scoring.distributions import student_cdf, student_quantile
from bench.scoring.intervals import abc_interval, bca_interval, interval, mean_intervals, t_interval
from bench.scoring.units import Unit, ratio, standard_error, units_of


@pytest.mark.parametrize("df", [1, 2, 3, 4, 5, 7, 10, 15, 29, 49, 100, 499, 1999, 20_000, 100_000])
@pytest.mark.parametrize("p", [1e-9, 1e-6, 1e-3, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.4, 0.49])
def test_student_quantile_equals_scipy(p: float, df: int) -> None:
    """Over seven orders of degrees of freedom and of tails, both sides, to nine digits."""
    from scipy.stats import t

    assert student_quantile(p, df) == pytest.approx(t.ppf(p, df), rel=1e-9)
    assert student_quantile(1 - p, df) == pytest.approx(t.ppf(1 - p, df), rel=1e-9)


@settings(deadline=None)
@given(st.floats(-40, 40), st.one_of(st.integers(1, 5000), st.floats(0.5, 300)))
def test_student_cdf_equals_scipy(t: float, df: float) -> None:
    """The distribution function, whole and fractional degrees of freedom, in the tails by relative error."""
    from scipy.stats import t as student

    assert student_cdf(t, df) == pytest.approx(student.cdf(t, df), rel=1e-9, abs=1e-300)


def test_student_by_hand() -> None:
    """One degree is Cauchy's: quartile 1; the table values for 4 degrees and for many."""
    assert student_quantile(0.75, 1) == pytest.approx(1.0, rel=1e-12)
    assert student_quantile(0.5, 7) == 0.0
    assert student_quantile(0.975, 4) == pytest.approx(2.776445, abs=1e-6)
    assert student_quantile(0.975, 1e9) == pytest.approx(1.959964, abs=1e-5)


@pytest.mark.parametrize(("p", "df"), [(0.0, 5), (1.0, 5), (math.nan, 5), (0.5, 0), (0.9, -1)])
def test_student_outside_its_domain(p: float, df: float) -> None:
    """A probability outside (0, 1) or no degrees of freedom is an error, not a number."""
    with pytest.raises(ValueError, match=r"probability|degrees"):
        student_quantile(p, df)
    with pytest.raises(ValueError, match="degrees"):
        student_cdf(0.0, 0)


def skewed(count: int, seed: int = 1) -> list[float]:
    """Differences like those of F1: a third zeros, the rest skewed."""
    generator = random.Random(seed)
    return [0.0 if generator.random() < 0.3 else generator.betavariate(1.2, 6) - 0.1 for _ in range(count)]


def alone(values: list[float]) -> list[Unit]:
    """Documents that stand alone."""
    return [Unit(value) for value in values]


@pytest.mark.parametrize("count", [6, 12, 49])
def test_t_interval_equals_scipy(count: int) -> None:
    """Below fifty units the interval is Student's, as scipy gives it."""
    import numpy as np
    from scipy import stats

    values = skewed(count)
    oracle = stats.t.interval(0.95, count - 1, loc=np.mean(values), scale=stats.sem(values))
    found = interval(alone(values))
    assert found is not None
    assert (found.low, found.high) == pytest.approx(oracle, rel=1e-9)


@pytest.mark.parametrize("count", [50, 120])
def test_bca_meets_scipy(count: int) -> None:
    """From fifty units on: scipy's BCa of the same data, within what 9,999 resamples leave to chance."""
    import numpy as np
    from scipy.stats import bootstrap

    values = skewed(count)
    oracle = bootstrap((values,), np.mean, n_resamples=60_000, method="BCa", rng=np.random.default_rng(1))
    found = interval(alone(values))
    assert found is not None
    spread = standard_error(alone(values)) or 0.0
    assert found.low == pytest.approx(oracle.confidence_interval.low, abs=0.08 * spread)
    assert found.high == pytest.approx(oracle.confidence_interval.high, abs=0.08 * spread)
    plain = t_interval(alone(values))
    assert plain is not None
    # skew to the right moves both ends to the right of Student's, which knows no skew
    assert found.low > plain.low
    assert found.high > plain.high


def quotient_of_sums(totals: Any, weights: Any, axis: int) -> Any:
    """The statistic as scipy wants it, over the last axis of stacked resamples."""
    return totals.sum(axis=axis) / weights.sum(axis=axis)


def test_bca_of_a_ratio_meets_scipy() -> None:
    """Units of unequal weight: scipy's BCa of sum over sum, pairs resampled together."""
    import numpy as np
    from scipy.stats import bootstrap

    generator = random.Random(4)
    weights = [float(generator.randint(1, 6)) for _ in range(60)]
    totals = [weight * generator.betavariate(2, 5) for weight in weights]
    units = [Unit(total, weight) for total, weight in zip(totals, weights, strict=True)]

    oracle = bootstrap(
        (totals, weights), quotient_of_sums, paired=True, n_resamples=60_000, method="BCa", rng=np.random.default_rng(1)
    )
    found = bca_interval(units)
    assert found is not None
    spread = standard_error(units) or 0.0
    assert found.low == pytest.approx(oracle.confidence_interval.low, abs=0.08 * spread)
    assert found.high == pytest.approx(oracle.confidence_interval.high, abs=0.08 * spread)


@pytest.mark.parametrize("value", [0.0, 0.1, -0.3])
@pytest.mark.parametrize("count", [6, 50, 200])
def test_constant_data_give_a_point(value: float, count: int) -> None:
    """Equal values have no spread: both ends are the value, where scipy's BCa is nan."""
    found = interval(alone([value] * count))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((value, value), abs=1e-15)


def test_one_outlier_among_equals() -> None:
    """Almost constant data: finite ends in order, around the mean, inside the data's range."""
    for count in (50, 300):
        found = interval(alone([0.0] * (count - 1) + [1.0]))
        assert found is not None
        assert 0.0 <= found.low <= 1.0 / count <= found.high <= 1.0


def test_no_interval_below_six_units() -> None:
    """Five documents have no interval, nor have thirty of five events; no documents at all neither."""
    assert interval(alone(skewed(5))) is None
    events = units_of((f"d{i}", value, f"event {i % 5}") for i, value in enumerate(skewed(30)))
    assert interval(events) is None
    assert interval([]) is None
    assert interval([Unit(0.0, 0.0)] * 9) is None
    assert bca_interval([Unit(0.0, 0.0)] * 60) is None


def test_events_are_taken_whole() -> None:
    """Documents of one event are one unit: sums and sizes by hand, alone ones by themselves, in order of names."""
    units = units_of([("b", 0.25, "fire"), ("c", 0.5, ""), ("a", 0.5, "fire"), ("d", 1.0, "flood")])
    assert tuple(units) == (Unit(0.5, 1.0), Unit(0.75, 2.0), Unit(1.0, 1.0))
    assert ratio(units) == 2.25 / 4


def test_an_event_of_the_name_of_a_document_is_no_document() -> None:
    """A document called as an event is called stays a unit of its own."""
    assert len(units_of([("fire", 0.1, ""), ("a", 0.2, "fire"), ("b", 0.3, "fire")])) == 2


def test_copies_within_events_add_no_certainty() -> None:
    """Each document four times over as one event gives the interval of the single documents."""
    values = skewed(20)
    copied = units_of((f"{i}-{copy}", value, f"event {i:02}") for i, value in enumerate(values) for copy in range(4))
    found, single = interval(copied), interval(alone(values))
    assert found is not None
    assert single is not None
    assert (found.low, found.high) == pytest.approx((single.low, single.high))


def test_standard_error_equals_statsmodels_by_cluster() -> None:
    """The error over events is that of a regression on a constant with cluster-robust covariance (HC0 by G/(G-1))."""
    import numpy as np
    import statsmodels.api as sm

    generator = random.Random(8)
    groups = [generator.randint(0, 9) for _ in range(60)]
    values = [generator.gauss(0.1 * group, 0.2) for group in groups]
    model = sm.OLS(values, np.ones(60)).fit(
        cov_type="cluster", cov_kwds={"groups": np.array(groups), "use_correction": False}
    )
    units = units_of((str(i), value, str(group)) for i, (value, group) in enumerate(zip(values, groups, strict=True)))
    assert standard_error(units) == pytest.approx(float(model.bse[0]) * math.sqrt(len(units) / (len(units) - 1)))


@settings(deadline=None)
@given(st.lists(st.integers(-8, 8), min_size=6, max_size=25))
def test_t_interval_is_mirrored_and_scaled(values: list[int]) -> None:
    """The other sign gives the mirrored interval; twice the values twice the ends."""
    base, mirrored, doubled = (t_interval(alone([f * v for v in values])) for f in (1.0, -1.0, 2.0))
    assert base is not None
    assert mirrored is not None
    assert doubled is not None
    assert (mirrored.low, mirrored.high) == pytest.approx((-base.high, -base.low))
    assert (doubled.low, doubled.high) == pytest.approx((2 * base.low, 2 * base.high))


@pytest.mark.parametrize("clustered", [False, True], ids=["documents", "events"])
def test_columns_are_resampled_together_as_alone(clustered: bool) -> None:
    """Several metrics through one resampling have the interval that each has alone, whatever their scale and sign."""
    generator = random.Random(3)
    events = [f"event {i % 70 if clustered else i}" for i in range(160)]
    rows = [[generator.random(), generator.gauss(-0.01, 0.1), float(generator.randint(0, 9)), 0.5] for _ in events]
    columns = [
        units_of((str(i), row[column], event) for i, (row, event) in enumerate(zip(rows, events, strict=True)))
        for column in range(4)
    ]
    for column, together in zip(columns, mean_intervals(columns), strict=True):
        single = interval(column)
        assert single is not None
        assert together is not None
        assert (together.low, together.high) == pytest.approx((single.low, single.high), abs=1e-9)


def test_no_columns() -> None:
    """Nothing in, nothing out."""
    assert mean_intervals([]) == []


@pytest.mark.parametrize("clustered", [False, True], ids=["documents", "events"])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_computed_interval_is_where_the_sampled_one_is(seed: int, clustered: bool) -> None:
    """Of two thousand skewed units, single documents or events of up to nine: ends within an eighth of an error.

    That is three times what 9,999 resamples leave to chance.
    """
    generator = random.Random(seed)
    sizes = [generator.randint(1, 9) if clustered else 1 for _ in range(2_000)]
    units = [Unit(math.fsum(skewed(size, seed=1000 * seed + i)), float(size)) for i, size in enumerate(sizes)]
    computed, sampled, error = abc_interval(units), bca_interval(units), standard_error(units)
    assert computed is not None
    assert sampled is not None
    assert error is not None
    assert computed.low == pytest.approx(sampled.low, abs=0.12 * error)
    assert computed.high == pytest.approx(sampled.high, abs=0.12 * error)
    assert interval(units) == sampled
    many = units * 5
    assert interval(many) == abc_interval(many)


def test_the_computed_interval_by_hand() -> None:
    """100 units of 1 and 300 of 0: acceleration (1 - 2p) / (6 sqrt(n p q)), the ends by the formula for a mean."""
    p, n = 0.25, 400
    error = math.sqrt(p * (1 - p) / n)
    acceleration = (1 - 2 * p) / (6 * math.sqrt(n * p * (1 - p)))
    expected = []
    for z in (-1.959963984540054, 1.959963984540054):
        w = acceleration + z
        expected.append(p + error * w / (1 - acceleration * w) ** 2)
    found = abc_interval(alone([1.0] * 100 + [0.0] * 300))
    assert found is not None
    assert (found.low, found.high) == pytest.approx(expected, rel=1e-12)
    assert abc_interval(alone([0.5] * 3000)) == interval(alone([0.5] * 3000))
    assert abc_interval([Unit(0.0, 0.0)] * 60) is None


def test_documents_without_an_event_of_one_name_are_one_unit() -> None:
    """An id that comes again adds to its unit, in its place in the order of names."""
    units = units_of([("c", 3.0, ""), ("a", 1.0, ""), ("b", 2.0, ""), ("a", 4.0, ""), ("a", 5.0, ""), ("x", 7.0, "e")])
    assert list(units) == [Unit(10.0, 3.0), Unit(2.0), Unit(3.0), Unit(7.0)]
    assert list(units[1:3]) == [Unit(2.0), Unit(3.0)]
