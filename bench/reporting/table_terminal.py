"""One table in the terminal: within a width, readable without colour, plain text when piped."""

import re
from io import StringIO
from typing import TYPE_CHECKING, Literal

from bench.reporting import escape
from bench.reporting.conventions import short
from bench.reporting.table import Column, Table, cell_text

if TYPE_CHECKING:
    from rich.console import RenderableType

_HEAD_WIDTH = 14  # a head breaks into lines of about this many cells
_GAP = 2  # cells between two columns
_NAME_WIDTH = 34  # a first column longer than this wraps before a column of numbers is left out


def terminal(table: Table, *, width: int = 80, colour: bool = False) -> str:
    """The table as text of at most `width` cells a line, with its notes and its signature in the short form under it.

    Columns that do not fit are left out in the order of their rank, and a note names them. Colour is only decoration:
    without it nothing is lost.
    """
    from rich.console import Group
    from rich.text import Text

    kept = _fitting(table, width)
    left_out = [column.head for i, column in enumerate(table.columns) if i not in kept]
    notes = [*table.all_notes, *([f"Not shown at this width: {', '.join(left_out)}."] if left_out else [])]
    parts: list[RenderableType] = []
    if table.title:
        parts += [Text(escape.terminal(table.title, None), style="bold"), Text("")]
    parts.append(_grid(table, kept))
    if notes or table.signature:
        parts += [Text(""), _listed(notes)]
    if table.signature:
        signature = escape.terminal(short(table.signature), None)
        parts.append(Text(_at_bars(signature, width), style="dim", overflow="fold"))
    return rendered(Group(*parts), width=width, colour=colour)


def _grid(table: Table, kept: list[int]) -> "RenderableType":
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    grid = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for column in (table.columns[i] for i in kept):
        head = Text("\n".join(_head_lines(column)))
        justify: Literal["left", "right"] = "left" if column.is_text else "right"
        grid.add_column(head, justify=justify, no_wrap=not column.is_text, overflow="fold")
    for block in table.blocks:
        if block.heading:
            grid.add_row(Text(escape.terminal(block.heading), style="italic"))
        for row in block.rows:
            grid.add_row(*(Text(_text(row[i], table.columns[i])) for i in kept))
    return grid


def _listed(notes: list[str]) -> "RenderableType":
    """Notes as a list whose lines hang under the first."""
    from rich.table import Table as RichTable
    from rich.text import Text

    grid = RichTable.grid(padding=(0, 1, 0, 0))
    for note in notes:
        grid.add_row(Text("-"), Text(escape.terminal(note, None)))
    return grid


def rendered(what: "RenderableType", *, width: int, colour: bool) -> str:
    """Anything of Rich's as text without trailing white space; with escape sequences only where `colour` is wanted."""
    from rich.console import Console

    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    console.print(what)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _text(cell: object, column: Column) -> str:
    text = cell_text(cell, column.format)  # type: ignore[arg-type]  # rows hold cells only
    return escape.terminal(text, column.limit)


def _head_lines(column: Column) -> list[str]:
    """The head of a column in short lines, broken where words or options of an extractor's name end."""
    lines = [""]
    for piece in re.findall(r"[^ :,]*[ :,]?", escape.terminal(column.head)):
        if lines[-1] and len((lines[-1] + piece).rstrip()) > _HEAD_WIDTH:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def _fitting(table: Table, width: int) -> list[int]:
    """The columns that fit, in order: those of the highest rank go first, and of one rank the last one."""
    from rich.cells import cell_len

    widths = []
    for i, column in enumerate(table.columns):
        texts = [*_head_lines(column), *(_text(row[i], column) for row in table.rows)]
        longest = max(cell_len(text) for text in texts)
        widths.append(min(longest, _NAME_WIDTH) if column.is_text else longest)
    kept = list(range(len(table.columns)))
    while sum(widths[i] + _GAP for i in kept) - _GAP > width:
        dispensable = [i for i in kept if table.columns[i].rank > 0]
        if not dispensable:
            break
        kept.remove(max(dispensable, key=lambda i: (table.columns[i].rank, i)))
    return kept


def _at_bars(signature: str, width: int) -> str:
    """A signature broken into lines after bars, so that no part of it is cut in two while it fits."""
    lines = [""]
    for part in re.findall(r"[^|]*\|?", signature):
        if lines[-1] and len(lines[-1]) + len(part) > width:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)
