"""What an extractor is handed of the shipped articles, as one that puts out everything it sees tells."""

from pathlib import Path

import pytest

from bench.datasets import load
from bench.extractors.specification import ExtractorSpec
from bench.running.plan import Plan
from bench.running.run import run


def test_no_text_handed_to_an_extractor_holds_the_published_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the text to extract from nor the corpus to fit on shows the line, whole or in its telling parts."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    dataset = load("first-film-in-space")
    done = run(Plan(ExtractorSpec("listening"), target="listening:Listening"), dataset.documents)
    assert [prediction.status for prediction in done.predictions] == ["ok"] * 5
    handed = "\n".join(k.phrase for prediction in done.predictions for k in prediction.keyphrases)
    assert handed.count("The Russian duo who left to shoot the first film in space") >= 2 * 5
    for part in ("Keywords", "titledthe challenge", "zoé pallier 7,", "film, duo, team", "orbit, titledthe"):
        assert part not in handed
