"""Scores as JSON, schema 1: every number unrounded, null where a metric is undefined.

Schema 1: `schema`, `signature`, `protocol`, `dataset`, `systems` (with `per_document` on request, and
`warnings` where there are any), `comparisons`. Of a document that the system does not hold the status is `missing`;
`failed` and `missing` of a system count the documents with gold of which that is so. A phrase's `rank` is null where it
was dropped, its `cause` says why it stands nowhere in the text. A document's `ceilings` are what a list of phrases of
its text could score at best, for metrics of hits under exact match.
"""

import json
import math
from collections.abc import Mapping, Sequence

from bench.records import Dataset
from bench.reporting import escape
from bench.reporting.quality import unpaired
from bench.scoring.results import Comparison, Difference, DocumentScore, Evaluation, Value, Verdict

SCHEMA = 1

Ceilings = Mapping[str, Mapping[str, float | None]]
"""What a list of phrases of the text could score at best: by metric, then by document id."""


def score_record(
    evaluations: Sequence[Evaluation],
    dataset: Dataset,
    protocol: Mapping[str, object],
    *,
    comparisons: Sequence[Comparison] = (),
    metrics: Sequence[str] | None = None,
    per_document: bool = False,
    ceilings: Ceilings | None = None,
) -> dict[str, object]:
    """The scores as plain values. `protocol` holds its name and every option; `metrics` (None: all) chooses some.

    `ceilings` stand beside the documents' values: what extraction could reach, by metric and document id.
    """
    signatures = list(dict.fromkeys(e.signature for e in evaluations if e.signature))
    return {
        "schema": SCHEMA,
        "signature": signatures[0] if signatures else "",
        "protocol": {name: _plain(value) for name, value in protocol.items()},
        "dataset": {
            "name": dataset.info.name,
            "digest": dataset.info.digest,
            "documents": len(dataset.articles),
            "without_gold": max((e.without_gold for e in evaluations), default=0),
        },
        "systems": [_system(e, metrics, ceilings or {}, per_document=per_document) for e in evaluations],
        "comparisons": [_difference(d) for comparison in comparisons for d in comparison.differences],
    }


def score_json(record: Mapping[str, object]) -> str:
    """A record as JSON text that can be written as UTF-8 whatever the phrases hold."""
    return escape.json_text(json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False)) + "\n"


def _system(
    evaluation: Evaluation, metrics: Sequence[str] | None, ceilings: Ceilings, *, per_document: bool
) -> dict[str, object]:
    chosen = list(evaluation.metrics) if metrics is None else list(metrics)
    nothing = Value(None)
    record: dict[str, object] = {
        "name": evaluation.system,
        "scored": evaluation.scored,
        "failed": evaluation.failed,
        "empty": evaluation.empty,
        "missing": len(evaluation.missing),
        "metrics": {m: _value(evaluation.metrics.get(m, nothing)) for m in chosen},
    }
    if warnings := [*unpaired(evaluation), *evaluation.warnings]:
        record["warnings"] = warnings
    if per_document:
        missing = frozenset(evaluation.missing)
        record["per_document"] = [
            _document(d, chosen, "missing" if d.document_id in missing else d.status, ceilings)
            for d in evaluation.documents
        ]
    return record


def _value(value: Value) -> dict[str, object]:
    return {"value": _finite(value.value), "low": _finite(value.low), "high": _finite(value.high)}


def _document(document: DocumentScore, metrics: Sequence[str], status: str, ceilings: Ceilings) -> dict[str, object]:
    return {
        "id": document.document_id,
        "status": status,
        "metrics": {m: _finite(document.values.get(m)) for m in metrics},
        "ceilings": {m: _finite(best.get(document.document_id)) for m, best in ceilings.items()},
        "keyphrases": [_keyphrase(v) for v in document.verdicts],
    }


def _keyphrase(verdict: Verdict) -> dict[str, object]:
    return {
        "phrase": verdict.phrase,
        "score": _finite(verdict.score),
        "rank": verdict.rank,
        "match": verdict.match,
        "noise": list(verdict.noise),
        "cause": verdict.cause,
        "negative": verdict.negative,
    }


def _difference(difference: Difference) -> dict[str, object]:
    return {
        "a": difference.a,
        "b": difference.b,
        "metric": difference.metric,
        "difference": _finite(difference.difference),
        "low": _finite(difference.low),
        "high": _finite(difference.high),
        "p": _finite(difference.p),
        "p_holm": _finite(difference.p_holm),
        "wins": difference.wins,
        "losses": difference.losses,
        "ties": difference.ties,
        "d_z": _finite(difference.d_z),
    }


def _finite(value: float | None) -> float | None:
    """The number itself, or None where JSON has no word for it."""
    return value if value is not None and math.isfinite(value) else None


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return _finite(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else str(value)
