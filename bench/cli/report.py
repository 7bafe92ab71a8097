"""`bench report`: tables from stored predictions, or a check that the committed ones still follow from them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bench.cli.output import Format, put, put_tables, say

if TYPE_CHECKING:
    from bench.cli.assess import Assessment
    from bench.records import Dataset

EXAMPLES = (
    "Examples: [bold]bench report[/bold] · [bold]bench report results --check[/bold] · "
    "[bold]bench report --format latex[/bold]"
)


def report(
    results: Annotated[Path, typer.Argument(metavar="RESULTS", help="Folder with stored runs.")] = Path("results"),
    gold: Annotated[
        list[str] | None,
        typer.Option(metavar="DATASET", help="Gold of the stored runs; repeat it. Default: the gold that ships."),
    ] = None,
    form: Annotated[
        Format | None, typer.Option("--format", help="Print the quality tables in this form instead of writing pages.")
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
    from bench.cli.results_folder import assess_stored, quality, write_index, write_pages
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
    if check:
        _check(results, assessments)
        return
    if numbers_to is not None:
        from bench.cli.numbers import write_numbers

        for assessment in assessments:
            put(str(write_numbers(results, numbers_to, assessment)))
        put(str(write_index(numbers_to)))
        return
    if form is not None:
        put_tables([quality(assessment) for assessment in assessments], form)
        return
    for assessment in assessments:
        put(str(write_pages(results, assessment)))
    put(str(write_index(results)))


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
            f"{len(found)} pages are not what the stored predictions give",
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
