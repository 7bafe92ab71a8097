"""The program as a user starts it: a process and a folder of its own, with nothing of the caller's terminal."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import __version__

OF_A_TERMINAL = ("NO_COLOR", "FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "COLUMNS", "LINES", "GITHUB_STEP_SUMMARY")
"""Environment variables that change what is printed, which a test gives itself."""

TESTS = Path(__file__).parent
BENCH = Path(sys.executable).with_name("bench")
"""The installed command."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a call printed and its exit code; the folder it ran in is written `~`, the program's version `VERSION`."""

    code: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    """The caller's environment without what is of a terminal, with a fixed hash seed, and with `more`."""
    kept = {name: value for name, value in os.environ.items() if name not in OF_A_TERMINAL}
    path = [*filter(None, (more.get("PYTHONPATH"), kept.get("PYTHONPATH")))]
    on_path = {"PYTHONPATH": os.pathsep.join(path)} if path else {}
    return {**kept, "PYTHONHASHSEED": "0", "TERM": "xterm-256color", **more, **on_path}


def bench(*words: str, cwd: Path, **more: str) -> Done:
    """Run `python -m bench` with these words in a folder, both streams piped, and with `more` in the environment."""
    done = subprocess.run(
        [sys.executable, "-m", "bench", *words],
        cwd=cwd,
        env=environment(**more),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=300,
        check=False,
    )
    return Done(done.returncode, plain(done.stdout.decode(), cwd), plain(done.stderr.decode(), cwd))


def plain(text: str, cwd: Path) -> str:
    """Output without what differs between machines and releases."""
    return text.replace(str(cwd), "~").replace(f"v:{__version__}", "v:VERSION")


def plugins(folder: Path, entry_points: Mapping[str, str]) -> str:
    """A PYTHONPATH on which a distribution lies that declares these extractors, as `module:attribute` of tests/."""
    info = folder / "made_up_plugins-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: made-up-plugins\nVersion: 1.0\n")
    lines = [f"{name} = {target}" for name, target in entry_points.items()]
    (info / "entry_points.txt").write_text("\n".join(["[bench.extractors]", *lines]) + "\n")
    return os.pathsep.join([str(folder), str(TESTS)])
