"""A document that makes its extractor fail costs itself: status and reason are kept, the rest goes on."""

import os
import shutil
import time
from pathlib import Path

import pytest
from running_plans import documents, plan

from bench.errors import BenchError, ExtractorError
from bench.records import Keyphrase, Prediction
from bench.running.plan import Plan
from bench.running.run import run


def outcomes(predictions: tuple[Prediction, ...]) -> list[tuple[str, str | None]]:
    """Status and error of each."""
    return [(prediction.status, prediction.error) for prediction in predictions]


def run_texts(*texts: str, given: Plan | None = None) -> tuple[Prediction, ...]:
    """What `misbehaving` says of these texts."""
    return tuple(run(given or plan("Misbehaving", timeout=30), documents(*texts)).predictions)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("raise!", "ValueError: first line second line"),
        ("exit!", "SystemExit: 3"),
        ("memory!", "MemoryError"),
        ("die!", "the worker process ended with exit code 7; its log ends with: about to die"),
        (
            "segfault!",
            "the worker process was killed by SIGSEGV; its log ends with: Fatal Python error: Segmentation fault",
        ),
        ("child!", "the worker process ended with exit code 9"),
        ("none!", "returned NoneType, not a sequence of Keyphrase"),
        ("text!", "returned a str, not a sequence of Keyphrase"),
        ("generator!", "returned a generator, not a sequence of Keyphrase"),
        ("strings!", "item 1 is a str, not a Keyphrase"),
        ("number!", "the phrase of item 1 is an int, not a string"),
        ("nan!", "the score of item 2 ('b') is nan, not a finite number"),
        ("score!", "the score of item 1 ('a') is a str, not a number"),
    ],
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failure_costs_its_document_and_names_its_reason(text: str, error: str, jobs: int) -> None:
    """Whatever the extractor does to one document, its neighbours come out as without it."""
    seen = run_texts("one", "two", text, "three", "four", "five", "six", given=plan("Misbehaving", jobs=jobs))
    assert outcomes(seen) == [("ok", None)] * 2 + [("failed", error)] + [("ok", None)] * 4
    assert [p.keyphrases for p in seen if p.status == "ok"] == [
        (Keyphrase(word, 1.0),) for word in ("one", "two", "three", "four", "five", "six")
    ]


@pytest.mark.parametrize(("text", "where"), [("hang!", "_hang"), ("hold!", "_hold")])
def test_a_hanging_document_is_stopped_and_says_where(text: str, where: str) -> None:
    """A document past its time is killed, also within C code that never returns; the status says so."""
    begun = time.monotonic()
    seen = run_texts("one", text, "two", given=plan("Misbehaving", timeout=0.5))
    assert time.monotonic() - begun < 5
    assert [prediction.status for prediction in seen] == ["ok", "timeout", "ok"]
    error = seen[1].error or ""
    assert error.startswith(f"took longer than 0.5 s (in {where}, misbehaving.py:")
    assert 0.5 <= (seen[1].seconds or 0) < 2


def test_a_document_at_the_bound_pays_or_nobody_does() -> None:
    """A document that answers while it is looked into where it hangs leaves the quick ones behind it alone."""
    texts = [text for n in range(12) for text in (f"{0.2 + n / 1000}", *["0.001"] * 5)]
    seen = run_texts(*texts, given=plan("AsSaid", timeout=0.2))
    assert [p.document_id for p, text in zip(seen, texts, strict=True) if text == "0.001" and p.status != "ok"] == []
    assert all((p.seconds or 0) >= 0.2 for p in seen if p.status == "timeout")


@pytest.mark.parametrize("others", [2, 40])
def test_a_worker_out_of_memory_is_not_waited_for(others: int) -> None:
    """A thread of the extractor's would keep it alive; what stood in its queue goes to another at once."""
    begun = time.monotonic()
    seen = run_texts("one", "linger!", *["word"] * others, given=plan("Misbehaving", timeout=60))
    assert [prediction.status for prediction in seen] == ["ok", "failed", *["ok"] * others]
    assert time.monotonic() - begun < 30


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is watched through /proc")
def test_a_document_that_eats_memory_is_stopped() -> None:
    """Resident memory past the bound kills the worker; the document failed, the next one has a new worker."""
    seen = run_texts("one", "eat!", "two", given=plan("Misbehaving", memory=200 * 2**20))
    assert [prediction.status for prediction in seen] == ["ok", "failed", "ok"]
    error = seen[1].error or ""
    assert error.startswith("held ")
    assert error.endswith(" MiB of memory, more than the 200 MiB allowed")


def test_what_an_extractor_prints_or_forks_cannot_disturb_the_run() -> None:
    """Output on both streams, bytes included, and a forked child that returns too, leave the answers whole."""
    seen = run_texts("print!", "fork!", "one")
    assert [p.keyphrases for p in seen] == [(Keyphrase("printed"),), (Keyphrase("forked"),), (Keyphrase("one", 1.0),)]


def test_too_many_phrases_are_cut_and_blanks_and_duplicates_kept() -> None:
    """The list ends at the limit; what scoring will drop and count is not dropped in secret."""
    seen = run_texts("many!", "repeat!", "", given=plan("Misbehaving", limit=3))
    assert [k.phrase for k in seen[0].keyphrases] == ["phrase 0", "phrase 1", "phrase 2"]
    assert [k.phrase for k in seen[1].keyphrases] == ["same", "", "same"]
    assert outcomes(seen) == [("ok", None), ("ok", None), ("empty", None)]


def test_a_lone_surrogate_comes_through_in_texts_and_phrases() -> None:
    """Broken text reaches the extractor and comes back as it is."""
    seen = run_texts("surrogate!", "a \udfff b")
    assert seen[0].keyphrases == (Keyphrase("lone \ud800 surrogate", 0.1),)
    assert [k.phrase for k in seen[1].keyphrases] == ["a", "\udfff", "b"]


def test_an_extractor_that_fails_on_everything_stops_early_with_one_message() -> None:
    """Five failures and nothing else end the run, and the message holds the reason."""
    with pytest.raises(BenchError) as caught:
        run_texts(*["raise!"] * 6)
    assert caught.value.message == (
        "fails on every document: stopped after 5 of 6, the last with: ValueError: first line second line"
    )
    assert caught.value.place == "extractor 'misbehaving'"
    assert caught.value.exit_code == 2


def test_a_small_set_that_fails_altogether_is_reported_as_failed_rows() -> None:
    """A set of five has nothing to save by stopping early: its rows say what happened."""
    seen = run_texts(*["raise!"] * 5)
    assert outcomes(seen) == [("failed", "ValueError: first line second line")] * 5


@pytest.mark.parametrize(
    ("attribute", "message"),
    [
        ("Unbuildable", "cannot be loaded: OSError: no weights here"),
        (
            "DiesLoading",
            (
                "the worker was lost while loading: the worker process ended with exit code 5; "
                "its log ends with: the library gave up"
            ),
        ),
    ],
)
def test_an_extractor_that_cannot_be_built_is_one_error(attribute: str, message: str) -> None:
    """Nothing is extracted and no row is made of an extractor that is not there."""
    with pytest.raises(BenchError) as caught:
        run_texts("one", given=plan(attribute))
    assert caught.value.message == message
    assert caught.value.exit_code == 2


def test_no_process_outlives_a_run() -> None:
    """Workers and what they started are gone when the run returns."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    if not children.exists():
        pytest.skip("children are listed by Linux alone")
    before = set(children.read_text(encoding="ascii").split())
    run_texts("child!", "one", "hang!", given=plan("Misbehaving", timeout=0.3, jobs=2))
    assert set(children.read_text(encoding="ascii").split()) <= before


def test_the_log_that_an_error_names_is_there() -> None:
    """Also where a run writes no results."""
    with pytest.raises(ExtractorError) as caught:
        run(plan("Unbuildable"), documents("one"))
    log = Path(str(caught.value).rpartition("Its log: ")[2])
    assert "no weights here" in log.read_text(encoding="utf-8")
    shutil.rmtree(log.parents[1])
    with pytest.raises(ExtractorError, match=r"more than the 1 MiB allowed\. It printed nothing$"):
        run(plan("Misbehaving", memory=2**20), documents("one"))
