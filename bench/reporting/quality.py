"""The quality table: headline metrics of every row, their noise, and how far each is from what can be reached."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from bench.records import Dataset, RunInfo
from bench.reporting import conventions, escape, rows
from bench.reporting.table import Block, Cell, Column, Interval, Missing, NumberFormat, Table
from bench.reporting.wording import counted, sentences, some
from bench.scoring.comparison import COMPARED
from bench.scoring.direction import lower_is_better
from bench.scoring.metrics import parse_metric
from bench.scoring.pairing import not_a_mean
from bench.scoring.references import ANNOTATORS
from bench.scoring.results import Comparison, DocumentScore, Evaluation, Value
from bench.scoring.score_columns import defined

_RANKS: Mapping[str, int] = {  # which metrics give way first in a narrow terminal
    "F1@10": 0,
    "noise@10": 0,
    "negatives@10": 2,
    "F1@5": 3,
    "P@10": 4,
    "R@10": 4,
    "nDCG@10": 6,
    "AP": 6,
    "RR": 7,
    "P@5": 8,
    "R@5": 8,
    "Rprec": 8,
}
_PARTIAL = 1
"""A partial match stands in a table only where it was asked for."""

_ORDER = ("P@5", "R@5", "F1@5", "P@10", "R@10", "F1@10", "AP", "RR", "nDCG@10", "Rprec", "noise@10", "negatives@10")


def quality_table(
    evaluations: Sequence[Evaluation],
    dataset: Dataset,
    *,
    infos: Mapping[str, RunInfo] | None = None,
    comparison: Comparison | None = None,
) -> Table:
    """Every row under every metric it was scored with, in blocks, the headline deciding the order.

    `infos` (by row name) says how a row's run was made, `comparison` what may be concluded from the differences.
    """
    metrics = metric_order(evaluations)
    with_interval = any(_interval(e) is not None for e in evaluations) and not _too_few(comparison)
    ranked = comparison is not None and bool(comparison.rank_groups)
    columns = [Column("row"), *([Column("rank", "count", 1)] if ranked else [])]
    columns += [Column(m, number_format(m), _PARTIAL if "~" in m else _RANKS.get(m, 7)) for m in metrics]
    if with_interval:
        columns.insert(columns.index(_column(columns, rows.HEADLINE)) + 1, Column("95 % interval", "points", 5))
    oracle = rows.oracle(evaluations)
    with_reachable = any(rows.HEADLINE in e.metrics for e in evaluations)
    columns += [Column("of reachable", "points", 2)] * with_reachable
    columns += [
        Column("scored", "count", 3),
        Column("failed", "count", 1),
        Column("empty", "count", 5),
    ]
    blocks = []
    for role, block in rows.by_role(evaluations, comparison.metric if comparison else _sorted_by(metrics)):
        table_rows = []
        for evaluation in block:
            cells: list[Cell] = [evaluation.system]
            if comparison is not None and ranked:
                cells.append(comparison.rank_groups.get(evaluation.system, Missing()))
            for metric in metrics:
                cells.append(_value(evaluation, metric))
                if with_interval and metric == rows.HEADLINE:
                    cells.append(_interval(evaluation) or Missing())
            cells += [reachable(evaluation, oracle)] if with_reachable else []
            cells += [evaluation.scored, evaluation.failed, evaluation.empty]
            table_rows.append(tuple(cells))
        blocks.append(Block(rows.HEADINGS[role], tuple(table_rows)))
    signature = _signature(evaluations, comparison)
    return Table(
        title=f"Quality on {dataset.info.name}: {counted(len(dataset.articles), 'document')}",
        columns=tuple(columns),
        blocks=tuple(blocks),
        notes=tuple(
            _notes(
                evaluations,
                infos or {},
                comparison,
                signature,
                metrics,
                has_oracle=oracle is not None and with_reachable,
            )
        ),
        signature=signature,
    )


def metric_order(evaluations: Sequence[Evaluation]) -> tuple[str, ...]:
    """The metrics that any row was scored with: those of the headline in their usual order, then the others."""
    present = {metric: None for evaluation in evaluations for metric in evaluation.metrics}
    return (*(m for m in _ORDER if m in present), *(m for m in present if m not in _ORDER))


def _sorted_by(metrics: Sequence[str]) -> str:
    return rows.HEADLINE if rows.HEADLINE in metrics or not metrics else metrics[0]


def _too_few(comparison: Comparison | None) -> bool:
    """Whether so few documents could not show any difference, whatever they held."""
    return comparison is not None and all(found.p is None for found in comparison.differences)


def _column(columns: Sequence[Column], head: str) -> Column:
    return next(column for column in columns if column.head == head)


def number_format(metric: str) -> NumberFormat:
    """How a metric's values are written: shares times 100, counts as they are."""
    return "fixed2" if parse_metric(metric).definition.unit == "count" else "points"


def _value(evaluation: Evaluation, metric: str) -> Cell:
    value = evaluation.metrics.get(metric)
    if value is None:
        return Missing("not measured for this row")
    if value.value is not None:
        return value.value
    return Missing("no document was scored" if evaluation.scored == 0 else "undefined for every document")


def _interval(evaluation: Evaluation) -> Interval | None:
    value = evaluation.metrics.get(rows.HEADLINE)
    if value is None or value.low is None or value.high is None:
        return None
    return Interval(value.low, value.high)


def reachable(evaluation: Evaluation, oracle: Evaluation | None) -> Cell:
    """The row's headline as a share of the oracle's, over the documents that the row was scored on."""
    if conventions.parts(evaluation.signature).get("match", "exact") != "exact":
        return Missing("under a partial match what can be reached is not known")
    if oracle is None:
        return Missing("no oracle row was made")
    if evaluation.role == "ceiling" and evaluation.system != oracle.system:
        return Missing("scored against other annotators' passes, not against this gold")
    best = {document_id: value for document_id, value, _ in defined(oracle, rows.HEADLINE)}
    pairs = [
        (value, ceiling)
        for document_id, value, _ in defined(evaluation, rows.HEADLINE)
        if (ceiling := best.get(document_id)) is not None
    ]
    most = math.fsum(ceiling for _, ceiling in pairs)
    if not most:
        return Missing("nothing of the gold can be reached by extraction")
    return math.fsum(value for value, _ in pairs) / most


def _signature(evaluations: Sequence[Evaluation], comparison: Comparison | None) -> str:
    """The signature under which most rows were scored; rows with another one are named in a note."""
    if comparison is not None and comparison.signature:
        return comparison.signature
    counted = Counter(e.signature for e in evaluations if e.signature)
    return counted.most_common(1)[0][0] if counted else ""


def _notes(
    evaluations: Sequence[Evaluation],
    infos: Mapping[str, RunInfo],
    comparison: Comparison | None,
    signature: str,
    metrics: Sequence[str],
    *,
    has_oracle: bool,
) -> list[str]:
    lower = [metric for metric in metrics if lower_is_better(metric)]
    verb = "is" if len(lower) == 1 else "are"
    better = f"; {' and '.join(lower)} {verb} better when lower" if lower else ""
    notes = [f"Metrics are fractions times 100{better}."]
    if has_oracle:
        notes.append(f"of reachable: the row's {rows.HEADLINE} as a share of the oracle's on the same documents.")
    told = [f"{e.system} is {rows.MEANINGS[e.system]}" for e in rows.in_order(evaluations) if e.system in rows.MEANINGS]
    notes += [f"Rows for comparison: {'; '.join(told)}."] if told else []
    if comparison is not None:
        notes.append(comparison.sentence)
        notes += _detectable(comparison)
    else:
        notes += _untested(evaluations, metrics)
    found: dict[str, list[str]] = {}
    for evaluation in rows.in_order(evaluations):
        for note in _row_notes(evaluation, infos.get(evaluation.system), signature):
            found.setdefault(note, []).append(evaluation.system)
    notes += [f"{', '.join(names)}: {note[0].upper()}{note[1:]}" for note, names in found.items()]
    notes += _no_ceiling(evaluations)
    without_gold = max((e.without_gold for e in evaluations), default=0)
    if without_gold:
        notes.append(f"{counted(without_gold, 'document')} without gold, left out of every mean.")
    if signature:
        notes.append(f"Conventions: {conventions.in_words(signature)}.")
    return notes


def _no_ceiling(evaluations: Sequence[Evaluation]) -> list[str]:
    """A warning where annotators agree less with one another than an extractor does with the gold."""
    values = {
        e.system: value
        for e in evaluations
        if e.role in {"extractor", "list"} or e.system == ANNOTATORS
        if (value := e.metrics.get(rows.HEADLINE, Value(None)).value) is not None
    }
    among_themselves = values.pop(ANNOTATORS, None)
    if among_themselves is None or not values or among_themselves >= max(values.values()):
        return []
    return [
        (
            f"{ANNOTATORS}: They agree less with one another than an extractor does with the gold: they may have been"
            " asked different things (a free and a controlled vocabulary, say), and then the row bounds nothing."
        )
    ]


def _untested(evaluations: Sequence[Evaluation], metrics: Sequence[str]) -> list[str]:
    """Why there is no rank and no test where the first metric is no mean over documents."""
    competing = [e for e in evaluations if e.role in COMPARED]
    metric = _sorted_by(metrics)
    why = next((why for e in competing if (why := not_a_mean(metric, e.signature))), "")
    if len(competing) < 2 or not why:
        return []
    return [f"{why[0].upper()}{why[1:]}: a test over documents would be about another number, so there is none."]


def _detectable(comparison: Comparison) -> list[str]:
    found = sorted(100 * d.detectable for d in comparison.differences if d.detectable is not None)
    if not found:
        return []
    scale = "For scale, by the spread alone: l" if _too_few(comparison) else "L"
    span = f"{found[0]:.1f}" if f"{found[0]:.1f}" == f"{found[-1]:.1f}" else f"{found[0]:.1f} to {found[-1]:.1f}"
    return [f"{scale}east difference in {comparison.metric} that this many documents can show: {span} points, by pair."]


def unpaired(evaluation: Evaluation) -> list[str]:
    """In words, the documents that only the gold or only the run holds."""
    notes = []
    if evaluation.missing:
        notes.append(
            f"no prediction for {counted(len(evaluation.missing), 'document')} of the gold, scored 0: "
            f"{some(evaluation.missing)}."
        )
    if evaluation.extra:
        notes.append(
            f"{counted(len(evaluation.extra), 'prediction')} for documents that the gold does not hold, not scored: "
            f"{some(evaluation.extra)}."
        )
    return notes


def _row_notes(evaluation: Evaluation, info: RunInfo | None, signature: str) -> list[str]:
    """What must be known of one row, to be read after its name and a colon; rows share a note of the same words."""
    notes = []
    if info is not None and info.transductive:
        notes.append("fitted on the test set itself (transductive); scores hang on which documents are run together.")
    if info is not None and info.note:
        notes.append(sentences(info.note))
    if evaluation.role in {"extractor", "list"} and _single_words(evaluation):
        notes.append("single words only; gold of several words is out of its reach.")
    if evaluation.role == "published":
        notes.append(f"counted over {counted(evaluation.scored, 'document')}, where an article came with keywords.")
    notes += unpaired(evaluation)
    lost = [d for d in evaluation.documents if d.status in {"failed", "timeout"}]
    failed = [d for d in lost if d.document_id not in evaluation.missing]
    if failed:
        notes.append(f"failed on {counted(len(failed), 'document')}, scored 0: {some(_reasons(failed), 5, 200)}.")
    changed = conventions.differences(signature, evaluation.signature) if evaluation.signature else ""
    if changed:
        notes.append(f"scored under another signature than the table's: {changed}.")
    return [*notes, *evaluation.warnings]


def _single_words(evaluation: Evaluation) -> bool:
    if evaluation.longest is not None:
        return evaluation.longest == 1
    keys = [verdict.key for document in evaluation.documents for verdict in document.verdicts if verdict.key]
    return bool(keys) and all(len(key) == 1 for key in keys)


def _reasons(documents: Sequence[DocumentScore]) -> list[str]:
    return [f"{d.document_id}: {escape.shorten(d.error or d.status, 120)}" for d in documents]
