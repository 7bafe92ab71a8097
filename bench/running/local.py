"""The local engine: worker processes on this machine, driven by one loop over their pipes."""

import selectors
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Self

from bench.errors import ExtractorError, InputError
from bench.records import Document, Keyphrase, Prediction, Status
from bench.running import machine
from bench.running.engine import Finished, Question
from bench.running.pace import NAP_SECONDS, ahead, nap
from bench.running.parts import DOCUMENTS, Parts
from bench.running.plan import Loaded, Plan
from bench.running.process import WorkerProcess
from bench.running.seat import TICK_SECONDS, Seat
from bench.running.todo import Todo
from bench.running.wire import Message, pack_document
from bench.running.worker import shorten

WATCH_SECONDS = 0.05
"""How often the memory of workers is looked at where it is bounded."""

LOSSES = 3
"""How many workers in a row may be lost before they have extracted anything: one may have been killed from outside."""

CORPUS_CHUNK = 64

Told = Callable[[], Iterable[str]]
"""What was said of the parts of a corpus, as often as a worker must hear it."""


class LocalSession:
    """Worker processes that hold one configured extractor, from start to close."""

    def __init__(self, plan: Plan, logs: Path, corpus: Sequence[Document] | Told | None, count: int) -> None:
        """Start as many workers as `count` documents can keep busy.

        `corpus` is what an extractor that needs one is fitted on, or what was said of its parts (see `tell`), or None
        where it is not to be fitted; `logs` is a folder. Several workers each read a part of the corpus, where the
        extractor can learn so, and hear what was said of the others.

        Raises:
            InputError: memory is bounded where it cannot be watched.
        """
        if plan.memory is not None and not Path("/proc/self/statm").exists():
            raise InputError(
                "the memory of workers cannot be watched on this system", place="--memory", remedy="Leave it out"
            )
        self._plan = plan
        self._logs = logs
        self._corpus = () if callable(corpus) or corpus is None else corpus
        self._told: Told | None = corpus if callable(corpus) else None
        self._only_tells = corpus is None
        self._parts: Parts | None = None
        self._begun = 0.0
        self._question: Question = "extract"
        self._selector = selectors.DefaultSelector()
        self._seats: list[Seat] = []
        self._loaded: Loaded | None = None
        self._lost = 0
        self.jobs = plan.jobs
        self.machine = machine.describe()
        self.fit_seconds = 0.0
        try:
            for _ in range(max(1, min(plan.jobs, count))):
                self._add_worker()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        """The session itself."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Kill the workers."""
        self.close()

    def close(self) -> None:
        """Kill the workers; a second call does nothing."""
        while self._seats:
            self._dismiss(self._seats[-1])
        self._selector.close()
        if self._parts is not None:
            self._parts.close()

    def describe(self) -> Loaded:
        """What the extractor says of itself once it is built.

        Raises:
            ExtractorError: it cannot be imported or constructed.
        """
        while self._loaded is None:
            if not self._seats:
                self._add_worker()
            for _ in self._step(Todo((), 0, 1)):
                pass
        return self._loaded

    def tell(self, documents: Iterable[Document]) -> list[str]:
        """What the extractor says of parts of a corpus, for other sessions; this one must be without a corpus itself.

        Raises:
            ExtractorError: it cannot be built, or fails on them.
        """
        self._parts = Parts(documents)
        while not self._parts.is_complete:
            if not self._seats:
                self._add_worker()
            for _ in self._step(Todo((), 0, 1)):
                pass
        told = list(self._parts.told())
        self._parts.close()
        self._parts = None
        return told

    def extract(self, documents: Iterable[Document], count: int, question: Question = "extract") -> Iterator[Finished]:
        """Each of `count` documents with its prediction, as they are finished.

        Raises:
            ExtractorError: a worker cannot be started or fitted; a document's failure is a prediction.
        """
        self._question = question
        is_batched = self.describe().many and question == "extract"
        batch = min(self._plan.batch, -(-count // (2 * self._plan.jobs))) if is_batched else 1
        todo = Todo(documents, count, batch, self._plan.jobs)
        while True:
            while len(self._seats) < min(self._plan.jobs, todo.count):
                self._add_worker()
            if not todo.count and not any(seat.jobs for seat in self._seats):
                return
            yield from self._step(todo)

    def _add_worker(self) -> None:
        number = next(n for n in range(len(self._seats) + 1) if all(seat.number != n for seat in self._seats))
        seat = Seat(number, WorkerProcess(self._plan, self._logs / f"worker-{number}.log"))
        self._seats.append(seat)
        self._selector.register(seat.worker.reader, selectors.EVENT_READ, seat)

    def _dismiss(self, seat: Seat) -> None:
        self._seats.remove(seat)
        self._selector.unregister(seat.worker.reader)
        if seat.worker.writer in self._selector.get_map():
            self._selector.unregister(seat.worker.writer)
        seat.worker.close()

    def _step(self, todo: Todo) -> Iterator[Finished]:
        for seat in self._seats:
            self._feed(seat, todo)
        if todo.count:
            sleep(nap((seat.left() for seat in self._seats), self._longest_nap()))
        self._wait()
        for seat in list(self._seats):
            yield from self._hear(seat, todo)
            if seat.state == "retired":
                self._let_go(seat, todo)
            elif seat.worker.ended or seat.left_its_pipe():
                yield from self._hear(seat, todo)
                yield from self._bury(seat, todo)
            elif cause := seat.overstepped(self._plan):
                yield from self._stop(seat, cause, todo)

    def _hear(self, seat: Seat, todo: Todo) -> Iterator[Finished]:
        for message in seat.worker.receive():
            yield from self._handle(seat, message, todo)

    def _stop(self, seat: Seat, cause: str, todo: Todo) -> Iterator[Finished]:
        """Kill a worker for what it is at, which pays; nobody does where that came in while it was looked into."""
        at = seat.at
        yield from self._hear(seat, todo)
        if seat.at != at:
            return
        seat.worker.kill()
        yield from self._hear(seat, todo)
        if seat.at == at:
            yield from self._bury(seat, todo, cause)
        else:
            self._let_go(seat, todo)

    def _let_go(self, seat: Seat, todo: Todo) -> None:
        """End a worker without blame: whatever it has not answered goes back."""
        self._dismiss(seat)
        if seat.part and self._parts is not None:
            self._parts.put_back(seat.part)
        for job in reversed(seat.jobs):
            todo.put_back(job)
        seat.jobs.clear()

    def _feed(self, seat: Seat, todo: Todo) -> None:
        if seat.state == "learning":
            self._teach(seat)
        depth = min(ahead(seat.pace), max(1, todo.count // (2 * self._plan.jobs)))
        while seat.state == "ready" and todo.count and len(seat.jobs) < depth:
            job = todo.take(single=not seat.fed)
            if not job:
                return
            seat.fed = True
            if not seat.jobs:
                seat.since = monotonic()
            seat.jobs.append(job)
            seat.worker.send(iter([[self._question, [pack_document(document) for document in job]]]))

    def _teach(self, seat: Seat) -> None:
        """Hand over a part of the corpus, or what was said of all of them."""
        if self._parts is not None and not seat.part and (part := self._parts.take()):
            seat.part = part
            seat.worker.send(iter([["part", [pack_document(document) for document in part]]]))
        told = self._parts.told if self._parts is not None and self._parts.is_complete else self._told
        if told is not None and not self._only_tells:
            seat.state = "fitting"
            seat.worker.send(_messages("merge", "told", told()))

    def _wait(self) -> None:
        now = monotonic()
        pause = TICK_SECONDS if self._plan.memory is None else WATCH_SECONDS
        for seat in self._seats:
            bound = seat.bound(self._plan)
            pause = pause if bound is None else min(pause, seat.since + bound - now)
            registered = seat.worker.writer in self._selector.get_map()
            if seat.worker.wants_to_write and not registered:
                self._selector.register(seat.worker.writer, selectors.EVENT_WRITE, seat)
            elif registered and not seat.worker.wants_to_write:
                self._selector.unregister(seat.worker.writer)
        for key, events in self._selector.select(max(0.0, pause)):
            if events & selectors.EVENT_WRITE:
                key.data.worker.write()

    def _handle(self, seat: Seat, message: Message, todo: Todo) -> Iterator[Finished]:
        word, content, *more = message
        if word == "refused":
            place = content["place"] or f"extractor {self._plan.name!r}"
            remedy = content["remedy"] or seat.worker.where_to_look()
            raise ExtractorError(content["message"], place=place, remedy=remedy)
        if word == "done":
            sound, seat.worker.log_read = more
            seat.state = "ready" if sound else "retired"
            yield from self._record(seat, content, todo)
        elif word == "fitted":
            self.fit_seconds = self.fit_seconds or (monotonic() - self._begun if self._parts else content)
            seat.state = "ready"
        elif word == "part" and self._parts is not None:
            self._lost = 0
            seat.part = ()
            self._parts.keep(content)
        else:
            loaded = Loaded.unpack(content)
            self._loaded = self._loaded or loaded
            seat.state = self._begin_fit(seat, loaded) if loaded.needs_corpus else "ready"
        seat.since = monotonic()

    def _begin_fit(self, seat: Seat, loaded: Loaded) -> str:
        """Let the worker learn, in parts where that spares work; the state it is in from now on."""
        if self._only_tells or self._told is not None or self._parts is not None:
            return "learning"
        if loaded.in_parts and len(self._seats) > 1 and len(self._corpus) > DOCUMENTS:
            self._parts, self._begun = Parts(self._corpus), monotonic()
            return "learning"
        documents = map(pack_document, self._corpus)
        seat.worker.send(_messages("fit", "corpus", iter(lambda: list(islice(documents, CORPUS_CHUNK)), [])))
        return "fitting"

    def _record(self, seat: Seat, answers: list[Any], todo: Todo) -> Iterator[Finished]:
        job = seat.answered(sum(seconds for _, seconds, *_ in answers))
        self._lost = 0
        for document, (status, seconds, pairs, error) in zip(job, answers, strict=False):
            keyphrases = tuple(Keyphrase(phrase, score) for phrase, score in pairs)
            yield document, Prediction(document.id, keyphrases, status, seconds, error)
        todo.put_back(job[len(answers) :])

    def _longest_nap(self) -> float:
        """Short beside the seconds that a document may take; none where memory is watched."""
        if self._plan.memory is not None:
            return 0.0
        return NAP_SECONDS if self._plan.timeout is None else min(NAP_SECONDS, self._plan.timeout / 10)

    def _bury(self, seat: Seat, todo: Todo, cause: str = "") -> Iterator[Finished]:
        """Let go of a worker that is gone: its first unfinished document pays for it, the others go back.

        `cause` says in words which bound it overstepped, if it was killed for that.
        """
        seconds = monotonic() - seat.since
        seat.worker.kill()
        reason = cause or seat.worker.death()
        head = seat.jobs.popleft() if seat.jobs and seat.state == "ready" else ()
        self._let_go(seat, todo)
        if seat.state != "ready":
            self._lost += 1
            if self._lost < LOSSES and not cause:
                return
            raise ExtractorError(
                f"the worker was lost while {seat.state}: {reason}",
                place=f"extractor {self._plan.name!r}",
                remedy=seat.worker.where_to_look(),
            )
        if len(head) > 1:
            todo.put_back(head)
        elif head:
            status: Status = "timeout" if cause.startswith("took") else "failed"
            yield head[0], Prediction(head[0].id, (), status, seconds, shorten(reason))


def _messages(begin: str, word: str, contents: Iterable[object]) -> Iterator[Message]:
    yield [begin, None]
    for content in contents:
        yield [word, content]
    yield ["end", None]
