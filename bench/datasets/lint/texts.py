"""What is wrong with one text by itself."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from bench.datasets.lint.findings import Finding, finding
from bench.datasets.presence import WORD
from bench.records import Article
from bench.text.function_words import function_words
from bench.text.keyword_line import find_published_lines

_ENDS = tuple(".!?…:;\"'”’»)]}>*。！？」")
_PLACEHOLDER = re.compile(
    r"<(?:digit|number|num|unk|eos|bos|sep|pad|url|date|email|peos)>|\[(?:MASK|UNK|PAD)\]", re.IGNORECASE
)
_MORE = re.compile(r"(?:\[\+?\d+ chars\]|\[(?:…|\.\.\.)\]|(?:read|see) more\W*)\s*$", re.IGNORECASE)
_LATIN = frozenset({"en", "fr", "de", "es", "it", "pt", "nl"})
_RUN_ON_LETTER = re.compile(r"(?<=[.!?])[^\W\d_\x00-\xff]")
_FUSED_STOP = re.compile(r"(?<![\w.@/:])[^\W\d_]*[a-zß-öø-ÿ]{3}\.[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?![\w.@/]|\.\w)")
_SEAM = re.compile(r"[a-zß-öø-ÿ](?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{2})")
_GLUED_TAILS = ("was", "were", "and", "that", "with", "from", "has", "had")
"""English function words that no other word ends in as a rule."""
SHOWN = 3
"""Examples in a message."""


def text_findings(article: Article, place: str) -> Iterator[Finding]:
    """Everything that can be said of one text without any other."""
    text = article.document.text
    if not text.strip():
        yield finding("empty-document", place)
        return
    yield from (
        finding("published-line", place, f"line {line.number}: {line.prefix} {'; '.join(line.phrases[:SHOWN])}, ...")
        for line in find_published_lines(text)
    )
    yield from _characters(text, article.document.language, place)
    if found := _shown(_PLACEHOLDER.findall(text)):
        yield finding("placeholder", place, found)
    if found := _shown(fused(article)):
        yield finding("fused-words", place, found)


def _characters(text: str, language: str, place: str) -> Iterator[Finding]:
    controls = {f"U+{ord(c):04X}" for c in text if unicodedata.category(c) == "Cc" and c not in "\n\t"}
    if controls:
        yield finding("control-character", place, _shown(sorted(controls)))
    broken = ["U+FFFD"] * ("\ufffd" in text) + [
        f"U+{ord(c):04X}" for c in sorted(set(text)) if unicodedata.category(c) == "Co"
    ]
    if language.split("-", maxsplit=1)[0] in _LATIN:
        # A letter beyond Latin-1 right behind a full stop stands where white space and a capital were.
        broken += [f"{m.group()!r} behind a full stop" for m in _RUN_ON_LETTER.finditer(text)]
    if broken:
        yield finding("broken-character", place, _shown(broken))
    if not text.isascii() and (found := mojibake(text)):
        yield finding("mojibake", place, _shown(found))


def is_mojibake_known() -> bool:
    """Whether wrong encodings can be judged here."""
    try:
        return find_spec("ftfy") is not None
    except ModuleNotFoundError:
        return False


def mojibake(text: str) -> list[str]:
    """Words that `ftfy` would read in another encoding; empty where it is not installed."""
    try:
        ftfy = import_module("ftfy")
    except ModuleNotFoundError:
        return []
    if ftfy.fix_encoding(text) == text:
        return []
    return [word for word in text.split() if not word.isascii() and ftfy.fix_encoding(word) != word] or ["(in a line)"]


def fused(article: Article) -> list[str]:
    """Words that have lost the white space between them: "cosmonaut.Two", "theRussian", "Cruisewas".

    A seam from small to capital counts where the right half is a word of the text, or the left half a function word;
    a glued function word counts behind a capitalised word that stands in the text by itself. A spelling that occurs
    more than once is a name (YouTube) until shown otherwise.
    """
    text = article.document.text
    counts = Counter(WORD.findall(text))
    small = function_words(article.document.language)
    found = [m.group() for m in _FUSED_STOP.finditer(text)]
    for word, count in counts.items():
        if count == 1 and _is_fused(word, counts, small):
            found.append(word)
    return found


def _is_fused(word: str, counts: Counter[str], small: frozenset[str]) -> bool:
    for seam in _SEAM.finditer(word):
        left, right = word[: seam.end()], word[seam.end() :]
        if len(left) > 1 and (left in small or (len(left) > 2 and counts[right])):
            return True
    heads = (word.removesuffix(tail) for tail in _GLUED_TAILS if tail in small and word.endswith(tail))
    return word[:1].isupper() and any(len(head) > 3 and counts[head] for head in heads)


def is_truncated(text: str) -> bool:
    """Whether a text breaks off: its last line is a sentence without an end, or a link to the rest."""
    if _MORE.search(text[-40:]):
        return True
    last = text.rstrip().rsplit("\n", 1)[-1]
    return not text.rstrip().endswith(_ENDS) and len(last.split()) > 8


def _shown(found: list[str]) -> str:
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return ", ".join(found[:SHOWN]) + more
