"""KeyBERT here and as its author's library runs it: `python benchmarks/keybert_speed.py [library] [corpus]`.

`library` needs sentence-transformers, in whatever environment: `KeyBERT(SentenceTransformer(...)).extract_keywords` for
one document after the other against ours in one process, on the five articles that ship and on five texts of 800 words
drawn from theirs; cold, and with vectors that an earlier run left. `corpus` measures runs over 100 made-up news: one
worker and two, cold and with another diversity, and how often a phrase was embedded. Both: several times in turn, and
the median of the ratios within a round. Processor time is that of the process and its workers; other programs disturb
it less. Pages go to results/benchmarks/keybert-library.md and keybert-corpus.md.
"""

import os
import resource
import sqlite3
import statistics
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from made_up import MadeUpNews  # type: ignore[import-not-found]  # beside this file

from bench.datasets.loading import load
from bench.extractors import keybert_library
from bench.extractors.keybert import KeyBert
from bench.extractors.specification import parse_spec
from bench.records import Document, Keyphrase
from bench.running import machine
from bench.running.plan import Plan
from bench.running.run import run

OUT = Path(__file__).parents[1] / "results" / "benchmarks"
ROUNDS = 3
LIMIT = 20
DOCUMENTS = 100
OPTIONS = {"keyphrase_ngram_range": (1, 3), "stop_words": "english", "candidates": None}

Times = list[tuple[float, float]]
Lists = list[list[Keyphrase]]


def articles() -> tuple[Document, ...]:
    """The five that ship."""
    return tuple(load("first-film-in-space").documents)


def words(count: int) -> tuple[Document, ...]:
    """Five documents of so many words of the articles in no order."""
    draw = Random(3)
    known = sorted({word for document in articles() for word in document.text.split() if word.isalpha()})
    return tuple(
        Document(str(number), " ".join(draw.choice(known) + "," * (draw.random() < 0.08) for _ in range(count)))
        for number in range(5)
    )


def processor() -> float:
    """Processor seconds of this process and of its workers that have ended."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in spent)


def timed(times: Times, work: Callable[[], Lists]) -> Lists:
    """The answer; wall and processor seconds are added to `times`."""
    begun, used = perf_counter(), processor()
    answer = work()
    times.append((perf_counter() - begun, processor() - used))
    return answer


def ratio(slow: Times, fast: Times, which: int) -> float:
    """Median over the rounds, of wall (0) or processor time (1)."""
    return statistics.median(a[which] / b[which] for a, b in zip(slow, fast, strict=True))


def library(documents: Sequence[Document]) -> tuple[dict[str, Times], list[str]]:
    """Seconds of each way, and what differs between the lists."""
    theirs = keybert_library.on_sentence_transformers("all-MiniLM-L6-v2", verified=True)
    names = {
        "keybert": "keybert on sentence-transformers, one document a call",
        "cold": "ours, nothing kept",
        "filling": "ours, filling a cache",
        "diversity": "ours from the cache, diversity 0.7 instead of 0.5",
        "top": "ours from the cache, top 10 instead of 20",
    }
    times: dict[str, Times] = {name: [] for name in names.values()}

    def one_by_one() -> Lists:
        options = {"keyphrase_ngram_range": (1, 3), "use_mmr": True, "diversity": 0.5, "stop_words": "english"}
        found = (theirs.extract_keywords(document.text, top_n=LIMIT, **options) for document in documents)
        return [[Keyphrase(phrase, score) for phrase, score in pairs] for pairs in found]

    one_by_one()  # neither side pays for what is loaded when it is first used
    differences: list[str] = []
    for _ in range(ROUNDS):
        with TemporaryDirectory() as folder:
            cache = str(Path(folder, "vectors.db"))
            plain, filling = KeyBert(ngrams=(1, 3), mmr=0.5, cache=None), KeyBert(ngrams=(1, 3), mmr=0.5, cache=cache)
            plain.extract(Document("warm", "The night ferry crosses the harbour"), LIMIT)
            expected = timed(times[names["keybert"]], one_by_one)
            found = timed(times[names["cold"]], lambda x=plain: x.extract_many(documents, LIMIT))  # type: ignore[misc]
            timed(times[names["filling"]], lambda x=filling: x.extract_many(documents, LIMIT))  # type: ignore[misc]
            other = KeyBert(ngrams=(1, 3), mmr=0.7, cache=cache)
            timed(times[names["diversity"]], lambda x=other: x.extract_many(documents, LIMIT))  # type: ignore[misc]
            fewer = KeyBert(ngrams=(1, 3), mmr=0.5, cache=cache)
            timed(times[names["top"]], lambda x=fewer: x.extract_many(documents, 10))  # type: ignore[misc]
        differences = compared(expected, found)
    return times, differences


def compared(expected: Lists, found: Lists) -> list[str]:
    """What a reader should know of how the lists differ."""
    same = sum(
        [k.phrase for k in sorted(a, key=lambda k: -(k.score or 0))] == [k.phrase for k in b]
        for a, b in zip(expected, found, strict=True)
    )
    scores = [{k.phrase: k.score or 0 for k in each} for each in expected]
    apart = max(
        abs((k.score or 0) - theirs[k.phrase])
        for theirs, ours in zip(scores, found, strict=True)
        for k in ours
        if k.phrase in theirs
    )
    return [f"{same} of {len(expected)} lists equal phrase by phrase", f"scores at most {apart:.4f} apart"]


def table(times: dict[str, Times]) -> list[str]:
    """Medians, and how many times as fast as the first row each is."""
    first = next(iter(times.values()))
    rows = ["| what | s | processor, s | ratio | of processor time |", "| --- | ---: | ---: | ---: | ---: |"]
    for name, spent in times.items():
        wall, used = (statistics.median(each[which] for each in spent) for which in (0, 1))
        rows.append(
            f"| {name} | {wall:.3f} | {used:.3f} | {ratio(first, spent, 0):.1f}x | {ratio(first, spent, 1):.1f}x |"
        )
    return rows


def corpus() -> list[str]:
    """Runs over made-up news with one worker and with two, cold and with another diversity."""
    os.environ.pop("BENCH_CACHE", None)
    news = list(MadeUpNews(DOCUMENTS, seed=7))
    distinct = {text for document in news for text in keybert_library.candidates(document.text, OPTIONS)[0]}
    distinct |= {document.text for document in news}
    times: dict[str, Times] = {}
    extracting: dict[str, list[float]] = {}
    embedded: dict[int, int] = {}
    for _ in range(ROUNDS):
        for jobs in (1, 2):
            with TemporaryDirectory() as folder:
                for spec, kept in (("keybert:ngrams=1-3,mmr=0.5", "cold"), ("keybert:ngrams=1-3,mmr=0.7", "warm")):
                    plan = Plan(parse_spec(spec), jobs=jobs, timeout=None, caches=folder)
                    begun, used = perf_counter(), processor()
                    done = run(plan, news)
                    name = f"{jobs} worker{'s' * (jobs > 1)}, {kept}"
                    times.setdefault(name, []).append((perf_counter() - begun, processor() - used))
                    extracting.setdefault(name, []).append(sum(each.seconds or 0 for each in done.predictions))
                with sqlite3.connect(Path(folder, "vectors.db")) as file:
                    [(embedded[jobs],)] = file.execute("SELECT max(number) FROM vectors")
                file.close()
    rows = table(times)
    rows += ["", "| what | extracting, s |", "| --- | ---: |"]
    rows += [f"| {name} | {statistics.median(spent):.2f} |" for name, spent in extracting.items()]
    again = [
        statistics.median(a / b for a, b in zip(extracting[f"{w}, cold"], extracting[f"{w}, warm"], strict=True))
        for w in ("1 worker", "2 workers")
    ]
    double = embedded[2] / len(distinct) - 1
    rows += ["", "Extracting is the sum over the documents, start-up left out: with another diversity"]
    rows += [f"{again[0]:.0f} times as fast with one worker, {again[1]:.0f} with two.", ""]
    rows += [f"{len(distinct):,} different texts; embedded by one worker {embedded[1]:,}, by two {embedded[2]:,}:"]
    rows += [f"{double:.1%} twice, which both met before either had written them."]
    return rows


def page(title: str, parts: Sequence[str], libraries: Sequence[str]) -> str:
    """The page, with date, machine and versions."""
    told = {**machine.describe(), **{name: version(name) for name in libraries}}
    made = f"Made by `python benchmarks/keybert_speed.py` on {datetime.now(UTC).date().isoformat()}. "
    return (
        "\n".join([f"# {title}", "", made + ", ".join(f"{k}: {v}" for k, v in told.items()) + ".", "", *parts]) + "\n"
    )


def main() -> None:
    """Measure what is asked for."""
    asked = sys.argv[1:] or ["library", "corpus"]
    ours = ("keybert", "onnxruntime", "tokenizers", "numpy", "scikit-learn")
    if "library" in asked:
        parts = [f"Phrases of 1 to 3 words, MMR, top {LIMIT}; medians of {ROUNDS} rounds, ratios within a round.", ""]
        for name, documents in (("Five articles", articles()), ("Five texts of 800 words", words(800))):
            times, differences = library(documents)
            parts += [f"## {name}", "", *table(times), "", *(f"- {each}" for each in differences), ""]
        text = page(
            "KeyBERT against keybert on sentence-transformers", parts[:-1], (*ours, "sentence-transformers", "torch")
        )
        (OUT / "keybert-library.md").write_text(text, encoding="utf-8")
        sys.stdout.write(text)
    if "corpus" in asked:
        head = [
            f"{DOCUMENTS} made-up news of 300 words, phrases of 1 to 3 words, MMR; {ROUNDS} rounds, whole runs with",
            "start-up. Warm is the same corpus with diversity 0.7 instead of 0.5.",
            "",
        ]
        text = page("KeyBERT over a corpus", [*head, *corpus()], ours)
        (OUT / "keybert-corpus.md").write_text(text, encoding="utf-8")
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
