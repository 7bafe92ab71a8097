"""What `bench score --format json --per-document` wrote, read back so that scores made elsewhere can be compared."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import cast, get_args

from bench.errors import InputError
from bench.records import Dataset, Status
from bench.reporting.score_json import SCHEMA
from bench.scoring.results import DocumentScore, Evaluation, Value, Verdict
from bench.text.normalise import normaliser

MISSING = "missing"
"""The status of a document that the list does not hold; it scores as a failed one does."""

_HOW = "Write it with: bench score RUN --gold DATASET --format json --per-document"


def is_score_file(path: str) -> bool:
    """Whether a path given as a run is a file of scores, by its ending."""
    return path.casefold().endswith(".json") and Path(path).is_file()


def read_scores(path: str, dataset: Dataset, *, is_forced: bool = False) -> tuple[Evaluation, ...]:
    """The systems in a file of scores; the gold that is given says which documents are of one event.

    Raises:
        InputError: no file of scores by document, or one made against another version of the gold unless forced.
    """
    from bench.cli.assess import made_elsewhere, refuse_other_data
    from bench.running.lists import decoded, opened

    with opened(Path(path)) as file:
        text = decoded(file.read(), path)
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as reason:
        raise InputError(f"not JSON to be read ({reason})", place=path, remedy=_HOW) from reason
    if not isinstance(record, dict) or record.get("schema") != SCHEMA:
        raise InputError(f"no scores of schema {SCHEMA}", place=path, remedy=_HOW)
    signature, made_from = record.get("signature"), record.get("dataset")
    if not isinstance(signature, str) or not signature:
        raise InputError("no signature, so nothing says how the scores were made", place=path, remedy=_HOW)
    digest = made_from.get("digest") if isinstance(made_from, dict) else None
    if not isinstance(digest, str) or not digest:
        raise InputError("no digest of the gold that was scored against", place=path, remedy=_HOW)
    name = str(cast("dict[str, object]", made_from).get("name"))
    refuse_other_data(path, "scores were", name, digest, dataset, is_forced=is_forced)
    warnings = made_elsewhere(name, digest, dataset)
    systems = record.get("systems")
    if not isinstance(systems, list) or not systems:
        raise InputError("no list 'systems'", place=path, remedy=_HOW)
    events = {article.document.id: article.event for article in dataset.articles}
    return tuple(
        _evaluation(each, signature, events, warnings, f"{path}: system {at}")
        for at, each in enumerate(systems, start=1)
    )


def _evaluation(
    system: object, signature: str, events: Mapping[str, str], warnings: tuple[str, ...], place: str
) -> Evaluation:
    if not isinstance(system, dict) or not isinstance(system.get("name"), str):
        raise InputError("no 'name'", place=place, remedy=_HOW)
    listed = system.get("per_document")
    if not isinstance(listed, list):
        raise InputError("no values by document, which a comparison is made from", place=place, remedy=_HOW)
    documents: dict[str, DocumentScore] = {}
    for at, each in enumerate(listed, start=1):
        score = _document(each, events, f"{place}, document {at}")
        if score.document_id in documents:
            raise InputError(f"the id {score.document_id!r} comes twice", place=place, remedy=_HOW)
        documents[score.document_id] = score
    metrics = system.get("metrics")
    missing = tuple(each["id"] for each in listed if each["status"] == MISSING)
    return Evaluation(
        system=system["name"],
        role="list",
        protocol=signature.partition("|")[0].removeprefix("protocol:"),
        signature=signature,
        metrics={metric: Value(None) for metric in metrics} if isinstance(metrics, dict) else {},
        documents=tuple(documents.values()),
        scored=_count(system, "scored"),
        failed=_count(system, "failed"),
        empty=_count(system, "empty"),
        without_gold=0,
        missing=missing,
        warnings=tuple(dict.fromkeys((*warnings, *_texts(system.get("warnings"))))),
    )


def _texts(listed: object) -> tuple[str, ...]:
    return tuple(each for each in listed if isinstance(each, str)) if isinstance(listed, list) else ()


def _count(system: Mapping[str, object], name: str) -> int:
    found = system.get(name)
    return found if isinstance(found, int) else 0


def _document(document: object, events: Mapping[str, str], place: str) -> DocumentScore:
    from bench.running.lists import is_finite

    identity = document.get("id") if isinstance(document, dict) else None
    metrics = document.get("metrics") if isinstance(document, dict) else None
    status = document.get("status") if isinstance(document, dict) else None
    status = "failed" if status == MISSING else status
    if not isinstance(identity, str) or not isinstance(metrics, dict) or status not in get_args(Status):
        raise InputError("no 'id', 'status' and 'metrics'", place=place, remedy=_HOW)
    values: dict[str, float | None] = {}
    for name, value in metrics.items():
        if value is not None and not is_finite(value):
            raise InputError(f"{name} is no finite number: {value!r}", place=place, remedy=_HOW)
        values[name] = value
    verdicts = _verdicts(cast("dict[str, object]", document).get("keyphrases"))
    return DocumentScore(identity, cast("Status", status), values, verdicts=verdicts, event=events.get(identity, ""))


def _verdicts(listed: object) -> tuple[Verdict, ...]:
    """What the file says of each phrase, as far as two lists are told apart by it; nothing where it has no ranks."""
    told = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return tuple(
        Verdict(
            phrase=each["phrase"],
            score=None,
            key=normaliser().key(each["phrase"]),
            rank=each["rank"],
            match=each["match"] if isinstance(each.get("match"), str) else None,
            noise=_texts(each.get("noise")),
            negative=each["negative"] if isinstance(each.get("negative"), str) else None,
        )
        for each in told
        if isinstance(each.get("phrase"), str) and isinstance(each.get("rank"), int)
    )
