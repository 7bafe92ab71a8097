"""One configured extractor over documents: what is kept is taken from the journal, the rest is extracted."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bench.errors import BenchError, ExtractorError, InputError
from bench.records import Document, Prediction, Run, RunInfo
from bench.running import digests
from bench.running.engine import Engine, Session
from bench.running.journal import Journal, held, remember, remembered
from bench.running.kept import Kept
from bench.running.local import LocalSession
from bench.running.plan import Loaded, Plan, Progress
from bench.running.run_info import run_info
from bench.running.store import dataset_folder, write_predictions
from bench.shelf import shelved_predictions

STOP_AFTER = 5
"""An extractor that fails on each of so many documents, and has done none, is not tried on the rest."""

OnProgress = Callable[[Progress], None]


class RunInterruptedError(BenchError):
    """The user stopped the run; what was finished is kept."""

    exit_code = 130


def run(
    plan: Plan,
    documents: Sequence[Document],
    *,
    dataset: str = "",
    digest: str = "",
    out: Path | None = None,
    corpus: Sequence[Document] | None = None,
    on_progress: OnProgress | None = None,
    engine: Engine = LocalSession,
) -> Run:
    """Run the plan's extractor over `documents`; predictions come in their order.

    `dataset` and `digest` name the data set in the run's record. Finished documents are kept under
    `<out>/<dataset>/.journal/` and not extracted again; with `out` None nothing is kept. An extractor that needs a
    corpus is fitted on `corpus`, or on the documents themselves, which the record then says (transductive).

    Raises:
        InputError: an id that comes twice.
        RunInterruptedError: on Ctrl-C.
        ExtractorError: it cannot be built, or fails on every document.
        BenchError: another run writes to the same place; a full disk.
    """
    with _completed(
        plan=plan,
        documents=documents,
        dataset=dataset,
        digest=digest,
        out=out,
        corpus=corpus,
        on_progress=on_progress,
        engine=engine,
    ) as (info, kept, keys):
        return Run(info, shelved_predictions(map(kept.lists.prediction, keys)), dict(kept.candidates(keys)))


def run_to_folder(
    plan: Plan,
    documents: Sequence[Document],
    *,
    dataset: str,
    digest: str,
    out: Path,
    corpus: Sequence[Document] | None = None,
    on_progress: OnProgress | None = None,
    engine: Engine = LocalSession,
) -> Path:
    """`run`, written to its folder under `out` without holding the predictions in memory; returns the folder."""
    with _completed(
        plan=plan,
        documents=documents,
        dataset=dataset,
        digest=digest,
        out=out,
        corpus=corpus,
        on_progress=on_progress,
        engine=engine,
    ) as (info, kept, keys):
        return write_predictions(out, info, map(kept.lists.prediction, keys), kept.candidates(keys))


@contextmanager
def _completed(
    *,
    plan: Plan,
    documents: Sequence[Document],
    dataset: str,
    digest: str,
    out: Path | None,
    corpus: Sequence[Document] | None,
    on_progress: OnProgress | None,
    engine: Engine,
) -> Iterator[tuple[RunInfo, Kept, list[str]]]:
    """Journals that hold every document, closed afterwards."""
    keys = _keys(documents)
    fitted_on = keys if corpus is None else [digests.of_document(document) for document in corpus]
    with _scratch() if out is None else _nothing() as scratch:
        folder = Path(scratch) if out is None else dataset_folder(out, dataset) / ".journal"
        code = digests.code(plan)
        asked = digests.asked(plan, code)
        fit_documents = documents if corpus is None else corpus
        task = _Task(plan, documents, keys, fit_documents, fitted_on, folder, code, asked, on_progress, engine)
        with held(folder, asked):
            loaded, kept = task.complete()
            with kept:
                info = run_info(
                    plan,
                    loaded,
                    kept.lists.sessions,
                    dataset=dataset,
                    digest=digest,
                    corpus=task.corpus_digest(loaded),
                    transductive=corpus is None,
                )
                yield info, kept, keys


@contextmanager
def _scratch() -> Iterator[str]:
    """A folder that goes when it is done with, unless an extractor failed: the error names its log."""
    folder = tempfile.mkdtemp(prefix="bench-")
    is_named = False
    try:
        yield folder
    except ExtractorError:
        is_named = any(Path(folder).rglob("*.log"))
        raise
    finally:
        if not is_named:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _nothing() -> Iterator[str]:
    yield ""


def _keys(documents: Sequence[Document]) -> list[str]:
    seen: set[str] = set()
    keys = []
    for document in documents:
        if document.id in seen:
            raise InputError(f"the document id {document.id!r} comes twice", remedy="Give each document its own id")
        seen.add(document.id)
        keys.append(digests.of_document(document))
    return keys


@dataclass(frozen=True)
class _Task:
    plan: Plan
    documents: Sequence[Document]
    keys: list[str]
    corpus: Sequence[Document]
    fitted_on: list[str]
    folder: Path
    code: digests.Code
    asked: str
    on_progress: OnProgress | None
    engine: Engine

    def complete(self) -> tuple[Loaded, Kept]:
        """The journals with everything in them, open."""
        known = None if self.plan.fresh else self._remembered()
        count, untold = len(self.keys), 0
        if known is not None:
            kept = self._open(known)
            count, untold = len(self._missing(kept)), len(kept.untold(self.keys, retry=self.plan.retry_failed))
            if not count and not untold:
                self._report(len(self.keys), self._kept_failures(kept.lists))
                return known, kept
            kept.close()
        logs = self.folder / f"log-{self.asked}"
        try:
            logs.mkdir(parents=True, exist_ok=True)
            for log in logs.glob("*.log"):
                log.unlink()
        except OSError as error:
            raise BenchError(
                f"cannot be written ({error.strerror or error})", place=str(logs), remedy="Give another --out"
            ) from error
        try:
            return self._extract(logs, max(count, untold))
        except ExtractorError:
            if known is None or count:
                raise
            return known, self._open(known)
        finally:
            for log in logs.glob("*.log"):
                if not log.stat().st_size:
                    log.unlink()

    def _extract(self, logs: Path, count: int) -> tuple[Loaded, Kept]:
        begun, started = perf_counter(), datetime.now(UTC).isoformat(timespec="seconds")
        kept: Kept | None = None
        try:
            with self.engine(self.plan, logs, self.corpus, count) as session:
                loaded = session.describe()
                kept = self._open(loaded, fresh=self.plan.fresh)
                remember(self.folder, self.asked, _memory(loaded))
                cost: dict[str, object] = {
                    "started": started,
                    "load_seconds": loaded.load_seconds,
                    "jobs": session.jobs,
                    "machine": session.machine,
                }
                if self._missing(kept) or not kept.lists.sessions:
                    before = sum(key in kept.lists for key in self.keys)
                    try:
                        self._work(session, kept, logs)
                    finally:
                        cost |= {"fit_seconds": session.fit_seconds, "seconds": perf_counter() - begun}
                        cost["before"] = before
                        kept.lists.append_session(cost)
                else:
                    self._report(len(self.keys), self._kept_failures(kept.lists))
                retry = self.plan.retry_failed
                kept.ask(session, self.documents, self.keys, retry=retry, on_told=self._report_told)
        except BaseException as error:
            done = 0 if kept is None else sum(key in kept.lists for key in self.keys)
            if kept is not None:
                kept.close()
            if isinstance(error, KeyboardInterrupt):
                raise RunInterruptedError(
                    f"stopped: {done} of {len(self.keys)} documents of {self.plan.name} are finished and kept",
                    remedy="Give the same command again to go on",
                ) from None
            raise
        return loaded, kept

    def _work(self, session: Session, kept_before: Kept, logs: Path) -> None:
        journal, missing = kept_before.lists, self._missing(kept_before)
        kept = len(self.keys) - len(missing)
        known_good = any(key in journal and not journal.has_failed(key) for key in self.keys)
        failed, failed_before = 0, 0 if self.plan.retry_failed else self._kept_failures(journal)
        self._report(kept, failed_before)
        in_flight: dict[str, str] = {}

        def handed_out() -> Iterator[Document]:
            for n in missing:
                document = self.documents[n]
                in_flight[document.id] = self.keys[n]
                yield document

        finished = session.extract(handed_out(), len(missing))
        for done, (document, prediction) in enumerate(finished, start=1):
            journal.append(in_flight.pop(document.id), prediction)
            failed += prediction.status in ("failed", "timeout")
            self._report(kept + done, failed_before + failed, kept)
            if failed == done >= STOP_AFTER and not known_good and done < len(missing):
                raise ExtractorError(
                    f"fails on every document: stopped after {done} of {len(self.keys)}, the last with: "
                    f"{prediction.error}",
                    place=f"extractor {self.plan.name!r}",
                    remedy=f"Mend it or leave it out; its log is in {logs}",
                )

    def _open(self, loaded: Loaded, *, fresh: bool = False) -> Kept:
        wanted = self.plan.candidates and loaded.candidates
        return Kept.open(self._path(loaded), with_candidates=wanted, fresh=fresh)

    def _missing(self, kept: Kept) -> list[int]:
        """Positions of the documents that are still to be extracted."""
        return kept.missing(self.keys, retry=self.plan.retry_failed)

    def _kept_failures(self, journal: Journal) -> int:
        return sum(map(journal.has_failed, self.keys))

    def _report(self, done: int, failed: int, kept: int | None = None) -> None:
        if self.on_progress is not None:
            self.on_progress(Progress(done, len(self.keys), done if kept is None else kept, failed, self.plan.name))

    def _report_told(self, done: int, total: int, failed: int) -> None:
        if self.on_progress is not None:
            self.on_progress(Progress(done, total, 0, failed, self.plan.name, is_candidates=True))

    def corpus_digest(self, loaded: Loaded) -> str:
        """Digest of what the extractor was fitted on, "" where it needs nothing."""
        return digests.of_corpus(self.fitted_on) if loaded.needs_corpus else ""

    def _path(self, loaded: Loaded) -> Path:
        return self.folder / f"{digests.answered(self.plan, self.code, loaded, self.corpus_digest(loaded))}.jsonl"

    def _remembered(self) -> Loaded | None:
        answer = remembered(self.folder, self.asked)
        try:
            if answer is None or any(digests.installed(k) != v for k, v in answer["checked"].items()):
                return None
            return Loaded.unpack(answer["loaded"])
        except (KeyError, TypeError, ValueError, AttributeError):
            return None


def _memory(loaded: Loaded) -> dict[str, object]:
    """What to keep of an answer: itself, and the library versions that can be checked without importing them."""
    libraries = loaded.description.libraries
    checked = {name: version for name, version in libraries.items() if digests.installed(name) == version}
    return {"loaded": loaded.pack(), "checked": checked}


def same_predictions(left: Sequence[Prediction], right: Sequence[Prediction]) -> bool:
    """Whether two runs put out the same: everything but the seconds, which no two runs share."""
    return [replace(prediction, seconds=None) for prediction in left] == [
        replace(prediction, seconds=None) for prediction in right
    ]
