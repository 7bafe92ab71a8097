"""Small data sets written to disk for one test: every text here is made up."""

from collections.abc import Mapping
from pathlib import Path


def written(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """The folder with these files in it, by relative path."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return folder


GOLD = '[[keyphrases]]\nphrase = "tide table"\naliases = ["tide tables"]\ntier = "essential"\n'

OURS: Mapping[str, str | bytes] = {
    "dataset.toml": 'name = "harbour"\nversion = "3"\npublished_prefix = "Tags:"\n',
    "articles/a.txt": "The tide table hangs in the harbour office.\n",
    "articles/b.txt": "A pilot boat waits.\n\nTags: boat, pilot\n",
    "keyphrases/a.toml": GOLD,
    "keyphrases/b.toml": '[[keyphrases]]\nphrase = "pilot boat"\n\n[[negatives]]\nphrase = "waits"\nkind = "generic"\n',
}
"""A small set in our own layout."""
