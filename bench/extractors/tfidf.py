"""Term frequency times inverse document frequency, as scikit-learn defines it.

Karen Spärck Jones (1972): A statistical interpretation of term specificity and its application in retrieval. Journal
of Documentation 28(1), 11-21.
"""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from heapq import nsmallest
from typing import Any, Literal, Protocol

from bench.errors import InputError
from bench.extractors.contract import Description, plain, text_of
from bench.extractors.frequencies import Frequencies
from bench.extractors.options import defaults, ngram_range, reject_unknown, require_kind, shown
from bench.extractors.requirements import versions
from bench.extractors.stop_words import Cutter, as_tokens, primary, stop_words
from bench.records import Document, Keyphrase

_REFUSED = {
    "input": "Documents are handed over as text",
    "encoding": "Documents are handed over as text",
    "decode_error": "Documents are handed over as text",
    "vocabulary": "It would leave the fit without effect",
    "dtype": "Scores are 64-bit floats",
    "preprocessor": "A function cannot be written on the command line",
    "tokenizer": "A function cannot be written on the command line",
}


class _Vectorizer(Cutter, Protocol):
    """What is used of scikit-learn's vectoriser, which has no types."""

    binary: bool
    max_df: float
    max_features: int | None
    min_df: float
    norm: Literal["l1", "l2"] | None
    smooth_idf: bool
    sublinear_tf: bool
    use_idf: bool

    def build_analyzer(self) -> Callable[[str], list[str]]: ...
    def fit(self, texts: Iterable[str]) -> object: ...
    def get_params(self) -> dict[str, object]: ...


@dataclass(frozen=True, slots=True)
class _Language:
    """What was learnt of the documents in one language; `chosen` bounds the phrases where their number is bounded."""

    vectorizer: _Vectorizer
    analyse: Callable[[str], list[str]]
    frequencies: Frequencies
    least: float
    most: float
    chosen: frozenset[str] | None

    def known(self, phrases: Sequence[str], text: str) -> list[tuple[str, int]]:
        """Those of a text's phrases that belong to the vocabulary, with their document frequencies."""
        pairs = zip(phrases, self.frequencies.of(phrases, _digest(text)), strict=True)
        least = max(self.least, 1)
        return [
            (phrase, frequency)
            for phrase, frequency in pairs
            if least <= frequency <= self.most and (self.chosen is None or phrase in self.chosen)
        ]


class Tfidf:
    """TF-IDF of phrases of 1 to 3 words (scikit-learn), fitted on the documents of the data set.

    `ngrams=1-3` is the library's ngram_range, read too. `stop_words=auto` takes scikit-learn's English list for
    English and yake's for other languages; `english`, `none` and a list `a;b` stand for themselves. Every other option
    is one of `TfidfVectorizer`. Documents of several languages are fitted language by language.
    """

    needs_corpus = True

    def __init__(
        self, *, ngrams: tuple[int, int] | None = None, stop_words: object = "auto", **vectorizer: object
    ) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        known = defaults(TfidfVectorizer, without=_REFUSED)
        reject_unknown(vectorizer, {*known, "ngrams"}, _REFUSED)
        self._ngrams = _one_range(ngrams, vectorizer.pop("ngram_range", None))
        if stop_words not in ("auto", "english"):
            require_kind("stop_words", stop_words, tuple, optional=True)
        self._stop_words = stop_words
        self._options = vectorizer
        for name, value in vectorizer.items():
            if isinstance(known[name], bool | str) and not isinstance(value, type(known[name])):
                require_kind(name, value, type(known[name]), optional=name == "norm")
        self._fitted: dict[str, _Language | None] = {}
        self._try_options()

    def fit(self, documents: Iterable[Document]) -> None:
        """Learn the document frequencies of every phrase, language by language; `documents` are read once.

        What is held in memory does not grow with the corpus.
        """
        self._fitted = self._settled(self._counted(documents))

    def fit_part(self, documents: Iterable[Document]) -> dict[str, list[object]]:
        """For each language the number of documents, the phrases, their frequencies and totals, and the texts' digests.

        Totals are those that bounding the number of phrases needs, an empty list where it is not bounded.
        """
        part: dict[str, list[object]] = {}
        for language, counted in self._counted(documents).items():
            rows = list(counted.counts())
            totals = [total for _, _, total in rows] if self._with_totals else []
            phrases, frequencies = [row[0] for row in rows], [row[1] for row in rows]
            part[language] = [counted.documents, phrases, frequencies, totals, sorted(counted.texts)]
        return part

    def fit_merged(self, parts: Iterable[Mapping[str, Sequence[Any]]]) -> None:
        """Learn from what `fit_part` said of each part of a corpus, in any order; `parts` are read once."""
        merged: dict[str, Frequencies] = {}
        for part in parts:
            for language, told in part.items():
                merged.setdefault(language, Frequencies(with_totals=self._with_totals)).add(*told)
        self._fitted = self._settled(merged)

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """The `limit` highest values; equal ones in the alphabetical order of the phrases.

        Raises:
            RuntimeError: before `fit`, or for a language of which the corpus had no document.
        """
        fitted, counts, known = self._counted_in(document)
        if fitted is None:
            return []
        weighed = zip(_values(fitted, counts, known), known, strict=True)
        best = nsmallest(limit, ((-value, phrase) for value, (phrase, _) in weighed))
        return [Keyphrase(phrase, -negative) for negative, phrase in best if phrase.strip()]

    def candidates(self, document: Document) -> list[str]:
        """The document's phrases that have a value, in alphabetical order.

        Raises:
            RuntimeError: as `extract`.
        """
        _, _, known = self._counted_in(document)
        return [phrase for phrase, _ in known if phrase.strip()]

    def describe(self) -> Description:
        """Every parameter of the vectoriser, and the note that scores depend on the corpus."""
        parameters = self._vectorizer("en").get_params()
        shown_ones = {
            name: plain(value) for name, value in parameters.items() if name not in {*_REFUSED, "ngram_range"}
        }
        return Description(
            configuration={**shown_ones, "ngrams": list(self._ngrams), "stop_words": plain(self._stop_words)},
            libraries=versions("scikit-learn", *(["yake"] if self._stop_words == "auto" else [])),
            notes=(
                "scores depend on the corpus it was fitted on",
                "it joins words over the stop words that it removed: phrases come out that stand nowhere",
            ),
        )

    def _counted_in(self, document: Document) -> tuple[_Language | None, Mapping[str, int], list[tuple[str, int]]]:
        """What was learnt of the language, how often each phrase stands here, and which of them were learnt."""
        language, text = primary(document.language), text_of(document)
        if language not in self._fitted:
            raise RuntimeError(f"TF-IDF was not fitted on documents in {language!r}: call fit(documents) first")
        fitted = self._fitted[language]
        if fitted is None:
            return None, {}, []
        counts = Counter(fitted.analyse(text))
        return fitted, counts, fitted.known(sorted(counts), text)

    @property
    def _with_totals(self) -> bool:
        return self._options.get("max_features") is not None

    def _counted(self, documents: Iterable[Document]) -> dict[str, Frequencies]:
        counted: dict[str, Frequencies] = {}
        analysers: dict[str, Callable[[str], list[str]]] = {}
        for document in documents:
            language = primary(document.language)
            if language not in counted:
                counted[language] = Frequencies(with_totals=self._with_totals)
                analysers[language] = self._vectorizer(language).build_analyzer()
            text = text_of(document)
            counted[language].count(Counter(analysers[language](text)), _digest(text))
        return counted

    def _settled(self, counted: Mapping[str, Frequencies]) -> dict[str, _Language | None]:
        # scikit-learn refuses a corpus of empty documents; to us they are documents without phrases.
        return {name: self._learnt(name, counts) if counts else None for name, counts in counted.items()}

    def _learnt(self, language: str, frequencies: Frequencies) -> _Language:
        """The bounds on frequency as scikit-learn reads them: shares where they are no whole numbers.

        Raises:
            ValueError: no phrase is left, in scikit-learn's words.
        """
        vectorizer = self._vectorizer(language)
        least, most = (
            bound if isinstance(bound, int) else bound * frequencies.documents
            for bound in (vectorizer.min_df, vectorizer.max_df)
        )
        if most < least:
            raise ValueError("max_df corresponds to < documents than min_df")
        chosen = None
        if vectorizer.max_features is not None:
            chosen = _most_frequent(frequencies, least, most, vectorizer.max_features, binary=vectorizer.binary)
        is_empty = not chosen if chosen is not None else not any(least <= n <= most for _, n, _ in frequencies.counts())
        if is_empty:
            raise ValueError("After pruning, no terms remain. Try a lower min_df or a higher max_df.")
        frequencies.settle()
        return _Language(vectorizer, vectorizer.build_analyzer(), frequencies, least, most, chosen)

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


def _one_range(ngrams: object, library: object) -> tuple[int, int]:
    """The range of words under the one name or the other, 1-3 under neither."""
    if ngrams is not None and library is not None:
        raise InputError("ngrams and ngram_range say the same thing", remedy="Leave one of them out")
    if library is not None:
        return ngram_range("ngram_range", library)
    return (1, 3) if ngrams is None else ngram_range("ngrams", ngrams)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _values(fitted: _Language, counts: Mapping[str, int], known: Sequence[tuple[str, int]]) -> list[float]:
    """scikit-learn's values of a document's phrases, operation by operation in the same order, so to the last bit."""
    if not known:
        return []
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.preprocessing import normalize

    vectorizer = fitted.vectorizer
    data = np.array([1 if vectorizer.binary else counts[phrase] for phrase, _ in known], dtype=np.float64)
    if vectorizer.sublinear_tf:
        data = np.log(data) + 1.0
    if vectorizer.use_idf:
        smooth = int(vectorizer.smooth_idf)
        frequencies = np.array([frequency for _, frequency in known], dtype=np.float64) + smooth
        data *= np.log(np.full_like(frequencies, fitted.frequencies.documents + smooth) / frequencies) + 1.0
    if vectorizer.norm is not None:
        row = csr_matrix((data, np.arange(len(data)), np.array([0, len(data)])), shape=(1, len(data)))
        data = normalize(row, norm=vectorizer.norm, copy=False).data
    values: list[float] = data.tolist()
    return values


def _most_frequent(
    frequencies: Frequencies, least: float, most: float, bound: int, *, binary: bool
) -> frozenset[str] | None:
    """The `bound` phrases that stand most often in the corpus, chosen among equals as scikit-learn does; None for all.

    Holds two numbers a phrase, not the phrases.
    """
    import numpy as np

    within, totals = array("q"), array("q")
    for place, (_, frequency, total) in enumerate(frequencies.in_order()):
        if least <= frequency <= most:
            within.append(place)
            totals.append(frequency if binary else total)
    if len(within) <= bound:
        return None
    chosen = {within[int(i)] for i in (-np.asarray(totals)).argsort()[:bound]}
    return frozenset(phrase for i, (phrase, _, _) in enumerate(frequencies.in_order()) if i in chosen)
