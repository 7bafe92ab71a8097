"""One table, the same numbers in every format: whole outputs compared."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ANY_TEXT

from bench.reporting.table import (
    Block,
    Cell,
    Column,
    Interval,
    Missing,
    NumberFormat,
    Table,
    as_json,
    cell_text,
    one_block,
)
from bench.reporting.table_formats import code, latex, markdown
from bench.reporting.table_formats import csv as csv_text
from bench.reporting.table_terminal import terminal

TABLE = Table(
    "Two | rows",
    (Column("row"), Column("F1@10", "points"), Column("95 % interval", "points", 2), Column("failed", "count", 1)),
    (
        Block("Extractors", (("a|b", 0.12345, Interval(0.1, 0.15), 0),)),
        Block("Floor", (("=cmd", Missing("no document was scored"), Missing(), 12_345),)),
    ),
    ("A note.",),
    "gold:x@1|v:1",
)


def test_markdown_whole() -> None:
    """Heading, alignment, block headings, rounded cells, a dash with its reason, the signature as code."""
    assert markdown(TABLE) == (
        "## Two \\| rows\n\n"
        "| row | F1@10 | 95 % interval | failed |\n"
        "| :--- | ---: | ---: | ---: |\n"
        "| *Extractors* |  |  |  |\n"
        "| a\\|b | 12.3 | [10.0, 15.0] | 0 |\n"
        "| *Floor* |  |  |  |\n"
        "| =cmd | – | – | 12,345 |\n\n"
        "- A note.\n"
        "- – (=cmd F1@10): no document was scored\n\n"
        "Signature: `gold:x@1|v:1`\n"
    )


def test_csv_whole() -> None:
    """Unrounded fractions, an interval as two columns, a missing cell empty, no formula."""
    assert csv_text(TABLE) == (
        "block,row,F1@10,95 % interval low,95 % interval high,failed\n"
        "Extractors,a|b,0.12345,0.1,0.15,0\n"
        "Floor,'=cmd,,,,12345\n"
    )


def test_latex_whole() -> None:
    """A float with booktabs rules that a LaTeX run accepts, every foreign character escaped."""
    assert latex(TABLE) == (
        "% needs \\usepackage{booktabs}\n"
        "\\begin{table}\n"
        "\\centering\n"
        "\\caption{Two \\textbar{} rows}\n"
        "\\begin{tabular}{lrrr}\n"
        "\\toprule\n"
        "row & F1@10 & 95 \\% interval & failed \\\\\n"
        "\\midrule\n"
        "\\multicolumn{4}{l}{\\emph{Extractors}} \\\\\n"
        "a\\textbar{}b & 12.3 & [10.0, 15.0] & 0 \\\\\n"
        "\\midrule\n"
        "\\multicolumn{4}{l}{\\emph{Floor}} \\\\\n"
        "=cmd & -- & -- & 12,345 \\\\\n"
        "\\bottomrule\n"
        "\\end{tabular}\n"
        "\\par\\smallskip\\footnotesize A note.\n"
        "\\par\\smallskip\\footnotesize – (=cmd F1@10): no document was scored\n"
        "\\par\\smallskip\\scriptsize gold:x@1\\textbar{}v:1\n"
        "\\end{table}\n"
    )


def test_terminal_whole() -> None:
    """Plain text with aligned columns when there is room."""
    assert terminal(TABLE) == (
        "Two | rows\n\n"
        "row         F1@10  95 % interval  failed\n"
        "────────────────────────────────────────\n"
        "Extractors\n"
        "a|b          12.3   [10.0, 15.0]       0\n"
        "Floor\n"
        "=cmd            –              –  12,345\n\n"
        "- A note.\n"
        "- – (=cmd F1@10): no document was scored\n"
        "gold:x@1|v:1\n"
    )


def test_a_narrow_terminal_leaves_out_what_matters_least_and_says_so() -> None:
    """The column of the highest rank goes first; a note names it."""
    assert terminal(TABLE, width=30) == (
        "Two | rows\n\n"
        "row         F1@10  failed\n"
        "─────────────────────────\n"
        "Extractors\n"
        "a|b          12.3       0\n"
        "Floor\n"
        "=cmd            –  12,345\n\n"
        "- A note.\n"
        "- – (=cmd F1@10): no document\n"
        "  was scored\n"
        "- Not shown at this width: 95\n"
        "  % interval.\n"
        "gold:x@1|v:1\n"
    )


def test_colour_only_decorates() -> None:
    """Taking the escape sequences away leaves the plain text."""
    import re

    coloured = terminal(TABLE, colour=True)
    stripped = re.sub("\x1b\\[[0-9;]*m", "", coloured)
    assert coloured != stripped
    assert [line.rstrip() for line in stripped.splitlines()] == terminal(TABLE).splitlines()


def test_json_is_unrounded_and_null_where_missing() -> None:
    """Every number as it was, missing as null, intervals as pairs."""
    assert json.loads(json.dumps(as_json(TABLE))) == {
        "title": "Two | rows",
        "rows": [
            {"block": "Extractors", "row": "a|b", "F1@10": 0.12345, "95 % interval": [0.1, 0.15], "failed": 0},
            {"block": "Floor", "row": "=cmd", "F1@10": None, "95 % interval": None, "failed": 12345},
        ],
        "notes": ["A note.", "– (=cmd F1@10): no document was scored"],
        "signature": "gold:x@1|v:1",
    }


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.31449, "points", "31.4"),
        (1.0, "points", "100.0"),
        (-0.0001, "points", "0.0"),
        (-0.25, "points", "−25.0"),
        (0.012, "points+", "+1.2"),
        (-0.012, "points+", "−1.2"),
        (0.0001, "points+", "0.0"),
        (0.0625, "p", "0.062"),
        (0.00001, "p", "<0.001"),
        (1234567, "count", "1,234,567"),
        (0.000123, "seconds", "0.000123"),
        (0.0999, "seconds", "0.0999"),
        (9.994, "seconds", "9.99"),
        (12.34, "rate", "12.3"),
        (1234.5, "rate", "1,234"),
        (0, "seconds", "0"),
        (float("nan"), "points", "–"),
        (Missing(), "points", "–"),
        (0.5, "fixed2", "0.50"),
        (0.1234, "fixed3", "0.123"),
        (0.5, "percent", "50"),
    ],
)
def test_numbers_as_people_read_them(value: Cell, number_format: NumberFormat, text: str) -> None:
    """Rounded once, with a true minus sign, no negative zero and no exponent."""
    assert cell_text(value, number_format) == text


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    """A shifted cell would be a wrong number under a right head."""
    with pytest.raises(ValueError, match="a row of 1 cells under 2 columns"):
        Table("t", (Column("a"), Column("b")), one_block([("x",)]))


def test_many_cells_missing_for_one_reason_share_a_note() -> None:
    """The reason is said once, the first cells named, the rest counted."""
    table = Table("t", (Column("row"), Column("x", "points")), one_block([(f"r{i}", Missing("why")) for i in range(9)]))
    assert table.all_notes == ("– (r0 x, r1 x, r2 x, r3 x and 5 more): why",)


@pytest.mark.parametrize(("text", "shown"), [("a", "`a`"), ("a`b", "``a`b``"), ("`a``", "``` `a`` ```")])
def test_code_is_fenced_by_more_backticks_than_it_holds(text: str, shown: str) -> None:
    """A signature with backticks cannot end its own fence."""
    assert code(text) == shown


@given(st.lists(ANY_TEXT, min_size=1, max_size=4), st.integers(min_value=20, max_value=90))
def test_hostile_cells_change_no_layout(phrases: list[str], width: int) -> None:
    """As many lines, cells and columns as there are rows, in every format, and nothing wider than the terminal."""
    from rich.cells import cell_len

    table = Table("t", (Column("n", "count"), Column("phrase")), one_block([(1, p) for p in phrases]))
    lines = markdown(table).splitlines()
    assert len(lines) == 4 + len(phrases)
    assert all(line.replace("\\\\", "").replace("\\|", "").count("|") == 3 for line in lines[2:])
    records = list(csv.reader(io.StringIO(csv_text(table), newline="")))
    assert [len(record) for record in records] == [2] * (1 + len(phrases))
    assert latex(table).count("\\\\\n") == 1 + len(phrases)
    assert all(cell_len(line) <= width for line in terminal(table, width=width).splitlines())
