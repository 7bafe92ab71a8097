"""Whether a function word at the edge of a phrase is there by right: title, quotation, acronym, compound."""

from bench.scoring.occurrences import Occurrence
from bench.text.page import Page
from bench.text.tokens import Tokens

_QUOTES = frozenset("\"'“”„‟«»‹›「」『』")
_HYPHENS = frozenset({"-", "\u2010"})
_INSIDE_QUOTES = " .,;:!?"


def has_bare_edge(page: Page, written: Tokens, occurrences: list[Occurrence], function_words: frozenset[str]) -> bool:
    """Whether the phrase begins or ends with a function word that nothing in the text excuses.

    `written` are the tokens of the phrase itself; they speak where the text does not hold it. Excused are a capitalised
    title inside a sentence, in quotation marks or alone on a line ("The Challenge"), whatever stands exactly between
    quotation marks, a word that the text writes in capitals (US, WHO), and one joined by a hyphen (in-house).
    """
    edges = [at for at in sorted({0, len(written.words) - 1}) if written.words[at] in function_words]
    if not edges:
        return False
    if any(_is_quoted(page.tokens, occurrence) or _is_title(page, occurrence) for occurrence in occurrences):
        return False
    return not all(_is_excused(page, written, occurrences, edge) for edge in edges)


def _is_excused(page: Page, written: Tokens, occurrences: list[Occurrence], edge: int) -> bool:
    if _is_hyphenated(written, (0, len(written.words)), first=edge == 0):
        return True
    if any(_is_hyphenated(page.tokens, occurrence, first=edge == 0) for occurrence in occurrences):
        return True
    if occurrences:
        return any(_is_acronym(page.tokens, start if edge == 0 else end - 1) for start, end in occurrences)
    return _is_upper(written.source(edge)) or any(
        _is_acronym(page.tokens, at) for at in page.positions.get(written.words[edge], ())
    )


def _is_quoted(tokens: Tokens, occurrence: Occurrence) -> bool:
    start, end = occurrence
    before = tokens.gap(start).rstrip(" ")
    after = tokens.gap(end).lstrip(_INSIDE_QUOTES)
    return before[-1:] in _QUOTES and after[:1] in _QUOTES and bool(before) and bool(after)


def _is_title(page: Page, occurrence: Occurrence) -> bool:
    """Capitalised words, function words inside excepted, where a capital is not owed to a sentence's beginning."""
    start, end = occurrence
    tokens = page.tokens
    if not all(_is_capitalised(tokens.source(at)) for at in (start, end - 1)):
        return False
    if not all(_is_capitalised(tokens.source(at)) or len(tokens.words[at]) <= 4 for at in range(start, end)):
        return False
    if _is_alone(tokens, occurrence):
        return True
    if end - start == 1 and tokens.words[start] == "i":
        return False
    return not (_begins_sentence(page, start) or _is_cut_from_title(page, occurrence))


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


def _is_cut_from_title(page: Page, occurrence: Occurrence) -> bool:
    """Whether capitalised words go on beside the phrase, so that its edge is the middle of a longer name."""
    start, end = occurrence
    tokens = page.tokens

    def goes_on(outer: int, gap_at: int) -> bool:
        if not 0 <= outer < len(tokens.words) or tokens.gap(gap_at) != " " or tokens.source(outer).endswith("'s"):
            return False
        return _is_capitalised(tokens.source(outer)) and not page.begins_segment(outer)

    return goes_on(start - 1, start) or (end - start == 1 and goes_on(end, end))


def _is_hyphenated(tokens: Tokens, occurrence: Occurrence, *, first: bool) -> bool:
    """Whether the edge is joined by a hyphen to the phrase, and to nothing outside it."""
    start, end = occurrence
    if end - start < 2:
        return False
    inner, outer = (start + 1, start) if first else (end - 1, end)
    return tokens.gap(inner) in _HYPHENS and tokens.gap(outer) not in _HYPHENS


def _is_acronym(tokens: Tokens, at: int) -> bool:
    """Capitals that the words around do not share: a headline in capitals makes no acronym."""
    if not _is_upper(tokens.source(at)):
        return False
    start = tokens.text.rfind("\n", 0, tokens.starts[at]) + 1
    end = tokens.text.find("\n", tokens.ends[at])
    line = tokens.text[start : end if end >= 0 else None]
    return any(character.islower() for character in line) or line.strip() == tokens.source(at)


def _is_upper(source: str) -> bool:
    return sum(character.isalpha() for character in source) >= 2 and source.isupper()


def _is_capitalised(source: str) -> bool:
    return source[:1].isupper() or source[:1].isdigit()
