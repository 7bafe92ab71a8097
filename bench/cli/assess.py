"""Stored predictions and gold into evaluations and a comparison: what `run`, `score`, `report` and `show` share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.errors import InputError
from bench.records import Dataset, Run, RunInfo
from bench.scoring.conventions import ScoringProtocol
from bench.scoring.metrics import Metric
from bench.scoring.results import Comparison, Evaluation


@dataclass(frozen=True, slots=True)
class Assessment:
    """A data set with the runs on it as scored under one protocol; `references` are the rows made from gold."""

    dataset: Dataset
    runs: tuple[Run, ...]
    protocol: ScoringProtocol
    systems: tuple[Evaluation, ...]
    references: tuple[Evaluation, ...]
    comparison: Comparison | None

    @property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """Every row."""
        return (*self.systems, *self.references)

    @property
    def infos(self) -> Mapping[str, RunInfo]:
        """How each row's run was made, by the row's name."""
        return {run.info.name: run.info for run in self.runs}

    @property
    def candidates(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """What each row's extractor chose from, by the row's name and document id, as far as it was read."""
        return {run.info.name: run.candidates for run in self.runs}


def assess(
    dataset: Dataset,
    runs: Sequence[Run],
    protocol: ScoringProtocol,
    metrics: Sequence[Metric],
    *,
    with_references: bool = True,
    with_fused: bool = False,
    verdicts: bool = True,
    headline: str = "F1@10",
    baseline: str | None = None,
) -> Assessment:
    """Score every run and, where there is gold, the floor and ceiling rows that are made from it.

    Without `verdicts` the account of each phrase is left out, and memory with it.

    `with_fused` adds the row that two or more extractors' lists make together. Like every row that no run made it is
    compared with none, so the family of tests is that of the runs.
    """
    from bench.scoring.combination import fused
    from bench.scoring.comparison import COMPARED, compare
    from bench.scoring.evaluation import evaluate, system
    from bench.scoring.pairing import not_a_mean
    from bench.scoring.references import annotators, oracle, published
    from bench.scoring.uncertainty import with_intervals

    systems = [system(run.info.name, run.predictions, run.info.role) for run in distinct(runs)]
    references: list[Evaluation] = []
    made = []
    extracted = [each for each in systems if each.role == "extractor"]
    if with_fused and dataset.info.has_gold and len(extracted) > 1:
        made.append(fused(extracted, dataset, protocol))
    if with_references:
        if any(article.published for article in dataset.articles):
            made.append(published(dataset))
        # Under a partial match a phrase of the text can score on gold that is not in it: that bound is not known.
        has_text = any(article.document.text.strip() for article in dataset.articles)
        if dataset.info.has_gold and has_text and protocol.match == "exact":
            made.append(oracle(dataset, protocol))
    evaluated = tuple(
        map(
            with_intervals,
            labelled(evaluate([*systems, *made], dataset, protocol, metrics, verdicts=verdicts), runs, dataset),
        )
    )
    references += evaluated[len(systems) :]
    if with_references and any(article.annotators for article in dataset.articles):
        references.append(annotators(dataset, protocol, metrics))
    compared = [e for e in evaluated[: len(systems)] if e.role in COMPARED]
    comparison = None
    is_mean = not any(not_a_mean(headline, e.signature) for e in compared)
    if dataset.info.has_gold and len(compared) > 1 and is_mean and any(headline in e.metrics for e in compared):
        comparison = compare(compared, headline, baseline=baseline)
    return Assessment(dataset, tuple(runs), protocol, tuple(evaluated[: len(systems)]), tuple(references), comparison)


def distinct(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs with a name of its own for each: a name that comes again gets a number."""
    names = _numbered(run.info.name for run in runs)
    return tuple(replace(run, info=replace(run.info, name=name)) for run, name in zip(runs, names, strict=True))


def distinct_scores(evaluations: Sequence[Evaluation]) -> tuple[Evaluation, ...]:
    """The evaluations with a name of its own for each, in the same way."""
    names = _numbered(each.system for each in evaluations)
    return tuple(replace(each, system=name) for each, name in zip(evaluations, names, strict=True))


def _numbered(names: Iterable[str]) -> list[str]:
    taken: dict[str, None] = {}
    for wanted in names:
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted}#{number}", number + 1
        taken[name] = None
    return list(taken)


def read_runs(
    paths: Sequence[str], dataset: Dataset, *, is_forced: bool = False, with_candidates: bool = False
) -> tuple[Run, ...]:
    """The runs at `paths`; one made from another version of the data set is refused unless forced.

    Raises:
        InputError: a path that holds no predictions, or another data set's digest.
    """
    from bench.running.store import read_run

    runs = []
    for path in paths:
        run = read_run(path, with_candidates=with_candidates)
        refuse_other_data(path, "run was", run.info.dataset, run.info.dataset_digest, dataset, is_forced=is_forced)
        runs.append(run)
    return distinct(runs)


def refuse_other_data(
    path: str, what: str, name: str, digest: str, dataset: Dataset, *, is_forced: bool = False
) -> None:
    """Refuse what was made from another version of the data set, unless forced; no digest says nothing.

    Raises:
        InputError: another digest than the data set's.
    """
    if not is_forced and made_elsewhere(name, digest, dataset):
        raise InputError(
            f"the {what} made from {name!r} with digest {digest[:12]}, "
            f"the gold given is {dataset.info.name!r} with digest {dataset.info.digest[:12]}",
            place=path,
            remedy="Score it against the data it was made from, run it again, or give --force to score it anyway",
        )


def made_elsewhere(name: str, digest: str, dataset: Dataset) -> tuple[str, ...]:
    """The label of what was made from another version of the data set; nothing where the digests agree."""
    if not digest or digest == dataset.info.digest:
        return ()
    given = dataset.info.digest[:12]
    return (f"Forced: made from {name!r} with digest {digest[:12]}, not from the gold given with digest {given}.",)


def labelled(evaluations: Sequence[Evaluation], runs: Sequence[Run], dataset: Dataset) -> tuple[Evaluation, ...]:
    """The evaluations, of which the first are those of the runs, with the label of each run that was forced."""
    marks = [made_elsewhere(run.info.dataset, run.info.dataset_digest, dataset) for run in runs]
    marked = [replace(e, warnings=(*mark, *e.warnings)) for e, mark in zip(evaluations, marks, strict=False)]
    return (*marked, *evaluations[len(marked) :])


def stored_runs(results: Path, dataset: Dataset) -> tuple[tuple[Run, ...], tuple[str, ...]]:
    """The stored runs on this very data set, with candidates, and a sentence about each made from another version."""
    from bench.running.store import dataset_folder, find_runs, read_run

    runs, others = [], []
    folder = dataset_folder(results, dataset.info.name) / "runs"
    for path in find_runs(folder) if folder.is_dir() else ():
        run = read_run(path, with_candidates=True)
        if run.info.dataset_digest == dataset.info.digest:
            runs.append(run)
        else:
            others.append(f"{path} was made from another version of {dataset.info.name} and is left out")
    return distinct(runs), tuple(others)
