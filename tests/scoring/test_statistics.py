"""A system's mean with its interval, and what a perturbation leaves of it."""

import random

import pytest

from bench.errors import InputError
from bench.scoring.results import Value
from bench.scoring.robustness import Retained, Robustness, retained, robustness
from bench.scoring.statistics import summarise, summarise_all


def numbered(values: list[float | None]) -> dict[str, float | None]:
    """Values by made-up document id."""
    return {f"d{i:03}": value for i, value in enumerate(values)}


def test_undefined_documents_are_left_out_of_the_mean() -> None:
    """Null is not 0: it takes no part in the mean."""
    assert summarise(numbered([0.5, None, 0.25])) == Value(0.375)
    assert summarise(numbered([None, None])) == Value(None)
    assert summarise({}) == Value(None)


def test_interval_from_six_documents_on() -> None:
    """Five documents have a mean alone; six have Student's interval: 2.5 +- 2.5706 * sqrt(3.5 / 6)."""
    assert summarise(numbered([0.0, 1.0, 2.0, 3.0, 4.0])) == Value(2.0)
    found = summarise(numbered([0.0, 1.0, 2.0, 3.0, 4.0, 5.0]))
    assert found.value == 2.5
    assert (found.low, found.high) == pytest.approx((2.5 - 1.9633, 2.5 + 1.9633), abs=1e-4)


def test_one_event_has_no_interval() -> None:
    """Forty documents of one event are one observation."""
    values = numbered([0.25 * i for i in range(40)])
    assert summarise(values, dict.fromkeys(values, "launch")) == Value(4.875)
    assert summarise(values).low is not None


@pytest.mark.parametrize("count", [20, 80])
def test_the_order_of_documents_moves_no_digit(count: int) -> None:
    """Shuffled documents give the same three numbers, bit by bit."""
    generator = random.Random(6)
    values = numbered([generator.random() for _ in range(count)])
    shuffled = dict(generator.sample(list(values.items()), count))
    assert summarise(shuffled) == summarise(values)


def test_metrics_together_as_alone() -> None:
    """Metrics that are defined on different documents, summarised at once, have the values they have alone."""
    generator = random.Random(7)
    metrics = {
        "F1@10": numbered([generator.random() for _ in range(70)]),
        "AP": numbered([generator.random() for _ in range(70)]),
        "noise@10": numbered([None if generator.random() < 0.2 else generator.random() for _ in range(70)]),
    }
    together = summarise_all(metrics)
    assert list(together) == list(metrics)
    for metric, values in metrics.items():
        single = summarise(values)
        assert together[metric].value == single.value
        assert (together[metric].low, together[metric].high) == pytest.approx((single.low, single.high), abs=1e-9)


def test_retained_is_a_ratio_of_means() -> None:
    """.45 of .6 is .75; the document that scored 0 before would break a mean of ratios."""
    found = retained(numbered([0.4, 0.0, 0.2]), numbered([0.2, 0.1, 0.15]))
    assert found.value == pytest.approx(0.75)
    assert (found.low, found.high, found.weak, found.n) == (None, None, False, 3)


def test_retained_of_nothing_is_undefined() -> None:
    """A base of 0 everywhere has no ratio."""
    assert retained(numbered([0.0, 0.0]), numbered([0.1, 0.0])) == Retained(None, None, None, weak=True, n=2)
    assert retained({}, {}) == Retained(None, None, None, weak=True, n=0)


def test_retained_may_exceed_one_and_is_flagged_when_weak() -> None:
    """No clipping; a base mean below .05 is marked."""
    assert retained({"a": 0.03125}, {"a": 0.0625}) == Retained(2.0, None, None, weak=True, n=1)


def test_documents_undefined_either_way_are_left_out() -> None:
    """A document without gold takes no part in either mean."""
    assert retained({"a": 0.4, "b": None, "c": 0.2}, {"a": 0.2, "b": 0.9, "c": None}).value == pytest.approx(0.5)


@pytest.mark.parametrize("count", [8, 60])
def test_retained_has_an_interval_over_documents(count: int) -> None:
    """Student's on the linearised ratio, BCa from fifty: around the ratio, and wider than nothing."""
    generator = random.Random(9)
    base = numbered([generator.uniform(0.1, 0.5) for _ in range(count)])
    perturbed = {document: (value or 0) * generator.uniform(0.5, 1.0) for document, value in base.items()}
    found = retained(base, perturbed)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert 0.5 < found.low < found.value < found.high < 1.0
    exactly = retained(base, {document: (value or 0) / 2 for document, value in base.items()})
    assert (exactly.low, exactly.high) == pytest.approx((0.5, 0.5))
    assert retained(base, perturbed, dict.fromkeys(base, "launch")).low is None


def test_a_lost_document_is_no_zero() -> None:
    """A perturbed run that lacks documents is an error that names them."""
    with pytest.raises(InputError, match=r"1 documents were not scored after perturbing: b\. Score the same"):
        retained({"a": 0.1, "b": 0.2}, {"a": 0.1})


def test_robustness_names_its_worst() -> None:
    """The mean over perturbations is never given without the worst of them; undefined ones are left out."""

    def made(value: float | None) -> Retained:
        return Retained(value, None, None, weak=False, n=5)

    assert robustness({"ocr": made(0.5), "lower case": made(1.0), "empty": made(None)}) == Robustness(0.75, 0.5, "ocr")
    assert robustness({"empty": made(None)}) is None
