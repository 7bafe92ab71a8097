"""The phrases that an extractor chose from, as JSON Lines: one document a line."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.errors import InputError
from bench.running.lists import decoded, opened

_SURROGATE = re.compile("[\ud800-\udfff]")


def written_candidates(told: tuple[str, Sequence[str]]) -> bytes:
    """One line of a document's id and candidates; escaped throughout where a lone surrogate leaves no other way."""
    entry = {"id": told[0], "candidates": list(told[1])}
    line = json.dumps(entry, ensure_ascii=False)
    if _SURROGATE.search(line):
        line = json.dumps(entry, ensure_ascii=True)
    return line.encode("utf-8") + b"\n"


def read_candidates(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Id and candidates of each document in a file of such lines.

    Raises:
        InputError: a malformed line.
    """
    with opened(path) as file:
        for number, line in enumerate(file, start=1):
            place = f"{path}:{number}"
            try:
                entry = json.loads(decoded(line, place))
            except ValueError:
                entry = None
            told = entry.get("candidates") if isinstance(entry, dict) else None
            if not isinstance(told, list) or not all(isinstance(each, str) for each in (entry.get("id"), *told)):
                raise InputError("no id with a list of candidates", place=place, remedy="Run again, or remove the file")
            yield entry["id"], tuple(told)
