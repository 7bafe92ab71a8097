"""A user's mistake ends in one message (what, where, what to do) and exit code 2, never in a traceback."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from bench_program import BENCH, Done, bench, environment, plain, plugins
from harbour import GOLD, lines, written

from bench.cli.main import run_program

SHIPPED = "first-film-in-space"
Call = Callable[..., Done]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    """The program in this process, in a folder with the harbour's files; a traceback would be an exception here."""
    monkeypatch.chdir(written(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")

    def called(*words: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["bench", *words])
        capfd.readouterr()
        try:
            run_program()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        else:
            code = 0
        out, err = capfd.readouterr()
        return Done(code, plain(out, tmp_path), plain(err, tmp_path))

    return called


SCORE = ("score", "old.jsonl", "--gold", "gold.jsonl")
RUN = ("run", "gold.jsonl", "-x", "first-phrases")

CALLS: Mapping[tuple[str, ...], str] = {
    ("run", "nowhere"): "unknown data set 'nowhere'. Known: ",
    ("run", "first-film-in-spce"): f"unknown data set 'first-film-in-spce'. Did you mean '{SHIPPED}'? Known: ",
    ("run", "./nowhere"): "./nowhere: there is no such file or folder. Check the path",
    ("run", "jsnl:gold.jsonl"): "jsnl:gold.jsonl: unknown format 'jsnl'. Did you mean 'jsonl'? Known: ",
    ("run", "gold.jsonl?langage=fr"): "unknown option 'langage'. Did you mean 'language'? Known: ",
    ("run", ""): "no data set is named. Give a name, a folder or a file",
    (
        "run",
        "gold.jsonl",
        "gold.jsonl",
    ): "two data sets are called 'gold'. Run them one after the other with an --out each",
    ("run", "-x", "yke"): "-x: unknown extractor 'yke'. Did you mean 'yake'? Known: ",
    ("run", "-x", "first-phrases", "-x", "tf-idf"): "-x: unknown extractor 'tf-idf'. Did you mean 'tfidf'? Known: ",
    ("run", "-x", ""): "'' does not begin with an extractor's name. Write NAME or NAME:key=value,key=value",
    ("run", "-x", "yake:"): "'yake:' ends where its options should begin. Write NAME or NAME:key=value,key=value",
    ("run", "-x", "yake:n"): "yake:n: 'n' is not key=value. Write NAME or NAME:key=value,key=value",
    ("run", "-x", "yake:n=1,n=2"): "yake:n=1,n=2: option 'n' is given twice. Leave one of them out",
    ("run", "-x", "random:sed=3"): "extractor 'random:sed=3': unknown option 'sed'. Did you mean 'seed'? Known: ",
    ("run", "-x", "yake:windowsSize=3"): "option 'windowsSize' is not taken. It is called window_size since yake 0.6",
    ("run", "-x", "yake:n=many"): "extractor 'yake:n=many': n=many must be a whole number. Change the value",
    ("run", "--engine", "dask"): "--engine dask and --scheduler ADDRESS go together. Give both or neither",
    ("run", "--out", "gold.jsonl"): "gold.jsonl/first-film-in-space/",
    ("run", "keys-as-texts", "--out", "."): "keys-as-texts: the tables would be written among the texts",
    ("score", "nowhere.jsonl", "--gold", "gold.jsonl"): "nowhere.jsonl: no such file or folder. Give a run folder",
    ("score", ".", "--gold", "gold.jsonl"): ".: holds neither run.json nor .key files. Give a run folder",
    ("score", "old.jsonl", "--gold", "nowhere.jsonl"): "nowhere.jsonl: there is no such file or folder. Check the path",
    (*SCORE, "--metric", "Fl@10"): "unknown metric 'Fl@10'. Did you mean 'F1@10'? Known: ",
    (*SCORE, "--metric", "F1"): "metric F1: F1 needs a cut-off. Write F1@10 or F1@M or F1@O",
    (*SCORE, "--metric", "F1@0"): "F1@0",
    (*SCORE, "--protocol", "defualt"): "unknown protocol 'defualt'. Did you mean 'default'? Known: ",
    (*SCORE, "--protocol", "default:denominatr=k"): "unknown protocol option 'denominatr'. Did you mean 'denominator'?",
    (
        *SCORE,
        "--protocol",
        "default:denominator=availble",
    ): "unknown value of denominator 'availble'. Did you mean 'avail",
    (*SCORE, "--per-document"): "--per-document has no table. Give --format json with it",
    (*SCORE, "--protocol", "all", "--baseline", "old"): "several protocols give one table of systems by conventions",
    (*SCORE, "new.jsonl", "--baseline", "nwe"): "unknown system 'nwe'. Did you mean 'new'? Known: new, old",
    ("compare", "old.jsonl", "--gold", "gold.jsonl"): "one run cannot be compared. Name two runs or more",
    ("gate", "old.jsonl", "--baseline", "new.jsonl", "--gold", "gold.jsonl", "--margin", "F1@10"): (
        "--margin: 'F1@10' is not METRIC=LOSS. Write such as F1@10=0.01"
    ),
    ("gate", "old.jsonl", "--baseline", "new.jsonl", "--gold", "gold.jsonl", "--margin", "F1@10=5"): (
        "--margin: F1@10 lies between 0 and 1, so that no loss is beyond 5. Write a fraction: five points are F1@10=0.0"
    ),
    ("report", "nowhere"): "nowhere: no stored runs on the gold that ships. `bench run` makes them",
    (
        "show",
        "fery",
        "--gold",
        "gold.jsonl",
    ): "gold: unknown document 'fery'. Did you mean 'ferry'? Known: buoy, ferry, tide",
}
"""Calls and how the message begins (after `bench: `) or what it holds."""


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_a_wrong_call_is_one_message(words: tuple[str, ...], call: Call, tmp_path: Path) -> None:
    """Exit code 2, nothing on standard output, one line on standard error that names the nearest right thing."""
    if "keys-as-texts" in words:
        (tmp_path / "keys-as-texts").mkdir()
        (tmp_path / "keys-as-texts" / "a.txt").write_text("A ferry.")
    done = call(*words)
    assert (done.code, done.out) == (2, "")
    [message] = done.err.splitlines()
    assert message.startswith("bench: ")
    assert CALLS[words] in message


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rnu",), "No such command 'rnu'. Did you mean 'run'?"),
        (("run", "--limitt", "3"), "No such option: --limitt"),
        (("run", "--limit", "0"), "Invalid value for '--limit'"),
        (("run", "--limit", "many"), "Invalid value for '--limit'"),
        (("run", "--timeout", "-1"), "Invalid value for '--timeout'"),
        (("run", "--timeout", "nan"), "Invalid value for '--timeout'"),
        (("score",), "Missing argument 'RUN'"),
        (("score", "old.jsonl"), "Missing option '--gold'"),
        (("list", "extractors", "--format", "html"), "'html' is not one of 'table', 'md', 'csv', 'latex', 'json'"),
    ],
)
def test_a_call_that_cannot_be_parsed(words: tuple[str, ...], said: str, call: Call) -> None:
    """Usage, where the help is, and what is wrong; exit code 2."""
    done = call(*words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.startswith("Usage: bench ")


LISTS: Mapping[str, tuple[str | bytes, str]] = {
    "malformed": (
        '{"id": "ferry", "keyphrases": ["a"]}\n{"id": \n',
        "lists.jsonl:2: not JSON (Expecting value, character 7). ",
    ),
    "no object": ("[1]\n", "lists.jsonl:1: list instead of an object. Write "),
    "no list": ('{"id": "ferry", "keyphrases": "a, b"}\n', "lists.jsonl:1: no list 'keyphrases'. Write "),
    "two lines": (
        '{"id": "ferry", "keyphrases": []}\n{"id": "ferry", "keyphrases": []}\n',
        "lists.jsonl:2: the id 'ferry' stands in line 1 already. Keep one line for each document",
    ),
    "latin-1": (
        '{"id": "ferry", "keyphrases": ["é"]}\n'.encode("latin-1"),
        "lists.jsonl:1: not UTF-8 (byte 0xe9 at offset ",
    ),
    "not a number": (
        '{"id": "ferry", "keyphrases": [{"phrase": "a", "score": NaN}]}\n',
        "lists.jsonl:1: the score of keyphrase 1 is no finite number: nan. Write ",
    ),
    "wrong type": (
        '{"id": "ferry", "keyphrases": [7]}\n',
        "lists.jsonl:1: keyphrase 1 is neither text nor an object with a",
    ),
}


@pytest.mark.parametrize("fault", LISTS)
def test_a_list_with_a_fault_is_named_with_its_line(fault: str, call: Call, tmp_path: Path) -> None:
    """File, line and what to write instead."""
    content, said = LISTS[fault]
    (tmp_path / "lists.jsonl").write_bytes(content.encode() if isinstance(content, str) else content)
    done = call("score", "lists.jsonl", "--gold", "gold.jsonl")
    assert (done.code, done.out) == (2, "")
    [message] = done.err.splitlines()
    assert message.startswith(f"bench: {said}")


OURS = {
    "dataset.toml": 'name = "x"\n',
    "articles/a.txt": "A tide table.",
    "keyphrases/a.toml": '[[keyphrases]]\nphrase = "tide table"\n',
}
SETS: Mapping[str, tuple[Mapping[str, str | bytes], str]] = {
    "not UTF-8": (
        {"articles/a.txt": "café".encode("latin-1")},
        "x/articles/a.txt: is not UTF-8: byte 0xe9 at offset 3. ",
    ),
    "malformed TOML": (
        {"keyphrases/a.toml": "[[keyphrases]]\nphrase = tide\n"},
        "x/keyphrases/a.toml, line 2: malformed TOML: Invalid value. Mend that line",
    ),
    "gold without an article": (
        {"keyphrases/b.toml": '[[keyphrases]]\nphrase = "tide"\n'},
        "x/keyphrases/b.toml: is gold without an article: there is no articles/b.txt. Add the article or take",
    ),
    "gold and negative": (
        {"keyphrases/a.toml": '[[keyphrases]]\nphrase = "tide table"\n[[negatives]]\nphrase = "Tide Tables"\n'},
        "x/articles/a.txt: document 'a' has 'tide table' in its gold and 'Tide Tables' in its negatives",
    ),
}


@pytest.mark.parametrize("fault", SETS)
@pytest.mark.parametrize("words", [("run", "x", "-x", "first-phrases"), ("score", "old.jsonl", "--gold", "x")])
def test_a_folder_of_gold_with_a_fault(fault: str, words: tuple[str, ...], call: Call, tmp_path: Path) -> None:
    """Before anything is extracted or scored."""
    files, said = SETS[fault]
    for name, content in {**OURS, **files}.items():
        (tmp_path / "x" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "x" / name).write_bytes(content.encode() if isinstance(content, str) else content)
    done = call(*words)
    assert (done.code, done.out) == (2, "")
    [message] = done.err.splitlines()
    assert message.startswith(f"bench: {said}")
    assert not (tmp_path / "results").exists()


JSON_LINES: Mapping[str, tuple[str, str]] = {
    "malformed": (
        '{"id": "1", "text": "a"}\n{"id": "2", "text": \n',
        "d.jsonl, line 2: malformed JSON: Expecting value at column 21",
    ),
    "duplicate ids": (
        '{"id": "1", "text": "a"}\n{"id": "1", "text": "b"}\n',
        "d.jsonl, line 2: the id '1' was already used in d.jsonl, line 1. Give every article an id of its own",
    ),
    "no text": ('{"id": "1", "title": "t", "text": 7}\n', "d.jsonl, line 1: 'text' must be a text, not '7'. "),
}


@pytest.mark.parametrize("fault", JSON_LINES)
def test_gold_in_one_file_with_a_fault(fault: str, call: Call, tmp_path: Path) -> None:
    """File and line are named."""
    content, said = JSON_LINES[fault]
    (tmp_path / "d.jsonl").write_text(content)
    done = call("run", "d.jsonl", "-x", "first-phrases")
    assert (done.code, done.out) == (2, "")
    [message] = done.err.splitlines()
    assert message.startswith(f"bench: {said}")


def test_an_article_without_gold_is_counted_and_left_out_of_the_mean(call: Call, tmp_path: Path) -> None:
    """Said on standard error and under the table; the other documents are scored as if it were not there."""
    (tmp_path / "more.jsonl").write_text(lines((*GOLD, {"id": "none", "text": "Nobody has annotated this."})))
    (tmp_path / "lists.jsonl").write_text(
        (tmp_path / "old.jsonl").read_text() + '{"id": "none", "keyphrases": ["a"]}\n'
    )
    done = call("score", "lists.jsonl", "--gold", "more.jsonl", "--format", "json")
    assert (done.code, done.err) == (0, "more: an article has no gold: more.jsonl, line 4\n")
    found, alone = (json.loads(printed) for printed in (done.out, call(*SCORE, "--format", "json").out))
    assert found["dataset"]["without_gold"] == 1
    assert found["systems"][0]["scored"] == 3
    for name, value in alone["systems"][0]["metrics"].items():
        if name not in ("noise@10", "negatives@10"):  # these need no gold
            assert found["systems"][0]["metrics"][name] == value


HOSTILE: Mapping[str, str | bytes] = {
    "empty.txt": b"",
    "blank.txt": " \n\t\n",
    "stop-words.txt": "of the and to a in that it is was",
    "one-word.txt": "ferry",
    "emoji.txt": "🚀🚀 A rocket 🧑‍🚀 was launched 🇫🇷 today 👍🏽.",
    "cjk.txt": "俄罗斯电影团队从国际空间站返回地球。东京で新しい映画が撮影された。",
    "right-to-left.txt": "عاد طاقم الفيلم الروسي من محطة الفضاء الدولية. צוות הסרט חזר לכדור הארץ.",
    "control.txt": "tide\x00table\x1b[31m red\x07 bell\x1f\u2028line\u202eevil\u200b zero",
    "crlf.txt": b"The tide table\r\nhangs in the office.\r\n",
    "mark.txt": b"\xef\xbb\xbfThe tide table hangs in the office.",
    "combining.txt": "e\u0301" * 50 + " Zalgo\u0335\u0336\u0337 text",
    "one-line.txt": "x" * 20_000,
}


def test_hostile_texts_cost_at_most_themselves(call: Call, tmp_path: Path) -> None:
    """Every built-in extractor that needs no weights, over every hostile text: all end as `ok` or `empty`."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, content in HOSTILE.items():
        (texts / name).write_bytes(content.encode() if isinstance(content, str) else content)
    done = call("run", "texts", "-x", "first-phrases", "-x", "random", "-x", "tfidf", "-x", "yake")
    assert done.code == 0
    assert "bench: " not in done.err
    assert "\x1b" not in done.out
    runs = sorted((tmp_path / "results/texts/runs").iterdir())
    assert len(runs) == 4
    for run in runs:
        entries = [json.loads(line) for line in (run / "predictions.jsonl").read_text(encoding="utf-8").splitlines()]
        assert [entry["id"] for entry in entries] == sorted(name.removesuffix(".txt") for name in HOSTILE)
        assert {entry["id"]: entry["error"] for entry in entries if entry["error"]} == {}, run.name
        statuses = {entry["id"]: entry["status"] for entry in entries}
        assert statuses["empty"] == statuses["blank"] == statuses["stop-words"] == "empty", run.name
        assert set(statuses.values()) <= {"ok", "empty"}


def test_a_megabyte_of_text_is_done(call: Call, tmp_path: Path) -> None:
    """A long document is slow and nothing worse: run and judged, its status `ok`."""
    texts = tmp_path / "long"
    texts.mkdir()
    sentence = "The harbour master of berth {0} has read tide table {0} before noon. "
    (texts / "long.txt").write_text("".join(map(sentence.format, range(15_000)))[:1_000_000])
    done = call("run", "long", "-x", "first-phrases", "-x", "random", "-x", "tfidf")
    assert done.code == 0
    stored = (tmp_path / "results/long/runs").glob("*/predictions.jsonl")
    assert [json.loads(path.read_text(encoding="utf-8"))["status"] for path in stored] == ["ok"] * 3


def test_line_ends_and_a_byte_order_mark_make_no_difference(call: Call, tmp_path: Path) -> None:
    """The same gold written on Windows gives the same numbers under the same digest."""
    unix = call(*SCORE, "--format", "json")
    gold = (tmp_path / "gold.jsonl").read_bytes()
    (tmp_path / "gold.jsonl").write_bytes(b"\xef\xbb\xbf" + gold.replace(b"\n", b"\r\n"))
    lists = (tmp_path / "old.jsonl").read_bytes()
    (tmp_path / "old.jsonl").write_bytes(b"\xef\xbb\xbf" + lists.replace(b"\n", b"\r\n"))
    assert call(*SCORE, "--format", "json") == unix


def test_a_lone_surrogate_is_read_scored_and_printed(call: Call, tmp_path: Path) -> None:
    """Half a character in gold and in a list: replaced and said in the gold, escaped where it is printed."""
    (tmp_path / "d.jsonl").write_text('{"id": "1", "text": "a \\ud83d ferry", "keyphrases": ["ferry"]}\n')
    (tmp_path / "lists.jsonl").write_text('{"id": "1", "keyphrases": ["ferry", "half \\ud83d"]}\n')
    done = call("score", "lists.jsonl", "--gold", "d.jsonl", "--metric", "P@1")
    assert done.code == 0
    assert "a lone surrogate in a JSON escape was read as U+FFFD" in done.err
    assert call("show", "1", "lists.jsonl", "--gold", "d.jsonl").code == 0
    assert call("run", "d.jsonl", "-x", "first-phrases", "-x", "yake").code == 0


MISBEHAVIOUR: Mapping[str, tuple[str, str]] = {
    "good": ("ok", ""),
    "raise!": ("failed", "ValueError: first line second line"),
    "die!": ("failed", ""),
    "hang!": ("timeout", "took longer than 2 s"),
    "none!": ("failed", "NoneType"),
    "text!": ("failed", "str"),
    "strings!": ("failed", "str"),
    "number!": ("failed", "int"),
    "nan!": ("failed", "nan"),
    "score!": ("failed", "str"),
    "many!": ("ok", ""),
    "repeat!": ("ok", ""),
    "surrogate!": ("ok", ""),
    "print!": ("ok", ""),
}


def test_an_extractor_that_misbehaves_costs_its_document_and_nothing_else(tmp_path: Path) -> None:
    """One document each: raises, dies, hangs, wrong type, NaN, too many, duplicates and blanks; the run ends well."""
    entries = tuple({"id": word.strip("!"), "text": f"{word} ferry", "keyphrases": ["ferry"]} for word in MISBEHAVIOUR)
    (tmp_path / "d.jsonl").write_text(lines(entries))
    path = plugins(tmp_path / "plugins", {"misbehaving": "misbehaving:Misbehaving"})
    words = ("run", "d.jsonl", "-x", "misbehaving", "-x", "first-phrases", "--timeout", "2", "--limit", "5")
    done = bench(*words, cwd=tmp_path, PYTHONPATH=path)
    assert (done.code, done.err) == (0, "pages: results/d\nindex: results/README.md\n")
    [run] = (tmp_path / "results/d/runs").glob("misbehaving-*")
    stored = [json.loads(line) for line in (run / "predictions.jsonl").read_text(encoding="utf-8").splitlines()]
    for entry, (word, (status, error)) in zip(stored, MISBEHAVIOUR.items(), strict=True):
        assert entry["status"] == status, word
        assert error in (entry["error"] or ""), word
        assert bool(entry["error"]) is (status != "ok"), word
        assert "\n" not in (entry["error"] or ""), word
    listed = {entry["id"]: [keyphrase["phrase"] for keyphrase in entry["keyphrases"]] for entry in stored}
    assert listed["many"] == [f"phrase {number}" for number in range(5)]
    assert listed["good"] == ["good", "ferry"]
    failed = sum(status in ("failed", "timeout") for status, _ in MISBEHAVIOUR.values())
    row = next(line.split() for line in done.out.splitlines() if line.startswith("misbehaving "))
    head = next(line.split() for line in done.out.splitlines() if line.startswith("row "))
    assert row[-1 - head[::-1].index("failed")] == str(failed)
    other = next(line.split() for line in done.out.splitlines() if line.startswith("first-phrases "))
    assert other[-1 - head[::-1].index("failed")] == "0"


def test_an_extractor_that_fails_on_every_document_is_stopped_and_said(tmp_path: Path) -> None:
    """After a few documents, with the last reason and its log; the other rows are made all the same."""
    entries = tuple({"id": f"{n}", "text": f"raise! {n} ferry", "keyphrases": ["ferry"]} for n in range(12))
    (tmp_path / "d.jsonl").write_text(lines(entries))
    path = plugins(tmp_path / "plugins", {"misbehaving": "misbehaving:Misbehaving"})
    done = bench("run", "d.jsonl", "-x", "misbehaving", "-x", "first-phrases", cwd=tmp_path, PYTHONPATH=path)
    assert done.code == 2
    [message] = [line for line in done.err.splitlines() if line.startswith("bench: ")]
    assert message.startswith(
        "bench: extractor 'misbehaving': fails on every document: stopped after 5 of 12, the last with: "
        "ValueError: first line second line"
    )
    assert any(line.startswith("first-phrases") for line in done.out.splitlines())


@pytest.mark.parametrize("out", ["gold.jsonl", "gold.jsonl/deeper", "/proc/results", "/dev/null/results"])
def test_an_output_folder_that_cannot_be_written(out: str, call: Call, tmp_path: Path) -> None:
    """A file where a folder should be, or a place that takes none: one message before anything is extracted."""
    if out.startswith("/") and not Path(out).parent.exists():
        pytest.skip("this system has no such place")
    done = call("run", "gold.jsonl", "-x", "first-phrases", "-x", "random", "--out", out)
    assert (done.code, done.out) == (2, "")
    [message] = done.err.splitlines()
    assert message.startswith(f"bench: {out}")
    assert "cannot be written" in message
    assert "--out" in message
    assert not (tmp_path / "results").exists()


def test_pages_that_cannot_be_written(call: Call, tmp_path: Path) -> None:
    """A folder that lies where a page should go is named."""
    assert call(*RUN).code == 0
    page = tmp_path / "results/gold/quality.md"
    page.unlink()
    page.mkdir()
    done = call(*RUN)
    assert done.code == 2
    assert (
        done.err == "bench: results/gold: cannot be written (Is a directory). Make room there or give another --out\n"
    )


def test_a_spoilt_summary_is_named(call: Call, tmp_path: Path) -> None:
    """The index is made of summaries; one that is none is said with what to do, and none can name files elsewhere."""
    assert call(*RUN).code == 0
    for content in ("{", "[]", '{"pages": ["../../gold.jsonl"]}', '{"pages": 3}'):
        (tmp_path / "results/gold/summary.json").write_text(content)
        done = call("report", "--gold", "gold.jsonl")
        assert done.code == 2
        assert done.err.startswith("bench: results/gold/summary.json: not a summary of results (")
        assert (tmp_path / "gold.jsonl").exists()


def test_a_deleted_working_folder_is_no_traceback(tmp_path: Path) -> None:
    """Whoever removes the folder that they stand in gets a message too."""
    (tmp_path / "gone").mkdir()
    script = f"cd gone && rmdir ../gone && exec {BENCH} report"
    done = bench_in_shell(script, tmp_path)
    assert done.code == 2
    [message] = done.err.splitlines()
    assert message.startswith("bench: ")


def bench_in_shell(script: str, cwd: Path) -> Done:
    """What a shell script prints."""
    words = ["sh", "-c", script]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=cwd, env=environment())
    return Done(done.returncode, plain(done.stdout, cwd), plain(done.stderr, cwd))
