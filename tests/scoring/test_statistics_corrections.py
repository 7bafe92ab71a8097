"""Holm's correction, what small families can show, power, and the sentences about too few documents."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.scoring.corrections import first_units, holm, least_adjusted_p
from bench.scoring.power import minimum_detectable, required_units
from bench.scoring.warrant import can_show, too_few


@pytest.mark.parametrize(
    ("p_values", "adjusted"),
    [
        # sorted: .005 * 4 = .02, .01 * 3 = .03, .03 * 2 = .06, max(.04 * 1, .06) = .06
        ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),
        # one comparison at the least p of n = 5 and two others: Holm only makes it worse
        ([0.0625, 0.5, 0.5], [0.1875, 1, 1]),
        ([], []),
        ([0.03], [0.03]),
    ],
)
def test_holm_by_hand(p_values: list[float], adjusted: list[float]) -> None:
    """Smallest p times m, next times m - 1, never falling, never above 1, in the order given."""
    assert holm(p_values) == pytest.approx(adjusted)


@settings(deadline=None)
@given(st.lists(st.floats(1e-6, 1.0), min_size=1, max_size=20))
def test_holm_equals_statsmodels(p_values: list[float]) -> None:
    """Statsmodels' multipletests gives the same adjusted values."""
    from statsmodels.stats.multitest import multipletests

    assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1])


def test_an_untestable_comparison_still_counts() -> None:
    """A pair without p stays without one, and the family is no smaller for it."""
    assert holm([0.25, None, 0.5]) == (0.75, None, 1.0)
    assert holm([0.125], family=5) == (0.625,)
    with pytest.raises(ValueError, match="cannot hold"):
        holm([0.1, 0.2], family=1)


@pytest.mark.parametrize(("family", "units"), [(1, 6), (3, 7), (6, 8), (10, 9), (15, 10), (45, 11), (190, 13)])
def test_first_units_at_which_anything_can_be_significant(family: int, units: int) -> None:
    """Holm multiplies the least p by the size of the family; one unit fewer never suffices."""
    assert first_units(family) == units
    assert can_show(units, family)
    assert not can_show(units - 1, family)
    assert least_adjusted_p(units - 1, family) > 0.05


@pytest.mark.parametrize(
    ("deviation", "difference", "units"),
    [(5.0, 1, 197), (5.0, 2, 50), (7.0, 1, 385), (9.0, 1, 636), (9.0, 2, 159), (11.5, 1, 1039), (11.5, 5, 42)],
)
def test_required_units(deviation: float, difference: float, units: int) -> None:
    """7.849 (sd / difference)^2, rounded up: at 80 % power and the 5 % level."""
    assert required_units(deviation, difference) == units


def test_required_units_near_those_of_the_t_test() -> None:
    """The normal approximation is at most three documents short of statsmodels' noncentral t."""
    from statsmodels.stats.power import TTestPower

    for effect in (0.1, 0.2, 0.4, 0.8):
        exact = TTestPower().solve_power(effect_size=effect, alpha=0.05, power=0.8, alternative="two-sided")
        assert 0 <= exact - required_units(effect**-1, 1.0) <= 3


def test_the_first_step_of_holm_costs_documents() -> None:
    """With ten comparisons (alpha = .005) it takes 1.7 times as many."""
    assert required_units(7.0, 1.0, alpha=0.005) / required_units(7.0, 1.0) == pytest.approx(1.7, abs=0.01)


def test_required_units_of_nothing() -> None:
    """No number of documents shows a difference of 0."""
    with pytest.raises(ValueError, match="a difference that is not 0"):
        required_units(5.0, 0.0)


@pytest.mark.parametrize(("units", "detectable"), [(50, 1.98), (500, 0.626)])
def test_minimum_detectable(units: int, detectable: float) -> None:
    """2.8 sd / sqrt(n), for sd = 5 points."""
    assert minimum_detectable(5.0 / units**0.5) == pytest.approx(detectable, rel=1e-2)


LEAST = "the smallest attainable two-sided p of a paired exact test is"
NOTHING = "so no difference can be significant at 0.05"
FIVE = f"n = 5 documents: {LEAST} 0.0625, {NOTHING}. Values are descriptive."
FIVE_OF_ONE_EVENT = (
    f"{FIVE} All 5 tell of one event, so for any claim beyond it they are one observation: no p, no stars and no "
    "interval."
)
THIRTY_OF_ONE_EVENT = (
    "n = 30 documents of one event: for any claim beyond that event they are one observation, so no p, no stars and no "
    "interval. Values are descriptive."
)
THIRTY_OF_FOUR_EVENTS = (
    f"n = 30 documents in 4 independent units (the documents of one event count as one): {LEAST} 0.125, {NOTHING}. "
    "Values are descriptive."
)
SEVEN_IN_A_LARGE_FAMILY = (
    f"n = 7 documents: {LEAST} 0.0156, 0.156 after Holm over 10 comparisons, {NOTHING} below n = 9. "
    "Values are descriptive."
)


@pytest.mark.parametrize(
    ("documents", "units", "family", "sentence"),
    [
        (5, 5, 1, FIVE),
        (5, 5, 10, FIVE),
        (5, 1, 3, FIVE_OF_ONE_EVENT),
        (30, 1, 1, THIRTY_OF_ONE_EVENT),
        (30, 4, 1, THIRTY_OF_FOUR_EVENTS),
        (7, 7, 10, SEVEN_IN_A_LARGE_FAMILY),
        (1, 1, 1, f"n = 1 document: {LEAST} 1, {NOTHING}. Values are descriptive."),
        (0, 0, 1, "No document is scored for both, so nothing can be compared."),
        (6, 6, 1, None),
        (9, 9, 10, None),
    ],
)
def test_the_sentence_for_too_few(documents: int, units: int, family: int, sentence: str | None) -> None:
    """Where nothing could be significant the sentence says so, and why; where something could, there is none."""
    assert too_few(documents, units, family) == sentence


def test_the_sentence_for_five_documents_word_by_word() -> None:
    """What stands under a table of five documents, whole."""
    assert too_few(5, 5) == (
        "n = 5 documents: the smallest attainable two-sided p of a paired exact test is 0.0625, so no difference can "
        "be significant at 0.05. Values are descriptive."
    )
