"""Partial matches, pair by pair."""

import pytest

from bench.scoring.conventions import MATCHES
from bench.scoring.partial import similarity

PAIRS = [
    # prediction, gold: includes, part_of, approx_both, head, token_f1, jaccard12
    ("international space station", "space station", (1, 0, 1, 1, 4 / 5, 3 / 5)),
    ("space station", "international space station", (0, 1, 1, 1, 4 / 5, 3 / 5)),
    ("space station", "space station", (1, 1, 1, 1, 1, 1)),
    ("station space", "space station", (0, 0, 0, 0, 1, 1 / 2)),
    ("space crew station", "space station", (0, 0, 0, 1, 4 / 5, 2 / 6)),
    ("space space", "space", (1, 0, 1, 1, 2 / 3, 1 / 2)),
    ("art", "smart", (0, 0, 0, 0, 0, 0)),
]


@pytest.mark.parametrize(("prediction", "gold", "values"), PAIRS)
def test_similarities_by_hand(prediction: str, gold: str, values: tuple[float, ...]) -> None:
    """On whole tokens, in order where order is meant, worked out by hand."""
    found = [similarity(mode)(tuple(prediction.split()), tuple(gold.split())) for mode in MATCHES[1:-1]]
    assert found == pytest.approx(list(values))


def test_fuzzy_goes_by_its_threshold() -> None:
    """A letter more passes at .9, a letter changed does not; at .85 two countries are one."""
    assert similarity("fuzzy")(("peressild",), ("peresild",)) == 1
    assert similarity("fuzzy")(("shipenko",), ("chipenko",)) == 0
    assert similarity("fuzzy", 0.85)(("australia",), ("austria",)) == 1
    assert similarity("fuzzy", 0.88)(("australia",), ("austria",)) == 0
