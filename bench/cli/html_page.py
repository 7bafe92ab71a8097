"""The page to click through: a results folder's stored runs under several protocols, as one HTML file a data set."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bench.cli.assess import Assessment
from bench.cli.output import say
from bench.scoring.conventions import ScoringProtocol

if TYPE_CHECKING:
    from bench.reporting.page_data import Scored

PAGE = "report.html"


def write_page(
    results: Path, assessment: Assessment, protocols: Sequence[ScoringProtocol], *, with_text: bool = True
) -> Path:
    """Write `report.html` into the data set's folder and return its path.

    `assessment` is under the default protocol; the first of `protocols` is the one that the page opens with and that
    its charts and articles are made under. A protocol that this gold cannot be scored under is said and left out.

    Raises:
        InputError: vl-convert is not installed, or not even the first protocol fits the gold.
        BenchError: the page cannot be written.
    """
    from bench.cli.results_folder import unwritable
    from bench.reporting.html import html_page
    from bench.running.store import dataset_folder
    from bench.text.normalise import Normaliser

    assessed = _under(assessment, protocols)
    page = html_page(
        [_scored(each) for each in assessed],
        assessment.dataset,
        Normaliser(),
        assessment.runs,
        assessed[0].protocol,
        with_text=with_text,
    )
    path = dataset_folder(results, assessment.dataset.info.name) / PAGE
    try:
        path.write_bytes(page.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise unwritable(path, error) from error
    return path


def _under(assessment: Assessment, protocols: Sequence[ScoringProtocol]) -> list[Assessment]:
    from bench.cli.results_folder import assess_these
    from bench.errors import InputError

    assessed: list[Assessment] = []
    for protocol in protocols:
        if protocol == assessment.protocol:
            assessed.append(assessment)
            continue
        try:
            assessed.append(assess_these(assessment.dataset, assessment.runs, protocol))
        except InputError as error:
            if not assessed:
                raise
            say(f"{assessment.dataset.info.name}: without the protocol {protocol.name}: {error}")
    return assessed


def _scored(assessment: Assessment) -> "Scored":
    from bench.reporting.page_data import Scored
    from bench.scoring.conventions import written
    from bench.scoring.protocols import base_of

    name = written(assessment.protocol, base_of(assessment.protocol))
    return Scored(name, assessment.evaluations, assessment.comparison)
