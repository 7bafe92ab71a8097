"""Getting a known data set into the user's cache: by pooch, with every byte checked, and resumed after a break."""

import hashlib
import os
import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.datasets.catalogue import CatalogueFile, KnownSet, known_set
from bench.errors import InputError

CACHE_VARIABLE = "BENCH_CACHE"
ATTEMPTS = 5
"""How often a connection may break before we give up; what has arrived stays for the next call."""
_CHUNK = 1 << 16
_TIMEOUT = (10, 60)
"""Seconds to connect, and between two pieces."""


def cache_folder() -> Path:
    """Where fetched sets lie: `$BENCH_CACHE`, or the user's cache folder."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "keyphrase-bench" / "datasets"


def fetched_spec(known: KnownSet) -> str | None:
    """How to read a known set from the cache; None where it has not been fetched whole."""
    folder = cache_folder() / known.name
    if not known.files or not all((folder / file.name).is_file() for file in known.files):
        return None
    form, _, rest = known.spec.partition(":")
    return f"{form}:{folder / rest}"


def fetch(name: str, *, source: str = "", say: Callable[[str], None] = lambda _: None) -> str:
    """Fetch a known set, and return how to read it from the cache.

    The licence is said before anything is fetched. `source` is a folder to take the files from, or the address of a
    mirror that serves them by their names; "" for where the catalogue says. A file that is in the cache with the right
    digest is not fetched again.

    Raises:
        InputError: Nobody serves it, the connection breaks again and again, or the bytes are other than known.
        UnknownNameError: There is no such set.
    """
    known = known_set(name)
    say(f"{known.title}. Licence: {known.licence}. Cite: {known.citation}. From: {source or known.page}")
    if not known.files:
        raise InputError(
            "no digest of this set is pinned, so it cannot be fetched",
            place=name,
            remedy=f"Get it from {known.page} and name the path instead",
        )
    folder = cache_folder() / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"the cache cannot be written ({error.strerror})", place=str(folder), remedy=f"Set {CACHE_VARIABLE}"
        ) from None
    for file in known.files:
        if digest_of(folder / file.name) != file.sha256:
            _get(file, folder, source, known)
        say(f"{file.name}: sha256 is right")
    spec = fetched_spec(known)
    if spec is None:
        raise InputError("is not in the cache after fetching", place=str(folder), remedy="Fetch it again")
    return spec


def digest_of(path: Path) -> str:
    """The sha256 of a file, "" where there is none."""
    if not path.is_file():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _get(file: CatalogueFile, folder: Path, source: str, known: KnownSet) -> None:
    if source and urlsplit(source).scheme in ("http", "https"):
        _download(f"{source.rstrip('/')}/{file.name}", file, folder)
    elif source:
        _copy(file, folder, Path(source))
    elif file.url:
        _download(file.url, file, folder)
    else:
        raise InputError(
            f"nobody is known to serve {file.name}",
            place=known.name,
            remedy=f"Make it from {known.page}, and give its folder with --from",
        )


def _copy(file: CatalogueFile, folder: Path, source: Path) -> None:
    """Take the file out of a folder, wherever below it lies, if it has the right digest."""
    if not source.is_dir():
        raise InputError("is no folder and no http address", place=str(source), remedy="Check --from")
    found = sorted(source.rglob(file.name))
    match = next((path for path in found if digest_of(path) == file.sha256), None)
    if match is None:
        said = f"has another sha256 than the catalogue ({found[0]})" if found else "is not there"
        raise InputError(f"{file.name} {said}", place=str(source), remedy=f"The catalogue wants {file.sha256}")
    shutil.copyfile(match, folder / file.name)


def _download(url: str, file: CatalogueFile, folder: Path) -> None:
    try:
        pooch: Any = import_module("pooch")
    except ModuleNotFoundError:
        raise InputError("fetching needs the package pooch", place=url, remedy="pip install pooch") from None
    pooch.get_logger().setLevel("ERROR")
    part = folder / f"{file.name}.part"
    was_resumed = part.exists()
    try:
        _retrieve(pooch, url, file, folder, part)
    except ValueError as error:
        # pooch found another digest. What was left of an earlier call may be to blame: once more from the first byte.
        part.unlink(missing_ok=True)
        if not was_resumed:
            raise _wrong_bytes(url, file) from error
        try:
            _retrieve(pooch, url, file, folder, part)
        except ValueError:
            part.unlink(missing_ok=True)
            raise _wrong_bytes(url, file) from None
    part.unlink(missing_ok=True)


def _wrong_bytes(url: str, file: CatalogueFile) -> InputError:
    return InputError(
        f"what was served is not what the catalogue knows: its sha256 is not {file.sha256}; nothing was kept",
        place=url,
        remedy="Fetch it again, or from elsewhere with --from",
    )


def _retrieve(pooch: Any, url: str, file: CatalogueFile, folder: Path, part: Path) -> None:  # noqa: ANN401 - a module
    def downloader(address: str, output_file: str, _: object) -> None:
        _resumed(address, part)
        shutil.copyfile(part, output_file)

    pooch.retrieve(url, known_hash=f"sha256:{file.sha256}", fname=file.name, path=folder, downloader=downloader)


def _resumed(url: str, part: Path) -> None:
    """Bring a partial file to its end, going on where a connection broke."""
    requests: Any = import_module("requests")
    reason = ""
    for _ in range(ATTEMPTS):
        have = part.stat().st_size if part.exists() else 0
        try:
            with requests.get(
                url, stream=True, timeout=_TIMEOUT, headers={"Range": f"bytes={have}-"} if have else {}
            ) as answer:
                if answer.status_code == 416:
                    return
                answer.raise_for_status()
                with part.open("ab" if answer.status_code == 206 else "wb") as out:
                    for chunk in answer.iter_content(_CHUNK):
                        out.write(chunk)
        except requests.HTTPError as error:
            raise InputError(
                f"the server answers {error.response.status_code}", place=url, remedy="Try --from"
            ) from None
        except requests.RequestException as error:
            reason = type(error).__name__
        else:
            return
    have = part.stat().st_size if part.exists() else 0
    raise InputError(
        f"the connection broke {ATTEMPTS} times ({reason}); {have} bytes have arrived and are kept",
        place=url,
        remedy="Fetch it again to go on from there",
    )
