"""Where phrases stand in an article's own text, so that they can be marked there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.text.normalise import Key, Normaliser
from bench.text.tokens import tokenise


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
    """The tokens of a text with their stretches in it as it is; the stems are those of the text's key."""
    found = tokenise(text)
    return tuple(
        Token(normaliser.stem_token(word), start, end)
        for word, start, end in zip(found.words, found.starts, found.ends, strict=True)
    )


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
