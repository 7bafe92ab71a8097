"""Real sets in real layouts: their counts, the same set from several layouts, and how fast they are read."""

import re
import time
from functools import lru_cache

import pytest
from real_sets import SETS, SPECS, needs_sets, spec

from bench.datasets import load, open_source
from bench.datasets.catalogue import catalogue
from bench.datasets.presence import words
from bench.datasets.stats import DatasetStats, stats
from bench.records import Article, Dataset
from bench.text.normalise import contains, normaliser

pytestmark = needs_sets
KEY = normaliser().key
INSPEC_AKE = "ake/Inspec-test-xml-500.tar.xz?references=Inspec/references/test.uncontr.json"


@lru_cache
def counted(path: str) -> DatasetStats:
    """The numbers of a set, computed once."""
    return stats(open_source(path), with_alpha=False)


def stated() -> dict[str, tuple[int, str, float]]:
    """Documents, gold a document (as written) and percent present by set, read off the README beside the sets."""
    text = (SETS / "README.md").read_text(encoding="utf-8")
    sentence = re.search(r"^Counts to agree with[^:]*: (.*?)\. \"Present\"", text, re.MULTILINE | re.DOTALL)
    assert sentence is not None
    found = {}
    for part in sentence[1].split(";"):
        numbers = re.fullmatch(
            r"\s*(.+?) (\d+)(?: documents)?, ([\d.]+)(?: gold a document)?, ([\d.]+) %.*", part, re.DOTALL
        )
        assert numbers is not None, part
        found[numbers[1]] = (int(numbers[2]), numbers[3], float(numbers[4]))
    return found


def test_every_stated_set_has_a_test() -> None:
    """A set that is added to the README must be added here."""
    if SETS.is_dir():
        assert stated().keys() == SPECS.keys()


@pytest.mark.parametrize("name", SPECS)
def test_counts_agree_with_the_readme(name: str) -> None:
    """Documents exactly, gold a document to the last digit written, the share present to 0.15 points.

    WikiNews is off by one phrase of 1080, as Snowball's French is by release.
    """
    documents, gold, present = stated()[name]
    found = counted(spec(SPECS[name]))
    decimals = len(gold.partition(".")[2])
    assert found.documents == documents
    assert f"{found.gold_total / found.documents:.{decimals}f}" == gold
    assert found.present is not None
    assert abs(100 * found.present - present) < 0.15


def phrases(article: Article) -> list[str]:
    """The first forms, in lower case, white space evened out."""
    return [" ".join(cluster.forms[0].lower().split()) for cluster in article.annotation.gold]


def test_inspec_from_hulths_files_and_from_ake_is_one_set() -> None:
    """The same 500 documents word for word, and the same gold up to capitals, which ake dropped."""
    hulth, ake = load(spec("hulth2003")), load(spec(INSPEC_AKE))
    other = {article.document.id: article for article in ake.articles}
    assert sorted(other) == sorted(document.id for document in hulth.documents)
    for article in hulth.articles:
        twin = other[article.document.id]
        assert words(article.document.text) == words(twin.document.text)
        assert phrases(article) == phrases(twin)


def spelled(article: Article) -> str:
    """A text without anything but its letters and digits: what tokenising cannot change."""
    return "".join(words(article.document.text))


def keys(article: Article) -> set[tuple[str, ...]]:
    """The norm-1 keys of all gold forms."""
    return {KEY(form) for cluster in article.annotation.gold for form in cluster.forms} - {()}


def compared(whole: Dataset, tagged: Dataset) -> tuple[int, list[tuple[str, str]], int, int]:
    """Documents in both, tags that are no gold, gold that stands in the text untagged, gold tagged though absent."""
    by_text = {spelled(article): article for article in tagged.articles}
    both, no_gold, untagged, absent = 0, [], 0, 0
    for article in whole.articles:
        twin = by_text.get(spelled(article))
        if twin is None:
            continue
        both += 1
        text = KEY(twin.document.text)
        present = {k for k in keys(article) if contains(text, k)}
        no_gold += [(article.document.id, " ".join(k)) for k in sorted(keys(twin) - keys(article))]
        untagged += len(present - keys(twin))
        absent += len((keys(article) - present) & keys(twin))
    return both, no_gold, untagged, absent


def test_inspec_as_tags_is_the_present_gold_of_the_same_documents() -> None:
    """All 500 documents are there. Tags hold present gold only; six are no gold and 282 present phrases have none.

    The six: four in one document whose tags slipped by some words, and two cut short. The 282: a token has one tag, so
    that of two phrases that overlap, or of which one is inside the other, one is lost; and what tokenising cut.
    """
    both, no_gold, untagged, absent = compared(load(spec("hulth2003")), load(spec("midas-bio/Inspec")))
    assert both == 500
    assert no_gold == [
        ("1954", "analysi and periodogram"),
        ("1954", "analysi detrend"),
        ("1954", "drawn from gaussian"),
        ("1954", "for the periodogram"),
        ("347", "system for"),
        ("373", "comput may"),
    ]
    assert (untagged, absent) == (282, 0)


def test_semeval2017_from_brat_and_from_liaad_is_one_set() -> None:
    """The 50 documents in brat have in LIAAD's copy the same text, and the same forms in another grouping.

    brat's relation Synonym-of makes one keyphrase of two; LIAAD's list has every form as a keyphrase.
    """
    brat, liaad = load(spec("scienceie-brat")), load(spec("liaad/SemEval2017.zip"))
    other = {article.document.id: article for article in liaad.articles}
    for article in brat.articles:
        twin = other[article.document.id]
        assert article.document.text.split() == twin.document.text.split()
        ours = {" ".join(form.split()) for cluster in article.annotation.gold for form in cluster.forms}
        assert ours == {" ".join(cluster.forms[0].split()) for cluster in twin.annotation.gold}


def test_semeval2017_as_tags_is_a_part_of_liaads() -> None:
    """94 of the 100 test documents are in LIAAD's 493; two tags hold a combining mark of their own."""
    both, no_gold, untagged, absent = compared(
        load(spec("liaad/SemEval2017.zip")), load(spec("midas-bio/SemEval-2017"))
    )
    assert both == 94
    assert [identifier for identifier, _ in no_gold] == ["S0370269302014880", "S0370269304008494"]
    assert (untagged, absent) == (167, 0)


def test_inspec_is_read_from_the_zip_in_two_seconds() -> None:
    """2000 documents with their gold, checked, the best of three; of this process, whatever else the machine does."""
    seconds = []
    for _ in range(3):
        start = time.process_time()
        assert len(load(spec("liaad/Inspec.zip")).articles) == 2000
        seconds.append(time.process_time() - start)
    assert min(seconds) < 2.0


def test_the_catalogues_numbers_are_those_of_the_files() -> None:
    """Documents, gold a document and share present of each set with a digest, computed again."""
    paths = {path.name: path for path in SETS.rglob("*") if path.is_file()}
    for known in catalogue().values():
        if not known.files or known.spec.startswith(("bio:", "memray:")):
            continue
        form, _, rest = known.spec.partition(":")
        name, _, option = rest.partition("?references=")
        path = paths[name]
        reference = next((p for p in SETS.rglob(option)), None) if option else None
        tail = f"?references={reference.relative_to(path.parent)}" if reference else ""
        found = counted(f"{path}{tail}")
        assert found.header.format == form
        assert (known.documents, known.gold_per_document) == (found.documents, round(found.gold.mean, 2)), known.name
        assert found.present is not None
        assert known.present == round(100 * found.present, 1), known.name
