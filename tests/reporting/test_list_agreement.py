"""Overlap of two lists without gold, against values worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.scoring.list_agreement import jaccard, rbo
from bench.text.normalise import Key

LISTS = st.lists(st.sampled_from("abcdefgh"), unique=True).map(lambda letters: [(letter,) for letter in letters])


def keys(letters: str) -> list[Key]:
    """One key a letter."""
    return [(letter,) for letter in letters]


def test_a_reversed_list_of_five_is_far_from_unlike() -> None:
    """Overlaps 0, 0, 1, 3, 5: rank-biased overlap 0.737775, worked by hand; as sets they are the same."""
    assert rbo(keys("abcde"), keys("edcba")) == pytest.approx(0.737775, abs=1e-6)
    assert jaccard(keys("abcde"), keys("edcba")) == 1.0


def test_a_list_and_its_own_beginning_agree_fully() -> None:
    """Extrapolated overlap of a list with its extension is 1; the truncated sum would say 0.41."""
    assert rbo(keys("abcd"), keys("abcdefgh")) == pytest.approx(1.0)


def test_nothing_in_common() -> None:
    """Strangers share nothing, and so does an empty list with a full one."""
    assert rbo(keys("ab"), keys("cd")) == 0.0
    assert rbo([], keys("cd")) == 0.0
    assert jaccard([], keys("cd")) == 0.0


def test_two_empty_lists_have_no_agreement_to_measure() -> None:
    """Undefined, not 1 and not 0."""
    assert rbo([], []) is None
    assert jaccard([], []) is None


def test_only_the_first_k_count_for_jaccard() -> None:
    """What lies beyond the cut changes nothing."""
    assert jaccard(keys("abcx"), keys("abcy"), 3) == 1.0


def test_a_persistence_outside_its_range_is_refused() -> None:
    """At 1 the weights do not sum to anything."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        rbo(keys("a"), keys("a"), p=1.0)


@given(LISTS, LISTS)
def test_overlap_is_symmetric_and_between_0_and_1(a: list[Key], b: list[Key]) -> None:
    """For any two lists without repeats."""
    value = rbo(a, b)
    assert value == rbo(b, a)
    assert value is None or -1e-12 <= value <= 1 + 1e-12


@given(LISTS.filter(bool))
def test_a_list_agrees_with_itself(a: list[Key]) -> None:
    """Whatever its length."""
    assert rbo(a, a) == pytest.approx(1.0)
    assert jaccard(a, a, len(a)) == 1.0
