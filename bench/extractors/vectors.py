"""Vectors of texts, each computed once: embedded together, then looked up."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Embed = Callable[[Sequence[str]], "NDArray[np.float32]"]
"""Texts in, one row a text out."""

IN_MEMORY = 65_536
"""Vectors kept in memory between calls (100 MB of 384 numbers each)."""


class Shelf(Protocol):
    """Where vectors outlive the process."""

    def read(self, texts: Sequence[str]) -> "dict[str, NDArray[np.float32]]":
        """Those of the texts that are there."""

    def write(self, vectors: "dict[str, NDArray[np.float32]]") -> None:
        """Keep them, or as many as there is room for."""


class Vectors:
    """Vectors by text: from memory, else from the shelf, else embedded, all missing ones in one go."""

    def __init__(self, embed: Embed, shelf: Shelf | None = None, room: int = IN_MEMORY) -> None:
        self._embed = embed
        self._shelf = shelf
        self._room = room
        self._known: dict[str, NDArray[np.float32]] = {}

    def prepare(self, texts: Iterable[str]) -> None:
        """Make sure of the vectors of `texts`; they stay in memory at least until the next call."""
        wanted = dict.fromkeys(texts)
        missing = [text for text in wanted if text not in self._known]
        kept = self._shelf.read(missing) if self._shelf is not None and missing else {}
        absent = [text for text in missing if text not in kept]
        if absent:
            made = dict(zip(absent, self._embed(absent), strict=True))
            if self._shelf is not None:
                self._shelf.write(made)
            kept.update(made)
        # what was used last goes to the end, so that the oldest stand first when room is made
        kept.update((text, self._known.pop(text)) for text in wanted if text in self._known)
        surplus = len(self._known) + len(kept) - self._room
        for text in list(islice(self._known, max(0, surplus))):
            del self._known[text]
        self._known.update(kept)

    def of(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """One row a text, in order."""
        import numpy as np

        if not self._known.keys() >= set(texts):
            self.prepare(texts)
        return np.array([self._known[text] for text in texts])
