"""Times are those of the extractor, measured where it runs; what is known of the machine names nobody."""

import itertools
import socket
import time
from pathlib import Path

import pytest
from running_plans import documents, in_child, plan

from bench.errors import InputError
from bench.extractors.specification import ExtractorSpec
from bench.running import machine
from bench.running.plan import Plan
from bench.running.process import cores, environment
from bench.running.run import run
from bench.running.timing import timed_run
from bench.running.todo import Todo


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_documents_seconds_are_its_own(jobs: int) -> None:
    """Each document is timed in its worker, whatever else runs; loading is apart."""
    made = run(plan("Slow", {"seconds": 0.1}, jobs=jobs), documents(*"abcd"))
    assert all(0.1 <= (prediction.seconds or 0) < 0.2 for prediction in made.predictions)
    assert 0 < made.info.load_seconds < 1
    assert made.info.jobs == jobs


def test_two_workers_take_half_the_time() -> None:
    """Documents are spread so that neither worker waits for the other or for the parent."""
    texts = documents(*map(str, range(100)))
    took = {}
    for jobs in (1, 2):
        begun = time.perf_counter()
        run(plan("Slow", {"seconds": 0.05}, jobs=jobs), texts)
        took[jobs] = time.perf_counter() - begun
    assert took[1] / took[2] > 1.6


OVERHEAD = """
import sys, time
from pathlib import Path
from running_plans import documents
from bench.extractors.specification import parse_spec
from bench.running.plan import Plan
from bench.running.run import run
articles = [path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
begun = time.process_time()
made = run(Plan(parse_spec("yake")), documents(*articles * 100))
print((time.process_time() - begun) / sum(prediction.seconds or 0 for prediction in made.predictions))
"""


def test_the_parent_costs_little_beside_the_extractor() -> None:
    """Handing over, checking, journalling and collecting 500 articles take less than 3 % of the time that YAKE takes.

    Whatever else the machine does can only add to a share, so the least of up to three counts.
    """
    articles = Path(__file__).parents[2] / "gold" / "first-film-in-space" / "articles"
    shares: list[float] = []
    while len(shares) < 3 and min(shares, default=1.0) >= 0.03:
        output, errors = in_child(OVERHEAD, str(articles)).communicate(timeout=300)
        assert errors == ""
        shares.append(float(output))
    assert min(shares) < 0.03


def test_a_timed_run_gives_medians_and_says_so() -> None:
    """Repeats stand in the record; the lists are those of any run."""
    texts = documents("a b", "c d")
    timed = timed_run(plan("Slow", {"seconds": 0.02}, jobs=2), texts, repeats=3)
    assert timed.info.repeats == 3
    assert timed.info.note == ""
    assert timed.info.jobs == 1
    assert [k.phrase for prediction in timed.predictions for k in prediction.keyphrases] == ["a", "b", "c", "d"]
    assert all(0.02 <= (prediction.seconds or 0) < 0.1 for prediction in timed.predictions)


def test_lists_that_change_from_repeat_to_repeat_are_noted() -> None:
    """An extractor that is not deterministic is not timed in silence."""
    timed = timed_run(plan("Moody"), documents("a"), repeats=2)
    assert timed.info.note == "it does not put out the same lists each time"


def test_the_machine_is_described_without_naming_it() -> None:
    """Processor, cores, memory, system and Python; no host name, no user."""
    seen = machine.describe()
    assert set(seen) == {"cpu", "cores", "memory", "system", "python"}
    assert seen["cores"] == str(cores())
    assert socket.gethostname() not in " ".join(itertools.chain(*seen.items())).split()


@pytest.mark.parametrize(("jobs", "threads"), [(1, cores()), (cores(), 1), (1000, 1)])
def test_workers_share_the_cores_unless_the_user_says_otherwise(jobs: int, threads: int) -> None:
    """Numeric libraries may use cores // jobs threads each, one at least; a variable that is set stays as it is."""
    bounded = environment(Plan(ExtractorSpec("any"), jobs=jobs), {})
    assert bounded["OMP_NUM_THREADS"] == bounded["OPENBLAS_NUM_THREADS"] == bounded["BENCH_THREADS"] == str(threads)
    assert bounded["PYTHONHASHSEED"] == "0"
    given = environment(
        Plan(ExtractorSpec("any"), jobs=jobs), {"OMP_NUM_THREADS": "7", "PYTHONHASHSEED": "5", "OTHER": "x"}
    )
    assert (given["OMP_NUM_THREADS"], given["PYTHONHASHSEED"], given["OTHER"]) == ("7", "5", "x")


def test_workers_hear_where_caches_may_lie_and_when_to_leave_them_aside() -> None:
    """The user's own folder wins; a fresh run is one for its workers too, and only a fresh run."""
    usual, fresh = Plan(ExtractorSpec("any"), caches="here"), Plan(ExtractorSpec("any"), fresh=True)
    assert environment(usual, {})["BENCH_CACHE"] == "here"
    assert environment(usual, {"BENCH_CACHE": "there"})["BENCH_CACHE"] == "there"
    assert environment(fresh, {})["BENCH_FRESH"] == "1"
    assert {"BENCH_CACHE", "BENCH_FRESH"} & {*environment(Plan(ExtractorSpec("any")), {})} == set()


@pytest.mark.parametrize(("workers", "sizes"), [(1, [16, 16, 8]), (2, [10, 7, 5, 4, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1])])
def test_several_workers_get_smaller_batches_towards_the_end(workers: int, sizes: list[int]) -> None:
    """One worker gets the same number of documents each time."""
    todo = Todo(documents(*map(str, range(40))), 40, 16, workers)
    jobs = list(iter(lambda: todo.take(single=False), ()))
    assert [len(job) for job in jobs] == sizes
    assert [document.text for job in jobs for document in job] == [str(number) for number in range(40)]


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ({"limit": 0}, "--limit: 0 is less than 1. Give 1 or more"),
        ({"jobs": -2}, "--jobs: -2 is less than 1. Give 1 or more"),
        ({"timeout": 0.0}, "--timeout: 0.0 is not above 0. Leave it out for no bound"),
        ({"timeout": float("nan")}, "--timeout: nan is not above 0. Leave it out for no bound"),
        ({"memory": -1}, "--memory: -1 is not above 0. Leave it out for no bound"),
    ],
)
def test_bounds_that_cannot_hold_are_refused(bounds: dict[str, float], message: str) -> None:
    """A mistake in the call is one sentence, before anything starts."""
    with pytest.raises(InputError) as caught:
        Plan(plan("Words").extractor, **bounds)  # type: ignore[arg-type]  # wrong values are the subject
    assert str(caught.value) == message


def test_a_document_id_that_comes_twice_is_refused() -> None:
    """Two documents under one id could not be told apart when they are scored."""
    with pytest.raises(InputError, match=r"^the document id 'd000' comes twice\. Give each document its own id$"):
        run(plan("Words"), documents("a") + documents("b"))
