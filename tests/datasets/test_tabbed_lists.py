"""Gold lists without texts: read, told from other layouts, and never taken for documents to run on."""

from pathlib import Path

import pytest

from bench.datasets import load
from bench.errors import InputError


def test_lines_of_gold_are_documents_without_text(tmp_path: Path) -> None:
    """Order and repeats stay, blank phrases and lines go, and the data set says that it has no texts."""
    path = tmp_path / "made.ref"
    path.write_bytes(b"b.abstr\tlow orbit; orbit ;orbit;;\r\n\na.abstr\t\n")
    found = load(str(path))
    assert [(a.document.id, a.document.text, [g.forms for g in a.annotation.gold]) for a in found.articles] == [
        ("b.abstr", "", [("low orbit",), ("orbit",), ("orbit",)]),
        ("a.abstr", "", []),
    ]
    assert (found.info.name, found.info.format, found.info.has_gold) == ("made", "tabbed", True)
    assert found.info.problems == (f"the gold comes without texts: what needs one is not computed: {path}",)


def test_a_line_without_a_tab_is_named(tmp_path: Path) -> None:
    """File and line, what was found, what to do."""
    path = tmp_path / "made.ref"
    path.write_text("a\torbit\nno tab\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load(str(path))
    assert str(caught.value) == f"{path}, line 2: has no id with a tab after it. Write ID<TAB>phrase;phrase"


def test_an_id_that_comes_twice_is_named(tmp_path: Path) -> None:
    """Two lines for one document are not joined in silence."""
    path = tmp_path / "made.ref"
    path.write_text("a\torbit\na\tlaunch\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"the id 'a' was already used in .*made\.ref, line 1"):
        load(str(path))


@pytest.mark.parametrize(("name", "text"), [("a.txt", "A page with\ta tab.\n"), ("a.txt", "no tab at all\n")])
def test_a_folder_of_texts_is_not_taken_for_lists(name: str, text: str, tmp_path: Path) -> None:
    """Several files, or a first line without a tab, are texts."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text("Another page.\n", encoding="utf-8")
    assert load(str(tmp_path)).info.format == "texts"
