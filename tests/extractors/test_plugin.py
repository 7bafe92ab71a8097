"""A class in a file of its own, declared in a pyproject.toml: all that a new row needs."""

import json
import re
from pathlib import Path

import pytest
from installed_plugin import SOURCE, install, run_with

GUIDE = SOURCE.parents[1] / "docs" / "your-own-extractor.md"


def test_the_guide_shows_the_package_as_it_is() -> None:
    """The example that a reader copies is the package that these tests build and run."""
    blocks = re.findall(r"```(\w+)\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert ("python", (SOURCE / "longest_words.py").read_text(encoding="utf-8")) in blocks
    assert ("toml", (SOURCE / "pyproject.toml").read_text(encoding="utf-8")) in blocks


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plug-in, built by its own back end and unpacked."""
    return install(SOURCE, tmp_path_factory.mktemp("plugin"))


def test_an_installed_plugin_is_listed_with_its_distribution_and_without_being_imported(site: Path) -> None:
    """Its name, owner and target come from the metadata of the package alone."""
    code = """
import sys
from bench.extractors.door import listed
[found] = [listing for listing in listed() if listing.name == "longest-words"]
print(found.distribution, found.target, found.available, "longest_words" in sys.modules)
"""
    done = run_with(site, code)
    assert (done.stdout, done.stderr) == ("longest-words longest_words:LongestWords True False\n", "")


def test_an_installed_plugin_is_built_with_its_options_and_described_from_outside(site: Path) -> None:
    """A plain class needs no `describe`: its configuration is seen in its constructor, its version in its package."""
    code = """
import json
import re
from bench.extractors.contract import describe
from bench.extractors.door import build
from bench.records import Document
extractor = build("longest-words:min-length=5")
keyphrases = extractor.extract(Document("a", "A ferry crosses the harbour, the ferry rests."), 3)
seen = describe(extractor)
print(json.dumps([[(k.phrase, k.score) for k in keyphrases], seen.configuration, seen.version]))
"""
    done = run_with(site, code)
    assert done.stderr == ""
    assert json.loads(done.stdout) == [
        [["crosses", 7.0], ["harbour", 7.0], ["ferry", 5.0]],
        {"min_length": 5},
        "1.2.0",
    ]


def test_an_option_that_the_plugin_has_not_is_an_error_that_names_those_it_has(site: Path) -> None:
    """The constructor's signature is all that the door needs for it."""
    code = """
from bench.errors import BenchError
from bench.extractors.door import build
try:
    build("longest-words:min_lenght=5")
except BenchError as error:
    print(error)
"""
    expected = (
        "extractor 'longest-words:min_lenght=5': unknown option 'min_lenght'. "
        "Did you mean 'min_length'? Known: min_length\n"
    )
    assert run_with(site, code).stdout == expected


def test_the_plugin_keeps_the_contract(site: Path) -> None:
    """The suite that is offered to authors of plug-ins finds nothing to complain of."""
    code = """
from bench.extractors.checks import check_extractor
from longest_words import LongestWords
print(check_extractor(LongestWords))
"""
    done = run_with(site, code)
    assert (done.stdout, done.stderr) == ("()\n", "")
