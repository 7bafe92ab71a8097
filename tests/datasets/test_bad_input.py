"""Every mistake in a data set is one message: what was found, where, and what to do; the whole text is tested."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from dataset_folders import GOLD, OURS, written

from bench.datasets import load
from bench.errors import BenchError, InputError, UnknownNameError


def message(spec: str, place: Path) -> str:
    """The one message that loading ends in, with the test's own folder as `~`."""
    with pytest.raises(BenchError) as caught:
        load(spec)
    assert caught.value.exit_code == 2
    return str(caught.value).replace(str(place), "~")


def spoilt(folder: Path, files: Mapping[str, str | bytes]) -> str:
    """The message for our small set with some files replaced."""
    written(folder, {**OURS, **files})
    return message(str(folder), folder)


def test_a_text_that_is_not_utf8_is_named_with_the_offset(tmp_path: Path) -> None:
    """Latin-1 is not guessed: the file, the byte and its offset are said."""
    assert spoilt(tmp_path, {"articles/a.txt": "café".encode("latin-1")}) == (
        "~/articles/a.txt: is not UTF-8: byte 0xe9 at offset 3. "
        "Save it as UTF-8, or name its encoding: append '?encoding=latin-1' to the data set"
    )


def test_the_offset_counts_the_byte_order_mark(tmp_path: Path) -> None:
    """The offset is one in the file, so that an editor finds it."""
    assert "byte 0xff at offset 4" in spoilt(tmp_path, {"articles/a.txt": b"\xef\xbb\xbfa\xff"})


def test_utf16_is_said_to_be_utf16(tmp_path: Path) -> None:
    """A UTF-16 file is not called a bad byte."""
    assert spoilt(tmp_path, {"articles/a.txt": "tide".encode("utf-16")}) == (
        "~/articles/a.txt: is UTF-16, not UTF-8. Save it as UTF-8"
    )


def test_malformed_toml_is_named_with_its_line(tmp_path: Path) -> None:
    """File and line of the slip."""
    assert spoilt(tmp_path, {"keyphrases/a.toml": "[[keyphrases]]\nphrase = tide\n"}) == (
        "~/keyphrases/a.toml, line 2: malformed TOML: Invalid value. Mend that line"
    )


def test_toml_that_breaks_off_is_named_with_its_line(tmp_path: Path) -> None:
    """The parser says "end of document"; a line number is given all the same."""
    assert spoilt(tmp_path, {"keyphrases/a.toml": '[[keyphrases]]\nphrase = "tide'}) == (
        "~/keyphrases/a.toml, line 2: malformed TOML: Unterminated string. Mend that line"
    )


def test_a_mistyped_key_is_not_passed_over(tmp_path: Path) -> None:
    """`alias` for `aliases` would lose forms in silence."""
    assert spoilt(tmp_path, {"keyphrases/a.toml": '[[keyphrases]]\nphrase = "x"\nalias = ["y"]\n'}) == (
        "~/keyphrases/a.toml, keyphrases 1: unknown key 'alias'. Known keys: phrase, aliases, tier, votes"
    )


def test_a_blank_phrase_is_refused(tmp_path: Path) -> None:
    """A blank gold phrase can be hit by nothing and would lower every recall."""
    assert spoilt(tmp_path, {"keyphrases/a.toml": '[[keyphrases]]\nphrase = " "\n'}) == (
        "~/keyphrases/a.toml, keyphrases 1: the phrase is blank. Write one, or take the entry away"
    )


def test_a_phrase_in_gold_and_in_negatives_is_named_in_both_forms(tmp_path: Path) -> None:
    """The clash is found after normalisation and both written forms are said."""
    clash = GOLD + '[[negatives]]\nphrase = "Tide-Tables"\nkind = "generic"\n'
    assert spoilt(tmp_path, {"keyphrases/a.toml": clash}) == (
        "~/articles/a.txt: document 'a' has 'tide tables' in its gold and 'Tide-Tables' in its negatives, which are "
        "the same phrase after normalisation. Take one of them out"
    )


def test_a_clash_inside_one_annotators_pass_is_found_too(tmp_path: Path) -> None:
    """Passes are gold as well: they can be scored."""
    clash = GOLD + '[[negatives]]\nphrase = "tide table"\n'
    assert "which are the same phrase" in spoilt(tmp_path, {"annotators/x/a.toml": clash})


def test_gold_without_an_article_is_an_error_in_our_layout(tmp_path: Path) -> None:
    """A misnamed gold file must not vanish."""
    assert spoilt(tmp_path, {"keyphrases/c.toml": GOLD}) == (
        "~/keyphrases/c.toml: is gold without an article: there is no articles/c.txt. "
        "Add the article or take the gold away"
    )


def test_an_article_without_gold_is_counted(tmp_path: Path) -> None:
    """It is null for every extractor, and said."""
    written(tmp_path, {**OURS, "articles/c.txt": "Nobody has annotated this."})
    dataset = load(str(tmp_path))
    assert [len(article.annotation.gold) for article in dataset.articles] == [1, 1, 0]
    assert dataset.info.problems == (f"an article has no gold file: {tmp_path}/articles/c.txt",)
    assert dataset.info.has_gold


def test_two_articles_of_one_id(tmp_path: Path) -> None:
    """Both lines are named."""
    path = written(tmp_path, {"d.jsonl": '{"id": "1", "text": "a"}\n\n{"id": 1, "text": "b"}\n'}) / "d.jsonl"
    assert message(str(path), tmp_path) == (
        "~/d.jsonl, line 3: the id '1' was already used in ~/d.jsonl, line 1. Give every article an id of its own"
    )


def test_malformed_json_is_named_with_line_and_column(tmp_path: Path) -> None:
    """The second line breaks off."""
    path = written(tmp_path, {"d.jsonl": '{"id": "1", "text": "a"}\n{"id": "2", "text": \n'}) / "d.jsonl"
    assert message(str(path), tmp_path) == (
        "~/d.jsonl, line 2: malformed JSON: Expecting value at column 21. Mend that line"
    )


def test_json_nested_beyond_reason_is_an_error_and_no_crash(tmp_path: Path) -> None:
    """100,000 brackets end in a message, not in a recursion error."""
    path = written(tmp_path, {"d.jsonl": '{"id": "1", "text": "a"}\n' + "[" * 100_000}) / "d.jsonl"
    assert "line 2: malformed JSON: nested too deeply" in message(f"jsonl:{path}", tmp_path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[1]", "must be a JSON object, not '[1]'. Write {...}"),
        ('{"text": "a"}', "'id' must be a text. Give every article an id"),
        ('{"id": "1", "title": "t"}', "'text' is missing. The line has: id, title"),
        ('{"id": "1", "text": 5}', "'text' must be a text, not '5'. The line has: id, text"),
        (
            '{"id": "1", "text": "a", "keyphrases": "b;c"}',
            "'keyphrases' must be a list, not 'b;c'. Write [\"...\", ...]",
        ),
        (
            '{"id": "1", "text": "a", "keyphrases": ["b", 7]}',
            "'keyphrases' number 2 must be a text or a list of texts, not '7'. Write each keyphrase as a text, or as",
        ),
        ('{"id": "1", "text": "a", "negatives": [{"kind": "x"}]}', "must be an object with 'forms'"),
    ],
)
def test_a_line_of_the_wrong_shape_is_named(tmp_path: Path, line: str, said: str) -> None:
    """Every wrong type says what it is, in which line, and what to write."""
    path = written(tmp_path, {"d.jsonl": '{"id": "0", "text": "a"}\n' + line + "\n"}) / "d.jsonl"
    found = message(str(path), tmp_path)
    assert found.startswith("~/d.jsonl, line 2")
    assert said in found


def test_an_empty_folder(tmp_path: Path) -> None:
    """Said as what it is."""
    assert message(str(tmp_path), tmp_path) == "~: the folder is empty. Put articles into it"


def test_a_folder_of_ours_without_articles(tmp_path: Path) -> None:
    """A card alone is no data set."""
    written(tmp_path, {"dataset.toml": 'name = "x"\n'})
    assert message(str(tmp_path), tmp_path) == "~/articles: there are no articles. Put ID.txt files there"


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    """A card of a later release is not half understood."""
    assert spoilt(tmp_path, {"dataset.toml": 'schema = 2\nname = "x"\n'}) == (
        "~/dataset.toml: schema 2 is not known here. This release reads 1"
    )


def test_an_unknown_layout_says_what_was_looked_for(tmp_path: Path) -> None:
    """The message names the files found, and the marks of every known layout."""
    written(tmp_path, {"notes.doc": "x"})
    found = message(str(tmp_path), tmp_path)
    assert found.startswith("~: the layout is not known (it holds notes.doc). Force one with FORMAT:PATH. Looked for: ")
    assert "folder: dataset.toml beside articles/*.txt" in found


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (b'{"id": "1", "text": "a"\n', "line 1: malformed JSON: Expecting ',' delimiter at column 24. Mend that line"),
        (b'{"id": "1", "text": "caf\xe9"}\n', "line 1: is not UTF-8: byte 0xe9 at offset 24."),
        (b'{"id": "1", "keyphrases": ["a"]}\n', "line 1: 'text' is missing. The line has: id, keyphrases"),
    ],
)
def test_a_first_line_that_is_wrong_is_named(held: bytes, said: str, tmp_path: Path) -> None:
    """A file named .jsonl that opens like an object is read as one: its first line is spoken of, not every layout."""
    path = tmp_path / "gold.jsonl"
    path.write_bytes(held)
    assert message(str(path), tmp_path).startswith(f"~/gold.jsonl, {said}")


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    """A data set is read more than once, which a pipe cannot be."""
    os.mkfifo(tmp_path / "pipe")
    said = "data sets are not read from a pipe. Write it to a file that ends in .jsonl"
    assert message(str(tmp_path / "pipe"), tmp_path) == f"~/pipe: {said}"
    assert message("-", tmp_path) == f"-: {said}"


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    """A path is recognised as one by its slash."""
    assert message(str(tmp_path / "none"), tmp_path) == "~/none: there is no such file or folder. Check the path"


def test_an_unknown_name_gets_the_nearest() -> None:
    """The slip of a letter is forgiven with a hint."""
    with pytest.raises(UnknownNameError, match=r"Did you mean 'first-film-in-space'\?"):
        load("first-film-in-spce")


def test_an_unknown_format_gets_the_nearest(tmp_path: Path) -> None:
    """`jsonls:` is near `jsonl:`."""
    path = written(tmp_path, {"d.jsonl": '{"id": "1", "text": "a"}\n'}) / "d.jsonl"
    with pytest.raises(BenchError, match="jsonl"):
        load(f"jsonls:{path}")


def test_an_unknown_option_gets_the_nearest(tmp_path: Path) -> None:
    """An option that nobody reads is refused."""
    written(tmp_path, OURS)
    with pytest.raises(UnknownNameError, match=r"unknown option 'anotator'\. Did you mean 'annotator'"):
        load(f"{tmp_path}?anotator=x")


def test_an_option_without_a_value(tmp_path: Path) -> None:
    """`?annotator` alone is no choice."""
    written(tmp_path, OURS)
    with pytest.raises(InputError, match="the option 'annotator' has no value"):
        load(f"{tmp_path}?annotator")


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    """A broken link stands for a file that cannot be read, since a superuser can read everything else."""
    (tmp_path / "d.jsonl").symlink_to(tmp_path / "d.jsonl")
    assert message(f"jsonl:{tmp_path / 'd.jsonl'}", tmp_path) == (
        "~/d.jsonl: there is no such file or folder. Check the path"
    )


def test_crlf_and_a_byte_order_mark_make_no_difference(tmp_path: Path) -> None:
    """The same set written on Windows has the same texts, gold and digest."""
    here, there = tmp_path / "here", tmp_path / "there"
    written(here, OURS)
    dos = {
        name: b"\xef\xbb\xbf" + content.encode().replace(b"\n", b"\r\n")
        for name, content in OURS.items()
        if isinstance(content, str)
    }
    written(there, dos)
    assert load(str(there)).articles == load(str(here)).articles
    assert load(str(there)).info.digest == load(str(here)).info.digest


def test_control_characters_and_empty_articles_are_kept(tmp_path: Path) -> None:
    """The text is what it is: a NUL stays, an empty article stays."""
    written(tmp_path, {**OURS, "articles/a.txt": "tide\x00table\x1f\u2028", "articles/b.txt": ""})
    assert [d.text for d in load(str(tmp_path)).documents] == ["tide\x00table\x1f\u2028", ""]


def test_a_lone_surrogate_is_replaced_and_counted(tmp_path: Path) -> None:
    """No UTF-8 file can hold it, so it is U+FFFD from here on; a pair is a character."""
    lines = '{"id": "1", "text": "a \\ud83d b"}\n{"id": "2", "text": "\\ud83d\\ude80", "keyphrases": ["\\udc00"]}\n'
    path = written(tmp_path, {"d.jsonl": lines}) / "d.jsonl"
    dataset = load(str(path))
    assert [d.text for d in dataset.documents] == ["a � b", "🚀"]
    assert dataset.articles[1].annotation.gold[0].forms == ("�",)
    assert (
        f"a lone surrogate in a JSON escape was read as U+FFFD: 2 times, first {path}, line 1" in dataset.info.problems
    )
