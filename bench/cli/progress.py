"""A progress bar on standard error for work that takes a while; silent when standard error is no terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.running.plan import Progress


@contextmanager
def progress(extractor: str, dataset: str) -> "Iterator[Callable[[Progress], None]]":
    """A function to call with each `Progress`; the bar goes when the work is done."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[state]}", markup=False),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"{extractor} on {dataset}", total=None, state="loading")

        def show(state: "Progress") -> None:
            told = [f"{state.kept} kept"] if state.kept else []
            told += [f"{state.failed} failed"] if state.failed else []
            told += ["candidates"] if state.is_candidates else []
            bar.update(task, completed=state.done, total=state.total, state=", ".join(told))

        yield show
