"""The `bench` program: its commands, and the one place where an error becomes a message and an exit code."""

import sys
from typing import Annotated

import typer

from bench import __version__
from bench.cli import compare, gate, listing, report, run, score, show
from bench.errors import BenchError

app = typer.Typer(
    name="bench",
    help="Benchmark keyphrase extractors: run them, score them against gold, print tables that can be checked.",
    epilog="Start with [bold]bench run[/bold]: every installed extractor on the gold that ships, in a few seconds.",
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"keyphrase-bench {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def program(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Benchmark keyphrase extractors: run them, score them against gold, print tables that can be checked."""
    del version
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


for _name, _command, _epilog in (
    ("run", run.run, run.EXAMPLES),
    ("score", score.score, score.EXAMPLES),
    ("report", report.report, report.EXAMPLES),
    ("compare", compare.compare, compare.EXAMPLES),
    ("gate", gate.gate, gate.EXAMPLES),
    ("show", show.show, show.EXAMPLES),
):
    app.command(_name, epilog=_epilog)(_command)
app.add_typer(listing.app, name="list")


def run_program() -> None:
    """Run the program; a `BenchError` ends as one message on standard error and its own exit code."""
    try:
        app()
    except BenchError as error:
        sys.stderr.write(f"bench: {error}\n")
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        # The reader of our output left (`bench list | head`): nothing is wrong. Output still buffered has no reader.
        sys.stderr.close()
        raise SystemExit(0) from None


if __name__ == "__main__":
    run_program()
