"""`bench score`: lists of keyphrases against gold, under one protocol or several."""

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bench.cli import completion
from bench.cli.output import Format, put, put_tables, say, width

if TYPE_CHECKING:
    from bench.records import Dataset, Run
    from bench.scoring.conventions import ScoringProtocol
    from bench.scoring.metrics import Metric
    from bench.scoring.results import Evaluation

EXAMPLES = (
    "Examples: [bold]bench score lists.jsonl --gold gold.jsonl[/bold] · "
    "[bold]bench score keys/ --gold liaad:inspec.zip --metric F1@5 --metric AP[/bold] · "
    "[bold]bench score lists.jsonl --gold gold.jsonl --protocol all[/bold]"
)


def score(
    runs: Annotated[
        list[str], typer.Argument(metavar="RUN", help="Run folder, .jsonl of lists, or folder of ID.key files.")
    ],
    gold: Annotated[
        str,
        typer.Option(
            metavar="DATASET", autocompletion=completion.datasets, help="Shipped name, folder, file, or format:path."
        ),
    ],
    protocols: Annotated[
        list[str] | None,
        typer.Option(
            "--protocol",
            metavar="NAME[:option=value,...]",
            autocompletion=completion.protocols,
            help="Scoring conventions, such as default:denominator=available; several (a,b,c or all) give a table of "
            "systems by conventions. A printed signature is read too. Default: default.",
        ),
    ] = None,
    metrics: Annotated[
        list[str] | None,
        typer.Option(
            "--metric",
            metavar="M",
            autocompletion=completion.metrics,
            help="Metric, such as F1@5; repeat it. Default: the headline metrics.",
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    per_document: Annotated[
        bool, typer.Option("--per-document", help="Every document and phrase too; for --format json.")
    ] = False,
    baseline: Annotated[
        str, typer.Option(metavar="RUN", help="Compare all against this run instead of all pairs.")
    ] = "",
    references: Annotated[
        bool, typer.Option("--references/--no-references", help="Rows made from the gold beside the runs (table, md).")
    ] = True,
    force: Annotated[bool, typer.Option("--force", help="Score a run made from another version of the data.")] = False,
) -> None:
    """Score lists of keyphrases against gold; needs no extractor installed."""
    from bench.cli.assess import read_runs
    from bench.datasets import load
    from bench.errors import InputError
    from bench.scoring.metrics import HEADLINE, parse_metric
    from bench.scoring.protocols import PROTOCOLS

    if per_document and form is not Format.JSON:
        raise InputError("--per-document has no table", remedy="Give --format json with it")
    asked = chosen_protocols(protocols or ["default"], tuple(PROTOCOLS))
    wanted = beside_exact([parse_metric(metric) for metric in metrics]) if metrics else HEADLINE
    dataset = load(gold)
    for problem in (*dataset.info.problems, *other_than_signed(protocols or (), dataset)):
        say(f"{dataset.info.name}: {problem}")
    read = read_runs(runs, dataset, is_forced=force)
    if len(asked) > 1:
        if per_document or baseline:
            raise InputError(
                "several protocols give one table of systems by conventions",
                remedy="Leave out --per-document and --baseline, or give one protocol",
            )
        _put_matrix(dataset, read, asked, wanted if metrics else (parse_metric("F1@10"),), form)
        return
    _put_scores(
        dataset,
        read,
        asked[0],
        wanted,
        form,
        per_document=per_document,
        baseline=baseline,
        with_references=references and form in (Format.TABLE, Format.MD),
    )


def chosen_protocols(written: Sequence[str], shipped: Sequence[str]) -> "tuple[ScoringProtocol, ...]":
    """The protocols asked for: `all`, names between commas, changes after a colon, or printed signatures.

    After a comma, `option=value` goes on with the protocol before it, anything else names the next one.
    """
    from bench.scoring.protocols import parse_protocol

    specs: list[str] = []
    for text in written:
        if text.startswith("protocols:"):  # the line under a table of several protocols
            specs += text.removeprefix("protocols:").partition("|")[0].split("+")
            continue
        if "|" in text:
            specs.append(text)
            continue
        for number, part in enumerate(text.split(",")):
            if number and "=" in part and ":" not in part:
                specs[-1] += ("," if ":" in specs[-1] else ":") + part
            elif part.strip().casefold() == "all":
                specs += shipped
            else:
                specs.append(part)
    return tuple(dict.fromkeys(parse_protocol(spec) for spec in specs))


def other_than_signed(written: Sequence[str], dataset: "Dataset") -> list[str]:
    """What printed signatures among the protocols say of gold, stemmer's release and version that is not so here.

    A signature given as protocol sets the conventions alone; numbers under it need not be those it stood beside.
    """
    from bench.reporting.conventions import parts
    from bench.scoring.protocols import parse_protocol
    from bench.scoring.signature import signature

    languages = [article.document.language for article in dataset.articles] or [dataset.info.language]
    found = []
    for text in written:
        if "|" in text and not text.startswith("protocols:"):
            given = parts(text)
            here = parts(signature(parse_protocol(text), dataset.info, (0, 0), languages))
            found += [
                f"the signature given as protocol says {name}:{given[name]}, here it is {name}:{here[name]};"
                " numbers may differ from those beside it"
                for name in ("gold", "stem", "v")
                if name in given and given[name] != here[name]
            ]
    return found


def _put_matrix(
    dataset: "Dataset",
    runs: "tuple[Run, ...]",
    protocols: "tuple[ScoringProtocol, ...]",
    metrics: "Sequence[Metric]",
    form: Format,
) -> None:
    from bench.cli.assess import labelled
    from bench.reporting.matrix import convention_matrix
    from bench.scoring.conventions import written
    from bench.scoring.evaluation import evaluate, system
    from bench.scoring.formulas import refuse_undefined
    from bench.scoring.protocols import base_of

    systems = [system(run.info.name, run.predictions, run.info.role) for run in runs]
    by_protocol = {
        written(protocol, base_of(protocol)): labelled(
            evaluate(systems, dataset, protocol, _defined(metrics, protocol), verdicts=False), runs, dataset
        )
        for protocol in protocols
    }
    for metric in metrics:
        if not any(str(metric) in each.metrics for found in by_protocol.values() for each in found):
            refuse_undefined(metric, protocols[0])
    if form in (Format.JSON, Format.CSV):
        say_warnings(next(iter(by_protocol.values())))
    across = max(len(each.name) for each in systems) + sum(max(6, len(name)) + 2 for name in (*by_protocol, "spread"))
    turned = form is Format.TABLE and across > width()
    put_tables([convention_matrix(by_protocol, str(metric), dataset, is_turned=turned) for metric in metrics], form)


def _defined(metrics: "Sequence[Metric]", protocol: "ScoringProtocol") -> "list[Metric]":
    """The metrics that have a meaning under a protocol; in a table of several the others are a dash in its column."""
    from bench.errors import InputError
    from bench.scoring.formulas import refuse_undefined

    found = []
    for metric in metrics:
        with contextlib.suppress(InputError):
            refuse_undefined(metric, protocol)
            found.append(metric)
    return found


def beside_exact(metrics: "Sequence[Metric]") -> "tuple[Metric, ...]":
    """The metrics, before each partial match the exact one that it stands beside and never instead of."""
    from dataclasses import replace

    both = ([replace(metric, match=None), metric] if metric.match else [metric] for metric in metrics)
    return tuple(dict.fromkeys(metric for pair in both for metric in pair))


def say_warnings(evaluations: "Sequence[Evaluation]") -> None:
    """Say what bare numbers do not tell: documents without a prediction, predictions without a document."""
    from bench.reporting.quality import unpaired

    for evaluation in evaluations:
        for warning in (*unpaired(evaluation), *evaluation.warnings):
            say(f"{evaluation.system}: {warning}")


def _put_scores(
    dataset: "Dataset",
    runs: "tuple[Run, ...]",
    protocol: "ScoringProtocol",
    metrics: "Sequence[Metric]",
    form: Format,
    *,
    per_document: bool,
    baseline: str,
    with_references: bool,
) -> None:
    from bench.cli.assess import assess
    from bench.reporting.quality import quality_table
    from bench.reporting.score_json import score_json, score_record
    from bench.scoring.references import ceilings

    written = [str(metric) for metric in metrics]
    headline = "F1@10" if "F1@10" in written else next((m for m in written if "~" not in m), written[0])
    assessment = assess(
        dataset,
        runs,
        protocol,
        metrics,
        with_references=with_references,
        verdicts=per_document,
        headline=headline,
        baseline=baseline or None,
    )
    if form in (Format.JSON, Format.CSV):  # the other forms hold notes
        say_warnings(assessment.systems)
    if form is Format.JSON:
        comparisons = [assessment.comparison] if assessment.comparison else []
        named = {"name": protocol.name, **protocol.options, "stem": settled_stem(protocol, dataset)}
        record = score_record(
            assessment.systems,
            dataset,
            named,
            comparisons=comparisons,
            metrics=written,
            per_document=per_document,
            ceilings=ceilings(dataset, protocol, metrics) if per_document else None,
        )
        put(score_json(record))
        return
    table = quality_table(assessment.evaluations, dataset, infos=assessment.infos, comparison=assessment.comparison)
    put_tables([table], form)


def settled_stem(protocol: "ScoringProtocol", dataset: "Dataset") -> str:
    """The stemmer that an automatic one comes to for the documents' language; `auto` where there are several."""
    from bench.text.stemmers import stemmer_for

    settled = {stemmer_for(protocol.stem, article.document.language) for article in dataset.articles}
    return settled.pop() if len(settled) == 1 else protocol.stem
