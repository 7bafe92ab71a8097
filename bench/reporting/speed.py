"""The speed table: what each run cost, on which machine; the one page that no second run gives again."""

from collections.abc import Sequence
from statistics import median

from bench.records import Dataset, Run, RunInfo
from bench.reporting import escape
from bench.reporting.table import Cell, Column, Missing, Table, one_block
from bench.reporting.table_formats import markdown
from bench.reporting.wording import counted, sentences, some

_UNTIMED = "the lists were made elsewhere or nothing was timed"

_REPEATED = (
    "repeats: a row with more than 1 was made for its times (--timing), alone and by one worker; each time is the "
    "median of so many runs."
)


def speed_table(runs: Sequence[Run], dataset: Dataset) -> Table:
    """Documents a second, the first document apart, and the times of loading and fitting; fastest row first."""
    columns: tuple[Column, ...] = (
        Column("row"),
        Column("docs/s, median", "rate"),
        Column("docs/s, whole run", "rate", 2),
        Column("first doc, s", "seconds", 1),
        Column("load, s", "seconds", 1),
        Column("fit, s", "seconds", 3),
        Column("jobs", "count", 4),
        Column("documents", "count", 5),
    )
    is_timed = any(run.info.repeats > 1 for run in runs)
    if is_timed:
        columns = (*columns, Column("repeats", "count", 4))
    ordered = sorted(runs, key=lambda run: (median_seconds(run) is None, median_seconds(run) or 0.0, run.info.name))
    return Table(
        title=f"Speed on {dataset.info.name}: not reproducible",
        columns=columns,
        blocks=one_block([(*_row(run), run.info.repeats) if is_timed else _row(run) for run in ordered]),
        notes=(
            "Wall times of one run; a second run gives other figures. Compare rows of one machine only.",
            "docs/s, median: one over the median seconds of the documents after the first.",
            "docs/s, whole run: documents by the whole run's wall time, loading and fitting included.",
            *([_REPEATED] if is_timed else []),
            *(f"{run.info.name}: {sentences(run.info.timing_note)}" for run in ordered if run.info.timing_note),
        ),
    )


def speed_page(runs: Sequence[Run], dataset: Dataset) -> str:
    """The whole page as Markdown: the table, the versions behind each row, the machine."""
    parts = [markdown(speed_table(runs, dataset), level=1), "## Versions\n"]
    table_rows: list[tuple[Cell, ...]] = [
        (
            run.info.name,
            run.info.version,
            ", ".join(f"{library} {version}" for library, version in sorted(run.info.libraries.items())),
            run.info.started,
        )
        for run in runs
    ]
    columns = (Column("row"), Column("version"), Column("libraries", limit=300), Column("started"))
    parts.append(markdown(Table("", columns, one_block(table_rows))))
    parts.append("## Machine\n")
    parts += _machines([run.info for run in runs])
    return "\n".join(parts)


def _row(run: Run) -> tuple[Cell, ...]:
    typical = median_seconds(run)
    info = run.info
    made_here = info.seconds > 0
    first = run.predictions[0].seconds if run.predictions else None
    return (
        info.name,
        1 / typical if typical else Missing(_UNTIMED),
        len(run.predictions) / info.seconds if made_here else Missing(_UNTIMED),
        first if first is not None else Missing(_UNTIMED),
        info.load_seconds if made_here else Missing(_UNTIMED),
        info.fit_seconds or Missing(),
        info.jobs,
        len(run.predictions),
    )


def median_seconds(run: Run) -> float | None:
    """Median seconds a document, the first left out where there are others: it often pays for warming up."""
    times = [p.seconds for p in run.predictions if p.seconds is not None]
    return median(times[1:] or times) if times else None


def _machines(infos: Sequence[RunInfo]) -> list[str]:
    """The machine once where all rows share it, otherwise each with its rows; said in words where rows differ."""
    groups: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for info in infos:
        groups.setdefault(tuple(sorted(info.machine.items())), []).append(info.name)
    parts = []
    if len(groups) > 1:
        parts.append(f"The rows come from {counted(len(groups), 'machine')}: their speeds do not compare.\n")
    for machine, names in groups.items():
        if len(groups) > 1:
            parts.append(f"{escape.markdown(some(names, 20), None)}:\n")
        lines = [f"- {escape.markdown(key)}: {escape.markdown(value)}" for key, value in machine]
        parts.append("\n".join(lines or ["- not recorded"]) + "\n")
    return parts
