"""Titles closed with a full stop: only where they are open, only in the text, and seen in the digest."""

import json
from pathlib import Path

import pytest

from bench.datasets import load
from bench.errors import UnknownNameError

ROWS = [
    {"id": "open", "title": "A ferry", "text": "It sank.", "keyphrases": ["ferry"]},
    {"id": "asked", "title": "A ferry?", "text": "It sank.", "keyphrases": ["ferry"]},
    {"id": "none", "text": "It sank.", "keyphrases": []},
]


def written(tmp_path: Path) -> str:
    """The rows as a file."""
    path = tmp_path / "made.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return str(path)


def test_an_open_title_gets_a_full_stop(tmp_path: Path) -> None:
    """One that ends in a mark, and a text without title, stay; titles themselves and gold stay throughout."""
    path = written(tmp_path)
    kept, closed = load(path), load(f"{path}?titles=closed")
    assert [article.document.text for article in closed.articles] == [
        "A ferry.\n\nIt sank.",
        "A ferry?\n\nIt sank.",
        "It sank.",
    ]
    assert [a.document.title for a in closed.articles] == [a.document.title for a in kept.articles]
    assert [a.annotation for a in closed.articles] == [a.annotation for a in kept.articles]
    assert closed.info.digest != kept.info.digest


def test_kept_is_what_there_is_without_the_option(tmp_path: Path) -> None:
    """The option's default can be written out."""
    path = written(tmp_path)
    assert load(f"{path}?titles=kept") == load(path)


def test_another_word_is_refused(tmp_path: Path) -> None:
    """The known words are named."""
    with pytest.raises(UnknownNameError) as caught:
        load(f"{written(tmp_path)}?titles=close")
    assert str(caught.value) == ("made: unknown value of titles 'close'. Did you mean 'closed'? Known: closed, kept")
