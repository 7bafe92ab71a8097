"""Where phrases stand in an article's own text, so that they can be marked there."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.text.normalise import Key, Normaliser

_CHUNK = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Token:
    """A stem and the stretch of characters of the text that gave it."""

    stem: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the text (`start` up to `end`, in characters) and the number of the phrase that stands there."""

    start: int
    end: int
    phrase: int


def tokens(text: str, normaliser: Normaliser) -> tuple[Token, ...]:
    """The tokens of a text with their stretches; the stems are those of the text's key.

    Every step of normalising stays within what white space parts, so that piece by piece gives the same stems.
    """
    found: list[Token] = []
    for chunk in _CHUNK.finditer(text):
        stems = normaliser.stems(chunk.group())
        words = _words(chunk.group())
        if not stems or not words:
            continue
        if len(words) != len(stems):
            words = [(words[0][0], words[-1][1])] * len(stems)
        offset = chunk.start()
        found += [Token(stem, offset + a, offset + b) for stem, (a, b) in zip(stems, words, strict=True)]
    return tuple(found)


def places(text_tokens: Sequence[Token], keys: Iterable[Iterable[Key]]) -> list[Place]:
    """Where each phrase stands, given the keys of its forms; of two that overlap the longer stays, then the earlier.

    In the order of the text; the phrase is named by its number in `keys`.
    """
    starts: dict[str, list[int]] = {}
    for at, token in enumerate(text_tokens):
        starts.setdefault(token.stem, []).append(at)
    found: list[tuple[int, int, int]] = []
    for number, forms in enumerate(keys):
        for key in {form for form in forms if form}:
            found += [
                (at, at + len(key), number)
                for at in starts.get(key[0], ())
                if tuple(token.stem for token in text_tokens[at : at + len(key)]) == key
            ]
    found.sort(key=lambda place: (place[0] - place[1], place[0], place[2]))
    taken: set[int] = set()
    kept = []
    for at, end, number in found:
        if taken.isdisjoint(range(at, end)):
            taken.update(range(at, end))
            kept.append(Place(text_tokens[at].start, text_tokens[end - 1].end, number))
    return sorted(kept, key=lambda place: place.start)


def _words(chunk: str) -> list[tuple[int, int]]:
    """The runs of letters, marks and numbers in a piece without white space, as stretches."""
    runs: list[tuple[int, int]] = []
    for at, character in enumerate(chunk):
        if unicodedata.category(character)[0] not in "LMN":
            continue
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs
