"""The page in Chromium, opened from disk with the network off: it works, by keyboard too, and asks for nothing."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sample_evaluations import COMPARISON, DATASET, EVALUATIONS, FERRY, RUNS, SIGNATURE, YAKE, scored, verdict

from bench.reporting.html import html_page
from bench.reporting.page_data import Scored
from bench.scoring.results import Value
from bench.text.normalise import normaliser

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
SHOTS = os.environ.get("SCREENSHOTS")

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; install it or set CHROMIUM to its path")

HOSTILE = "<img src=x onerror=alert(1)>\u202e"
HOSTILE_YAKE = replace(
    YAKE,
    documents=(
        scored(FERRY, [*YAKE.documents[0].verdicts, verdict(HOSTILE, 6, noise=("MARKUP",))]),
        *YAKE.documents[1:],
    ),
)
OTHER = [replace(e, metrics={**e.metrics, "F1@10": Value(0.5 if e.system == "tfidf" else 0.1)}) for e in EVALUATIONS]
SETS = [
    Scored("default", (HOSTILE_YAKE, *(e for e in EVALUATIONS if e.system != "yake")), COMPARISON),
    Scored("sifrank", tuple(replace(e, signature="protocol:sifrank") for e in OTHER)),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page on disk."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(html_page(SETS, DATASET, normaliser(), RUNS), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all tests."""
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """The page, just opened offline; at the end nothing was requested and nothing complained."""
    context = browser.new_context(offline=True, viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    opened.on("request", lambda request: requests.append(request.url))
    opened.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else 0)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    opened.goto(address)
    yield opened
    context.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith("data:")] == [address]


def column(page: Any, number: int = 1) -> list[str]:
    """The texts of a column of the leaderboard."""
    texts: list[str] = page.locator(f"#leaderboard-table tbody tr > :nth-child({number})").all_inner_texts()
    return texts


def shoot(page: Any, name: str) -> None:
    """Keep a picture where the environment names a folder for them."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def test_leaderboard_sorts_both_ways(page: Any) -> None:
    """A head sorts best first, again the other way; aria-sort says which."""
    assert column(page)[:3] == ["oracle", "yake", "published"]
    page.get_by_role("button", name="noise@10").click()
    assert column(page)[0] == "oracle"
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    page.get_by_role("button", name="noise@10").click()
    assert column(page)[0] == "published"
    shoot(page, "leaderboard")


def test_leaderboard_filters(page: Any) -> None:
    """By name, and by leaving out floor and ceiling rows; the status says how many are left."""
    page.get_by_label("Filter rows").fill("TF")
    assert column(page) == ["tfidf"]
    assert page.locator("#leaderboard-status").inner_text() == "1 of 6 rows, by F1@10"
    page.get_by_label("Filter rows").fill("")
    page.get_by_label("fused, floor, published and ceiling rows").uncheck()
    assert column(page) == ["yake", "gluer:ngrams=1-3", "tfidf"]


def test_protocol_switch_changes_values_and_signature(page: Any) -> None:
    """Another protocol, other values, its own signature; the button copies it."""
    assert page.locator("#signature").inner_text() == SIGNATURE
    page.get_by_label("Protocol").select_option("sifrank")
    assert column(page)[0] == "tfidf"
    assert page.locator("#signature").inner_text() == "protocol:sifrank"
    page.get_by_role("button", name="Copy signature").click()
    page.get_by_text("Copied.").wait_for()


def test_every_chart_is_drawn(page: Any) -> None:
    """Five charts as SVG with a description each, and the difference chart follows its controls."""
    for name in ("curve", "speed", "noise", "agreement", "difference"):
        page.locator(f"#chart-{name}").scroll_into_view_if_needed()
        page.locator(f"#chart-{name} svg").wait_for()
        described = page.locator(f"#chart-{name}[aria-label], #chart-{name} [aria-roledescription=visualization]")
        assert described.count() == 1
    page.get_by_label("less row").select_option("tfidf")
    page.get_by_text("yake is higher on 2, lower on 0, equal on 0 of 2 documents.").wait_for()
    shoot(page, "charts")


def test_an_article_opens_with_marks_and_reasons(page: Any) -> None:
    """Gold hit and missed, negatives and noise in the article's own text; lists with the reason for each mark."""
    page.get_by_role("link", name="ferry:").click()
    page.locator("#article .text").wait_for()
    assert page.locator("mark.hit").all_inner_texts()[1:3] == ["old ferry", "Lake Orme"]
    assert "electric motors" in page.locator(".text mark.missed").all_inner_texts()
    assert page.locator(".text mark.negative").first.get_attribute("title") == "negative: byline"
    assert "near-duplicate; “old ferry” again" in page.locator(".lists").inner_text()
    page.get_by_label("Marks of").select_option("tfidf")
    assert "Lake Orme" in page.locator(".text mark.missed").all_inner_texts()
    shoot(page, "article")


def test_hostile_phrases_are_shown_as_they_are(page: Any) -> None:
    """Markup is text, an override is its escape; no dialog, no image, no request."""
    page.get_by_role("link", name="ferry:").click()
    page.get_by_text("<img src=x onerror=alert(1)>\\u202e").first.wait_for()
    assert page.locator("img").count() == 0


def test_by_keyboard_alone(page: Any) -> None:
    """Tab reaches the controls, Enter sorts and opens an article, and the focus follows."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the leaderboard"
    page.get_by_label("Filter rows").focus()
    page.keyboard.type("yake")
    assert column(page) == ["yake"]
    page.get_by_role("button", name="R@10").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "R@10"
    page.get_by_label("Find an article").focus()
    page.keyboard.type("bridge")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#article h3").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "bridge: Bridge closed"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(page: Any, scheme: str) -> None:
    """axe-core finds no serious or critical fault with everything open, in light and in dark."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page.emulate_media(color_scheme=scheme)
    page.get_by_role("link", name="ferry:").press("Enter")  # charts that are drawn anew may move it under the mouse
    page.locator("#article .text").wait_for()
    found = axe.Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []
    shoot(page, scheme)


def test_on_a_phone_and_on_paper(page: Any) -> None:
    """At 360 pixels the page itself does not scroll sideways; printed, the controls are gone."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("link", name="ferry:").click()
    page.locator("#article .text").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shoot(page, "phone")
    page.emulate_media(media="print")
    assert not page.get_by_label("Filter rows").is_visible()
    assert page.locator("p.on-paper").inner_text() == "Marks of yake"
    assert page.locator("#leaderboard-table").is_visible()
