"""What is wrong with the gold of one article."""

import re
from collections.abc import Iterator

from bench.datasets.integrity import contradictions, key_of
from bench.datasets.lint.findings import Finding, finding
from bench.datasets.presence import reading, words
from bench.datasets.stats import LONG
from bench.records import Article
from bench.text.function_words import function_words

_SEPARATOR = re.compile(r"[;|•]|,(?!\d)")
_BREAK = re.compile(r"[\t\n]")
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"))


def gold_findings(article: Article, place: str, gold_stem: str) -> Iterator[Finding]:
    """Everything that can be said of one article's gold."""
    language = article.document.language
    for gold, negative in contradictions(article.annotation, language):
        yield finding("gold-in-negatives", place, f"{gold!r} and {negative!r}")
    if not article.annotation.gold:
        return
    for cluster in article.annotation.gold:
        yield from _phrase(cluster.forms, place)
    yield from _clusters(article, place)
    if article.document.text.strip():
        text = reading(article, gold_stem)
        if not any(text.present(cluster) for cluster in article.annotation.gold):
            yield finding("no-gold-present", place, f"{len(article.annotation.gold)} keyphrases")


def _phrase(forms: tuple[str, ...], place: str) -> Iterator[Finding]:
    for form in forms:
        if not words(form):
            yield finding("blank-gold", place, repr(form))
        elif _SEPARATOR.search(form.strip()):
            yield finding("separator-in-gold", place, repr(form))
        elif _BREAK.search(form.strip()):
            yield finding("line-break-in-gold", place, repr(form))
        if any(form.count(left) != form.count(right) for left, right in _PAIRS):
            yield finding("cut-gold", place, repr(form))
    if len(words(forms[0])) > LONG:
        yield finding("long-gold", place, repr(forms[0]))


def _clusters(article: Article, place: str) -> Iterator[Finding]:
    key = key_of(article.document.language)
    small = function_words(article.document.language)
    owner: dict[tuple[str, ...], str] = {}
    bags: dict[tuple[str, ...], str] = {}
    for cluster in article.annotation.gold:
        keys = {key(form) for form in cluster.forms} - {()}
        shown = cluster.forms[0]
        if found := next((owner[k] for k in sorted(keys) if k in owner), None):
            yield finding("duplicate-gold", place, f"{found!r} and {shown!r}")
        else:
            bag = tuple(sorted(key(" ".join(w for w in words(shown) if w not in small))))
            if len(bag) > 1 and bag in bags:
                yield finding("reordered-gold", place, f"{bags[bag]!r} and {shown!r}")
            bags.setdefault(bag, shown)
        owner.update(dict.fromkeys(keys, shown))
