"""The longest words of a text, as keyphrases."""

import re

from bench.records import Document, Keyphrase


class LongestWords:
    """The longest words of the text, longest first."""

    def __init__(self, *, min_length: int = 1) -> None:
        self.min_length = min_length

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """At most `limit` words, each once; a word's score is its length."""
        words = dict.fromkeys(re.findall(r"[^\W\d_]+", document.text))
        long_enough = [word for word in words if len(word) >= self.min_length]
        longest = sorted(long_enough, key=lambda word: (-len(word), word))[:limit]
        return [Keyphrase(word, float(len(word))) for word in longest]
