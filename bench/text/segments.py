"""Where a text stops between two tokens: at a line's end, at a sentence's end, or nowhere.

A phrase that runs over such a place was put together by a machine, not by the author.
"""

import re
from itertools import pairwise
from typing import Literal

from bench.text.function_words import ENGLISH
from bench.text.tokens import Tokens

Break = Literal["", "sentence", "line"]

_CLOSERS = "\"'”»)\\]}›"
_STOPS = ".!?…。۔؟।॥"
_FINAL = re.compile(f"[{_STOPS}][{_CLOSERS}]*$")
_SENTENCE = re.compile(f"([{_STOPS}]+)[{_CLOSERS}]*(\\s+)")
_FUSED = re.compile(f"^(?=[{_CLOSERS}]*[.!?])[.!?{_CLOSERS}]+$")
_NO_SPACE_NEEDED = re.compile("[。॥]")
_HYPHENATION = re.compile(r"[-\u2010]\n[^\S\n]*$")
_PARAGRAPH = re.compile(r"\n\s*\n|\n[^\S\n]*[•▪‣*–—-]\s")

_ABBREVIATIONS = frozenset((
    "Mr", "Mrs", "Ms", "Mx", "Dr", "Prof", "Sen", "Rep", "Gov", "Gen", "Col", "Lt", "Sgt", "Capt", "Cpl", "Pvt",
    "Cmdr", "Adm", "Maj", "Rev", "Hon", "Pres", "Supt", "Det", "Messrs", "St", "Mt", "Ft", "Jr", "Sr", "Inc", "Ltd",
    "Co", "Corp", "Bros", "Dept", "Univ", "Assn", "Ave", "Blvd", "Rd", "Fig", "Figs", "Eq", "Eqs", "Sec", "Vol",
    "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Mon", "Tue", "Tues", "Wed",
    "Thu", "Thur", "Thurs", "Fri", "al", "vs", "v", "cf", "eg", "ie", "fig", "figs", "eq", "eqs", "vol", "pp",
    "approx", "ca", "Mme", "Mlle", "Sra", "Srta", "Ph",
))  # fmt: skip

_WRAPPED_SHORTEST = 40
_WRAPPED_LONGEST = 120
_FEW_LINES = 2
_LONGEST_GAP = 200
"""Characters; a longer row of dots or signs parts what stands around it."""


def is_hard_wrapped(text: str) -> bool:
    """Whether line ends are there for the width of the page only, so that one alone is no more than a blank.

    So it is where at least half of the lines that another line follows at once have 40 to 120 characters and no final
    punctuation. A headline over an article in one line is no wrapped text: most of the text must stand in lines that
    are not longer, and where only one or two lines speak for it, the next ones must go on in lower case.
    """
    lines = [line.strip() for line in text.split("\n")]
    followed = [(line, after) for line, after in pairwise(lines) if line and after]
    wrapped = [(line, after) for line, after in followed if _is_full(line) and not _FINAL.search(line)]
    if not wrapped or 2 * len(wrapped) < len(followed):
        return False
    longer = sum(len(line) for line in lines if len(line) > _WRAPPED_LONGEST)
    if 2 * longer > len(text):
        return False
    return len(followed) > _FEW_LINES or all(after[0].islower() for _, after in wrapped)


def _is_full(line: str) -> bool:
    return _WRAPPED_SHORTEST <= len(line) <= _WRAPPED_LONGEST


def break_before(tokens: Tokens, at: int, *, hard_wrapped: bool) -> Break:
    """What ends between token `at` - 1 and token `at`."""
    gap = tokens.gap(at)
    if "\n" in gap and (not hard_wrapped or _PARAGRAPH.search(gap)) and not _is_hyphenation(tokens, at, gap):
        return "line"
    if gap.isspace():
        return ""
    if len(gap) > _LONGEST_GAP:
        return "sentence"
    if found := _SENTENCE.search(gap):
        after = tokens.ends[at - 1] + found.end()
        spaced_out = gap[: found.start()].isspace()  # " . ", as in a text that was tokenised before
        ends = spaced_out or not tokens.text[after].islower()
        return "sentence" if ends and not _abbreviates(tokens, at, gap) else ""
    if _NO_SPACE_NEEDED.search(gap) or (_FUSED.match(gap) and _is_fused(tokens.source(at - 1), tokens.source(at))):
        return "sentence"
    return ""


def _is_hyphenation(tokens: Tokens, at: int, gap: str) -> bool:
    """Whether one word was parted at the line's end: "com-" and "puter"."""
    return bool(_HYPHENATION.match(gap)) and tokens.source(at)[0].islower()


def _is_fused(before: str, after: str) -> bool:
    """A stop that lost its blank, as in "cosmonaut.Two"; an initial, as in "M.Rogozine", is not."""
    letters = before.replace("'", "")
    return (
        len(letters) >= 3
        and letters.isalpha()
        and before[-1].islower()
        and after[:1].isupper()
        and len(after) >= 2
        and after[1].isalpha()
    )


def _abbreviates(tokens: Tokens, at: int, gap: str) -> bool:
    """Whether the full stop belongs to the word before it, and no new sentence is seen to begin."""
    if not gap.startswith(".") or gap.startswith(".."):
        return False
    before = tokens.source(at - 1)
    after = tokens.source(at)
    if before.casefold() == "no":
        return after[:1].isdigit()
    initial = (len(before) == 1 and before.isupper()) or "." in before
    return (initial or before in _ABBREVIATIONS) and tokens.words[at] not in ENGLISH
