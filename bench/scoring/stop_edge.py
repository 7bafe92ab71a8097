"""Whether a function word at the edge of a phrase is there by right: title, quotation, acronym, compound."""

from bench.scoring.occurrences import Occurrence
from bench.text.page import Page
from bench.text.tokens import Tokens

_OPENING = frozenset("\"'“„‟«»‹「『")
_CLOSING = frozenset("\"'”“«»›」』")
_QUOTES = _OPENING | _CLOSING
_HYPHENS = frozenset({"-", "\u2010"})
_SPACED_QUOTES = frozenset("«»‹›")
_INSIDE_QUOTES = ".,;:!?"
_CAPITALS_EVERYWHERE = frozenset({"us", "who"})
_AROUND = 200
_SET_PHRASES = frozenset({
    ("a", "priori"), ("a", "posteriori"), ("a", "la"), ("in", "situ"), ("in", "vitro"), ("in", "vivo"),
    ("in", "silico"), ("in", "utero"),
})  # fmt: skip
"""Latin and French that only looks like a function word."""


def has_bare_edge(page: Page, written: Tokens, occurrences: list[Occurrence], function_words: frozenset[str]) -> bool:
    """Whether the phrase begins or ends with a function word that nothing in the text excuses.

    `written` are the tokens of the phrase itself; they speak where the text does not hold it. Excused are a capitalised
    title inside a sentence, in quotation marks or alone on a line ("The Challenge"), whatever stands exactly between
    quotation marks, a word that the text writes in capitals (US, WHO), and one joined by a hyphen (in-house).
    """
    words = written.words
    if words[0] not in function_words and words[-1] not in function_words:
        return False
    edges = [at for at in sorted({0, len(words) - 1}) if words[at] in function_words]
    if any(
        _is_quoted(page.tokens, occurrence) or _is_title(page, occurrence, function_words) for occurrence in occurrences
    ):
        return False
    return not all(_is_excused(page, written, occurrences, edge) for edge in edges)


def _is_excused(page: Page, written: Tokens, occurrences: list[Occurrence], edge: int) -> bool:
    if edge == 0 and tuple(written.words[:2]) in _SET_PHRASES:
        return True
    if _is_hyphenated(written, (0, len(written.words)), first=edge == 0):
        return True
    if any(_is_hyphenated(page.tokens, occurrence, first=edge == 0) for occurrence in occurrences):
        return True
    if occurrences:
        ends = [start if edge == 0 else end - 1 for start, end in occurrences]
        return any(_is_acronym(page.tokens, at) or (edge and _is_designation(page, at)) for at in ends)
    return _is_upper(written.source(edge)) or any(
        _is_acronym(page.tokens, at) for at in page.positions.get(written.words[edge], ())
    )


def _is_quoted(tokens: Tokens, occurrence: Occurrence) -> bool:
    start, end = occurrence
    before, after = tokens.gap(start), tokens.gap(end)
    if before.rstrip(" ")[-1:] in _SPACED_QUOTES and after.lstrip(" ")[:1] in _SPACED_QUOTES:
        before, after = before.rstrip(" "), after.lstrip(" ")
    else:
        after = after.lstrip(_INSIDE_QUOTES)
    return bool(before) and bool(after) and before[-1] in _OPENING and after[0] in _CLOSING


def _is_title(page: Page, occurrence: Occurrence, function_words: frozenset[str]) -> bool:
    """Capitalised words, function words inside excepted, where a capital is not owed to a sentence's beginning."""
    start, end = occurrence
    tokens = page.tokens
    edges = (start, end - 1)
    if not all(
        _is_capitalised(tokens.source(at)) or (at not in edges and tokens.words[at] in function_words)
        for at in range(start, end)
    ):
        return False
    if _is_alone(tokens, occurrence):
        return True
    last = end - 1
    if tokens.words[start] in function_words and (_begins_sentence(page, start) or _goes_on(page, start - 1, start)):
        return False
    if tokens.words[last] == "i" and (last == start or _begins_sentence(page, last - 1)):
        return False  # always a capital: World War I, but not Then I
    return tokens.words[last] not in function_words or not (_begins_sentence(page, last) or _goes_on(page, end, end))


def _is_alone(tokens: Tokens, occurrence: Occurrence) -> bool:
    start, end = occurrence
    before, after = tokens.gap(start), tokens.gap(end)
    return (not start or "\n" in before) and (end == len(tokens.words) or "\n" in after)


def _begins_sentence(page: Page, at: int) -> bool:
    """The first token of a segment, or of what is said: after a colon, or a comma, and a quotation mark."""
    if page.begins_segment(at):
        return True
    gap = page.tokens.gap(at)
    return gap[:1] in (":", ",") and (gap[:1] == ":" or bool(_QUOTES & set(gap)))


def _goes_on(page: Page, neighbour: int, gap_at: int) -> bool:
    """Whether a capitalised word goes on beside the phrase, so that its edge is the middle of a longer name."""
    tokens = page.tokens
    if not 0 <= neighbour < len(tokens.words) or tokens.gap(gap_at) != " ":
        return False
    source = tokens.source(neighbour)
    return _is_capitalised(source) and not source.endswith("'s") and not page.begins_segment(neighbour)


def _is_hyphenated(tokens: Tokens, occurrence: Occurrence, *, first: bool) -> bool:
    """Whether the edge is joined to the phrase and to nothing outside by a hyphen or, in capitals, a slash (A/D)."""
    start, end = occurrence
    if end - start < 2:
        return False
    inner, outer = (start + 1, start) if first else (end - 1, end)
    joints = _HYPHENS | {"/"} if tokens.source(start if first else end - 1).isupper() else _HYPHENS
    return tokens.gap(inner) in joints and tokens.gap(outer) not in joints


def _is_designation(page: Page, at: int) -> bool:
    """A capital letter behind what it tells apart: vitamin A."""
    return page.tokens.source(at) == "A" and not page.begins_segment(at)


def _is_acronym(tokens: Tokens, at: int) -> bool:
    """Capitals that the words around do not share; in a headline in capitals only what is hardly ever a plain word."""
    if not _is_upper(tokens.source(at)):
        return False
    if tokens.words[at] in _CAPITALS_EVERYWHERE:
        return True
    start = max(tokens.text.rfind("\n", 0, tokens.starts[at]) + 1, tokens.starts[at] - _AROUND)
    end = tokens.text.find("\n", tokens.ends[at])
    line = tokens.text[start : min(end if end >= 0 else len(tokens.text), tokens.ends[at] + _AROUND)]
    return any(character.islower() for character in line) or line.strip() == tokens.source(at)


def _is_upper(source: str) -> bool:
    return sum(character.isalpha() for character in source) >= 2 and source.isupper()


def _is_capitalised(source: str) -> bool:
    return source[:1].isupper() or source[:1].isdigit()
