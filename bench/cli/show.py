"""`bench show`: one article with marks, and what each extractor put out for it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bench.cli.output import is_coloured, put, say, width

if TYPE_CHECKING:
    from bench.records import Dataset

EXAMPLES = "Examples: [bold]bench show 000[/bold] · [bold]bench show a1 --gold my-gold.jsonl my-lists.jsonl[/bold]"


def show(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="The document's id.")],
    runs: Annotated[
        list[str] | None, typer.Argument(metavar="RUN", help="Runs or lists. Default: those stored in --results.")
    ] = None,
    gold: Annotated[
        str, typer.Option(metavar="DATASET", help="Data set the document is in. Default: the shipped one that has it.")
    ] = "",
    results: Annotated[Path, typer.Option(help="Folder with stored runs.")] = Path("results"),
) -> None:
    """Print an article with gold, negatives and hits marked, and every extractor's list with reasons."""
    from bench.cli.assess import assess, read_runs, stored_runs
    from bench.errors import UnknownNameError
    from bench.reporting.show import show as shown
    from bench.scoring.conventions import DEFAULT
    from bench.scoring.metrics import HEADLINE
    from bench.text.normalise import Normaliser

    dataset = _dataset_with(document, gold)
    article = next((a for a in dataset.articles if a.document.id == document), None)
    if article is None:
        raise UnknownNameError("document", document, [a.document.id for a in dataset.articles], place=dataset.info.name)
    if runs:
        chosen = read_runs(runs, dataset, with_candidates=True)
    else:
        chosen, left_out = stored_runs(results, dataset)
        for sentence in left_out:
            say(sentence)
    if not chosen:
        say(f"no stored runs on {dataset.info.name} under {results}: `bench run` makes them")
    assessment = assess(dataset, chosen, DEFAULT, HEADLINE, with_references=True)
    put(
        shown(article, assessment.evaluations, Normaliser(), assessment.candidates, width=width(), colour=is_coloured())
    )


def _dataset_with(document: str, gold: str) -> "Dataset":
    """The data set that was named, or the first shipped one that has the document."""
    from bench.datasets import load, shipped

    if gold:
        return load(gold)
    sets = [load(name) for name in shipped()]
    return next((s for s in sets if any(a.document.id == document for a in s.articles)), sets[0])
