"""How cost grows with the number of documents: `python benchmarks/growth.py [--only WHAT]... [--most N] [--minutes M]`.

Every measurement is made in a new process over made-up news, with the run's own journal in a new folder: cold (nothing
kept) and warm (the same again). The bare library goes over the same documents in the same process, so that the ratio
holds whatever else the machine does. Ratios and slopes are of processor time (this process and its workers), which
other programs hardly move; what cores these took meanwhile stands beside each row. Scoring is `bench score` as a user
calls it, on files. KeyBERT is also run with another diversity, when every vector is kept from before.

Each finished measurement is added to `results/benchmarks/growth.json`; the page `growth.md` beside it is made from
that. A call goes on from what is there: it measures what is missing or was declared old, as far as the minutes reach.
`--again` declares old what `--only` and `--most` choose; `--page` only writes the page anew.
"""

import argparse
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from growth_page import page  # type: ignore[import-not-found]  # beside this file
from made_up import MadeUpNews  # type: ignore[import-not-found]  # beside this file

from bench.datasets.formats.json_lines import line_of
from bench.extractors.specification import parse_spec
from bench.records import Document
from bench.running import machine
from bench.running.plan import Plan, Progress
from bench.running.run import run_to_folder

OUT = Path(__file__).parents[1] / "results" / "benchmarks"
SEED = 7
KEYBERT, OTHER_KEYBERT = "keybert:ngrams=1-3,mmr=0.5", "keybert:ngrams=1-3,mmr=0.3"
SIZES = {
    "first-phrases": (100, 1_000, 10_000, 100_000),
    "tfidf": (100, 1_000, 10_000, 100_000),
    "scoring": (100, 1_000, 10_000, 100_000),
    "yake": (100, 500, 2_000),
    KEYBERT: (100, 500, 2_000),
}
BARE_MOST = {"tfidf": 10_000, KEYBERT: 100}
"""The most documents that a bare library is given: TfidfVectorizer holds every phrase and every row, which at 100,000
is more memory than a small machine has, and KeyBERT on sentence-transformers needs an hour for 2,000."""

Row = dict[str, Any]


def main() -> int:
    """Measure what is missing or old, as far as the time reaches, and write the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", action="append", default=[], metavar="WHAT", help=f"of {', '.join(SIZES)}")
    parser.add_argument("--most", type=int, default=100_000, metavar="N", help="documents")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--again", action="store_true", help="declare old what --only and --most choose")
    parser.add_argument("--page", action="store_true", help="measure nothing")
    parser.add_argument("--one", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        sys.stdout.write(json.dumps(measured(**json.loads(given.one))) + "\n")
        return 0
    if unknown := [what for what in given.only if not any(each.startswith(what) for each in SIZES)]:
        parser.error(f"nothing is called {', '.join(unknown)}: {', '.join(SIZES)}")
    chosen = [task for task in tasks(given.most) if not given.only or task["what"].startswith(tuple(given.only))]
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / "growth.json"
    known = json.loads(path.read_text(encoding="utf-8"))["rows"] if path.exists() else []
    rows: dict[str, Row] = {named(row): row for row in known}
    for task in chosen if given.again else ():
        if named(task) in rows:
            rows[named(task)]["old"] = True
    end = perf_counter() + 60 * given.minutes
    for task in () if given.page else chosen:
        if named(task) in rows and not rows[named(task)].get("old"):
            continue
        if perf_counter() > end:
            break
        done = subprocess.run(
            [sys.executable, __file__, f"--one={json.dumps(task)}"], check=True, stdout=subprocess.PIPE, text=True
        )
        date = datetime.now(UTC).date().isoformat()
        rows[named(task)] = {**task, **json.loads(done.stdout.splitlines()[-1]), "date": date}
        sys.stderr.write(f"{rows[named(task)]}\n")
        write(path, rows)
    write(path, rows)
    return 0


def named(task: Row) -> str:
    """What tells one measurement from the others."""
    return f"{task['what']}/{task['documents']}/{task['jobs']}"


def write(path: Path, rows: dict[str, Row]) -> None:
    """The numbers and the page, of those measurements that are still made."""
    every = list(tasks(max(map(max, SIZES.values()))))
    told = {"machine": dict(machine.describe()), "rows": [rows[named(task)] for task in every if named(task) in rows]}
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    lacking = [f"{t['what']} at {t['documents']:,} documents, jobs {t['jobs']}" for t in every if named(t) not in rows]
    path.with_suffix(".md").write_text(page(told, lacking), encoding="utf-8")


def tasks(most: int) -> Iterable[Row]:
    """What is to be measured, the small before the large."""
    every = [(n, what, jobs) for what, sizes in SIZES.items() for n in sizes if n <= most for jobs in (1, 2)]
    cost = {"yake": 20.0, KEYBERT: 600.0, "tfidf": 4.0}
    for n, what, jobs in sorted(every, key=lambda each: each[0] * cost.get(each[1], 1.0)):
        if jobs == 1 or what != "scoring":
            yield {"what": what, "documents": n, "jobs": jobs}


def measured(what: str, documents: int, jobs: int) -> Row:
    """One measurement, in this process and its workers."""
    news = MadeUpNews(documents, seed=SEED)
    with tempfile.TemporaryDirectory(prefix="growth-") as folder:
        os.environ["BENCH_CACHE"] = str(Path(folder) / "cache")
        if what == "scoring":
            return score(news, Path(folder))
        row = run_once(what, news, jobs, Path(folder))
        row |= {"parent": megabytes(resource.RUSAGE_SELF), "worker": megabytes(resource.RUSAGE_CHILDREN)}
        warm = run_once(what, news, jobs, Path(folder))
        row |= {"warm": warm["cold"], "kept": warm["kept"]}
        if what == KEYBERT:
            row |= with_kept_vectors(news, jobs, Path(folder))
    bare = BARE.get(what)
    if jobs == 1 and bare is not None and documents <= BARE_MOST.get(what, documents):
        row["bare"] = bare(news)
    return row


def with_kept_vectors(news: Sequence[Document], jobs: int, folder: Path) -> Row:
    """What the vectors kept from before are worth to a run with another diversity, and how many were made anew."""
    from bench.extractors.door import build
    from bench.extractors.keybert import KeyBert

    extractor = build(parse_spec(KEYBERT))
    assert isinstance(extractor, KeyBert)  # noqa: S101 - for the type checker
    asked = sum(1 + len(extractor.candidates(document)) for document in news)
    [(cold,)] = sqlite3.connect(vectors := folder / "cache" / "vectors.db").execute(COUNT)
    other = run_once(OTHER_KEYBERT, news, jobs, folder)
    [(all_,)] = sqlite3.connect(vectors).execute(COUNT)
    return {"asked": asked, "made": cold, "other": other["cold"], "made by other": all_ - cold}


COUNT = "SELECT coalesce(max(number), 0) FROM vectors"


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


def megabytes(who: int) -> float:
    """The most that this process, or the largest of its workers that have ended, has held, in MB."""
    return resource.getrusage(who).ru_maxrss / 1000


def score(news: MadeUpNews, folder: Path) -> Row:
    """`bench score` of one list of 20 phrases a document, as a user calls it: headline metrics, intervals, ceiling."""
    gold, lists = folder / "gold.jsonl", folder / "lists.jsonl"
    with gold.open("w", encoding="utf-8") as texts, lists.open("w", encoding="utf-8") as said:
        for number in range(len(news)):
            article = news.article(number)
            words = article.document.text.split()
            phrases = dict.fromkeys(" ".join(words[at : at + 1 + at // 3 % 3]) for at in range(0, 60, 3))
            texts.write(line_of(article) + "\n")
            said.write(json.dumps({"id": article.document.id, "keyphrases": list(phrases)}) + "\n")
    before, busy, begun = processor(), machine_processor(), perf_counter()
    command = [str(Path(sys.executable).with_name("bench")), "score", str(lists), "--gold", str(gold)]
    subprocess.run(command, check=True, capture_output=True)
    wall, used = perf_counter() - begun, processor() - before
    others = max(0.0, machine_processor() - busy - used) / wall
    return {"cold": wall, "processor": used, "parent": megabytes(resource.RUSAGE_CHILDREN), "others": others}


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


def bare_keybert(news: Iterable[Document]) -> float | None:
    """Processor seconds of KeyBERT on sentence-transformers, one document after the other; loading is left out.

    None where sentence-transformers is not installed, as in the project's own environment.
    """
    from bench.extractors.keybert_library import on_sentence_transformers
    from bench.extractors.requirements import importable

    if not importable("sentence_transformers"):
        return None
    library = on_sentence_transformers("all-MiniLM-L6-v2", verified=True)
    begun = processor()
    for document in news:
        library.extract_keywords(
            document.text, keyphrase_ngram_range=(1, 3), stop_words="english", use_mmr=True, diversity=0.5, top_n=20
        )
    return processor() - begun


BARE: dict[str, Callable[[Iterable[Document]], float | None]] = {
    "yake": bare_yake,
    "tfidf": bare_tfidf,
    KEYBERT: bare_keybert,
}


if __name__ == "__main__":
    raise SystemExit(main())
