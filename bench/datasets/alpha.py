"""Krippendorff's alpha over candidate spans, by the library `krippendorff`.

The units are the candidates of each document: its word sequences of one to four words that neither begin nor end in a
function word and do not cross a line or sentence end, and whatever else an annotator named. A coder says yes or no to
each (nominal); one who has not read a document says nothing there. Candidates that nobody marks are most of the units,
so this alpha has a meaning only beside the same kind of set. Krippendorff, Content Analysis (2004), chapter 11.
"""

import re
from collections.abc import Sequence
from importlib import import_module

from bench.datasets.integrity import key_of
from bench.datasets.presence import WORD
from bench.records import Article
from bench.text.function_words import function_words
from bench.text.normalise import Key

LONGEST = 4
_BREAKS = re.compile(r"[\n.!?;:,()\[\]\"“”«»]+")


def alpha(articles: Sequence[Article]) -> float | None:
    """Alpha over all candidates of all documents; None where the library is missing or nothing varies."""
    try:
        library = import_module("krippendorff")
    except ModuleNotFoundError:
        return None
    names = sorted({name for article in articles for name in article.annotators})
    rows: list[list[float]] = [[] for _ in names]
    for article in articles:
        key = key_of(article.document.language)
        marked = {
            name: {key(form) for cluster in said.gold for form in cluster.forms}
            for name, said in article.annotators.items()
        }
        units = sorted(candidates(article).union(*marked.values()) - {()})
        for row, name in zip(rows, names, strict=True):
            said = marked.get(name)
            row.extend(float("nan") if said is None else float(unit in said) for unit in units)
    if len({value for row in rows for value in row if value == value}) < 2:  # noqa: PLR0124 - NaN is not itself
        return None
    return float(library.alpha(reliability_data=rows, level_of_measurement="nominal"))


def candidates(article: Article) -> set[Key]:
    """The keys of the candidate spans of a text."""
    stops = function_words(article.document.language)
    key = key_of(article.document.language)
    found: set[Key] = set()
    for segment in _BREAKS.split(article.document.text):
        tokens = WORD.findall(segment)
        for start in range(len(tokens)):
            for end in range(start + 1, min(start + LONGEST, len(tokens)) + 1):
                if tokens[start].lower() not in stops and tokens[end - 1].lower() not in stops:
                    found.add(key(" ".join(tokens[start:end])))
    return found
