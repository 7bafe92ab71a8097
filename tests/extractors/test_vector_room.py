"""Where the cache of vectors lies and how much room it takes is the user's to say."""

from pathlib import Path

import pytest

from bench.errors import InputError
from bench.extractors import vector_cache
from bench.extractors.keybert import KeyBert


@pytest.mark.parametrize(
    ("given", "room"),
    [(None, 1_000_000), ("", 1_000_000), ("1.667", 1_000_000), ("8", 4_799_040), ("1e-9", 1), ("1e30", 10**15)],
)
def test_the_user_gives_the_cache_room(given: str | None, room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gigabytes over what a vector of 384 numbers takes on the disk; a million vectors where nothing is said."""
    monkeypatch.delenv("BENCH_CACHE_GB", raising=False)
    if given is not None:
        monkeypatch.setenv("BENCH_CACHE_GB", given)
    assert vector_cache.users_room(384) == room


@pytest.mark.parametrize("given", ["much", "0", "-1", "nan", "inf"])
def test_room_that_is_no_size_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sets it wants it used."""
    monkeypatch.setenv("BENCH_CACHE_GB", given)
    with pytest.raises(InputError) as caught:
        KeyBert()
    assert str(caught.value) == (
        f"BENCH_CACHE_GB is {given!r}. Give the size of the cache in gigabytes, such as 8, or unset it"
    )


def test_a_file_is_as_large_as_its_room(tmp_path: Path) -> None:
    """What a vector takes on the disk is what room is reckoned with, to five per cent."""
    import numpy as np

    shelf = vector_cache.VectorCache(tmp_path / "vectors.db", "space", 384)
    numbers = np.random.default_rng(0).random((5000, 384), dtype=np.float32)
    shelf.write({f"t{number}": row for number, row in enumerate(numbers)})
    shelf.close()
    assert (tmp_path / "vectors.db").stat().st_size / 5000 == pytest.approx(4 * 384 + 131, rel=0.05)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"BENCH_CACHE": "/b", "XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/b/vectors.db"),
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/x/keyphrase-bench/vectors.db"),
        ({"HOME": "/h"}, "/h/.cache/keyphrase-bench/vectors.db"),
    ],
)
def test_the_users_folder(environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own variable wins over the desktop's, and that over the home."""
    for name in ("BENCH_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert vector_cache.users_file() == Path(expected)
