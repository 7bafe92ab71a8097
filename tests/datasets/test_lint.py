"""The linter: each code fires on what it is about and not on clean text; the shipped gold is what its card admits."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from dataset_folders import OURS, written
from real_sets import needs_sets, spec

from bench.datasets import load, open_source
from bench.datasets.lint.check import lint
from bench.datasets.lint.findings import CODES, Finding
from bench.datasets.lint.repeats import Sketch
from bench.datasets.lint.texts import is_truncated, mojibake
from bench.datasets.source import Entry, Header, Source
from bench.records import Annotation, Article, Document, GoldKeyphrase, Negative

CLEAN = "The harbour office hangs out a tide table. Whoever sails at night reads it, and the pilot does so as well."


LEAK = "a published keyword line stands in the text, where every extractor reads it"
FRENCH = (
    "Le bateau est dans le port de la ville et la marée est haute pour la nuit. Il y a des poissons dans le filet et "
    "les pêcheurs sont sur le quai avec leurs paniers. On les vend au marché de la place à partir de midi."
)


def article(
    text: str = CLEAN,
    gold: tuple[str, ...] = ("tide table",),
    identifier: str = "1",
) -> Article:
    """An article with these gold keyphrases of one form each."""
    annotation = Annotation(tuple(GoldKeyphrase((phrase,)) for phrase in gold))
    return Article(Document(identifier, text), annotation)


def source(*articles: Article, name: str = "made", gold_stem: str = "") -> Source:
    """A set of articles, each at a place of its own."""
    entries = [Entry(one, f"article {number}") for number, one in enumerate(articles, start=1)]
    return Source(Header(name, "made", gold_stem=gold_stem), lambda: iter(entries))


def found(*articles: Article, **more: str) -> list[tuple[str, str, str]]:
    """Code, place and message of what the linter says of these articles."""
    return [(one.code, one.place, one.message) for one in lint(source(*articles, **more))]


def test_clean_text_and_gold_have_no_finding() -> None:
    """Silence where nothing is wrong."""
    assert found(article()) == []


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("  \n", "empty-document", "an article without text"),
        (
            CLEAN + "\n\nKeywords: tides, boats, harbour",
            "published-line",
            f"{LEAK}: line 3: Keywords: tides; boats; harbour, ...",
        ),
        ("\x00" + CLEAN, "control-character", "control characters in the text: U+0000"),
        (CLEAN + " A \ufffd stands here.", "broken-character", "a broken character: U+FFFD"),
        (CLEAN + "\u012a pilot knows.", "broken-character", "a broken character: 'Ī' behind a full stop"),
        (CLEAN + " cafÃ©s close.", "mojibake", "characters read in a wrong encoding: cafÃ©s"),
        (
            CLEAN + " It fell <digit> times.",
            "placeholder",
            "placeholders in place of what was written: <digit>",
        ),
        (
            CLEAN.replace("table. Whoever", "table.Whoever"),
            "fused-words",
            "two words without the white space between them: table.Whoever",
        ),
        (
            CLEAN + " Mondays are dull. Mondaywas dull, and Monday was so in theHarbour.",
            "fused-words",
            "two words without the white space between them: Mondaywas, theHarbour",
        ),
        (CLEAN.rstrip("."), "truncated-document", "a text that breaks off: ends in 'the pilot does so as well'"),
        (
            CLEAN + " [+1240 chars]",
            "truncated-document",
            "a text that breaks off: ends in 'does so as well. [+1240 chars]'",
        ),
        (
            CLEAN + " Le bateau est dans le port et la marée est haute pour la nuit.",
            "foreign-passage",
            "a passage in another language: fr: 'Le bateau est dans le port et la'...",
        ),
        (
            FRENCH,
            "other-language",
            "a text in another language than declared: declared en, reads as fr",
        ),
    ],
)
def test_what_is_wrong_with_a_text(text: str, code: str, message: str) -> None:
    """One fault put into clean text is one finding, named whole."""
    findings = [one for one in found(article(text)) if one[0] != "no-gold-present"]
    assert findings == [(code, "article 1", message)]


@pytest.mark.parametrize(
    ("gold", "code", "message"),
    [
        (("tide table", "!!"), "blank-gold", "a gold phrase without a letter or digit: '!!'"),
        (
            ("tide table", "Tide-Tables"),
            "duplicate-gold",
            "gold keyphrases that are one after normalisation: 'tide table' and 'Tide-Tables'",
        ),
        (
            ("tide table", "table of the tide"),
            "reordered-gold",
            (
                "two gold keyphrases that differ in the order of their words or in small words alone: "
                "'tide table' and 'table of the tide'"
            ),
        ),
        (("tide table", "boat, pilot"), "separator-in-gold", "a separator inside a gold phrase: 'boat, pilot'"),
        (
            ("tide table", "pilot \tboat"),
            "line-break-in-gold",
            "a tab or line break inside a gold phrase, left by a wrapped list: 'pilot \\tboat'",
        ),
        (("tide table", "(tide"), "cut-gold", "a bracket that is not closed in a gold phrase: '(tide'"),
        (
            ("tide table", "a b c d e f g h i"),
            "long-gold",
            "a gold phrase of more than eight words: 'a b c d e f g h i'",
        ),
        (("mast",), "no-gold-present", "no gold keyphrase of the article stands in it: 1 keyphrases"),
    ],
)
def test_what_is_wrong_with_gold(gold: tuple[str, ...], code: str, message: str) -> None:
    """One fault put into clean gold is one finding, named whole."""
    assert found(article(gold=gold)) == [(code, "article 1", message)]


def test_a_thousand_and_decimal_commas_are_no_separators() -> None:
    """3,000 and 7,2 are numbers."""
    assert found(article(gold=("tide table", "3,000 boats", "7,2 metres"))) == []


def test_gold_in_negatives_is_an_error() -> None:
    """The severity decides the exit code."""
    said = Annotation((GoldKeyphrase(("tide table",)),), (Negative(("Tide tables",)),))
    one = Article(Document("1", CLEAN), said)
    (finding,) = lint(source(one))
    assert (finding.code, finding.severity) == ("gold-in-negatives", "error")
    assert finding.message == "a phrase is in gold and in negatives: 'tide table' and 'Tide tables'"


OTHER = "Nets are mended on the quay in winter. When the fish come back, the boats go out with the first light of day."


def test_what_occurs_twice() -> None:
    """Ids, texts and sentences; in one set and across two."""
    assert [c for c, *_ in found(article(), article(OTHER, ("nets",)))] == ["duplicate-id"]
    assert found(article(), article(CLEAN.upper(), identifier="2")) == [
        ("duplicate-document", "article 2", "the same text twice: also in article 1")
    ]
    shared = article(CLEAN + " " + OTHER, identifier="2")
    assert found(article(), shared) == [
        ("shared-sentences", "article 2", "two articles share sentences: 2 of them stand in article 1")
    ]
    across = list(lint(source(article()), source(article(CLEAN), name="other")))
    assert [one.code for one in across] == ["duplicate-document"]


def test_near_duplicates() -> None:
    """One word in thirty exchanged is nearly the same text; another text is not."""
    long = " ".join(f"word{n}" for n in range(120)) + "."
    near = long.replace("word60", "other")
    codes = [one[0] for one in found(article(long, identifier="1"), article(near, identifier="2"))]
    assert codes.count("near-duplicate") == 1
    assert "near-duplicate" not in [one[0] for one in found(article(), article(OTHER, identifier="2"))]
    quiet = lint(source(article(long), article(near, identifier="2")), near_duplicates=False)
    assert "near-duplicate" not in [one.code for one in quiet]


def test_residue_is_named_once() -> None:
    """A line of the page in six of six articles."""
    texts = [f"Boat number {n} lies at the quay.\nSubscribe to our newsletter" for n in "abcdef"]
    findings = found(*(article(text, ("quay",), identifier=text[12]) for text in texts))
    assert findings == [
        ("residue", "article 1", "one line stands in many articles: 'subscribe to our newsletter' in 6 articles")
    ]


def test_texts_that_all_end_open_are_a_habit() -> None:
    """Of a dozen abstracts without a last full stop none is called truncated."""
    texts = [f"In harbour {n} the pilots and the sailors wait for the turning of the tide" for n in "abcdefghijkl"]
    findings = found(*(article(text, ("tide",), identifier=text[11]) for text in texts))
    assert [(code, message) for code, _, message in findings] == [
        (
            "open-endings",
            "many texts end without a full stop, so that one that breaks off cannot be told: 12 of 12",
        )
    ]


def test_stemmed_gold_is_recognised_with_its_stemmer() -> None:
    """Stems that are no words of the text point to their stemmer; words do not."""
    text = "Adaptive resource management of distributed embedded systems. The quality of services is measured."
    stems = ("adapt resourc manag", "distribut embed system", "qualiti of servic")
    (finding,) = [one for one in lint(source(article(text, stems))) if one.code == "stemmed-gold"]
    assert finding.message == (
        "the gold looks already stemmed: by porter-original: "
        "11% of its words stand in the texts, 100% are stems of them"
    )
    words = ("adaptive resource management", "distributed embedded systems", "quality of services")
    assert found(article(text, words)) == []


def test_a_set_that_cannot_be_read_on(tmp_path: Path) -> None:
    """The findings up to there, then an error with the place."""
    path = written(tmp_path, {"d.jsonl": '{"id": "1", "text": ""}\n{"id":\n'}) / "d.jsonl"
    findings = list(lint(open_source(f"jsonl:{path}")))
    assert [(one.code, one.severity, one.place) for one in findings if one.code != "article-without-gold"] == [
        ("empty-document", "warning", f"{path}, line 1"),
        ("unreadable", "error", f"{path}, line 2"),
    ]


def test_gold_without_an_article_has_its_own_code(tmp_path: Path) -> None:
    """Not merely unreadable."""
    written(tmp_path, {**OURS, "keyphrases/zz.toml": OURS["keyphrases/a.toml"]})
    codes = [one.code for one in lint(open_source(str(tmp_path)))]
    assert codes == ["gold-without-article"]


def test_a_set_without_articles_says_what_was_looked_for(tmp_path: Path) -> None:
    """A layout that was forced on the wrong folder finds nothing: the one error tells what it would have read."""
    written(tmp_path, {"notes.doc": "x"})
    findings = list(lint(open_source(f"hulth:{tmp_path}?name=harbour")))
    assert [(one.code, one.place, one.message) for one in findings] == [
        ("no-articles", "harbour", "there are no articles: hulth looks for *.abstr with *.uncontr or *.contr")
    ]


def test_every_problem_a_reader_can_report_is_known() -> None:
    """A code that a reader yields has a meaning, a severity and a remedy."""
    package = Path(__file__).parents[2] / "bench" / "datasets"
    used = {
        part.split('"')[1]
        for path in package.rglob("*.py")
        for part in path.read_text(encoding="utf-8").replace("\n", "").split("Problem(")[1:]
        if part.lstrip().startswith('"')
    }
    assert used
    assert used <= CODES.keys()


def test_a_sketch_never_counts_too_low() -> None:
    """Whatever was added twice may be repeated; a value of its own is not, nearly always."""
    sketch = Sketch()
    values = [n * 0x9E3779B97F4A7C15 % 2**64 for n in range(1, 20_001)]
    for value in values:
        sketch.add(value)
    for value in values[:100]:
        sketch.add(value)
    assert all(sketch.has_repeats(value) for value in values[:100])
    assert sum(sketch.has_repeats(value) for value in values[100:]) < 20


def test_truncation_and_encoding_on_their_own() -> None:
    """A quotation mark ends a sentence; good accents are no mojibake."""
    assert not is_truncated("He said that this is the very last word of all: “done.”")
    assert not is_truncated("Short title without a stop")
    assert mojibake("Les cafés de Saint-Étienne, “naïve” – Ørsted") == []


def admitted() -> list[tuple[str, str]]:
    """What the data card admits, as code and article."""
    return [
        ("shared-sentences", "001"),
        ("broken-character", "001"),
        ("fused-words", "002"),
        ("fused-words", "003"),
        ("foreign-passage", "002"),
    ]


def test_the_shipped_gold_has_no_error_and_the_warnings_its_card_admits() -> None:
    """Shared sentences, broken characters, fused words, a passage in French: those and no other."""
    findings = list(lint(open_source("first-film-in-space")))
    warnings = [(one.code, Path(one.place).stem) for one in findings if one.severity == "warning"]
    assert [one for one in findings if one.severity == "error"] == []
    assert sorted(warnings) == sorted(admitted())


def test_the_published_line_would_be_found_where_nobody_declared_it() -> None:
    """The seed article's last line, left in the text, is an error."""
    shipped = load("first-film-in-space").articles[0]
    line = "Keywords: " + ", ".join(shipped.published)
    leak = Article(Document("000", f"{shipped.document.text}\n\n{line}"), shipped.annotation)
    assert [one.severity for one in lint(source(leak)) if one.code == "published-line"] == ["error"]


def counts(path: str) -> tuple[Counter[str], list[Finding]]:
    """Findings of a real set by code."""
    findings = list(lint(open_source(spec(path)), near_duplicates=False))
    return Counter(one.code for one in findings), findings


def said(findings: list[Finding], code: str) -> list[str]:
    """The messages of one code."""
    return [one.message for one in findings if one.code == code]


@needs_sets
def test_traps_of_inspec_in_liaads_layout() -> None:
    """Traps 1, 4 and 5: every file ends in a line end, the name is ambiguous, 867 documents have duplicate gold."""
    number, findings = counts("liaad/Inspec.zip")
    assert said(findings, "gold-line-end")[0].endswith("2000 times, this is the first")
    assert (
        "this one has 2000 documents. Known: inspec-liaad (2000 documents, 14.11 gold each)"
        in (said(findings, "ambiguous-name")[0])
    )
    assert len({one.place for one in findings if one.code == "duplicate-gold"}) == 867
    assert number["unreadable"] == 0


@needs_sets
def test_traps_of_500n() -> None:
    """Traps 5, 7 and 9: duplicates, blank lines in seven files, copies of documents, lists of 49 phrases."""
    _, findings = counts("liaad/500N-KPCrowd-v1.1.zip")
    blank = {one.place.split(", line")[0] for one in findings if one.code == "blank-gold-line"}
    assert len(blank) == 7
    assert len({one.place for one in findings if one.code == "duplicate-gold"}) >= 288
    assert said(findings, "long-list")[0].endswith("49.2 keyphrases a document; R@10 cannot exceed 0.265")
    copies = {one.place for one in findings if one.code == "duplicate-document"}
    assert len(copies) == 22


@needs_sets
def test_traps_of_semeval_2010() -> None:
    """Traps 2, 3 and 7: gold stemmed by the original Porter, variants, control characters in four texts."""
    path = "ake/SemEval-2010-lvl-4-xml-100.tar.xz?references=SemEval-2010/references/test.combined.stem.json"
    _, findings = counts(path)
    assert "by porter-original" in said(findings, "stemmed-gold")[0]
    assert said(findings, "gold-variants")[0].endswith("47 of 1466 keyphrases")
    number, findings = counts("semeval2010-liaad.test.jsonl.gz")
    controls = said(findings, "control-character")
    assert len([one for one in controls if "U+000" in one or "U+001" in one]) == 4
    assert [one.split(": ")[1] for one in controls if "U+000" not in one and "U+001" not in one] == ["U+0088"]
    assert number["reordered-gold"] > 0, "variants as keyphrases of their own"


@needs_sets
def test_traps_of_semeval_2017() -> None:
    """Trap 8: 353 gold phrases of more than eight words."""
    assert counts("liaad/SemEval2017.zip")[0]["long-gold"] == 353


@needs_sets
def test_traps_of_hulths_files_and_of_references() -> None:
    """Traps 6 and 10: gold wrapped over lines, references that name documents which are not there."""
    _, findings = counts("hulth2003")
    assert said(findings, "wrapped-gold")
    (missing,) = [one for one in counts("ake/Inspec")[1] if one.code == "gold-without-article"]
    assert missing.severity == "error"
    assert missing.message == "there is gold for 500 documents, 480 of them have no article, the first '1948'"


@needs_sets
def test_placeholders_of_kp20k() -> None:
    """Digits that were replaced."""
    assert counts("src-trg")[0]["placeholder"] > 300


def test_a_check_whose_library_is_missing_is_left_out_and_said() -> None:
    """Without the optional libraries the linter works, and names what it did not do and how to get it."""
    program = (
        "import sys\n"
        "from importlib.abc import MetaPathFinder\n"
        "class Missing(MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('datasketch', 'py3langid', 'ftfy', 'krippendorff', 'pooch'):\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Missing())\n"
        "from bench.cli.main import run_program\n"
        "sys.argv = ['bench', 'data', 'check', 'first-film-in-space']\n"
        "run_program()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for sentence in (
        "near duplicates: pip install datasketch",
        "languages: pip install py3langid",
        "encodings: pip install ftfy",
    ):
        assert sentence in done.stdout
