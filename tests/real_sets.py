"""Where the real data sets lie that tests are run against; none of them is part of the repository."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SETS = ROOT.parent / "shared" / "datasets"

SPECS = {
    "Inspec uncontrolled test": "hulth2003",
    "Inspec-LIAAD": "liaad/Inspec.zip",
    "SemEval2017": "liaad/SemEval2017.zip",
    "500N": "liaad/500N-KPCrowd-v1.1.zip",
    "WikiNews": "liaad/WikiNews.zip",
    "110-PT-BN-KP": "liaad/110-PT-BN-KP.zip",
    "pak2018": "liaad/pak2018.zip",
    "wiki20": "liaad/wiki20.zip",
    "KP20k slice": "src-trg",
    "SemEval-2010 level 4": (
        "ake/SemEval-2010-lvl-4-xml-100.tar.xz?references=SemEval-2010/references/test.combined.stem.json"
    ),
}
"""The name of a set in the table of counts, and how to read it."""

needs_sets = pytest.mark.skipif(not SETS.is_dir(), reason="the real data sets are not beside this checkout")


def spec(path: str) -> str:
    """How to read a set by its path below the folder of real sets."""
    return str(SETS / path)
