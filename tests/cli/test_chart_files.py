"""Charts beside the tables: drawn where vl-convert is, never shown beside other numbers, never in the check's way."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sample_evaluations import DATASET, EVALUATIONS, RUNS

from bench.cli.assess import Assessment
from bench.cli.chart_files import drop_stale_charts, stale_charts, write_charts
from bench.reporting.charts import best_two, charts_of
from bench.reporting.charts_page import charts_page
from bench.scoring.conventions import DEFAULT
from bench.scoring.results import Evaluation

NAMES = ("agreement", "curve", "difference", "noise", "speed")
FILES = ["charts.md", *(f"charts/{name}.svg" for name in NAMES)]
FEWER = tuple(e for e in EVALUATIONS if e.system != "tfidf")


def assessment(evaluations: Sequence[Evaluation] = EVALUATIONS) -> Assessment:
    """The sample world's rows as a results folder holds them."""
    return Assessment(DATASET, tuple(RUNS), DEFAULT, tuple(evaluations), (), None)


def files(folder: Path) -> list[str]:
    """What lies in the folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def without_the_drawer(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where vl-convert is not installed."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)


def test_every_chart_is_drawn_and_shown(tmp_path: Path) -> None:
    """A page with every picture that it links to; drawn twice, the same bytes."""
    assert write_charts(tmp_path, assessment()) == ""
    assert files(tmp_path) == FILES
    page = (tmp_path / "charts.md").read_text(encoding="utf-8")
    assert all(f"]({name})" in page for name in FILES[1:])
    drawn = {name: (tmp_path / name).read_bytes() for name in FILES}
    assert all(drawn[name].startswith(b"<svg") for name in FILES[1:])
    assert b"noise@10" not in drawn["charts/curve.svg"]
    assert write_charts(tmp_path, assessment()) == ""
    assert {name: (tmp_path / name).read_bytes() for name in FILES} == drawn
    assert stale_charts(tmp_path, assessment()) == []


def test_the_two_best_extractors_are_told_apart_document_by_document() -> None:
    """The largest difference first; a document that one of them has no value for is left out, floors are no pair."""
    (chart,) = best_two(EVALUATIONS)
    assert chart.title == "F1@10 by document: yake less gluer:ngrams=1-3"
    assert chart.spec["data"] == {
        "values": [
            {"document": "ferry", "difference": 4 / 14, "place": 1},
            {"document": "bridge", "difference": 0.0, "place": 2},
        ]
    }
    assert chart.caption.endswith("yake is higher on 1, lower on 0, equal on 1 of 2.")
    assert best_two([e for e in EVALUATIONS if e.system == "yake" or e.role == "floor"]) == ()


def test_names_in_titles_and_captions_are_no_markup(tmp_path: Path) -> None:
    """A row is called what its author likes; the page shows it as text and the drawing escapes it."""
    hostile = [replace(e, system="<b>|`x`](y)\u202e") if e.system == "yake" else e for e in EVALUATIONS]
    write_charts(tmp_path, assessment(hostile))
    page = (tmp_path / "charts.md").read_text(encoding="utf-8")
    assert "<b>" not in page
    assert "](y)" not in page.replace("\\](y)", "")
    drawn = (tmp_path / "charts" / "difference.svg").read_text(encoding="utf-8")
    assert "<b>" not in drawn
    assert "\u202e" not in page + drawn


@pytest.mark.usefixtures("without_the_drawer")
def test_without_the_drawer_there_are_no_charts_and_a_sentence(tmp_path: Path) -> None:
    """The program says what to install; that there are no charts is no fault."""
    said = write_charts(tmp_path, assessment())
    assert said.startswith("no charts: ")
    assert "pip install 'keyphrase-bench[html]'" in said
    assert files(tmp_path) == []
    assert stale_charts(tmp_path, assessment()) == []


def test_without_the_drawer_charts_stay_while_they_are_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts of these very rows are kept; those of other rows go, with a sentence."""
    write_charts(tmp_path, assessment())
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert write_charts(tmp_path, assessment()) == ""
    assert files(tmp_path) == FILES
    said = write_charts(tmp_path, assessment(FEWER))
    assert said == f"{tmp_path}: the charts showed other numbers and were removed; `bench report` draws them anew"
    assert files(tmp_path) == []


def test_charts_of_other_numbers_fail_the_check(tmp_path: Path) -> None:
    """The page names what each was drawn from; a picture that is gone is named too."""
    write_charts(tmp_path, assessment())
    (tmp_path / "charts" / "noise.svg").unlink()
    assert stale_charts(tmp_path, assessment()) == ["charts/noise.svg is missing"]
    [first, second] = stale_charts(tmp_path, assessment(FEWER))
    assert first.startswith("charts.md is out of date: it has '<!-- drawn from: sha256 ")
    assert second == "charts/noise.svg is missing"
    assert drop_stale_charts(tmp_path, assessment(FEWER)) != ""
    assert files(tmp_path) == []


def test_what_others_put_beside_the_charts_stays(tmp_path: Path) -> None:
    """Only the page and its pictures are removed."""
    write_charts(tmp_path, assessment())
    (tmp_path / "charts" / "mine.svg").write_text("<svg/>")
    drop_stale_charts(tmp_path, assessment(FEWER))
    assert files(tmp_path) == ["charts/mine.svg"]


def test_other_timings_are_no_other_numbers() -> None:
    """Speed is what one machine took once, so the page does not change with it."""
    charts = charts_of(EVALUATIONS, RUNS)
    slower = [replace(each, spec={"title": each.title}) if each.name == "speed" else each for each in charts]
    assert charts_page(slower, DATASET) == charts_page(charts, DATASET)
