"""The HTML page as text: complete, self-contained, deterministic, and unmoved by hostile phrases."""

import base64
import gzip
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from sample_evaluations import BRIDGE, COMPARISON, DATASET, EVALUATIONS, FERRY, RUNS, evaluation, scored, verdict
from strategies import ANY_TEXT

from bench.records import Dataset
from bench.reporting import charts
from bench.reporting.html import html_page
from bench.reporting.page_data import BLOCK, Scored, article_blocks, page_values, value_block
from bench.text.normalise import normaliser

SETS = [Scored("default", EVALUATIONS, COMPARISON)]


def unpacked(block: str) -> list[dict[str, object]]:
    """What the page's script reads from a packed block."""
    found: list[dict[str, object]] = json.loads(gzip.decompress(base64.b64decode(block)))
    return found


@pytest.fixture(scope="module")
def page() -> str:
    """The page of the sample world."""
    return html_page(SETS, DATASET, normaliser(), RUNS)


def test_nothing_in_the_page_points_anywhere(page: str) -> None:
    """No element loads anything: no src, no stylesheet link, no import, and a policy that forbids it."""
    markup = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert re.findall(r"(?:src|href)=\"(?!#|data:)[^\"]*", markup) == []
    assert "default-src 'none'" in page
    assert "@import" not in markup


def test_the_same_input_gives_the_same_page(page: str) -> None:
    """Compressed blocks included."""
    assert html_page(SETS, DATASET, normaliser(), RUNS) == page


def test_without_texts_no_sentence_of_an_article_is_left() -> None:
    """`--no-text` leaves the lists and their reasons, but not the articles."""
    block = unpacked(article_blocks(EVALUATIONS, DATASET, normaliser(), with_text=False)[0])
    assert "steam engine" not in json.dumps(block)
    assert "steam engine" in json.dumps(unpacked(article_blocks(EVALUATIONS, DATASET, normaliser())[0]))
    assert "text" not in block[0]


def test_an_article_holds_its_marks_and_reasons() -> None:
    """Gold with its places in the text, negatives, every list with mark, kind and reason."""
    ferry = unpacked(article_blocks(EVALUATIONS, DATASET, normaliser())[0])[0]
    text = str(ferry["text"])
    places = ferry["goldPlaces"]
    assert isinstance(places, list)
    assert [(text[start:end], number) for start, end, number in places] == [
        ("old ferry", 1),
        ("Lake Orme", 0),
        ("electric motors", 2),
        ("ferry", 1),
    ]
    lists = ferry["lists"]
    assert isinstance(lists, dict)
    assert lists["yake"]["phrases"][2][:6] == [
        "Harbour Desk 8",
        3,
        "negative",
        "negative",
        "byline",
        "negative: byline; BYLINE; DATETIME",
    ]


def test_large_sets_are_packed_in_blocks() -> None:
    """A block is opened alone, so its articles are few."""
    many = replace(
        DATASET,
        articles=tuple(replace(BRIDGE, document=replace(BRIDGE.document, id=f"d{n}")) for n in range(2 * BLOCK + 1)),
    )
    assert [len(unpacked(block)) for block in article_blocks((), many, normaliser())] == [BLOCK, BLOCK, 1]


def test_missed_gold_tells_what_was_never_a_candidate() -> None:
    """The drill-down has the kinds of the error table: told from the run's candidates, else from the list alone."""
    told = [replace(run, candidates={"ferry": ("Lake Orme",)}) if run.info.name == "yake" else run for run in RUNS]
    page = html_page([Scored("default", EVALUATIONS)], DATASET, normaliser(), told)
    packed = page.partition('id="block-0">')[2].partition("<")[0]
    articles: list[Any] = list(unpacked(packed))
    ferry, bridge, _ = articles
    assert "never a candidate" in {kind for _, kind, _ in ferry["lists"]["yake"]["missed"]}
    others = [each["lists"][name] for each in (ferry, bridge) for name in ("tfidf", "first-phrases")]
    kinds = {kind for each in [*others, bridge["lists"]["yake"]] for _, kind, _ in each["missed"]}
    assert kinds.isdisjoint({"never a candidate", "below the list"})


def test_values_by_document_stand_in_the_order_of_the_data_set() -> None:
    """The difference chart pairs by place, so every column has one value or null a document."""
    values = json.loads(gzip.decompress(base64.b64decode(value_block(EVALUATIONS, DATASET))))
    assert values["F1@10"]["yake"] == [round(4 / 14, 5), round(2 / 12, 5), None]
    assert values["F1@10"]["published"] == [round(2 / 14, 5), None, None]


def test_charts_follow_from_the_rows() -> None:
    """F1 at two cut-offs by hand, the front of speed and quality, noise by first class, agreement with itself."""
    values = page_values(SETS, DATASET, RUNS)
    assert [chart["id"] for chart in values["charts"]] == ["curve", "speed", "noise", "agreement", "difference"]  # type: ignore[attr-defined]
    curve = charts.f1_by_cutoff(EVALUATIONS)["data"]["values"]  # type: ignore[index]
    yake = {value["k"]: value["F1"] for value in curve if value["row"] == "yake"}
    assert yake[1] == pytest.approx((2 / 5 + 2 / 3) / 2)
    assert yake[10] == pytest.approx((4 / 14 + 2 / 12) / 2)
    speed = charts.quality_by_speed(EVALUATIONS, RUNS)
    front = speed["layer"][0]["data"]["values"]  # type: ignore[index]
    assert [point["row"] for point in front] == ["yake", "tfidf"]
    noise = charts.noise_by_class(EVALUATIONS)["data"]["values"]  # type: ignore[index]
    assert {"row": "published", "class": "GLUED", "share": pytest.approx(1 / 3)} in noise
    agreement = charts.agreement(EVALUATIONS)["data"]["values"]  # type: ignore[index]
    assert {"a": "yake", "b": "yake", "Jaccard": 1.0} in agreement


def test_a_chart_is_drawn_as_svg() -> None:
    """The same specification as a picture for Markdown pages."""
    drawn = charts.svg({**charts.f1_by_cutoff(EVALUATIONS), "width": 400})
    assert drawn.startswith("<svg")
    assert "phrases read" in drawn


@settings(max_examples=30)
@given(ANY_TEXT)
def test_hostile_text_never_becomes_markup(text: str) -> None:
    """Whatever article, phrase, id and data set hold, the page's elements are those of a harmless one."""
    article = replace(FERRY, document=replace(FERRY.document, id=f"d{text}", text=f"</script><b>{text} Lake Orme"))
    made = [evaluation(f"x</script>{text}", "extractor", [scored(article, [verdict(f"</script>{text}", 1)])])]
    data = Dataset(replace(DATASET.info, name=f"<b>{text}"), (article,))
    values = json.dumps(page_values([Scored(text, tuple(made))], data)).replace("<", "\\u003c")
    assert "</script" not in values
    block = article_blocks(made, data, normaliser())[0]
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", block)
    found = unpacked(block)[0]
    shown = str(found["text"])
    places = found["goldPlaces"]
    assert isinstance(places, list)
    assert "Lake Orme" in [shown[start:end] for start, end, number in places if number == 0]
