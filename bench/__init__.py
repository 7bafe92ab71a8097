"""keyphrase-bench: run keyphrase extractors over articles, score them against gold, print tables that can be checked."""

__version__ = "0.1.0"
