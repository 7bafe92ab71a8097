"""What runs on a Dask worker: sessions of the local engine, kept between partitions.

This module is imported where `distributed` is installed, and nowhere else.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from distributed import Worker, WorkerPlugin, get_worker  # noqa: TID253 - the class below is one of its own

from bench.records import Document
from bench.running import machine
from bench.running.engine import Finished
from bench.running.local import LocalSession
from bench.running.plan import Loaded, Plan


@dataclass(frozen=True, slots=True)
class Answer:
    """What a Dask worker made of a partition, and with what: two that differ in `fingerprint` must not be mixed."""

    loaded: Loaded
    machine: dict[str, str]
    finished: tuple[Finished, ...] = ()
    fit_seconds: float = 0.0

    @property
    def fingerprint(self) -> dict[str, object]:
        """Everything that decides the lists besides the document."""
        return {
            "keyphrase-bench": self.loaded.description.version,
            "Python": self.machine["python"].rpartition(".")[0],
            **self.loaded.description.libraries,
            "configuration": self.loaded.description.configuration,
        }


class ExtractorPlugin(WorkerPlugin):  # type: ignore[misc]  # distributed ships no types
    """Holds one configured extractor ready on a Dask worker: a session for each partition that runs at a time.

    A session is the local engine's with one worker process, so that a document which hangs, dies or eats memory costs
    itself here as it does there, and the Dask worker lives on.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = replace(plan, jobs=1)

    def setup(self, worker: Worker) -> None:
        """Called on each Dask worker, also on those that join later."""
        self._idle: list[LocalSession] = []
        self._lock = Lock()
        self._closed = False
        self._logs = Path(tempfile.mkdtemp(prefix="bench-", dir=worker.local_directory))

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - the library hands it over
        """Let go of the extractors; one that is at work is let go of when its partition ends."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for session in idle:
            session.close()

    def describe(self) -> Answer:
        """Build the extractor and say what it is; it stays ready unless it still needs a corpus."""
        session = self._take(())
        answer = Answer(session.describe(), machine.describe())
        self._give_back(session, keep=not answer.loaded.needs_corpus)
        return answer

    def extract(self, documents: Sequence[Document], corpus: Sequence[Document]) -> Answer:
        """A partition's predictions."""
        session = self._take(corpus)
        keep = False
        try:
            finished = tuple(session.extract(documents, len(documents)))
            answer = Answer(session.describe(), machine.describe(), finished, session.fit_seconds)
            keep = True
        finally:
            self._give_back(session, keep=keep)
        return answer

    def _take(self, corpus: Sequence[Document]) -> LocalSession:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        logs = Path(tempfile.mkdtemp(prefix="session-", dir=self._logs))
        return LocalSession(self._plan, logs, corpus, 1)

    def _give_back(self, session: LocalSession, *, keep: bool) -> None:
        with self._lock:
            keep = keep and not self._closed
            if keep:
                self._idle.append(session)
        if not keep:
            session.close()


def describe(plugin: str) -> Answer:
    """Task: build the extractor of this plug-in on whichever Dask worker this is."""
    held: ExtractorPlugin = get_worker().plugins[plugin]
    return held.describe()


def extract(plugin: str, documents: Sequence[Document], corpus: Sequence[Sequence[Document]]) -> Answer:
    """Task: a partition's predictions, by an extractor fitted on `corpus` where it needs one."""
    held: ExtractorPlugin = get_worker().plugins[plugin]
    return held.extract(documents, [document for chunk in corpus for document in chunk])


def keep(documents: Sequence[Document]) -> Sequence[Document]:
    """Task: a part of a corpus, made again from the scheduler's copy when the Dask worker that holds it dies."""
    return documents
