"""norm-1: from a phrase or a text to the key that decides whether two phrases are the same.

A key is a tuple of stems. In this order: typographic apostrophes become `'`; NFKC and casefold; format characters
(soft hyphen, zero-width space, byte-order mark) go; a full stop between two single letters goes (U.S.A. is usa, but
M.Rogozine stays two words); a possessive 's and every other apostrophe go; hyphens, dashes, slashes, underscores and
whatever is no letter, mark or number part tokens; each token is stemmed. Not done on purpose: articles, word order,
number formats and entities stay as they are; aliases cover them. C, C++ and C# share a key, and so do U.S. and us.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from bench.text.stemmers import PORTER_NLTK, stemmer

Key = tuple[str, ...]
"""The stems of a phrase; () for one without a letter or digit."""

CACHED_PHRASES = 1 << 16

_APOSTROPHE = re.compile("[‘’‛ʼ´`＇]")
_POSSESSIVE_ASCII = re.compile(r"'s(?![a-z0-9])")
_SINGLE_LETTERS_ASCII = re.compile(r"(?<![a-z0-9])([a-z])\.(?=[a-z](?![a-z0-9]))")
_TOKEN_ASCII = re.compile("[a-z0-9]+")
_NON_ASCII = re.compile("[^\x00-\x7f]")
_TOKEN = re.compile("[a-z0-9\x80-\U0010ffff]+")
_INNER_STOP = re.compile(r"(?<=\w)\.(?=\w)")


def tokens(text: str, *, fold_diacritics: bool = False) -> list[str]:
    """The tokens of a phrase or text before stemming.

    Takes any string, lone surrogates and control characters included.
    """
    if text.isascii():
        return _tokens_ascii(text)
    text = _APOSTROPHE.sub("'", text)
    # Twice, because casefold can take a string out of normal form.
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if fold_diacritics:
        text = _without_diacritics(text)
    if text.isascii():
        return _tokens_ascii(text)
    # Other breaks may become blanks this early: neither of the next two steps looks at what kind of break it is.
    text = _NON_ASCII.sub(_word_or_blank, text)
    if "." in text:
        text = _join_acronyms(text)
    if "'" in text:
        text = _without_possessive(text).replace("'", "")
    return _TOKEN.findall(text)


def _tokens_ascii(text: str) -> list[str]:
    text = text.lower().replace("`", "'")
    if "." in text:
        # Each match ends before the next letter, so that a chain of initials is joined in one pass.
        text = _SINGLE_LETTERS_ASCII.sub(r"\1", text)
    if "'" in text:
        text = _POSSESSIVE_ASCII.sub("", text).replace("'", "")
    return _TOKEN_ASCII.findall(text)


@lru_cache(maxsize=1 << 14)
def _kept(character: str) -> str:
    r"""A letter, mark or number stays (`\w` would drop vowel signs), a format character goes, others become blanks."""
    category = unicodedata.category(character)
    return character if category[0] in "LMN" else "" if category == "Cf" else " "


def _word_or_blank(match: re.Match[str]) -> str:
    return _kept(match.group())


def _is_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _without_diacritics(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFKC", bare)


def _join_acronyms(text: str) -> str:
    def single(at: int, outside: int) -> bool:
        return text[at].isalpha() and not (0 <= outside < len(text) and _is_word(text[outside]))

    kept: list[str] = []
    start = 0
    for stop in _INNER_STOP.finditer(text):
        at = stop.start()
        if single(at - 1, at - 2) and single(at + 1, at + 2):
            kept.append(text[start:at])
            start = at + 1
    kept.append(text[start:])
    return "".join(kept)


def _without_possessive(text: str) -> str:
    pieces = text.split("'s")
    return pieces[0] + "".join("'s" + piece if piece and _is_word(piece[0]) else piece for piece in pieces[1:])


@dataclass(frozen=True, slots=True)
class Normaliser:
    """norm-1 with its options: the stemmer's name (never `auto`) and whether diacritics are folded (é is e).

    Build it with `normaliser`, which hands the same one (and its memory of keys) to everyone who asks for the same
    options.
    """

    stem: str = PORTER_NLTK
    fold_diacritics: bool = False
    key: Callable[[str], Key] = field(init=False, repr=False, compare=False)
    """The key of a phrase, remembered."""
    stem_token: Callable[[str], str] = field(init=False, repr=False, compare=False)
    """The stem of one folded token."""

    def __post_init__(self) -> None:
        stem_token = stemmer(self.stem).stem
        object.__setattr__(self, "stem_token", stem_token)
        folds = self.fold_diacritics

        def key(phrase: str) -> Key:
            return tuple(map(stem_token, tokens(phrase, fold_diacritics=folds)))

        object.__setattr__(self, "key", lru_cache(maxsize=CACHED_PHRASES)(key))

    def tokens(self, text: str) -> list[str]:
        """The folded tokens of a text, not stemmed."""
        return tokens(text, fold_diacritics=self.fold_diacritics)

    def stems(self, text: str) -> list[str]:
        """The stems of a whole text; not remembered, texts being long."""
        return list(map(self.stem_token, self.tokens(text)))


def normaliser(stem: str = PORTER_NLTK, *, fold_diacritics: bool = False) -> Normaliser:
    """The one normaliser with these options.

    Raises:
        UnknownNameError: no stemmer has that name.
    """
    return _normaliser(stem, fold_diacritics)


_normaliser = lru_cache(maxsize=64)(Normaliser)


def contains(whole: Key, part: Key) -> bool:
    """Whether the tokens of `part` stand in `whole` next to one another; nothing is contained when `part` is ()."""
    width = len(part)
    return 0 < width <= len(whole) and any(whole[at : at + width] == part for at in range(len(whole) - width + 1))
