"""`bench data`: look a data set over, count it, convert it, fetch a known one, seal one of ours."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bench.cli.help_text import Command, Group
from bench.cli.output import Format, put, say

app = typer.Typer(
    help="Check, count, convert, fetch and seal data sets.",
    epilog="Examples: [bold]bench data check my-gold.jsonl[/bold] · [bold]bench data stats liaad:Inspec.zip[/bold]",
    no_args_is_help=True,
    cls=Group,
)

DataSet = Annotated[
    str,
    typer.Argument(metavar="DATASET", help="A name, a path, or FORMAT:PATH; options follow as ?name=value&name=value."),
]
Form = Annotated[Format, typer.Option("--format", help="How to print.")]


class Target(StrEnum):
    """What a data set can be written as."""

    FOLDER = "folder"
    JSONL = "jsonl"
    LIAAD = "liaad"


@app.command(
    cls=Command, epilog="Examples: [bold]bench data check first-film-in-space[/bold] · [bold]... A.zip B.zip[/bold]"
)
def check(
    datasets: Annotated[
        list[str], typer.Argument(metavar="DATASET...", help="One or several: repeats are found across them.")
    ],
    form: Form = Format.TABLE,
    every: Annotated[bool, typer.Option("--all", help="Show every finding, not the first of each kind.")] = False,
    near: Annotated[bool, typer.Option("--near/--no-near", help="Look for near duplicates, too.")] = True,
) -> None:
    """Say what is wrong with a data set, each finding with a place and a remedy; exit code 1 when there is an error."""
    from bench.cli.dataset_tables import Grouped, findings_json, findings_table, findings_text
    from bench.cli.output import written
    from bench.datasets import open_source
    from bench.datasets.lint.check import lint
    from bench.reporting import escape

    sources = [open_source(spec) for spec in datasets]
    for spec, source in zip(datasets, sources, strict=True):
        say(f"{spec}: read as {source.header.format}")
    grouped = Grouped(every)
    for finding in lint(*sources, near_duplicates=near):
        grouped.add(finding)
    name = ", ".join(source.header.name for source in sources)
    if form is Format.TABLE:
        put("\n".join(escape.terminal(line, None) for line in findings_text(name, grouped).split("\n")))
    elif form is Format.JSON:
        put(findings_json(name, grouped))
    else:
        put(written(findings_table(name, grouped), form))
    if grouped.total("error"):
        raise typer.Exit(1)


@app.command(cls=Command, epilog="Example: [bold]bench data stats first-film-in-space --format md[/bold]")
def stats(
    dataset: DataSet,
    form: Form = Format.TABLE,
) -> None:
    """Count a data set: documents, gold, what of it stands in the texts, ceilings, agreement between annotators."""
    from bench.cli.dataset_tables import stats_json, stats_tables
    from bench.cli.output import put_tables
    from bench.datasets import open_source
    from bench.datasets.stats import stats as counted

    source = open_source(dataset)
    say(f"{dataset}: read as {source.header.format}")
    numbers = counted(source)
    if form is Format.JSON:
        put(stats_json(numbers))
    else:
        put_tables(stats_tables(numbers), form)


@app.command(cls=Command, epilog="Example: [bold]bench data convert liaad:Inspec.zip inspec.jsonl --to jsonl[/bold]")
def convert(
    dataset: DataSet,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="Where to write; must not exist yet.")],
    to: Annotated[Target, typer.Option("--to", help="folder (ours), jsonl, or liaad.")] = Target.FOLDER,
) -> None:
    """Write a data set in another layout, and say what the layout cannot hold."""
    from bench.datasets import open_source
    from bench.datasets.conversion import convert as converted

    source = open_source(dataset)
    say(f"{dataset}: read as {source.header.format}")
    for sentence in converted(source, to.value, path):
        say(sentence)
    put(str(path))


@app.command(cls=Command, epilog="Example: [bold]bench data fetch inspec-liaad --from mirror/[/bold]")
def fetch(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A set of `bench list datasets` that has a sha256.")],
    source: Annotated[str, typer.Option("--from", metavar="FOLDER|URL", help="A local folder or a mirror.")] = "",
) -> None:
    """Fetch a known data set into the user's cache, verified and resumed; print how to read it."""
    from bench.datasets.fetching import fetch as fetched

    put(fetched(name, source=source, say=say))


@app.command(cls=Command, epilog="Example: [bold]bench data seal gold/first-film-in-space[/bold]")
def seal(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder with dataset.toml.")],
) -> None:
    """Write the sha256 of every article and gold file into dataset.toml, after a change that is meant."""
    from bench.datasets.seal import seal as sealed

    changed = sealed(folder)
    put("\n".join(changed) if changed else "nothing has changed")
