"""Scoring that holds neither texts nor lists gives what scoring in memory gives, to the last bit."""

import json
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CLUSTERS, PHRASE_LISTS, PHRASES

from bench import shelf
from bench.records import (
    Annotation,
    Article,
    Dataset,
    DatasetInfo,
    Document,
    GoldKeyphrase,
    Keyphrase,
    Negative,
    Prediction,
    Status,
)
from bench.scoring import tally
from bench.scoring.comparison import compare
from bench.scoring.evaluation import evaluate, system
from bench.scoring.metrics import parse_metric, written_forms
from bench.scoring.movers import movers
from bench.scoring.protocols import PROTOCOLS
from bench.scoring.references import oracle, published
from bench.scoring.results import Evaluation, System
from bench.scoring.uncertainty import with_intervals
from bench.shelf import shelved_articles, shelved_predictions

METRICS = tuple(map(parse_metric, written_forms()))


@dataclass(frozen=True)
class Case:
    """Articles and two systems' predictions for some of them and for others."""

    articles: tuple[Article, ...]
    a: tuple[Prediction, ...]
    b: tuple[Prediction, ...]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to nine documents, some without gold or text, some of one event; lists that failed, lack or are of nothing."""
    articles = []
    for number in range(draw(st.integers(1, 9))):
        gold = tuple(GoldKeyphrase(forms) for forms in draw(CLUSTERS))
        negatives = tuple(Negative((phrase,), "glued") for phrase in draw(st.lists(PHRASES, max_size=1)))
        text = draw(st.sampled_from(["", "The space station crew launched the film. Actors met models in orbit."]))
        document = Document(f"d{number}", text, draw(st.sampled_from(["en", "pt"])))
        published_ = tuple(draw(st.lists(PHRASES, max_size=2)))
        event = draw(st.sampled_from(["", "", "launch"]))
        articles.append(Article(document, Annotation(gold, negatives), published_, event=event))
    lists = []
    for _ in range(2):
        ids = draw(st.permutations([article.document.id for article in articles] + ["elsewhere"]))
        found = []
        for document_id in ids[: draw(st.integers(0, len(ids)))]:
            phrases = tuple(map(Keyphrase, draw(PHRASE_LISTS)))
            statuses: list[Status] = ["ok", "ok", "failed", "timeout"] if phrases else ["empty"]
            status = draw(st.sampled_from(statuses))
            lost = status in ("failed", "timeout")
            found.append(Prediction(document_id, () if lost else phrases, status, error="it broke" if lost else None))
        lists.append(tuple(found))
    return Case(tuple(articles), *lists)


def rows(case: Case, dataset: Dataset, protocol: str, *, put: bool) -> Sequence[System]:
    """Both systems and the rows made from gold."""
    a, b = (shelved_predictions(each) if put else each for each in (case.a, case.b))
    return [system("a", a), system("b", b), oracle(dataset, PROTOCOLS[protocol].protocol), published(dataset)]


def without_account(evaluation: Evaluation) -> Evaluation:
    """The evaluation with values alone."""
    bare = tuple(replace(score, verdicts=(), missed=()) for score in evaluation.documents)
    return replace(evaluation, documents=bare)


@given(cases(), st.sampled_from(sorted(PROTOCOLS)))
def test_what_is_read_when_asked_for_scores_as_what_is_held(case: Case, name: str) -> None:
    """Every metric under every shipped protocol: values, intervals, warnings, verdicts where asked for, movers."""
    protocol = PROTOCOLS[name].protocol
    held = Dataset(DatasetInfo("made-up", "0" * 64), case.articles)
    metrics = [metric for metric in METRICS if protocol.subset != "absent" or metric.measure != "presence"]
    whole = evaluate(rows(case, held, name, put=False), held, protocol, metrics)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shelf, "HELD", 0)
        patch.setattr(tally, "BLOCK", 2)
        read = replace(held, articles=shelved_articles(case.articles))
        told = evaluate(rows(case, read, name, put=True), read, protocol, metrics)
        bare = evaluate(rows(case, read, name, put=True), read, protocol, metrics, verdicts=False)
    assert told == whole
    assert bare == tuple(map(without_account, whole))
    assert [with_intervals(each).metrics for each in bare] == [with_intervals(each).metrics for each in whole]
    assert compare(bare[:2], "meanF1@10") == compare(whole[:2], "meanF1@10")
    assert movers(bare[0], bare[1], "P@10") == movers(whole[0], whole[1], "P@10")
    assert movers(bare[0], whole[1], "noise@10") == movers(whole[0], whole[1], "noise@10")


def test_columns_read_as_scores_do() -> None:
    """A document's score made from columns: slices, both ends, its values as a mapping."""
    articles = tuple(
        Article(Document(f"d{n}", "orbit crew film"), Annotation((GoldKeyphrase(("orbit",)),))) for n in range(5)
    )
    predictions = [Prediction(f"d{n}", (Keyphrase("orbit" if n % 2 else "crew"),)) for n in range(5)]
    dataset = Dataset(DatasetInfo("made-up", "0" * 64), articles)
    found = evaluate([system("s", predictions)], dataset, metrics=METRICS, verdicts=False)[0].documents
    assert [dict(score.values)["P@10"] for score in found] == [0.0, 0.1, 0.0, 0.1, 0.0]
    assert [score.document_id for score in found[1:3]] == ["d1", "d2"]
    assert found[-1].document_id == "d4"
    assert repr(found[0].values) == repr(dict(found[0].values))
    with pytest.raises(KeyError):
        found[0].values["of no metric"]


PROGRAM = """
import resource, sys
from bench.cli.main import run_program
try:
    run_program()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def made_up(folder: Path, documents: int) -> tuple[str, str]:
    """JSON Lines of gold and of lists; each document has 4,000 characters that none of the others has."""
    generator = random.Random(0)
    gold, lists = folder / f"gold-{documents}.jsonl", folder / f"lists-{documents}.jsonl"
    with gold.open("w", encoding="utf-8") as texts, lists.open("w", encoding="utf-8") as said:
        for number in range(documents):
            words = [f"{generator.getrandbits(60):x}" for _ in range(40)]
            text = " ".join(words) + ".\n\n" + f"{number}" * 800
            texts.write(json.dumps({"id": f"d{number}", "text": text, "keyphrases": words[:5]}) + "\n")
            said.write(json.dumps({"id": f"d{number}", "keyphrases": words[3:13]}) + "\n")
    return str(gold), str(lists)


def test_memory_does_not_grow_with_the_texts(tmp_path: Path) -> None:
    """`bench score` of 10,000 documents, 40 MB of text, peaks less than 15 MB above what it takes for 2,000."""
    peaks = []
    for documents in (2_000, 10_000):
        gold, lists = made_up(tmp_path, documents)
        command = [sys.executable, "-c", PROGRAM, "score", lists, "--gold", gold, "--format", "json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        assert json.loads(done.stdout)["systems"][0]["scored"] == documents
        peaks.append(int(done.stderr.splitlines()[-1]))
    assert peaks[1] - peaks[0] < 15_000, f"{peaks} kB"
