"""A floor: phrases of the text drawn at random. What a score is worth that guessing reaches."""

from random import Random

from bench.extractors.contract import Description, text_of
from bench.extractors.options import ngram_range, require_kind
from bench.extractors.segments import segments
from bench.extractors.stop_words import stop_words
from bench.records import Document, Keyphrase, Role


class RandomPhrases:
    """Phrases of 1 to 3 words drawn at random from the text, seeded (a floor).

    Every sequence of words that stands in one line with no punctuation mark between them, has a letter and does not
    begin or end with a function word is as likely as any other, however often it stands there. The draw depends on
    the seed and the document's id alone, and a shorter list is the beginning of a longer one.
    """

    role: Role = "floor"

    def __init__(self, *, ngrams: tuple[int, int] = (1, 3), seed: int = 1) -> None:
        self.ngrams = ngram_range("ngrams", ngrams)
        require_kind("seed", seed, int)
        self.seed = seed

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """`limit` phrases in the order in which they were drawn; they have no score."""
        phrases = self.candidates(document)
        # a string seeds by its SHA-512, the same under every hash seed; random() is what Python keeps from version to
        # version
        generator = Random(f"{self.seed}:{document.id}")  # noqa: S311 - a floor row, nothing is kept secret
        drawn = sorted((generator.random(), phrase) for phrase in phrases)
        return [Keyphrase(phrase) for _, phrase in drawn[:limit]]

    def candidates(self, document: Document) -> list[str]:
        """Every phrase that can be drawn, in the order of the text."""
        return self._phrases(text_of(document), stop_words(document.language))

    def describe(self) -> Description:
        """The options, and whose function words they are."""
        return Description(
            {
                "ngrams": list(self.ngrams),
                "seed": self.seed,
                "stop_words": "yake's list of the document's language",
            },
            notes=("a single draw: with another seed and few documents the row moves by many points",),
        )

    def _phrases(self, text: str, functional: frozenset[str]) -> list[str]:
        found: dict[str, str] = {}
        low, high = self.ngrams
        for run in segments(text):
            for start in range(len(run)):
                for words in (run[start : start + length] for length in range(low, high + 1)):
                    phrase = " ".join(words)
                    if start + len(words) > len(run) or len(words) < low:
                        continue
                    if {words[0].casefold(), words[-1].casefold()} & functional:
                        continue
                    if any(character.isalpha() for character in phrase):
                        found.setdefault(phrase.casefold(), phrase)
        return list(found.values())
