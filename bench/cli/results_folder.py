"""The results folder: its pages written from stored runs, and compared with what those runs give."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.cli.assess import Assessment, assess, stored_runs
from bench.cli.chart_files import stale_charts
from bench.errors import BenchError, InputError
from bench.records import Dataset, Run
from bench.scoring.conventions import DEFAULT, ScoringProtocol

if TYPE_CHECKING:
    from bench.reporting.table import Table

SUMMARY = "summary.json"
"""What the index needs of a data set, and the names of its pages, beside which other people's files may lie."""

SPEED = "speed.md"
"""The page that no second run gives again."""


def assess_these(dataset: Dataset, runs: Sequence[Run], protocol: ScoringProtocol = DEFAULT) -> Assessment:
    """The runs with every row that is made beside them, under the headline metrics."""
    from bench.scoring.metrics import HEADLINE

    return assess(dataset, runs, protocol, HEADLINE, with_fused=True)


def assess_stored(results: Path, dataset: Dataset) -> tuple[Assessment, tuple[str, ...]]:
    """Every stored run on the data set, and sentences about those that were left out."""
    runs, left_out = stored_runs(results, dataset)
    return assess_these(dataset, runs), left_out


def terminal_tables(assessment: Assessment) -> "list[Table]":
    """What a run ends with: the quality table; without gold noise, agreement and speed."""
    from bench.reporting.bare import bare_tables
    from bench.reporting.speed import speed_table

    dataset = assessment.dataset
    if dataset.info.has_gold:
        return [quality(assessment)]
    return [*bare_tables(assessment.evaluations, dataset), speed_table(assessment.runs, dataset)]


def quality(assessment: Assessment) -> "Table":
    """The quality table with what may be concluded from it."""
    from bench.reporting.quality import quality_table

    return quality_table(
        assessment.evaluations, assessment.dataset, infos=assessment.infos, comparison=assessment.comparison
    )


def expected_pages(assessment: Assessment) -> dict[str, str]:
    """The reproducible pages of a data set by their path within its folder."""
    from bench.reporting.bundle import pages
    from bench.reporting.index import summary
    from bench.text.normalise import Normaliser

    made = pages(
        assessment.dataset,
        assessment.evaluations,
        Normaliser(),
        infos=assessment.infos,
        comparison=assessment.comparison,
        candidates=assessment.candidates,
    )
    told = summary(assessment.dataset, assessment.evaluations) | {"pages": sorted([*made, SPEED])}
    return {**made, SUMMARY: json.dumps(told, ensure_ascii=True, indent=1) + "\n"}


def write_pages(results: Path, assessment: Assessment) -> Path:
    """Write every page of a data set; pages of an earlier report that nothing makes any more are removed.

    Returns the folder. What was not written by a report is left alone.

    Raises:
        BenchError: the folder cannot be written.
    """
    from bench.reporting.speed import speed_page
    from bench.running.store import dataset_folder

    folder = dataset_folder(results, assessment.dataset.info.name)
    made = {**expected_pages(assessment), SPEED: speed_page(assessment.runs, assessment.dataset)}
    try:
        for path in existing_pages(folder).keys() - made.keys():
            (folder / path).unlink(missing_ok=True)
        for path, text in made.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise unwritable(folder, error) from error
    return folder


def check_apart(results: Path, dataset: str, spec: str) -> None:
    """Refuse to write the pages of a data set into the folder that it is read from.

    Raises:
        InputError: the results would lie there.
    """
    from bench.running.store import dataset_folder

    folder = dataset_folder(results, dataset)
    read_from = Path(spec.partition("?")[0].rpartition(":")[2])
    if folder.exists() and read_from.exists() and folder.samefile(read_from):
        raise InputError(
            "the tables would be written among the texts that they are about",
            place=str(folder),
            remedy="Give another --out",
        )


def existing_pages(folder: Path) -> dict[str, str]:
    """What lies in a data set's folder of the pages that a report wrote there, by their path within it.

    Raises:
        InputError: the summary, which names them, is none.
    """
    if not (folder / SUMMARY).exists():
        return {}
    paths = [SUMMARY, *page_names(folder / SUMMARY)]
    return {
        path: (folder / path).read_bytes().decode("utf-8", "backslashreplace")
        for path in paths
        if (folder / path).is_file()
    }


def page_names(summary: Path) -> tuple[str, ...]:
    """The pages that a summary names; only such as lie in its own folder or the one for articles.

    Raises:
        InputError: it is no summary.
    """
    names = _told(summary).get("pages", [])
    if not isinstance(names, list) or not all(isinstance(name, str) and _PAGE.fullmatch(name) for name in names):
        raise _no_summary(summary, "its pages are not names of pages")
    return tuple(names)


_PAGE = re.compile(r"(articles/)?[\w-][\w.-]*\.(md|csv|html)")


def _told(summary: Path) -> dict[str, Any]:
    try:
        told = json.loads(summary.read_text(encoding="utf-8"))
    except ValueError as error:
        raise _no_summary(summary, str(error)) from error
    if not isinstance(told, dict):
        raise _no_summary(summary, "it is no object")
    return told


def _no_summary(path: Path, reason: str) -> InputError:
    return InputError(
        f"not a summary of results ({reason})", place=str(path), remedy="Remove it and run bench report again"
    )


def write_index(results: Path) -> Path:
    """Write `README.md` of the results folder and return its path."""
    path = results / "README.md"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(index(results), encoding="utf-8")
    except OSError as error:
        raise unwritable(results, error) from error
    return path


def stale_pages(results: Path, assessments: Sequence[Assessment]) -> list[str]:
    """In words, every page under `results` that is not what the stored predictions give, the index included."""
    from bench.reporting.bundle import stale
    from bench.running.store import dataset_folder

    said = []
    for assessment in assessments:
        folder = dataset_folder(results, assessment.dataset.info.name)
        found = stale(existing_pages(folder), expected_pages(assessment)) + stale_charts(folder, assessment)
        said += [f"{folder.name}/{each}" for each in found]
    path = results / "README.md"
    there = {path.name: path.read_text(encoding="utf-8", errors="backslashreplace")} if path.exists() else {}
    return said + stale(there, {path.name: index(results)})


def unchecked(results: Path, datasets: Sequence[Dataset]) -> list[str]:
    """The folders under `results` that hold another data set's pages than those given."""
    from bench.running.store import dataset_folder

    known = {dataset_folder(results, dataset.info.name) for dataset in datasets}
    return [path.parent.name for path in sorted(results.glob(f"*/{SUMMARY}")) if path.parent not in known]


def index(results: Path) -> str:
    """The index of every data set that has pages under `results`, made from their summaries.

    Raises:
        InputError: a summary that is none.
    """
    from bench.reporting.charts_page import PAGE as CHARTS
    from bench.reporting.index import Entry, index_page

    entries = []
    for path in sorted(results.glob(f"*/{SUMMARY}")):
        told = _told(path)
        try:
            best = tuple((str(name), float(value)) for name, value in told["best"])
            drawn = (CHARTS,) if path.with_name(CHARTS).is_file() else ()
            pages = tuple(sorted(page for page in (*page_names(path), *drawn) if page.endswith((".md", ".html"))))
            entries.append(
                Entry(
                    told["name"],
                    told["version"],
                    told["language"],
                    int(told["documents"]),
                    path.parent.name,
                    best,
                    pages,
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            raise _no_summary(path, str(error)) from error
    return index_page(entries)


def unwritable(folder: Path, error: OSError) -> BenchError:
    """The message for a folder that cannot be written."""
    return BenchError(
        f"cannot be written ({error.strerror or error})",
        place=str(folder),
        remedy="Make room there or give another --out",
    )
