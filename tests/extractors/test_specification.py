"""NAME:key=value,...: how an extractor is written on the command line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.errors import InputError
from bench.extractors.options import shown
from bench.extractors.specification import ExtractorSpec, OptionValue, parse_spec


@pytest.mark.parametrize(
    ("written", "name", "options"),
    [
        ("yake", "yake", {}),
        ("first-phrases", "first-phrases", {}),
        ("keybert:ngrams=1-3,mmr=0.5", "keybert", {"ngrams": (1, 3), "mmr": 0.5}),
        ("x:a=1,b=-2,c=+3", "x", {"a": 1, "b": -2, "c": 3}),
        ("x:a=.5,b=1.,c=1e-3,d=-2E5", "x", {"a": 0.5, "b": 1.0, "c": 0.001, "d": -200000.0}),
        ("x:a=true,b=False,c=none,d=None", "x", {"a": True, "b": False, "c": None, "d": None}),
        ("x:a=word,b=two words,c=0x1f", "x", {"a": "word", "b": "two words", "c": "0x1f"}),
        ("x:a=1-2-3,b=-,c=-1-2", "x", {"a": "1-2-3", "b": "-", "c": "-1-2"}),
        ("x:a='1',b=\"true\",c='1-3',d=''", "x", {"a": "1", "b": "true", "c": "1-3", "d": ""}),
        ("x:a='b,c=d;e:f',g=\"it's\"", "x", {"a": "b,c=d;e:f", "g": "it's"}),
        ("x:a=b;c;d,e=1;2.5;true", "x", {"a": ("b", "c", "d"), "e": (1, 2.5, True)}),
        ("x:a=one;,b='x;y';z", "x", {"a": ("one",), "b": ("x;y", "z")}),
        ("x:path=C:/a=b/c.db", "x", {"path": "C:/a=b/c.db"}),
        ("x:dedup-lim=0.9", "x", {"dedup_lim": 0.9}),
        ("  x : a = 1 , b = two  ", "x", {"a": 1, "b": "two"}),
    ],
)  # fmt: skip
def test_a_value_is_what_its_form_says(written: str, name: str, options: dict[str, OptionValue]) -> None:
    """Numbers, booleans, ranges, lists and strings are told apart by their form alone; quotes make a string."""
    found = parse_spec(written)
    assert found == ExtractorSpec(name, options, written.strip())
    assert [type(value) for value in found.options.values()] == [type(value) for value in options.values()]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("", "'' does not begin with an extractor's name"),
        (":a=1", "':a=1' does not begin with an extractor's name"),
        ("a b", "'a b' does not begin with an extractor's name"),
        ("x:", "'x:' ends where its options should begin"),
        ("x:a", "x:a: 'a' is not key=value"),
        ("x:a=", "x:a=: 'a=' is not key=value"),
        ("x:=1", "x:=1: '=1' is not key=value"),
        ("x:1a=1", "x:1a=1: '1a=1' is not key=value"),
        ("x:a=1,", "x:a=1,: 'a=1,' has an empty part or an open quote"),
        ("x:a=1,,b=2", "x:a=1,,b=2: 'a=1,,b=2' has an empty part or an open quote"),
        ("x:a='b", "x:a='b: \"a='b\" has an empty part or an open quote"),
        ("x:a=b;;c", "x:a=b;;c: 'b;;c' has an empty part or an open quote"),
        ("x:a='b'c'd'", "x:a='b'c'd': \"'b'c'd'\" is not one quoted string"),
        ("x:a=1,a=2", "x:a=1,a=2: option 'a' is given twice"),
        ("x:a-b=1,a_b=2", "x:a-b=1,a_b=2: option 'a_b' is given twice"),
    ],
)
def test_what_cannot_be_read_is_named(written: str, message: str) -> None:
    """The message quotes what was found and says how to write it."""
    with pytest.raises(InputError) as caught:
        parse_spec(written)
    error = caught.value
    assert f"{error.place}: {error.message}".removeprefix(": ") == message
    assert error.remedy


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.from_regex(r"[a-z][a-z/ ]{0,8}[a-z]", fullmatch=True).filter(lambda word: word not in ("true", "false", "none")),
)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,5}", fullmatch=True), st.one_of(SCALARS, st.tuples(SCALARS, SCALARS))))
def test_a_value_that_is_shown_is_read_back(options: dict[str, OptionValue]) -> None:
    """How a message writes an option's value is how a user may write it."""
    written = "x:" + ",".join(f"{key}={shown(value)}" for key, value in options.items()) if options else "x"
    assert parse_spec(written).options == options
