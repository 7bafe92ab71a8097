"""Where phrases stand in an article's own text, so that they can be marked there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.text.normalise import Key, Normaliser
from bench.text.tokens import tokenise


@dataclass(frozen=True, slots=True)
class Located:
    """A text's stems with the stretch of characters of the text that gave each, and where each stem stands."""

    stems: tuple[str, ...]
    stretches: tuple[tuple[int, int], ...]
    found_at: Mapping[str, Sequence[int]]

    def occurrences(self, key: Key) -> list[tuple[int, int]]:
        """Where the key's tokens stand next to one another, as numbers of the first token and of the one after."""
        width = len(key)
        starts = self.found_at.get(key[0], ()) if key else ()
        return [(at, at + width) for at in starts if self.stems[at : at + width] == key]

    def stretch(self, first: int, after: int) -> tuple[int, int]:
        """The characters from one token up to before another, as start and end."""
        return self.stretches[first][0], self.stretches[after - 1][1]


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the text (`start` up to `end`, in characters) and the number of the phrase that stands there."""

    start: int
    end: int
    phrase: int


def located(text: str, normaliser: Normaliser) -> Located:
    """A text made ready to find phrases in it; its stems are those of the text's key."""
    found = tokenise(text)
    stems = tuple(map(normaliser.stem_token, found.words))
    found_at: dict[str, list[int]] = {}
    for at, stem in enumerate(stems):
        found_at.setdefault(stem, []).append(at)
    return Located(stems, tuple(zip(found.starts, found.ends, strict=True)), found_at)


def places(text: Located, keys: Iterable[Iterable[Key]]) -> list[Place]:
    """Where each phrase stands, given the keys of its forms; of two that overlap the longer stays, then the earlier.

    In the order of the text; the phrase is named by its number in `keys`.
    """
    found = [
        (at, end, number)
        for number, forms in enumerate(keys)
        for key in dict.fromkeys(forms)
        for at, end in text.occurrences(key)
    ]
    found.sort(key=lambda place: (place[0] - place[1], place[0], place[2]))
    taken: set[int] = set()
    kept = []
    for at, end, number in found:
        if taken.isdisjoint(range(at, end)):
            taken.update(range(at, end))
            kept.append(Place(*text.stretch(at, end), number))
    return sorted(kept, key=lambda place: place.start)
