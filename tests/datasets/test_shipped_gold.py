"""The gold that ships: five articles verbatim, nothing contradictory, and a data card whose figures are computed."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from bench.datasets import load, shipped
from bench.datasets.agreement import agreement, mean_f1
from bench.datasets.integrity import key_of
from bench.text.normalise import contains

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "gold" / "first-film-in-space"
SEEDS = ROOT.parent / "shared" / "seeds"
PUBLISHED = (
    "film", "duo", "team", "russian", "zoé pallier 7", "tom cruise", "steppes", "earth", "space", "partnership",
    "space station", "orbit", "titledthe challenge", "roscosmos", "american",
)  # fmt: skip


def votes(kind: str) -> Counter[int]:
    """How many entries of a kind have how many votes, read off the files."""
    found: Counter[int] = Counter()
    for path in sorted(GOLD.glob("keyphrases/*.toml")):
        found.update(entry["votes"] for entry in tomllib.loads(path.read_text(encoding="utf-8"))[kind])
    return found


def test_it_is_found_by_name_with_its_five_documents() -> None:
    """The data set has the name it ships under and ids 000 to 004, in order."""
    assert shipped() == ("first-film-in-space",)
    assert [d.id for d in load("first-film-in-space").documents] == ["000", "001", "002", "003", "004"]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the original articles are not beside this checkout")
def test_the_articles_are_the_originals_to_the_byte() -> None:
    """Nobody has mended a seed article."""
    originals = {path.name[:3]: path.read_bytes() for path in SEEDS.glob("*.txt")}
    assert {path.stem: path.read_bytes() for path in GOLD.glob("articles/*.txt")} == originals


def test_the_published_line_is_off_the_text_and_kept_apart() -> None:
    """No document holds the line "Keywords: ..."; its fifteen phrases are the first document's published keywords."""
    articles = load("first-film-in-space").articles
    assert [article.published for article in articles] == [PUBLISHED, (), (), (), ()]
    for article in articles:
        assert "Keywords:" not in article.document.text
        assert "titledthe" not in article.document.text
        assert "zoé pallier 7" not in article.document.text
    assert articles[0].document.text.endswith("\n\nThis time the Russians were faster than the Americans.")


def test_the_text_is_otherwise_the_file() -> None:
    """Only the published line is missing from a document; blanks and broken characters stay."""
    for article in load("first-film-in-space").articles[1:]:
        whole = (GOLD / "articles" / f"{article.document.id}.txt").read_text(encoding="utf-8")
        assert article.document.text == whole


def test_all_documents_are_of_one_event() -> None:
    """Five documents about one event are one unit to a significance test."""
    assert {article.event for article in load("first-film-in-space").articles} == {"first-film-in-space"}


def test_no_form_belongs_to_two_clusters_and_no_negative_is_gold() -> None:
    """Under norm-1, in the adjudicated gold and in each pass: clusters are disjoint, negatives are no gold."""
    for article in load("first-film-in-space").articles:
        key = key_of(article.document.language)
        for said in (article.annotation, *article.annotators.values()):
            owners: dict[tuple[str, ...], str] = {}
            for cluster in said.gold:
                for form in cluster.forms:
                    assert owners.setdefault(key(form), cluster.forms[0]) == cluster.forms[0]
            assert not owners.keys() & {key(form) for negative in said.negatives for form in negative.forms}


def test_the_tier_absent_says_the_truth() -> None:
    """A keyphrase of the tier `absent` has no form in the text, any other has one."""
    for article in load("first-film-in-space").articles:
        key = key_of("en")
        text = key(article.document.text)
        for cluster in article.annotation.gold:
            stands = any(contains(text, key(form)) for form in cluster.forms)
            assert stands == (cluster.tier != "absent"), (article.document.id, cluster)


def test_negatives_that_stand_nowhere_are_the_ones_the_card_names() -> None:
    """Fused "titledthe challenge", "orbit" (000) and "cinema" (004) are in no article; all others are in theirs."""
    nowhere = [
        (article.document.id, negative.forms[0])
        for article in load("first-film-in-space").articles
        for negative in article.annotation.negatives
        if negative.forms[0].casefold() not in " ".join(article.document.text.casefold().split())
    ]
    assert nowhere == [("000", "titledthe challenge"), ("000", "orbit"), ("004", "cinema")]


def test_the_card_counts_votes_as_they_are() -> None:
    """The table of votes in the data card is what the gold files hold."""
    card = (GOLD / "README.md").read_text(encoding="utf-8")
    for kind, label in (("keyphrases", "gold keyphrases"), ("negatives", "negatives")):
        found = votes(kind)
        assert f"| {label} | {found[3]} | {found[2]} | {found[1]} | {found.total()} |" in card


def test_the_card_states_the_agreement_that_is_computed() -> None:
    """Every line of the agreement table in the data card, the mean included, comes out of the passes again."""
    pairs = agreement(load("first-film-in-space"))
    lines = [
        f"| {p.first}, {p.second} | {p.gold.agreed} of {p.gold.first} and {p.gold.second} | {p.gold.f1:.3f} "
        f"| {p.negatives.agreed} of {p.negatives.first} and {p.negatives.second} | {p.negatives.f1:.3f} |"
        for p in pairs
    ]
    lines.append(f"| mean | | {mean_f1([p.gold for p in pairs]):.3f} | | {mean_f1([p.negatives for p in pairs]):.3f} |")
    card = (GOLD / "README.md").read_text(encoding="utf-8")
    table = re.search(r"\| passes \|.*?\n\n", card, re.DOTALL)
    assert table is not None
    assert table[0].strip().splitlines()[2:] == lines


def test_what_the_card_quotes_stands_in_the_articles() -> None:
    """Each fault is shown by words of the article (line ends as " / ", bold id at the paragraph's head)."""
    card = (GOLD / "README.md").read_text(encoding="utf-8")
    faults = card.split("## What is wrong with each\n")[1].split("\nThe five spell")[0]
    sections = re.split(r"^\*\*(\d{3})\.\*\*", faults, flags=re.MULTILINE)[1:]
    elsewhere = {"zoé pallier 7", "titledthe challenge", "orbit", "Keywords: film, duo, team, ..."}
    for identifier, section in zip(sections[::2], sections[1::2], strict=True):
        article = " ".join((GOLD / "articles" / f"{identifier}.txt").read_text(encoding="utf-8").split())
        for quoted in re.findall(r'"([^"]+)"', section):
            if quoted not in elsewhere:
                assert " ".join(quoted.replace(" / ", " ").split()) in article, (identifier, quoted)
