"""`bench score`: lists made elsewhere against gold, in every form, and the JSON that other programs read."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bench_program import bench, environment
from golden_text import check_golden
from harbour import GOLD, lines, written

from bench import __version__

BOTH = ("score", "old.jsonl", "new.jsonl", "--gold", "gold.jsonl")


@pytest.mark.parametrize("form", ["table", "md", "csv", "latex", "json"])
def test_every_form_is_as_approved(form: str, tmp_path: Path) -> None:
    """The same two lists as a table, Markdown, CSV, LaTeX and JSON, whole."""
    done = bench(*BOTH, "--format", form, cwd=written(tmp_path))
    assert (done.code, done.err) == (0, "")
    check_golden(f"cli/score.{form}", done.out)


def scored(*words: str, cwd: Path) -> dict[str, Any]:
    """What `bench score --format json` says."""
    done = bench(*BOTH, "--format", "json", *words, cwd=written(cwd))
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out.replace("v:VERSION", f"v:{__version__}"))
    assert isinstance(found, dict)
    return found


def test_json_has_the_shape_of_schema_1(tmp_path: Path) -> None:
    """Every key of the stated shape is there, and no other."""
    found = scored("--per-document", cwd=tmp_path)
    assert list(found) == ["schema", "signature", "protocol", "dataset", "systems", "comparisons"]
    assert found["schema"] == 1
    assert found["signature"].startswith("protocol:default|")
    assert found["signature"].endswith(f"|docs:3/3|v:{__version__}")
    assert found["protocol"]["name"] == "default"
    assert {"denominator", "no_gold", "subset", "stem", "fold_diacritics", "match", "assignment"} <= set(
        found["protocol"]
    )
    assert list(found["dataset"]) == ["name", "digest", "documents", "without_gold"]
    assert (found["dataset"]["name"], found["dataset"]["documents"], found["dataset"]["without_gold"]) == ("gold", 3, 0)
    assert [system["name"] for system in found["systems"]] == ["old", "new"]
    cut = [f"{name}@{k}" for k in (5, 10) for name in ("P", "R", "F1")]
    headline = [*cut, "AP", "RR", "nDCG@10", "Rprec", "noise@10", "negatives@10"]
    for system in found["systems"]:
        assert list(system) == ["name", "scored", "failed", "empty", "missing", "metrics", "per_document"]
        assert list(system["metrics"]) == headline
        assert all(list(value) == ["value", "low", "high"] for value in system["metrics"].values())
        assert [document["id"] for document in system["per_document"]] == ["ferry", "tide", "buoy"]
        for document in system["per_document"]:
            assert list(document) == ["id", "status", "metrics", "ceilings", "keyphrases"]
            assert list(document["ceilings"]) == headline[:-2]
            assert all(document["metrics"][name] <= best for name, best in document["ceilings"].items())
            assert list(document["metrics"]) == headline
            for keyphrase in document["keyphrases"]:
                assert list(keyphrase) == ["phrase", "score", "rank", "match", "noise", "cause", "negative"]
    [comparison] = found["comparisons"]
    assert list(comparison) == [
        *("a", "b", "metric", "difference", "low", "high"),
        *("p", "p_holm", "wins", "losses", "ties", "d_z"),
    ]


def test_the_numbers_are_those_worked_by_hand(tmp_path: Path) -> None:
    """P@5 divides by 5: the old list hits 2 of 3 clusters of ferry, 2 of 2 of tide, 2 of 3 of buoy."""
    found = scored("--metric", "P@5", "--metric", "R@5", "--metric", "negatives@5", "--per-document", cwd=tmp_path)
    old = found["systems"][0]
    assert old["metrics"]["P@5"]["value"] == pytest.approx(2 / 5, abs=1e-12)
    assert old["metrics"]["R@5"]["value"] == pytest.approx((2 / 3 + 1 + 2 / 3) / 3, abs=1e-12)
    ferry, tide, _ = old["per_document"]
    assert [keyphrase["match"] for keyphrase in ferry["keyphrases"]] == ["night ferry", None, None, "pilots"]
    assert [keyphrase["negative"] for keyphrase in ferry["keyphrases"]] == [None, None, "generic", None]
    assert tide["keyphrases"][1] == {
        "phrase": "Ada Moor",
        "score": None,
        "rank": 2,
        "match": None,
        "noise": ["BYLINE"],
        "cause": None,
        "negative": "byline",
    }


def test_without_per_document_the_documents_are_left_out(tmp_path: Path) -> None:
    """A summary stays small."""
    assert all("per_document" not in system for system in scored(cwd=tmp_path)["systems"])


def test_numbers_are_not_rounded_in_csv(tmp_path: Path) -> None:
    """CSV and JSON hold the very same numbers."""
    record = scored(cwd=tmp_path)
    done = bench(*BOTH, "--format", "csv", cwd=tmp_path)
    rows = {row["row"]: row for row in csv.DictReader(io.StringIO(done.out))}
    for system in record["systems"]:
        for name, value in system["metrics"].items():
            assert float(rows[system["name"]][name]) == value["value"]


def test_key_files_and_json_lines_score_alike(tmp_path: Path) -> None:
    """A folder of ID.key files is the same list as its JSON Lines form."""
    written(tmp_path)
    words = ("score", "keys", "new.jsonl", "--gold", "gold.jsonl", "--format", "json")
    first, second = json.loads(bench(*words, cwd=tmp_path).out)["systems"]
    assert (first.pop("name"), second.pop("name")) == ("keys", "new")
    assert first == second


def test_a_protocol_with_options_is_another_protocol_and_says_so(tmp_path: Path) -> None:
    """`default:denominator=available,stem=none`: P@5 is over what was predicted, and the signature tells."""
    written(tmp_path)
    option = "default:denominator=available,stem=none"
    done = bench("score", "old.jsonl", "--gold", "gold.jsonl", "--metric", "P@5", "--protocol", option, cwd=tmp_path)
    check_golden("cli/score-options.txt", done.out)
    assert "protocol:default|stem:none|denominator:available|" in done.out


def test_a_printed_signature_is_read_back_as_its_protocol(tmp_path: Path) -> None:
    """Whoever has only the line under a table can score under the same conventions."""
    first = scored("--protocol", "sifrank:stem=none", cwd=tmp_path)
    again = json.loads(bench(*BOTH, "--format", "json", "--protocol", first["signature"], cwd=tmp_path).out)
    assert [system["metrics"] for system in again["systems"]] == [system["metrics"] for system in first["systems"]]


def test_a_signature_of_other_gold_is_said_to_be_one(tmp_path: Path) -> None:
    """The conventions are taken; gold, stemmer's release and version that are not those here are named."""
    first = scored(cwd=tmp_path)["signature"]
    other = first.replace("|gold:gold@", "|gold:harbour@").replace(f"|v:{__version__}", "|v:0.0.9")
    done = bench(*BOTH, "--format", "csv", "--protocol", other, cwd=tmp_path)
    digest = first.partition("|gold:gold@")[2].partition("|")[0]
    says = "gold: the signature given as protocol says"
    ends = "; numbers may differ from those beside it"
    assert (done.code, done.err.splitlines()) == (
        0,
        [
            f"{says} gold:harbour@{digest}, here it is gold:gold@{digest}{ends}",
            f"{says} v:0.0.9, here it is v:VERSION{ends}",
        ],
    )
    assert done.out == bench(*BOTH, "--format", "csv", cwd=tmp_path).out


def test_several_protocols_give_a_table_of_systems_by_conventions(tmp_path: Path) -> None:
    """The README's last call on lists made elsewhere."""
    done = bench(*BOTH, "--protocol", "default,kpeval,sifrank", cwd=written(tmp_path))
    assert (done.code, done.err) == (0, "")
    check_golden("cli/score-protocols.txt", done.out)


def test_the_line_under_a_table_of_several_protocols_names_them_again(tmp_path: Path) -> None:
    """Pasted back it gives the same table, and so does the Markdown line with its label."""
    first = bench(*BOTH, "--protocol", "default,kpeval,sifrank", "--format", "md", cwd=written(tmp_path))
    line = next(line for line in first.out.splitlines() if "protocols:" in line)
    bare = "protocols:" + line.partition("protocols:")[2].strip("`")
    assert bench(*BOTH, "--protocol", bare, "--format", "md", cwd=tmp_path) == first
    label, _, one = bench(*BOTH, "--format", "md", cwd=tmp_path).out.partition("Signature: ")
    signed = f"Signature: {one.splitlines()[0]}"
    assert label
    assert bench(*BOTH, "--protocol", signed, "--format", "csv", cwd=tmp_path).code == 0


def test_all_protocols_and_several_metrics(tmp_path: Path) -> None:
    """`all` is every shipped protocol; each metric gets its table."""
    done = bench(
        *BOTH, "--protocol", "all", "--metric", "F1@5", "--metric", "AP", "--format", "json", cwd=written(tmp_path)
    )
    assert done.code == 0
    tables = json.loads(done.out)
    assert [table["title"].split()[0] for table in tables] == ["F1@5", "AP"]


def test_only_what_was_measured_stands_in_the_table(tmp_path: Path) -> None:
    """Metrics are read without regard to case, and there is no share of the reachable without the headline."""
    words = ("score", "old.jsonl", "--gold", "gold.jsonl", "--metric", "rr", "--metric", "p@5", "--format", "md")
    done = bench(*words, cwd=written(tmp_path))
    assert "| row | P@5 | RR | scored | failed | empty |" in done.out


def test_a_list_that_lacks_documents_is_scored_as_failed_there_and_said(tmp_path: Path) -> None:
    """A missing document costs; an id that the gold has not is named."""
    written(tmp_path)
    entries = ({"id": "ferry", "keyphrases": ["night ferry"]}, {"id": "fery", "keyphrases": ["night ferry"]})
    (tmp_path / "few.jsonl").write_text(lines(entries))
    done = bench("score", "few.jsonl", "--gold", "gold.jsonl", "--format", "json", cwd=tmp_path)
    assert done.code == 0
    check_golden("cli/score-few.err", done.err)
    [system] = json.loads(done.out)["systems"]
    assert system["metrics"]["P@5"]["value"] == pytest.approx(1 / 15, abs=1e-12)


def test_statuses_of_documents_and_counts_of_a_system_agree(tmp_path: Path) -> None:
    """What a list lacks is `missing`, what it says failed is `failed`; read back, the file tells the same."""
    written(tmp_path)
    entries = ({"id": "ferry", "keyphrases": ["night ferry"]}, {"id": "tide", "keyphrases": [], "status": "failed"})
    (tmp_path / "few.jsonl").write_text(lines(entries))
    words = ("score", "few.jsonl", "--gold", "gold.jsonl", "--format", "json", "--per-document")
    done = bench(*words, cwd=tmp_path)
    (tmp_path / "few.json").write_text(done.out.replace("v:VERSION", f"v:{__version__}"), encoding="utf-8")
    [system] = json.loads(done.out)["systems"]
    assert [(each["id"], each["status"]) for each in system["per_document"]] == [
        ("ferry", "ok"),
        ("tide", "failed"),
        ("buoy", "missing"),
    ]
    assert (system["failed"], system["missing"]) == (1, 1)
    direct, read = (
        bench("compare", name, "old.jsonl", "--gold", "gold.jsonl", cwd=tmp_path) for name in ("few.jsonl", "few.json")
    )
    assert (read.code, read.out, read.err) == (direct.code, direct.out, direct.err)
    assert "no prediction for 1 document of the gold, scored 0: buoy" in read.out


def test_why_a_phrase_stands_nowhere_is_told(tmp_path: Path) -> None:
    """The cause that the noise page shows stands beside the class."""
    written(tmp_path)
    (tmp_path / "one.jsonl").write_text(lines(({"id": "ferry", "keyphrases": ["lighthouse keeper"]},)))
    done = bench("score", "one.jsonl", "--gold", "gold.jsonl", "--format", "json", "--per-document", cwd=tmp_path)
    [phrase] = json.loads(done.out)["systems"][0]["per_document"][0]["keyphrases"]
    assert phrase["noise"] == ["NOT_IN_TEXT"]
    assert phrase["cause"]


def test_runs_made_from_other_data_are_refused_unless_forced(tmp_path: Path) -> None:
    """A run names the digest of what it was made from."""
    written(tmp_path)
    assert bench("run", "gold.jsonl", "-x", "first-phrases", cwd=tmp_path).code == 0
    (tmp_path / "less.jsonl").write_text(lines(GOLD[:2]), encoding="utf-8")
    [run] = (tmp_path / "results/gold/runs").iterdir()
    words = ("score", str(run.relative_to(tmp_path)), "--gold", "less.jsonl")
    refused = bench(*words, cwd=tmp_path)
    assert (refused.code, refused.out) == (2, "")
    assert "the run was made from 'gold' with digest" in refused.err
    assert "give --force to score it anyway" in refused.err
    assert bench(*words, "--force", cwd=tmp_path).code == 0


def test_scoring_works_where_no_extractor_library_is(tmp_path: Path) -> None:
    """With every extractor library and numpy made impossible to import, lists are scored all the same."""
    written(tmp_path)
    code = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(['yake', 'keybert', 'sklearn', 'numpy', 'scipy', 'onnxruntime', 'nltk']))\n"
        f"sys.argv = ['bench', *{BOTH}]\n"
        "from bench.cli.main import run_program\n"
        "run_program()\n"
    )
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.replace(f"v:{__version__}", "v:VERSION") == bench(*BOTH, cwd=tmp_path).out


def test_an_output_that_knows_no_unicode_gets_escapes(tmp_path: Path) -> None:
    """An ASCII terminal gets a table with escapes, not a traceback."""
    done = bench(*BOTH, cwd=written(tmp_path), PYTHONIOENCODING="ascii")
    assert (done.code, done.err) == (0, "")
    assert "Quality on gold: 3 documents" in done.out
