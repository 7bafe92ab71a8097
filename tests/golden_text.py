"""Approved output: a whole text compared with the file under tests/golden that a person has read and approved."""

import os
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


def check_golden(name: str, text: str) -> None:
    """Fail unless `text` is what the golden file holds; with APPROVE=1 in the environment the file is written anew."""
    path = GOLDEN / name
    if os.environ.get("APPROVE") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    expected = path.read_text(encoding="utf-8") if path.is_file() else ""
    assert text == expected, f"{name} is not as approved; read the difference, then run again with APPROVE=1"
