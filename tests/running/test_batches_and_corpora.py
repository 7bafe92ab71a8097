"""Optional parts of the contract: batches, and extractors that need a corpus."""

from pathlib import Path

import pytest
from running_plans import documents, plan

from bench.errors import ExtractorError
from bench.records import Document, Keyphrase
from bench.running.parts import pack, unpack
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


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_parts_of_a_corpus_go_to_different_workers(jobs: int, tmp_path: Path) -> None:
    """No document is read twice, the lists are those of one fit; a worker alone reads the whole."""
    texts = documents(*[f"common word{number % 50} x{number}" for number in range(1100)])
    whole = run(plan("Rare"), texts)
    seen = run(plan("RareInParts", jobs=jobs), texts, out=tmp_path, dataset="d")
    assert same_predictions(seen.predictions, whole.predictions)
    assert seen.info.corpus == whole.info.corpus
    assert seen.info.fit_seconds > 0
    logs = "".join(log.read_text(encoding="utf-8") for log in tmp_path.rglob("*.log")).splitlines()
    assert sorted(logs) == ([] if jobs == 1 else [*["part of 256"] * 4, "part of 76"])


def test_a_part_whose_worker_dies_is_read_by_another(tmp_path: Path) -> None:
    """Nothing of the corpus is lost or counted twice."""
    texts = documents(*[f"common word{number}" for number in range(600)])
    texts[300] = Document("kills", "die! common")
    seen = run(plan("RareInParts", {"died": str(tmp_path / "died")}, jobs=2), texts)
    assert (tmp_path / "died").exists()
    assert same_predictions(seen.predictions, run(plan("Rare"), texts).predictions)


def test_a_worker_that_is_replaced_hears_what_was_said_of_the_parts() -> None:
    """A document that kills its worker after the fit costs itself; the next worker knows the corpus."""
    texts = documents(*[f"common word{number}" for number in range(600)])
    seen = run(plan("DeadlyInParts", jobs=2), [*texts, Document("kills", "die! now")]).predictions
    assert [p.document_id for p in seen if p.status == "failed"] == ["kills"]
    assert all(p.keyphrases[1] == Keyphrase("common", -600.0) for p in seen[:600])


def test_a_part_that_cannot_be_learnt_is_one_error() -> None:
    """As a corpus that cannot be: the extractor is of no use."""
    texts = documents(*["common"] * 300, "refuse!")
    with pytest.raises(ExtractorError, match="cannot be fitted: ValueError: this part"):
        run(plan("RareInParts", jobs=2), texts)


def test_what_was_said_of_a_part_comes_back_as_it_was() -> None:
    """Compressed, as plain text, whatever letters are in it."""
    told = {"en": [3, ["naïve", "\ud800 lone", "日本"], [1, 2, 3], []]}
    assert unpack(pack(told)) == told
    assert pack(told).isascii()


def test_a_changed_corpus_makes_everything_anew(tmp_path: Path) -> None:
    """One more document changes the corpus, so what was kept answers no longer."""
    texts = documents("a b", "b c")
    run(plan("Rare"), texts, out=tmp_path, dataset="d")
    more = run(plan("Rare"), [*texts, Document("z", "a b c")], out=tmp_path, dataset="d")
    assert more.predictions[0].keyphrases == (Keyphrase("a", -2.0), Keyphrase("b", -3.0))
