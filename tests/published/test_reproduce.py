"""Published figures made again: the file of figures, the command over the data beside the project, the page in docs."""

import json
import platform
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bench_program import Done, bench
from golden_text import check_golden

from bench import __version__
from bench.reproducing.checks import Check, DataPlace, PublishedCell, PublishedSource, checks_of, published_checks
from bench.reproducing.measuring import Finding, Measured
from bench.reproducing.page import broken, reproduction_page, reproduction_table
from bench.scoring.metrics import parse_metric
from bench.scoring.protocols import parse_protocol

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
PAGE = ROOT / "docs/reproduce.md"

needs_shared = pytest.mark.skipif(
    not (SHARED / "system-outputs").is_dir(), reason="the data of others do not lie beside the project"
)


def reproduced(*words: str, cwd: Path) -> tuple[Done, list[dict[str, Any]]]:
    """The command over the data beside the project, and the rows of its table."""
    done = bench("reproduce", "--from", str(SHARED), "--format", "json", *words, cwd=cwd)
    rows: list[dict[str, Any]] = json.loads(done.out)[0]["rows"]
    return done, rows


def test_every_check_can_be_asked_for() -> None:
    """Protocols and metrics exist, paths are relative, and what need not hold says why (or has no data anywhere)."""
    checks = published_checks()
    assert sum(len(check.cells) for check in checks) >= 10
    for check in checks:
        parse_protocol(check.protocol)
        assert [str(parse_metric(cell.metric)) for cell in check.cells] == [cell.metric for cell in check.cells]
        assert all(0 < cell.expected < 100 for cell in check.cells)
        assert 0 < check.tolerance <= 0.5
        assert not any(Path(path).is_absolute() or ".." in path for path in (check.dataset.path, check.list))
        assert bool(check.cause) == bool(check.why)
        assert check.must_hold or check.why or check.dataset.name == "duc2001", check.id


SMALL: dict[str, Any] = {
    "schema": 1,
    "sources": {"s": {"citation": "c", "where": "w"}},
    "datasets": {"d": {"title": "t", "path": "p"}},
    "checks": [
        {
            "id": "a",
            "what": "w",
            "list": "l",
            "dataset": "d",
            "protocol": "pke",
            "source": "s",
            "tolerance": 0.5,
            "cells": {"F1@5": 10},
        }
    ],
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": 2}, "schema 2 instead of 1"),
        ({"checks": SMALL["checks"] * 2}, r"ids come twice: \['a'\]"),
        ({"checks": [SMALL["checks"][0] | {"extractor": "yake"}]}, "not one of list and extractor"),
        ({"checks": [SMALL["checks"][0] | {"list": ""}]}, "not one of list and extractor"),
        ({"checks": [SMALL["checks"][0] | {"tolerence": 1}]}, r"unknown keys \['tolerence'\]"),
    ],
)
def test_a_slip_in_the_file_is_found(change: dict[str, Any], message: str) -> None:
    """An unknown key is not passed over, and a check is one list or one extractor."""
    assert checks_of(SMALL)[0].cells == (PublishedCell("F1@5", 10.0),)
    with pytest.raises(ValueError, match=message):
        checks_of(SMALL | change)


def made_up_check(**changes: Any) -> Check:
    """A check of nobody's."""
    base = Check(
        id="ferry",
        what="Ferry (published)",
        dataset=DataPlace("harbour", "Harbour news, 3 articles", "data/harbour.jsonl"),
        protocol="pke",
        source=PublishedSource("Nobody 1999", "a paper that was never written", "no place"),
        cells=(PublishedCell("F1@5", 20.0),),
        tolerance=0.05,
        list="out/ferry.key.tar.gz",
        must_hold=True,
    )
    return replace(base, **changes)


def test_the_page_as_a_whole() -> None:
    """Within, outside, not checked; blocks by data set; causes, reasons, remarks and sources under the table."""
    known = made_up_check()
    loose = made_up_check(must_hold=False, tolerance=0.5, cause="text version", why="the texts are others")
    elsewhere = made_up_check(dataset=DataPlace("island", "Island news", "data/island"), must_hold=False)
    findings = (
        Finding(known, known.cells[0], 20.04, remarks=("2 documents failed, scored 0",)),
        Finding(loose, loose.cells[0], 18.0),
        Finding(elsewhere, elsewhere.cells[0], unchecked="data/island not among the data given"),
    )
    table = reproduction_table(Measured(findings, {"yake": "0.7.3"}), measured_on="2026-01-31")
    text = reproduction_page(table)
    for version, word in ((f"keyphrase-bench {__version__}", "VERSION"), (platform.python_version(), "PYTHON")):
        text = text.replace(version, word)
    check_golden("reproduce.md", text)


@pytest.mark.parametrize(
    ("obtained", "is_broken"), [(20.05, False), (19.95, False), (20.06, True), (19.94, True), (None, True)]
)
def test_a_figure_that_must_hold_is_broken_beyond_its_tolerance_or_unchecked(
    obtained: float | None, is_broken: bool
) -> None:
    """The bound itself is within; a figure that need not hold never breaks."""
    check = made_up_check()
    finding = Finding(check, check.cells[0], obtained)
    assert broken([finding]) == ((finding,) if is_broken else ())
    free = made_up_check(must_hold=False)
    assert broken([Finding(free, free.cells[0], obtained)]) == ()


def test_without_data_nothing_is_checked_and_nothing_is_dropped(tmp_path: Path) -> None:
    """Every row is there, none has a figure, and the exit code says that what must hold was not shown to."""
    done = bench("reproduce", "--from", str(tmp_path), "--format", "json", cwd=tmp_path)
    rows = json.loads(done.out)[0]["rows"]
    assert len(rows) == sum(len(check.cells) for check in published_checks())
    assert {(row["obtained"], row["verdict"], row["cause"]) for row in rows} == {
        (None, "not checked", "data not at hand")
    }
    assert done.code == 1
    assert done.err.startswith("bench: figures that must hold were not met, or not checked: ijcnlp2013-textrank F1@10,")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--from", "nowhere"), "bench: --from nowhere: no such folder. Name a folder of data\n"),
        (("--only", "yake-inspek"), "bench: --only: unknown check 'yake-inspek'. Did you mean 'yake-inspec'? Known: "),
    ],
)
def test_a_wrong_call_is_one_sentence(words: tuple[str, ...], message: str, tmp_path: Path) -> None:
    """Exit code 2, what was found, what to do."""
    done = bench("reproduce", *words, cwd=tmp_path)
    assert (done.code, done.out, done.err.startswith(message)) == (2, "", True)


def test_a_figure_that_is_missed_fails_the_command(tmp_path: Path) -> None:
    """A list of our own in the place of a published one, over gold of our own: what came out is shown, exit code 1."""
    folder = tmp_path / "system-outputs/ijcnlp13-inspec"
    folder.mkdir(parents=True)
    (folder / "inspec.ref").write_text("a\tferry; harbour\nb\tisland\n", encoding="utf-8")
    (folder / "candidats.textrank").write_text("a\tferries;boat\nc\tisland\n", encoding="utf-8")
    done = bench("reproduce", "--from", ".", "--only", "ijcnlp2013-textrank", "--format", "json", cwd=tmp_path)
    table = json.loads(done.out)[0]
    # a: 1 hit, P 1/10, R 1/2, F1 1/6; b: no prediction, 0; mean 1/12
    assert table["rows"][0]["obtained"] == pytest.approx(100 / 12)
    assert table["rows"][0]["verdict"] == "outside"
    where = "TextRank (published), inspec-references, ijcnlp2013"
    assert f"1 documents without a prediction, scored 0 ({where})." in table["notes"]
    assert f"1 documents that the gold does not hold ({where})." in table["notes"]
    assert done.code == 1


@needs_shared
def test_the_figures_of_ijcnlp_2013(tmp_path: Path) -> None:
    """The authors' mean F10 of all five methods, from their outputs as they lie."""
    done, rows = reproduced("--only", "ijcnlp2013", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert [row["expected"] for row in rows] == [32.20, 32.17, 33.24, 28.82, 30.15]
    assert all(abs(row["obtained"] - row["expected"]) <= 0.01 for row in rows)


@needs_shared
def test_the_program_scores_those_outputs_document_by_document(tmp_path: Path) -> None:
    """`bench score` on all five files: P, R and F at 10 of each of 500 documents within the authors' rounding.

    Their files name no documents and keep an order of their own, the same in all five: so the fifteen numbers of a
    document are looked for as one row, and each row of theirs is found once.
    """
    folder = SHARED / "system-outputs/ijcnlp13-inspec"
    methods = ("textrank", "degree", "closeness", "betweenness", "eigenvector")
    metrics = ("P@10", "R@10", "F1@10")
    lists = [str(folder / f"candidats.{method}") for method in methods]
    options = ["--gold", str(folder / "inspec.ref"), "--protocol", "ijcnlp2013", "--format", "json", "--per-document"]
    done = bench("score", *lists, *options, *(f"--metric={metric}" for metric in metrics), cwd=tmp_path)
    assert done.code == 0
    systems = json.loads(done.out)["systems"]
    assert [system["name"] for system in systems] == [f"candidats.{method}" for method in methods]
    ours: dict[str, list[float]] = {}
    for system in systems:
        for document in system["per_document"]:
            ours.setdefault(document["id"], []).extend(document["metrics"][metric] for metric in metrics)
    files = [(folder / f"candidats.{method}.scores").read_text(encoding="utf-8") for method in methods]
    lines = [[line.split() for line in text.splitlines()[1:]] for text in files]
    theirs = [[float(number) for part in row for number in part] for row in zip(*lines, strict=True)]
    assert len(ours) == len(theirs) == 500
    for document_id, row in ours.items():
        like = [one for one in theirs if all(abs(a - b) <= 0.0005 + 1e-9 for a, b in zip(row, one, strict=True))]
        assert like, document_id
        theirs.remove(like[0])


@needs_shared
def test_the_figures_of_yake_by_the_rakun_authors(tmp_path: Path) -> None:
    """F@10 and F@20 on all three sets to four decimals with the phantom gold; without it the honest figures."""
    done, rows = reproduced("--only", "rakun-", cwd=tmp_path)
    assert done.code == 0
    found = {(row["block"].split(",")[0], row["protocol"], row["metric"]): row["obtained"] / 100 for row in rows}
    assert {key: round(value, 4) for key, value in found.items()} == {
        ("Inspec", "keep", "F1@10"): 0.1307,
        ("Inspec", "keep", "F1@20"): 0.1423,
        ("Inspec", "keep:blank_gold=drop", "F1@10"): 0.1369,
        ("Inspec", "keep:blank_gold=drop", "F1@20"): 0.1468,
        ("SemEval-2017", "keep", "F1@10"): 0.1456,
        ("SemEval-2017", "keep", "F1@20"): 0.1802,
        ("SemEval-2017", "keep:blank_gold=drop", "F1@10"): 0.1514,
        ("SemEval-2017", "keep:blank_gold=drop", "F1@20"): 0.1851,
        ("500N-KPCrowd", "keep", "F1@10"): 0.1157,
        ("500N-KPCrowd", "keep", "F1@20"): 0.1739,
        ("500N-KPCrowd", "keep:blank_gold=drop", "F1@10"): 0.1158,
        ("500N-KPCrowd", "keep:blank_gold=drop", "F1@20"): 0.1740,
    }


@needs_shared
def test_the_program_scores_an_archive_of_lists_against_an_archive_of_gold(tmp_path: Path) -> None:
    """`bench score` on a published tar.gz and LIAAD's zip, both as they lie."""
    done = bench(
        "score",
        str(SHARED / "system-outputs/yake-liaad/SemEval2017.tar.gz"),
        *("--gold", str(SHARED / "datasets/liaad/SemEval2017.zip"), "--protocol", "keep", "--format", "json"),
        *("--metric", "F1@10", "--metric", "F1@20"),
        cwd=tmp_path,
    )
    (system,) = json.loads(done.out)["systems"]
    assert (done.code, system["name"], system["scored"]) == (0, "SemEval2017", 493)
    assert {name: round(value["value"], 4) for name, value in system["metrics"].items()} == {
        "F1@10": 0.1456,
        "F1@20": 0.1802,
    }


@needs_shared
def test_yake_on_inspec_lands_within_half_a_point(tmp_path: Path) -> None:
    """The extractor run here over 500 documents: 18.08, 19.62 and 20.11 at 5, 10 and 15, within 0.5."""
    done, rows = reproduced("--only", "yake-inspec", cwd=tmp_path)
    assert done.code == 0
    held = [row for row in rows if row["must hold"] == "yes"]
    assert [(row["metric"], row["expected"]) for row in held] == [("F1@5", 18.08), ("F1@10", 19.62), ("F1@15", 20.11)]
    assert all(abs(row["obtained"] - row["expected"]) <= 0.5 for row in held)


def page_rows() -> list[list[str]]:
    """The cells of the page's rows, head, rule and block headings left out."""
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row in cells[2:] if not row[0].startswith("*")]


def test_the_page_in_docs_shows_the_published_figures() -> None:
    """Its rows are those of the file, figure by figure, and each that must hold was within its tolerance."""
    places = dict.fromkeys(check.dataset for check in published_checks())
    expected = [
        (check.what, check.protocol, cell.metric, f"{cell.expected:.2f}", "yes" if check.must_hold else "no")
        for place in places
        for check in published_checks()
        if check.dataset == place
        for cell in check.cells
    ]
    rows = page_rows()
    assert [(*row[:4], row[7]) for row in rows] == expected
    assert {row[8] for row in rows if row[7] == "yes"} == {"within"}
    text = PAGE.read_text(encoding="utf-8")
    assert re.search(r"^- Measured on \d{4}-\d\d-\d\d with keyphrase-bench .*, yake \d", text, re.MULTILINE)
