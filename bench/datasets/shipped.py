"""The gold that comes with the project: beside the package in a checkout, inside it in an installed wheel."""

from pathlib import Path

_IN_WHEEL = "shipped"
_CARD = "dataset.toml"


def shipped_folder() -> Path | None:
    """The folder that holds the shipped data sets, None where the installation has lost it."""
    here = Path(__file__).resolve().parent
    for folder in (here / _IN_WHEEL, here.parent.parent / "gold"):
        if any(folder.glob(f"*/{_CARD}")):
            return folder
    return None


def shipped() -> tuple[str, ...]:
    """The names of the shipped data sets, sorted."""
    folder = shipped_folder()
    return tuple(sorted(card.parent.name for card in folder.glob(f"*/{_CARD}"))) if folder else ()
