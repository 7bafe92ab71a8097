"""Systems compared in pairs: differences with what may be said of them, and the documents that make them."""

from collections.abc import Sequence

from bench.reporting import conventions
from bench.reporting.quality import number_format, unpaired
from bench.reporting.table import Cell, Column, Interval, Marked, Missing, NumberFormat, Table, one_block
from bench.reporting.wording import some
from bench.scoring.corrections import ALPHA
from bench.scoring.direction import lower_is_better
from bench.scoring.movers import Mover
from bench.scoring.results import Comparison, Difference, Evaluation


def comparison_table(comparison: Comparison, evaluations: Sequence[Evaluation] = ()) -> Table:
    """Each declared pair: mean difference, interval, p, wins and losses; the sentence on what may be concluded.

    Of the `evaluations` that were compared it is said which of them differ in signature, and what else was warned of.
    """
    metric = comparison.metric
    style: NumberFormat = "points+" if number_format(metric) == "points" else "fixed2"
    found = comparison.differences
    with_interval = any(d.low is not None for d in found)
    with_p = any(d.p is not None for d in found)
    columns = [Column("pair"), Column("difference", style)]
    columns += [Column("95 % interval", style, 1)] if with_interval else []
    columns += [Column("p", "p", 4), Column("p (Holm)", "p", 1)] if with_p else []
    columns += [Column("wins", "count", 2), Column("losses", "count", 2), Column("ties", "count", 3)]
    columns += [Column("d_z", "fixed2", 5), Column("n", "count", 6), Column("least shown", number_format(metric), 7)]
    table_rows: list[tuple[Cell, ...]] = []
    for d in found:
        cells: list[Cell] = [f"{d.a} − {d.b}", _difference(d)]
        if with_interval:
            cells.append(Interval(d.low, d.high) if d.low is not None and d.high is not None else Missing())
        cells += [_number(d.p), _number(d.p_holm)] if with_p else []
        cells += [d.wins, d.losses, d.ties, _number(d.d_z), d.n, _number(d.detectable)]
        table_rows.append(tuple(cells))
    notes = [comparison.sentence]
    if lower_is_better(metric):
        notes.append(f"{metric} is better when lower; a win is a document on which the first of the pair is lower.")
    if any(d.p_holm is not None and d.p_holm <= ALPHA for d in found):
        notes.append(f"* significant at {ALPHA} after Holm's correction over the {len(found)} pairs of this table.")
    notes.append("least shown: the smallest mean difference that so many documents show four times in five.")
    if style == "points+":
        notes.append("Differences are of fractions times 100: points.")
    notes += _labels(evaluations)
    mixed = len({each.signature for each in evaluations}) > 1
    return Table(
        f"Differences in {metric}{' under mixed signatures' if mixed else ''}",
        tuple(columns),
        one_block(table_rows),
        tuple(notes),
        "" if mixed else comparison.signature,
    )


def _labels(evaluations: Sequence[Evaluation]) -> list[str]:
    """What was missing from each system, its warnings, and its signature where they do not share one."""
    found: dict[str, list[str]] = {}
    mixed = len({each.signature for each in evaluations}) > 1
    for each in evaluations:
        signed = [f"scored under {conventions.short(each.signature)}"] if mixed else []
        # Scores read from a file name among their warnings what was missing when they were written.
        for said in dict.fromkeys((*unpaired(each), *each.warnings, *signed)):
            found.setdefault(said, []).append(each.system)
    return [f"{', '.join(systems)}: {said}" for said, systems in found.items()]


def movers_table(moved: Sequence[Mover], a: str, b: str, metric: str, *, title: str = "") -> Table:
    """The documents on which two systems differ most, with the phrases that only one of them has."""
    style = number_format(metric)
    signed: NumberFormat = "points+" if style == "points" else "fixed2"
    columns = (
        Column("document"),
        Column(a, style, 1),
        Column(b, style, 1),
        Column("difference", signed),
        Column(f"only {a}", limit=500),
        Column(f"only {b}", limit=500),
    )
    table_rows: list[tuple[Cell, ...]] = [
        (
            m.document_id,
            _with_status(m.a, m.status_a),
            _with_status(m.b, m.status_b),
            m.difference,
            some(m.only_a, 8, 50),
            some(m.only_b, 8, 50),
        )
        for m in moved
    ]
    notes = ["Phrases in the last two columns count for the metric in one list only."] if moved else []
    if any("failed" in {m.status_a, m.status_b} or "timeout" in {m.status_a, m.status_b} for m in moved):
        notes.append("! the extractor failed on the document, or the run lacks it.")
    if not moved:
        notes = [f"No document differs between {a} and {b} in {metric}."]
    return Table(title or f"Documents that moved most in {metric}", columns, one_block(table_rows), tuple(notes))


def _difference(difference: Difference) -> Cell:
    value = difference.difference
    significant = difference.p_holm is not None and difference.p_holm <= ALPHA
    return Marked(value, "*") if significant else value


def _number(value: float | None) -> Cell:
    return Missing() if value is None else value


def _with_status(value: float, status: str) -> Cell:
    return Marked(value, "!") if status in {"failed", "timeout"} else value
