"""The guide docs/datasets.md: its examples are read as it says, and its tables name every format and option."""

import re
from pathlib import Path

from dataset_folders import written

from bench.datasets import load
from bench.datasets.conversion import WRITERS
from bench.datasets.formats.registry import FORMATS
from bench.datasets.specification import COMMON_OPTIONS
from bench.records import Annotation, Article, Document, GoldKeyphrase, Negative

GUIDE = (Path(__file__).parents[2] / "docs" / "datasets.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)


def examples(folder: Path) -> Path:
    """The guide's example files, written out."""
    files: dict[str, str | bytes] = dict(EXAMPLE.findall(GUIDE))
    assert len(files) == 5
    return written(folder, files)


def test_the_json_lines_example_is_read_as_the_guide_says(tmp_path: Path) -> None:
    """One article without gold, one with forms, a negative, a title and published keywords."""
    first, second = load(str(examples(tmp_path) / "boats.jsonl")).articles
    assert first.annotation == Annotation()
    assert second == Article(
        Document("b2", "Nets\n\nNets are mended on the quay in winter.", "en", "Nets"),
        Annotation(
            (GoldKeyphrase(("nets",)), GoldKeyphrase(("quay", "wharf"))),
            (Negative(("winter",), "generic", "says nothing of this article"),),
        ),
        ("fishing", "winter"),
    )


def test_the_folder_example_is_read_as_the_guide_says(tmp_path: Path) -> None:
    """The tags are off the text, the aliases are forms, the article without gold is counted."""
    dataset = load(str(examples(tmp_path) / "harbour"))
    first, second = dataset.articles
    assert first.document.text.endswith("every morning.")
    assert first.published == ("tide", "morning", "thepilot")
    assert first.annotation.gold[0] == GoldKeyphrase(("tide table", "tide tables", "table of the tides"), "essential")
    assert second.annotation == Annotation()
    assert len(dataset.info.problems) == 1
    assert dataset.info.licence == "CC0-1.0"


def test_every_format_and_option_is_in_the_guide() -> None:
    """A format or common option that is added must be described."""
    for name in FORMATS:
        assert f"| `{name}` |" in GUIDE
    for name in COMMON_OPTIONS:
        assert f"`{name}=" in GUIDE
    assert f"--to {'|'.join(WRITERS)}" in GUIDE
