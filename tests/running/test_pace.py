"""Workers have enough to do, and the parent sleeps no longer than they have."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running_plans import documents, plan

from bench.running.pace import AHEAD_SECONDS, LEAST, MOST, NAP_SECONDS, ahead, nap, paced
from bench.running.run import run

SECONDS = st.floats(0, 1000)


@pytest.mark.parametrize(
    ("pace", "jobs"), [(None, 2), (10.0, 2), (0.25, 2), (0.1, 5), (0.02, 25), (0.001, 32), (0.0, 32)]
)
def test_a_worker_holds_work_for_half_a_second(pace: float | None, jobs: int) -> None:
    """Two jobs at least, 32 at most."""
    assert ahead(pace) == jobs


@given(SECONDS)
def test_a_worker_holds_no_more_than_it_is_meant_to(pace: float) -> None:
    """What it holds lasts about the time ahead, unless two jobs take longer."""
    assert LEAST <= ahead(pace) <= MOST
    assert ahead(pace) == LEAST or (ahead(pace) - 0.5) * pace <= AHEAD_SECONDS + 1e-9


@given(st.lists(SECONDS), st.floats(0, NAP_SECONDS))
def test_no_worker_runs_out_while_the_parent_sleeps(left: list[float], longest: float) -> None:
    """A nap is at most a quarter of what the least busy worker has, and none with no worker."""
    assert 0 <= nap(left, longest) <= min(longest, min(left, default=0.0) / 4)


@given(st.lists(SECONDS, min_size=1))
def test_the_pace_never_exceeds_what_was_just_taken(took: list[float]) -> None:
    """One quick job is believed at once, a slow one only by and by."""
    pace: float | None = None
    for seconds in took:
        before, pace = pace, paced(pace, seconds)
        assert pace <= seconds
        assert before is None or pace <= before * 1.25


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
