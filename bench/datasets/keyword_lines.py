"""Taking a published keyword line off a text before any extractor can see it."""

import re

AUTO = "auto"
"""Any line that says `Keywords:`, `Tags:` and the like by the common rule."""
KEEP = "keep"
"""No line is taken off."""
OPTION_HELP = f"the published keyword line: {AUTO} (found by rule), {KEEP} (left in the text), or its prefix"

_HEADS = re.compile(r"^\s*(?:key ?words|key ?phrases|tags|index terms)\s*[:|]", re.IGNORECASE)


def taken_off(text: str, prefix: str) -> tuple[str, tuple[str, ...]]:
    """The text without its published keyword line, and the phrases of that line in their order.

    `prefix` is `auto`, `keep` or the line's opening words. The line is the last one that opens so.
    """
    if prefix == KEEP or not prefix:
        return text, ()
    lines = text.split("\n")
    for at in range(len(lines) - 1, -1, -1):
        phrases = _phrases(lines[at], prefix)
        if phrases:
            rest = lines[:at] + lines[at + 1 :]
            return "\n".join(rest).rstrip("\n") if at >= len(lines) - 2 else "\n".join(rest), phrases
    return text, ()


def _phrases(line: str, prefix: str) -> tuple[str, ...]:
    if prefix == AUTO:
        found = _HEADS.match(line)
        if not found:
            return ()
        rest = line[found.end() :]
    elif line.lstrip().casefold().startswith(prefix.casefold()):
        rest = line.lstrip()[len(prefix) :]
    else:
        return ()
    return tuple(phrase for part in re.split(r"[,;|]", rest) if (phrase := part.strip()))
