"""Keys as other people's scorers make them: case, punctuation and tokens each settled by an option, then stems."""

import string
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from bench.errors import InputError
from bench.text.normalise import CACHED_PHRASES, Key
from bench.text.stemmers import stemmer

_BLANKED = str.maketrans(dict.fromkeys(string.punctuation, " "))


@dataclass(frozen=True, slots=True)
class PlainNormaliser:
    """Lower-case or not, punctuation kept or blanked, tokens split in one of three ways, each token stemmed.

    `tokens` is `whitespace`, `nonword` (runs of word characters) or `web` (segtok's web tokenizer with its split of
    contractions; the library comes with yake). Build it with `plain_normaliser`.
    """

    case: str
    punctuation: str
    tokens: str
    stem: str
    key: Callable[[str], Key] = field(init=False, repr=False, compare=False)
    """The key of a phrase, remembered."""

    def __post_init__(self) -> None:
        stem_token = stemmer(self.stem).stem
        split = _splitter(self.tokens)
        lowers, blanks = self.case == "lower", self.punctuation == "blank"

        def key(phrase: str) -> Key:
            phrase = phrase.lower() if lowers else phrase
            phrase = phrase.translate(_BLANKED) if blanks else phrase
            return tuple(filter(None, map(stem_token, split(phrase))))

        object.__setattr__(self, "key", lru_cache(maxsize=CACHED_PHRASES)(key))

    def stems(self, text: str) -> list[str]:
        """The stems of a whole text."""
        return list(self.key.__wrapped__(text))  # type: ignore[attr-defined] # past the memory: texts are long


def _splitter(tokens: str) -> Callable[[str], list[str]]:
    if tokens == "whitespace":
        return str.split
    if tokens == "nonword":
        import re

        return re.compile(r"\w+").findall
    try:
        from segtok.tokenizer import split_contractions, web_tokenizer
    except ImportError:
        raise InputError(
            "tokens=web needs segtok, which is not installed", place="protocol", remedy="Run: pip install segtok"
        ) from None

    def web(text: str) -> list[str]:
        words: list[str] = split_contractions(web_tokenizer(text))
        return words

    return web


def plain_normaliser(case: str, punctuation: str, tokens: str, stem: str) -> PlainNormaliser:
    """The one normaliser with these options.

    Raises:
        UnknownNameError: no stemmer has that name.
        InputError: the tokenizer's library is missing.
    """
    return _plain_normaliser(case, punctuation, tokens, stem)


_plain_normaliser = lru_cache(maxsize=64)(PlainNormaliser)
