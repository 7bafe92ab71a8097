"""A run that is made for its timings: alone, one worker, several times over."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from bench.records import Document, Prediction, Run
from bench.running.engine import Engine
from bench.running.local import LocalSession
from bench.running.plan import Plan
from bench.running.run import OnProgress, run, same_predictions

REPEATS = 5
"""Enough for a median that one disturbance does not move."""


def timed_run(
    plan: Plan,
    documents: Sequence[Document],
    *,
    repeats: int = REPEATS,
    dataset: str = "",
    digest: str = "",
    corpus: Sequence[Document] | None = None,
    on_progress: OnProgress | None = None,
    engine: Engine = LocalSession,
) -> Run:
    """Run the plan `repeats` times, each in a new worker that has the machine to itself as far as we are concerned.

    Every time in the run is the median of the repeats: a document's, so that the first one stays the first of a new
    worker, those of loading and fitting, and that of the whole. Nothing kept is used and nothing is kept. The record
    has the number of repeats, and the note says where the lists were not the same each time.

    Raises:
        BenchError: as `run` does.
    """
    alone = replace(plan, jobs=1, fresh=True)
    plans = [alone, *[replace(alone, candidates=False)] * (repeats - 1)]
    runs = [
        run(each, documents, dataset=dataset, digest=digest, corpus=corpus, on_progress=on_progress, engine=engine)
        for each in plans
    ]
    first, *others = runs
    notes = [first.info.note]
    if not all(same_predictions(first.predictions, other.predictions) for other in others):
        notes.append("it does not put out the same lists each time")
    info = replace(
        first.info,
        seconds=median(each.info.seconds for each in runs),
        load_seconds=median(each.info.load_seconds for each in runs),
        fit_seconds=median(each.info.fit_seconds for each in runs),
        repeats=len(runs),
        note=". ".join(filter(None, notes)),
    )
    predictions = tuple(_typical(repeats_) for repeats_ in zip(*(each.predictions for each in runs), strict=True))
    return Run(info, predictions, first.candidates)


def _typical(repeats: tuple[Prediction, ...]) -> Prediction:
    seconds = [prediction.seconds for prediction in repeats if prediction.seconds is not None]
    return replace(repeats[0], seconds=median(seconds) if seconds else None)
