"""The charts of a data set's results folder: drawn where they can be, and never left to show other numbers."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bench.cli.assess import Assessment

if TYPE_CHECKING:
    from bench.reporting.charts import Chart


def write_charts(folder: Path, assessment: Assessment) -> str:
    """Draw every chart into the data set's folder; returns what a person must know, "" for nothing.

    Without vl-convert the charts that lie there stay as long as they show these very values.

    Raises:
        BenchError: the folder cannot be written.
    """
    from bench.cli.results_folder import unwritable
    from bench.errors import InputError
    from bench.reporting.charts import svg
    from bench.reporting.charts_page import FOLDER, PAGE, charts_page, svg_path

    charts = _charts(assessment)
    if not charts:
        remove_charts(folder)
        return ""
    try:
        drawn = {svg_path(chart): svg(chart.spec) for chart in charts}
    except InputError as error:
        return drop_stale_charts(folder, assessment) or ("" if (folder / PAGE).exists() else f"no charts: {error}")
    try:
        remove_charts(folder)
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        for path, text in {**drawn, PAGE: charts_page(charts, assessment.dataset)}.items():
            (folder / path).write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise unwritable(folder, error) from error
    return ""


def drop_stale_charts(folder: Path, assessment: Assessment) -> str:
    """Remove charts that show something else than these rows; returns a sentence about it, "" where nothing was."""
    if not stale_charts(folder, assessment):
        return ""
    remove_charts(folder)
    return f"{folder}: the charts showed other numbers and were removed; `bench report` draws them anew"


def stale_charts(folder: Path, assessment: Assessment) -> list[str]:
    """In words, how the charts that lie there differ from what they should show; nothing where there are none.

    That there are none is no fault, since not everyone can draw them.
    """
    from bench.reporting.bundle import stale
    from bench.reporting.charts_page import PAGE, charts_page, svg_path

    page = folder / PAGE
    if not page.is_file():
        return []
    charts = _charts(assessment)
    found = page.read_text(encoding="utf-8", errors="backslashreplace")
    said = stale({PAGE: found}, {PAGE: charts_page(charts, assessment.dataset)})
    return said + [f"{path} is missing" for chart in charts if not (folder / (path := svg_path(chart))).is_file()]


def remove_charts(folder: Path) -> None:
    """Remove the page and the drawings that it shows, and nothing else."""
    from bench.reporting.charts import NAMES
    from bench.reporting.charts_page import FOLDER, PAGE

    for name in NAMES:
        (folder / FOLDER / f"{name}.svg").unlink(missing_ok=True)
    (folder / PAGE).unlink(missing_ok=True)


def _charts(assessment: Assessment) -> "Sequence[Chart]":
    from bench.reporting.charts import best_two, charts_of

    if not assessment.dataset.info.has_gold:
        return ()
    return (*charts_of(assessment.evaluations, assessment.runs), *best_two(assessment.evaluations))
