"""Term frequency times inverse document frequency, as scikit-learn defines it.

Karen Spärck Jones (1972): A statistical interpretation of term specificity and its application in retrieval. Journal
of Documentation 28(1), 11-21.
"""

from collections.abc import Callable, Iterable, Sequence
from heapq import nsmallest
from typing import Protocol

from bench.errors import InputError
from bench.extractors.contract import Description, plain, text_of
from bench.extractors.options import defaults, ngram_range, reject_unknown, require_kind, shown
from bench.extractors.requirements import versions
from bench.extractors.stop_words import Cutter, as_tokens, primary, stop_words
from bench.records import Document, Keyphrase

_REFUSED = {
    "input": "Documents are handed over as text",
    "encoding": "Documents are handed over as text",
    "decode_error": "Documents are handed over as text",
    "ngram_range": "Write ngrams=1-3",
    "vocabulary": "It would leave the fit without effect",
    "dtype": "Scores are 64-bit floats",
    "preprocessor": "A function cannot be written on the command line",
    "tokenizer": "A function cannot be written on the command line",
}


class _Row(Protocol):
    indices: Sequence[int]
    data: Sequence[float]


class _Vectorizer(Cutter, Protocol):
    """What is used of scikit-learn's vectoriser, which has no types."""

    def build_analyzer(self) -> Callable[[str], list[str]]: ...
    def fit(self, texts: Iterable[str]) -> object: ...
    def get_feature_names_out(self) -> Sequence[str]: ...
    def get_params(self) -> dict[str, object]: ...
    def transform(self, texts: Iterable[str]) -> _Row: ...


class Tfidf:
    """TF-IDF of phrases of 1 to 3 words (scikit-learn), fitted on the documents of the data set.

    `stop_words=auto` takes scikit-learn's English list for English and yake's for other languages; `english`, `none`
    and a list `a;b` stand for themselves. Every other option is one of `TfidfVectorizer`. Documents of several
    languages are fitted language by language.
    """

    needs_corpus = True

    def __init__(self, *, ngrams: tuple[int, int] = (1, 3), stop_words: object = "auto", **vectorizer: object) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        known = defaults(TfidfVectorizer, without=_REFUSED)
        reject_unknown(vectorizer, {*known, "ngrams"}, _REFUSED)
        self._ngrams = ngram_range("ngrams", ngrams)
        if stop_words not in ("auto", "english"):
            require_kind("stop_words", stop_words, tuple, optional=True)
        self._stop_words = stop_words
        self._options = vectorizer
        for name, value in vectorizer.items():
            if isinstance(known[name], bool | str) and not isinstance(value, type(known[name])):
                require_kind(name, value, type(known[name]), optional=name == "norm")
        self._fitted: dict[str, tuple[_Vectorizer, Sequence[str]] | None] = {}
        self._try_options()

    def fit(self, documents: Iterable[Document]) -> None:
        """Learn the document frequencies of every phrase, language by language; `documents` are read once."""
        texts: dict[str, list[str]] = {}
        for document in documents:
            texts.setdefault(primary(document.language), []).append(text_of(document))
        self._fitted = {language: self._fit_one(language, corpus) for language, corpus in texts.items()}

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """The `limit` highest values; equal ones in the alphabetical order of the phrases.

        Raises:
            RuntimeError: before `fit`, or for a language of which the corpus had no document.
        """
        language = primary(document.language)
        text = text_of(document)
        if language not in self._fitted:
            raise RuntimeError(f"TF-IDF was not fitted on documents in {language!r}: call fit(documents) first")
        fitted = self._fitted[language]
        if fitted is None:
            return []
        vectorizer, phrases = fitted
        row = vectorizer.transform([text])
        weighed = ((-float(score), str(phrases[index])) for index, score in zip(row.indices, row.data, strict=True))
        return [Keyphrase(phrase, -negative) for negative, phrase in nsmallest(limit, weighed) if phrase.strip()]

    def describe(self) -> Description:
        """Every parameter of the vectoriser, and the note that scores depend on the corpus."""
        parameters = self._vectorizer("en").get_params()
        shown_ones = {name: plain(value) for name, value in parameters.items() if name not in _REFUSED}
        return Description(
            configuration={**shown_ones, "ngrams": list(self._ngrams), "stop_words": plain(self._stop_words)},
            libraries=versions("scikit-learn", *(["yake"] if self._stop_words == "auto" else [])),
            notes=(
                "scores depend on the corpus it was fitted on",
                "it joins words over the stop words that it removed: phrases come out that stand nowhere",
            ),
        )

    def _fit_one(self, language: str, texts: list[str]) -> tuple[_Vectorizer, Sequence[str]] | None:
        vectorizer = self._vectorizer(language)
        analyse = vectorizer.build_analyzer()
        if not any(analyse(text) for text in texts):
            return None  # scikit-learn refuses a corpus of empty documents; to us they are documents without phrases
        vectorizer.fit(texts)
        return vectorizer, vectorizer.get_feature_names_out()

    def _vectorizer(self, language: str) -> _Vectorizer:
        from sklearn.feature_extraction.text import TfidfVectorizer

        words: object = self._stop_words
        if words == "auto":
            words = "english" if language == "en" else tuple(stop_words(language)) or None
        if isinstance(words, tuple | list):
            words = as_tokens(map(str, words), TfidfVectorizer(**self._options))
        made: _Vectorizer = TfidfVectorizer(ngram_range=self._ngrams, stop_words=words, **self._options)
        return made

    def _try_options(self) -> None:
        """Let scikit-learn judge the values now; it does so only when it is fitted."""
        try:
            self._vectorizer("en").fit(["several different words", "several other words"] * 2)
        except TypeError as error:  # what scikit-learn raises for a wrong value is a TypeError and a ValueError
            options = ",".join(f"{name}={shown(value)}" for name, value in self._options.items())
            raise InputError(
                f"{options or 'stop_words'}: {str(error).rstrip('.')}", remedy="Change the value"
            ) from error
        except ValueError:
            return  # bounds on frequency that these sentences do not reach
