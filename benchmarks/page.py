"""What a large page costs: `python benchmarks/page.py` (needs the group `browser` and Chromium; takes two minutes).

2,000 made-up articles of news length with 10 gold keyphrases each, and 8 extractors with 20 phrases a list, into one
HTML file, with texts and without; then Chromium opens each from disk. Printed are megabytes, seconds to make the file,
seconds until the list of articles stands there, and seconds until the first article does.
"""

import os
import random
import shutil
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.cli.assess import Assessment, assess
from bench.records import (
    Annotation,
    Article,
    Dataset,
    DatasetInfo,
    Document,
    GoldKeyphrase,
    Keyphrase,
    Prediction,
    Run,
    RunInfo,
)
from bench.reporting.html import html_page
from bench.reporting.page_data import Scored
from bench.scoring.conventions import DEFAULT
from bench.scoring.metrics import HEADLINE
from bench.text.normalise import Normaliser

DOCUMENTS, EXTRACTORS, WORDS, GOLD, PHRASES = 2000, 8, 450, 10, 20


def assessed(seed: int = 1) -> Assessment:
    """Articles of made-up words, and gold and lists cut out of them."""
    generator = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    vocabulary = ["".join(generator.choices(letters, k=generator.randint(3, 10))) for _ in range(8000)]
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    texts = [generator.choices(vocabulary, weights, k=WORDS) for _ in range(DOCUMENTS)]

    def phrases(words: list[str], count: int) -> list[str]:
        starts = generator.sample(range(WORDS - 3), count)
        return [" ".join(words[start : start + generator.randint(1, 3)]) for start in starts]

    articles = []
    for number, words in enumerate(texts):
        lines = [" ".join(words[start : start + 45]) + "." for start in range(0, WORDS, 45)]
        gold = tuple(GoldKeyphrase((phrase,)) for phrase in phrases(words, GOLD))
        articles.append(Article(Document(f"doc{number:04}", "\n\n".join(lines)), Annotation(gold)))
    dataset = Dataset(DatasetInfo("large", "0" * 64), tuple(articles))
    runs = []
    for number in range(EXTRACTORS):
        predictions = tuple(
            Prediction(article.document.id, tuple(Keyphrase(phrase) for phrase in phrases(words, PHRASES)), seconds=0.1)
            for article, words in zip(articles, texts, strict=True)
        )
        runs.append(Run(RunInfo(f"extractor-{number}", "made-up", "large", "0" * 64), predictions))
    return assess(dataset, runs, DEFAULT, HEADLINE, with_fused=True)


def main() -> None:
    """Make and open both pages."""
    assessment = assessed()
    scored = [Scored("default", assessment.evaluations, assessment.comparison)]
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    print(f"{'page':<14}{'MB':>6}{'made, s':>9}{'open, s':>9}{'article, s':>12}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, with_text in (("with texts", True), ("without texts", False)):
            began = time.perf_counter()
            page = html_page(scored, assessment.dataset, Normaliser(), assessment.runs, with_text=with_text)
            made = time.perf_counter() - began
            path = Path(folder) / "report.html"
            path.write_text(page, encoding="utf-8")
            shown = browser.new_page()
            began = time.perf_counter()
            shown.goto(path.as_uri())
            shown.locator("#article-list li").first.wait_for()
            opened = time.perf_counter() - began
            began = time.perf_counter()
            shown.locator("#article-list a").first.click()
            shown.locator("#article h3").wait_for()
            read = time.perf_counter() - began
            shown.close()
            size = path.stat().st_size / 1e6
            print(f"{name:<14}{size:>6.1f}{made:>9.1f}{opened:>9.2f}{read:>12.2f}")
        browser.close()


if __name__ == "__main__":
    main()
