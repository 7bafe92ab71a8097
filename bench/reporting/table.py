"""The one table that every report prints: columns, rows in blocks, notes and the signature of what made the numbers.

Values are kept unrounded. Rounding happens where a cell is written (`cell_text`) and nowhere before; a value that is
missing is a `Missing` with its reason, printed as a dash and explained in a note, never as 0.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bench.reporting import escape

NumberFormat = Literal["text", "count", "points", "points+", "percent", "fixed2", "fixed3", "seconds", "rate", "p"]
"""How a column writes its numbers.

`points`: a fraction times 100 with one decimal; `points+`: the same with its sign; `percent`: the same without
decimals; `fixed2`, `fixed3`: that many decimals; `seconds`, `rate`: three significant digits; `p`: a p-value, three
decimals and never 0.
"""

DASH = "–"


@dataclass(frozen=True, slots=True)
class Missing:
    """A cell without a value, and why; an empty reason says that the cell has no meaning in its row."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """The two ends of an interval, written in the column's number format."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Marked:
    """A number with a mark behind it, explained in a note; the mark is no part of the value."""

    value: float
    mark: str


Cell = str | int | float | Missing | Interval | Marked


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, how its numbers are written, and how willingly it gives way.

    Where a table is wider than the page, the columns with the highest `rank` are left out first; 0 always stays.
    Text columns are aligned to the left, numbers to the right; words are cut at about `limit` characters.
    """

    head: str
    format: NumberFormat = "text"
    rank: int = 0
    limit: int = escape.LIMIT

    @property
    def is_text(self) -> bool:
        """Whether the column holds words."""
        return self.format == "text"


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that belong together under one heading; the heading may be empty."""

    heading: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with everything that has to stand with it wherever it is printed.

    `notes` are sentences under the table, in order; `signature` is the line that says how the numbers were made, ""
    for a table of things that were counted or timed rather than scored.
    """

    title: str
    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    signature: str = ""

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the columns."""
        for row in self.rows:
            if len(row) != len(self.columns):
                message = f"table {self.title!r}: a row of {len(row)} cells under {len(self.columns)} columns"
                raise ValueError(message)

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows of all blocks."""
        return tuple(row for block in self.blocks for row in block.rows)

    @property
    def all_notes(self) -> tuple[str, ...]:
        """The notes, and one for every reason why a cell is missing."""
        return (*self.notes, *_missing_notes(self))


def one_block(rows: Sequence[tuple[Cell, ...]]) -> tuple[Block, ...]:
    """Rows without a heading, as the blocks of a table."""
    return (Block("", tuple(rows)),)


def cell_text(cell: Cell, number_format: NumberFormat) -> str:
    """A cell as it is read by people: rounded, missing as a dash; words come back untouched, still to be escaped."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Missing):
        return DASH
    if isinstance(cell, Interval):
        return f"[{_number(cell.low, number_format)}, {_number(cell.high, number_format)}]"
    if isinstance(cell, Marked):
        return _number(cell.value, number_format) + cell.mark
    return _number(cell, number_format)


def as_json(table: Table) -> dict[str, object]:
    """The table as plain values for JSON: numbers unrounded, missing cells null, intervals as pairs."""
    rows = [
        {"block": block.heading, **{c.head: _plain(cell) for c, cell in zip(table.columns, row, strict=True)}}
        for block in table.blocks
        for row in block.rows
    ]
    return {"title": table.title, "rows": rows, "notes": list(table.all_notes), "signature": table.signature}


def _plain(cell: Cell) -> object:
    if isinstance(cell, Missing):
        return None
    if isinstance(cell, Marked):
        return cell.value
    return [cell.low, cell.high] if isinstance(cell, Interval) else cell


def _missing_notes(table: Table) -> list[str]:
    where: dict[str, list[str]] = {}
    for row in table.rows:
        name = row[0] if isinstance(row[0], str) else ""
        for column, cell in zip(table.columns, row, strict=True):
            if isinstance(cell, Missing) and cell.reason:
                cells = where.setdefault(cell.reason, [])
                label = f"{escape.shorten(name)} {column.head}".strip()
                if label not in cells:
                    cells.append(label)
    return [f"{DASH} ({_listed(cells)}): {reason}" for reason, cells in where.items()]


def _listed(labels: list[str], most: int = 4) -> str:
    if len(labels) <= most:
        return ", ".join(labels)
    return f"{', '.join(labels[:most])} and {len(labels) - most} more"


def _number(value: float, number_format: NumberFormat) -> str:
    return DASH if math.isnan(value) else _WRITERS[number_format](value)


def _signed_points(value: float) -> str:
    text = f"{100 * value:+.1f}"
    return "0.0" if float(text) == 0 else text.replace("-", "−")


def _p_value(value: float) -> str:
    return "<0.001" if value < 0.0005 else f"{value:.3f}"


def _unsigned_zero(text: str) -> str:
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def _three_digits(value: float) -> str:
    """Three significant digits without an exponent, however small or large."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    digits = 2
    while abs(value) * 10**digits < 100 and digits < 9:
        digits += 1
    return f"{value:.{digits if abs(value) < 10 else 1}f}"


_WRITERS: Mapping[NumberFormat, Callable[[float], str]] = {
    "text": lambda value: f"{value:g}",
    "count": lambda value: f"{value:,.0f}",
    "points": lambda value: _unsigned_zero(f"{100 * value:.1f}"),
    "points+": _signed_points,
    "percent": lambda value: _unsigned_zero(f"{100 * value:.0f}"),
    "fixed2": lambda value: _unsigned_zero(f"{value:.2f}"),
    "fixed3": lambda value: _unsigned_zero(f"{value:.3f}"),
    "seconds": _three_digits,
    "rate": _three_digits,
    "p": _p_value,
}
