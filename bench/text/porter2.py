"""Snowball's English stemmer ("Porter2") as it stood from 2001 until release 2 of Snowball.

Release 3 changed it (universities no longer meet universe), so that figures published before cannot be met with the
newer one. Source: M. F. Porter, "The English (Porter2) stemming algorithm", snowballstem.org, version of releases 1, 2.
"""

from collections.abc import Callable
from functools import lru_cache

from bench.text.porter import CACHED_WORDS

_WHOLE_WORDS = {
    "skis": "ski", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie", "idly": "idl", "gently": "gentl",
    "ugly": "ugli", "early": "earli", "only": "onli", "singly": "singl",
    **{word: word for word in ("sky", "news", "howe", "atlas", "cosmos", "bias", "andes")},
}  # fmt: skip
_KEPT_AFTER_PLURAL = frozenset(
    ("inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"),
)
_VOWELS = "aeiouy"
_DOUBLES = ("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt")
_BEFORE_LI = "cdeghkmnrt"
_LONG_HEADS = ("gener", "commun", "arsen")

# Longest first; a suffix that fits is the only one tried, whether or not its condition holds.
_STEP_2 = (
    ("ization", "ize"), ("ational", "ate"), ("fulness", "ful"), ("ousness", "ous"), ("iveness", "ive"),
    ("tional", "tion"), ("biliti", "ble"), ("lessli", "less"), ("entli", "ent"), ("ation", "ate"), ("alism", "al"),
    ("aliti", "al"), ("ousli", "ous"), ("iviti", "ive"), ("fulli", "ful"), ("enci", "ence"), ("anci", "ance"),
    ("abli", "able"), ("izer", "ize"), ("ator", "ate"), ("alli", "al"), ("bli", "ble"), ("ogi", "og"), ("li", ""),
)  # fmt: skip
_STEP_3 = (
    ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("icate", "ic"), ("iciti", "ic"), ("ative", ""),
    ("ical", "ic"), ("ness", ""), ("ful", ""),
)  # fmt: skip
_STEP_4 = (
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion",
    "al", "er", "ic",
)  # fmt: skip


def _stem(word: str) -> str:
    word = word.lower()
    if len(word) <= 2:
        return word
    if word in _WHOLE_WORDS:
        return _WHOLE_WORDS[word]
    word = _mark_consonant_y(word.removeprefix("'"))
    first, second = _regions(word)
    word = _step_1a(_without_possessive(word))
    if word in _KEPT_AFTER_PLURAL:
        return word
    word = _step_1c(_step_1b(word, first))
    word = _step_3(_step_2(word, first), first, second)
    return _step_5(_step_4(word, second), first, second).replace("Y", "y")


def _mark_consonant_y(word: str) -> str:
    """A `y` that is a consonant, at the beginning or after a vowel, as `Y`."""
    marked: list[str] = []
    for letter in word:
        marked.append("Y" if letter == "y" and (not marked or marked[-1] in _VOWELS) else letter)
    return "".join(marked)


def _regions(word: str) -> tuple[int, int]:
    """Where R1 and R2 begin: each after the first consonant that follows a vowel, R2 within R1."""
    head = next((head for head in _LONG_HEADS if word.startswith(head)), None)
    first = len(head) if head else _after_vowel_consonant(word, 0)
    return first, _after_vowel_consonant(word, first)


def _after_vowel_consonant(word: str, start: int) -> int:
    for at in range(start + 1, len(word)):
        if word[at] not in _VOWELS and word[at - 1] in _VOWELS:
            return at + 1
    return len(word)


def _has_vowel(part: str) -> bool:
    return any(letter in _VOWELS for letter in part)


def _ends_in_short_syllable(word: str) -> bool:
    if len(word) == 2:
        return word[0] in _VOWELS and word[1] not in _VOWELS
    return len(word) > 2 and (
        word[-1] not in _VOWELS and word[-1] not in "wxY" and word[-2] in _VOWELS and word[-3] not in _VOWELS
    )


def _without_possessive(word: str) -> str:
    for suffix in ("'s'", "'s", "'"):
        if word.endswith(suffix):
            return word[: -len(suffix)]
    return word


def _step_1a(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ied", "ies")):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")) and _has_vowel(word[:-2]):
        return word[:-1]
    return word


def _step_1b(word: str, first: int) -> str:
    for suffix in ("eedly", "eed"):
        if word.endswith(suffix):
            stem = word[: -len(suffix)]
            return stem + "ee" if len(stem) >= first else word
    for suffix in ("ingly", "edly", "ing", "ed"):
        if word.endswith(suffix):
            stem = word[: -len(suffix)]
            return _mend(stem, first) if _has_vowel(stem) else word
    return word


def _mend(stem: str, first: int) -> str:
    if stem.endswith(("at", "bl", "iz")):
        return stem + "e"
    if stem.endswith(_DOUBLES):
        return stem[:-1]
    return stem + "e" if len(stem) <= first and _ends_in_short_syllable(stem) else stem


def _step_1c(word: str) -> str:
    return word[:-1] + "i" if len(word) > 2 and word[-1] in "yY" and word[-2] not in _VOWELS else word


def _step_2(word: str, first: int) -> str:
    for suffix, replacement in _STEP_2:
        if word.endswith(suffix):
            stem = word[: -len(suffix)]
            fits = len(stem) >= first and {"ogi": stem.endswith("l"), "li": stem[-1:] in tuple(_BEFORE_LI)}.get(
                suffix, True
            )
            return stem + replacement if fits else word
    return word


def _step_3(word: str, first: int, second: int) -> str:
    for suffix, replacement in _STEP_3:
        if word.endswith(suffix):
            stem = word[: -len(suffix)]
            return stem + replacement if len(stem) >= (second if suffix == "ative" else first) else word
    return word


def _step_4(word: str, second: int) -> str:
    for suffix in _STEP_4:
        if word.endswith(suffix):
            stem = word[: -len(suffix)]
            return stem if len(stem) >= second and (suffix != "ion" or stem.endswith(("s", "t"))) else word
    return word


def _step_5(word: str, first: int, second: int) -> str:
    stem = word[:-1]
    if word.endswith("e") and (len(stem) >= second or (len(stem) >= first and not _ends_in_short_syllable(stem))):
        return stem
    return stem if word.endswith("ll") and len(stem) >= second else word


stem: Callable[[str], str] = lru_cache(maxsize=CACHED_WORDS)(_stem)
"""The stem of a word, lower-cased."""
