"""What the harness costs over a bare loop, and what a second worker brings: `python benchmarks/workers.py [ROUNDS]`.

Four ways over the same made-up news, whole runs from start to written predictions: the bare library in one process, the
bare library in two (the best that any program could do here), `bench run` with one worker, and with two. The machine's
speed changes by a third from one minute to the next, so the documents are taken in parts, each part goes all ways in
turn, another one first each time, and a ratio is that of the sums. A part is a run of its own: what starting one takes
is measured beside each part with two empty documents, taken off, and added once for all.

The overhead is measured apart, between one process and one process in small parts: a core that was just busy in company
is slower for a while, and the four ways do not meet that equally.
"""

import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from time import perf_counter

from made_up import MadeUpNews  # type: ignore[import-not-found]  # beside this file

from bench.extractors.specification import parse_spec
from bench.records import Document
from bench.running import machine
from bench.running.plan import Plan
from bench.running.run import run_to_folder

DOCUMENTS = 2_000
PARTS, SMALL_PARTS = 8, 40
NOTHING = [Document("a", "word"), Document("b", "word")]
OUT = Path(__file__).parents[1] / "results" / "benchmarks" / "workers.json"

Way = Callable[[list[Document]], None]


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


def seconds(way: Way, documents: list[Document]) -> float:
    """Wall time of one way over these documents."""
    begun = perf_counter()
    way(documents)
    return perf_counter() - begun


def one_round(ways: Mapping[str, Way], documents: list[Document], parts: int) -> dict[str, float]:
    """What each way takes for all documents, part by part."""
    taken = dict.fromkeys(ways, 0.0)
    starts: dict[str, list[float]] = {name: [] for name in ways}
    names = list(ways)
    for part in range(parts):
        share = documents[part * len(documents) // parts : (part + 1) * len(documents) // parts]
        turned = names[part % len(names) :] + names[: part % len(names)]
        for name in turned:
            starts[name].append(seconds(ways[name], NOTHING))
            taken[name] += seconds(ways[name], share) - starts[name][-1]
    return {name: taken[name] + statistics.median(starts[name]) for name in names}


def main(rounds: int) -> None:
    """Measure, print, and keep the figures."""
    documents = list(MadeUpNews(DOCUMENTS, seed=7))
    bare(documents[:20], 1)  # the library is imported once, before it is measured
    alone = {"loop": partial(bare, processes=1), "run": partial(harness, jobs=1)}
    ways = {
        "bare loop": partial(bare, processes=1),
        "two bare loops": partial(bare, processes=2),
        "bench run --jobs 1": partial(harness, jobs=1),
        "bench run --jobs 2": partial(harness, jobs=2),
    }
    taken: dict[str, list[float]] = {name: [] for name in (*alone, *ways)}
    for _ in range(rounds):
        for group, parts in ((alone, SMALL_PARTS), (ways, PARTS)):
            for name, took in one_round(group, documents, parts).items():
                taken[name].append(took)
                print(f"{name}: {took:.2f} s", file=sys.stderr)
    ratios = {
        f"{name} over {other}": [a / b for a, b in zip(taken[name], taken[other], strict=True)]
        for name, other in (
            ("run", "loop"),
            ("bare loop", "two bare loops"),
            ("bench run --jobs 1", "bench run --jobs 2"),
            ("two bare loops", "bench run --jobs 2"),
        )
    }
    for name, each in ratios.items():
        print(f"{name}: {statistics.median(each):.3f} ({', '.join(f'{ratio:.3f}' for ratio in each)})")
    kept = {
        "documents": DOCUMENTS,
        "parts": {"of loop and run": SMALL_PARTS, "of the four": PARTS},
        "machine": dict(machine.describe()),
        "seconds": taken,
        "ratios": ratios,
    }
    OUT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
