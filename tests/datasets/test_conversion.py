"""Converting loses nothing, or says what it loses."""

from pathlib import Path

import pytest
from dataset_folders import OURS, written
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.datasets import load, open_source
from bench.datasets.conversion import convert
from bench.datasets.source import Entry, Header, Source
from bench.errors import InputError, UnknownNameError
from bench.records import Annotation, Article, Document, GoldKeyphrase, Negative


@pytest.mark.parametrize("to", ["folder", "jsonl"])
def test_the_shipped_set_survives_whole(tmp_path: Path, to: str) -> None:
    """Articles, gold, negatives, published line, passes and event: the digest is the same."""
    target = tmp_path / ("copy.jsonl" if to == "jsonl" else "copy")
    convert(open_source("first-film-in-space"), to, target)
    assert load(str(target)).articles == load("first-film-in-space").articles
    assert load(str(target)).info.digest == load("first-film-in-space").info.digest


def test_liaad_says_what_it_cannot_hold(tmp_path: Path) -> None:
    """The first form of each keyphrase and the texts are all that is left, and the rest is counted."""
    said = convert(open_source("first-film-in-space"), "liaad", tmp_path / "copy")
    assert said == (
        "LIAAD's layout cannot hold further forms of keyphrases: 158 left out",
        "LIAAD's layout cannot hold tiers: 74 left out",
        "LIAAD's layout cannot hold negatives: 60 left out",
        "LIAAD's layout cannot hold published keywords: 15 left out",
        "LIAAD's layout cannot hold annotators' passes: 15 left out",
        "LIAAD's layout cannot hold events: 5 left out",
    )
    copy, original = load(str(tmp_path / "copy")), load("first-film-in-space")
    assert copy.info.format == "liaad"
    assert copy.documents == original.documents
    assert [[c.forms for c in a.annotation.gold] for a in copy.articles] == [
        [(c.forms[0],) for c in a.annotation.gold] for a in original.articles
    ]


def test_a_folder_keeps_what_is_known_of_the_set(tmp_path: Path) -> None:
    """Licence, source and version stand in the card of the copy; the copy is sealed."""
    convert(open_source("first-film-in-space"), "folder", tmp_path / "copy")
    original, copy = load("first-film-in-space").info, load(str(tmp_path / "copy")).info
    assert (copy.name, copy.licence, copy.source, copy.version) == (
        original.name,
        original.licence,
        original.source,
        original.version,
    )
    (tmp_path / "copy" / "articles" / "000.txt").write_text("changed")
    with pytest.raises(InputError, match="has changed since"):
        load(str(tmp_path / "copy"))


LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1, max_size=30)
PHRASE = LINES.filter(lambda text: bool(text.strip()))
ARTICLES = st.builds(
    lambda number, text, forms, kind, event: Article(
        Document(f"d{number}", text),
        Annotation((GoldKeyphrase(tuple(forms), "good"),), (Negative(("zzz" + str(number),), kind, "why"),)),
        event=event,
    ),
    st.integers(0, 9),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufeff"), max_size=60),
    st.lists(PHRASE, min_size=1, max_size=3),
    LINES,
    st.sampled_from(["", "e"]),
)


@settings(max_examples=60, deadline=None)
@given(article=ARTICLES)
def test_any_article_survives_folder_and_jsonl(tmp_path_factory: pytest.TempPathFactory, article: Article) -> None:
    """Whatever characters are in text, phrase and reason, both of our forms give the same article back."""
    if any("zzz" in form for form in article.annotation.gold[0].forms):
        return
    source = Source(Header("x", "made"), lambda: iter([Entry(article, "here")]))
    for to in ("folder", "jsonl"):
        target = tmp_path_factory.mktemp("copy") / f"copy.{to}"
        convert(source, to, target)
        assert load(f"{to}:{target}").articles == (article,)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A target that exists is refused."""
    with pytest.raises(InputError, match=r"exists already\. Name a new file or folder"):
        convert(open_source("first-film-in-space"), "folder", tmp_path)


def test_an_unknown_target(tmp_path: Path) -> None:
    """The known ones are named."""
    with pytest.raises(UnknownNameError, match=r"unknown target format 'jsonll'\. Did you mean 'jsonl'"):
        convert(open_source("first-film-in-space"), "jsonll", tmp_path / "x")


def test_an_id_that_is_no_file_name(tmp_path: Path) -> None:
    """`../x` must not become a path."""
    path = written(tmp_path, {"d.jsonl": '{"id": "../x", "text": "a"}\n'}) / "d.jsonl"
    with pytest.raises(InputError, match=r"the id '\.\./x' cannot be a file's name\. Convert to jsonl instead"):
        convert(open_source(str(path)), "folder", tmp_path / "copy")
    assert not (tmp_path / "x.txt").exists()


def test_an_article_without_gold_stays_one(tmp_path: Path) -> None:
    """No gold is not the same as an empty list of it."""
    written(tmp_path / "set", {**OURS, "articles/c.txt": "Nobody has annotated this."})
    convert(open_source(str(tmp_path / "set")), "jsonl", tmp_path / "copy.jsonl")
    problems = load(str(tmp_path / "copy.jsonl")).info.problems
    assert problems == (f"an article has no gold: {tmp_path}/copy.jsonl, line 3",)


def test_blank_lines_of_gold_files_are_said_to_be_lost(tmp_path: Path) -> None:
    """Some published scores count them: a target that has no such lines has another digest, and it is said."""
    written(tmp_path, {"docsutf8/a.txt": "The tide turns.", "keys/a.key": "tide\n\nturn\n", "lan.txt": "en"})
    for to in ("folder", "jsonl"):
        target = tmp_path / f"copy.{to}"
        assert convert(open_source(f"liaad:{tmp_path}"), to, target) == (
            "blank lines of the gold files, which some published scores count: 2 left out; the digest changes",
        )
        assert load(str(target)).info.digest != load(f"liaad:{tmp_path}").info.digest


def test_a_folder_says_that_it_changes_the_order(tmp_path: Path) -> None:
    """The order of articles is part of the digest, and files have none but that of their names."""
    articles = tmp_path / "d.jsonl"
    articles.write_text('{"id": "2", "text": "tide"}\n{"id": "1", "text": "nets"}\n', encoding="utf-8")
    assert convert(open_source(str(articles)), "folder", tmp_path / "copy") == (
        "a folder's articles are in the order of their ids, the source's were not: the digest changes",
    )
    assert [a.document.id for a in load(str(tmp_path / "copy")).articles] == ["1", "2"]
