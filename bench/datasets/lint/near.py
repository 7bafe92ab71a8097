"""Nearly the same text twice: MinHash over five-word shingles, by the library `datasketch`.

Texts are held as signatures of 128 numbers. Broder, Compression and Complexity of Sequences 1997.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from bench.datasets.lint.findings import Finding, finding
from bench.datasets.presence import words
from bench.records import Article

SHINGLE = 5
ALIKE = 0.8
"""Share of shingles that two texts must have in common (Jaccard), as estimated."""
_PERMUTATIONS = 128
_FEWEST_WORDS = 20
SEED = 1


def is_installed() -> bool:
    """Whether near duplicates can be looked for here."""
    try:
        import_module("datasketch")
    except ModuleNotFoundError:
        return False
    return True


class NearDuplicates:
    """Compares each article with all before it."""

    def __init__(self) -> None:
        self._library: Any = import_module("datasketch")
        self._index: Any = self._library.MinHashLSH(threshold=ALIKE, num_perm=_PERMUTATIONS)
        self._kept: dict[str, Any] = {}

    def findings(self, article: Article, place: str) -> Iterator[Finding]:
        """Whom this article is nearly equal to; equal texts are not named, they are duplicates."""
        tokens = words(article.document.text)
        if len(tokens) < _FEWEST_WORDS:
            return
        shingles = sorted({" ".join(tokens[at : at + SHINGLE]) for at in range(len(tokens) - SHINGLE + 1)})
        signature = self._library.MinHash(num_perm=_PERMUTATIONS, seed=SEED)
        signature.update_batch([shingle.encode("utf-8", "surrogatepass") for shingle in shingles])
        for other in sorted(self._index.query(signature)):
            alike = float(signature.jaccard(self._kept[other]))
            if ALIKE <= alike < 1.0:
                yield finding("near-duplicate", place, f"{alike:.0%} of its five-word runs stand in {other}")
        if place not in self._kept:
            self._kept[place] = signature
            self._index.insert(place, signature)
