"""Fetching, against a real HTTP server on the loopback address that breaks off, lies and refuses; and from a folder."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from real_sets import SETS, needs_sets

from bench.datasets import catalogue as catalogue_module
from bench.datasets import fetching, load
from bench.datasets.catalogue import CatalogueFile, KnownSet, catalogue, family, known_set
from bench.errors import InputError, UnknownNameError

CONTENT = "".join(
    f'{{"id": "{n}", "text": "Boat number {n} lies at the quay.", "keyphrases": ["quay"]}}\n' for n in range(9000)
).encode()
NAME = "made-up-boats"


class Served:
    """What the server gives, and what was asked of it."""

    def __init__(self) -> None:
        self.content = CONTENT
        self.break_after: list[int] = []
        """For each coming request, after how many bytes the connection breaks; empty: never."""
        self.status = 200
        self.ranges = True
        self.asked: list[str] = []


@contextmanager
def serving(served: Served) -> Iterator[str]:
    """A server on the loopback address; gives its base address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            served.asked.append(f"{self.path} {wanted}".strip())
            if served.status != 200:
                self.send_error(served.status)
                return
            start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and served.ranges else 0
            if start >= len(served.content):
                self.send_response(416)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            body = served.content[start:]
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if served.break_after:
                self.wfile.write(body[: served.break_after.pop(0)])
                self.wfile.flush()
                self.close_connection = True
                self.connection.close()
                return
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of this test alone, and a catalogue that knows one made-up set besides the real ones."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(fetching.CACHE_VARIABLE, str(folder))
    made = KnownSet(
        NAME, "made-up", "Boats", "en", "nobody", "made up", "none stated", "nobody", "a page",
        spec="jsonl:boats.jsonl",
        files=(CatalogueFile("boats.jsonl", len(CONTENT), hashlib.sha256(CONTENT).hexdigest(), ""),),
    )  # fmt: skip
    whole = {**catalogue(), NAME: made}
    monkeypatch.setattr(catalogue_module, "catalogue", lambda: whole)
    monkeypatch.setattr("bench.datasets.loading.catalogue", lambda: whole)
    return folder


def test_a_set_is_fetched_once_and_then_known_by_name(cache: Path) -> None:
    """The licence is said first; the file is verified; the second call asks nothing of the server."""
    served = Served()
    sentences: list[str] = []
    with serving(served) as address:
        spec = fetching.fetch(NAME, source=address, say=sentences.append)
        assert spec == f"jsonl:{cache / NAME / 'boats.jsonl'}"
        assert sentences == [
            f"Boats. Licence: none stated. Cite: nobody. From: {address}",
            "boats.jsonl: sha256 is right",
        ]
        fetching.fetch(NAME, source=address)
    assert served.asked == ["/boats.jsonl"]
    assert load(NAME).info.name == NAME
    assert len(load(NAME).articles) == 9000
    assert [path.name for path in (cache / NAME).iterdir()] == ["boats.jsonl"]


def test_a_broken_connection_is_taken_up_where_it_broke(cache: Path) -> None:
    """Three breaks in one call: each request goes on from the byte that was reached, and the whole is right."""
    served = Served()
    served.break_after = [100_000, 150_000, 1]
    with serving(served) as address:
        fetching.fetch(NAME, source=address)
    starts = [int(one.split("bytes=")[1].rstrip("-")) for one in served.asked[1:]]
    assert len(served.asked) == 4
    assert starts == sorted(starts)
    assert starts[0] > 0
    assert (cache / NAME / "boats.jsonl").read_bytes() == CONTENT


def test_a_later_call_goes_on_from_what_has_arrived(cache: Path) -> None:
    """After five breaks the error says how much is there; the next call asks for the rest alone."""
    served = Served()
    served.break_after = [100_000] + [1] * (fetching.ATTEMPTS - 1)
    with serving(served) as address:
        with pytest.raises(InputError, match=r"broke 5 times \(\w+\); \d+ bytes have arrived and are kept"):
            fetching.fetch(NAME, source=address)
        part = cache / NAME / "boats.jsonl.part"
        kept = part.stat().st_size
        assert kept > 0
        assert not (cache / NAME / "boats.jsonl").exists()
        served.asked.clear()
        fetching.fetch(NAME, source=address)
    assert served.asked == [f"/boats.jsonl bytes={kept}-"]
    assert not part.exists()


def test_a_server_that_knows_no_ranges_is_asked_from_the_start(cache: Path) -> None:
    """An answer 200 to a range begins the file anew, so nothing is put together wrongly."""
    served = Served()
    served.ranges = False
    served.break_after = [100_000]
    with serving(served) as address:
        fetching.fetch(NAME, source=address)
    assert (cache / NAME / "boats.jsonl").read_bytes() == CONTENT


def test_one_wrong_byte_is_refused(cache: Path) -> None:
    """Nothing is kept under the set's name, nor as a part."""
    served = Served()
    served.content = CONTENT[:-5] + b"X" + CONTENT[-4:]
    with serving(served) as address, pytest.raises(InputError) as caught:
        fetching.fetch(NAME, source=address)
    assert "what was served is not what the catalogue knows: its sha256 is not" in str(caught.value)
    assert list((cache / NAME).iterdir()) == []


def test_a_wrong_part_of_an_earlier_call_is_thrown_away(cache: Path) -> None:
    """What was left over spoils the digest; the file is then fetched whole, once."""
    (cache / NAME).mkdir(parents=True)
    (cache / NAME / "boats.jsonl.part").write_bytes(b"rubbish")
    served = Served()
    with serving(served) as address:
        fetching.fetch(NAME, source=address)
    assert served.asked == ["/boats.jsonl bytes=7-", "/boats.jsonl"]
    assert (cache / NAME / "boats.jsonl").read_bytes() == CONTENT


def test_a_spoilt_file_in_the_cache_is_fetched_again(cache: Path) -> None:
    """The digest is checked with every fetch."""
    served = Served()
    with serving(served) as address:
        fetching.fetch(NAME, source=address)
        (cache / NAME / "boats.jsonl").write_bytes(b"spoilt")
        fetching.fetch(NAME, source=address)
    assert (cache / NAME / "boats.jsonl").read_bytes() == CONTENT


def test_a_server_that_refuses(cache: Path) -> None:
    """The status is said, and the attempt is not repeated."""
    served = Served()
    served.status = 404
    with serving(served) as address, pytest.raises(InputError, match=r"the server answers 404\. Try --from"):
        fetching.fetch(NAME, source=address)
    assert len(served.asked) == 1
    assert cache.exists()


def test_no_server_at_all(cache: Path) -> None:
    """A port that nobody listens on."""
    with serving(Served()) as address:
        pass
    with pytest.raises(InputError, match="the connection broke 5 times"):
        fetching.fetch(NAME, source=address)
    assert cache.exists()


def test_from_a_folder(cache: Path, tmp_path: Path) -> None:
    """The file is found below the folder by name and digest; another file of the name is not taken."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "boats.jsonl").write_bytes(b"another")
    with pytest.raises(InputError, match=r"boats\.jsonl has another sha256 than the catalogue"):
        fetching.fetch(NAME, source=str(tmp_path / "a"))
    (tmp_path / "a" / "deep").mkdir()
    (tmp_path / "a" / "deep" / "boats.jsonl").write_bytes(CONTENT)
    fetching.fetch(NAME, source=str(tmp_path / "a"))
    assert (cache / NAME / "boats.jsonl").read_bytes() == CONTENT
    with pytest.raises(InputError, match="is no folder and no http address"):
        fetching._copy(known(NAME).files[0], cache, tmp_path / "none")


def known(name: str) -> KnownSet:
    """The set as the catalogue of this test knows it."""
    return catalogue_module.catalogue()[name]


def test_a_known_set_that_is_not_here(cache: Path) -> None:
    """Its name is not unknown: the command that gets it is said."""
    with pytest.raises(InputError) as caught:
        load("inspec-liaad")
    assert str(caught.value) == (
        "inspec-liaad: is known but not on this machine. `bench data fetch inspec-liaad` gets it"
    )
    assert not cache.exists()


def test_a_set_without_a_digest_is_not_fetched(cache: Path) -> None:
    """The page is named instead."""
    with pytest.raises(
        InputError, match=r"no digest of this set is pinned.*Get it from https://github\.com/ygorg/KPTimes"
    ):
        fetching.fetch("kptimes")
    assert not cache.exists()


def test_an_unknown_name_gets_the_nearest() -> None:
    """As everywhere."""
    with pytest.raises(UnknownNameError, match="Did you mean 'inspec-liaad'"):
        fetching.fetch("inspec-liad")


def test_a_cache_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file where the folder should be."""
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv(fetching.CACHE_VARIABLE, str(tmp_path / "file"))
    with pytest.raises(InputError, match=r"the cache cannot be written .*Set BENCH_CACHE"):
        fetching.fetch("inspec-liaad", source=str(tmp_path))


@needs_sets
@pytest.mark.parametrize("name", [one.name for one in catalogue().values() if one.files])
def test_every_set_with_a_digest_is_fetched_from_the_real_folder(cache: Path, name: str) -> None:
    """From the real files, verified, and then read by name with the number of documents that the catalogue states."""
    fetching.fetch(name, source=str(SETS))
    dataset = load(name)
    assert dataset.info.name == name
    assert len(dataset.articles) == known_set(name).documents
    assert cache.exists()


def test_names_of_a_family() -> None:
    """One name, many sets: those that go by it."""
    assert [one.name for one in family("Inspec")] == ["inspec-liaad", "inspec-ake-test", "inspec-midas-test"]
    assert [one.name for one in family("SemEval-2010-lvl-4-xml-100")] == [
        "semeval2010-ake-lvl4",
        "semeval2010-memray-test",
    ]
    assert family("first-film-in-space") == ()


def test_the_catalogue_is_in_order() -> None:
    """Every digest is one, every set says whose it is and under what licence, no text is in it."""
    for one in catalogue().values():
        assert all((one.title, one.language, one.licence, one.citation, one.page.startswith("https://")))
        for file in one.files:
            assert len(file.sha256) == 64
            assert file.bytes > 0
        assert bool(one.files) == bool(one.spec)
