"""The guide to noise says what the rules do: its classes, its examples, its figures of the published line."""

import re
from pathlib import Path

from bench.datasets import load
from bench.scoring.noise import CLASSES, NoiseJudge

GUIDE = (Path(__file__).parents[2] / "docs" / "noise.md").read_text("utf-8")
ARTICLES = {article.document.id: article for article in load("first-film-in-space").articles}
CLASS_ROW = re.compile(r"^\| ([A-Z_]+) \| (hard|soft) \| .+ \| (\d{3}|any): `(.+)` \|$", re.MULTILINE)
PHRASE_ROW = re.compile(r"^\| `(.+)` \| ([A-Z_, ]+) \|$", re.MULTILINE)


def labels(document: str, phrase: str) -> tuple[str, ...]:
    """The labels of a phrase over a shipped article."""
    article = ARTICLES["000" if document == "any" else document]
    return NoiseJudge(article.document.text, published=article.published).labels(phrase).labels


def test_every_class_has_its_row() -> None:
    """The guide's table lists the classes in their order, hard and soft as they are."""
    rows = CLASS_ROW.findall(GUIDE)
    assert [(name, hardness) for name, hardness, _, _ in rows] == [
        (name, "hard" if kind.hard else "soft") for name, kind in CLASSES.items()
    ]


def test_the_examples_are_true() -> None:
    """Each example has the class that it stands for, in the article that it is taken from."""
    for name, _, document, phrase in CLASS_ROW.findall(GUIDE):
        assert name in labels(document, phrase), (name, phrase)


def test_the_published_line_is_as_described() -> None:
    """The three phrases and no others, with exactly these labels."""
    described = {phrase: tuple(names.split(", ")) for phrase, names in PHRASE_ROW.findall(GUIDE)}
    assert described == {p: labels("000", p) for p in ARTICLES["000"].published if labels("000", p)}
