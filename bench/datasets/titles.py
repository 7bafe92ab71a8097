"""Title and text as one: everything there is to read, the title as its first paragraph."""

_ENDS = ("\n", ".", "!", "?", ":", ";", "…", "。")


def whole_text(title: str, text: str) -> str:
    """The text with the title before it, unless it already stands there as a line or sentence of its own."""
    if not title.strip() or text == title or text.startswith(tuple(title + end for end in _ENDS)):
        return text
    return f"{title}\n\n{text}" if text else title
