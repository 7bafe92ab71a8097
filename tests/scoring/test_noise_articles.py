"""The noise rules over real text: the five shipped articles, and gold that people made elsewhere."""

import random
from pathlib import Path
from zipfile import ZipFile

import pytest

from bench.datasets import load
from bench.records import Article
from bench.scoring.noise import CLASSES, NoiseJudge

ARTICLES = {article.document.id: article for article in load("first-film-in-space").articles}
DATASETS = Path(__file__).parents[3] / "shared" / "datasets" / "liaad"


def judge(article: Article) -> NoiseJudge:
    """The judge that scoring makes for an article."""
    return NoiseJudge(article.document.text, published=article.published, language=article.document.language)


def test_the_published_line_of_the_first_article() -> None:
    """Of its fifteen phrases three are noise: name, hour and a cut number; two words fused; one found nowhere else."""
    article = ARTICLES["000"]
    found = {phrase: judge(article).labels(phrase) for phrase in article.published}
    assert {phrase: labels.labels for phrase, labels in found.items() if labels.labels} == {
        "zoé pallier 7": ("BYLINE", "DATETIME", "PARTIAL_TOKEN"),
        "orbit": ("BOILERPLATE",),
        "titledthe challenge": ("GLUED",),
    }
    assert sum(labels.hard for labels in found.values()) / len(found) == pytest.approx(0.2)


def test_it_is_the_same_with_the_line_left_in_the_text() -> None:
    """Left in, the line is metadata, and metadata vouches for nothing."""
    article = ARTICLES["000"]
    left_in = NoiseJudge(f"{article.document.text}\n\nKeywords: {', '.join(article.published)}")
    assert [left_in.labels(p) for p in article.published] == [judge(article).labels(p) for p in article.published]


def test_the_gold_of_the_articles_is_clean() -> None:
    """No gold keyphrase in its first form has a label, save those that the annotators themselves call absent."""
    faults = {
        (article.document.id, gold.forms[0], judge(article).labels(gold.forms[0]).labels)
        for article in ARTICLES.values()
        for gold in article.annotation.gold
        if judge(article).labels(gold.forms[0]).labels
    }
    assert faults == {
        ("000", "space race", ("NOT_IN_TEXT",)),
        ("001", "The Challenge", ("NOT_IN_TEXT", "STOP_EDGE")),
        ("001", "space race", ("NOT_IN_TEXT",)),
        ("002", "space race", ("NOT_IN_TEXT",)),
        ("003", "space race", ("NOT_IN_TEXT",)),
        ("004", "space race", ("NOT_IN_TEXT",)),
    }


@pytest.mark.parametrize(
    ("document", "phrase", "expected"),
    [
        ("000", "october 17", "BYLINE DATETIME"),
        ("000", "Zoé Pallier 7:59", "BYLINE DATETIME"),
        ("000", "zoé pallier 59", "NOT_IN_TEXT"),
        ("000", "trip stars mars", "NOT_IN_TEXT"),
        ("000", "film roscosmos revealed", "CROSS_LINE"),
        ("001", "spacecraft.Įverything", "CROSS_SENTENCE"),
        ("001", "cosmonaut yulia peressild", "CROSS_SENTENCE"),
        ("002", "cosmonaut.Two Russian cosmonauts", "CROSS_SENTENCE"),
        ("002", "4:36 am", "DATETIME STOP_EDGE"),
        ("002", "000 candidates", "PARTIAL_TOKEN"),
        ("002", "M.Rogozine", ""),
        ("002", "The challenge", ""),
        ("003", "theRussian space agencyemerges", "SOURCE_GLUED"),
        ("003", "byMission Impossible-Star", "SOURCE_GLUED"),
        ("003", "Tom Cruisewas", "SOURCE_GLUED"),
        ("003", "space Oleg Novitsky", "CROSS_LINE"),
        ("004", "date 2021-10-17", "DATETIME"),
        ("004", "0436 GMT", "DATETIME"),
        ("004", "cinema", "NOT_IN_TEXT"),
        ("004", "once-in-a-lifetime opportunity", ""),
        # what no rule over phrase and text can see, and annotators must say
        ("000", "Perseverance robot", ""),
        ("001", "orbital construction project", ""),
        ("002", "Space AgencyRussian", ""),
        ("003", "agencyemerges", ""),
    ],
)
def test_phrases_that_extractors_put_out(document: str, phrase: str, expected: str) -> None:
    """What ordinary extractors make of these articles is labelled as a careful reader would label it."""
    assert judge(ARTICLES[document]).labels(phrase).labels == tuple(expected.split())


@pytest.mark.parametrize(
    ("name", "most", "least_absent", "most_absent"),
    [("500N-KPCrowd-v1.1", 6.0, 5.0, 13.0), ("Inspec", 1.0, 30.0, 45.0), ("SemEval2017", 2.0, 0.0, 1.0)],
)
def test_human_gold_is_nearly_clean(name: str, most: float, least_absent: float, most_absent: float) -> None:
    """Of gold that people made, few in a hundred carry a hard label; absent keyphrases are the true exception."""
    path = DATASETS / f"{name}.zip"
    if not path.exists():
        pytest.skip(f"{name} is not beside the project")
    faulty = absent = total = 0
    for text, phrases in _documents(path, 100):
        noise = NoiseJudge(text)
        for phrase in phrases:
            hard = {label for label in noise.labels(phrase).labels if CLASSES[label].hard}
            absent += "NOT_IN_TEXT" in hard
            faulty += bool(hard - {"NOT_IN_TEXT"})
            total += 1
    assert total > 1000
    assert 100 * faulty / total < most
    assert least_absent <= 100 * absent / total <= most_absent


def _documents(path: Path, count: int) -> list[tuple[str, list[str]]]:
    """Texts and gold of so many documents, drawn with a fixed seed."""
    with ZipFile(path) as archive:
        names = archive.namelist()
        texts = {Path(n).stem: n for n in names if "/docsutf8/" in n and n.endswith(".txt")}
        keys = {Path(n).stem: n for n in names if "/keys/" in n and n.endswith(".key")}
        drawn = random.Random(1).sample(sorted(texts.keys() & keys.keys()), count)
        return [
            (
                archive.read(texts[name]).decode("utf-8", "replace"),
                [line for line in archive.read(keys[name]).decode("utf-8", "replace").splitlines() if line.strip()],
            )
            for name in drawn
        ]
