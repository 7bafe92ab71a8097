"""From checks to what comes out: each data set is read once, each extractor run once over it, nothing is stored."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.records import Dataset, Run
from bench.reproducing.checks import Check, DataPlace, PublishedCell

if TYPE_CHECKING:
    from bench.running.plan import Progress
    from bench.scoring.results import Evaluation

EPSILON = 1e-9
"""Points by which a difference may pass the tolerance for how floating-point numbers are written."""

Watch = Callable[[str, str], "AbstractContextManager[Callable[[Progress], None]]"]
"""Shows how far an extractor (its name) is on a data set (its title)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One published figure and what came out here, in points; `obtained` is None where `unchecked` says why.

    `remarks` are sentences about lists that do not fit the gold (missing, extra, failed documents).
    """

    check: Check
    cell: PublishedCell
    obtained: float | None = None
    unchecked: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def difference(self) -> float | None:
        """Obtained less expected, in points."""
        return None if self.obtained is None else self.obtained - self.cell.expected

    @property
    def is_within(self) -> bool:
        """Whether the figure was checked and lies within the check's tolerance."""
        return self.difference is not None and abs(self.difference) <= self.check.tolerance + EPSILON


@dataclass(frozen=True, slots=True)
class Measured:
    """All findings in the order of the checks, and the libraries, with their versions, that extractors ran on."""

    findings: tuple[Finding, ...]
    libraries: Mapping[str, str]


def measure(checks: Sequence[Check], folders: Sequence[Path], *, jobs: int, watch: Watch) -> Measured:
    """Check every figure whose data lie in one of the folders; the first folder that has a path gives it.

    Raises:
        BenchError: data that lie there but cannot be read, or an extractor that cannot be run.
    """
    found: dict[str, list[Finding]] = {}
    libraries: dict[str, str] = {}
    for place in dict.fromkeys(check.dataset for check in checks):
        asked = [check for check in checks if check.dataset == place]
        lacking = {check.id: _lacking(check, folders) for check in asked}
        for check in asked:
            if lacking[check.id]:
                found[check.id] = [Finding(check, cell, unchecked=lacking[check.id]) for cell in check.cells]
        ready = [check for check in asked if not lacking[check.id]]
        if ready:
            dataset = _loaded(place, folders)
            for run, of_run in _runs(ready, dataset, folders, jobs, watch):
                libraries |= run.info.libraries
                for check in of_run:
                    found[check.id] = list(_findings(check, dataset, run))
    return Measured(tuple(each for check in checks for each in found[check.id]), libraries)


def _lacking(check: Check, folders: Sequence[Path]) -> str:
    absent = [path for path in (check.dataset.path, check.list) if path and _at(path, folders) is None]
    return f"{' and '.join(absent)} not among the data given" if absent else ""


def _at(path: str, folders: Sequence[Path]) -> Path | None:
    return next((folder / path for folder in folders if (folder / path).exists()), None)


def _loaded(place: DataPlace, folders: Sequence[Path]) -> Dataset:
    from bench.datasets import load

    form, options = f"{place.format}:" if place.format else "", f"?{place.options}" if place.options else ""
    return load(f"{form}{_at(place.path, folders)}{options}")


def _runs(
    checks: Sequence[Check], dataset: Dataset, folders: Sequence[Path], jobs: int, watch: Watch
) -> Iterator[tuple[Run, list[Check]]]:
    """Each list or extractor over the data set, with the checks that ask for it."""
    from bench.extractors.door import parse_spec
    from bench.running.plan import Plan
    from bench.running.run import run
    from bench.running.store import read_run

    for source in dict.fromkeys((check.list, check.extractor) for check in checks):
        asked = [check for check in checks if (check.list, check.extractor) == source]
        path = _at(source[0], folders) if source[0] else None
        if path is not None:
            yield read_run(path), asked
            continue
        with watch(source[1], asked[0].dataset.title) as on_progress:
            made = run(
                Plan(parse_spec(source[1]), jobs=jobs),
                dataset.documents,
                dataset=dataset.info.name,
                digest=dataset.info.digest,
                on_progress=on_progress,
            )
        yield made, asked


def _findings(check: Check, dataset: Dataset, run: Run) -> Iterator[Finding]:
    from bench.scoring.evaluation import evaluate, system
    from bench.scoring.metrics import parse_metric
    from bench.scoring.protocols import parse_protocol

    metrics = [parse_metric(cell.metric) for cell in check.cells]
    row = system(check.what, run.predictions)
    evaluation = evaluate([row], dataset, parse_protocol(check.protocol), metrics, verdicts=False)[0]
    remarks = tuple(_remarks(evaluation))
    for cell, metric in zip(check.cells, metrics, strict=True):
        value = evaluation.metrics[str(metric)].value
        if value is None:
            yield Finding(check, cell, unchecked=f"{metric} is undefined here", remarks=remarks)
        else:
            yield Finding(check, cell, 100 * value, remarks=remarks)


def _remarks(evaluation: "Evaluation") -> Iterator[str]:
    counts = {
        "without a prediction, scored 0": len(evaluation.missing),
        "that the gold does not hold": len(evaluation.extra),
        "failed, scored 0": evaluation.failed,
    }
    for what, count in counts.items():
        if count:
            yield f"{count} documents {what}"
