"""Function words by language, from the lists that yake ships; read without importing it."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib import util
from pathlib import Path
from typing import Protocol

_YAKE_NAMES = {"cs": "cz", "nb": "no", "nn": "no"}
"""Languages whose list goes by another code than ISO 639-1."""

_ENCODINGS = {"lt": "cp1257", "sk": "cp1250"}
"""The two lists that are not UTF-8."""


class Cutter(Protocol):
    """What is used of a vectoriser of scikit-learn."""

    def build_preprocessor(self) -> Callable[[str], str]:
        """The function that folds case and accents."""

    def build_tokenizer(self) -> Callable[[str], list[str]]:
        """The function that cuts a text into tokens."""


@lru_cache(maxsize=64)
def stop_words(language: str) -> frozenset[str]:
    """Function words of a language in lower case, given its ISO 639-1 code; region and script are left aside.

    Empty for a language without a list, and where yake is not installed.
    """
    code = yake_code(language)
    path = _list_of(code)
    if path is None:
        return frozenset()
    words = path.read_text(encoding=_ENCODINGS.get(code, "utf-8-sig")).lower().splitlines()
    return frozenset(word.strip() for word in words if word.strip())


def as_tokens(words: Iterable[str], vectorizer: Cutter) -> list[str]:
    """Words, and the tokens into which `vectorizer` would cut them: without "aujourd", "aujourd'hui" never matches."""
    cut, prepare = vectorizer.build_tokenizer(), vectorizer.build_preprocessor()
    words = list(words)
    return sorted({*words, *(token for word in words for token in cut(prepare(word)))})


def yake_code(language: str) -> str:
    """The code under which yake keeps the list of a language."""
    return _YAKE_NAMES.get(primary(language), primary(language))


def primary(language: str) -> str:
    """The language of a tag such as `en-GB` or `pt_BR`: its first part, in lower case."""
    return language.replace("_", "-").partition("-")[0].casefold()


def _list_of(code: str) -> Path | None:
    spec = util.find_spec("yake")
    if spec is None or not spec.submodule_search_locations or not (code.isascii() and code.isalpha()):
        return None
    path = Path(spec.submodule_search_locations[0], "core", "StopwordsList", f"stopwords_{code}.txt")
    return path if path.is_file() else None
