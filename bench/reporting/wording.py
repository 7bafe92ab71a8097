"""Counts and enumerations in words."""

import re
from collections.abc import Sequence

from bench.reporting import escape


def counted(number: int, noun: str) -> str:
    """`1 document`, `2 documents`, `2,000 documents`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def some(names: Sequence[str], most: int = 5, length: int = escape.LIMIT) -> str:
    """The first `most` names, each of about `length` characters at most, and how many more there are."""
    shown = ", ".join(escape.shorten(name, length) for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def quoted(phrase: str) -> str:
    """A phrase between typographic quotation marks, shortened where it is very long."""
    return f"“{escape.shorten(phrase)}”"


def sentences(note: str) -> str:
    """A remark as sentences: a capital after each full stop and at the beginning, a full stop at the end."""
    ended = note if note.endswith((".", "!", "?")) else f"{note}."
    return re.sub(r"(^|\. )([a-z])", lambda found: found[1] + found[2].upper(), ended)
