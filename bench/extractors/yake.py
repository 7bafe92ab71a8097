"""YAKE, as its authors' library computes it.

Ricardo Campos, Vítor Mangaravite, Arian Pasquali, Alípio Jorge, Célia Nunes, Adam Jatowt (2020): YAKE! Keyword
extraction from single documents using multiple local features. Information Sciences 509, 257-289.
"""

import contextlib
import io
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import util
from typing import Protocol

from bench.errors import InputError
from bench.extractors.contract import Description, plain, text_of
from bench.extractors.options import (
    defaults,
    reject_unknown,
    require_between,
    require_choice,
    require_choices,
    require_kind,
)
from bench.extractors.requirements import versions
from bench.extractors.stop_words import yake_code
from bench.records import Document, Keyphrase

_REFUSED = {
    "top": "The length of the list is asked for with each document (--limit)",
    "dedupLim": "It is called dedup_lim since yake 0.6",
    "dedupFunc": "It is called dedup_func since yake 0.6",
    "windowsSize": "It is called window_size since yake 0.6",
}
_FEATURES = ("wrel", "wfreq", "wspread", "wcase", "wpos", "KPF")
_DEDUPLICATION = ("seqm", "sequencematcher", "jaro", "jaro_winkler", "levs")


class _Library(Protocol):
    """What is used of the library, which has no types."""

    config: Mapping[str, object]
    stopword_set: set[str]

    def extract_keywords(self, text: str) -> Sequence[tuple[str, float]]: ...


class Yake:
    """YAKE: statistics of the words of one document (yake).

    Every option is one of `yake.KeywordExtractor`; `lan`, where it is not given, is each document's own language. The
    library's score is 0 or more with lower meaning better, and can be negative for phrases with stop words in them;
    ours is its negative, so that the order is the library's and its figure can be read off.
    """

    def __init__(self, **options: object) -> None:
        from yake import KeywordExtractor

        self._defaults = defaults(KeywordExtractor, without=("top",))
        reject_unknown(options, self._defaults, _REFUSED)
        _check(options)
        self._options = options
        self._extractors: dict[tuple[str, int], _Library] = {}

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """The library's list, in its order.

        Raises:
            RuntimeError: where the library would have given an empty list and logged an error.
        """
        text = text_of(document)
        with _complaints_raised():
            found = self._ready(document.language, limit).extract_keywords(text)
        return [Keyphrase(str(phrase), -float(score)) for phrase, score in found if phrase.strip()]

    def candidates(self, document: Document) -> list[str]:
        """What the library gathers and ranks, in the order of the text, before it drops near repeats.

        It is gathered anew, by the library's own public parts and as its `extract_keywords` does it.
        """
        from yake.data import DataCore

        text = text_of(document)
        if not text:
            return []
        library = self._ready(document.language, 1)
        window, n, limit = (library.config[name] for name in ("window_size", "n", "dedup_lim"))
        gathered = DataCore(
            text=text.replace("\n", " "), stopword_set=library.stopword_set, config={"windows_size": window, "n": n}
        )
        # without its de-duplication the library puts phrases out in lower case
        name = "unique_kw" if limit == 1 else "kw"
        phrases = (str(getattr(each, name)) for each in gathered.candidates.values() if each.is_valid())
        return [phrase for phrase in phrases if phrase.strip()]

    def describe(self) -> Description:
        """Every parameter of the library's extractor."""
        configuration = {**self._defaults, **self._options}
        if "lan" not in self._options:
            configuration["lan"] = "the document's"
        return Description(
            configuration={name: plain(value) for name, value in configuration.items()},
            libraries=versions("yake", "segtok", "jellyfish", "networkx", "numpy"),
            notes=("line breaks are blanks to it: a title, a byline and the first line run together",),
        )

    def _ready(self, document_language: str, limit: int) -> _Library:
        language = str(self._options.get("lan", yake_code(document_language)))
        key = (language, limit)
        if key not in self._extractors:
            self._extractors[key] = self._made(language, limit)
        return self._extractors[key]

    def _made(self, language: str, limit: int) -> _Library:
        from yake import KeywordExtractor

        # it prints a warning for each list of stop words that is not UTF-8
        with contextlib.redirect_stdout(io.StringIO()):
            made: _Library = KeywordExtractor(**{**self._options, "lan": language, "top": limit})
        return made


_CHECKS: dict[str, Callable[[str, object], None]] = {
    "n": lambda name, value: require_between(name, value, 1, whole=True),
    "window_size": lambda name, value: require_between(name, value, 1, whole=True),
    "dedup_lim": lambda name, value: require_between(name, value, 0, 1),
    "dedup_func": lambda name, value: require_choice(name, value, _DEDUPLICATION),
    "features": lambda name, value: require_choices(name, value, _FEATURES),
    "stopwords": lambda name, value: require_kind(name, value, tuple, optional=True),
    "lan": lambda name, value: require_kind(name, value, str),
    "lemmatize": lambda name, value: require_kind(name, value, bool),
    "lemma_aggregation": lambda name, value: require_choice(name, value, ("min", "mean", "max", "harmonic")),
    "lemmatizer": lambda name, value: require_choice(name, value, ("spacy", "nltk")),
}


def _check(options: Mapping[str, object]) -> None:
    for name, value in options.items():
        if name in _CHECKS:
            _CHECKS[name](name, value)
    lemmatizer = str(options.get("lemmatizer", "spacy"))
    if options.get("lemmatize") and util.find_spec(lemmatizer) is None:
        raise InputError(f"lemmatize=true needs {lemmatizer}", remedy="Install with: pip install 'yake[lemmatization]'")


class _Raising(logging.Filter):
    """Turns a warning of the library into an error: it catches every error and answers with an empty list."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno >= logging.WARNING:
            raise RuntimeError(f"yake: {record.getMessage()}")
        return True


@contextlib.contextmanager
def _complaints_raised() -> Iterator[None]:
    logger = logging.getLogger("yake.core.yake")
    judge = _Raising()
    logger.addFilter(judge)
    try:
        yield
    finally:
        logger.removeFilter(judge)
