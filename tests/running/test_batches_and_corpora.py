"""Optional parts of the contract: batches, and extractors that need a corpus."""

from pathlib import Path

import pytest
from running_plans import documents, plan

from bench.records import Document, Keyphrase
from bench.running.run import run, same_predictions


@pytest.mark.parametrize("jobs", [1, 2])
def test_batches_put_out_what_one_by_one_puts_out(jobs: int, tmp_path: Path) -> None:
    """Together or alone, the lists are the same and in the order of the documents; batches did happen."""
    texts = documents(*[f"word{number} and more" for number in range(40)])
    together = run(plan("Batches", batch=8, jobs=jobs), texts, out=tmp_path, dataset="d")
    alone = run(plan("Batches", batch=1), texts)
    assert same_predictions(together.predictions, alone.predictions)
    assert [prediction.document_id for prediction in together.predictions] == [document.id for document in texts]
    logs = "".join(log.read_text(encoding="utf-8") for log in tmp_path.rglob("*.log"))
    assert "batch of 8" in logs


@pytest.mark.parametrize(
    ("text", "status", "error"),
    [
        ("raise! x", "failed", "ValueError: this document"),
        ("slow! x", "ok", None),
        ("die! x", "ok", None),
    ],
)
def test_a_batch_that_fails_is_done_again_one_by_one(text: str, status: str, error: str | None) -> None:
    """A batch that raises, hangs or kills its process costs at most the documents that fail alone too."""
    texts = documents(*["some words"] * 7, text, *["other words"] * 8)
    seen = run(plan("Batches", batch=8, timeout=0.3), texts).predictions
    assert [(p.status, p.error) for p in seen] == [("ok", None)] * 7 + [(status, error)] + [("ok", None)] * 8


def test_a_corpus_is_the_documents_themselves_unless_another_is_given() -> None:
    """The record says which corpus was used and whether it was the test set itself."""
    texts = documents("common rare", "common other", "common third")
    own = run(plan("Rare"), texts)
    assert own.predictions[0].keyphrases == (Keyphrase("rare", -1.0), Keyphrase("common", -3.0))
    assert own.info.transductive
    foreign = run(plan("Rare"), texts, corpus=[Document("x", "rare rare"), Document("y", "rare")])
    assert foreign.predictions[0].keyphrases == (Keyphrase("common", 0.0), Keyphrase("rare", -2.0))
    assert not foreign.info.transductive
    assert foreign.info.corpus != own.info.corpus
    assert run(plan("Words"), texts).info.corpus == ""


def test_a_replaced_worker_is_fitted_again(tmp_path: Path) -> None:
    """Every worker of a run has seen the corpus, also with several at once and many documents."""
    texts = documents(*[f"common word{number}" for number in range(300)])
    seen = run(plan("Rare", jobs=2), texts, out=tmp_path, dataset="d").predictions
    assert [p.keyphrases[1] for p in seen] == [Keyphrase("common", -300.0)] * 300


def test_a_changed_corpus_makes_everything_anew(tmp_path: Path) -> None:
    """One more document changes the corpus, so what was kept answers no longer."""
    texts = documents("a b", "b c")
    run(plan("Rare"), texts, out=tmp_path, dataset="d")
    more = run(plan("Rare"), [*texts, Document("z", "a b c")], out=tmp_path, dataset="d")
    assert more.predictions[0].keyphrases == (Keyphrase("a", -2.0), Keyphrase("b", -3.0))
