"""Remains of a page's markup and of a broken encoding in a phrase or a text."""

import re
from html.entities import html5

from bench.text.tokens import plain

_ADDRESS = r"\b(?:https?|ftp)://|\bwww\.(?=\w)|\bmailto:"
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?"
_TAG_NAMES = (
    "a|abbr|article|aside|b|big|blockquote|body|br|button|caption|center|cite|code|dd|del|div|dl|dt|em|fieldset"
    "|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li|link|main|mark|meta"
    "|nav|object|ol|option|p|param|pre|q|script|section|select|small|span|strike|strong|style|sub|sup|svg|table|tbody"
    "|td|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video"
)
# "a<b and c>d" is no tag: behind the name stands nothing, or attributes.
_TAG = (
    rf"</?(?i:{_TAG_NAMES})(?:\s{{1,20}}[^<>=]{{1,40}}=[^<>]{{0,500}})?\s{{0,20}}/?>"
    rf"|</(?i:{_TAG_NAMES})\b|<(?i:br|div|span|img)\b|<!--|-->"
)
_HANDLE = re.compile(r"(?<![^\W_])@[^\W\d]\w|\w@\w[\w-]*\.\w")
_PLAIN_MARKUP = re.compile(f"({_ADDRESS})|({_ENTITY})|({_TAG})")
_SIGNS = ("&", "<", "-->", "://", "www.", "mailto:")
"""No markup without one of them."""

_BROKEN = re.compile("[\ufffd\ud800-\udfff]")
_SUSPECT = re.compile("[&<>@:]|www|[^\\x00-\\x7f]", re.IGNORECASE)
_BARE_ENTITIES = frozenset({"amp", "nbsp", "quot", "lt", "gt", "apos"})


def _mojibake() -> re.Pattern[str]:
    """What UTF-8 looks like when read as Windows-1252, in plain form: Ã©, â€™, Â° and the like."""

    def read(byte: int) -> str:
        return bytes([byte]).decode("cp1252", "ignore") or chr(byte)

    seconds = [read(byte) for byte in range(0x80, 0xC0)]
    after_words = set("»›‹“”–—")  # these close quotations and clauses after a real à or â
    marks = "".join(sorted({c for c in seconds if plain(c) == c and not c.isalnum() and not c.isspace()} - after_words))
    letters = "".join(sorted({plain(c) for c in seconds if len(plain(c)) == 1 and plain(c).isalnum()}))
    return re.compile(
        f"[ÃãÂâÅÄÐÑ][{re.escape(marks)}]|Ã[{re.escape(letters)}]|[Ãã]»\\w|[âÂ]€|â‚¬|ï»¿|ï¿½|â„¢|[ÃÂ] \u0308|[ÃÂ]'\\w"
    )


_MOJIBAKE = _mojibake()


def _is_entity(found: str) -> bool:
    name = found[1:].rstrip(";")
    return name.startswith("#") or (f"{name};" in html5 if found.endswith(";") else name in _BARE_ENTITIES)


def markup_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each tag, character entity and beginning of a web address in a plain text."""
    if not any(sign in text for sign in _SIGNS):
        return []
    return [match.span() for match in _PLAIN_MARKUP.finditer(text) if not match.group(2) or _is_entity(match.group(2))]


def holds_markup(phrase: str) -> bool:
    """Whether a plain phrase holds a web address, a handle, a character entity, a tag, or a broken character."""
    if not _SUSPECT.search(phrase):
        return False
    return bool(markup_spans(phrase) or _HANDLE.search(phrase) or _BROKEN.search(phrase) or _MOJIBAKE.search(phrase))
