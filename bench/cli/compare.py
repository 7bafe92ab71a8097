"""`bench compare`: systems in pairs, or all against a baseline, on the same documents."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bench.cli import completion
from bench.cli.output import Format, put_tables
from bench.cli.score import say_warnings

if TYPE_CHECKING:
    from bench.records import Dataset
    from bench.scoring.conventions import ScoringProtocol
    from bench.scoring.metrics import Metric
    from bench.scoring.results import Evaluation

EXAMPLES = (
    "Examples: [bold]bench compare old.jsonl new.jsonl --gold gold.jsonl[/bold] · "
    "[bold]bench compare a.jsonl b.jsonl c.jsonl --gold gold.jsonl --baseline a[/bold]"
)


def compare(
    runs: Annotated[
        list[str],
        typer.Argument(metavar="RUN", help="Two or more: runs, lists, or .json of `bench score --per-document`."),
    ],
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
            metavar="NAME[:option=value,...]",
            autocompletion=completion.protocols,
            help="Scoring conventions. Default: default.",
        ),
    ] = "",
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    force: Annotated[bool, typer.Option("--force", help="Use runs made from another version of the data.")] = False,
    mixed: Annotated[
        bool, typer.Option("--mixed", help="Compare scores with different signatures all the same, labelled.")
    ] = False,
) -> None:
    """Print differences with interval and p, wins and losses; for two runs the documents that moved most too."""
    from bench.cli.assess import distinct_scores
    from bench.cli.score_files import is_score_file
    from bench.datasets import load
    from bench.errors import InputError
    from bench.reporting.comparing import comparison_table, movers_table
    from bench.scoring.comparison import COMPARED
    from bench.scoring.comparison import compare as compared
    from bench.scoring.metrics import parse_metric
    from bench.scoring.movers import movers
    from bench.scoring.protocols import parse_protocol

    if protocol and all(map(is_score_file, runs)):
        raise InputError(
            "scores in files were made under a protocol that stands in them",
            place="--protocol",
            remedy="Leave it out, or give the runs or lists to score them anew",
        )
    dataset = load(gold)
    asked = parse_metric(metric)
    found = _scores(runs, dataset, parse_protocol(protocol or "default"), asked, is_forced=force)
    if len(found) < 2:
        raise InputError("one run cannot be compared", remedy="Name two runs or more")
    systems = distinct_scores(found)
    if form in (Format.JSON, Format.CSV):  # the other forms hold notes
        say_warnings(systems)
    competing = [each for each in systems if each.role in COMPARED]
    if not dataset.info.has_gold or len(competing) < 2:
        raise InputError(f"there is nothing to compare by {asked}", place=gold, remedy="The data set has no gold")
    comparison = compared(competing, str(asked), baseline=baseline or None, mixed=mixed)
    tables = [comparison_table(comparison, competing)]
    if len(systems) == 2 and (not any(map(is_score_file, runs)) or _can_be_told(systems, asked)):
        a, b = systems
        tables.append(movers_table(movers(a, b, str(asked)), a.system, b.system, str(asked)))
    put_tables(tables, form)


def _can_be_told(systems: "Sequence[Evaluation]", metric: "Metric") -> bool:
    """Whether files of scores hold the phrases, and enough to say which count: they lack the number of gold."""
    by_gold = metric.cut == "O" or metric.measure == "Rprec"
    return not by_gold and all(any(score.verdicts for score in each.documents) for each in systems)


def _scores(
    paths: "Sequence[str]", dataset: "Dataset", protocol: "ScoringProtocol", metric: "Metric", *, is_forced: bool
) -> "list[Evaluation]":
    """Runs and lists scored here, and scores as files hold them, in the order given."""
    from bench.cli.assess import labelled, read_runs
    from bench.cli.score_files import is_score_file, read_scores
    from bench.scoring.evaluation import evaluate, system

    lists = [path for path in paths if not is_score_file(path)]
    runs = read_runs(lists, dataset, is_forced=is_forced)
    rows = [system(run.info.name, run.predictions, run.info.role) for run in runs]
    verdicts = len(lists) < len(paths)  # beside a file's, which has no other way to tell them
    scored = evaluate(rows, dataset, protocol, (metric,), verdicts=verdicts) if rows else ()
    here = iter(labelled(scored, runs, dataset))
    found: list[Evaluation] = []
    for path in paths:
        found += read_scores(path, dataset, is_forced=is_forced) if is_score_file(path) else [next(here)]
    return found
