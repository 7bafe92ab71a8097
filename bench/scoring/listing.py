"""A prediction's list as a protocol sees it: which phrases keep a rank, and why the others lost theirs."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.records import Keyphrase
from bench.scoring.conventions import ScoringProtocol
from bench.scoring.gold import Keyer, Text
from bench.text.normalise import Key


@dataclass(frozen=True, slots=True)
class Listed:
    """A list with what was dropped from it.

    `keys` are those of all phrases, in the extractor's order; `dropped` says for each why it has no rank, None where it
    has one. `ranked` are the places (from 0) of phrases that are scored against gold, `shown` of those that a reader
    would see: the same, unless the protocol filters predictions by subset.
    """

    keys: tuple[Key, ...]
    dropped: tuple[str | None, ...]
    ranked: tuple[int, ...]
    shown: tuple[int, ...]

    def ranked_keys(self) -> list[Key]:
        """The keys that are scored against gold, best first."""
        return [self.keys[place] for place in self.ranked]


def listed(keyphrases: Sequence[Keyphrase], keys: Keyer, protocol: ScoringProtocol, text: Text | None) -> Listed:
    """Drop blanks, repeats and what a subset leaves out, in this order; `text` is needed for a subset alone."""
    own = tuple(keys.key(keyphrase.phrase) for keyphrase in keyphrases)
    keeps_repeats = protocol.dedup_predictions == "no"
    filters = text is not None and protocol.subset != "all" and protocol.filtered == "both"
    seen: set[Key] = set()
    dropped: list[str | None] = []
    ranked: list[int] = []
    shown: list[int] = []
    for place, key in enumerate(own):
        reason = "blank" if not key else "duplicate" if key in seen and not keeps_repeats else None
        seen.add(key)
        if reason is None:
            shown.append(place)
            if filters and text is not None and text.holds(key) != (protocol.subset == "present"):
                reason = "subset"
            else:
                ranked.append(place)
        dropped.append(reason)
    return Listed(own, tuple(dropped), tuple(ranked), tuple(shown))
