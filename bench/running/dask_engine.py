"""The Dask engine: the same plan, handed to the workers of a cluster in partitions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from bench.errors import BenchError, ExtractorError, InputError
from bench.records import Document, Prediction
from bench.running.engine import Engine, Finished, Question
from bench.running.parts import parted
from bench.running.plan import Loaded, Plan

if TYPE_CHECKING:  # the other module needs `distributed`, which only this engine's users have
    from bench.running.dask_plugin import Answer

PARTITION = 16
"""Documents in a partition: what is lost, and done again, when a Dask worker dies."""

CORPUS_CHUNK = 256

AHEAD = 3
"""Partitions handed out for each thread of the cluster, so that none waits; the others stay here."""

CONNECT_SECONDS = 10
WORKERS_SECONDS = 60

_GO_ON = "What is finished is kept: run again, with or without --engine dask, to go on from there"


def dask_engine(scheduler: str) -> Engine:
    """An engine that hands documents to the Dask scheduler at this address ("tcp://host:8786")."""

    def engine(plan: Plan, logs: Path, corpus: Sequence[Document], count: int) -> DaskSession:  # noqa: ARG001 - logs stay where the workers are
        return DaskSession(scheduler, plan, corpus)

    return engine


class DaskSession:
    """One configured extractor, held ready on the workers of a cluster."""

    def __init__(self, scheduler: str, plan: Plan, corpus: Sequence[Document]) -> None:
        """Connect and tell the cluster what to build.

        Raises:
            InputError: `distributed` is not installed, or nothing answers there.
        """
        try:
            import distributed
        except ImportError as error:
            raise InputError(
                "the Dask engine needs the package distributed",
                place="--engine dask",
                remedy="Install it: pip install 'keyphrase-bench[dask]'",
            ) from error
        from bench.running.dask_plugin import ExtractorPlugin

        self._scheduler = scheduler
        self._plan = plan
        self._corpus = corpus
        self._answer: Answer | None = None
        self._plugin = f"bench-{uuid4().hex}"
        self._counted = (0.0, 1)
        self._spread: list[Any] | None = None
        self.fit_seconds = 0.0
        try:
            self._client = distributed.Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise InputError(
                f"no Dask scheduler answers at {scheduler!r}", place="--scheduler", remedy="Start one: dask scheduler"
            ) from error
        try:
            self._client.register_plugin(ExtractorPlugin(plan), name=self._plugin)
        except BaseException as error:
            self._client.close()
            if isinstance(error, ImportError):
                raise self._unlike(f"a Dask worker cannot import {error.name!r}") from error
            raise

    def __enter__(self) -> Self:
        """The session itself."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Let go of the extractors and of the cluster."""
        try:
            if self._client.status == "running":
                self._client.unregister_worker_plugin(self._plugin)
        except OSError:
            pass  # the cluster has gone, and the extractors with it
        finally:
            self._client.close(timeout=1)

    @property
    def jobs(self) -> int:
        """Threads of the cluster, asked for at most once a second."""
        when, threads = self._counted
        if monotonic() - when > 1:
            threads = max(1, sum(self._client.nthreads().values()))
            self._counted = (monotonic(), threads)
        return threads

    @property
    def machine(self) -> Mapping[str, str]:
        """The machine of the Dask worker that answered first."""
        return {} if self._answer is None else {**self._answer.machine, "engine": "dask"}

    def describe(self) -> Loaded:
        """What the extractor says of itself once a Dask worker has built it.

        Raises:
            ExtractorError: it cannot be imported or constructed there.
            BenchError: the cluster has no workers, or the scheduler has gone.
        """
        if self._answer is None:
            from bench.running import dask_plugin

            try:
                self._client.wait_for_workers(1, timeout=WORKERS_SECONDS)
            except TimeoutError as error:
                raise InputError(
                    f"the scheduler has had no worker for {WORKERS_SECONDS} s",
                    place=self._scheduler,
                    remedy=f"Start one: dask worker {self._scheduler}",
                ) from error
            future = self._client.submit(dask_plugin.describe, self._plugin, pure=False)
            self._answer = self._result(future)
        return self._answer.loaded

    def extract(self, documents: Iterable[Document], count: int, question: Question = "extract") -> Iterator[Finished]:
        """Each document with its prediction, as their partitions are finished.

        Raises:
            ExtractorError: the extractor cannot be built somewhere, or is not the same everywhere.
            BenchError: the scheduler has gone.
        """
        from distributed import KilledWorker, as_completed

        if self._spread is None:
            self._spread = self._spread_corpus()
        task, held = _task(self.describe(), self._spread)
        partitions = parted(documents, min(PARTITION, -(-count // (2 * self.jobs))))
        out: dict[Any, tuple[Document, ...]] = {}
        completed = as_completed(loop=self._client.loop)

        def hand_out(these: Iterable[tuple[Document, ...]]) -> None:
            for partition in these:
                future = self._client.submit(task, self._plugin, partition, held, question, pure=False)
                out[future] = partition
                completed.add(future)

        hand_out(islice(partitions, AHEAD * self.jobs))
        try:
            for future in completed:
                partition = out.pop(future)
                try:
                    answer = self._result(future)
                except KilledWorker as error:
                    if len(partition) > 1:
                        hand_out((document,) for document in partition)
                    else:
                        yield partition[0], _lost(partition[0], error)
                else:
                    self._check_alike(answer)
                    self.fit_seconds = self.fit_seconds or answer.fit_seconds
                    yield from answer.finished
                hand_out(islice(partitions, max(0, AHEAD * self.jobs - len(out))))
        finally:
            if out and self._client.status == "running":
                self._client.cancel(list(out))

    def _spread_corpus(self) -> list[Any]:
        """The corpus in parts that every Dask worker can ask for; what dies with one is made again.

        Where the extractor learns in parts, each Dask worker reads some and keeps what it was told of them. The others
        fetch that one by one when they first need it, so none ever holds it all.
        """
        from bench.running import dask_plugin

        if not self.describe().needs_corpus:
            return []
        if self.describe().in_parts:
            told = [
                self._client.submit(dask_plugin.tell, self._plugin, part, key=dask_plugin.told_key(self._plugin, n))
                for n, part in enumerate(parted(self._corpus))
            ]
            self._await(told)
            return told
        documents = iter(self._corpus)
        chunks = iter(lambda: list(islice(documents, CORPUS_CHUNK)), [])
        return [self._client.submit(dask_plugin.keep, chunk, pure=False) for chunk in chunks]

    def _await(self, told: list[Any]) -> None:
        from distributed import KilledWorker, as_completed

        completed = as_completed(loop=self._client.loop)
        completed.update(told)
        try:
            for future in completed:
                if future.status != "finished":
                    self._result(future)
        except KilledWorker as error:
            raise ExtractorError(
                "every Dask worker that learnt a part of the corpus died",
                place=f"extractor {self._plan.name!r} on {self._scheduler}",
                remedy="Give the workers more memory, or see in their logs why they died",
            ) from error

    def _result(self, future: Any) -> "Answer":  # noqa: ANN401 - distributed ships no types
        from concurrent.futures import CancelledError

        try:
            answer: Answer = future.result()
        except CancelledError as error:
            raise BenchError("the Dask scheduler has gone", place=self._scheduler, remedy=_GO_ON) from error
        except ImportError as error:
            raise self._unlike(f"a Dask worker cannot import {error.name!r}") from error
        return answer

    def _check_alike(self, answer: "Answer") -> None:
        first = self._answer
        if first is None or first.fingerprint == answer.fingerprint:
            return
        differ = [name for name in first.fingerprint if first.fingerprint[name] != answer.fingerprint.get(name)]
        pairs = ", ".join(f"{name} {first.fingerprint[name]} and {answer.fingerprint.get(name)}" for name in differ)
        raise self._unlike(f"Dask workers differ: {pairs}")

    def _unlike(self, message: str) -> ExtractorError:
        return ExtractorError(
            message,
            place=f"extractor {self._plan.name!r} on {self._scheduler}",
            remedy="Give every Dask worker the same environment as this one",
        )


def _task(loaded: Loaded, corpus: list[Any]) -> tuple[Any, Any]:
    """The function for the cluster and what it needs to know of the corpus."""
    from bench.running import dask_plugin

    if loaded.in_parts:
        return dask_plugin.extract_told, len(corpus)
    return dask_plugin.extract, corpus


def _lost(document: Document, error: Exception) -> Prediction:
    reason = f"every Dask worker that had it died: {' '.join(str(error).split())}"
    return Prediction(document.id, (), "failed", None, reason[:300])
