"""`bench report`: tables from stored predictions, or a check that the committed ones still follow from them."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bench.cli import completion
from bench.cli.output import Format, put, put_tables, say

if TYPE_CHECKING:
    from bench.cli.assess import Assessment
    from bench.records import Dataset

EXAMPLES = (
    "Examples: [bold]bench report[/bold] · [bold]bench report results --check[/bold] · "
    "[bold]bench report --format latex[/bold] · [bold]bench report --format html --no-text[/bold]"
)

PAGE_PROTOCOLS = "default,kpeval,kpg,sifrank,semeval2010"
"""Between what report.html switches unless told otherwise: this project's conventions and four that are much in use."""


class ReportFormat(StrEnum):
    """The forms of a report: those of a table, which are printed, and the page to click through, which is written."""

    TABLE = "table"
    MD = "md"
    CSV = "csv"
    LATEX = "latex"
    JSON = "json"
    HTML = "html"


def report(
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help="Folder with stored runs.")] = Path("results"),
    gold: Annotated[
        list[str] | None,
        typer.Option(metavar="DATASET", help="Gold of the stored runs; repeat it. Default: the gold that ships."),
    ] = None,
    form: Annotated[
        ReportFormat | None,
        typer.Option(
            "--format",
            help="Instead of writing the pages: html writes report.html, one file to click through offline; the "
            "others print the quality tables and write nothing.",
        ),
    ] = None,
    no_text: Annotated[bool, typer.Option("--no-text", help="Leave the articles' texts out of report.html.")] = False,
    protocols: Annotated[
        list[str] | None,
        typer.Option(
            "--protocol",
            metavar="NAME[:option=value,...]",
            autocompletion=completion.protocols,
            help=f"Conventions that report.html switches between. Default: {PAGE_PROTOCOLS}.",
        ),
    ] = None,
    numbers_to: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="Write numbers alone there: no phrase or text of sets that may not be passed on."
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail where a page is not what the predictions give.")
    ] = False,
) -> None:
    """Make the tables and pages of a results folder anew from the stored predictions, without extracting anything."""
    from bench.cli.results_folder import quality, write_index
    from bench.errors import InputError

    if form is not ReportFormat.HTML and (no_text or protocols):
        raise InputError(
            f"{'--no-text' if no_text else '--protocol'} is for report.html", remedy="Give --format html with it"
        )
    assessments = _assessed(results, gold)
    if check:
        _check(results, assessments)
        return
    if numbers_to is not None:
        from bench.cli.numbers import write_numbers

        for assessment in assessments:
            put(str(write_numbers(results, numbers_to, assessment)))
        put(str(write_index(numbers_to)))
        return
    if form is ReportFormat.HTML:
        _write_html(results, assessments, protocols or [PAGE_PROTOCOLS], with_text=not no_text)
        return
    if form is not None:
        put_tables([quality(assessment) for assessment in assessments], Format(form.value))
        return
    for assessment in assessments:
        _write(results, assessment)
    put(str(write_index(results)))


def _write(results: Path, assessment: "Assessment") -> None:
    from bench.cli.chart_files import write_charts
    from bench.cli.results_folder import write_pages

    folder = write_pages(results, assessment)
    put(str(folder))
    if said := write_charts(folder, assessment):
        say(said)


def _assessed(results: Path, gold: list[str] | None) -> "list[Assessment]":
    """Every data set's stored runs, scored; runs that are left out are said.

    Raises:
        InputError: there are none.
    """
    from bench.cli.results_folder import assess_stored
    from bench.errors import InputError

    datasets = _with_results(results, gold)
    if not datasets:
        raise InputError(
            "no stored runs on the gold given" if gold else "no stored runs on the gold that ships",
            place=str(results),
            remedy="`bench run` makes them; name other gold with --gold",
        )
    assessments = []
    for dataset in datasets:
        assessment, left_out = assess_stored(results, dataset)
        for sentence in left_out:
            say(sentence)
        assessments.append(assessment)
    return assessments


def _write_html(results: Path, assessments: "list[Assessment]", protocols: Sequence[str], *, with_text: bool) -> None:
    from bench.cli.html_page import write_page
    from bench.cli.score import chosen_protocols
    from bench.scoring.protocols import PROTOCOLS

    chosen = chosen_protocols(protocols, tuple(PROTOCOLS))
    for assessment in assessments:
        if assessment.dataset.info.has_gold:
            put(str(write_page(results, assessment, chosen, with_text=with_text)))
        else:
            say(f"{assessment.dataset.info.name} has no gold: its page is lists.md, which `bench report` writes")


def _check(results: Path, assessments: "list[Assessment]") -> None:
    """Say which pages are not what the stored predictions give.

    Raises:
        CheckFailedError: there are such pages.
    """
    from bench.cli.results_folder import stale_pages, unchecked
    from bench.errors import CheckFailedError

    found = stale_pages(results, assessments)
    if found:
        for sentence in found:
            say(sentence)
        raise CheckFailedError(
            f"{len(found)} {'page is' if len(found) == 1 else 'pages are'} not what the stored predictions give",
            place=str(results),
            remedy="`bench report` writes them anew",
        )
    for name in unchecked(results, [a.dataset for a in assessments]):
        say(f"{results / name} was not looked at: name its gold with --gold")
    said = ", ".join(a.dataset.info.name for a in assessments)
    say(f"{results}: every reproducible page of {said} is what the stored predictions give (speed.md is not one)")


def _with_results(results: Path, gold: list[str] | None) -> "list[Dataset]":
    """The data sets named, or the shipped ones, that have stored runs under `results`."""
    from bench.datasets import load, shipped
    from bench.running.store import dataset_folder

    loaded = [load(spec) for spec in gold or shipped()]
    return [dataset for dataset in loaded if (dataset_folder(results, dataset.info.name) / "runs").is_dir()]
