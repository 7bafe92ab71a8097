"""`bench list`: what there is to run, to run on, to measure and to compare by; imports no extractor library."""

from typing import Annotated

import typer

from bench.cli.help_text import Command, Group
from bench.cli.output import Format, put

WHOLE = 2_000
"""Definitions are printed whole: longer than any of them."""

app = typer.Typer(
    cls=Group,
    help="List the extractors, data sets, metrics and protocols that are known.",
    epilog="Examples: [bold]bench list extractors[/bold] · [bold]bench list protocols --format md[/bold]",
    invoke_without_command=True,
)

Form = Annotated[Format, typer.Option("--format", help="How to print the list.")]


@app.callback()
def everything(context: typer.Context) -> None:
    """List the extractors, data sets, metrics and protocols that are known; without a name, all four."""
    if context.invoked_subcommand is None:
        for listing in (extractors, datasets, metrics, protocols):
            listing(Format.TABLE)
            put("")


@app.command(cls=Command, epilog="Example: [bold]bench list extractors[/bold]")
def extractors(form: Form = Format.TABLE) -> None:
    """Every installed extractor, who brings it, and what is missing where one cannot run."""
    from bench.cli.output import written
    from bench.extractors.door import listed
    from bench.reporting.table import Column, Table, one_block

    known = listed()
    rows = tuple(
        (listing.name, "yes" if listing.available else "no", listing.distribution, listing.target) for listing in known
    )
    columns = tuple(Column(head) for head in ("extractor", "can run", "brought by", "target"))
    notes = tuple(f"{each.name}: {each.problem}. {each.remedy}" for each in known if not each.available)
    put(written(Table(title="Extractors", columns=columns, blocks=one_block(rows), notes=notes), form))


@app.command(cls=Command, epilog="Example: [bold]bench list metrics[/bold]")
def metrics(form: Form = Format.TABLE) -> None:
    """Every metric by its written form (k stands for a cut-off), with its definition."""
    from bench.cli.output import written
    from bench.reporting.table import Column, Table, one_block
    from bench.scoring.metrics import known

    columns = (Column("metric"), Column("meaning", limit=WHOLE))
    put(written(Table(title="Metrics", columns=columns, blocks=one_block(tuple(known()))), form))


@app.command(cls=Command, epilog="Example: [bold]bench list protocols[/bold]")
def protocols(form: Form = Format.TABLE) -> None:
    """Every named set of scoring conventions, in words, with its source."""
    from bench.cli.output import written
    from bench.reporting.table import Column, Table, one_block
    from bench.scoring.protocols import PROTOCOLS

    columns = (Column("protocol"), Column("meaning", limit=WHOLE), Column("source", limit=WHOLE))
    rows = tuple(
        (p.name, f"{p.explanation} Not reproduced: {p.not_reproduced}" if p.not_reproduced else p.explanation, p.source)
        for p in PROTOCOLS.values()
    )
    put(written(Table(title="Protocols", columns=columns, blocks=one_block(rows)), form))


@app.command(cls=Command, epilog="Example: [bold]bench list datasets[/bold]")
def datasets(form: Form = Format.TABLE) -> None:
    """The gold that ships and known public sets: what is in them, whose they are, where they are to be had."""
    from bench.cli.dataset_tables import catalogue_table
    from bench.cli.output import written
    from bench.datasets import open_source, shipped
    from bench.datasets.catalogue import catalogue
    from bench.datasets.stats import stats

    ours = [stats(open_source(name), with_alpha=False) for name in shipped()]
    put(written(catalogue_table(ours, tuple(catalogue().values())), form))
