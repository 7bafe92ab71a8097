"""Our folder, the interchange form and bare texts: what is read is what was written."""

import hashlib
import json
from pathlib import Path

import pytest
from dataset_folders import OURS, written
from hypothesis import given
from hypothesis import strategies as st
from strategies import ANY_TEXT, CLUSTERS, PHRASE_LISTS

from bench.datasets import digest, load
from bench.datasets.formats.json_lines import entry_of, line_of
from bench.datasets.seal import seal
from bench.datasets.specification import Request
from bench.errors import InputError
from bench.records import Annotation, Article, Document, GoldKeyphrase, Negative

USUAL = {"id": "id", "title": "title", "text": "text", "gold": "keyphrases"}


def test_our_folder_gives_what_its_files_say(tmp_path: Path) -> None:
    """Forms, tier, negative, published line and what the card says, all of it."""
    dataset = load(str(written(tmp_path, OURS)))
    assert dataset.info.name == "harbour"
    assert dataset.info.version == "3"
    assert dataset.articles == (
        Article(
            Document("a", "The tide table hangs in the harbour office.\n"),
            Annotation((GoldKeyphrase(("tide table", "tide tables"), "essential"),)),
        ),
        Article(
            Document("b", "A pilot boat waits."),
            Annotation((GoldKeyphrase(("pilot boat",)),), (Negative(("waits",), "generic"),)),
            ("boat", "pilot"),
        ),
    )


def test_tables_of_the_card_speak_of_single_articles(tmp_path: Path) -> None:
    """Titles, events and languages by id; the others have the set's."""
    card = 'name = "x"\nevent = "e"\nlanguage = "fr"\n[titles]\na = "T"\n[events]\na = "f"\n[languages]\na = "pt"\n'
    a, b = load(str(written(tmp_path, {**OURS, "dataset.toml": card}))).articles
    assert (a.document.title, a.event, a.document.language) == ("T", "f", "pt")
    assert (b.document.title, b.event, b.document.language) == ("", "e", "fr")


def test_a_sealed_set_refuses_a_changed_article_and_says_how_to_seal_it(tmp_path: Path) -> None:
    """The file, both digests and the command are named; sealing again makes it readable."""
    written(tmp_path, OURS)
    assert seal(tmp_path) == ("articles/a.txt", "articles/b.txt", "keyphrases/a.toml", "keyphrases/b.toml")
    before = load(str(tmp_path)).info.digest
    written(tmp_path, {"articles/a.txt": "The tide table fell.\n"})
    new = hashlib.sha256(b"The tide table fell.\n").hexdigest()[:12]
    old = hashlib.sha256(str(OURS["articles/a.txt"]).encode()).hexdigest()[:12]
    with pytest.raises(InputError) as caught:
        load(str(tmp_path))
    assert str(caught.value).replace(str(tmp_path), "~") == (
        f"~/articles/a.txt: has changed since dataset.toml was sealed (sha256 {new}..., described {old}...). "
        "If the change is meant, raise the version in dataset.toml and run `bench data seal ~`"
    )
    assert seal(tmp_path) == ("articles/a.txt",)
    assert load(str(tmp_path)).info.digest != before


def test_a_sealed_set_refuses_new_and_missing_files(tmp_path: Path) -> None:
    """A file that nobody described, and a described one that is gone."""
    written(tmp_path, OURS)
    seal(tmp_path)
    written(tmp_path, {"articles/c.txt": "New."})
    with pytest.raises(InputError, match=r"is not among the files that dataset\.toml describes"):
        load(str(tmp_path))
    (tmp_path / "articles" / "c.txt").unlink()
    (tmp_path / "keyphrases" / "b.toml").unlink()
    with pytest.raises(InputError, match=r"b\.toml: is described by dataset\.toml but missing"):
        load(str(tmp_path))


def test_sealing_leaves_the_rest_of_the_card_alone(tmp_path: Path) -> None:
    """Comments, order and tables after the digests stay."""
    card = '# ours\nname = "x"\n\n[sha256]\n"articles/z.txt" = "0"\n\n[titles]\na = "T"\n'
    written(tmp_path, {**OURS, "dataset.toml": card})
    seal(tmp_path)
    text = (tmp_path / "dataset.toml").read_text(encoding="utf-8")
    assert text.startswith('# ours\nname = "x"\n\n[sha256]\n"articles/a.txt" = "')
    assert text.endswith('[titles]\na = "T"\n')
    assert "z.txt" not in text
    seal(tmp_path)
    assert (tmp_path / "dataset.toml").read_text(encoding="utf-8") == text


def test_bare_texts_have_no_gold_and_say_what_was_skipped(tmp_path: Path) -> None:
    """Only .txt files at the top are articles; the rest is counted, a published line is taken off and said."""
    files = {"b.txt": "Two.", "a.TXT": "One.\nKeywords: x, y\n", "deep/c.txt": "Three.", "notes.md": "#"}
    dataset = load(str(written(tmp_path, files)))
    assert not dataset.info.has_gold
    assert [(a.document.id, a.document.text, a.published) for a in dataset.articles] == [
        ("a", "One.", ("x", "y")),
        ("b", "Two.", ()),
    ]
    assert [p.replace(str(tmp_path), "~") for p in dataset.info.problems] == [
        "a published keyword line was taken off the text (?published=keep leaves it in): ~/a.TXT",
        "a file that is no .txt at the top of the folder was skipped: 2 times, first ~/deep/c.txt",
    ]
    assert "Keywords" in load(f"{tmp_path}?published=keep").documents[0].text


def test_the_interchange_form_is_read_as_documented(tmp_path: Path) -> None:
    """A plain string is a cluster of one form; the title is the text's first paragraph."""
    line = {
        "id": "7",
        "title": "Tides",
        "text": "The tide table.",
        "language": "en",
        "keyphrases": ["tide", ["tide table", "tide tables"]],
        "negatives": [{"forms": ["the"], "kind": "generic"}],
        "published": ["sea"],
    }
    path = written(tmp_path, {"d.jsonl": json.dumps(line)}) / "d.jsonl"
    assert load(str(path)).articles == (
        Article(
            Document("7", "Tides\n\nThe tide table.", "en", "Tides"),
            Annotation(
                (GoldKeyphrase(("tide",)), GoldKeyphrase(("tide table", "tide tables"))),
                (Negative(("the",), "generic"),),
            ),
            ("sea",),
        ),
    )


def test_fields_can_be_named(tmp_path: Path) -> None:
    """Somebody else's keys are read under the names that he gives them."""
    path = written(tmp_path, {"d.jsonl": '{"n": 3, "body": "b", "kw": ["x"]}'}) / "d.jsonl"
    article = load(f"jsonl:{path}?id_field=n&text_field=body&gold_field=kw&language=fr").articles[0]
    assert article == Article(Document("3", "b", "fr"), Annotation((GoldKeyphrase(("x",)),)))


WRITABLE = ANY_TEXT.map(lambda text: text.encode("utf-8", "replace").decode())


@given(WRITABLE, CLUSTERS, PHRASE_LISTS, st.sampled_from(["en", "fr"]), st.text("ab", max_size=2))
def test_the_interchange_form_loses_nothing(
    text: str, clusters: list[tuple[str, ...]], published: list[str], language: str, event: str
) -> None:
    """An article written as a line and read again is the same article, whatever is in it."""
    gold = tuple(GoldKeyphrase(forms, "good") for forms in clusters)
    said = Annotation(gold, (Negative(("x y",), "generic", "because"),))
    article = Article(Document("1", text, language), said, tuple(published), {"a": said}, event)
    assert entry_of(json.loads(line_of(article)), "", USUAL, Request("x")).article == article


def test_the_digest_tells_apart_whatever_could_give_other_numbers() -> None:
    """Text, gold, negatives, published keywords, annotators, event, language, order each move it; a reason does not."""
    base = Article(Document("1", "t"), Annotation((GoldKeyphrase(("a",)),), (Negative(("n",), "k", "w"),)))
    other = Article(Document("2", "t"))
    changed = [
        Article(Document("1", "u"), base.annotation),
        Article(Document("1", "t", "fr"), base.annotation),
        Article(base.document, Annotation((GoldKeyphrase(("a", "b")),), base.annotation.negatives)),
        Article(base.document, Annotation(base.annotation.gold)),
        Article(base.document, base.annotation, ("p",)),
        Article(base.document, base.annotation, annotators={"x": Annotation()}),
        Article(base.document, base.annotation, event="e"),
    ]
    digests = {digest([article]) for article in (base, *changed)}
    assert len(digests) == 1 + len(changed)
    assert digest([base, other]) != digest([other, base])
    same = Article(base.document, Annotation(base.annotation.gold, (Negative(("n",), "k", "another reason"),)))
    assert digest([same]) == digest([base])
