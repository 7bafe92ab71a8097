"""The `bench` program: its commands, and the one place where an error becomes a message and an exit code."""

import os
import sys
from typing import Annotated

import typer

from bench import __version__
from bench.cli import compare, data, gate, listing, report, reproduce, run, score, show
from bench.cli.help_text import Command, Group
from bench.cli.output import NoReaderError, say
from bench.errors import BenchError

INTERRUPTED = 130
"""The exit code of a program that Ctrl-C stopped (128 + SIGINT)."""

UNREAD = 141
"""The exit code of a program whose output nobody reads any more (128 + SIGPIPE): neither done nor failed."""

app = typer.Typer(
    name="bench",
    cls=Group,
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
    # With Rich the help is printed while it is made, and nothing is left to print.
    if context.invoked_subcommand is None and (text := context.get_help()):
        typer.echo(text)


for _name, _command, _epilog in (
    ("run", run.run, run.EXAMPLES),
    ("score", score.score, score.EXAMPLES),
    ("report", report.report, report.EXAMPLES),
    ("compare", compare.compare, compare.EXAMPLES),
    ("gate", gate.gate, gate.EXAMPLES),
    ("show", show.show, show.EXAMPLES),
    ("reproduce", reproduce.reproduce, reproduce.EXAMPLES),
):
    app.command(_name, cls=Command, epilog=_epilog)(_command)
app.add_typer(listing.app, name="list")
app.add_typer(data.app, name="data")


def run_program() -> None:
    """Run the program; a `BenchError` ends as one message on standard error and its own exit code."""
    try:
        try:
            app(prog_name="bench")
        finally:
            # Here rather than when the interpreter ends, where an error of the stream has no message of ours.
            sys.stdout.flush()
    except BenchError as error:
        say(f"bench: {error}")
        raise SystemExit(error.exit_code) from None
    except (NoReaderError, BrokenPipeError):
        # The reader of our output left (`bench list | head`): nothing to say, and what is still buffered has no reader.
        _discard_output()
        raise SystemExit(UNREAD) from None
    except OSError as error:
        _discard_output()
        place = error.filename or "standard output"
        say(f"bench: {place}: {error.strerror or error}. Make room there, or see that it can be read and written")
        raise SystemExit(2) from None
    except (KeyboardInterrupt, SystemExit) as stop:
        if isinstance(stop, SystemExit) and stop.code != INTERRUPTED:
            raise
        say("bench: stopped")
        raise SystemExit(INTERRUPTED) from None


def _discard_output() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


if __name__ == "__main__":
    run_program()
