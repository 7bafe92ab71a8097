"""What the program prints: tables and data to standard output, messages to standard error."""

import os
import shutil
import sys
from enum import StrEnum

from bench.reporting.table import Table


class Format(StrEnum):
    """The forms a table can be printed in."""

    TABLE = "table"
    MD = "md"
    CSV = "csv"
    LATEX = "latex"
    JSON = "json"


def say(message: str) -> None:
    """A line for the person at the terminal; never part of what is piped on."""
    from bench.reporting import escape

    sys.stderr.write(escape.terminal(message, None) + "\n")


class NoReaderError(Exception):
    """Whoever read our output has gone; there is nobody to tell."""


def put(text: str) -> None:
    """Output proper, ending in one line end; what the stream cannot encode is written as an escape.

    Raises:
        NoReaderError: nobody reads it any more.
    """
    text = text if text.endswith("\n") else text + "\n"
    encoding = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    except BrokenPipeError:
        # Typer would end the program with exit code 1 here, which is what a failed check ends with.
        raise NoReaderError from None


def width() -> int:
    """How many cells a line may have: the terminal's, or 80 (COLUMNS overrides) when piped."""
    return shutil.get_terminal_size((80, 24)).columns


def is_coloured() -> bool:
    """Whether standard output is a terminal that wants colour (NO_COLOR and TERM=dumb say no)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def written(table: Table, form: Format) -> str:
    """A table in one of its forms."""
    if form is Format.TABLE:
        from bench.reporting.table_terminal import terminal

        return terminal(table, width=width(), colour=is_coloured())
    if form is Format.JSON:
        import json

        from bench.reporting.table import as_json

        return json.dumps(as_json(table), ensure_ascii=True, indent=1)
    from bench.reporting import table_formats

    formats = {
        Format.MD: table_formats.markdown,
        Format.CSV: table_formats.csv,
        Format.LATEX: table_formats.latex,
    }
    return formats[form](table)


def put_tables(tables: list[Table], form: Format) -> None:
    """Several tables one after another; as JSON an array of them."""
    if form is Format.JSON:
        import json

        from bench.reporting.table import as_json

        put(json.dumps([as_json(table) for table in tables], ensure_ascii=True, indent=1))
        return
    put("\n".join(written(table, form) for table in tables))
