"""`bench compare`: systems in pairs, or all against a baseline, on the same documents."""

from typing import Annotated

import typer

from bench.cli import completion
from bench.cli.output import Format, put_tables
from bench.cli.score import say_warnings

EXAMPLES = (
    "Examples: [bold]bench compare old.jsonl new.jsonl --gold gold.jsonl[/bold] · "
    "[bold]bench compare a.jsonl b.jsonl c.jsonl --gold gold.jsonl --baseline a[/bold]"
)


def compare(
    runs: Annotated[list[str], typer.Argument(metavar="RUN", help="Two or more runs or lists to compare.")],
    gold: Annotated[
        str, typer.Option(metavar="DATASET", autocompletion=completion.datasets, help="Gold to compare them on.")
    ],
    metric: Annotated[
        str, typer.Option(metavar="M", autocompletion=completion.metrics, help="Metric to compare by.")
    ] = "F1@10",
    baseline: Annotated[
        str, typer.Option(metavar="RUN", help="Compare all against this run instead of all pairs.")
    ] = "",
    protocol: Annotated[
        str,
        typer.Option(
            metavar="NAME[:option=value,...]", autocompletion=completion.protocols, help="Scoring conventions."
        ),
    ] = "default",
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    force: Annotated[bool, typer.Option("--force", help="Use runs made from another version of the data.")] = False,
) -> None:
    """Print differences with interval and p, wins and losses; for two runs the documents that moved most too."""
    from bench.cli.assess import assess, read_runs
    from bench.datasets import load
    from bench.errors import InputError
    from bench.reporting.comparing import comparison_table, movers_table
    from bench.scoring.metrics import parse_metric
    from bench.scoring.movers import movers
    from bench.scoring.protocols import parse_protocol

    dataset = load(gold)
    read = read_runs(runs, dataset, is_forced=force)
    if len(read) < 2:
        raise InputError("one run cannot be compared", remedy="Name two runs or more")
    asked = parse_metric(metric)
    assessment = assess(
        dataset,
        read,
        parse_protocol(protocol),
        (asked,),
        with_references=False,
        headline=str(asked),
        baseline=baseline or None,
    )
    say_warnings(assessment.systems)
    if assessment.comparison is None:
        raise InputError(f"there is nothing to compare by {asked}", place=gold, remedy="The data set has no gold")
    tables = [comparison_table(assessment.comparison)]
    if len(read) == 2:
        a, b = assessment.systems
        tables.append(movers_table(movers(a, b, str(asked)), a.system, b.system, str(asked)))
    put_tables(tables, form)
