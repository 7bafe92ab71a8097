"""A floor: the first phrases of the text. News puts first what matters; a method should beat reading order."""

from collections.abc import Iterable
from itertools import islice

from bench.extractors.contract import Description, text_of
from bench.extractors.options import require_between
from bench.extractors.segments import segments
from bench.extractors.stop_words import stop_words
from bench.records import Document, Keyphrase, Role


class FirstPhrases:
    """The first phrases of the text, in order (a floor).

    A phrase is a run of words without a function word, a punctuation mark or a line's end in it, cut into pieces of
    at most `max_words`, with a letter somewhere; the second time that one comes up, whatever its case, is passed over.
    """

    role: Role = "floor"

    def __init__(self, *, max_words: int = 4) -> None:
        require_between("max_words", max_words, 1, whole=True)
        self.max_words = max_words

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """The first `limit` phrases; they have no score."""
        return [Keyphrase(phrase) for phrase in islice(self._phrases(document, limit), limit)]

    def candidates(self, document: Document) -> list[str]:
        """Every phrase of the text, in order."""
        return list(self._phrases(document, None))

    def describe(self) -> Description:
        """The one option, and whose function words they are."""
        return Description({"max_words": self.max_words, "stop_words": "yake's list of the document's language"})

    def _phrases(self, document: Document, enough: int | None) -> Iterable[str]:
        """The phrases in order, the first `enough` of them at least."""
        seen: dict[str, str] = {}
        functional = stop_words(document.language)
        for run in segments(text_of(document)):
            for phrase in self._pieces(run, functional):
                seen.setdefault(phrase.casefold(), phrase)
            if enough is not None and len(seen) >= enough:
                break
        return seen.values()

    def _pieces(self, run: list[str], functional: frozenset[str]) -> list[str]:
        pieces: list[list[str]] = [[]]
        for word in run:
            if word.casefold() in functional:
                pieces.append([])
            elif len(pieces[-1]) == self.max_words:
                pieces.append([word])
            else:
                pieces[-1].append(word)
        phrases = (" ".join(piece) for piece in pieces)
        return [phrase for phrase in phrases if any(character.isalpha() for character in phrase)]
