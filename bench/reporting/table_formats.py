"""One table, written as Markdown, CSV or LaTeX."""

import csv as _csv
import io

from bench.reporting import escape
from bench.reporting.table import Cell, Column, Interval, Marked, Missing, Table, cell_text


def markdown(table: Table, *, level: int = 2) -> str:
    """The table as GitHub's Markdown: a heading of `level`, the table, its notes as a list, the signature as code."""
    lines = [f"{'#' * level} {escape.markdown(table.title)}", ""] if table.title else []
    lines += [
        _markdown_row([escape.markdown_inline(c.head) for c in table.columns]),
        _markdown_row([":---" if c.is_text else "---:" for c in table.columns]),
    ]
    for block in table.blocks:
        if block.heading:
            lines.append(
                _markdown_row([f"*{escape.markdown_inline(block.heading)}*", *[""] * (len(table.columns) - 1)])
            )
        lines += [
            _markdown_row([_markdown_cell(cell, c) for cell, c in zip(row, table.columns, strict=True)])
            for row in block.rows
        ]
    if table.all_notes:
        lines += ["", *(f"- {escape.markdown(note, None)}" for note in table.all_notes)]
    if table.signature:
        lines += ["", f"Signature: {code(table.signature)}"]
    return "\n".join(lines) + "\n"


def code(text: str) -> str:
    """`text` as a span of Markdown code, fenced by more backticks than it holds."""
    shown = escape.visible(text)
    fence = "`"
    while fence in shown:
        fence += "`"
    pad = " " if shown[:1] == "`" or shown[-1:] == "`" else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def csv(table: Table) -> str:
    """The rows as CSV for other programs: numbers unrounded and as fractions, missing cells empty, no notes.

    A leading column `block` says which block a row stands in, where the table has blocks. Interval columns become two.
    """
    out = io.StringIO()
    writer = _csv.writer(out, lineterminator="\n")
    has_blocks = any(block.heading for block in table.blocks)
    wide = [any(isinstance(row[i], Interval) for row in table.rows) for i in range(len(table.columns))]
    heads: list[str] = ["block"] if has_blocks else []
    for column, is_interval in zip(table.columns, wide, strict=True):
        heads += [f"{column.head} low", f"{column.head} high"] if is_interval else [column.head]
    writer.writerow([escape.csv(head) for head in heads])
    for block in table.blocks:
        for row in block.rows:
            cells = [escape.csv(block.heading)] if has_blocks else []
            for cell, is_interval in zip(row, wide, strict=True):
                cells += _csv_cells(cell, is_interval=is_interval)
            writer.writerow(cells)
    return out.getvalue()


def latex(table: Table) -> str:
    """The table as a LaTeX `table` float with `booktabs` rules; notes and signature stand under it in small type."""
    spec = "".join("l" if c.is_text else "r" for c in table.columns)
    lines = [
        "% needs \\usepackage{booktabs}",
        "\\begin{table}",
        "\\centering",
        f"\\caption{{{escape.latex(table.title, None)}}}",
        f"\\begin{{tabular}}{{{spec}}}",
        "\\toprule",
        _latex_row([escape.latex(c.head) for c in table.columns]),
    ]
    for block in table.blocks:
        lines.append("\\midrule")
        if block.heading:
            heading = escape.latex(block.heading)
            lines.append(f"\\multicolumn{{{len(table.columns)}}}{{l}}{{\\emph{{{heading}}}}} \\\\")
        for row in block.rows:
            cells = [_latex_cell(cell, c) for cell, c in zip(row, table.columns, strict=True)]
            lines.append(_latex_row(cells))
    lines += ["\\bottomrule", "\\end{tabular}"]
    lines += [f"\\par\\smallskip\\footnotesize {escape.latex(note, None)}" for note in table.all_notes]
    if table.signature:
        lines.append(f"\\par\\smallskip\\scriptsize {escape.latex(table.signature, None)}")
    return "\n".join([*lines, "\\end{table}"]) + "\n"


def _markdown_row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _markdown_cell(cell: Cell, column: Column) -> str:
    text = cell_text(cell, column.format)
    return escape.markdown_inline(text, column.limit) if isinstance(cell, str | Marked) else text


def _csv_cells(cell: Cell, *, is_interval: bool) -> list[str]:
    if isinstance(cell, Interval):
        return [repr(cell.low), repr(cell.high)]
    if isinstance(cell, Missing):
        return ["", ""] if is_interval else [""]
    text = escape.csv(cell) if isinstance(cell, str) else repr(cell.value if isinstance(cell, Marked) else cell)
    return [text, text] if is_interval else [text]


def _latex_cell(cell: Cell, column: Column) -> str:
    text = cell_text(cell, column.format)
    if isinstance(cell, str):
        return escape.latex(text, column.limit)
    return text.replace("−", "$-$").replace("–", "--").replace("<", "$<$")


def _latex_row(cells: list[str]) -> str:
    return " & ".join(cells) + " \\\\"
