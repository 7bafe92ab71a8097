"""What runs on a Dask worker: sessions of the local engine, kept between partitions.

This module is imported where `distributed` is installed, and nowhere else.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from distributed import Client, Future, Reschedule, Worker, WorkerPlugin, get_client, get_worker  # noqa: TID253 - the class below is one of its own

from bench.records import Document
from bench.running import machine
from bench.running.engine import Finished, Question
from bench.running.local import LocalSession, Told
from bench.running.parts import Spool
from bench.running.plan import Loaded, Plan

PATIENCE_SECONDS = 10
"""How long a thread of a Dask worker waits for what was said of a part before it makes room for other tasks."""


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
        # its own disk: a home that many machines share is no place for a database
        self._plan = replace(self._plan, caches=worker.local_directory)
        self._idle: list[LocalSession] = []
        self._unfitted: list[LocalSession] = []
        self._lock = Lock()
        self._hearing = Lock()
        self._heard = Spool()
        self._fetched = 0
        self._closed = False
        self._logs = Path(tempfile.mkdtemp(prefix="bench-", dir=worker.local_directory))

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - the library hands it over
        """Let go of the extractors; one that is at work is let go of when its partition ends."""
        with self._lock:
            self._closed = True
            idle, self._idle, self._unfitted = self._idle + self._unfitted, [], []
        for session in idle:
            session.close()
        self._heard.close()

    def describe(self) -> Answer:
        """Build the extractor and say what it is; it stays ready unless it still needs a corpus."""
        session = self._take(())
        answer = Answer(session.describe(), machine.describe())
        self._give_back(session, keep=not answer.loaded.needs_corpus)
        return answer

    def tell(self, documents: Sequence[Document]) -> list[str]:
        """What the extractor says of a part of the corpus."""
        with self._lock:
            session = self._unfitted.pop() if self._unfitted else None
        session = session or self._start(None)
        keep = False
        try:
            told = session.tell(documents)
            keep = True
        finally:
            self._give_back(session, keep=keep, to=self._unfitted)
        return told

    def hear(self, keys: Sequence[str]) -> Told:
        """What all the parts of the corpus told, fetched one by one when it is first needed.

        Raises:
            Reschedule: one of them has been lost and may have to be made again on this very thread.
        """
        with self._hearing:
            client = get_client()
            for key in keys[self._fetched :]:
                for packed in _fetch(key, client):
                    self._heard.append(packed)
                self._fetched += 1
        return self._heard.told

    def extract(self, documents: Sequence[Document], corpus: Sequence[Document] | Told, question: Question) -> Answer:
        """A partition's predictions; `corpus` is documents, or what was said of its parts."""
        session = self._take(corpus)
        keep = False
        try:
            finished = tuple(session.extract(documents, len(documents), question))
            answer = Answer(session.describe(), machine.describe(), finished, session.fit_seconds)
            keep = True
        finally:
            self._give_back(session, keep=keep)
        return answer

    def _take(self, corpus: Sequence[Document] | Told) -> LocalSession:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._start(corpus)

    def _start(self, corpus: Sequence[Document] | Told | None) -> LocalSession:
        return LocalSession(self._plan, Path(tempfile.mkdtemp(prefix="session-", dir=self._logs)), corpus, 1)

    def _give_back(self, session: LocalSession, *, keep: bool, to: list[LocalSession] | None = None) -> None:
        with self._lock:
            keep = keep and not self._closed
            if keep:
                (self._idle if to is None else to).append(session)
        if not keep:
            session.close()


def _fetch(key: str, client: Client) -> list[str]:
    """What another task returned, without depending on it: dependencies are all in memory when a task begins."""
    future = Future(key, client)
    # A future made from a key is told nothing of its task until its client asks, and the library asks in private.
    client._send_to_scheduler({"op": "client-desires-keys", "keys": [key], "client": client.id})  # noqa: SLF001
    try:
        told: list[str] = future.result(timeout=PATIENCE_SECONDS)
    except TimeoutError:
        raise Reschedule from None
    return told


def describe(plugin: str) -> Answer:
    """Task: build the extractor of this plug-in on whichever Dask worker this is."""
    held: ExtractorPlugin = get_worker().plugins[plugin]
    return held.describe()


def tell(plugin: str, documents: Sequence[Document]) -> list[str]:
    """Task: what the extractor says of a part of the corpus."""
    held: ExtractorPlugin = get_worker().plugins[plugin]
    return held.tell(documents)


def extract(
    plugin: str, documents: Sequence[Document], corpus: Sequence[Sequence[Document]], question: Question
) -> Answer:
    """Task: a partition's predictions, by an extractor fitted on `corpus` where it needs one."""
    held: ExtractorPlugin = get_worker().plugins[plugin]
    return held.extract(documents, [document for chunk in corpus for document in chunk], question)


def extract_told(plugin: str, documents: Sequence[Document], parts: int, question: Question) -> Answer:
    """Task: a partition's predictions, by an extractor that learns from what so many tasks were told (see `tell`)."""
    held: ExtractorPlugin = get_worker().plugins[plugin]
    return held.extract(documents, held.hear([told_key(plugin, number) for number in range(parts)]), question)


def told_key(plugin: str, number: int) -> str:
    """The key under which the cluster keeps what was said of a part: naming them all in each task would cost more."""
    return f"{plugin}-told-{number}"


def keep(documents: Sequence[Document]) -> Sequence[Document]:
    """Task: a part of a corpus, made again from the scheduler's copy when the Dask worker that holds it dies."""
    return documents
