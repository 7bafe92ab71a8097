"""The keybert library, imported quietly and built on an encoder of ours or on sentence-transformers."""

import contextlib
import io
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from bench.errors import InputError
from bench.extractors import minilm
from bench.extractors.requirements import importable
from bench.extractors.stop_words import as_tokens, primary, stop_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Embedded = NDArray[np.float32]


class Library(Protocol):
    """What is used of `keybert.KeyBERT`, which has no types."""

    def extract_keywords(self, docs: str, **options: object) -> Sequence[tuple[str, float]]:
        """Phrases and similarities of one document."""


class _Counter(Protocol):
    def fit(self, texts: Iterable[str]) -> object: ...
    def get_feature_names_out(self) -> Iterable[str]: ...
    def transform(self, texts: Iterable[str]) -> "_Counts": ...


class _Counts(Protocol):
    nnz: int

    def nonzero(self) -> tuple[Iterable[int], Iterable[int]]: ...


def extract_keywords() -> Callable[..., object]:
    """The library's method, for the names and defaults of its options."""
    with _quiet():
        from keybert import KeyBERT
    method: Callable[..., object] = KeyBERT.extract_keywords
    return method


def on_vectors(embed: "Callable[[Sequence[str]], Embedded]") -> Library:
    """KeyBERT whose encoder is `embed`: texts in, one row a text out."""
    with _quiet():
        from keybert import KeyBERT
        from keybert.backend import BaseEmbedder

    class Backend(BaseEmbedder):  # type: ignore[misc]  # keybert has no types
        def embed(self, documents: Iterable[str], verbose: bool = False) -> "Embedded":  # noqa: ARG002 - keybert's
            return embed([str(document) for document in documents])

    library: Library = KeyBERT(Backend())
    return library


def on_sentence_transformers(model: str, *, verified: bool) -> Library:
    """KeyBERT on sentence-transformers; `verified` takes the installed weights after a look at their digests."""
    with _quiet():
        from keybert import KeyBERT
        from sentence_transformers import SentenceTransformer

        if verified and importable(minilm.PACKAGE):
            minilm.verify(minilm.installed())
            model = str(minilm.installed())
        library: Library = KeyBERT(SentenceTransformer(model))
    return library


def candidates(text: str, options: Mapping[str, object]) -> tuple[list[str], int]:
    """The phrases that the library will embed for this document, and how many of them stand in it."""
    counter = _counter(options)
    try:
        counter.fit([text])
    except ValueError:  # the vocabulary is empty; other reasons were found when the options were tried
        return [], 0
    words = [str(word) for word in counter.get_feature_names_out()]
    return words, counter.transform([text]).nnz if options["candidates"] else len(words)


def ranked(text: str, options: Mapping[str, object]) -> list[str]:
    """The phrases of this document that the library chooses from."""
    counter = _counter(options)
    try:
        counter.fit([text])
    except ValueError:  # as above
        return []
    words = list(counter.get_feature_names_out())
    return [str(words[place]) for place in counter.transform([text]).nonzero()[1]]


def stop_words_of(language: str) -> str | list[str] | None:
    """Stop words of a language in the form in which the library takes them."""
    from sklearn.feature_extraction.text import CountVectorizer

    if primary(language) == "en":
        return "english"
    return as_tokens(stop_words(language), CountVectorizer()) or None


def try_candidates(options: Mapping[str, object]) -> None:
    """Let scikit-learn judge the options that keybert hands on to it, whose complaints keybert would keep silent.

    Raises:
        InputError: with scikit-learn's reason.
    """
    match options["keyphrase_ngram_range"]:
        case (int(low), int()):
            sample = "qzx " * low  # no language's stop word
    try:
        _counter(options).fit([sample])
    except (TypeError, ValueError) as error:
        raise InputError(str(error).rstrip("."), remedy="Change the value") from error


def _counter(options: Mapping[str, object]) -> _Counter:
    from sklearn.feature_extraction.text import CountVectorizer

    counter: _Counter = CountVectorizer(
        ngram_range=options["keyphrase_ngram_range"],
        stop_words=options["stop_words"],
        vocabulary=options["candidates"],
    )
    return counter


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Neither progress bars nor a change of the process's warning filters, which keybert makes when imported."""
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        yield
