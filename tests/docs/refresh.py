"""Fill the marked parts of README.md with what the program prints; `python tests/docs/refresh.py` writes it.

`<!-- help: bench run -->` is followed by the command's help, `<!-- table: PATH HEAD ... -->` by the table of a page
in results/ with the columns of these heads; each part ends at `<!-- end -->`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PART = re.compile(r"<!-- (help|table): (.+?) -->\n.*?<!-- end -->", re.DOTALL)


def printed_help(command: str) -> str:
    """The help of a command, 80 columns wide and without colour, as a code block."""
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
    words = [sys.executable, "-m", *command.split(), "--help"]
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    lines = [line.rstrip() for line in done.stdout.replace("python -m bench", "bench").strip().splitlines()]
    return "```text\n" + "\n".join(lines) + "\n```\n"


def table(words: str) -> str:
    """The Markdown table of a page with some of its columns: the path, then their heads (`_` for a blank in one)."""
    path, *heads = words.split()
    lines = [line for line in (ROOT / path).read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    chosen = [cells[0].index(head.replace("_", " ")) for head in heads]
    return "".join("| " + " | ".join(row[i] for i in chosen) + " |\n" for row in cells)


def refreshed(text: str) -> str:
    """The text with every marked part made anew."""

    def part(found: re.Match[str]) -> str:
        kind, what = found.groups()
        body = printed_help(what) if kind == "help" else table(what)
        return f"<!-- {kind}: {what} -->\n{body}<!-- end -->"

    return PART.sub(part, text)


if __name__ == "__main__":
    readme = ROOT / "README.md"
    readme.write_text(refreshed(readme.read_text(encoding="utf-8")), encoding="utf-8")
