"""Every layout of gold, on small sets that are made up: what is read, and that the layout is recognised."""

import json
from importlib import import_module
from pathlib import Path

import pytest
from dataset_folders import written

from bench.datasets import load, open_source
from bench.errors import BenchError, InputError
from bench.records import Dataset

XML = """<?xml version="1.0" encoding="UTF-8"?>
<root><document><sentences>
{sentences}
</sentences></document></root>
"""


def core_nlp(*sentences: tuple[str, str]) -> str:
    """CoreNLP's XML of sentences given as (section, words); `~` before a word says that no blank stands there."""
    at = 0
    parts = []
    for section, text in sentences:
        tokens = []
        for word in text.split():
            glued = word.startswith("~")
            at += 0 if glued else 1
            end = at + len(word.lstrip("~"))
            tokens.append(
                f"<token><word>{word.lstrip('~')}</word><CharacterOffsetBegin>{at}</CharacterOffsetBegin>"
                f"<CharacterOffsetEnd>{end}</CharacterOffsetEnd><POS>X</POS></token>"
            )
            at = end
        attribute = f' section="{section}"' if section else ""
        parts.append(f"<sentence{attribute}><tokens>{''.join(tokens)}</tokens></sentence>")
    return XML.format(sentences="\n".join(parts))


def read(folder: Path, files: dict[str, str | bytes], spec: str = "{}") -> Dataset:
    """The data set that these files are."""
    written(folder, files)
    return load(spec.format(folder))


def gold(dataset: Dataset) -> dict[str, list[tuple[str, ...]]]:
    """The clusters by document."""
    return {a.document.id: [c.forms for c in a.annotation.gold] for a in dataset.articles}


def texts(dataset: Dataset) -> dict[str, str]:
    """The texts by document."""
    return {a.document.id: a.document.text for a in dataset.articles}


LIAAD: dict[str, str | bytes] = {
    "Set/docsutf8/b.txt": "Nets are mended.",
    "Set/docsutf8/a.txt": "The tide turns.",
    "Set/keys/a.key": "tide\n\nTurn of the tide\n",
    "Set/keys/b.key": "nets",
    "Set/lan.txt": "pt-PT\n",
}


def test_liaad_blank_lines_are_no_phrases(tmp_path: Path) -> None:
    """The last line end makes no phrase; a blank line inside is counted; the language is lan.txt's."""
    dataset = read(tmp_path, LIAAD)
    assert dataset.info.format == "liaad"
    assert gold(dataset) == {"a": [("tide",), ("Turn of the tide",)], "b": [("nets",)]}
    assert {a.document.language for a in dataset.articles} == {"pt"}
    assert dataset.info.problems == (
        f"a blank line inside a gold file is no phrase: {tmp_path}/Set/keys/a.key, line 2",
    )


def test_liaad_two_sets_in_one_folder_want_a_choice(tmp_path: Path) -> None:
    """An archive of several sets is not mixed."""
    other = {name.replace("Set/", "Other/"): content for name, content in LIAAD.items()}
    written(tmp_path, {**LIAAD, **other})
    with pytest.raises(InputError, match=r"several to choose from: Other, Set\. Name one: append '\?part=Other'"):
        load(str(tmp_path))
    assert len(load(f"{tmp_path}?part=Other").articles) == 2


def test_hulth_unwraps_lines_and_keeps_both_annotators(tmp_path: Path) -> None:
    """A line end and a tab inside a phrase is a blank; title and abstract are parted; the gold is uncontr."""
    files: dict[str, str | bytes] = {
        "1.abstr": b"Tides of\n\tthe sea\r\nThe tide turns\n\ttwice a day\r\n",
        "1.contr": b"oceanography\r\n",
        "1.uncontr": b"tide; sea\n\tlevel; (0;1)-tides\r\n",
    }
    article = read(tmp_path, files).articles[0]
    assert article.document.title == "Tides of the sea"
    assert article.document.text == "Tides of the sea\n\nThe tide turns twice a day"
    assert [c.forms[0] for c in article.annotation.gold] == ["tide", "sea level", "(0", "1)-tides"]
    assert [c.forms[0] for c in load(f"{tmp_path}?annotator=contr").articles[0].annotation.gold] == ["oceanography"]


AKE: dict[str, str | bytes] = {
    "references/test.uncontr.json": '{"1": [["tide", "tides"], ["sea level"]]}',
    "references/test.contr.json": '{"1": [["oceanography"]]}',
    "references/test.uncontr.stem.json": '{"1": [["tide"]]}',
    "test/1.xml": core_nlp(("title", "The Tide"), ("abstract", "It turns ~-LRB- ~twice ~-RRB- ~."), ("abstract", "So")),
}


def test_ake_reads_variants_and_text_from_offsets(tmp_path: Path) -> None:
    """Brackets come back, punctuation is not parted from its word, sentences stand on lines, sections in paragraphs."""
    dataset = read(tmp_path, AKE)
    assert dataset.info.format == "ake"
    assert texts(dataset) == {"1": "The Tide\n\nIt turns(twice).\nSo"}
    assert gold(dataset) == {"1": [("tide", "tides"), ("sea level",)]}
    assert dataset.articles[0].document.title == "The Tide"
    assert sorted(dataset.articles[0].annotators) == ["contr", "uncontr"]
    assert dataset.info.gold_stem == ""


def test_ake_references_are_found_from_the_archive_and_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path in `?references=` may be seen from beside the set, or from where the command is typed."""
    written(tmp_path, {"sets/xml/1.xml": AKE["test/1.xml"], "sets/r.json": '{"1": [["tide"]]}'})
    monkeypatch.chdir(tmp_path)
    for references in ("r.json", "sets/r.json"):
        assert gold(load(f"ake:sets/xml?references={references}")) == {"1": [("tide",)]}


def test_ake_says_when_only_stems_are_there(tmp_path: Path) -> None:
    """Stemmed gold must not be stemmed again, so the data set says by whom it was."""
    files = {name: content for name, content in AKE.items() if "references" not in name or ".stem." in name}
    assert read(tmp_path, files).info.gold_stem == "porter-original"


def test_ake_references_without_their_article(tmp_path: Path) -> None:
    """A missing article is an error, or a counted omission on request."""
    written(tmp_path, {**AKE, "references/test.uncontr.json": '{"1": [["a"]], "2": [["b"]], "3": [["c"]]}'})
    with pytest.raises(InputError) as caught:
        load(str(tmp_path))
    assert str(caught.value).replace(str(tmp_path), "~") == (
        "~/references: there is gold for 3 documents, 2 of them have no article, the first '2'. Add the articles, or "
        "append '?missing=skip' to leave these documents out and count them"
    )
    skipped = load(f"{tmp_path}?missing=skip")
    assert len(skipped.articles) == 1
    assert skipped.info.problems == (f"gold without an article was left out: 2 times, first {tmp_path}/references: 2",)


def test_xml_with_entities_is_refused(tmp_path: Path) -> None:
    """Nothing is expanded: a document type is reason enough to stop."""
    bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><root>&b;</root>'
    written(tmp_path, {**AKE, "test/1.xml": bomb})
    with pytest.raises(InputError) as caught:
        load(str(tmp_path))
    assert str(caught.value).replace(str(tmp_path), "~") == (
        "~/test/1.xml: declares a document type or entities, which are not expanded here. "
        "CoreNLP writes none; take the declaration out"
    )


def test_malformed_xml_names_its_line(tmp_path: Path) -> None:
    """The file and the line."""
    written(tmp_path, {**AKE, "test/1.xml": "<root>\n<sentences>\n</root>"})
    with pytest.raises(InputError, match=r"test/1\.xml, line 3: malformed XML: mismatched tag"):
        load(str(tmp_path))


def test_semeval_lines_have_variants(tmp_path: Path) -> None:
    """A comma parts keyphrases, a plus variants; gold that is not stemmed is preferred to stems and JSON."""
    files: dict[str, str | bytes] = {
        "reference.final": "C-41 : quality of service+service quality,hybrid system\n",
        "reference.stem.final": "C-41 : qualiti of servic,hybrid system\n",
        "C-41.txt.final": "A hybrid system.",
    }
    dataset = read(tmp_path, files)
    assert dataset.info.format == "semeval"
    assert gold(dataset) == {"C-41": [("quality of service", "service quality"), ("hybrid system",)]}
    assert load(f"{tmp_path}?references=reference.stem.final").info.gold_stem == "porter-original"


def test_semeval_lines_and_their_json_twin_are_one(tmp_path: Path) -> None:
    """The same references in both forms give the same gold."""
    files: dict[str, str | bytes] = {
        "r.final": "C-1 : a b,c+d\n",
        "r.json": '{"C-1": [["a b"], ["c", "d"]]}',
        "C-1.txt": "x",
    }
    written(tmp_path, files)
    assert gold(load(f"{tmp_path}?references=r.json")) == gold(load(str(tmp_path)))


MAUI: dict[str, str | bytes] = {
    "documents/1.txt": "The tide.",
    "teams/team1/1.key": "12: Tide\nOcean current\n",
    "teams/team2/1.key": "tides\t3\nMoon\n",
    "teams/team3/1.key": "Moon\nSun\n",
    "README.txt": "About.",
}


def test_maui_has_as_many_annotators_as_folders(tmp_path: Path) -> None:
    """The gold is the union; numbers and counts around a phrase are not part of it."""
    dataset = read(tmp_path, MAUI)
    assert sorted(dataset.articles[0].annotators) == ["team1", "team2", "team3"]
    assert gold(dataset) == {"1": [("Tide", "tides"), ("Ocean current",), ("Moon",), ("Sun",)]}
    assert gold(load(f"{tmp_path}?annotator=majority")) == {"1": [("Tide", "tides"), ("Moon",)]}
    assert gold(load(f"{tmp_path}?annotator=team3")) == {"1": [("Moon",), ("Sun",)]}
    with pytest.raises(BenchError, match=r"unknown annotator 'team4'\. Did you mean 'team"):
        load(f"{tmp_path}?annotator=team4")


def test_a_choice_of_annotator_needs_annotators(tmp_path: Path) -> None:
    """A set with one list has no majority."""
    written(tmp_path, LIAAD)
    with pytest.raises(InputError, match="has no separate annotators"):
        load(f"{tmp_path}?annotator=majority")


def test_kea_keys_beside_texts(tmp_path: Path) -> None:
    """One folder with both kinds is one annotator, without a name."""
    dataset = read(tmp_path, {"1.txt": "The tide.", "1.key": "tide\n"})
    assert dataset.info.format == "maui"
    assert gold(dataset) == {"1": [("tide",)]}
    assert not dataset.articles[0].annotators


def test_brat_synonyms_are_one_cluster(tmp_path: Path) -> None:
    """Synonym-of joins, the same words twice are one, other relations are no gold, bad offsets are counted."""
    notes = (
        "T1\tTask 4 8\ttide\nT2\tTask 18 22\ttide\nT3\tProcess 0 3;9 14\tThe turns\nT4\tTask 24 29\tebbed\n"
        "*\tSynonym-of T1 T4\nR1\tHyponym-of Arg1:T1 Arg2:T3\n#1\tAnnotatorNotes T1\tgood\n"
    )
    dataset = read(tmp_path, {"1.txt": "The tide turns the tide. Ebbs", "1.ann": notes})
    assert dataset.info.format == "brat"
    assert gold(dataset) == {"1": [("tide", "ebbed"), ("The turns",)]}
    assert dataset.info.problems == (
        f"a span's words are not the text at its offsets: 2 times, first {tmp_path}/1.ann, line 2",
    )


def test_brat_line_that_is_no_span(tmp_path: Path) -> None:
    """File and line."""
    written(tmp_path, {"1.txt": "x", "1.ann": "T1\tTask 0\tx\n"})
    with pytest.raises(InputError, match=r"1\.ann, line 1: 'T1\\tTask 0\\tx' is no span"):
        load(str(tmp_path))


def test_memray_pairs_by_line_and_id(tmp_path: Path) -> None:
    """The two files belong together line by line, which their ids must bear out."""
    files: dict[str, str | bytes] = {
        "x.src": '{"title": "Tides", "abstract": "They turn.", "id": "0"}\n',
        "x.tgt": '{"keywords": ["tide"], "id": "0", "tgt": ["tide"]}\n',
    }
    dataset = read(tmp_path, files)
    assert dataset.info.format == "memray"
    assert texts(dataset) == {"0": "Tides\n\nThey turn."}
    assert load(str(tmp_path / "x.src")).articles == dataset.articles
    written(tmp_path, {"x.tgt": '{"keywords": ["tide"], "id": "1"}\n'})
    with pytest.raises(InputError, match=r"x\.tgt, line 1: has the id '1', but its article has '0'"):
        load(str(tmp_path))
    written(tmp_path, {"x.tgt": ""})
    with pytest.raises(InputError, match="one of the two files is longer"):
        load(str(tmp_path))


def test_one2seq_keeps_placeholders_and_drops_its_marks(tmp_path: Path) -> None:
    """<digit> stays (the linter speaks of it), <eos> and <peos> are no words."""
    files: dict[str, str | bytes] = {
        "test_src.txt": "tides <eos> <digit> tides turn .\nno title here .\n",
        "test_trg.txt": "tide;<peos>;sea level\n\n",
    }
    dataset = read(tmp_path, files)
    assert dataset.info.format == "one2seq"
    assert texts(dataset) == {"1": "tides\n\n<digit> tides turn .", "2": "no title here ."}
    assert gold(dataset) == {"1": [("tide",), ("sea level",)], "2": []}
    written(tmp_path, {"test_trg.txt": "tide\n"})
    with pytest.raises(InputError, match=r"test_src\.txt, line 2: one of the two files is longer"):
        load(str(tmp_path))


def test_bio_spans(tmp_path: Path) -> None:
    """B begins, I goes on, a change of type begins anew, repeats are one, brackets come back."""
    lines = "Tide\tB-KEY\ntables\tI-KEY\n-LRB-\tO\nsea\tB-Task\nlevel\tI-Material\n\n\nTide\tI-KEY\ntide\tB-KEY\n"
    dataset = read(tmp_path, {"test.txt": lines})
    assert dataset.info.format == "bio"
    assert texts(dataset) == {"1": "Tide tables ( sea level", "2": "Tide tide"}
    assert gold(dataset) == {"1": [("Tide tables",), ("sea",), ("level",)], "2": [("Tide",), ("tide",)]}


def test_bio_line_without_a_tag(tmp_path: Path) -> None:
    """File and line."""
    written(tmp_path, {"test.txt": "Tide\tB-KEY\ntables\n"})
    with pytest.raises(InputError, match=r"test\.txt, line 2: 'tables' is no token with a tag"):
        load(f"bio:{tmp_path}")


MIDAS = {
    "id": 7,
    "document": ["Tide", "tables", "hang", "-LRB-", "here", "-RRB-"],
    "doc_bio_tags": ["B", "I", "O", "O", "O", "O"],
    "extractive_keyphrases": ["tide tables"],
    "abstractive_keyphrases": ["harbour", "tide tables"],
}


def test_midas_json(tmp_path: Path) -> None:
    """Both lists, each phrase once; without lists the tagged spans."""
    bare = {key: MIDAS[key] for key in ("id", "document", "doc_bio_tags")} | {"id": 8}
    path = written(tmp_path, {"d.jsonl": json.dumps(MIDAS) + "\n" + json.dumps(bare)}) / "d.jsonl"
    dataset = load(str(path))
    assert dataset.info.format == "midas"
    assert texts(dataset)["7"] == "Tide tables hang ( here )"
    assert gold(dataset) == {"7": [("tide tables",), ("harbour",)], "8": [("Tide tables",)]}
    written(tmp_path, {"d.jsonl": json.dumps({**MIDAS, "doc_bio_tags": ["B"]})})
    with pytest.raises(InputError, match=r"line 1: 1 tags for 6 tokens"):
        load(str(path))


def test_kptimes_and_kp20k(tmp_path: Path) -> None:
    """Lists of variants, plain lists and joined strings; a headline is no text."""
    lines = [
        {"id": "a", "title": "T", "headline": "H", "abstract": "x.", "keyword": [["news media", "journalism"], ["x"]]},
        {"id": "b", "title": "T", "abstract": "x.", "keyword": "one,two;three"},
        {"id": "c", "title": "T", "abstract": "x."},
    ]
    path = written(tmp_path, {"d.jsonl": "\n".join(map(json.dumps, lines))}) / "d.jsonl"
    dataset = load(str(path))
    assert dataset.info.format == "kptimes"
    assert texts(dataset)["a"] == "T\n\nx."
    assert gold(dataset) == {"a": [("news media", "journalism"), ("x",)], "b": [("one,two",), ("three",)], "c": []}
    assert gold(load(f"{path}?variants=,"))["b"] == [("one", "two"), ("three",)]
    assert dataset.info.problems == (f"an article has no gold: {path}, line 3",)


def test_csv_with_named_columns(tmp_path: Path) -> None:
    """Quoted cells hold line ends and commas; columns and separator can be named; JSON cells hold clusters."""
    table = 'name,body,kw\n1,"The tide, it\nturns","tide|sea level"\n2,Nets,"[""net"", [""trawl"", ""trawler""]]"\n'
    path = written(tmp_path, {"d.csv": table}) / "d.csv"
    dataset = load(f"{path}?id_field=name&text_field=body&gold_field=kw&separator=|")
    assert dataset.info.format == "csv"
    assert texts(dataset) == {"1": "The tide, it\nturns", "2": "Nets"}
    assert gold(dataset) == {"1": [("tide",), ("sea level",)], "2": [("net",), ("trawl", "trawler")]}
    with pytest.raises(InputError, match=r"d\.csv: has no column 'text'; its columns are name, body, kw"):
        load(str(path))
    with pytest.raises(BenchError, match=r"unknown column 'bdy'\. Did you mean 'body'"):
        load(f"{path}?text_field=bdy")


def test_tsv_and_ragged_rows(tmp_path: Path) -> None:
    """Tabs part the cells of a .tsv; a row that does not fit names its line."""
    path = written(tmp_path, {"d.tsv": "id\ttext\tkeyphrases\n1\tTides, all\ttide;sea\n"}) / "d.tsv"
    assert gold(load(str(path))) == {"1": [("tide",), ("sea",)]}
    written(tmp_path, {"d.tsv": "id\ttext\n1\tx\n2\ty\tz\n"})
    with pytest.raises(InputError, match=r"d\.tsv, line 3: has more or fewer cells than the head line"):
        load(str(path))


def test_a_very_long_cell(tmp_path: Path) -> None:
    """The csv module's own limit of 131,072 characters is not ours."""
    path = written(tmp_path, {"d.csv": "id,text\n1," + "a " * 100_000 + "\n"}) / "d.csv"
    assert len(load(str(path)).documents[0].text) == 200_000


def test_hugging_face_on_disk(tmp_path: Path) -> None:
    """What `save_to_disk` wrote is read by its columns; of several splits one is named."""
    library = import_module("datasets")
    if not hasattr(library, "load_from_disk"):  # without the library this folder of tests has that name
        pytest.skip("Hugging Face's datasets is not installed")
    rows = library.Dataset.from_list([MIDAS])
    library.DatasetDict({"test": rows, "train": rows}).save_to_disk(str(tmp_path / "both"))
    with pytest.raises(InputError, match="several to choose from: test, train"):
        load(str(tmp_path / "both"))
    dataset = load(f"{tmp_path / 'both'}?split=train")
    assert dataset.info.format == "huggingface"
    assert gold(dataset) == {"7": [("tide tables",), ("harbour",)]}
    kp = library.Dataset.from_list([{"id": "1", "title": "T", "abstract": "x", "keyphrases": ["k"]}])
    kp.save_to_disk(str(tmp_path / "kp"))
    assert gold(load(str(tmp_path / "kp"))) == {"1": [("k",)]}
    own = library.Dataset.from_list([{"id": "1", "text": "x", "keyphrases": ["k"]}])
    own.save_to_disk(str(tmp_path / "own"))
    assert gold(load(str(tmp_path / "own"))) == {"1": [("k",)]}


def test_a_key_file_in_latin_1(tmp_path: Path) -> None:
    """Named with its offset; read when the encoding is said."""
    written(tmp_path, {**LIAAD, "Set/keys/a.key": "maré\n".encode("latin-1")})
    with pytest.raises(InputError, match=r"keys/a\.key: is not UTF-8: byte 0xe9 at offset 3"):
        load(str(tmp_path))
    assert gold(load(f"{tmp_path}?encoding=latin-1"))["a"] == [("maré",)]


def test_ten_thousand_gold_phrases(tmp_path: Path) -> None:
    """A list out of all proportion is read like any other."""
    dataset = read(tmp_path, {**LIAAD, "Set/keys/a.key": "".join(f"phrase {n}\n" for n in range(10_000))})
    assert len(dataset.articles[0].annotation.gold) == 10_000


def test_a_stream_can_be_read_twice(tmp_path: Path) -> None:
    """A source starts anew with each pass and holds nothing."""
    source = open_source(str(written(tmp_path, LIAAD)))
    assert [a.document.id for a in source] == [a.document.id for a in source] == ["a", "b"]
