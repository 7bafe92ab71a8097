"""Findings as one table, with the reasons for differences, the sources and the versions under it."""

import platform
from collections.abc import Iterable, Sequence

from bench import __version__
from bench.reporting.table import Block, Cell, Column, Missing, Table
from bench.reporting.table_formats import markdown
from bench.reproducing.checks import Check
from bench.reproducing.measuring import Finding, Measured

COLUMNS = (
    Column("what"),
    Column("protocol", rank=4),
    Column("metric"),
    Column("expected", "fixed2"),
    Column("obtained", "fixed2"),
    Column("difference", "fixed2", rank=2),
    Column("tolerance", "fixed3", rank=5),
    Column("must hold", rank=3),
    Column("verdict"),
    Column("cause", rank=1),
    Column("source", rank=6),
)
LEAD = """\
What others published, and what this harness obtains from the same outputs or by running the extractor itself. A figure
that must hold has no known reason to differ beyond its tolerance; for each of the others the cause stands in the table
and the reason under it. `bench reproduce --from FOLDER --format md` prints this page; FOLDER holds the data, which are
other people's and do not come with the harness."""
NO_DATA = "data not at hand"
WITHIN, OUTSIDE, UNCHECKED = "within", "outside", "not checked"


def reproduction_table(measured: Measured, *, measured_on: str) -> Table:
    """One row a published figure, in blocks by data set, in points; `measured_on` is the date that it was made."""
    findings = measured.findings
    places = dict.fromkeys(finding.check.dataset for finding in findings)
    blocks = [Block(place.title, tuple(_row(f) for f in findings if f.check.dataset == place)) for place in places]
    libraries = ", ".join(f"{name} {version}" for name, version in sorted(measured.libraries.items()))
    made_with = f"keyphrase-bench {__version__}, Python {platform.python_version()}"
    notes = [
        summary(findings),
        "Figures are fractions times 100; a difference is what was obtained less what was published.",
        f"Measured on {measured_on} with {made_with}{f', {libraries}' if libraries else ''}.",
        *_reasons(findings),
        *_sources(finding.check for finding in findings),
    ]
    return Table("Published results, made again", COLUMNS, tuple(blocks), tuple(notes))


def reproduction_page(table: Table) -> str:
    """The table as a page of Markdown."""
    title, _, rest = markdown(table, level=1).partition("\n\n")
    return f"{title}\n\n{LEAD}\n\n{rest}"


def broken(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The figures that must hold and do not: outside their tolerance, or not checked."""
    return tuple(finding for finding in findings if finding.check.must_hold and not finding.is_within)


def summary(findings: Sequence[Finding]) -> str:
    """How many figures hold, of those that must and of the others."""
    must = [finding for finding in findings if finding.check.must_hold]
    others = [finding for finding in findings if not finding.check.must_hold]
    return f"Figures that must hold: {_counts(must)}. Others: {_counts(others)}."


def _counts(findings: Sequence[Finding]) -> str:
    verdicts = [_verdict(finding) for finding in findings]
    said = f"{verdicts.count(WITHIN)} of {len(findings)} within their tolerance"
    rest = ((OUTSIDE, f"{verdicts.count(OUTSIDE)} outside it"), (UNCHECKED, f"{verdicts.count(UNCHECKED)} not checked"))
    return ", ".join([said, *(words for verdict, words in rest if verdict in verdicts)])


def _verdict(finding: Finding) -> str:
    if finding.obtained is None:
        return UNCHECKED
    return WITHIN if finding.is_within else OUTSIDE


def _row(finding: Finding) -> tuple[Cell, ...]:
    check, difference = finding.check, finding.difference
    nothing = Missing()
    return (
        check.what,
        check.protocol,
        finding.cell.metric,
        finding.cell.expected,
        nothing if finding.obtained is None else finding.obtained,
        nothing if difference is None else difference,
        check.tolerance,
        "yes" if check.must_hold else "no",
        _verdict(finding),
        NO_DATA if finding.obtained is None else check.cause,
        check.source.name,
    )


def _reasons(findings: Sequence[Finding]) -> list[str]:
    """Why figures differ, are not checked, or hang on lists that do not fit; one sentence for all that share it."""
    told: dict[str, dict[str, None]] = {}
    for finding in findings:
        check = finding.check
        where = f"{check.what}, {check.dataset.name}, {check.protocol}"
        if finding.unchecked:
            told.setdefault(f"{UNCHECKED}: {finding.unchecked}", {})[where] = None
        elif check.why:
            told.setdefault(f"{check.cause}: {check.why}", {})[where] = None
        for remark in finding.remarks:
            told.setdefault(remark, {})[where] = None
    return [f"{_first_capital(reason)} ({'; '.join(rows)})." for reason, rows in told.items()]


def _first_capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _sources(checks: Iterable[Check]) -> list[str]:
    sources = dict.fromkeys(check.source for check in checks)
    return [f"Source {source.name}: {source.citation} ({source.where})." for source in sources]
