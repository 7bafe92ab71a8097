"""Writing the digests of a folder of ours into its `dataset.toml` after a change that is meant."""

import hashlib
import json
import re
from pathlib import Path

from bench.datasets.decoding import decoded, parsed_toml
from bench.datasets.formats.own_folder import CARD, described_files
from bench.datasets.tree import Folder
from bench.errors import InputError

_TABLE = re.compile(r"^\[sha256\]\n(?:(?!\[).*\n?)*", re.MULTILINE)


def seal(folder: Path) -> tuple[str, ...]:
    """Write the sha256 of every article, gold file and pass; the rest of `dataset.toml` stays as it is.

    Returns:
        The names whose digest is new or changed, and those that are gone.

    Raises:
        InputError: The folder has no readable `dataset.toml`, or it cannot be written.
    """
    tree = Folder(folder)
    place = tree.place(CARD)
    if CARD not in tree.names:
        raise InputError(f"there is no {CARD}", place=tree.label, remedy="Write one; docs/datasets.md shows how")
    text = decoded(tree.read(CARD), place)
    found = parsed_toml(text, place).get("sha256", {})
    before = found if isinstance(found, dict) else {}
    now = {name: hashlib.sha256(tree.read(name)).hexdigest() for name in described_files(tree)}
    table = "[sha256]\n" + "".join(f'{json.dumps(name, ensure_ascii=False)} = "{now[name]}"\n' for name in sorted(now))
    changed = _TABLE.sub(lambda _: table, text) if _TABLE.search(text) else f"{text.rstrip()}\n\n{table}"
    try:
        (folder / CARD).write_text(changed, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", place=place, remedy="Check its rights") from None
    return tuple(sorted(name for name in now.keys() | before.keys() if now.get(name) != before.get(name)))
