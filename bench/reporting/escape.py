"""Text from articles and extractors made harmless for each place where a report prints it.

Articles and extractors are strangers: a phrase may hold `<script>`, a pipe, a spreadsheet formula, a terminal's escape
sequence, a right-to-left override, a lone surrogate or ten thousand characters. Everything foreign that a report prints
goes through one function of this module; nothing is dropped in silence, what cannot be shown is shown as its escape.
"""

import html as _html
import re
import unicodedata

LIMIT = 80
"""How many characters of a foreign phrase a table shows before it is cut with a word on how much was left out."""

_JOINERS = frozenset("\u200c\u200d")  # meaning-bearing in Persian, in Indic scripts and in emoji
_SHOWN_FORMAT = frozenset(  # format characters that have ink: number signs and verse marks of Arabic, Syriac, Kaithi
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and symbols, says Unicode, yet drawn as nothing
_MARKDOWN = str.maketrans({c: f"\\{c}" for c in "\\`*[]|~$"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"})
_MARKDOWN_LINK = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp)(?=:)|\bwww(?=\.)")
_MARKDOWN_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")  # inside a word it means nothing, as in NOT_IN_TEXT
_MARKDOWN_START = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))")
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "_": r"\_",
        "%": r"\%",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "<": r"\textless{}",
        "−": "$-$",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        '"': "{''}",
        "`": r"\textasciigrave{}",
        "[": "{[}",
        "]": "{]}",
    }
)
_FORMULA_STARTS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")  # ASCII and full-width, which some spreadsheets also read
_SURROGATE = re.compile("[\ud800-\udfff]")


def shorten(text: str, limit: int = LIMIT) -> str:
    """The first `limit` characters of `text`; where some are left out the end says how many.

    A text that is longer by no more than that remark stays whole.
    """
    if len(text) <= limit + 20:
        return text
    head = text[:limit]
    while head and unicodedata.combining(text[len(head)]):  # never part a letter from its accents
        head = head[:-1]
    return f"{head.rstrip()}… (+{len(text) - len(head):,} characters)"


def clipped(text: str, limit: int) -> str:
    """The first words of `text` within `limit` characters, with an ellipsis where there are more: for titles."""
    if len(text) <= limit:
        return text
    return f"{text[:limit].rpartition(' ')[0] or text[:limit]}…"


def visible(text: str, *, limit: int | None = None, keep: str = "") -> str:
    r"""`text` on one line with everything that has no ink shown as a Python escape (`\x1b`, `\u202e`, `\udc80`).

    That is: control characters, line and paragraph separators, format characters (bidirectional overrides, zero-width
    space, soft hyphen, tag characters) but for the two joiners, lone surrogates, noncharacters, and every space but the
    ordinary one, the no-break ones and the ideographic one. Characters in `keep` are left as they are. `limit` cuts
    before escaping, so that no escape is cut in two.
    """
    if limit is not None:
        text = shorten(text, limit)
    if text.isprintable() and _BLANKS.isdisjoint(
        text
    ):  # the common case; what Python calls printable has ink or is the ordinary space
        return text
    return "".join(c if c in keep or _has_ink(c) else _escaped(c) for c in text)


def terminal(text: str, limit: int | None = LIMIT) -> str:
    """`text` fit for a terminal: no escape sequence survives, and it is at most about `limit` characters."""
    return visible(text, limit=limit)


def markdown(text: str, limit: int | None = LIMIT) -> str:
    """`text` fit for the start of a line of Markdown (GitHub's dialect) and anywhere else in it."""
    return _MARKDOWN_START.sub(_start_escaped, markdown_inline(text, limit))


def markdown_inline(text: str, limit: int | None = LIMIT) -> str:
    """`text` fit for the inside of a line or a table cell of Markdown: no markup, no link, no table border."""
    shown = _MARKDOWN_UNDERSCORE.sub(r"\_", visible(text, limit=limit).translate(_MARKDOWN))
    return _MARKDOWN_LINK.sub(lambda m: m.group()[:-1] + f"&#{ord(m.group()[-1])};", shown)


def html(text: str, limit: int | None = None) -> str:
    """`text` fit for HTML text and for attributes in either kind of quotes."""
    return _html.escape(visible(text, limit=limit), quote=True)


def latex(text: str, limit: int | None = LIMIT) -> str:
    """`text` fit for LaTeX read as UTF-8; `textcomp` is part of the LaTeX kernel since 2020."""
    return visible(text, limit=limit).translate(_LATEX)


def csv(text: str) -> str:
    """`text` fit for a CSV cell that a spreadsheet opens: one that would start a formula gets an apostrophe before it.

    Not shortened, because a CSV file is data. Quoting is the writer's business.
    """
    shown = visible(text)
    return f"'{shown}" if shown.lstrip()[:1] in _FORMULA_STARTS and shown.strip() else shown


def json_text(text: str) -> str:
    r"""A finished JSON text with each lone surrogate as its `\udXXX` escape, so that it can be written as UTF-8."""
    return _SURROGATE.sub(lambda m: f"\\u{ord(m.group()):04x}", text)


def _has_ink(character: str) -> bool:
    if character in _JOINERS or character in _SHOWN_FORMAT:
        return True
    if character in _BLANKS:
        return False
    category = unicodedata.category(character)
    if category == "Zs":
        return character in " \u00a0\u202f\u3000"
    return category not in {"Cc", "Cf", "Cs", "Zl", "Zp"} and not _is_noncharacter(ord(character))


def _is_noncharacter(point: int) -> bool:
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def _escaped(character: str) -> str:
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character)
    if short:
        return short
    point = ord(character)
    if point < 0x100:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def _start_escaped(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark}\\" if mark[0].isdigit() else f"{space}\\{mark}"
