"""Foreign text is harmless wherever a report prints it, and nothing of it vanishes in silence."""

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from strategies import ANY_TEXT

from bench.reporting import escape

SCRIPT = "<script>alert('x')</script>"
OVERRIDE = "abc\u202egnp.exe"
COLOUR = "\x1b[31mred\x1b[0m\x07"
SURROGATE = "caf\udce9"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines\r\n\ttab", "two\\nlines\\r\\n\\ttab"),
        (COLOUR, "\\x1b[31mred\\x1b[0m\\x07"),
        (OVERRIDE, "abc\\u202egnp.exe"),
        (SURROGATE, "caf\\udce9"),
        ("a\u200bb\ufeffc\u00add", "a\\u200bb\\ufeffc\\xadd"),
        ("a\u2028b\u2029c\u0085d", "a\\u2028b\\u2029c\\x85d"),
        ("tag \U000e0041 and \uffff", "tag \\U000e0041 and \\uffff"),
        ("blank \u3164", "blank \\u3164"),
        ("क्\u200dष 👩\u200d🚀 中文 شمس Zoé", "क्\u200dष 👩\u200d🚀 中文 شمس Zoé"),
        ("no\u00a0break", "no\u00a0break"),
        ("thin\u2009space", "thin\\u2009space"),
    ],
)
def test_what_has_no_ink_is_shown_as_its_escape(text: str, shown: str) -> None:
    """Control characters, overrides, surrogates and blanks become visible; joiners that carry meaning stay."""
    assert escape.visible(text) == shown


def test_a_long_phrase_is_cut_with_a_word_on_how_much_is_left_out() -> None:
    """Ten thousand characters become a line, and the reader is told."""
    assert escape.terminal("x" * 10_000) == "x" * 80 + "… (+9,920 characters)"


def test_a_cut_never_parts_a_letter_from_its_accent() -> None:
    """The combining accent after the limit takes its letter with it."""
    assert escape.shorten("a" * 9 + "e\u0301" + "z" * 90, 10) == "a" * 9 + "… (+92 characters)"


def test_a_text_barely_too_long_stays_whole() -> None:
    """A remark longer than what it replaces helps nobody."""
    assert escape.shorten("x" * 95, 80) == "x" * 95


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", "a\\|b"),
        ("`code`", "\\`code\\`"),
        (SCRIPT, "&lt;script&gt;alert('x')&lt;/script&gt;"),
        ("[x](http://a.b)", "\\[x\\](htt&#112;://a.b)"),
        ("see https://a.b and www.a.b", "see http&#115;://a.b and ww&#119;.a.b"),
        ("*bold* and _slanted_", "\\*bold\\* and \\_slanted\\_"),
        ("NOT_IN_TEXT", "NOT_IN_TEXT"),
        ("R&D &amp; more", "R&amp;D &amp;amp; more"),
        ("$x$ ~y~ \\", "\\$x\\$ \\~y\\~ \\\\"),
        ("line\nbreak", "line\\\\nbreak"),
    ],
)
def test_markdown_keeps_no_markup_link_or_border(text: str, shown: str) -> None:
    """What a phrase holds is read as the phrase, in running text and in a table's cell."""
    assert escape.markdown_inline(text) == shown


@pytest.mark.parametrize(("text", "shown"), [("# x", "\\# x"), ("- x", "\\- x"), ("12. x", "12\\. x"), ("+1", "\\+1")])
def test_markdown_at_the_start_of_a_line_starts_no_block(text: str, shown: str) -> None:
    """A phrase that opens a line is neither a heading nor a list."""
    assert escape.markdown(text) == shown


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.title: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.title = dict(attrs).get("title")

    def handle_data(self, data: str) -> None:
        self.text += data


@given(ANY_TEXT)
def test_html_gives_back_the_visible_text_and_no_tag(text: str) -> None:
    """A parser reads the escaped text as that text alone, between tags and in an attribute."""
    reader = _Reader()
    shown = escape.html(text)
    reader.feed(f'<p title="{shown}">{shown}</p>')
    reader.close()
    assert (reader.tags, reader.text, reader.title) == (["p"], escape.visible(text), escape.visible(text))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('=HYPERLINK("http://a.b")', '\'=HYPERLINK("http://a.b")'),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'  =1+1"),
        ("＝1", "'＝1"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_csv_starts_no_formula(text: str, cell: str) -> None:
    """A spreadsheet reads the cell as words, never as something to work out."""
    assert escape.csv(text) == cell


def test_csv_starts_no_formula_after_a_tab() -> None:
    """A tab or line break before the sign is shown as an escape, so the cell starts with a backslash."""
    assert escape.csv("\t=1") == "\\t=1"


@given(ANY_TEXT)
def test_csv_survives_a_reader(text: str) -> None:
    """One cell written is one cell read, whatever is in it, and it can be encoded."""
    out = io.StringIO()
    csv.writer(out).writerow([escape.csv(text), "end"])
    assert next(csv.reader([out.getvalue()])) == [escape.csv(text), "end"]
    assert out.getvalue().encode("utf-8")


def test_latex_keeps_no_command() -> None:
    """Every character that LaTeX would act on is written so that it is printed."""
    expected = (
        r"\textbackslash{}input\{x\} \% \$a\_1\$ \& \#1 \textasciicircum{} \textasciitilde{} "
        r"\textless{}b\textgreater{} \textbar{} {[}1{]}"
    )
    assert escape.latex(r"\input{x} % $a_1$ & #1 ^ ~ <b> | [1]") == expected


@given(ANY_TEXT)
def test_nothing_printed_can_move_a_terminal(text: str) -> None:
    """No escape sequence, no override, one line, encodable: for any string at all."""
    for shown in (escape.terminal(text), escape.markdown(text), escape.latex(text), escape.html(text)):
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]", shown)
        assert shown.encode("utf-8") is not None


@given(ANY_TEXT)
def test_json_text_can_be_written_and_read_back(text: str) -> None:
    """A lone surrogate in a phrase survives as its escape."""
    written = escape.json_text(json.dumps({"phrase": text}, ensure_ascii=False))
    assert json.loads(written.encode("utf-8")) == {"phrase": text}
