"""Errors that a user can mend: what was found, where, and what to do about it."""

from collections.abc import Iterable
from difflib import get_close_matches

MOST_NAMES = 100
"""So many known names a message lists, and how many more there are."""


class BenchError(Exception):
    """A mistake in the input or the call; the command line prints it as one message and exits with `exit_code`.

    `message` says what was found, `place` where (a file and line, an option), `remedy` what to do.
    """

    exit_code = 2

    def __init__(self, message: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        """The whole message on one line: place, what was found, what to do."""
        head = f"{self.place}: {self.message}" if self.place else self.message
        return f"{head}. {self.remedy}" if self.remedy else head


class InputError(BenchError):
    """A file, folder or value that cannot be read as what it should be."""


class ExtractorError(InputError):
    """An extractor that cannot be used at all; what it does to one document is a prediction's status instead."""


class UnknownNameError(BenchError):
    """A name that nothing answers to; the message offers the nearest known ones."""

    def __init__(self, kind: str, name: str, known: Iterable[str], *, place: str = "") -> None:
        names = sorted(known)
        near = get_close_matches(name.casefold(), [n.casefold() for n in names], n=1, cutoff=0.6)
        nearest = next((n for n in names if near and n.casefold() == near[0]), None)
        remedy = f"Did you mean {nearest!r}? " if nearest else ""
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        listed = ", ".join(names[:MOST_NAMES]) or "none"
        super().__init__(f"unknown {kind} {name!r}", place=place, remedy=f"{remedy}Known: {listed}{more}")


class CheckFailedError(BenchError):
    """A check or gate that did not hold: nothing is wrong with the call, the answer is no."""

    exit_code = 1
