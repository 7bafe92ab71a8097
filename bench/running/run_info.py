"""How a run was made, as its record says it: what was asked, what the extractor says of itself, what it cost."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from bench.records import Role, RunInfo
from bench.running.plan import Loaded, Plan


def run_info(
    plan: Plan,
    loaded: Loaded,
    sessions: Sequence[Mapping[str, Any]],
    *,
    dataset: str,
    digest: str,
    corpus: str,
    transductive: bool,
) -> RunInfo:
    """The record of a run from what its sessions cost, as the journal holds them; `corpus` is the digest fitted on."""
    description = loaded.description
    first, last = (sessions[0], sessions[-1]) if sessions else ({}, {})
    timing_notes = list(description.timing_notes)
    if len(sessions) > 1:
        timing_notes.append(f"Made in {len(sessions)} sessions; seconds is their sum, load and fit are the last one's")
    if lost := first.get("before", 0):
        timing_notes.append(f"A killed session did {lost} documents or more; the whole run's time is without it")
    return RunInfo(
        name=plan.name,
        extractor=plan.extractor.name,
        dataset=dataset,
        dataset_digest=digest,
        version=description.version,
        role=cast("Role", loaded.role),
        configuration=description.configuration,
        libraries=description.libraries,
        corpus=corpus,
        transductive=loaded.needs_corpus and transductive,
        limit=plan.limit,
        started=first.get("started", ""),
        seconds=sum(session["seconds"] for session in sessions if session),
        load_seconds=last.get("load_seconds", 0.0),
        fit_seconds=last.get("fit_seconds", 0.0),
        jobs=last.get("jobs", 1),
        machine=last.get("machine", {}),
        note=". ".join(note.rstrip(".") for note in description.notes),
        timing_note=". ".join(note.rstrip(".") for note in timing_notes),
    )
