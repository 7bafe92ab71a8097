"""Title and text as one: everything there is to read, the title as its first paragraph."""


def whole_text(title: str, text: str) -> str:
    """The text with the title before it, unless it already stands there on a line of its own."""
    if not title.strip() or text == title or text.startswith(title + "\n"):
        return text
    return f"{title}\n\n{text}" if text else title
