"""The option that says what becomes of published keyword lines in texts that come without a declaration."""

from bench.text.keyword_line import find_published_lines, split_published_line

AUTO = "auto"
KEEP = "keep"
OPTION_HELP = f"the published keyword line: {AUTO} (found by rule), {KEEP} (left in the text), or how it begins"


def taken_off(text: str, published: str) -> tuple[str, tuple[str, ...]]:
    """The text without its published keyword lines, and the phrases of those lines in their order.

    `published` is `auto`, `keep` or the beginning of the line.
    """
    if published == KEEP:
        return text, ()
    if published != AUTO:
        return split_published_line(text, published)
    found = find_published_lines(text)
    if not found:
        return text, ()
    rest = ""
    start = 0
    for line in found:
        rest += text[start : line.start]
        start = line.end
    tail = text[start:]
    phrases = tuple(phrase for line in found for phrase in line.phrases)
    return (rest + tail if tail.strip() else rest.rstrip()), phrases
