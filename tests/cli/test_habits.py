"""What a program in a shell owes its user: help, versions, streams, colour, progress, signals, completion."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
from bench_program import BENCH, TESTS, bench, environment, plugins
from harbour import written

from bench import __version__
from bench.cli.main import app

COMMAND = typer.main.get_command(app)
COMMANDS = sorted(COMMAND.list_commands(typer.Context(COMMAND)))  # type: ignore[attr-defined]  # a group
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def test_alone_it_prints_its_help(tmp_path: Path) -> None:
    """`bench` without a word is no mistake: the help, and exit code 0."""
    alone, asked = bench(cwd=tmp_path), bench("--help", cwd=tmp_path)
    assert (alone.code, alone.err) == (0, "")
    assert alone.out.strip() == asked.out.strip()
    assert "Usage:" in alone.out


def test_the_installed_command_is_the_module(tmp_path: Path) -> None:
    """`bench` and `python -m bench` are one program."""
    done = subprocess.run([BENCH, "--version"], capture_output=True, text=True, check=True, env=environment())
    assert (done.stdout, done.stderr) == (f"keyphrase-bench {__version__}\n", "")
    assert bench("--version", cwd=tmp_path).out == done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_says_what_each_option_means_and_shows_examples(name: str, tmp_path: Path) -> None:
    """No option without a sentence, no switch with a type, and a call to copy."""
    done = bench(name, "--help", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert re.search(rf"Examples?: bench {name}\b", done.out)
    assert "<bool>" not in done.out
    command = COMMAND.commands[name]  # type: ignore[attr-defined]  # a group
    leaves = getattr(command, "commands", {"": command})
    for leaf in leaves.values():
        assert [p.name for p in leaf.params if not p.help] == []
        assert leaf.epilog
        assert leaf.epilog.startswith("Example")


def examples() -> list[str]:
    """Every call that a help shows."""
    found: list[str] = []
    for command in COMMAND.commands.values():  # type: ignore[attr-defined]  # a group
        for leaf in (command, *getattr(command, "commands", {}).values()):
            found += re.findall(r"\[bold\](bench .+?)\[/bold\]", leaf.epilog or "")
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("example", examples())
def test_an_example_is_a_call_that_the_program_takes(example: str) -> None:
    """Command, options and arguments are parsed without complaint (nothing is run)."""
    words = example.split()[1:]
    command = COMMAND
    context = typer.Context(command, info_name="bench")
    while hasattr(command, "commands") and words and words[0] in command.commands:
        command = command.commands[words.pop(0)]
        context = command.make_context(words[0] if words else "", list(words), parent=context)
    assert context.params is not None


def test_nothing_is_coloured_when_piped(tmp_path: Path) -> None:
    """No escape sequence reaches a file or another program, on either stream."""
    written(tmp_path)
    for words in (
        ("--help",),
        ("list",),
        ("run", "gold.jsonl", "-x", "first-phrases"),
        ("score", "old.jsonl", "new.jsonl", "--gold", "gold.jsonl"),
        ("show", "ferry", "old.jsonl", "--gold", "gold.jsonl"),
        ("run", "--limitt", "3"),
        ("run", "nowhere"),
    ):
        done = bench(*words, cwd=tmp_path)
        assert "\x1b" not in done.out + done.err, words


def in_terminal(words: list[str], cwd: Path, *, columns: int = 80, **more: str) -> tuple[int, str]:
    """Exit code and everything shown, of a call in a terminal so many columns wide."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(cwd)
        os.execvpe(  # noqa: S606 - the program as a user starts it, in the terminal made for it
            sys.executable, [sys.executable, "-m", "bench", *words], environment(COLUMNS=str(columns), **more)
        )
    shown = b""
    while True:
        try:
            read = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not read:
            break
        shown += read
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode().replace("\r\n", "\n")


def test_in_a_terminal_there_is_progress_and_colour(tmp_path: Path) -> None:
    """A bar while extractors work, gone when they are done; marks in colour."""
    written(tmp_path)
    code, shown = in_terminal(["run", "gold.jsonl", "-x", "slow:seconds=0.3"], tmp_path, PYTHONPATH=slow(tmp_path))
    assert code == 0
    assert "slow:seconds=0.3 on gold" in shown
    assert re.search(r"[0-3]/3", COLOUR.sub("", shown))
    assert "\x1b[2K" in shown, "the bar is wiped"
    _, marked = in_terminal(["show", "ferry", "old.jsonl", "--gold", "gold.jsonl"], tmp_path)
    assert COLOUR.search(marked)


def test_no_color_is_respected_in_a_terminal(tmp_path: Path) -> None:
    """With NO_COLOR set, no colour: not in tables, marks, helps, errors or the bar."""
    written(tmp_path)
    for words in (
        ["--help"],
        ["show", "ferry", "old.jsonl", "--gold", "gold.jsonl"],
        ["score", "old.jsonl", "--gold", "gold.jsonl"],
        ["run", "--limitt", "3"],
        ["run", "gold.jsonl", "-x", "slow:seconds=0.2"],
    ):
        _, shown = in_terminal(words, tmp_path, NO_COLOR="1", PYTHONPATH=slow(tmp_path))
        coloured = [code for code in COLOUR.findall(shown) if re.search(r"\[(3|4|9|10)\d|[;\[](38|48);", code)]
        assert coloured == [], words


def test_a_run_in_a_terminal_of_80_columns_is_no_wider(tmp_path: Path) -> None:
    """No line of the tables and notes wraps: the columns that fit are shown, the others named."""
    code, shown = in_terminal(["run", "-x", "first-phrases", "-x", "tfidf"], tmp_path, columns=80)
    assert code == 0
    lines = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line).rpartition("\r")[2] for line in shown.splitlines()]
    assert max(map(len, lines)) <= 80, max(lines, key=len)
    assert any(line.startswith("- Not shown at this width: ") for line in lines)
    assert any(line.split()[:1] == ["tfidf"] for line in lines)


def slow(folder: Path) -> str:
    """A PYTHONPATH with the extractor `slow:seconds=...`."""
    place = folder / "plugins"
    return (
        plugins(place, {"slow": "misbehaving:Slow"})
        if not place.exists()
        else os.pathsep.join(map(str, (place, TESTS)))
    )


def test_a_reader_that_leaves_is_no_error() -> None:
    """`bench list | head -1`: nothing on standard error, and neither 0 nor the exit code of a failed check."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as gone:
        done = subprocess.run([BENCH, "list"], stdout=gone, stderr=subprocess.PIPE, env=environment(), check=False)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [("list",), ("--help",), ("--version",), ("list", "metrics", "--format", "json")])
def test_output_that_cannot_be_written_is_one_message(words: tuple[str, ...]) -> None:
    """A full disk behind `>` is said, with exit code 2."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([BENCH, *words], stdout=full, stderr=subprocess.PIPE, env=environment(), check=False)
    assert (done.returncode, done.stderr.decode()) == (
        2,
        "bench: standard output: No space left on device. Make room there, or see that it can be read and written\n",
    )


def test_ctrl_c_keeps_what_is_finished_and_says_so(tmp_path: Path) -> None:
    """One message, exit code 130, and the same command goes on where it was stopped."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for number in range(10):
        (texts / f"{number:02}.txt").write_text("A ferry crosses the bay.")
    words = [sys.executable, "-m", "bench", "run", "texts", "-x", "slow:seconds=0.3"]
    more = environment(PYTHONPATH=slow(tmp_path))
    with subprocess.Popen(
        words, cwd=tmp_path, env=more, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as program:
        wait_for(lambda: finished_documents(tmp_path) >= 2)
        os.killpg(program.pid, signal.SIGINT)  # what a terminal does: the program and its workers get it
        out, err = program.communicate(timeout=30)
    assert (program.returncode, out) == (130, "")
    assert re.fullmatch(
        r"bench: stopped: \d+ of 10 documents of slow:seconds=0\.3 are finished and kept\. "
        r"Give the same command again to go on\n",
        err,
    )
    kept = finished_documents(tmp_path)
    again = bench(*words[3:], cwd=tmp_path, PYTHONPATH=more["PYTHONPATH"])
    assert again.code == 0
    assert 2 <= kept < finished_documents(tmp_path) == 10


def finished_documents(folder: Path) -> int:
    """How many documents the journals under a folder's results hold."""
    journals = (folder / "results").glob("*/.journal/*.jsonl")
    return sum(path.read_bytes().count(b'"keyphrases"') for path in journals)


def wait_for(holds: "object", seconds: float = 60.0) -> None:
    """Wait until a condition holds."""
    assert callable(holds)
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "waited too long"
        select.select([], [], [], 0.05)


def test_the_shell_completes_commands_options_and_names(tmp_path: Path) -> None:
    """Bash, with the script that the program prints: commands, options, choices, extractors, metrics, protocols."""
    script = subprocess.run(
        ["bash", "-c", f"{BENCH} --show-completion bash; true"],
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    ).stdout
    assert "complete -o default -F _bench_completion bench" in script

    def completed(line: str) -> list[str]:
        words = line.split(" ")
        code = f"""
{script}
COMP_WORDS=({" ".join(f"'{word}'" for word in words)}); COMP_CWORD={len(words) - 1}
_bench_completion bench
echo "${{COMPREPLY[@]}}"
"""
        more = environment(PATH=f"{BENCH.parent}{os.pathsep}{os.environ['PATH']}")
        done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True, env=more, cwd=tmp_path)
        return done.stdout.split()

    assert completed("bench ru") == ["run"]
    assert completed("bench run --out ") == []
    assert completed("bench run --jo") == ["--jobs"]
    assert completed("bench score --format ") == ["table", "md", "csv", "latex", "json"]
    assert {"tfidf", "yake", "first-phrases"} <= set(completed("bench run -x "))
    assert completed("bench score --metric nD") == ["nDCG@5", "nDCG@10", "nDCG"]
    assert completed("bench score --protocol default,kp") == ["default,kpeval", "default,kpg"]
    assert completed("bench score --gold f") == ["first-film-in-space"]


def test_help_and_lists_import_no_extractor_library() -> None:
    """What starts in a moment must not wait for numpy: neither `bench --help` nor `bench list` loads a library."""
    for words in (["--help"], ["list"], ["list", "extractors"]):
        code = f"""
import sys
sys.argv = ["bench", *{words}]
from bench.cli.main import run_program
try:
    run_program()
except SystemExit as stop:
    code = stop.code
print(code, *sorted({{m.partition(".")[0] for m in sys.modules}}), file=sys.stderr)
"""
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        exit_code, *modules = done.stderr.split()
        assert exit_code in ("0", "None")
        libraries = {
            "yake",
            "keybert",
            "sklearn",
            "numpy",
            "scipy",
            "onnxruntime",
            "tokenizers",
            "nltk",
            "torch",
            "dask",
        }
        assert libraries & set(modules) == set(), words
