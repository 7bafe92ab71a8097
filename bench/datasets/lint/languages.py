"""Texts and passages in another language than declared: function words first, then `py3langid` as the judge."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module

from bench.datasets.lint.findings import Finding, finding
from bench.datasets.presence import words
from bench.records import Article
from bench.text.function_words import function_words

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Þ“\"])|\n+")
_FEWEST_WORDS = 8
_TEXT_WORDS = 60
"""Words of a text's beginning by which its language is judged."""
_FUNCTION_SHARE = 0.2
"""Running text has more function words of its language than that; what has is not looked at again."""
_SURE = 0.99


@lru_cache(maxsize=1)
def _judge() -> Callable[[str], tuple[str, float]] | None:
    """The language of a text and how sure the judge is; None where the library is missing."""
    try:
        langid = import_module("py3langid.langid")
    except ModuleNotFoundError:
        return None
    identifier = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)

    def judged(text: str) -> tuple[str, float]:
        language, sureness = identifier.classify(text)
        return str(language), float(sureness)

    return judged


def is_installed() -> bool:
    """Whether languages can be judged here."""
    return _judge() is not None


def language_findings(article: Article, place: str) -> Iterator[Finding]:
    """The text as a whole, and else its sentences of eight words and more."""
    judge = _judge()
    declared = article.document.language.split("-")[0].casefold()
    text = article.document.text
    if judge is None or len(declared) != 2:
        return
    beginning = text.split()[:_TEXT_WORDS]
    if len(beginning) >= _TEXT_WORDS // 2 and (found := _other(" ".join(beginning), declared, judge)):
        yield finding("other-language", place, f"declared {declared}, reads as {found}")
        return
    for sentence in _SENTENCE.split(text):
        if len(sentence.split()) >= _FEWEST_WORDS and (found := _other(sentence, declared, judge)):
            yield finding("foreign-passage", place, f"{found}: {' '.join(sentence.split()[:8])!r}...")


def _other(text: str, declared: str, judge: Callable[[str], tuple[str, float]]) -> str | None:
    small = function_words(declared)
    if small and sum(word in small for word in words(text)) >= _FUNCTION_SHARE * len(text.split()):
        return None
    found, sureness = judge(text)
    if found == declared or sureness < _SURE:
        return None
    # A list of names reads as any language: the one found must show function words of its own.
    own = function_words(found)
    said = sum(word in own for word in words(text)) / max(1, len(text.split()))
    return found if own and said >= _FUNCTION_SHARE else None
