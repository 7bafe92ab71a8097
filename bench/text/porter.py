"""Porter's suffix stripper, with the small extensions that NLTK's default stemmer carries.

Source: M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980, pp. 130-137. The extensions (a pool of
irregular words, `ies`/`ied` after one letter, the rule for a final `y`, `-alli`, `-fulli`, `-logi`, `-bli`, short words
left alone, vowel-consonant words of two letters) are those that NLTK documents for its `NLTK_EXTENSIONS` mode, which
every Python keyphrase scorer known to us uses; the stems are equal to it word by word.
"""

import re
from collections.abc import Callable
from functools import lru_cache

CACHED_WORDS = 1 << 18
"""Stems kept in memory; the running vocabulary of a large news corpus fits."""

_IRREGULAR = {
    "skies": "sky",
    "sky": "sky",
    "dying": "die",
    "lying": "lie",
    "tying": "tie",
    "news": "news",
    "innings": "inning",
    "inning": "inning",
    "outings": "outing",
    "outing": "outing",
    "cannings": "canning",
    "canning": "canning",
    "howe": "howe",
    "proceed": "proceed",
    "exceed": "exceed",
    "succeed": "succeed",
}

# Step 2 maps double suffixes to single ones; only the first suffix that fits is tried, as in the paper.
_STEP_2 = (
    ("ational", "ate"),
    ("tional", "tion"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("izer", "ize"),
    ("abli", "able"),
    ("alli", "al"),
    ("entli", "ent"),
    ("eli", "e"),
    ("ousli", "ous"),
    ("ization", "ize"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("alism", "al"),
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("biliti", "ble"),
)
_STEP_2_EXTENDED = (*(("bli", "ble") if rule == ("abli", "able") else rule for rule in _STEP_2), ("fulli", "ful"))
_STEP_3 = (
    ("icate", "ic"),
    ("ative", ""),
    ("alize", "al"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ful", ""),
    ("ness", ""),
)
_STEP_4 = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion",
    "ou", "ism", "ate", "iti", "ous", "ive", "ize",
)  # fmt: skip

_RUNS = re.compile("v+c+")


def _shape(word: str) -> str:
    """The word as a string of `v` and `c`; vowels are a, e, i, o, u, and y after a consonant."""
    if "y" not in word:
        return "".join("v" if letter in "aeiou" else "c" for letter in word)
    shape: list[str] = []
    for letter in word:
        if letter == "y":
            shape.append("v" if shape and shape[-1] == "c" else "c")
        else:
            shape.append("v" if letter in "aeiou" else "c")
    return "".join(shape)


def _measure(word: str) -> int:
    """The paper's m: how often a vowel run is followed by a consonant run."""
    return len(_RUNS.findall(_shape(word)))


def _ends_short(word: str, *, extended: bool) -> bool:
    """The paper's *o: consonant, vowel, consonant other than w, x, y; extended also to a two-letter vowel-consonant."""
    shape = _shape(word)
    return (shape.endswith("cvc") and word[-1] not in "wxy") or (extended and shape == "vc")


def _step_1a(word: str, *, extended: bool) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-1] if extended and len(word) == 4 else word[:-2]
    return word if word.endswith("ss") or not word.endswith("s") else word[:-1]


def _step_1b(word: str, *, extended: bool) -> str:
    if extended and word.endswith("ied"):
        return word[:-1] if len(word) == 4 else word[:-2]
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for suffix in ("ed", "ing"):
        if word.endswith(suffix):
            stem = word[: -len(suffix)]
            return _mend(stem, extended=extended) if "v" in _shape(stem) else word
    return word


def _mend(stem: str, *, extended: bool) -> str:
    """What step 1b does to a stem that has lost -ed or -ing: hopp(ing) to hop, fil(ing) to file."""
    if stem.endswith(("at", "bl", "iz")):
        return stem + "e"
    if len(stem) > 1 and stem[-1] == stem[-2] and _shape(stem)[-1] == "c":
        return stem if stem[-1] in "lsz" else stem[:-1]
    return stem + "e" if _measure(stem) == 1 and _ends_short(stem, extended=extended) else stem


def _step_1c(word: str, *, extended: bool) -> str:
    if not word.endswith("y"):
        return word
    stem = word[:-1]
    turns = len(stem) > 1 and _shape(stem)[-1] == "c" if extended else "v" in _shape(stem)
    return stem + "i" if turns else word


def _step_2(word: str, *, extended: bool) -> str:
    if extended and word.endswith("alli") and _measure(word[:-4]) > 0:
        return _step_2(word[:-2], extended=extended)
    for suffix, replacement in _STEP_2_EXTENDED if extended else _STEP_2:
        if word.endswith(suffix):
            stem = word[: -len(suffix)]
            return stem + replacement if _measure(stem) > 0 else word
    # The l of -logi counts towards the measure of what stays.
    return word[:-1] if extended and word.endswith("logi") and _measure(word[:-3]) > 0 else word


def _step_3(word: str) -> str:
    for suffix, replacement in _STEP_3:
        if word.endswith(suffix):
            stem = word[: -len(suffix)]
            return stem + replacement if _measure(stem) > 0 else word
    return word


def _step_4(word: str) -> str:
    for suffix in _STEP_4:
        if word.endswith(suffix):
            stem = word[: -len(suffix)]
            goes = _measure(stem) > 1 and (suffix != "ion" or stem[-1] in "st")
            return stem if goes else word
    return word


def _step_5(word: str, *, extended: bool) -> str:
    if word.endswith("e"):
        stem = word[:-1]
        measure = _measure(stem)
        if measure > 1 or (measure == 1 and not _ends_short(stem, extended=extended)):
            word = stem
    return word[:-1] if word.endswith("ll") and _measure(word[:-1]) > 1 else word


def _strip(word: str, *, extended: bool) -> str:
    word = _step_1a(word, extended=extended)
    word = _step_1b(word, extended=extended)
    word = _step_1c(word, extended=extended)
    word = _step_2(word, extended=extended)
    return _step_5(_step_4(_step_3(word)), extended=extended)


def _stem(word: str) -> str:
    word = word.lower()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    return word if len(word) <= 2 else _strip(word, extended=True)


def _stem_original(word: str) -> str:
    return _strip(word.lower(), extended=False)


stem: Callable[[str], str] = lru_cache(maxsize=CACHED_WORDS)(_stem)
"""The stem of a word, lower-cased, as NLTK's default Porter gives it."""

stem_original: Callable[[str], str] = lru_cache(maxsize=CACHED_WORDS)(_stem_original)
"""The stem of a word by the rules of the 1980 paper alone."""
