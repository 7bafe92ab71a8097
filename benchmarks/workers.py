"""What the harness costs over a bare loop, and what a second worker brings: `python benchmarks/workers.py [ROUNDS]`.

Four measurements a round, over the same made-up news, in turn so that drift of the machine meets them all: the bare
library in one process, the bare library in two (the best that any program could do here), `bench run` with one worker,
and with two. Wall time from start to written predictions, the program's own start-up left out on both sides; medians
of the rounds, and of the ratios within each round.
"""

import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from made_up import MadeUpNews  # type: ignore[import-not-found]  # beside this file

from bench.extractors.specification import parse_spec
from bench.records import Document
from bench.running import machine
from bench.running.plan import Plan
from bench.running.run import run_to_folder

DOCUMENTS = 2_000
OUT = Path(__file__).parents[1] / "results" / "benchmarks" / "workers.json"


def bare(documents: list[Document], processes: int) -> None:
    """YAKE's own loop, over equal shares in forked processes."""
    import yake

    def share(number: int) -> None:
        extractor = yake.KeywordExtractor(lan="en", n=3, top=20)
        for document in documents[number::processes]:
            extractor.extract_keywords(document.text)

    children = []
    for number in range(processes):
        child = os.fork()
        if not child:
            share(number)
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


def harness(documents: list[Document], jobs: int) -> None:
    """A whole run into a new folder."""
    with tempfile.TemporaryDirectory(prefix="workers-") as folder:
        plan = Plan(parse_spec("yake"), jobs=jobs, timeout=None)
        run_to_folder(plan, documents, dataset="news", digest="made-up", out=Path(folder))


def main(rounds: int) -> None:
    """Measure, print, and keep the figures."""
    documents = list(MadeUpNews(DOCUMENTS, seed=7))
    bare(documents[:20], 1)  # the library is imported once, before it is measured
    ways: dict[str, Callable[[], None]] = {
        "bare loop": lambda: bare(documents, 1),
        "two bare loops": lambda: bare(documents, 2),
        "bench run --jobs 1": lambda: harness(documents, 1),
        "bench run --jobs 2": lambda: harness(documents, 2),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            begun = perf_counter()
            way()
            taken[name].append(perf_counter() - begun)
            print(f"{name}: {taken[name][-1]:.2f} s", file=sys.stderr)
    loop, two, one_job, two_jobs = taken.values()
    ratios = {
        "overhead over the bare loop": [ours / theirs - 1 for ours, theirs in zip(one_job, loop, strict=True)],
        "two bare loops against one": [one / both for one, both in zip(loop, two, strict=True)],
        "--jobs 2 against --jobs 1": [one / both for one, both in zip(one_job, two_jobs, strict=True)],
        "--jobs 2 against two bare loops": [theirs / ours for theirs, ours in zip(two, two_jobs, strict=True)],
    }
    for name, each in ratios.items():
        print(f"{name}: {statistics.median(each):.3f} ({', '.join(f'{ratio:.3f}' for ratio in each)})")
    kept = {"documents": DOCUMENTS, "machine": dict(machine.describe()), "seconds": taken, "ratios": ratios}
    OUT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
