"""What became of one predicted phrase, as a mark and in words: the same in every report."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from bench.reporting.wording import quoted
from bench.scoring.results import Verdict

Mark = Literal["hit", "repeat", "negative", "noise", "other", "dropped"]
"""`hit`: it matched a gold keyphrase first; `repeat`: another form of one that is already hit; `negative`: it equals
an annotated negative; `noise`: a rule caught it; `other`: none of these; `dropped`: it took no rank."""

SIGNS: Mapping[Mark, str] = MappingProxyType(
    {"hit": "✓", "repeat": "≈", "negative": "✗", "noise": "!", "other": "·", "dropped": "–"}
)
"""Signs for documents; each can be told from the others without colour."""

PLAIN_SIGNS: Mapping[Mark, str] = MappingProxyType(
    {"hit": "+", "repeat": "=", "negative": "x", "noise": "!", "other": ".", "dropped": "-"}
)
"""Signs for terminals: ASCII only."""

LEGEND: Mapping[Mark, str] = MappingProxyType(
    {
        "hit": "hit",
        "repeat": "another form of a keyphrase already hit",
        "negative": "annotated negative",
        "noise": "noise",
        "other": "none of these",
        "dropped": "dropped before ranking",
    }
)

CLASSES: Mapping[str, str] = MappingProxyType(
    {
        "EMPTY": "nothing is left of the phrase once it is normalised",
        "GLUED": "neighbouring words of the text run together",
        "SOURCE_GLUED": "words that the source itself runs together",
        "BOILERPLATE": "stands only in page furniture (“Read more”, “Photo: …”)",
        "NOT_IN_TEXT": "stands nowhere in the text",
        "CROSS_SENTENCE": "runs over the end of a sentence",
        "CROSS_LINE": "runs over a line break",
        "BYLINE": "part of the reporter's byline",
        "DATETIME": "part of a date or a time of day",
        "PARTIAL_TOKEN": "cuts a number in two",
        "STOP_EDGE": "begins or ends with a function word",
        "DIGITS_ONLY": "only digits",
        "REPEATED_TOKEN": "says a word twice in a row, which the text does not",
        "MARKUP": "an address, a tag or broken characters",
        "TOO_LONG": "more than six words",
        "TOO_SHORT": "fewer than two characters",
    }
)
"""The noise classes in the order in which tables show them, and what each means."""

SOFT = frozenset({"TOO_LONG", "TOO_SHORT"})
"""Classes that are shown but do not count as noise."""

CAUSES: Mapping[str, str] = MappingProxyType(
    {
        "over-stop-words": "joined over function words left out",
        "over-punctuation": "joined over the end of a sentence or line",
        "reordered": "words of one sentence in another order",
        "scattered": "words from different sentences",
        "unseen": "a word that the text does not have",
    }
)
"""Why a phrase stands nowhere in the text, in the order in which tables show it."""


def is_noise(verdict: Verdict) -> bool:
    """Whether any class counts against the phrase."""
    return any(label not in SOFT for label in verdict.noise)


def mark(verdict: Verdict) -> Mark:
    """The one mark that stands before the phrase; a hit stays a hit whatever else is true of it."""
    told: tuple[tuple[object, Mark], ...] = (
        (verdict.dropped, "dropped"),
        (verdict.match, "hit"),
        (verdict.alias_of, "repeat"),
        (verdict.negative is not None, "negative"),
        (is_noise(verdict), "noise"),
    )
    return next((name for holds, name in told if holds), "other")


def reasons(verdict: Verdict) -> list[str]:
    """Why the phrase counts as it does, in a few words each; nothing where the mark says it all."""
    said = []
    if verdict.dropped:
        said.append(verdict.dropped)
    if verdict.match and verdict.match.casefold() != verdict.phrase.casefold():
        said.append(f"= {quoted(verdict.match)}")
    if verdict.alias_of:
        said.append(f"{quoted(verdict.alias_of)} again")
    if verdict.negative is not None:
        said.append(f"negative: {verdict.negative}" if verdict.negative else "negative")
    said += [class_with_cause(label, verdict) for label in verdict.noise]
    return said


def class_with_cause(label: str, verdict: Verdict) -> str:
    """A noise class by its name, with the cause where it has one."""
    return f"{label} ({verdict.cause})" if label == "NOT_IN_TEXT" and verdict.cause else label


def top(verdicts: tuple[Verdict, ...], k: int) -> tuple[Verdict, ...]:
    """The verdicts that take the first `k` ranks."""
    return tuple(verdict for verdict in verdicts if verdict.rank is not None and verdict.rank <= k)
