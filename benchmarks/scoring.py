"""What scoring costs: `python benchmarks/scoring.py`.

First, the whole of it (normalising, matching, every headline metric, noise, verdicts) for each document and system on
text of news length with 20 phrases a list, no key or judgement remembered from an earlier round. Second, the rank
metrics alone over 10,000 lists of 20, side by side with pytrec_eval on the same run, rounds interleaved. Medians of
processor time are printed, so that whatever else the machine does counts for little.
"""

import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from bench.records import Annotation, Article, Dataset, DatasetInfo, Document, GoldKeyphrase, Keyphrase, Prediction
from bench.scoring.conventions import DEFAULT
from bench.scoring.evaluation import evaluate, system
from bench.scoring.formulas import values
from bench.scoring.metrics import parse_metric
from bench.scoring.rankings import met_exactly
from bench.scoring.results import System

DOCUMENTS, WORDS, PHRASES, SYSTEMS = 200, 600, 20, 4
QUERIES, ROUNDS = 10_000, 7
TREC_NAMES = {
    "P@5": "P_5", "P@10": "P_10", "R@5": "recall_5", "R@10": "recall_10", "AP": "map", "RR": "recip_rank",
    "nDCG@5": "ndcg_cut_5", "nDCG@10": "ndcg_cut_10", "Rprec": "Rprec",
}  # fmt: skip


def news(seed: int) -> tuple[Dataset, list[System]]:
    """Made-up articles of news length, words falling off as in natural text, and lists cut out of them."""
    generator = random.Random(seed)
    syllables = ["ra", "to", "min", "ester", "ation", "ing", "pol", "ka", "ment", "ist", "or", "al", "un", "de", "gov"]
    vocabulary = ["".join(generator.choices(syllables, k=3)) for _ in range(20_000)]
    weights = [1 / rank for rank in range(1, len(vocabulary) + 1)]
    articles = []
    lists: list[list[Prediction]] = [[] for _ in range(SYSTEMS)]
    for number in range(DOCUMENTS):
        words = generator.choices(vocabulary, weights, k=WORDS)
        lines = [" ".join(words[at : at + 20]).capitalize() + "." for at in range(0, WORDS, 20)]

        def phrase(words: Sequence[str] = words) -> str:
            at = generator.randrange(WORDS - 3)
            return " ".join(words[at : at + generator.randint(1, 3)])

        gold = tuple(GoldKeyphrase((phrase(), phrase())) for _ in range(12))
        text = "\n\n".join(lines)
        articles.append(Article(Document(f"d{number}", text), Annotation(gold)))
        for each in lists:
            each.append(Prediction(f"d{number}", tuple(Keyphrase(phrase(), 0.0) for _ in range(PHRASES))))
    rows = [system(f"system {number}", predictions) for number, predictions in enumerate(lists)]
    return Dataset(DatasetInfo("made-up news", digest="0"), tuple(articles)), rows


def whole() -> None:
    """Milliseconds a document and system, for one system alone and for several over the same documents."""
    for count in (1, SYSTEMS):
        seconds = []
        for seed in range(3):
            dataset, rows = news(seed + 10 * count)
            started = time.process_time()
            evaluate(rows[:count], dataset)
            seconds.append(time.process_time() - started)
        each = 1000 * statistics.median(seconds) / DOCUMENTS / count
        print(f"headline metrics, noise and verdicts, {count} system(s): {each:.3f} ms a document and system")


Gold = Mapping[str, Mapping[str, int]]
Lists = Mapping[str, Mapping[str, float]]


def generated() -> tuple[Gold, Lists]:
    """Ten thousand gold sets and lists of 20, as pytrec_eval takes them."""
    generator = random.Random(0)
    things = [f"k{number}" for number in range(60)]
    gold: dict[str, dict[str, int]] = {}
    lists: dict[str, dict[str, float]] = {}
    for number in range(QUERIES):
        gold[f"q{number}"] = dict.fromkeys(generator.sample(things, generator.randint(3, 20)), 1)
        lists[f"q{number}"] = {thing: 20.0 - rank for rank, thing in enumerate(generator.sample(things, 20))}
    return gold, lists


def ours(gold: Gold, ranked: Mapping[str, Sequence[str]]) -> dict[str, list[float | None]]:
    """Our formulas over lists in their order: a column of values for each metric."""
    rankings = met_exactly(ranked.values(), [gold[query] for query in ranked])
    return {form: values(parse_metric(form), DEFAULT, rankings) for form in TREC_NAMES}


def ranks_alone() -> None:
    """Medians of interleaved rounds, and the greatest difference between the two programs' values."""
    import pytrec_eval

    gold, lists = generated()
    ranked = {query: list(things) for query, things in lists.items()}

    def theirs() -> dict[str, dict[str, float]]:
        evaluator = pytrec_eval.RelevanceEvaluator(gold, set(TREC_NAMES.values()))
        found: dict[str, dict[str, float]] = evaluator.evaluate(lists)
        return found

    runs: dict[str, Callable[[], object]] = {"ours": partial(ours, gold, ranked), "pytrec_eval": theirs}
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            started = time.process_time()
            run()
            taken[name].append(time.process_time() - started)
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    mine, other = ours(gold, ranked), theirs()
    worst = max(
        abs((value or 0) - other[query][name])
        for form, name in TREC_NAMES.items()
        for query, value in zip(ranked, mine[form], strict=True)
    )
    for name, seconds in medians.items():
        print(f"{len(TREC_NAMES)} rank metrics over {QUERIES} lists of 20, {name}: {seconds:.4f} s")
    print(f"pytrec_eval / ours: {medians['pytrec_eval'] / medians['ours']:.2f}; greatest difference {worst:.1e}")


if __name__ == "__main__":
    whole()
    ranks_alone()
