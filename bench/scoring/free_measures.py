"""Measures that need no gold: noise, negatives, diversity and coverage of a list, each None where it is undefined."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.records import Negative
from bench.scoring.metrics import Metric
from bench.scoring.noise import NoiseJudge
from bench.text.normalise import Key, contains

NOT_THERE = frozenset({"NOT_IN_TEXT", "GLUED"})
"""Noise classes of a phrase that stands nowhere in the text."""

_MOST_READABLE_TOKENS = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A list as a reader sees it, blanks and repeats removed, with what the measures look at.

    `keys` and `phrases` go together; `all_keys` are those before repeats were removed. `negatives` is None where the
    data set annotates none. `weights` are the frequencies of the text's content stems, for coverage alone.
    """

    keys: Sequence[Key]
    phrases: Sequence[str]
    all_keys: Sequence[Key]
    judge: NoiseJudge
    gold_keys: Mapping[Key, object]
    negatives: Mapping[Key, Negative] | None
    weights: Mapping[str, int]


def free_value(metric: Metric, shown: Shown, hits: float | None) -> float | None:
    """The value of a measure of noise, negatives or the list alone.

    Args:
        metric: of kind `noise`, `negatives` or `list`.
        shown: the list.
        hits: how many gold keyphrases the first k hit, None without gold; `net` needs it.
    """
    cut = metric.cut if isinstance(metric.cut, int) else len(shown.keys)
    if metric.measure == "net":
        return None if hits is None or shown.negatives is None else (hits - _negative_hits(shown, cut)) / cut
    if metric.measure == "neg_hits":
        return None if shown.negatives is None else float(_negative_hits(shown, cut))
    if not shown.keys:
        return None
    return _MEASURES[metric.measure](shown, min(cut, len(shown.keys)))


def _negative_hits(shown: Shown, cut: int) -> int:
    return sum(key in (shown.negatives or ()) for key in shown.keys[:cut])


def _negatives(shown: Shown, top: int) -> float | None:
    return None if shown.negatives is None else _negative_hits(shown, top) / top


def _noise(shown: Shown, top: int) -> float:
    return sum(shown.judge.labels(phrase).hard for phrase in shown.phrases[:top]) / top


def _noise_ref(shown: Shown, top: int) -> float:
    pairs = zip(shown.keys[:top], shown.phrases[:top], strict=True)
    return sum(key not in shown.gold_keys and shown.judge.labels(phrase).hard for key, phrase in pairs) / top


def _presence(shown: Shown, top: int) -> float:
    return sum(NOT_THERE.isdisjoint(shown.judge.labels(phrase).labels) for phrase in shown.phrases[:top]) / top


def _readable(shown: Shown, top: int) -> float:
    def is_readable(key: Key, phrase: str) -> bool:
        return (
            len(key) <= _MOST_READABLE_TOKENS
            and any(map(str.isalpha, phrase))
            and "STOP_EDGE" not in shown.judge.labels(phrase).labels
        )

    return sum(is_readable(*pair) for pair in zip(shown.keys[:top], shown.phrases[:top], strict=True)) / top


def _dup_token_ratio(shown: Shown, _top: int) -> float:
    stems = [stem for key in shown.all_keys for stem in key]
    return 1 - len(set(stems)) / len(stems)


def _unique_phrase_ratio(shown: Shown, _top: int) -> float:
    return len(set(shown.all_keys)) / len(shown.all_keys)


def _containment(shown: Shown, top: int) -> float:
    keys = shown.keys[:top]
    return sum(
        any(contains(key, other) or contains(other, key) for place, other in enumerate(keys) if place != own)
        for own, key in enumerate(keys)
    ) / len(keys)


def _coverage(shown: Shown, top: int) -> float | None:
    total = sum(shown.weights.values())
    held = {stem for key in shown.keys[:top] for stem in key}
    return sum(shown.weights.get(stem, 0) for stem in held) / total if total else None


_MEASURES: Mapping[str, Callable[[Shown, int], float | None]] = {
    "noise": _noise,
    "noise_ref": _noise_ref,
    "presence": _presence,
    "readable": _readable,
    "negatives": _negatives,
    "dup_token_ratio": _dup_token_ratio,
    "unique_phrase_ratio": _unique_phrase_ratio,
    "containment": _containment,
    "coverage": _coverage,
}
