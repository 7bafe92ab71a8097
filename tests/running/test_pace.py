"""Workers have enough to do, and the parent sleeps no longer than they have."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running_plans import documents, plan

from bench.running.pace import AHEAD_SECONDS, LEAST, MOST, NAP_SECONDS, Pace, ahead, nap
from bench.running.run import run

SECONDS = st.floats(0, 1000)
PACES = st.lists(SECONDS, min_size=2, max_size=2).map(lambda pair: Pace(min(pair), max(pair)))


@pytest.mark.parametrize(
    ("most", "jobs"), [(None, 2), (10.0, 2), (0.125, 2), (0.05, 5), (0.02, 12), (0.001, 16), (0.0, 16)]
)
def test_a_worker_holds_work_for_a_quarter_of_a_second(most: float | None, jobs: int) -> None:
    """By the slower guess; two jobs at least, 16 at most."""
    assert ahead(None if most is None else Pace(0.0, most)) == jobs


@given(PACES)
def test_a_worker_holds_no_more_than_it_is_meant_to(pace: Pace) -> None:
    """What it holds lasts about the time ahead, unless two jobs take longer."""
    assert LEAST <= ahead(pace) <= MOST
    assert ahead(pace) == LEAST or (ahead(pace) - 0.5) * pace.most <= AHEAD_SECONDS + 1e-9


@given(st.lists(SECONDS), st.floats(0, NAP_SECONDS))
def test_no_worker_runs_out_while_the_parent_sleeps(left: list[float], longest: float) -> None:
    """A nap is at most half of what the least busy worker has, and none with no worker."""
    assert 0 <= nap(left, longest) <= min(longest, min(left, default=0.0) / 2)


@given(PACES, SECONDS)
def test_what_a_job_took_lies_within_the_guess(pace: Pace, took: float) -> None:
    """A quicker or slower job is believed at once; the other side follows by and by."""
    after = pace.after(took)
    assert after.least <= took <= after.most
    assert after.least <= pace.least * 1.25
    assert after.most >= pace.most * 0.8


def test_documents_larger_than_the_pipe_keep_no_worker_waiting() -> None:
    """A text of 1 MB goes over in many pieces; 20 of them take little longer than their extraction."""
    texts = documents(*(str(number) + " word" * 200_000 for number in range(20)))
    begun = time.perf_counter()
    made = run(plan("Slow", {"seconds": 0.1}), texts)
    took = time.perf_counter() - begun - made.info.load_seconds
    assert took < 2 * sum(prediction.seconds or 0 for prediction in made.predictions)


def test_quick_documents_after_slow_ones_keep_no_worker_waiting() -> None:
    """200 documents of a millisecond after four of 0.1 s: naps get shorter at once."""
    texts = documents(*["0.1"] * 4, *["0.001"] * 200)
    begun = time.perf_counter()
    made = run(plan("AsSaid"), texts)
    took = time.perf_counter() - begun - made.info.load_seconds
    assert took < sum(prediction.seconds or 0 for prediction in made.predictions) + 2
