"""The child process that holds one extractor: documents in over one pipe, answers out over another.

`main` gets INLET OUTLET PARENT: two file descriptors and the parent's process id.
"""

import contextlib
import faulthandler
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from time import perf_counter
from typing import Any, BinaryIO

from bench.errors import BenchError, InputError
from bench.extractors.contract import (
    Description,
    Extractor,
    ExtractsMany,
    FitsCorpus,
    FitsInParts,
    describe,
    plain,
    role,
    tells_candidates,
)
from bench.extractors.door import build
from bench.extractors.specification import ExtractorSpec
from bench.records import Document, Keyphrase
from bench.running.answers import AnswerError, checked, checked_candidates, checked_many
from bench.running.parts import pack, unpack
from bench.running.plan import Loaded
from bench.running.wire import Message, frame, read, unpack_document

LOG_BYTES = 8 * 2**20
"""What an extractor may print into its log before the log starts over."""

ERROR_LENGTH = 300
"""Characters of an error that are kept in a prediction; the log has all of it."""


def main(arguments: list[str]) -> int:
    """Answer messages until the pipe ends; the exit code is 0 also when an extractor could not be built."""
    inlet, outlet, parent = (int(argument) for argument in arguments)
    for descriptor in (inlet, outlet):
        os.set_inheritable(descriptor, False)  # noqa: FBT003 - the library takes it by position
    _die_with(parent)
    faulthandler.enable()
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    with os.fdopen(inlet, "rb", buffering=2**16) as stream:
        _serve(stream, _Outlet(outlet))
    return 0


class _Outlet:
    """The way back to the parent, closed to processes that an extractor forks."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._owner = os.getpid()

    def send(self, message: Message) -> None:
        if os.getpid() != self._owner:
            os._exit(1)
        view = memoryview(frame(message))
        while view:
            view = view[os.write(self._descriptor, view) :]


def _serve(stream: BinaryIO, outlet: _Outlet) -> None:
    word, request = read(stream) or ["end", None]
    if word != "load":
        return
    begun = perf_counter()
    try:
        extractor, loaded = _load(request)
    except BenchError as error:
        outlet.send(["refused", {"message": error.message, "place": error.place, "remedy": error.remedy}])
        return
    except BaseException as error:  # noqa: BLE001 - a plug-in's code may raise anything; the parent gets it as one line
        traceback.print_exc()
        outlet.send(["refused", {"message": f"cannot be loaded: {one_line(error)}", "place": "", "remedy": ""}])
        return
    loaded["load_seconds"] = perf_counter() - begun
    outlet.send(["ready", loaded])
    limit = int(request["limit"])
    while (message := read(stream)) is not None:
        if message[0] == "fit":
            outlet.send(_fit(extractor, stream))
        elif message[0] == "part":
            outlet.send(_fit_part(extractor, message[1]))
        elif message[0] == "merge":
            outlet.send(_fit_merged(extractor, stream))
        else:
            ask = _candidates if message[0] == "candidates" else _extract
            answers, sound = ask(extractor, message[1], limit)
            outlet.send(["done", answers, sound, _bound_log()])
            if not sound:
                return


def _load(request: dict[str, Any]) -> tuple[Extractor, dict[str, object]]:
    spec = ExtractorSpec(request["name"], {k: _tuples(v) for k, v in request["options"].items()}, request["label"])
    extractor = _build_target(request["target"], spec) if request["target"] else build(spec)
    seen = describe(extractor, spec.options)
    configuration = {name: plain(value) for name, value in sorted(seen.configuration.items())}
    loaded = Loaded(
        Description(
            configuration,
            dict(sorted(seen.libraries.items())),
            seen.version,
            tuple(seen.notes),
            tuple(seen.timing_notes),
        ),
        role=role(extractor),
        needs_corpus=isinstance(extractor, FitsCorpus) and bool(getattr(extractor, "needs_corpus", True)),
        many=isinstance(extractor, ExtractsMany),
        in_parts=isinstance(extractor, FitsInParts),
        candidates=tells_candidates(extractor),
    )
    return extractor, loaded.pack()


def _build_target(target: str, spec: ExtractorSpec) -> Extractor:
    module, _, attribute = target.partition(":")
    extractor: object = getattr(import_module(module), attribute)(**spec.options)
    if not isinstance(extractor, Extractor):
        raise InputError(
            f"{target} has no method extract(document, limit)", remedy="Write one: it is all that is needed"
        )
    return extractor


def _tuples(value: Any) -> Any:  # noqa: ANN401 - an option's value as JSON carried it, of any shape
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _fit(extractor: Extractor, stream: BinaryIO) -> Message:
    documents = (unpack_document(packed) for chunk in _sent(stream, "corpus") for packed in chunk)
    return _learn(extractor.fit, documents)  # type: ignore[attr-defined]  # the parent asks where `needs_corpus` was said


def _fit_merged(extractor: Extractor, stream: BinaryIO) -> Message:
    told = map(unpack, _sent(stream, "told"))
    return _learn(extractor.fit_merged, told)  # type: ignore[attr-defined]  # the parent asks where `in_parts` was said


def _sent(stream: BinaryIO, word: str) -> Iterator[Any]:
    """What the messages with this word bring, up to the first with another."""
    while (message := read(stream)) is not None and message[0] == word:
        yield message[1]


def _learn(fit: Callable[[Iterator[Any]], object], what: Iterator[Any]) -> Message:
    begun = perf_counter()
    try:
        fit(what)
    except BaseException as error:  # noqa: BLE001 - a plug-in's code may raise anything; the parent gets it as one line
        return _unfitted(error)
    seconds = perf_counter() - begun
    for _ in what:
        pass
    return ["fitted", seconds]


def _fit_part(extractor: Extractor, packed: list[list[str]]) -> Message:
    try:
        told = extractor.fit_part(map(unpack_document, packed))  # type: ignore[attr-defined]  # as `_fit_merged`
        return ["part", pack(told)]
    except BaseException as error:  # noqa: BLE001 - a plug-in's code may raise anything; the parent gets it as one line
        return _unfitted(error)


def _unfitted(error: BaseException) -> Message:
    traceback.print_exc()
    return ["refused", {"message": f"cannot be fitted: {one_line(error)}", "place": "", "remedy": ""}]


def _extract(extractor: Extractor, packed: list[list[str]], limit: int) -> tuple[list[list[Any]], bool]:
    """One answer a document, and whether this process is still to be trusted."""
    documents = [unpack_document(document) for document in packed]
    if len(documents) > 1 and (together := _extract_together(extractor, documents, limit)) is not None:
        return together, True
    return _one_by_one(documents, lambda document: extractor.extract(document, limit), lambda a: checked(a, limit))


def _candidates(extractor: Extractor, packed: list[list[str]], limit: int) -> tuple[list[list[Any]], bool]:  # noqa: ARG001 - candidates have no limit
    """As `_extract`, of all the phrases that it chooses from."""
    tell: Callable[[Document], object] = extractor.candidates  # type: ignore[attr-defined]  # the parent asks where `candidates` was said
    return _one_by_one([unpack_document(document) for document in packed], tell, checked_candidates)


def _one_by_one(
    documents: list[Document],
    ask: Callable[[Document], object],
    check: Callable[[object], tuple[Keyphrase, ...]],
) -> tuple[list[list[Any]], bool]:
    answers = []
    for document in documents:
        answer, sound = _one(document, ask, check)
        answers.append(answer)
        if not sound:
            return answers, False
    return answers, True


def _extract_together(extractor: Extractor, documents: list[Document], limit: int) -> list[list[Any]] | None:
    """A batch's answers, its time shared equally; None where the batch failed and one by one may do better."""
    begun = perf_counter()
    try:
        answers = extractor.extract_many(documents, limit)  # type: ignore[attr-defined]  # batches go to those that have it
        seconds = (perf_counter() - begun) / len(documents)
        return [_answer(keyphrases, seconds) for keyphrases in checked_many(answers, limit, len(documents))]
    except BaseException:  # noqa: BLE001 - an extractor's failure costs its document and nothing else
        traceback.print_exc()
        return None


def _one(
    document: Document, ask: Callable[[Document], object], check: Callable[[object], tuple[Keyphrase, ...]]
) -> tuple[list[Any], bool]:
    sound = True
    begun = perf_counter()
    try:
        answer = ask(document)
        seconds = perf_counter() - begun
        return _answer(check(answer), seconds), True
    except AnswerError as error:
        seconds, reason = perf_counter() - begun, str(error)
    except BaseException as error:  # noqa: BLE001 - an extractor's failure costs its document and nothing else
        seconds, reason = perf_counter() - begun, one_line(error)
        sound = not isinstance(error, MemoryError)
        with contextlib.suppress(OSError, ValueError):
            print(f"--- document {document.id!r}", file=sys.__stderr__)
            traceback.print_exc(file=sys.__stderr__)
    return ["failed", seconds, [], shorten(reason)], sound


def _answer(keyphrases: tuple[Keyphrase, ...], seconds: float) -> list[Any]:
    pairs = [[keyphrase.phrase, keyphrase.score] for keyphrase in keyphrases]
    return ["ok" if pairs else "empty", seconds, pairs, None]


def one_line(error: BaseException) -> str:
    """The error's type and message on one line."""
    try:
        message = str(error)
    except Exception:  # noqa: BLE001 - a plug-in's exception may fail to print itself
        message = "(its message cannot be printed)"
    kind = type(error).__name__
    return shorten(f"{kind}: {message}" if message.strip() else kind)


def shorten(text: str) -> str:
    """`text` on one line of at most `ERROR_LENGTH` characters."""
    line = " ".join(text.split())
    return line if len(line) <= ERROR_LENGTH else line[: ERROR_LENGTH - 1] + "…"


def _bound_log() -> int:
    """Start the log over where it has grown too long; its size now."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
        size = os.fstat(2).st_size
        if size <= LOG_BYTES:
            return size
        os.ftruncate(2, 0)
    return 0


def _die_with(parent: int) -> None:
    """Ask the kernel to kill this process when its parent dies; elsewhere the end of the pipe tells it."""
    if sys.platform == "linux":
        import ctypes  # needed on this platform alone

        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
