"""`bench run`: extractors over data sets, ending in tables."""

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bench.cli import completion
from bench.cli.output import Format, put_tables, say

if TYPE_CHECKING:
    from bench.records import Dataset, Run
    from bench.running.engine import Engine
    from bench.running.plan import Plan
    from bench.running.run import OnProgress

EXAMPLES = (
    "Examples: [bold]bench run[/bold] · [bold]bench run my-texts/ -x yake:n=2 -x tfidf[/bold] · "
    "[bold]bench run my-gold.jsonl --jobs 2 --timeout 30[/bold]"
)

DEFAULT_CONFIGURATIONS = {"keybert": ("keybert", "keybert:ngrams=1-3,mmr=0.5")}
"""Extractors that stand in the default table otherwise than once with the library's defaults.

KeyBERT's default puts out single words, which phrase gold cannot match: it stands there as it comes and as it is used.
"""


class EngineName(StrEnum):
    """Where extractors run."""

    LOCAL = "local"
    DASK = "dask"


def run(
    datasets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="DATASET", help="Shipped name, folder, file, or format:path. Default: the gold that ships."
        ),
    ] = None,
    extractors: Annotated[
        list[str] | None,
        typer.Option(
            "-x",
            "--extractor",
            metavar="NAME[:key=value,...]",
            autocompletion=completion.extractors,
            help="Extractor to run, with its library's options, such as yake or keybert:ngrams=1-3,mmr=0.5; "
            "repeat it. Default: all installed.",
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for predictions and tables.")] = Path("results"),
    limit: Annotated[int, typer.Option(min=1, help="Longest list asked of an extractor.")] = 20,
    jobs: Annotated[int, typer.Option(min=1, help="Worker processes for each extractor.")] = 1,
    timeout: Annotated[float, typer.Option(min=0, help="Seconds a document may take; 0 for no bound.")] = 300.0,
    memory: Annotated[int, typer.Option(min=0, help="Megabytes a worker may hold; 0 for no bound.")] = 0,
    fresh: Annotated[bool, typer.Option("--fresh", help="Extract again what earlier runs have kept.")] = False,
    keep_failed: Annotated[
        bool, typer.Option("--keep-failed", help="Leave documents be that failed or timed out in earlier runs.")
    ] = False,
    timing: Annotated[
        bool, typer.Option("--timing", help="Run alone and five times over: the speed table has medians.")
    ] = False,
    candidates: Annotated[
        bool | None,
        typer.Option(
            "--candidates/--no-candidates",
            help="Keep what extractors chose from, so that errors.md tells gold that was never a candidate. "
            "Default: for the gold that ships alone.",
        ),
    ] = None,
    engine: Annotated[EngineName, typer.Option(help="Where extractors run.")] = EngineName.LOCAL,
    scheduler: Annotated[str, typer.Option(metavar="ADDRESS", help="Dask scheduler, such as tcp://host:8786.")] = "",
) -> None:
    """Run extractors over data sets, score them where there is gold, and write the tables.

    Without arguments: every installed extractor on the gold that ships.
    A folder of .txt files needs no gold: lists, noise, agreement and speed.
    """
    from bench.cli.results_folder import check_apart
    from bench.datasets import load, shipped
    from bench.extractors.door import parse_spec
    from bench.running.plan import Plan

    if timing:
        check_alone(jobs, engine)
    specs = chosen_specs(extractors) if extractors else default_specs()
    plans = [
        Plan(
            parse_spec(spec),
            limit=limit,
            jobs=jobs,
            timeout=timeout or None,
            memory=memory * 1_000_000 or None,
            fresh=fresh,
            retry_failed=not keep_failed,
        )
        for spec in specs
    ]
    asked = datasets or shipped()
    loaded = [load(spec) for spec in asked]
    check_distinct(loaded)
    for spec, dataset in zip(datasets or (), loaded, strict=bool(datasets)):
        check_apart(out, dataset.info.name, spec)
    failed = False
    for spec, dataset in zip(asked, loaded, strict=True):
        for problem in dataset.info.problems:
            say(f"{dataset.info.name}: {problem}")
        are_asked = spec in shipped() if candidates is None else candidates
        these = [replace(plan, candidates=are_asked) for plan in plans]
        chosen = chosen_engine(engine, scheduler)
        failed = not run_one(dataset, these, out, chosen, is_timed=timing, is_told=bool(candidates)) or failed
    if failed:
        raise typer.Exit(2)


def run_one(
    dataset: "Dataset", plans: "list[Plan]", out: Path, engine: "Engine", *, is_timed: bool, is_told: bool
) -> bool:
    """Run every plan over one data set, write its pages and print its tables; whether every extractor could be used.

    An extractor that cannot be used is said on standard error, and the others go on; so is, where `is_told`, one that
    has no candidates.
    """
    from bench.cli.chart_files import drop_stale_charts
    from bench.cli.progress import progress
    from bench.cli.results_folder import assess_stored, assess_these, terminal_tables, write_index, write_pages
    from bench.errors import ExtractorError
    from bench.running.store import dataset_folder, read_run

    runs: list[Run] = []
    for plan in plans:
        try:
            with progress(plan.name, dataset.info.name) as on_progress:
                folder = stored_run(plan, dataset, out, engine, on_progress, is_timed=is_timed)
        except ExtractorError as error:
            say(f"bench: {error}")
        else:
            runs.append(read_run(folder, with_candidates=plan.candidates))
            if plan.candidates and (is_told or runs[-1].candidates):
                say_untold(runs[-1])
    if not runs:
        return False
    stored, notes = assess_stored(out, dataset)
    is_all = {run.info.name for run in runs} == {run.info.name for run in stored.runs}
    put_tables(terminal_tables(stored if is_all else assess_these(dataset, runs)), Format.TABLE)
    for note in notes:
        say(note)
    pages = write_pages(out, stored)
    say(f"pages: {pages}")
    if said := drop_stale_charts(pages, stored):
        say(said)
    say(f"index: {write_index(out)}")
    if not dataset.info.has_gold:
        lists = dataset_folder(out, dataset.info.name) / "lists.md"
        say(f"what gold would add and how to write it stands at the end of {lists}")
    return len(runs) == len(plans)


def say_untold(run: "Run") -> None:
    """Say of how many documents it is not known what the extractor chose from, where it was asked."""
    lists = sum(prediction.status in {"ok", "empty"} for prediction in run.predictions)
    if len(run.candidates) < lists:
        say(f"{run.info.name}: what it chooses from is known for {len(run.candidates)} of {lists} documents")


def stored_run(
    plan: "Plan", dataset: "Dataset", out: Path, engine: "Engine", on_progress: "OnProgress", *, is_timed: bool
) -> Path:
    """Run a plan and write its folder, which is returned."""
    from bench.running.run import run_to_folder
    from bench.running.store import write_run
    from bench.running.timing import timed_run

    info, documents = dataset.info, dataset.documents
    if is_timed:
        return write_run(
            out, timed_run(plan, documents, dataset=info.name, digest=info.digest, on_progress=on_progress)
        )
    return run_to_folder(
        plan, documents, dataset=info.name, digest=info.digest, out=out, on_progress=on_progress, engine=engine
    )


def check_alone(jobs: int, engine: EngineName) -> None:
    """Refuse what would disturb a run that is made for its times.

    Raises:
        InputError: several workers, or workers elsewhere.
    """
    from bench.errors import InputError

    if jobs > 1 or engine is not EngineName.LOCAL:
        raise InputError(
            "a run for its times has one worker on this machine",
            place="--timing",
            remedy="Leave out --jobs and --engine, or --timing",
        )


def chosen_specs(written: list[str]) -> tuple[str, ...]:
    """The extractors asked for, each once; their names are checked before the first of them runs.

    Raises:
        UnknownNameError: a name that no installed distribution declares.
    """
    from bench.errors import UnknownNameError
    from bench.extractors.door import listed, parse_spec

    known = [listing.name for listing in listed()]
    for spec in written:
        name = parse_spec(spec).name
        if name not in known:
            raise UnknownNameError("extractor", name, known, place="-x")
    return tuple(dict.fromkeys(written))


def default_specs() -> tuple[str, ...]:
    """Every extractor that can run here; those that cannot are named on standard error with what they lack."""
    from bench.extractors.door import listed

    specs: list[str] = []
    for listing in listed():
        if listing.available:
            specs += DEFAULT_CONFIGURATIONS.get(listing.name, (listing.name,))
        else:
            say(f"{listing.name} is left out: {listing.problem}. {listing.remedy}")
    return tuple(specs)


def check_distinct(datasets: "list[Dataset]") -> None:
    """Refuse two data sets of one name in one call: they would write to one folder.

    Raises:
        InputError: a name that comes twice.
    """
    from bench.errors import InputError

    names = [dataset.info.name for dataset in datasets]
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                f"two data sets are called {name!r}",
                remedy="Run them one after the other with an --out each, or give one a name: 'PATH?name=other'",
            )


def chosen_engine(engine: EngineName, scheduler: str) -> "Engine":
    """What moves documents to the extractors.

    Raises:
        InputError: a scheduler without the Dask engine, or the engine without a scheduler.
    """
    from bench.errors import InputError

    if (engine is EngineName.DASK) != bool(scheduler):
        raise InputError("--engine dask and --scheduler ADDRESS go together", remedy="Give both or neither")
    if engine is EngineName.LOCAL:
        from bench.running.local import LocalSession

        return LocalSession
    from bench.running.dask_engine import dask_engine

    return dask_engine(scheduler)
