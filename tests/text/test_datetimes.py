"""Dates and clock times: what is one, whole, and what only looks like one."""

import pytest

from bench.text.datetimes import date_spans


def dates(text: str) -> list[str]:
    """What is found, as it stands in the text."""
    return [text[start:end] for start, end in date_spans(text)]


@pytest.mark.parametrize(
    "expression",
    ["7:59", "7:59 p.m.", "7 p.m.", "4:36 am", "7pm", "11.30pm", "23:59:59", "2021-10-17", "17/10/2021", "1/2/21",
     "0436 GMT", "21:45 UTC", "9 CET", "10:00 a.m. EST", "October 17, 2021", "October 17", "Oct. 17", "OCTOBER 17",
     "October 17th", "17 October", "17th of October 2021", "5 May", "May 5", "17 Oct 2021", "Sept. 3 2009",
     "october 17", "2021-10-17T07:59"],
)  # fmt: skip
def test_a_date_or_time_is_found_whole(expression: str) -> None:
    """Clock times, ISO and d/m/y dates, times with a zone, and a month with a day in either order."""
    assert dates(expression) == [expression]
    assert dates(f"It was, on {expression} that day.") == [expression]


@pytest.mark.parametrize(
    "text",
    ["October", "in May 2021", "may 5 times", "march 5 miles", "In October 5,000 people", "3.000 men", "version 1.2.3",
     "25:61", "a 16:9 screen", "2021", "Sunday morning", "MS-18", "room 7 amber", "10 Mayors", "99 October 99x",
     "2021-13-45", "0436 crew", "12 Marching men"],
)  # fmt: skip
def test_what_is_neither_date_nor_time(text: str) -> None:
    """A month alone, month and year, weekdays, large numbers, versions and words that begin like months."""
    assert dates(text) == []


def test_dates_that_share_a_line_stay_apart() -> None:
    """The stamp of a page is a time and a date."""
    assert dates("Zoé Pallier 7:59 p.m., October 17, 2021") == ["7:59 p.m.", "October 17, 2021"]


def test_far_digits_are_read_as_well() -> None:
    """Reading only around digits misses none of them."""
    text = " ".join(f"{'word ' * (n % 40)}7:{n:02}" for n in range(10, 60))
    assert len(dates(text)) == 50
