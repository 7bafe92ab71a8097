"""A small data set and lists on it, as files that a user would have; every text here is made up."""

import json
from pathlib import Path

GOLD = (
    {
        "id": "ferry",
        "title": "Night ferry returns",
        "text": "The night ferry returns to the harbour in May. The harbour master has hired two pilots.",
        "language": "en",
        "keyphrases": [["night ferry", "ferry"], ["harbour master"], "pilots"],
        "negatives": [{"forms": ["May"], "kind": "generic"}],
    },
    {
        "id": "tide",
        "title": "",
        "text": "By Ada Moor\n\nThe tide table hangs in the office. Every skipper reads the tide table before noon.",
        "language": "en",
        "keyphrases": ["tide table", "skipper"],
        "negatives": [{"forms": ["Ada Moor"], "kind": "byline"}],
    },
    {
        "id": "buoy",
        "title": "A buoy adrift",
        "text": "A red buoy is adrift off the cape. The coast guard warns small boats.",
        "language": "en",
        "keyphrases": [["red buoy", "buoy"], "coast guard", "cape"],
    },
)
"""Three documents with gold, one object a line."""

OLD = {
    "ferry": ["night ferry", "harbour", "May", "pilots"],
    "tide": ["tide table", "Ada Moor", "skipper", "office"],
    "buoy": ["red buoy", "coast guard", "small boats"],
}
NEW = {
    "ferry": ["harbour master", "ferry", "night ferry", "pilots"],
    "tide": ["tide table", "skipper", "noon"],
    "buoy": ["boats", "red buoy", "coast guard", "cape"],
}


def written(folder: Path) -> Path:
    """The folder with `gold.jsonl`, `old.jsonl`, `new.jsonl` and `keys/ID.key` (the new lists) in it."""
    (folder / "gold.jsonl").write_text(lines(GOLD), encoding="utf-8")
    for name, lists in (("old", OLD), ("new", NEW)):
        entries = tuple({"id": key, "keyphrases": phrases} for key, phrases in lists.items())
        (folder / f"{name}.jsonl").write_text(lines(entries), encoding="utf-8")
    (folder / "keys").mkdir()
    for key, phrases in NEW.items():
        (folder / "keys" / f"{key}.key").write_text("\n".join(phrases) + "\n", encoding="utf-8")
    return folder


def lines(entries: tuple[dict[str, object], ...] | tuple[object, ...]) -> str:
    """JSON Lines."""
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
