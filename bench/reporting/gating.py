"""What the gate found, for people (a table, Markdown for a pull request) and for machines (JUnit XML, JSON)."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from xml.etree import ElementTree as ET

from bench.reporting import escape
from bench.reporting.comparing import movers_table
from bench.reporting.quality import number_format
from bench.reporting.table import Cell, Column, Interval, Missing, NumberFormat, Table, one_block
from bench.reporting.table_formats import markdown
from bench.scoring.gate import FaultKind, GateCheck, GateFault, GateResult, Outcome
from bench.scoring.movers import Mover

SCHEMA = 1

_OUTCOMES: Mapping[Outcome, str] = MappingProxyType(
    {"worse": "worse", "kept": "kept", "undecided": "cannot tell", "uncompared": "not compared"}
)
_SKIPPED: tuple[Outcome, ...] = ("undecided", "uncompared")
_FAULTS: Mapping[FaultKind, str] = MappingProxyType(
    {
        "failures": "no more failures than before",
        "missing": "no document missing",
        "signature": "same scoring conventions",
        "dataset": "same version of the data set",
    }
)


def gate_table(result: GateResult) -> Table:
    """Each metric with its margin and outcome; faults and the verdict as notes."""
    table_rows: list[tuple[Cell, ...]] = []
    styles = {number_format(check.metric) for check in result.checks}
    style: NumberFormat = "points+" if styles <= {"points"} else "fixed3"
    for check in result.checks:
        d = check.difference
        interval = Interval(d.low, d.high) if d and d.low is not None and d.high is not None else Missing()
        value: Cell = d.difference if d else Missing()
        table_rows.append((check.metric, value, interval, check.margin, _OUTCOMES[check.outcome]))
    columns = (
        Column("metric"),
        Column("candidate − baseline", style),
        Column("95 % interval", style, 1),
        Column("margin", "points" if style == "points+" else "fixed3"),
        Column("outcome"),
    )
    notes = [result.sentence, *(check.sentence for check in result.checks)]
    if style == "points+":
        notes.append("The table shows points, fractions times 100; the sentences give the fractions themselves.")
    return Table(f"Gate: {_sides(result)}", columns, one_block(table_rows), tuple(notes))


def gate_markdown(result: GateResult) -> str:
    """The verdict first, then the table, then the documents to blame: fit for a pull request's summary."""
    verdict = "holds" if result.passed else "does not hold"
    parts = [f"# The gate {verdict}\n", markdown(gate_table(result))]
    if result.faults:
        lines = [f"- {escape.markdown(fault.sentence, None)}" for fault in result.faults]
        parts.append("## Failures that are no matter of chance\n\n" + "\n".join(lines) + "\n")
    parts += [markdown(_blamed(check)) for check in result.checks if check.blame]
    return "\n".join(parts)


def _sides(result: GateResult) -> str:
    """Both runs by name; the usual case is one extractor before and after a change."""
    against = "its baseline" if result.candidate == result.baseline else result.baseline
    return f"{result.candidate} against {against}"


def _blamed(check: GateCheck) -> Table:
    title = f"Documents that lost most in {check.metric}"
    return movers_table(check.blame, "candidate", "baseline", check.metric, title=title)


def gate_json(result: GateResult) -> str:
    """The result as JSON text, schema 1, every number unrounded."""
    record = {
        "schema": SCHEMA,
        "passed": result.passed,
        "baseline": result.baseline,
        "candidate": result.candidate,
        "signature": result.signature,
        "sentence": result.sentence,
        "checks": [_check(check) for check in result.checks],
        "faults": [{"kind": f.kind, "sentence": f.sentence, "documents": list(f.documents)} for f in result.faults],
    }
    return escape.json_text(json.dumps(record, ensure_ascii=False, indent=1)) + "\n"


def gate_junit(result: GateResult) -> str:
    """The result as JUnit XML: one test case a metric and one a kind of fault; what cannot be told is skipped."""
    faults = {fault.kind: fault for fault in result.faults}
    failures = len(faults) + sum(check.outcome == "worse" for check in result.checks)
    suite = ET.Element(
        "testsuite",
        name=escape.visible(f"bench gate: {_sides(result)}"),
        tests=str(len(result.checks) + len(_FAULTS)),
        failures=str(failures),
        errors="0",
        skipped=str(sum(check.outcome in _SKIPPED for check in result.checks)),
    )
    for kind, name in _FAULTS.items():
        _fault_case(suite, name, faults.get(kind))
    for check in result.checks:
        _check_case(suite, check)
    ET.indent(suite)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suite, encoding="unicode")}\n'


def _check(check: GateCheck) -> dict[str, object]:
    d = check.difference
    return {
        "metric": check.metric,
        "margin": check.margin,
        "outcome": check.outcome,
        "difference": d.difference if d else None,
        "low": d.low if d else None,
        "high": d.high if d else None,
        "n": d.n if d else 0,
        "sentence": check.sentence,
        "blame": [_mover(mover) for mover in check.blame],
    }


def _mover(mover: Mover) -> dict[str, object]:
    return {
        "id": mover.document_id,
        "candidate": mover.a,
        "baseline": mover.b,
        "difference": mover.difference,
        "only_candidate": list(mover.only_a),
        "only_baseline": list(mover.only_b),
    }


def _fault_case(suite: ET.Element, name: str, fault: GateFault | None) -> None:
    case = ET.SubElement(suite, "testcase", classname="bench.gate", name=name)
    if fault is not None:
        failure = ET.SubElement(case, "failure", message=escape.visible(fault.sentence), type=fault.kind)
        failure.text = escape.visible("\n".join(fault.documents), keep="\n")


def _check_case(suite: ET.Element, check: GateCheck) -> None:
    case = ET.SubElement(suite, "testcase", classname="bench.gate", name=f"{check.metric} within its margin")
    blamed = [
        f"{m.document_id}: {m.difference:+.4f}; gone: {', '.join(m.only_b)}; new: {', '.join(m.only_a)}"
        for m in check.blame
    ]
    if check.outcome == "worse":
        failure = ET.SubElement(case, "failure", message=escape.visible(check.sentence), type="worse")
        failure.text = escape.visible("\n".join(blamed), keep="\n")
    elif check.outcome in _SKIPPED:
        ET.SubElement(case, "skipped", message=escape.visible(check.sentence))
    else:
        ET.SubElement(case, "system-out").text = escape.visible(check.sentence)
