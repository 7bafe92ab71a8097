"""How cost grows with the number of documents: `python benchmarks/growth.py [--most DOCUMENTS] [--minutes MINUTES]`.

Every measurement is made in a new process over made-up news, with the run's own journal in a new folder: cold (nothing
kept) and warm (the same again). The bare library goes over the same documents in the same process, so that the ratio
holds whatever else the machine does. Ratios and slopes are of processor time (this process and its workers), which
other programs hardly move; what cores these took meanwhile stands beside each row. Each finished measurement is added
to `results/benchmarks/growth.json`; the page `growth.md` beside it is made from that. What the minutes do not suffice
for is left out and said.
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from made_up import MadeUpNews  # type: ignore[import-not-found]  # beside this file

from bench.extractors.specification import parse_spec
from bench.records import Dataset, DatasetInfo, Document, Keyphrase, Prediction
from bench.running import machine
from bench.running.plan import Plan, Progress
from bench.running.run import run_to_folder

OUT = Path(__file__).parents[1] / "results" / "benchmarks"
SEED = 7
SIZES = {
    "first-phrases": (100, 1_000, 10_000, 100_000),
    "tfidf": (100, 1_000, 10_000, 100_000),
    "scoring": (100, 1_000, 10_000, 100_000),
    "scoring, no verdicts": (100, 1_000, 10_000, 100_000),
    "yake": (100, 500, 2_000),
    "keybert:ngrams=1-3,mmr=0.5": (100, 200),
}
SLOPE = 1.05
"""The most that log time may grow by a unit of log documents."""

PARENT_MEGABYTES = 100
"""What the parent may hold more at 100,000 documents than at 1,000."""

BARE_TFIDF = 10_000
"""TfidfVectorizer holds every phrase and every row: more documents need more memory than a small machine has."""

Row = dict[str, Any]


def main() -> int:
    """Measure what is not measured yet, as far as the time reaches, and write the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--one", default="")
    given = parser.parse_args()
    if given.one:
        sys.stdout.write(json.dumps(measured(**json.loads(given.one))) + "\n")
        return 0
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / "growth.json"
    known: Row = {} if given.fresh or not path.exists() else json.loads(path.read_text(encoding="utf-8"))
    rows: list[Row] = known.get("rows", [])
    left_out: list[str] = []
    end = perf_counter() + 60 * given.minutes
    for task in tasks(given.most):
        if any(all(row[key] == value for key, value in task.items()) for row in rows):
            continue
        if perf_counter() > end:
            left_out.append(f"{task['what']} at {task['documents']:,} documents, jobs {task['jobs']}")
            continue
        done = subprocess.run(
            [sys.executable, __file__, f"--one={json.dumps(task)}"], check=True, capture_output=True, text=True
        )
        rows.append({**task, **json.loads(done.stdout.splitlines()[-1])})
        sys.stderr.write(f"{rows[-1]}\n")
        told = {"date": datetime.now(UTC).date().isoformat(), "machine": dict(machine.describe()), "rows": rows}
        path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    told = json.loads(path.read_text(encoding="utf-8"))
    (OUT / "growth.md").write_text(page(told, left_out), encoding="utf-8")
    return 0


def tasks(most: int) -> Iterable[Row]:
    """What is to be measured, the small before the large."""
    every = [(n, what, jobs) for what, sizes in SIZES.items() for n in sizes if n <= most for jobs in (1, 2)]
    cost = {"yake": 60.0, "keybert:ngrams=1-3,mmr=0.5": 1000.0, "tfidf": 5.0}
    for n, what, jobs in sorted(every, key=lambda each: each[0] * cost.get(each[1], 1.0)):
        if jobs == 1 or not what.startswith("scoring"):
            yield {"what": what, "documents": n, "jobs": jobs}


def measured(what: str, documents: int, jobs: int) -> Row:
    """One measurement, in this process."""
    news = MadeUpNews(documents, seed=SEED)
    if what.startswith("scoring"):
        return score(news, verdicts=what == "scoring")
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        cold = run_once(what, news, jobs, Path(folder))
        peak = megabytes()
        warm = run_once(what, news, jobs, Path(folder))
        row: Row = {**cold, "warm": warm["cold"], "kept": warm["kept"], "parent": peak}
    bare = BARE.get(what)
    if jobs == 1 and bare is not None and not (what == "tfidf" and documents > BARE_TFIDF):
        row["bare"] = bare(news)
    return row


def run_once(what: str, news: Sequence[Document], jobs: int, out: Path) -> Row:
    """Wall and processor seconds of a run, how many documents were there from before, and what others used."""
    kept: list[int] = [0]

    def watch(progress: Progress) -> None:
        kept[0] = progress.kept

    begun, used, busy = perf_counter(), processor(), machine_processor()
    plan = Plan(parse_spec(what), jobs=jobs, timeout=None)
    run_to_folder(plan, news, dataset="news", digest="made-up", out=out, on_progress=watch)
    wall, used = perf_counter() - begun, processor() - used
    others = max(0.0, machine_processor() - busy - used) / wall
    return {"cold": wall, "processor": used, "kept": kept[0], "others": others}


def processor() -> float:
    """Processor seconds of this process and of its workers that have ended."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in spent)


def machine_processor() -> float:
    """Processor seconds that all programs of this machine have used."""
    ticks = [int(field) for field in Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")


def megabytes() -> float:
    """The most that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def score(news: MadeUpNews, *, verdicts: bool) -> Row:
    """Headline metrics of lists of 20 phrases that stand in the documents; data set and lists are in memory."""
    from bench.scoring.evaluation import evaluate, system

    articles = tuple(news.article(number) for number in range(len(news)))
    predictions = []
    for article in articles:
        words = article.document.text.split()
        phrases = dict.fromkeys(" ".join(words[at : at + 1 + at % 3]) for at in range(0, 60, 3))
        predictions.append(Prediction(article.document.id, tuple(Keyphrase(phrase) for phrase in phrases)))
    dataset = Dataset(DatasetInfo("news", "made-up"), articles)
    before = megabytes()
    begun, used = perf_counter(), processor()
    evaluate([system("made up", predictions)], dataset, verdicts=verdicts)
    spent = processor() - used
    return {"cold": perf_counter() - begun, "processor": spent, "parent": megabytes(), "data": before}


def bare_yake(news: Iterable[Document]) -> float:
    """Processor seconds of a loop over yake itself."""
    import yake

    begun = processor()
    extractor = yake.KeywordExtractor(lan="en", top=20)
    for document in news:
        extractor.extract_keywords(document.text)
    return processor() - begun


def bare_tfidf(news: Iterable[Document]) -> float:
    """Processor seconds of scikit-learn's fit_transform and of sorting each row."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    begun = processor()
    vectorizer = TfidfVectorizer(ngram_range=(1, 3), stop_words="english")
    rows = vectorizer.fit_transform(document.text for document in news)
    phrases = vectorizer.get_feature_names_out()
    for row in rows:
        pairs = sorted(zip(-row.data, row.indices, strict=True))[:20]
        [phrases[index] for _, index in pairs]
    return processor() - begun


BARE: dict[str, Callable[[Iterable[Document]], float]] = {"yake": bare_yake, "tfidf": bare_tfidf}


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Least squares of log seconds on log documents."""
    xs, ys = ([math.log(point[i]) for point in points] for i in (0, 1))
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def page(told: Row, left_out: Sequence[str]) -> str:
    """The results as Markdown."""
    rows = sorted(told["rows"], key=lambda row: (row["what"], row["jobs"], row["documents"]))
    machine_line = ", ".join(f"{key}: {value}" for key, value in told["machine"].items())
    parts = [_HEAD.format(date=told["date"], machine=machine_line)]
    parts += [_line(row) for row in rows]
    parts.append(_GROWTH.format(slope=SLOPE, parent=PARENT_MEGABYTES))
    for what, jobs in sorted({(row["what"], row["jobs"]) for row in rows}):
        parts += _growth_line(what, jobs, [row for row in rows if (row["what"], row["jobs"]) == (what, jobs)])
    if left_out:
        parts.append("\nLeft out for want of time: " + "; ".join(left_out) + ".")
    return "\n".join(parts) + "\n"


_HEAD = """# How cost grows

Made by `nox -s benchmarks` on {date}. {machine}.

Made-up news of 300 words (`benchmarks/made_up.py`). Cold and warm are seconds of wall time, start-up included; kept is
how many documents the warm run found done. Processor is the seconds of all processes together, and the ratio is that to
the bare library's over the same documents. Others is how many cores other programs took meanwhile: the wall time of a
row with much of it says little. MB is the parent's peak; for scoring it is the whole process, data set and lists
included.

| what | documents | jobs | cold, s | docs/s | warm, s | kept | processor, s | ratio to bare | others | parent, MB |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"""

_GROWTH = """
## Growth

Slope of log processor seconds against log documents: linear is 1, {slope} is the bound. Taken over the sizes named,
where start-up no longer decides. Memory of the parent may grow by {parent} MB.

| what | jobs | sizes | slope | within the bound | parent, largest less 1,000, MB |
| --- | ---: | --- | ---: | --- | ---: |"""


def _line(row: Row) -> str:
    def shown(name: str, form: str) -> str:
        return format(row[name], form) if row.get(name) is not None else ""

    ratio = f"{row['processor'] / row['bare']:.2f}" if row.get("bare") else ""
    cells = [row["what"], f"{row['documents']:,}", str(row["jobs"]), shown("cold", ".2f")]
    cells += [f"{row['documents'] / row['cold']:.1f}", shown("warm", ".2f"), shown("kept", ",")]
    cells += [shown("processor", ".2f"), ratio, shown("others", ".1f"), shown("parent", ".0f")]
    return "| " + " | ".join(cells) + " |"


def _growth_line(what: str, jobs: int, rows: Sequence[Row]) -> list[str]:
    large = [row for row in rows if row["documents"] >= 1_000]
    used = large if len(large) > 1 else rows[-2:]
    if len(used) < 2:
        return []
    grown = slope([(row["documents"], row["processor"]) for row in used])
    memory = f"{large[-1]['parent'] - large[0]['parent']:.0f}" if len(large) > 1 else ""
    sizes = ", ".join(f"{row['documents']:,}" for row in used)
    return [f"| {what} | {jobs} | {sizes} | {grown:.3f} | {'yes' if grown <= SLOPE else 'no'} | {memory} |"]


if __name__ == "__main__":
    raise SystemExit(main())
