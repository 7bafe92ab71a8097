"""The README says what the program does: its help texts, tables, links and commands are the real ones."""

import re
import tomllib
from pathlib import Path

import pytest
from docs.refresh import PART, ROOT, refreshed

README = ROOT / "README.md"


def test_help_and_tables_are_what_the_program_prints() -> None:
    """Every marked part of the README equals the program's output (tests/docs/refresh.py writes them anew)."""
    text = README.read_text(encoding="utf-8")
    assert PART.search(text)
    assert refreshed(text) == text


def pages() -> list[Path]:
    """Every Markdown page of the project that people read."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """A relative link names a file or folder that exists."""
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_dependency_has_its_reason() -> None:
    """A package that is installed with the project is explained in docs/design/dependencies.md."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [*project["project"]["dependencies"]]
    for extra in project["project"]["optional-dependencies"].values():
        named += extra
    for group in ("onnx", "dev", "test", "lint", "types"):
        named += project["dependency-groups"][group]
    names = {re.split(r"[\[<>=~! ]", name)[0].casefold() for name in named if isinstance(name, str)}
    reasons = (ROOT / "docs/design/dependencies.md").read_text(encoding="utf-8").casefold()
    assert sorted(name for name in names - {"keyphrase-bench"} if name not in reasons) == []
