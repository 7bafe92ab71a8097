"""Gold in: every format to one shape."""

from bench.datasets.digests import digest
from bench.datasets.loading import load, materialise, open_source
from bench.datasets.shipped import shipped

__all__ = ["digest", "load", "materialise", "open_source", "shipped"]
