"""Made-up vectors and a cache of them, where processes that the tests start find it too."""

from pathlib import Path
from typing import TYPE_CHECKING

from bench.extractors.vector_cache import VectorCache

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

WIDTH = 4


def vector(text: str) -> "Array":
    """A vector that says which text it is of."""
    import numpy as np

    return np.array([len(text), sum(map(ord, text)), ord(text[0]), ord(text[-1])], dtype=np.float32) / np.float32(7)


def cache(path: Path, room: int = 100, space: str = "one", *, fresh: bool = False) -> VectorCache:
    """A cache in this folder."""
    return VectorCache(path / "vectors.db", space, WIDTH, room, fresh=fresh)


def fill(path: Path, start: int) -> None:
    """Write two hundred vectors one by one."""
    shelf = cache(path, room=10_000)
    for number in range(start, start + 200):
        shelf.write({f"t{number}": vector(f"t{number}")})
