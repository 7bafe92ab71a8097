"""Evaluations made from bare numbers, for tests of what is computed from scores."""

from collections.abc import Mapping, Sequence

from bench.records import Role
from bench.scoring.results import DocumentScore, Evaluation, Value


def evaluation(
    system: str,
    values: Sequence[float | None] | Mapping[str, float | None],
    *,
    metric: str = "F1@10",
    role: Role = "extractor",
    signature: str = "gold:made-up@1|stem:porter-nltk|v:1",
    event: str | Mapping[str, str] = "",
    failed: Sequence[str] = (),
    missing: Sequence[str] = (),
) -> Evaluation:
    """A system with these values of one metric; documents are d00, d01, ... where no ids are given."""
    by_id = values if isinstance(values, Mapping) else {f"d{i:02}": value for i, value in enumerate(values)}
    documents = tuple(
        DocumentScore(
            document_id,
            "failed" if document_id in failed else "ok",
            {metric: value},
            event=event if isinstance(event, str) else event.get(document_id, ""),
        )
        for document_id, value in by_id.items()
    )
    known = [value for value in by_id.values() if value is not None]
    return Evaluation(
        system=system,
        role=role,
        protocol="default",
        signature=signature,
        metrics={metric: Value(sum(known) / len(known) if known else None)},
        documents=documents,
        scored=len(known),
        failed=len(failed),
        empty=0,
        without_gold=len(by_id) - len(known),
        missing=tuple(missing),
    )
