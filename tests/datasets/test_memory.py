"""A set of 100,000 documents is read and linted in memory that does not grow with it."""

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import resource, sys
from bench.datasets import open_source
from bench.datasets.lint.check import lint

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

small, large = sys.argv[1:]
for path in (small, large):
    documents = sum(1 for _ in open_source(path))
    findings = sum(1 for _ in lint(open_source(path), near_duplicates=False))
    print(documents, findings, peak())
"""
WORDS = (
    "tide", "table", "harbour", "office", "pilot", "boat", "night", "sailor", "quay", "net", "moon", "light", "wind",
    "rope", "sail", "mast", "keel",
)  # fmt: skip


def made_up(path: Path, documents: int) -> Path:
    """JSON Lines of documents that all differ; every sentence is its document's own."""
    with path.open("w", encoding="utf-8") as out:
        for n in range(documents):
            sentences = [
                f"Number {n} {k} says that the {WORDS[(n + k) % 17]} of the {WORDS[(n * 7 + k) % 17]} is here."
                for k in range(6)
            ]
            gold = f'"{WORDS[n % 17]}", "{WORDS[n * 7 % 17]} number"'
            out.write(f'{{"id": "{n}", "text": "{" ".join(sentences)}", "keyphrases": [{gold}]}}\n')
    return path


def test_memory_is_flat_to_fifty_megabytes(tmp_path: Path) -> None:
    """The peak after 100,000 documents lies less than 50 MB above the peak after 2,000, in one process."""
    small, large = made_up(tmp_path / "small.jsonl", 2_000), made_up(tmp_path / "large.jsonl", 100_000)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(small), str(large)], capture_output=True, text=True, check=True
    )
    (few, _, before), (many, _, after) = (line.split() for line in done.stdout.splitlines())
    assert (few, many) == ("2000", "100000")
    assert float(after) - float(before) < 50
