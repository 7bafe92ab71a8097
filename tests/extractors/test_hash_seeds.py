"""The same keyphrases in every process."""

import os
import subprocess
import sys

import pytest

CODE = """
import sys
from bench.extractors.checks import ORDINARY, ready
from bench.extractors.contract import describe
from bench.extractors.door import build
extractor = ready(lambda: build(sys.argv[1]))
print([extractor.extract(document, 20) for document in ORDINARY], describe(extractor))
"""


@pytest.mark.parametrize("spec", ["first-phrases", "random", "tfidf", "yake", "keybert:ngrams=1-3,mmr=0.5,cache=none"])
def test_lists_and_descriptions_do_not_depend_on_the_hash_seed(spec: str) -> None:
    """Two fresh interpreters with two orders of sets and two numbers of threads say the same to the last digit."""
    said = {
        subprocess.run(
            [sys.executable, "-c", CODE, spec],
            env={**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert "Keyphrase" in said.pop()
