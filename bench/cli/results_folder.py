"""The results folder: its pages written from stored runs, and compared with what those runs give."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bench.cli.assess import Assessment, assess, stored_runs
from bench.errors import BenchError, InputError
from bench.records import Dataset, Run

if TYPE_CHECKING:
    from bench.reporting.table import Table

SUMMARY = "summary.json"
"""What the index needs of a data set, beside its pages."""


def assess_these(dataset: Dataset, runs: Sequence[Run]) -> Assessment:
    """The runs under the default protocol and its headline metrics."""
    from bench.scoring.conventions import DEFAULT
    from bench.scoring.metrics import HEADLINE

    return assess(dataset, runs, DEFAULT, HEADLINE)


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
    )
    told = json.dumps(summary(assessment.dataset, assessment.evaluations), ensure_ascii=True, indent=1)
    return {**made, SUMMARY: told + "\n"}


def write_pages(results: Path, assessment: Assessment) -> Path:
    """Write every page of a data set; pages that nothing makes any more are removed. Returns the folder.

    Raises:
        BenchError: the folder cannot be written.
    """
    from bench.reporting.speed import speed_page
    from bench.running.store import dataset_folder

    folder = dataset_folder(results, assessment.dataset.info.name)
    made = {**expected_pages(assessment), "speed.md": speed_page(assessment.runs, assessment.dataset)}
    try:
        for path in existing_pages(folder).keys() - made.keys():
            (folder / path).unlink()
        for path, text in made.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise unwritable(folder, error) from error
    return folder


def existing_pages(folder: Path) -> dict[str, str]:
    """The pages that lie in a data set's folder, by their path within it."""
    found = [*folder.glob("*.md"), *folder.glob("*.csv"), *folder.glob(SUMMARY), *folder.glob("articles/*.md")]
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8", errors="backslashreplace")
        for path in found
    }


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
        said += [f"{folder.name}/{s}" for s in stale(existing_pages(folder), expected_pages(assessment))]
    path = results / "README.md"
    there = {path.name: path.read_text(encoding="utf-8", errors="backslashreplace")} if path.exists() else {}
    return said + stale(there, {path.name: index(results)})


def index(results: Path) -> str:
    """The index of every data set that has pages under `results`, made from their summaries.

    Raises:
        InputError: a summary that is none.
    """
    from bench.reporting.index import Entry, index_page

    entries = []
    for path in sorted(results.glob(f"*/{SUMMARY}")):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            best = tuple((str(name), float(value)) for name, value in told["best"])
            pages = tuple(sorted(page for page in existing_pages(path.parent) if page.endswith(".md")))
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
            raise InputError(
                f"not a summary of results ({error})", place=str(path), remedy="Remove it and run bench report again"
            ) from error
    return index_page(entries)


def unwritable(folder: Path, error: OSError) -> BenchError:
    """The message for a folder that cannot be written."""
    return BenchError(
        f"cannot be written ({error.strerror or error})",
        place=str(folder),
        remedy="Make room there or give another --out",
    )
