"""What moves documents to extractors: the shape that every engine has."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal, Protocol

from bench.records import Document, Prediction
from bench.running.plan import Loaded, Plan

Finished = tuple[Document, Prediction]
"""A document and what became of it; a failure is a prediction too."""


Question = Literal["extract", "candidates"]
"""What is asked of an extractor about a document: its list, or all the phrases that it chooses from.

The answer to either is a prediction; that of candidates has every phrase, without scores.
"""


class Session(Protocol):
    """One configured extractor held ready in workers."""

    @property
    def fit_seconds(self) -> float:
        """What fitting took, 0 where there was nothing to fit."""

    @property
    def jobs(self) -> int:
        """How many documents are worked on at a time."""

    @property
    def machine(self) -> Mapping[str, str]:
        """What is known of the machine that does the work."""

    def describe(self) -> Loaded:
        """What the extractor says of itself; waits until it is built."""

    def extract(self, documents: Iterable[Document], count: int, question: Question = "extract") -> Iterator[Finished]:
        """Each of `count` documents with its prediction, in any order, as they are finished."""


class Engine(Protocol):
    """Starts sessions."""

    def __call__(
        self, plan: Plan, logs: Path, corpus: Sequence[Document], count: int
    ) -> AbstractContextManager[Session]:
        """A session for the plan.

        `logs` is a folder to write into, `corpus` what to fit an extractor on that needs it, `count` how many
        documents there are at most to extract.
        """
