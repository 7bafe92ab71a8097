"""`bench reproduce`: figures that others published, made again from data at hand."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bench.cli.output import Format, put, put_tables

if TYPE_CHECKING:
    from bench.reproducing.checks import Check

EXAMPLES = (
    "Examples: [bold]bench reproduce --from data/[/bold] · "
    "[bold]bench reproduce --from data/ --only ijcnlp2013 --format md[/bold]"
)


def reproduce(
    folders: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="FOLDER", help="Folder with data sets and published outputs; repeat it."),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="TEXT", help="Checks whose id holds this; repeat it.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Worker processes for each extractor.")] = 2,
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Make published figures again and print what was expected, obtained, and why they differ.

    Where a data set does not lie in a FOLDER its figures are shown as not checked. The exit code is 1 unless every
    figure that must hold was checked and is within its tolerance.
    """
    from datetime import UTC, datetime

    from bench.cli.progress import progress
    from bench.errors import CheckFailedError
    from bench.reproducing.measuring import measure
    from bench.reproducing.page import broken, reproduction_page, reproduction_table

    given = _existing(folders or [])
    measured = measure(_chosen(only or []), given, jobs=jobs, watch=progress)
    today = datetime.now(UTC).date().isoformat()
    table = reproduction_table(measured, measured_on=today)
    if form is Format.MD:
        put(reproduction_page(table))
    else:
        put_tables([table], form)
    failing = broken(measured.findings)
    if failing:
        named = ", ".join(f"{finding.check.id} {finding.cell.metric}" for finding in failing)
        raise CheckFailedError(
            f"figures that must hold were not met, or not checked: {named}",
            remedy="The table says what was obtained; --from names folders of data",
        )


def _existing(folders: list[Path]) -> list[Path]:
    from bench.errors import InputError

    for folder in folders:
        if not folder.is_dir():
            raise InputError("no such folder", place=f"--from {folder}", remedy="Name a folder of data")
    return folders


def _chosen(texts: list[str]) -> "tuple[Check, ...]":
    from bench.errors import UnknownNameError
    from bench.reproducing.checks import published_checks

    checks = published_checks()
    for text in texts:
        if not any(text in check.id for check in checks):
            raise UnknownNameError("check", text, [check.id for check in checks], place="--only")
    return tuple(check for check in checks if not texts or any(text in check.id for text in texts))
