r"""Whether a gold keyphrase stands in the text: its stemmed words next to one another in the stemmed text.

Words are runs of letters, digits and marks, so that an apostrophe or hyphen parts two words (`l'Union` holds `Union`).
Gold that is stemmed already is compared as it is with the text's stems by the same stemmer.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.records import Article, GoldKeyphrase
from bench.text.stemmers import AUTO, stemmer, stemmer_for

WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0903\u093a-\u094f])+")


def words(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return WORD.findall(text.lower())


@dataclass(frozen=True, slots=True)
class Reading:
    """One article's text as stems, ready to be asked."""

    stems: str
    of_phrase: Callable[[str], list[str]]

    def stands(self, form: str) -> bool:
        """Whether this form stands in the text; a form without words does not."""
        found = " ".join(self.of_phrase(form))
        return bool(found) and f" {found} " in self.stems

    def present(self, cluster: GoldKeyphrase) -> bool:
        """Whether any form stands in the text."""
        return any(self.stands(form) for form in cluster.forms)


def reading(article: Article, gold_stem: str = "") -> Reading:
    """The text of an article as stems; `gold_stem` is the stemmer whose stems the gold already is."""
    stem = stemmer(gold_stem or stemmer_for(AUTO, article.document.language)).stem

    def stemmed(tokens: Sequence[str]) -> list[str]:
        return [stem(token) for token in tokens]

    def of_phrase(form: str) -> list[str]:
        return words(form) if gold_stem else stemmed(words(form))

    return Reading(f" {' '.join(stemmed(words(article.document.text)))} ", of_phrase)
