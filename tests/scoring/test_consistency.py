"""Steadiness over documents of one event, and concordance of rankings, worked by hand."""

import pytest

from bench.records import GoldKeyphrase
from bench.scoring.consistency import canonical, consistency, core_recall, kendall_w, mean_jaccard, mean_rbo
from bench.scoring.conventions import DEFAULT
from bench.scoring.gold import keyer

KEYS = keyer(DEFAULT, "en")


def keys(*phrases: str) -> list[tuple[str, ...]]:
    """Phrases as keys, without aliases."""
    return canonical(phrases, KEYS)


def test_aliases_stand_for_one_another() -> None:
    """Each form becomes the cluster's first key; clusters that share a form are one; blanks and repeats go."""
    aliases = [GoldKeyphrase(("ISS", "space station")), GoldKeyphrase(("orbital lab", "Space Stations"))]
    found = canonical(["space station", "...", "orbital labs", "Soyuz", "iss"], KEYS, aliases)
    assert found == [("iss",), ("soyuz",)]


def test_means_over_pairs() -> None:
    """Three lists, three pairs; a pair of empty lists has no value, one empty list shares nothing."""
    lists = [keys("a1", "b1"), keys("a1", "c1"), keys("a1", "b1")]
    assert mean_jaccard(lists) == pytest.approx((1 / 3 + 1 / 3 + 1) / 3)
    assert mean_jaccard([keys("a1"), [], []]) == 0
    assert mean_jaccard([[], []]) is None
    assert mean_jaccard([keys("a1")]) is None
    assert mean_rbo([lists[0], lists[2]]) == pytest.approx(1)
    assert mean_jaccard([keys("a1", "b1"), keys("a1", "c1")], 1) == 1


def test_consistency_is_a_share_of_the_golds_own() -> None:
    """The articles differ, so that the gold itself does not agree wholly; none where it shares nothing."""
    gold = [keys("a1", "b1"), keys("a1", "c1")]
    assert consistency([keys("a1"), keys("a1")], gold) == pytest.approx(3)
    assert consistency([keys("a1", "x1"), keys("y1", "z1")], gold) == 0
    assert consistency([keys("a1"), keys("a1")], [keys("b1"), keys("c1")]) is None
    assert consistency([[], []], gold) is None


def test_core_recall() -> None:
    """Of what is gold everywhere, the share found in each document: mean and least."""
    gold = [keys("a1", "b1", "c1"), keys("b1", "a1", "d1")]
    assert core_recall([keys("a1", "b1"), keys("a1", "c1")], gold) == pytest.approx((0.75, 0.5))
    assert core_recall([keys("a1")], [keys("a1"), keys("b1")]) is None
    assert core_recall([], []) is None


@pytest.mark.parametrize(
    ("ranks", "w"),
    [
        ([[1, 2, 3], [3, 2, 1]], 0),
        ([[1, 2, 3, 4], [1, 2, 3, 4]], 1),
        ([[1, 2, 3]], None),
        ([[1], [1]], None),
        ([], None),
        ([[1.5, 1.5], [1.5, 1.5]], None),
    ],
)
def test_kendalls_w(ranks: list[list[float]], w: float | None) -> None:
    """Opposite judges 0, like judges 1; undefined with one judge, one thing, or nothing but ties."""
    assert kendall_w(ranks) == (None if w is None else pytest.approx(w))


def test_kendalls_w_is_the_mean_rank_correlation_in_disguise() -> None:
    """With scipy's Spearman as oracle: mean rho over pairs = (m W - 1) / (m - 1), without ties."""
    from itertools import combinations

    from scipy.stats import spearmanr

    ranks = [[1, 2, 3, 4, 5], [2, 1, 4, 3, 5], [5, 1, 2, 4, 3]]
    w = kendall_w(ranks)
    mean_rho = sum(spearmanr(a, b).statistic for a, b in combinations(ranks, 2)) / 3
    assert w is not None
    assert mean_rho == pytest.approx((3 * w - 1) / 2)
