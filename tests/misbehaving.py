"""Extractors that do what extractors should not, for the tests to run as `misbehaving:NAME`.

Each looks at the document's text for the word that makes it misbehave, and else puts out the text's words.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.records import Document, Keyphrase


def words(document: Document, limit: int) -> list[Keyphrase]:
    """The document's words, a lower score with each."""
    return [Keyphrase(word, 1 / rank) for rank, word in enumerate(document.text.split()[:limit], start=1)]


class Words:
    """The words of the text; `suffix` is appended to each."""

    def __init__(self, suffix: str = "") -> None:
        self.suffix = suffix

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """The words of the text."""
        return [Keyphrase(keyphrase.phrase + self.suffix, keyphrase.score) for keyphrase in words(document, limit)]


class Misbehaving:
    """Does what the first word of the document says."""

    def extract(self, document: Document, limit: int) -> Any:
        """What the first word says, or the words of the text."""
        first = document.text.split(maxsplit=1)[0] if document.text.strip() else ""
        action = getattr(self, f"_{first.strip('!')}", None) if first.endswith("!") else None
        return words(document, limit) if action is None else action()

    def _raise(self) -> None:
        raise ValueError("first line\nsecond line")

    def _exit(self) -> None:
        sys.exit(3)

    def _die(self) -> None:
        print("about to die", file=sys.stderr, flush=True)  # noqa: T201 - printing is what is tested
        os._exit(7)

    def _segfault(self) -> None:
        os.kill(os.getpid(), signal.SIGSEGV)

    def _hang(self) -> None:
        while True:
            time.sleep(0.01)

    def _hold(self) -> None:
        """Hang in C code that never lets go of the interpreter."""
        max(iter(int, 1))

    def _eat(self) -> None:
        eaten = []
        while True:
            eaten.append(bytearray(b"x" * 2**24))
            time.sleep(0.002)

    def _memory(self) -> None:
        raise MemoryError

    def _linger(self) -> None:
        """Run out of memory with a thread that keeps the process from ending."""
        threading.Thread(target=time.sleep, args=(60,)).start()
        raise MemoryError

    def _print(self) -> list[Keyphrase]:
        print("noise on standard output")  # noqa: T201 - printing is what is tested
        os.write(1, b"\x00" * 4096)
        os.write(2, b"noise on standard error\n")
        return [Keyphrase("printed")]

    def _child(self) -> list[Keyphrase]:
        """Leave a process behind that holds every inherited descriptor, then die."""
        subprocess.Popen(["sleep", "60"])
        os._exit(9)

    def _fork(self) -> list[Keyphrase]:
        """Return twice: once in a forked child."""
        child = os.fork()
        if child:
            os.waitpid(child, 0)
        return [Keyphrase("forked")]

    def _none(self) -> None:
        return None

    def _text(self) -> str:
        return "a text"

    def _generator(self) -> Any:
        return (Keyphrase(word) for word in ("a", "b"))

    def _strings(self) -> list[str]:
        return ["a", "b"]

    def _number(self) -> list[Keyphrase]:
        return [Keyphrase(7)]  # type: ignore[arg-type]  # that is the mistake

    def _nan(self) -> list[Keyphrase]:
        return [Keyphrase("a", 1.0), Keyphrase("b", float("nan"))]

    def _score(self) -> list[Keyphrase]:
        return [Keyphrase("a", "high")]  # type: ignore[arg-type]  # that is the mistake

    def _many(self) -> list[Keyphrase]:
        return [Keyphrase(f"phrase {n}", 1 / (n + 1)) for n in range(1000)]

    def _repeat(self) -> list[Keyphrase]:
        return [Keyphrase("same"), Keyphrase(""), Keyphrase("same"), Keyphrase(" ")]

    def _surrogate(self) -> list[Keyphrase]:
        return [Keyphrase("lone \ud800 surrogate", 0.1)]


class Unbuildable:
    """Raises when it is constructed."""

    def __init__(self) -> None:
        raise OSError("no weights here")

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """Never called."""
        return words(document, limit)


class DiesLoading(Unbuildable):
    """Ends its process when it is constructed."""

    def __init__(self) -> None:
        print("the library gave up", file=sys.stderr, flush=True)  # noqa: T201 - printing is what is tested
        os._exit(5)


class Rare:
    """Needs a corpus: puts out the words that the fewest documents of the corpus hold."""

    needs_corpus = True

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def fit(self, documents: Iterable[Document]) -> None:
        """Count the documents that hold a word."""
        self._counts = {}
        for document in documents:
            for word in set(document.text.split()):
                self._counts[word] = self._counts.get(word, 0) + 1

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """Words by falling rarity, then by name."""
        found = sorted(set(document.text.split()), key=lambda word: (self._counts.get(word, 0), word))
        return [Keyphrase(word, -float(self._counts.get(word, 0))) for word in found[:limit]]


class RareInParts(Rare):
    """`Rare` that can learn from parts: a part with `die!` kills its process, once where the file was not there yet."""

    def __init__(self, died: str = "") -> None:
        super().__init__()
        self._died = died

    def fit_part(self, documents: Iterable[Document]) -> dict[str, int]:
        """The documents of the part that hold each word; says in the log how many there were."""
        counts: dict[str, int] = {}
        read = 0
        for document in documents:
            read += 1
            if "refuse!" in document.text:
                raise ValueError("this part")
            if self._died and "die!" in document.text and not Path(self._died).exists():
                Path(self._died).touch()
                os._exit(3)
            for word in set(document.text.split()):
                counts[word] = counts.get(word, 0) + 1
        sys.stdout.write(f"part of {read}\n")
        return counts

    def fit_merged(self, parts: Iterable[dict[str, int]]) -> None:
        """Add up."""
        self._counts = {}
        for part in parts:
            for word, count in part.items():
                self._counts[word] = self._counts.get(word, 0) + count


class DeadlyInParts(RareInParts):
    """Dies of a text with `die!` when it is to extract from it."""

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """As `Rare`, or no more."""
        if "die!" in document.text:
            os._exit(3)
        return super().extract(document, limit)


class Batches:
    """Takes documents together; a text with `raise!` fails the whole batch, `slow!` hangs when in a batch."""

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """The words of the text."""
        if "raise!" in document.text:
            raise ValueError("this document")
        return words(document, limit)

    def extract_many(self, documents: Sequence[Document], limit: int) -> list[list[Keyphrase]]:
        """The words of the texts; the log counts batches."""
        print("batch of", len(documents), flush=True)  # noqa: T201 - printing is what is tested
        if any("slow!" in document.text for document in documents):
            time.sleep(60)
        if any("die!" in document.text for document in documents):
            os._exit(4)
        return [self.extract(document, limit) for document in documents]


class Slow:
    """Takes `seconds` a document, then puts out the words of the text."""

    def __init__(self, seconds: float = 0.01) -> None:
        self.seconds = seconds

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """The words of the text, after a while."""
        time.sleep(self.seconds)
        return words(document, limit)


class AsSaid:
    """Takes as many seconds as the text says, then puts it out."""

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """The text, after that while."""
        time.sleep(float(document.text))
        return words(document, limit)


class Moody:
    """Puts out another phrase in every process."""

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """The number of the process."""
        return [Keyphrase(f"{document.id} {os.getpid()}")][:limit]


class SlowlyMisbehaving(Misbehaving):
    """Takes a hundredth of a second, then does what the first word of the document says."""

    def extract(self, document: Document, limit: int) -> Any:
        """What `Misbehaving` does, after a while."""
        time.sleep(0.01)
        return super().extract(document, limit)


class Chooses(Words):
    """Chooses from the words of the text; a second word that ends in "?" makes it fail when it is asked which."""

    def candidates(self, document: Document) -> Any:
        """The words of the text, or what the second word says."""
        told = document.text.split()
        match told[1:2]:
            case ["raise?"]:
                raise ValueError("no candidates here")
            case ["die?"]:
                os._exit(4)
            case ["hang?"]:
                time.sleep(60)
            case ["number?"]:
                return [1, 2]
            case ["slow?"]:
                time.sleep(0.01)
        return told


class ChoosesRare(Rare):
    """`Rare`, choosing from the words that it was fitted on."""

    def candidates(self, document: Document) -> list[str]:
        """The words of the text that the corpus holds."""
        return sorted(word for word in set(document.text.split()) if word in self._counts)


class Named(Words):
    """Has an option called `candidates`, which is no method."""

    def __init__(self, candidates: str = "all") -> None:
        super().__init__()
        self.candidates = candidates


class ChoosesOrFails(Chooses):
    """`Chooses`, failing to extract where the text begins with "fail!"."""

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """The words of the text, or an error."""
        if document.text.startswith("fail!"):
            raise ValueError("no list here")
        return super().extract(document, limit)
