"""Partial matches: how alike a prediction and a gold keyphrase are, and the assignment of one to the other.

They stand beside exact match and never replace it. Sources: `includes` and `part_of` are Zesch and Gurevych, RANLP 2009
(R09-1086); `token_f1` and `jaccard12` are measures of OpenNMT-kpg; `fuzzy` is the normalised longest common
subsequence that rapidfuzz calls `ratio`; `head` (equal last stems) is a diagnostic of ours.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from bench.scoring.assignment import best_by_rank, greedy_by_rank
from bench.text.normalise import Key, contains

Similarity = Callable[[Key, Key], float]
"""(prediction, gold form) -> 0 to 1."""


def similarity(mode: str, fuzzy_threshold: float = 0.9) -> Similarity:
    """The similarity of that name; `fuzzy` is 1 from the threshold on and 0 below."""
    if mode == "fuzzy":
        return lambda prediction, gold: float(is_fuzzy(" ".join(prediction), " ".join(gold), fuzzy_threshold))
    return _SIMILARITIES[mode]


def _includes(prediction: Key, gold: Key) -> float:
    return float(contains(prediction, gold))


def _part_of(prediction: Key, gold: Key) -> float:
    return float(contains(gold, prediction))


def _approx_both(prediction: Key, gold: Key) -> float:
    return float(contains(prediction, gold) or contains(gold, prediction))


def _head(prediction: Key, gold: Key) -> float:
    return float(prediction[-1] == gold[-1])


def _token_f1(prediction: Key, gold: Key) -> float:
    common = (Counter(prediction) & Counter(gold)).total()
    return 2 * common / (len(prediction) + len(gold))


def _jaccard12(prediction: Key, gold: Key) -> float:
    a, b = _grams(prediction), _grams(gold)
    return len(a & b) / len(a | b)


def _grams(key: Key) -> set[Key]:
    return {*((token,) for token in key), *pairwise(key)}


_SIMILARITIES: dict[str, Similarity] = {
    "includes": _includes,
    "part_of": _part_of,
    "approx_both": _approx_both,
    "head": _head,
    "token_f1": _token_f1,
    "jaccard12": _jaccard12,
}


def ratio(a: str, b: str) -> float:
    """Twice the length of the longest common subsequence over both lengths; 1 for two empty strings."""
    if not a and not b:
        return 1.0
    previous = [0] * (len(b) + 1)
    for character in a:
        row = [0]
        for at, other in enumerate(b):
            row.append(previous[at] + 1 if character == other else max(previous[at + 1], row[at]))
        previous = row
    return 2 * previous[-1] / (len(a) + len(b))


def is_fuzzy(a: str, b: str, threshold: float) -> bool:
    """Whether `ratio` reaches the threshold; lengths too far apart are refused without comparing a letter."""
    if a == b:
        return True
    return 2 * min(len(a), len(b)) >= threshold * (len(a) + len(b)) and ratio(a, b) >= threshold


def assigned(weights: Sequence[Sequence[float]], *, is_greedy: bool) -> tuple[list[float], list[int | None]]:
    """What each prediction gains, in rank order, and the cluster that it ends up with; one to one.

    Gains sum to the value of the assignment: over any first k of them, of the first k predictions alone.
    """
    return greedy_by_rank(weights) if is_greedy else best_by_rank(weights)
