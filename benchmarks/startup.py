"""How long `bench --help` takes to start, beside a bare Typer program with Rich.

`python benchmarks/startup.py [ROUNDS]`. Both are started in turn, so that whatever else the machine does falls on both;
the least time of each is compared, because disturbance only ever adds. Exit code 1 when `bench --help` takes more than
2.5 times as long.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

BOUND = 2.5
"""So many times the start of the bare program is the most that `bench --help` may take."""

BARE = '''
import typer

app = typer.Typer()


@app.command()
def first(name: str) -> None:
    """The first command."""


@app.command()
def second(name: str) -> None:
    """The second command."""


app()
'''
"""A Typer program with two commands and no imports of its own; its help is drawn by Rich."""


def seconds(words: list[str]) -> float:
    """The wall time of one start."""
    begun = perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - begun


def measure(rounds: int) -> tuple[list[float], list[float]]:
    """Wall times of so many starts of the bare program and of `bench --help`, in turn, after one of each unmeasured."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "bare.py"
        program.write_text(BARE, encoding="utf-8")
        bare = [sys.executable, str(program), "--help"]
        bench = [sys.executable, "-m", "bench", "--help"]
        seconds(bare), seconds(bench)
        times = [(seconds(bare), seconds(bench)) for _ in range(rounds)]
    return [one for one, _ in times], [other for _, other in times]


def main() -> int:
    """Measure, print, and say whether the bound holds."""
    bare, bench = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
    ratio = min(bench) / min(bare)
    for name, times in (("bare Typer with Rich", bare), ("bench --help", bench)):
        sys.stdout.write(f"{name:22} least {min(times):.3f} s, median {statistics.median(times):.3f} s\n")
    sys.stdout.write(f"{'ratio of the least':22} {ratio:.2f}, may be {BOUND}\n")
    return int(ratio > BOUND)


if __name__ == "__main__":
    raise SystemExit(main())
