"""Dates and clock times in a text, in the forms that bylines and page stamps take."""

import re

_LONG = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
# Lower-case "may", "march" and the like are more often words than months.
_MONTH = (
    rf"(?:(?:{_LONG}|{_LONG.upper()})\b|(?:{_SHORT}|{_SHORT.upper()})\b\.?"
    r"|(?:january|february|april|june|july|august|september|october|november|december)\b)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_ORDINAL = r"(?:st|nd|rd|th|ST|ND|RD|TH)?"
_YEAR = r"(?:1[5-9]|20|21)\d\d"
_ZONE = r"(?:GMT|UTC|EST|EDT|CET|CEST|BST|CST|CDT|MST|MDT|PST|PDT|JST|IST)\b"
_HALF = r"(?:[aApP]\.[ ]?[mM]\.?|[aApP][mM]\b)"
_BLANK = "[ \t\n]{0,3}"
_CLEAR = r"(?<![\d.,:/-])(?<![^\W_])"

# By what they begin with, so that most letters of a text are passed over at one look.
_FROM_DIGIT = (
    rf"{_CLEAR}\d{{4}}[-/](?:0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01])(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?(?!\d)"
    rf"|{_CLEAR}{_DAY}([/.-])(?:0?[1-9]|1[0-2]|{_DAY})\1(?:{_YEAR})(?![\d/])"
    rf"|{_CLEAR}{_DAY}/(?:0?[1-9]|[12]\d|3[01])/\d\d(?![\d/])"
    rf"|{_CLEAR}{_DAY}{_ORDINAL}{_BLANK}(?:of{_BLANK})?{_MONTH}(?:{_BLANK},?{_BLANK}{_YEAR}(?!\d))?"
    rf"|{_CLEAR}(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:]|[.,]\d)(?:{_BLANK}{_HALF})?(?:{_BLANK}{_ZONE})?"
    rf"|{_CLEAR}(?:0?\d|1[0-2])(?:[.][0-5]\d)?{_BLANK}{_HALF}(?:{_BLANK}{_ZONE})?"
    rf"|{_CLEAR}(?:(?:[01]\d|2[0-4])[0-5]\d|[01]?\d|2[0-4]){_BLANK}{_ZONE}"
)
_FROM_MONTH = (
    rf"{_MONTH}{_BLANK}{_DAY}{_ORDINAL}(?![\d:%]|[.,/]\d)(?!\w)(?:{_BLANK},?{_BLANK}{_YEAR}(?!\d))?"
    rf"|{_MONTH}{_BLANK}{_DAY},{_YEAR}(?!\d)"
)
_EXPRESSION = re.compile(rf"(?=\d)(?:{_FROM_DIGIT})|(?=[JFMASONDjfasond])(?:{_FROM_MONTH})")
_DIGIT = re.compile(r"\d")
_BEFORE = 32
_AFTER = 48


def date_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each date or time of day in a plain text, in order.

    Clock times (7:59, 7:59 p.m., 7 p.m., 0436 GMT), ISO dates, d/m/y, and a month with a day, with or without a year,
    in either order. A month alone, a month and year, and a weekday are none.
    """
    # Each form holds a digit, so that only the neighbourhood of digits has to be read.
    spans: list[tuple[int, int]] = []
    read = 0
    digit = _DIGIT.search(text)
    while digit:
        start = max(read, digit.start() - _BEFORE)
        end = digit.start() + _AFTER
        while (following := _DIGIT.search(text, digit.end())) and following.start() - _BEFORE <= end:
            digit = following
            end = digit.start() + _AFTER
        spans += [match.span() for match in _EXPRESSION.finditer(text, start, min(end, len(text)))]
        read = end
        digit = following
    return spans
