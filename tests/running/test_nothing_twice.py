"""What is finished is kept and not done again; what could answer differently is."""

import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from running_plans import documents, in_child, plan

from bench.extractors.specification import parse_spec
from bench.records import Document, Run
from bench.running.plan import Plan, Progress
from bench.running.run import run, same_predictions

TEXTS = documents("one a", "two b", "three c")


def extracted(given: Plan, texts: list[Document], out: Path) -> tuple[Run, int]:
    """The run, and how many documents it extracted now."""
    seen: list[Progress] = []
    done = run(given, texts, out=out, dataset="d", on_progress=seen.append)
    assert seen[-1].done == seen[-1].total == len(texts)
    return done, seen[-1].done - seen[-1].kept


def test_a_second_run_extracts_nothing_and_is_the_same_run(tmp_path: Path) -> None:
    """Predictions, seconds and record are those of the first run."""
    first, now = extracted(plan("Words"), TEXTS, tmp_path)
    assert now == 3
    assert extracted(plan("Words"), TEXTS, tmp_path) == (first, 0)


def test_only_new_and_changed_documents_are_extracted(tmp_path: Path) -> None:
    """A document's text, title, language and id belong to the question; its place in the set does not."""
    extracted(plan("Words"), TEXTS, tmp_path)
    changed = [TEXTS[2], replace(TEXTS[0], text="new"), replace(TEXTS[1], language="fr"), Document("new", "two b")]
    again, now = extracted(plan("Words"), changed, tmp_path)
    assert now == 3
    assert [prediction.document_id for prediction in again.predictions] == ["d002", "d000", "d001", "new"]


def test_options_and_limit_are_questions_of_their_own(tmp_path: Path) -> None:
    """Another option or limit does not get what was kept for this one, and both stay kept."""
    extracted(plan("Words"), TEXTS, tmp_path)
    other, now = extracted(plan("Words", {"suffix": "!"}), TEXTS, tmp_path)
    assert now == 3
    assert other.predictions[0].keyphrases[0].phrase == "one!"
    shorter, now = extracted(plan("Words", limit=1), TEXTS, tmp_path)
    assert now == 3
    assert [len(prediction.keyphrases) for prediction in shorter.predictions] == [1, 1, 1]
    assert extracted(plan("Words"), TEXTS, tmp_path)[1] == 0


def test_fresh_ignores_what_is_kept(tmp_path: Path) -> None:
    """Everything is extracted again, and that is what is kept from then on."""
    first, _ = extracted(plan("Words"), TEXTS, tmp_path)
    second, now = extracted(plan("Words", fresh=True), TEXTS, tmp_path)
    assert now == 3
    assert same_predictions(first.predictions, second.predictions)
    assert extracted(plan("Words"), TEXTS, tmp_path) == (second, 0)


def test_failed_documents_are_tried_again_unless_told_otherwise(tmp_path: Path) -> None:
    """A crash is not skipped for ever; who wants it kept says so."""
    texts = documents("one", "raise!", "two")
    extracted(plan("Misbehaving"), texts, tmp_path)
    assert extracted(plan("Misbehaving", retry_failed=False), texts, tmp_path)[1] == 0
    again, now = extracted(plan("Misbehaving"), texts, tmp_path)
    assert now == 1
    assert [prediction.status for prediction in again.predictions] == ["ok", "failed", "ok"]


def test_a_few_failures_left_over_do_not_stop_a_run(tmp_path: Path) -> None:
    """A run with good answers kept from before may fail on all that remains: it is not failing on everything."""
    texts = documents("one", *["raise!"] * 8)
    extracted(plan("Misbehaving"), texts, tmp_path)
    again, now = extracted(plan("Misbehaving"), texts, tmp_path)
    assert now == 8
    assert [prediction.status for prediction in again.predictions] == ["ok"] + ["failed"] * 8


def test_an_edited_extractor_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The author of a method edits and runs again: old answers do not stand for the new code."""
    source = textwrap.dedent("""
        from bench.records import Keyphrase
        class Mine:
            def extract(self, document, limit):
                return [Keyphrase("old")]
    """)
    module = tmp_path / "my_own_method.py"
    module.write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    given = Plan(parse_spec("mine"), target="my_own_method:Mine")
    first = run(given, TEXTS, out=tmp_path / "out", dataset="d")
    module.write_text(source.replace("old", "newer"), encoding="utf-8")
    second = run(given, TEXTS, out=tmp_path / "out", dataset="d")
    assert [k.phrase for run_ in (first, second) for k in run_.predictions[0].keyphrases] == ["old", "newer"]
    assert "my_own_method" not in sys.modules


def test_a_run_with_everything_kept_starts_no_worker_and_imports_no_extractor(tmp_path: Path) -> None:
    """The second run of a built-in extractor is answered by the journal alone."""
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from bench.extractors.specification import parse_spec
        from bench.records import Document
        from bench.running import local
        from bench.running.plan import Plan
        from bench.running.run import run
        if len(sys.argv) > 2:
            local.WorkerProcess = None
        made = run(Plan(parse_spec("yake")), [Document("a", "Soyuz docks")], out=Path(sys.argv[1]), dataset="d")
        heavy = sorted({"yake", "numpy", "sklearn", "bench.extractors.yake", "bench.scoring"} & set(sys.modules))
        print([k.phrase for k in made.predictions[0].keyphrases], heavy)
    """)
    answers = []
    for arguments in ([], ["second"]):
        child = in_child(program, str(tmp_path), *arguments)
        output, errors = child.communicate(timeout=60)
        assert errors == ""
        answers.append(output)
    assert answers[0] == answers[1]
    assert answers[1].endswith("[]\n")


def test_another_library_version_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is remembered holds only while the libraries that answered are installed in the same versions."""
    given = Plan(parse_spec("yake"))
    texts = [Document("a", "Soyuz docks with the station")]
    first, _ = extracted(given, texts, tmp_path)
    assert extracted(given, texts, tmp_path) == (first, 0)
    assert "yake" in first.info.libraries
    monkeypatch.setattr("bench.running.digests.installed", lambda name: "0" if name == "yake" else None)
    seen: list[str] = []

    def engine(*_arguments: object) -> None:
        seen.append("asked the extractor")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        run(given, texts, out=tmp_path, dataset="d", engine=engine)  # type: ignore[arg-type]  # it never starts
    assert seen == ["asked the extractor"]
