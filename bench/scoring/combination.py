"""What several systems have over one: hits that only one makes, the pair that covers most, and a fused ranking."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bench.records import Dataset, Keyphrase, Prediction
from bench.scoring.conventions import DEFAULT, ScoringProtocol
from bench.scoring.gold import keyer
from bench.scoring.results import Evaluation, System
from bench.text.normalise import Key

RRF_CONSTANT = 60
"""The k of reciprocal rank fusion: Cormack, Clarke and Buettcher, SIGIR 2009."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two systems with the mean recall of their lists put together, and of each alone, within the cut-off."""

    a: str
    b: str
    together: float
    a_alone: float
    b_alone: float


def unique_hits(evaluations: Sequence[Evaluation], *, cut: int = 10) -> dict[str, int]:
    """How many gold keyphrases each system hits within the cut-off that none of the others does."""
    hits = {e.system: _hits(e, cut) for e in evaluations}
    found = {}
    for name, own in hits.items():
        others = {hit for other, theirs in hits.items() if other != name for hit in theirs}
        found[name] = len(own - others)
    return found


def pairs_together(evaluations: Sequence[Evaluation], *, cut: int = 10) -> tuple[Pairing, ...]:
    """Every pair of systems by the mean recall of both lists together, best first.

    Over the documents with gold that both were scored on. Two lists hold up to twice as many phrases as one: this is
    what the systems know together, not a score of either.
    """
    found = []
    for a, b in combinations(evaluations, 2):
        gold = {s.document_id: s.n_gold for s in a.documents if s.n_gold}
        both = [s.document_id for s in b.documents if s.document_id in gold]
        if both:
            hits_a, hits_b = _by_document(a, cut), _by_document(b, cut)
            means = [
                math.fsum(len(hits.get(d, set())) / gold[d] for d in both) / len(both)
                for hits in (_union(hits_a, hits_b), hits_a, hits_b)
            ]
            found.append(Pairing(a.system, b.system, *means))
    return tuple(sorted(found, key=lambda pair: (-pair.together, pair.a, pair.b)))


def fused(
    systems: Sequence[System], dataset: Dataset, protocol: ScoringProtocol = DEFAULT, *, limit: int = 20
) -> System:
    """One system whose lists are the others' fused: each phrase gets the sum of 1 / (60 + rank) over the lists.

    Phrases are the same where their keys are; the best-placed spelling is shown. Ties go by key, so that the order of
    the systems changes nothing. Its role is its own: such a row is made of the others, so no test of them counts it.
    """
    predictions = {}
    for article in dataset.articles:
        keys = keyer(protocol, article.document.language)
        totals: dict[Key, list[float]] = {}
        shown: dict[Key, tuple[int, str]] = {}
        for each in systems:
            prediction = each.predictions.get(article.document.id)
            for rank, (key, phrase) in enumerate(_distinct(prediction, keys.key), start=1):
                totals.setdefault(key, []).append(1.0 / (RRF_CONSTANT + rank))
                shown[key] = min(shown.get(key, (rank, phrase)), (rank, phrase))
        scores = {key: math.fsum(parts) for key, parts in totals.items()}
        order = sorted(scores, key=lambda key: (-scores[key], key))[:limit]
        keyphrases = tuple(Keyphrase(shown[key][1], scores[key]) for key in order)
        predictions[article.document.id] = Prediction(article.document.id, keyphrases, "ok" if keyphrases else "empty")
    return System("fused", predictions, "fused")


def _distinct(prediction: Prediction | None, key_of: Callable[[str], Key]) -> list[tuple[Key, str]]:
    found: dict[Key, str] = {}
    for keyphrase in prediction.keyphrases if prediction else ():
        key = key_of(keyphrase.phrase)
        if key:
            found.setdefault(key, keyphrase.phrase)
    return list(found.items())


def _hits(evaluation: Evaluation, cut: int) -> set[tuple[str, str]]:
    return {(document, hit) for document, hits in _by_document(evaluation, cut).items() for hit in hits}


def _by_document(evaluation: Evaluation, cut: int) -> dict[str, set[str]]:
    return {
        score.document_id: {v.match for v in score.verdicts if v.match and v.rank is not None and v.rank <= cut}
        for score in evaluation.documents
    }


def _union(a: Mapping[str, set[str]], b: Mapping[str, set[str]]) -> dict[str, set[str]]:
    return {document: a.get(document, set()) | b.get(document, set()) for document in {**a, **b}}
