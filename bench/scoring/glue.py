"""Words fused where white space was lost: by an extractor, or already in the source."""

from bench.scoring.occurrences import Occurrence, Places
from bench.text.function_words import ENGLISH
from bench.text.page import Page

_LONGEST = 80
"""Characters; nothing longer is two words."""

_LIKE_ENDINGS = frozenset({"a", "i", "an", "is"})
"""Function words that end so many names and demonyms (Indiana, Israeli, European, Israelis) that they show no seam."""

_NEVER_ENDINGS = frozenset({"was", "were", "which", "that", "would", "could", "should", "from", "have"})
"""Function words that end no word but a fused one."""


def is_fused(places: Places, word: str) -> bool:
    """Whether a word that the text does not hold is neighbours of the text with the blank between them lost.

    White space stands between them, and the outer ones have two letters or more: "titledthe" from "titled" and "The".
    """
    if not word.isalpha() or places.body_of_stem(places.stem(word)):
        return False
    tokens = places.page.tokens

    def apart(at: int) -> bool:
        return any(character.isspace() for character in tokens.gap(at))

    return any(len(tokens.words[end - 1]) >= 2 for _, end in places.written_together(word, apart, shortest=2))


def is_glued_in_source(places: Places, occurrence: Occurrence) -> bool:
    """Whether a token of the occurrence was already fused in the source."""
    tokens = places.page.tokens
    for at in range(*occurrence):
        source = tokens.source(at)
        if not source.islower() and places.is_glued(source, _is_glued):
            return True
    return False


def _is_glued(page: Page, source: str) -> bool:
    if not 4 <= len(source) <= _LONGEST or source.islower() or not source.isalpha():
        return False
    return _ends_in_function_word(page, source) if source[1:].islower() else _has_seam(page, source)


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
        return (
            len(before) >= 3
            and len(after) >= 3
            and page.holds(before.casefold())
            and len(page.positions[source.casefold()]) == 1
        )
    return False


def _ends_in_function_word(page: Page, source: str) -> bool:
    """A capitalised word of the text with a function word behind it ("Cruisewas")."""
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
