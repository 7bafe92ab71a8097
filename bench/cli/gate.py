"""`bench gate`: may this change be merged?"""

import math
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bench.cli import completion
from bench.cli.output import put, say

if TYPE_CHECKING:
    from bench.errors import BenchError
    from bench.scoring.metrics import Metric

EXAMPLES = (
    "Examples: [bold]bench gate new.jsonl --baseline old.jsonl --gold gold.jsonl[/bold] · "
    "[bold]bench gate new/ --baseline old/ --gold gold.jsonl --margin F1@10=0.01 --margin noise@10=0.02[/bold]"
)


def gate(
    run: Annotated[str, typer.Argument(metavar="RUN", help="The run to judge.")],
    baseline: Annotated[str, typer.Option(metavar="RUN", help="The run to hold it against.")],
    gold: Annotated[str, typer.Option(metavar="DATASET", autocompletion=completion.datasets, help="Gold of both.")],
    margins: Annotated[
        list[str] | None,
        typer.Option("--margin", metavar="M=LOSS", help="Loss to be tolerated; repeat it. Default: F1@10=0.01."),
    ] = None,
    protocol: Annotated[
        str,
        typer.Option(
            metavar="NAME[:option=value,...]", autocompletion=completion.protocols, help="Scoring conventions."
        ),
    ] = "default",
    signature: Annotated[
        str,
        typer.Option(metavar="LINE", help="Fail unless both are scored under this signature (as --json writes it)."),
    ] = "",
    junit: Annotated[Path | None, typer.Option(help="Write JUnit XML here.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the result as JSON here.")] = None,
) -> None:
    """Fail (exit 1) when a loss is certainly beyond its margin, or for more failures, missing documents, other data."""
    from bench.cli.assess import assess, read_runs
    from bench.datasets import load
    from bench.errors import CheckFailedError
    from bench.reporting.gating import gate_json, gate_junit, gate_markdown
    from bench.scoring.gate import gate as judged
    from bench.scoring.protocols import parse_protocol

    tolerated = parse_margins(margins or ["F1@10=0.01"])
    dataset = load(gold)
    read = read_runs([baseline, run], dataset, is_forced=True)
    assessment = assess(
        dataset, read, parse_protocol(protocol), tuple(tolerated), with_references=False, verdicts=False
    )
    before, after = assessment.systems
    digests = [run.info.dataset_digest or dataset.info.digest for run in read]
    result = judged(
        before,
        replace(after, system=after.system.removesuffix("#2")),
        {str(metric): loss for metric, loss in tolerated.items()},
        baseline_digest=digests[0],
        candidate_digest=digests[1],
        gold_digest=dataset.info.digest,
        signature=signature.strip(),
    )
    text = gate_markdown(result)
    put(text)
    unwritten = write_files(text, gate_junit(result), gate_json(result), junit, json_file)
    if unwritten:
        say(f"bench: {unwritten}")
    if not result.passed:
        raise CheckFailedError(result.sentence, place="gate")
    if unwritten:
        raise typer.Exit(unwritten.exit_code)


def write_files(page: str, xml: str, record: str, junit: Path | None, json_file: Path | None) -> "BenchError | None":
    """Write the result where it was asked for, and on the page of a CI job; returns what went wrong."""
    from bench.errors import BenchError

    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    for path, text, mode in (
        (Path(summary) if summary else None, page, "a"),
        (junit, xml, "w"),
        (json_file, record, "w"),
    ):
        try:
            if path:
                with path.open(mode, encoding="utf-8", errors="backslashreplace") as file:
                    file.write(text)
        except OSError as error:
            return BenchError(
                f"the result cannot be written ({error.strerror or error})", place=str(path), remedy="Name another file"
            )
    return None


def parse_margins(written: list[str]) -> "dict[Metric, float]":
    """`M=LOSS` read as metric and tolerated loss.

    Raises:
        InputError: not of this form, or a metric that is given twice.
    """
    from bench.errors import InputError
    from bench.scoring.metrics import parse_metric

    margins: dict[Metric, float] = {}
    for text in written:
        name, equals, value = text.partition("=")
        try:
            loss = float(value)
        except ValueError:
            loss = float("nan")
        if not equals or math.isnan(loss):
            raise InputError(f"{text!r} is not METRIC=LOSS", place="--margin", remedy="Write such as F1@10=0.01")
        metric = parse_metric(name)
        if metric.definition.unit == "share" and loss >= 1:
            raise InputError(
                f"{metric} lies between 0 and 1, so that no loss is beyond {value}",
                place="--margin",
                remedy=f"Write a fraction: five points are {metric}=0.05",
            )
        if metric in margins:
            raise InputError(f"{metric} has two margins", place="--margin", remedy="Leave one of them out")
        margins[metric] = loss
    return margins
