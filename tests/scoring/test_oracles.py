"""Other people's programs as oracles: trec_eval for ranks, scipy for the assignment, rapidfuzz for the fuzzy ratio."""

import random
from collections.abc import Callable, Mapping

import ir_measures
import pytest
import pytrec_eval
from hypothesis import given
from hypothesis import strategies as st
from strategies import CLUSTERS, PHRASE_LISTS, article, dataset, prediction

from bench.scoring.assignment import best_by_rank, greedy_by_rank
from bench.scoring.evaluation import evaluate, system
from bench.scoring.metrics import parse_metric
from bench.scoring.partial import is_fuzzy, ratio
from bench.scoring.results import Evaluation

OURS_TO_TREC = {
    "P@5": "P_5", "P@10": "P_10", "R@5": "recall_5", "R@10": "recall_10", "AP": "map", "AP@5": "map_cut_5",
    "RR": "recip_rank", "nDCG@5": "ndcg_cut_5", "nDCG@10": "ndcg_cut_10", "Rprec": "Rprec", "Success@5": "success_5",
    "P@M": "set_P", "R@M": "set_recall", "F1@M": "set_F",
}  # fmt: skip
OURS_TO_IR = {
    "P@5": "P@5", "R@10": "R@10", "AP": "AP", "AP@10": "AP@10", "RR": "RR", "RR@5": "RR@5", "nDCG@10": "nDCG@10",
    "Rprec": "Rprec", "Success@10": "Success@10",
}  # fmt: skip

Relevant = Mapping[str, Mapping[str, int]]
Ranked = Mapping[str, Mapping[str, float]]


def trec_files(evaluation: Evaluation) -> tuple[dict[str, dict[str, int]], dict[str, dict[str, float]]]:
    """Gold and lists as trec_eval wants them: cluster ids for hits, made-up ids for the rest, scores that fall."""
    relevant: dict[str, dict[str, int]] = {}
    ranked: dict[str, dict[str, float]] = {}
    for score in evaluation.documents:
        hits = [verdict.match for verdict in score.verdicts if verdict.match]
        relevant[score.document_id] = dict.fromkeys(
            [*hits, *(f"missed {n}" for n in range(score.n_gold - len(hits)))], 1
        )
        ranked[score.document_id] = {
            verdict.match or f"miss {verdict.rank}": 1000.0 - verdict.rank for verdict in score.verdicts if verdict.rank
        }
    return relevant, ranked


def run_of(seed: int, documents: int) -> Evaluation:
    """A generated run over several documents, with long and short lists, gold larger and smaller than they are."""
    generator = random.Random(seed)
    words = [f"{a}{b}" for a in "bcdfgklm" for b in ("aro", "elo", "ina", "oru", "umi")]
    articles, predictions = [], []
    for number in range(documents):
        gold = generator.sample(words, generator.randint(1, 25))
        phrases = generator.sample(words, generator.randint(1, 20))
        articles.append(article(f"d{number}", [(word, f"{word} alias") for word in gold]))
        predictions.append(prediction(f"d{number}", phrases))
    metrics = [parse_metric(form) for form in {**OURS_TO_TREC, **OURS_TO_IR}]
    return evaluate([system("row", predictions)], dataset(*articles), metrics=metrics)[0]


@pytest.mark.parametrize("seed", range(5))
def test_pytrec_eval(seed: int) -> None:
    """Every rank metric, document by document, is trec_eval's."""
    evaluation = run_of(seed, 60)
    relevant, ranked = trec_files(evaluation)
    theirs = pytrec_eval.RelevanceEvaluator(relevant, set(OURS_TO_TREC.values())).evaluate(ranked)
    for score in evaluation.documents:
        oracle = {ours: theirs[score.document_id][name] for ours, name in OURS_TO_TREC.items()}
        assert {ours: score.values[ours] for ours in OURS_TO_TREC} == pytest.approx(oracle, abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_ir_measures(seed: int) -> None:
    """Means over a data set are those of ir_measures, which counts a document missing from the run as 0."""
    evaluation = run_of(100 + seed, 40)
    relevant, ranked = trec_files(evaluation)
    theirs = ir_measures.calc_aggregate([ir_measures.parse_measure(m) for m in OURS_TO_IR.values()], relevant, ranked)
    oracle = {str(measure): value for measure, value in theirs.items()}
    ours = {theirs: evaluation.metrics[form].value for form, theirs in OURS_TO_IR.items()}
    assert ours == pytest.approx(oracle, abs=1e-9)


WEIGHTS = st.integers(1, 7).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0.0, 0.0, 1.0, 0.5, 0.8, 2 / 3, 0.4]), min_size=width, max_size=width), max_size=8
    )
)


@given(WEIGHTS)
def test_scipys_assignment(weights: list[list[float]]) -> None:
    """For every first k predictions the gains sum to the greatest total that scipy finds; pairs are one to one."""
    from scipy.optimize import linear_sum_assignment

    gains, found = best_by_rank(weights)
    for k in range(1, len(weights) + 1):
        rows, columns = linear_sum_assignment(weights[:k], maximize=True)
        best = sum(weights[row][column] for row, column in zip(rows, columns, strict=True))
        assert sum(gains[:k]) == pytest.approx(best, abs=1e-9)
    taken = [column for column in found if column is not None]
    assert len(taken) == len(set(taken))
    total = sum(weights[row][column] for row, column in enumerate(found) if column is not None)
    assert total == pytest.approx(sum(gains), abs=1e-9)


def test_greedy_takes_the_first_of_equals() -> None:
    """In rank order each prediction takes the best that is left, and nothing where nothing is alike."""
    assert greedy_by_rank([[1, 0.8], [0.8, 0.5], [0.9, 0.9]]) == ([1, 0.5, 0.0], [0, 1, None])
    assert greedy_by_rank([[0.5, 0.5], [0.0, 0.0]]) == ([0.5, 0.0], [0, None])
    assert greedy_by_rank([]) == ([], [])
    assert best_by_rank([]) == ([], [])


@given(st.text("abcdé ", max_size=14), st.text("abcdé ", max_size=14))
def test_rapidfuzz_ratio(a: str, b: str) -> None:
    """Twice the longest common subsequence over both lengths is rapidfuzz's ratio, and the short cuts keep to it."""
    from rapidfuzz import fuzz

    assert ratio(a, b) == pytest.approx(fuzz.ratio(a, b) / 100)
    for threshold in (0.5, 0.85, 0.9, 1.0):
        assert is_fuzzy(a, b, threshold) == (ratio(a, b) >= threshold)


def test_rapidfuzz_is_symmetric_like_ours() -> None:
    """A name against its transliterations, with rapidfuzz's figures beside ours."""
    pairs = {("peresild", "peressild"): 16 / 17, ("chipenko", "shipenko"): 0.875, ("austria", "australia"): 0.875}
    measure: Callable[[str, str], float] = ratio
    assert {pair: measure(*pair) for pair in pairs} == pytest.approx(pairs)


@given(CLUSTERS, PHRASE_LISTS)
def test_exact_match_is_the_assignment_of_equal_keys(clusters: list[tuple[str, ...]], phrases: list[str]) -> None:
    """Greedy in rank order is optimal for exact match, since merged clusters share no key."""
    from scipy.optimize import linear_sum_assignment

    evaluation = evaluate(
        [system("row", [prediction("d", phrases)])], dataset(article("d", clusters)), metrics=[parse_metric("hits")]
    )[0]
    score = evaluation.documents[0]
    keys = [verdict.key for verdict in score.verdicts if verdict.rank]
    from bench.scoring.conventions import DEFAULT
    from bench.scoring.gold import gold_of, keyer

    gold = gold_of(article("d", clusters).annotation, keyer(DEFAULT, "en"), DEFAULT, None)
    weights = [[float(key in cluster.keys) for cluster in gold.clusters] for key in keys]
    best = 0.0
    if weights and gold.clusters:
        rows, columns = linear_sum_assignment(weights, maximize=True)
        best = sum(weights[row][column] for row, column in zip(rows, columns, strict=True))
    assert (score.values["hits"] or 0) == best
