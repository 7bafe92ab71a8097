"""Words fused where white space was lost: by an extractor, or already in the source."""

import re

from bench.scoring.occurrences import Occurrence, Places
from bench.text.function_words import ENGLISH
from bench.text.page import Page

_LONGEST_FUSED = 80
"""Characters; nothing longer is two words."""

_SEAM = re.compile(r"(?<=[^\W\d_])(?=[^\W\d_])")

_LIKE_ENDINGS = frozenset({"a", "i", "an"})
"""Function words that end so many names and demonyms (Indiana, Israeli, European) that they show no seam."""

_NEVER_ENDINGS = frozenset({"was", "were", "which", "that", "would", "could", "should", "from", "have"})
"""Function words that end no word but a fused one."""


def is_fused(places: Places, word: str) -> bool:
    """Whether a word that the text does not hold is neighbours of the text with the blank between them lost.

    Each part has two letters or more, and white space stands between them: "titledthe" from "titled" and "The".
    """
    if not 4 <= len(word) <= _LONGEST_FUSED or not word.isalpha() or places.body_of_stem(places.stem(word)):
        return False
    return any(
        _goes_on(places.page, word[cut:], at + 1)
        for cut in range(2, len(word) - 1)
        for at in places.page.positions.get(word[:cut], ())
    )


def _goes_on(page: Page, rest: str, at: int) -> bool:
    """Whether the tokens from `at` on, written together, are `rest`, white space standing before each."""
    words = page.tokens.words
    while at < len(words) and rest.startswith(words[at]) and any(c.isspace() for c in page.tokens.gap(at)):
        if rest == words[at]:
            return len(rest) >= 2
        rest = rest[len(words[at]) :]
        at += 1
    return False


def is_glued_in_source(page: Page, occurrence: Occurrence) -> bool:
    """Whether a token of the occurrence was already fused in the source."""
    return any(_is_glued(page, page.tokens.source(at)) for at in range(*occurrence))


def _is_glued(page: Page, source: str) -> bool:
    if not source.isalpha() or len(source) < 4:
        return False
    return _has_seam(page, source) or _ends_in_function_word(page, source)


def _has_seam(page: Page, source: str) -> bool:
    """An inner step from lower to upper case between two words of the text ("theRussian").

    A function word before the step need not stand elsewhere ("byMission"). What begins upper-case and comes back in
    the same form is a name (YouTube).
    """
    for cut in range(2, len(source) - 1):
        before, after = source[:cut], source[cut:]
        if not (before[-1].islower() and after[0].isupper() and page.holds(after.casefold())):
            continue
        if before.islower():
            return before in ENGLISH or page.holds(before)
        return page.holds(before.casefold()) and len(page.positions[source.casefold()]) == 1
    return False


def _ends_in_function_word(page: Page, source: str) -> bool:
    """A capitalised word of the text with a function word behind it ("Cruisewas")."""
    if not (source[0].isupper() and source[1:].islower()):
        return False
    folded = source.casefold()
    if folded in ENGLISH:
        return False
    for cut in range(3, len(source) - 1):
        head, tail = folded[:cut], folded[cut:]
        if tail not in ENGLISH or tail in _LIKE_ENDINGS:
            continue
        if tail in _NEVER_ENDINGS:
            return True
        if (len(head) >= 4 or len(tail) >= 3) and _is_only_capitalised(page, head):
            return True
    return False


def _is_only_capitalised(page: Page, word: str) -> bool:
    places = page.positions.get(word, ())
    return bool(places) and all(page.tokens.source(at)[0].isupper() for at in places)
