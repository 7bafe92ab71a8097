"""The Dask engine on a real scheduler and separate worker processes: the same lists, whoever dies on the way."""

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from running_plans import TESTS, documents, plan

from bench.errors import BenchError, ExtractorError, InputError
from bench.extractors.specification import parse_spec
from bench.records import Document
from bench.running.dask_engine import dask_engine
from bench.running.parts import parted
from bench.running.plan import Plan, Progress
from bench.running.run import run, same_predictions

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason="distributed is not installed: pip install distributed"
)


class Cluster:
    """A scheduler and its workers as processes on the loopback address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        told = folder / "scheduler.json"
        self.scheduler = self._start("dask_scheduler", "--port=0", "--no-show", f"--scheduler-file={told}")
        deadline = time.monotonic() + 60
        while not told.exists():
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)
        time.sleep(0.1)
        self.address: str = json.loads(told.read_text(encoding="utf-8"))["address"]

    def add_worker(self) -> subprocess.Popen[bytes]:
        """Start a worker with one thread."""
        worker = self._start("dask_worker", self.address, "--nthreads=1", "--no-nanny", "--death-timeout=60")
        self.workers.append(worker)
        return worker

    def said(self) -> str:
        """Everything that the processes wrote."""
        return "".join(path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*.out")))

    def _start(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{program}-{len(self.workers)}.out").open("wb") as output:
            return subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{program}", "--host=127.0.0.1", "--no-dashboard", *arguments],
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(TESTS)},
                stdout=output,
                stderr=output,
            )

    def stop(self) -> None:
        """Kill everything."""
        for process in [*self.workers, self.scheduler]:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler with two workers."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    started = Cluster(folder)
    started.add_worker()
    started.add_worker()
    yield started
    started.stop()


def once(wanted: int, do: Callable[[], None]) -> Callable[[Progress], None]:
    """Call `do` when so many documents are done."""
    called: list[bool] = []

    def on_progress(progress: Progress) -> None:
        if progress.done >= wanted and not called:
            called.append(True)
            do()

    return on_progress


def test_a_cluster_that_loses_and_gains_workers_gives_what_a_local_run_gives(cluster: Cluster, tmp_path: Path) -> None:
    """Start with two, kill one in the middle, add one: nothing is lost or double, lists and statuses are the same."""
    texts = documents(*[f"word{number} common" for number in range(400)])
    texts[17] = Document("raises", "raise! here")
    texts[230] = Document("dies", "die! here")

    def upset() -> None:
        cluster.workers[0].send_signal(signal.SIGKILL)
        cluster.add_worker()

    seen: list[int] = []
    upsetting = once(80, upset)

    def on_progress(progress: Progress) -> None:
        seen.append(progress.done)
        upsetting(progress)

    given = plan("SlowlyMisbehaving", timeout=20)
    far = run(given, texts, out=tmp_path, dataset="d", engine=dask_engine(cluster.address), on_progress=on_progress)
    near = run(given, texts)
    assert same_predictions(far.predictions, near.predictions)
    assert seen == list(range(401))
    assert [p.document_id for p in far.predictions if p.status == "failed"] == ["raises", "dies"]
    assert far.info.machine["engine"] == "dask"
    assert far.info.configuration == near.info.configuration


def test_a_hanging_document_costs_itself_on_a_cluster_too(cluster: Cluster) -> None:
    """Time is bounded where the extractor runs; the Dask worker lives on and its neighbours come out."""
    seen = run(
        plan("Misbehaving", timeout=0.5),
        documents("one", "hang!", "two"),
        engine=dask_engine(cluster.address),
    ).predictions
    assert [prediction.status for prediction in seen] == ["ok", "timeout", "ok"]


def test_a_corpus_reaches_every_worker_and_built_in_extractors_agree(cluster: Cluster) -> None:
    """An extractor fitted on the corpus gives the same lists, scores to the last bit, here and there."""
    texts = documents(
        *[f"Soyuz {number} docks with station {number % 7}. The crew films scenes." for number in range(40)]
    )
    for given in (plan("Rare"), Plan(parse_spec("tfidf")), Plan(parse_spec("yake"))):
        far = run(given, texts, engine=dask_engine(cluster.address))
        near = run(given, texts)
        assert same_predictions(far.predictions, near.predictions)
        assert (far.info.corpus, far.info.transductive) == (near.info.corpus, near.info.transductive)


def test_a_corpus_is_learnt_in_parts_across_workers_that_come_and_go(cluster: Cluster) -> None:
    """A worker lost after it was told of parts: others read these again, late ones hear of all; lists as in one fit."""
    texts = documents(*[f"common word{number % 50} x{number}" for number in range(1100)])

    def upset() -> None:
        cluster.workers[0].send_signal(signal.SIGKILL)
        cluster.add_worker()

    for given in (plan("RareInParts"), Plan(parse_spec("tfidf"))):
        on_progress = once(100, upset) if given.target else None
        far = run(given, texts, engine=dask_engine(cluster.address), on_progress=on_progress)
        assert same_predictions(far.predictions, run(given, texts).predictions)


def test_candidates_told_on_a_cluster_are_those_told_here(cluster: Cluster) -> None:
    """By an extractor that was fitted on the corpus and by one that dies of a question; the lists are the same."""
    texts = documents(*[f"Soyuz {number} docks with station {number % 7}" for number in range(30)], "two die?")
    for given in (plan("Chooses", candidates=True), Plan(parse_spec("tfidf"), candidates=True)):
        far = run(given, texts, engine=dask_engine(cluster.address))
        near = run(given, texts)
        assert far.candidates == near.candidates
        assert len(near.candidates) == 31 - bool(given.target)
        assert same_predictions(far.predictions, near.predictions)


def test_a_part_that_cannot_be_learnt_on_a_cluster_is_one_error(cluster: Cluster) -> None:
    """The same sentence as in a local run."""
    with pytest.raises(ExtractorError, match="cannot be fitted: ValueError: this part"):
        run(plan("RareInParts"), documents("refuse!"), engine=dask_engine(cluster.address))


def test_with_the_scheduler_gone_a_local_run_goes_on_from_what_is_there(cluster: Cluster, tmp_path: Path) -> None:
    """One clear error; what was finished is kept and used by another engine."""
    texts = documents(*[f"word{number} common" for number in range(300)])
    given = plan("SlowlyMisbehaving", timeout=20)
    with pytest.raises(BenchError) as caught:
        run(
            given,
            texts,
            out=tmp_path,
            dataset="d",
            engine=dask_engine(cluster.address),
            on_progress=once(60, cluster.scheduler.kill),
        )
    assert str(caught.value) == (
        f"{cluster.address}: the Dask scheduler has gone. "
        "What is finished is kept: run again, with or without --engine dask, to go on from there"
    )
    seen: list[Progress] = []
    whole = run(given, texts, out=tmp_path, dataset="d", on_progress=seen.append)
    assert seen[0].kept >= 60
    assert same_predictions(whole.predictions, run(given, texts).predictions)
    with pytest.raises(InputError) as refused:
        run(plan("Words"), texts, engine=dask_engine(cluster.address))
    assert str(refused.value) == (
        f"--scheduler: no Dask scheduler answers at {cluster.address!r}. Start one: dask scheduler"
    )


def test_an_extractor_that_cannot_be_built_there_is_one_error(cluster: Cluster) -> None:
    """The reason comes back from the worker as it would from a local one."""
    with pytest.raises(ExtractorError) as caught:
        run(plan("Unbuildable"), documents("a"), engine=dask_engine(cluster.address))
    assert caught.value.message == "cannot be loaded: OSError: no weights here"


def test_partitions_keep_the_order_and_their_bounds() -> None:
    """At most so many documents, not too much text, none lost."""
    texts = [Document(str(number), "x" * size) for number, size in enumerate([1, 1, 1, 2 * 10**6, 1, 900_000, 200_000])]
    assert [[document.id for document in part] for part in parted(texts, 2)] == [
        ["0", "1"],
        ["2"],
        ["3"],
        ["4", "5"],
        ["6"],
    ]
