"""Comparisons, the convention matrix and the gate's output, whole, as a person approved them."""

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

from golden_text import check_golden
from hypothesis import given
from sample_evaluations import (
    BRIDGE,
    COMPARISON,
    DATASET,
    GLUER,
    ORACLE,
    SIGNATURE,
    TFIDF,
    YAKE,
    evaluation,
    scored,
    verdict,
)
from strategies import ANY_TEXT

from bench.reporting.comparing import comparison_table, movers_table
from bench.reporting.gating import gate_json, gate_junit, gate_markdown, gate_table
from bench.reporting.matrix import convention_matrix
from bench.reporting.table_formats import csv, markdown
from bench.reporting.table_terminal import terminal
from bench.scoring.gate import GateResult, gate
from bench.scoring.movers import movers
from bench.scoring.results import Evaluation, Value


def _under(row: Evaluation, value: float | None, signature: str) -> Evaluation:
    return replace(row, metrics={**row.metrics, "F1@10": Value(value)}, signature=signature)


OTHER = SIGNATURE.replace("protocol:default", "protocol:sifrank").replace("mean_of_docs", "micro")
EMPTY = SIGNATURE.replace("protocol:default", "protocol:absent").replace("subset:all", "subset:absent")
BY_PROTOCOL = {
    "default": (YAKE, GLUER, TFIDF, ORACLE),
    "sifrank": (_under(YAKE, 0.2, OTHER), _under(GLUER, 0.25, OTHER), _under(TFIDF, 0.1, OTHER), ORACLE),
    "absent": tuple(_under(row, None, EMPTY) for row in (YAKE, GLUER, TFIDF, ORACLE)),
}
RENAMED = replace(TFIDF, signature=YAKE.signature)
RESULT = gate(YAKE, RENAMED, {"F1@10": 0.01, "noise@10": 0.02})


def _many(name: str, hits: list[bool]) -> Evaluation:
    documents = []
    for number, hit in enumerate(hits):
        article = replace(BRIDGE, document=replace(BRIDGE.document, id=f"d{number}"))
        made = verdict("stone bridge", 1, match="stone bridge") if hit else verdict("a bridge", 1)
        documents.append(scored(article, [made]))
    return evaluation(name, "extractor", documents)


def test_pairs_without_a_test() -> None:
    """Where so few documents allow no p and no interval, there are no such columns, and the sentence says why."""
    check_golden("compare.txt", terminal(comparison_table(COMPARISON)))


def test_pairs_with_interval_p_and_star() -> None:
    """Interval, p, Holm's p and a star where it warrants one; the star is explained."""
    yake, gluer = COMPARISON.differences
    tested = replace(yake, n=12, low=0.1, high=0.2, p=0.0004, p_holm=0.0008, units=12)
    other = replace(gluer, n=12, low=-0.05, high=0.2, p=0.4, p_holm=0.4, d_z=None, units=12)
    comparison = replace(COMPARISON, differences=(tested, other), sentence="1 of 2 differences are significant.")
    check_golden("compare.md", markdown(comparison_table(comparison)))
    assert csv(comparison_table(comparison)).splitlines()[1].startswith("yake − tfidf,0.1547619,0.1,0.2,0.0004,0.0008,")


def test_documents_that_moved_most() -> None:
    """Both values, the difference, and the phrases that make it; a failed document bears a mark."""
    check_golden("movers.txt", terminal(movers_table(movers(YAKE, TFIDF, "F1@10"), "yake", "tfidf", "F1@10")))


def test_nothing_moved() -> None:
    """Two equal runs give a sentence, not an empty riddle."""
    assert "No document differs between a and b in F1@10." in markdown(movers_table((), "a", "b", "F1@10"))


def test_convention_matrix() -> None:
    """The best extractor of each protocol is marked, the note says that the winner depends on it."""
    check_golden("matrix.md", markdown(convention_matrix(BY_PROTOCOL, "F1@10", DATASET)))


def test_convention_matrix_turned() -> None:
    """Protocols as rows, for a terminal of 80 columns."""
    text = terminal(convention_matrix(BY_PROTOCOL, "F1@10", DATASET, is_turned=True))
    check_golden("matrix.txt", text)
    assert max(map(len, text.splitlines())) <= 80


def test_a_winner_under_every_protocol_is_said_so() -> None:
    """One name, all protocols; the oracle is no competitor."""
    text = markdown(convention_matrix({"default": BY_PROTOCOL["default"]}, "F1@10", DATASET))
    assert "\\* best extractor: yake under every protocol." in text


def test_gate_for_people() -> None:
    """Verdict, table, faults, documents to blame."""
    check_golden("gate.md", gate_markdown(RESULT))


def test_gate_for_machines() -> None:
    """JUnit XML with a case a metric and a case a kind of fault; JSON unrounded."""
    check_golden("gate.xml", gate_junit(RESULT))
    check_golden("gate.json", gate_json(RESULT))


def test_junit_counts_what_it_holds() -> None:
    """The numbers in the head are those of the cases, for a gate that holds and for ones that do not."""
    worse = gate(_many("old", [True] * 20), _many("new", [False] * 20), {"F1@10": 0.01})
    same = gate(_many("old", [True] * 20), _many("new", [True] * 20), {"F1@10": 0.01})
    elsewhere = gate(_many("old", [True] * 20), _many("new", [True] * 20), {"F1@10": 0.01}, signature="another")
    for result in (RESULT, worse, same, elsewhere):
        suite = ET.fromstring(gate_junit(result))  # noqa: S314 our own output
        assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
        assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
        assert int(suite.attrib["skipped"]) == len(suite.findall("testcase/skipped"))
        assert (int(suite.attrib["failures"]) == 0) == result.passed
    (skipped,) = ET.fromstring(gate_junit(elsewhere)).findall("testcase/skipped")  # noqa: S314 our own output
    assert skipped.attrib["message"] == "F1@10 was not compared."


def test_gate_that_fails_on_a_metric_shows_interval_and_blame() -> None:
    """Every document lost its hit: the interval lies beyond the margin."""
    result = gate(_many("old", [True] * 20), _many("new", [False] * 19 + [True]), {"F1@10": 0.01})
    assert not result.passed
    assert "| F1@10 | −15.8 | [−17.6, −14.1] | 1.0 | worse |" in markdown(gate_table(result))
    assert "## Documents that lost most in F1@10" in gate_markdown(result)


@given(ANY_TEXT)
def test_hostile_names_leave_the_xml_whole(text: str) -> None:
    """Whatever a run or a document is called, an XML parser reads the file and a UTF-8 writer writes it."""
    result: GateResult = replace(RESULT, baseline=text, candidate=text, sentence=text)
    written = gate_junit(result)
    assert ET.fromstring(written.encode("utf-8")).tag == "testsuite"  # noqa: S314 our own output
    assert json.loads(gate_json(result).encode("utf-8"))["candidate"] == text
    assert gate_markdown(result).count("\n") == gate_markdown(RESULT).count("\n")


def test_oracle_wins_no_comparison() -> None:
    """Rows made from gold are never the best extractor."""
    matrix = convention_matrix(BY_PROTOCOL, "F1@10", DATASET)
    assert [type(cell).__name__ for row in matrix.rows if row[0] == "oracle" for cell in row[1:3]] == ["float", "float"]
