"""keyphrase-bench: run keyphrase extractors over articles, score them against gold, print checkable tables."""

__version__ = "0.1.0"
