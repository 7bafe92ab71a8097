"""Gold that was stemmed before it came here: stemmed again, or by another stemmer, it misses quietly."""

from bench.records import Dataset
from bench.scoring.conventions import ScoringProtocol
from bench.text.normalise import tokens
from bench.text.stemmers import NONE, PORTER_NLTK, PORTER_ORIGINAL, stemmer, stemmer_for

LEAST_TOKENS = 20
"""With fewer gold tokens that can be judged, nothing is said."""

STEMMED_SHARE = 0.15
"""From this share on, gold tokens stand in their texts as stems alone too often for words as people write them."""

LOOKED_AT = 50
"""So many documents tell."""

_LONG_ENOUGH = 4
_TRIED = (PORTER_NLTK, PORTER_ORIGINAL)
"""Snowball's English agrees with these on 19 words of 20, so gold stemmed by it is found too, without loading it."""


def stemmed_share(dataset: Dataset) -> float | None:
    """The share of gold tokens (of four letters and more) that no word of their text is, but some word's stem is.

    Counted over tokens that are met in the text in either way; None where too few are. English alone.
    """
    as_words = as_stems = 0
    for article in dataset.articles[:LOOKED_AT]:
        if stemmer_for("auto", article.document.language) != PORTER_NLTK:
            continue
        words = set(tokens(article.document.text))
        other: list[str] = []
        for keyphrase in article.annotation.gold:
            for token in {token for form in keyphrase.forms for token in tokens(form) if len(token) >= _LONG_ENOUGH}:
                as_words += token in words
                if token not in words:
                    other.append(token)
        if other:  # stemming every word of a text is most of the cost
            stems = {stemmer(name).stem(word) for name in _TRIED for word in words}
            as_stems += sum(token in stems for token in other)
    met = as_words + as_stems
    return as_stems / met if met >= LEAST_TOKENS else None


def stemmed_gold_warning(dataset: Dataset, protocol: ScoringProtocol) -> str | None:
    """A sentence where the gold looks stemmed and the protocol stems it once more; None where all is well."""
    if protocol.stem == NONE:
        return None
    share = stemmed_share(dataset)
    if share is None or share < STEMMED_SHARE:
        return None
    return (
        f"the gold of {dataset.info.name} looks already stemmed ({100 * share:.0f} % of its words stand in the texts as"
        f" stems only) and the protocol stems it again: use unstemmed gold, or stem=none with predictions stemmed alike"
    )
