"""Frozen values that pass between the rooms; no behaviour beyond what follows from their own fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, overload

Status = Literal["ok", "empty", "failed", "timeout"]
"""`ok`: at least one keyphrase; `empty`: none; `failed`: the extractor raised or died; `timeout`: it was stopped."""

Role = Literal["extractor", "floor", "ceiling", "published", "list", "fused"]
"""What a row of a table stands for; `list` is a list of keyphrases made elsewhere, `fused` made of the other rows'."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article as an extractor sees it.

    `text` is everything there is to read, the title (where there is one) as its first paragraph; a published keyword
    line is never part of it. `title` repeats what the source gives as title, "" where it gives none.
    """

    id: str
    text: str
    language: str = "en"
    title: str = ""


@dataclass(frozen=True, slots=True)
class GoldKeyphrase:
    """A cluster of accepted forms that counts once; the first form is the one to show."""

    forms: tuple[str, ...]
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Negative:
    """A phrase that must not come out, with its kind (`byline`, `glued`, ...) and the annotator's reason."""

    forms: tuple[str, ...]
    kind: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """What one annotator, or the adjudication of several, says of one document.

    `blank_lines` counts the blank lines of a file of one phrase a line, the one after its last line end included. They
    are no keyphrases, but published scores were made that count them.
    """

    gold: tuple[GoldKeyphrase, ...] = ()
    negatives: tuple[Negative, ...] = ()
    blank_lines: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """A document and everything that is known of it but hidden from extractors.

    `published` is the keyword list that came with it. `annotators` holds the separate passes by annotator's name.
    `event` names what several documents have in common (one news event, one source); "" when it stands alone.
    """

    document: Document
    annotation: Annotation = Annotation()
    published: tuple[str, ...] = ()
    annotators: Mapping[str, Annotation] = field(default_factory=dict)
    event: str = ""


@dataclass(frozen=True, slots=True)
class DatasetInfo:
    """What is known of a data set besides its articles.

    `digest` is a sha256 over ids, texts, gold, negatives and published keywords in document order: two data sets that
    could give different numbers have different digests. `has_gold` is false for a folder of bare texts.
    `problems` are sentences about what was found and counted while reading (a gold file without an article, ...).
    `gold_stem` names the stemmer whose stems the gold already is, "" where it is words: such gold must not be stemmed
    again, and only be compared with stems of the same stemmer.
    """

    name: str
    digest: str
    version: str = "1"
    language: str = "en"
    licence: str = ""
    source: str = ""
    annotation: str = ""
    format: str = ""
    has_gold: bool = True
    problems: tuple[str, ...] = ()
    gold_stem: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Articles with what is known of the set; ids are unique and in the order of the source.

    Many articles are no tuple but a sequence that reads each one when it is asked for (`bench.shelf`).
    """

    info: DatasetInfo
    articles: Sequence[Article]

    @property
    def documents(self) -> Sequence[Document]:
        """The documents alone: all that running may see."""
        if isinstance(self.articles, tuple):
            return tuple(article.document for article in self.articles)
        return _Documents(self.articles)


class _Documents(Sequence[Document]):
    """The documents of articles that are read when they are asked for."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = articles

    def __len__(self) -> int:
        return len(self._articles)

    @overload
    def __getitem__(self, at: int) -> Document: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Document, ...]: ...
    def __getitem__(self, at: int | slice) -> Document | tuple[Document, ...]:
        if isinstance(at, slice):
            return tuple(article.document for article in self._articles[at])
        return self._articles[at].document

    def __iter__(self) -> Iterator[Document]:
        return (article.document for article in self._articles)


@dataclass(frozen=True, slots=True)
class Keyphrase:
    """A phrase that an extractor put out; a higher score is better, None where it gives none."""

    phrase: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """What one extractor said of one document, best first.

    `seconds` is the wall time of this document alone, None where the list was made elsewhere. `error` is the one-line
    reason of a `failed` or `timeout` status.
    """

    document_id: str
    keyphrases: tuple[Keyphrase, ...] = ()
    status: Status = "ok"
    seconds: float | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class RunInfo:
    """How a run was made. Everything needed to make it again, and to say what it cost.

    `name` is the row's name as asked for ("keybert:ngrams=1-3,mmr=0.5"); `extractor` the plug-in's name.
    `configuration` is the effective one, after the library's own defaults. `corpus` is the digest of the documents
    that a corpus-based extractor was fitted on ("" for none), `transductive` says they were the test set itself.
    `load_seconds` is import and construction, `fit_seconds` the fit, `seconds` the wall time of the whole run.
    `repeats` above 1 says that the run was made for its times, alone and so often, and that they are medians. `note` is
    what a reader of the row must know, `timing_note` what concerns its times alone.
    """

    name: str
    extractor: str
    dataset: str
    dataset_digest: str
    version: str = ""
    role: Role = "extractor"
    configuration: Mapping[str, object] = field(default_factory=dict)
    libraries: Mapping[str, str] = field(default_factory=dict)
    corpus: str = ""
    transductive: bool = False
    limit: int = 20
    started: str = ""
    seconds: float = 0.0
    load_seconds: float = 0.0
    fit_seconds: float = 0.0
    jobs: int = 1
    repeats: int = 1
    machine: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    timing_note: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One configured extractor over one data set.

    `candidates` are the phrases that the extractor chose from, by document id: empty where it does not tell, or was not
    asked. Many predictions are read when they are asked for, as a data set's articles are.
    """

    info: RunInfo
    predictions: Sequence[Prediction]
    candidates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
