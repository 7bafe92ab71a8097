"""The walls between the rooms, read off the source: who imports whom, and what importing costs."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import bench

PACKAGE = Path(bench.__file__).parent
ROOMS = {"text", "datasets", "extractors", "running", "scoring", "reporting", "reproducing", "cli"}
UNDER: dict[str, set[str]] = {
    "text": set(),
    "datasets": {"text"},
    "extractors": {"text"},
    "running": {"extractors", "text"},
    "scoring": {"text"},
    "reporting": {"scoring", "text"},
    "reproducing": {"datasets", "running", "extractors", "scoring", "reporting", "text"},
    "cli": ROOMS - {"cli"},
}


def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def imported_rooms(path: Path) -> set[str]:
    """The rooms that a module imports from anywhere in its source, functions included."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("bench.")} & ROOMS


@pytest.mark.parametrize("room", sorted(UNDER))
def test_a_room_imports_only_from_rooms_under_it(room: str) -> None:
    """Data walks one way: running cannot see scoring, scoring cannot see running, text sees nobody."""
    seen = {
        (path.relative_to(PACKAGE).as_posix(), target)
        for path in modules()
        if path.relative_to(PACKAGE).parts[0] == room
        for target in imported_rooms(path) - {room}
    }
    assert {target for _, target in seen} <= UNDER[room], sorted(s for s in seen if s[1] not in UNDER[room])


def test_extractors_and_running_never_name_gold() -> None:
    """No record that carries gold is imported where extractors run, so none can be handed to them."""
    hidden = {"GoldKeyphrase", "Negative", "Annotation", "Article", "Dataset"}
    for room in ("extractors", "running"):
        for path in (PACKAGE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module == "bench.records":
                    assert not hidden & {alias.name for alias in node.names}, path


def test_a_document_has_no_field_for_gold() -> None:
    """What an extractor is handed holds an id, a text, a language and a title, and nothing else."""
    from bench.records import Document

    assert set(Document.__dataclass_fields__) == {"id", "text", "language", "title"}


def imported_by(statement: str) -> set[str]:
    """Top-level packages in sys.modules after a statement in a fresh interpreter."""
    code = f"import sys\n{statement}\nprint(*{{m.partition('.')[0] for m in sys.modules}})"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


EXTRACTOR_LIBRARIES = {"yake", "keybert", "sklearn", "numpy", "scipy", "onnxruntime", "tokenizers", "torch"}


@pytest.mark.parametrize(
    "statement",
    [
        "import bench.scoring.evaluation, bench.scoring.comparison, bench.scoring.noise, bench.scoring.references",
        "import bench.reporting.bundle",
        "import bench.cli.main",
        "import bench.running.store",
        "import bench.datasets",
    ],
)
def test_importing_a_room_imports_no_extractor_library(statement: str) -> None:
    """Scoring, reporting, the command line and the readers start without numpy or any extractor library."""
    assert not EXTRACTOR_LIBRARIES & imported_by(statement)


def test_scoring_imports_nothing_that_runs() -> None:
    """`bench.scoring` loads no module of `bench.running` or `bench.extractors`, not even indirectly."""
    code = (
        "import sys, bench.scoring.evaluation, bench.scoring.comparison, bench.scoring.references\n"
        "print(*[m for m in sys.modules if m.startswith(('bench.running', 'bench.extractors'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
