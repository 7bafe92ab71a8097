"""Stemmers by name, and which one a language gets.

A name alone does not pin a stemmer: Snowball's English changed between releases 2 and 3 (university, organization).
So each stemmer carries the version of what does the work and a hash of the stems of a fixed list of a thousand words.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module, metadata

from bench.errors import InputError, UnknownNameError
from bench.text import porter, porter2

AUTO = "auto"
NONE = "none"
PORTER_NLTK = "porter-nltk"
PORTER_ORIGINAL = "porter-original"
SNOWBALL = "snowball-"
SNOWBALL_ENGLISH_2 = "snowball-english-2"
"""Snowball's English before its release 3; the figures of most papers that say "Snowball" were made with it."""

SNOWBALL_LANGUAGES = (
    "arabic", "armenian", "basque", "catalan", "danish", "dutch", "english", "estonian", "finnish", "french", "german",
    "greek", "hindi", "hungarian", "indonesian", "irish", "italian", "lithuanian", "nepali", "norwegian", "porter",
    "portuguese", "romanian", "russian", "serbian", "spanish", "swedish", "tamil", "turkish", "yiddish",
)  # fmt: skip
"""The algorithms of every release of snowballstemmer 3: what `auto` chooses from, so that it never moves with one."""

_LATER_LANGUAGES = ("czech", "esperanto", "persian", "polish", "sesotho")

_BY_CODE = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "da": "danish", "nl": "dutch", "et": "estonian",
    "fi": "finnish", "fr": "french", "de": "german", "el": "greek", "hi": "hindi", "hu": "hungarian",
    "id": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali", "no": "norwegian",
    "nb": "norwegian", "nn": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

_ROOTS = (
    "connect", "relat", "oper", "univers", "organ", "nation", "gener", "comput", "skat", "hop", "fil", "plast", "run",
    "sensit", "rational", "happ", "sk", "ow", "troubl", "sized", "formal", "adjust", "effect", "probab", "contr",
    "cos", "stat", "arriv", "new", "dr", "log", "fall", "caress", "agree", "bled", "motor", "feed", "vietnam",
    "decis", "predic",
)  # fmt: skip
_ENDINGS = (
    "", "s", "es", "ed", "ing", "y", "ies", "ied", "al", "ally", "ation", "ational", "ization", "izer", "ive", "ity",
    "iveness", "ful", "fully", "ment", "ness", "ous", "ology", "er", "e",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stemmer:
    """A word-to-stem function with the name that protocols use for it and the version that pins it."""

    name: str
    version: str
    stem: Callable[[str], str]

    @property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits over the stems of the fixed list: equal where two stemmers do the same work."""
        stems = " ".join(self.stem(root + ending) for root in _ROOTS for ending in _ENDINGS)
        return hashlib.sha256(stems.encode("utf-8")).hexdigest()[:8]


def _named_languages() -> tuple[str, ...]:
    return tuple(sorted((*SNOWBALL_LANGUAGES, *_LATER_LANGUAGES)))


def stemmer_names() -> tuple[str, ...]:
    """Every name that `stemmer` and protocols know, `auto` included."""
    return (
        AUTO,
        NONE,
        PORTER_NLTK,
        PORTER_ORIGINAL,
        SNOWBALL_ENGLISH_2,
        *(SNOWBALL + language for language in _named_languages()),
    )


def stemmer_for(name: str, language: str) -> str:
    """The name of the stemmer that `name` means for a document: itself, unless it is `auto`.

    `auto` is Porter with NLTK's extensions for English, Snowball's own algorithm where the language has one, none
    elsewhere. A language is a code with or without region ("pt", "pt-BR") or an English name.
    """
    if name != AUTO:
        return name
    spoken = language.casefold().replace("_", "-").split("-")[0]
    if spoken in ("en", "eng", "english"):
        return PORTER_NLTK
    algorithm = _BY_CODE.get(spoken, spoken)
    return SNOWBALL + algorithm if algorithm in SNOWBALL_LANGUAGES and algorithm != "porter" else NONE


@lru_cache(maxsize=64)
def stemmer(name: str) -> Stemmer:
    """The stemmer of that name; `auto` must have been settled by `stemmer_for` before.

    Raises:
        UnknownNameError: nothing answers to the name.
    """
    if name == NONE:
        return Stemmer(NONE, "", str)
    if name == PORTER_NLTK:
        return Stemmer(name, "", porter.stem)
    if name == PORTER_ORIGINAL:
        return Stemmer(name, "", porter.stem_original)
    if name == SNOWBALL_ENGLISH_2:
        return Stemmer(name, "", porter2.stem)
    if name.startswith(SNOWBALL) and name.removeprefix(SNOWBALL) in _named_languages():
        return Stemmer(name, metadata.version("snowballstemmer"), _snowball(name.removeprefix(SNOWBALL)))
    raise UnknownNameError("stemmer", name, (known for known in stemmer_names() if known != AUTO))


def _snowball(language: str) -> Callable[[str], str]:
    # The library's factory silently gives PyStemmer's objects where that package is installed, of whatever version;
    # the class of the pure Python algorithm is always the one whose version we record.
    try:
        module = import_module(f"snowballstemmer.{language}_stemmer")
    except ModuleNotFoundError as error:
        raise InputError(
            f"the installed snowballstemmer has no algorithm for {language}",
            place=f"stem={SNOWBALL}{language}",
            remedy="Install snowballstemmer 3.1 or newer, or choose another stemmer",
        ) from error
    algorithm = getattr(module, f"{language.capitalize()}Stemmer")()
    cached: Callable[[str], str] = lru_cache(maxsize=porter.CACHED_WORDS)(algorithm.stemWord)
    return cached
