"""What is known of data sets as tables: their numbers, their findings, and the catalogue."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field

from bench.datasets.catalogue import KnownSet
from bench.datasets.lint.findings import CODES, Finding
from bench.datasets.stats import DatasetStats, Spread
from bench.reporting.table import Cell, Column, Missing, Table, one_block

EXAMPLES_KEPT = 3
SCHEMA = 1


@dataclass
class Grouped:
    """Findings by code, counted as they come, a few of each kept."""

    every: bool = False
    kept: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, finding: Finding) -> None:
        """Count one, and keep it if there are few of its kind."""
        self.counts[finding.code] = self.counts.get(finding.code, 0) + 1
        if self.every or self.counts[finding.code] <= EXAMPLES_KEPT:
            self.kept.append(finding)

    def total(self, severity: str) -> int:
        """How many findings of a severity."""
        return sum(count for code, count in self.counts.items() if CODES[code].severity == severity)

    def sentence(self) -> str:
        """The count of each severity in words."""
        parts = ((self.total(s), s) for s in ("error", "warning", "note"))
        return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for count, name in parts)

    def ordered(self) -> list[Finding]:
        """Errors first, then warnings, then notes; within them by code, in the order found."""
        codes = list(CODES)
        rank = {"error": 0, "warning": 1, "note": 2}
        return sorted(self.kept, key=lambda one: (rank[one.severity], codes.index(one.code)))


def findings_table(name: str, grouped: Grouped) -> Table:
    """Findings under each other, with how many there are of each kind."""
    columns = (
        Column("severity"),
        Column("code"),
        Column("found", "count"),
        Column("place", limit=200),
        Column("what", limit=300),
        Column("remedy", rank=1, limit=200),
    )
    rows: list[tuple[Cell, ...]] = [
        (one.severity, one.code, grouped.counts[one.code], one.place, one.message, one.remedy)
        for one in grouped.ordered()
    ]
    notes = [f"{grouped.sentence()}."]
    if any(count > EXAMPLES_KEPT for count in grouped.counts.values()) and not grouped.every:
        notes.append(f"Of each kind the first {EXAMPLES_KEPT} are shown; --all shows every one.")
    return Table(title=f"Findings: {name}", columns=columns, blocks=one_block(rows), notes=tuple(notes))


def findings_text(name: str, grouped: Grouped) -> str:
    """Findings for the terminal: a paragraph a kind, the places under it."""
    paragraphs = []
    for code in dict.fromkeys(one.code for one in grouped.ordered()):
        kind = CODES[code]
        lines = [f"{kind.severity} {code} ({grouped.counts[code]}): {kind.meaning}"]
        shown = [one for one in grouped.kept if one.code == code]
        for one in shown:
            said = one.message.removeprefix(kind.meaning).removeprefix(": ")
            lines.append(f"  {one.place}: {said}" if said else f"  {one.place}")
        if len(shown) < grouped.counts[code]:
            lines.append(f"  and {grouped.counts[code] - len(shown)} more (--all shows every one)")
        paragraphs.append("\n".join([*lines, f"  what to do: {shown[0].remedy}"]))
    return "\n\n".join([*paragraphs, f"{name}: {grouped.sentence()}"])


def findings_json(name: str, grouped: Grouped) -> str:
    """Findings as JSON: the count of every code, and the findings that were kept."""
    table = {
        "schema": SCHEMA,
        "dataset": name,
        "errors": grouped.total("error"),
        "warnings": grouped.total("warning"),
        "notes": grouped.total("note"),
        "counts": dict(sorted(grouped.counts.items())),
        "findings": [asdict(one) for one in grouped.ordered()],
    }
    return json.dumps(table, ensure_ascii=False, indent=1)


def stats_json(stats: DatasetStats) -> str:
    """The numbers of a data set as JSON, unrounded."""
    table = asdict(stats)
    return json.dumps({"schema": SCHEMA, **table.pop("header"), **table}, ensure_ascii=False, indent=1)


def stats_tables(stats: DatasetStats) -> list[Table]:
    """The numbers of a data set: a data card's table, and the agreement of its annotators where it has several."""
    rows = [*_known(stats), *_counted(stats)]
    card = Table(
        title=f"Data set: {stats.header.name}",
        columns=(Column("property"), Column("value", limit=400)),
        blocks=one_block([(name, value) for name, value in rows if value]),
        notes=(
            "Present: the stemmed words of a form stand next to one another in the text.",
            "Ceilings: what the best list of phrases from the text could reach, as a mean over documents.",
        ),
    )
    return [card, agreement_table(stats)] if stats.agreement else [card]


def _known(stats: DatasetStats) -> list[tuple[str, str]]:
    header = stats.header
    return [
        ("format", header.format),
        ("version", header.version),
        ("language", ", ".join(f"{code} ({count})" for code, count in stats.languages.items())),
        ("licence", header.licence or "none stated"),
        ("source", header.source),
        ("annotation", header.annotation),
        ("digest", stats.digest),
    ]


def _counted(stats: DatasetStats) -> list[tuple[str, str]]:
    present = "" if stats.present is None else f"{100 * stats.present:.1f} %"
    rows = [
        ("documents", f"{stats.documents}"),
        ("without gold", f"{stats.without_gold}" if stats.without_gold else ""),
        ("empty", f"{stats.empty}" if stats.empty else ""),
        ("events", f"{stats.events}" if stats.events != stats.documents else ""),
        ("words a document", _spread(stats.words)),
        ("gold a document", _spread(stats.gold)),
        ("gold a document, duplicates merged", f"{stats.distinct:.2f}"),
        ("documents with duplicate gold", f"{stats.documents_with_duplicates}"),
        ("forms a keyphrase", f"{stats.forms:.2f}"),
        ("words a keyphrase", f"{stats.phrase_words:.2f}"),
        ("keyphrases of more than eight words", f"{stats.long_phrases}"),
        ("gold present", present),
        ("negatives", f"{stats.negatives}" if stats.negatives else ""),
        ("published keywords", f"{stats.published}" if stats.published else ""),
    ]
    rows += [(f"ceiling of {name}", f"{value:.3f}") for name, value in stats.ceilings.items()]
    if stats.annotators:
        rows.append(("annotators", ", ".join(f"{who} ({count})" for who, count in stats.annotators.items())))
        alpha = "not computed: pip install krippendorff" if stats.alpha is None else f"{stats.alpha:.3f}"
        rows.append(("Krippendorff's alpha over candidate spans", alpha))
    return rows


def _spread(spread: Spread) -> str:
    return f"{spread.mean:.2f} ({spread.least} to {spread.most}, median {spread.median:g})" if spread.most else "0"


def agreement_table(stats: DatasetStats) -> Table:
    """Pairwise F1 by clusters between annotators."""

    def cell(value: float | None) -> Cell:
        return Missing("neither annotator named any") if value is None else value

    rows: list[tuple[Cell, ...]] = [
        (pair.first, pair.second, pair.documents, cell(pair.gold_f1), cell(pair.negatives_f1))
        for pair in stats.agreement
    ]
    columns = (
        Column("annotator"),
        Column("other"),
        Column("documents", "count"),
        Column("gold F1", "fixed3"),
        Column("negatives F1", "fixed3"),
    )
    return Table(title="Agreement by clusters", columns=columns, blocks=one_block(rows))


def catalogue_table(shipped: Iterable[DatasetStats], known: Sequence[KnownSet]) -> Table:
    """What ships and what is known, with what was counted of each."""
    columns = (
        Column("data set"),
        Column("documents", "count"),
        Column("gold a document", "fixed2"),
        Column("present %", "fixed2", rank=1),
        Column("language"),
        Column("annotators", rank=3, limit=40),
        Column("licence", rank=1, limit=60),
        Column("where", rank=2, limit=80),
        Column("citation", rank=4, limit=120),
        Column("sha256", rank=5, limit=160),
    )
    unknown = Missing("not counted here")
    rows: list[tuple[Cell, ...]] = [
        (
            one.header.name,
            one.documents,
            one.gold.mean,
            100 * (one.present or 0.0),
            one.header.language,
            "see its data card",
            one.header.licence,
            "ships",
            "",
            one.digest,
        )
        for one in shipped
    ]
    rows += [
        (
            one.name,
            unknown if one.documents is None else one.documents,
            unknown if one.gold_per_document is None else one.gold_per_document,
            unknown if one.present is None else one.present,
            one.language,
            one.annotators,
            one.licence,
            one.page,
            one.citation,
            " ".join(file.sha256 for file in one.files) or Missing("no digest is pinned: it can be read, not fetched"),
        )
        for one in known
    ]
    notes = ("`bench data fetch NAME` gets a set with a digest; nothing but what ships is part of this program.",)
    return Table(title="Data sets", columns=columns, blocks=one_block(rows), notes=notes)
