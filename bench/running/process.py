"""One worker process as its parent sees it: pipes that never block, a log, and ways to end it."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic, sleep

from bench.running.plan import Plan
from bench.running.wire import Message, frame, take

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); "
    "from bench.running.worker import main; sys.exit(main(sys.argv[1:]))"
)
CHUNK = 2**16
DUMP_SECONDS = 0.2
"""How long a hanging worker gets to write down where it hangs."""

THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "RAYON_NUM_THREADS",
    "BENCH_THREADS",
)
"""Read by numeric libraries when they are loaded; `BENCH_THREADS` is ours, for plug-ins that pass a number on."""


def cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def environment(plan: Plan, given: Mapping[str, str]) -> dict[str, str]:
    """A worker's environment: what was given wins, the rest bounds threads and fixes the order of sets.

    `BENCH_FRESH` tells extractors to leave aside what they keep from run to run, `BENCH_CACHE` where they may keep it.
    """
    threads = str(max(1, cores() // plan.jobs))
    ours = dict.fromkeys(THREAD_VARIABLES, threads)
    ours["BENCH_THREADS"] = given.get("OMP_NUM_THREADS", threads)
    ours |= {"PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8:backslashreplace", "TOKENIZERS_PARALLELISM": "false"}
    if plan.caches:
        ours["BENCH_CACHE"] = plan.caches
    return {**ours, **given, **({"BENCH_FRESH": "1"} if plan.fresh else {})}


class WorkerProcess:
    """A child that builds the plan's extractor and answers messages."""

    def __init__(self, plan: Plan, log: Path) -> None:
        """Start the child and tell it what to build; it answers `ready` or `refused`."""
        inlet, self.writer = os.pipe()
        self.reader, outlet = os.pipe()
        self.log = log
        try:
            with log.open("ab") as output:
                self.log_read = output.tell()
                self._child = subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
                    [sys.executable, "-P", "-c", _START, _search_path(), str(inlet), str(outlet), str(os.getpid())],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    pass_fds=(inlet, outlet),
                    start_new_session=True,
                    env=environment(plan, os.environ),
                )
        finally:
            os.close(inlet)
            os.close(outlet)
        for descriptor in (self.reader, self.writer):
            os.set_blocking(descriptor, False)
        self._received = bytearray()
        self._unsent = bytearray()
        self._supply: deque[Iterator[Message]] = deque()
        self.ended = False
        self.send(iter([_request(plan)]))

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._child.pid

    @property
    def unsent(self) -> int:
        """How many of the queued messages, of those that are sent one by one, are not wholly sent."""
        return len(self._supply)

    @property
    def wants_to_write(self) -> bool:
        """Whether something waits to be sent."""
        return bool(self._unsent or self._supply)

    def send(self, messages: Iterator[Message]) -> None:
        """Queue messages; they are made only as the pipe takes them, so a corpus is never held twice."""
        self._supply.append(messages)
        self.write()

    def write(self) -> None:
        """Hand over as much as the pipe takes now."""
        while self.wants_to_write:
            if not self._unsent:
                message = next(self._supply[0], None)
                if message is None:
                    self._supply.popleft()
                    continue
                self._unsent += frame(message)
            try:
                sent = os.write(self.writer, memoryview(self._unsent)[:CHUNK].tobytes())
            except BlockingIOError:
                return
            except BrokenPipeError:
                self._unsent.clear()
                self._supply.clear()
                return
            del self._unsent[:sent]

    def receive(self) -> Iterator[Message]:
        """The messages that have come in; sets `ended` when the child has closed its side.

        Less than a whole chunk is all that there was: asking once more would only be told so, or shortly after by the
        selector that the child has gone.
        """
        while True:
            try:
                data = os.read(self.reader, CHUNK)
            except BlockingIOError:
                break
            self._received += data
            if len(data) < CHUNK:
                self.ended = not data
                break
        return take(self._received)

    def has_died(self) -> bool:
        """Whether the process is gone, also where a child of its own still holds the pipe open."""
        return self._child.poll() is not None

    def resident(self) -> int | None:
        """Bytes of memory that the child holds now; None when it is gone."""
        try:
            with open(f"/proc/{self.pid}/statm", "rb") as file:  # noqa: PTH123 - read 20 times a second
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError, ValueError):
            return None

    def ask_where(self) -> str:
        """Where in its code the child is now ("in NAME, FILE:LINE"), "" where it cannot say."""
        try:
            begin = self.log.stat().st_size
        except OSError:
            return ""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(self.pid, signal.SIGUSR1)
        end = monotonic() + DUMP_SECONDS
        frames: list[tuple[str, str, str]] = []
        while monotonic() < end and not self.has_died():
            with self.log.open("rb") as file:
                file.seek(begin)
                dump = file.read().decode("utf-8", "replace")
            innermost = dump.rpartition("(most recent call first):\n")[2].split("\n", 1)[0]
            frames = re.findall(r'File "(.*)", line (\d+) in (.*)', innermost)
            if frames and "worker.py" in dump.rpartition("(most recent call first):\n")[2]:
                break
            sleep(0.01)
        if not frames:
            return ""
        path, line, name = frames[0]
        return f"in {name}, {Path(path).name}:{line}"

    def kill(self) -> None:
        """End the child and whatever it started, and wait for it."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._child.wait()

    def close(self) -> None:
        """Kill the child and let go of its pipes."""
        self.kill()
        for descriptor in (self.reader, self.writer):
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def death(self) -> str:
        """How the child ended, in words, with the last line of its log."""
        code = self._child.wait()
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        tail = "".join(character for character in self.log_tail() if character.isprintable() or character == "\n")
        fatal = re.findall(r"^Fatal Python error: .*", tail, re.MULTILINE)
        last = fatal[-1] if fatal else tail.rstrip().rpartition("\n")[2].strip()
        return f"the worker process {how}" + (f"; its log ends with: {last}" if last else "")

    def where_to_look(self) -> str:
        """A sentence that names the log, or says that it is empty: such are not kept."""
        return f"Its log: {self.log}" if self.log_tail(1) else "It printed nothing"

    def log_tail(self, size: int = 4096) -> str:
        """The last `size` bytes of what this child wrote into its log since `log_read`."""
        with contextlib.suppress(OSError), self.log.open("rb") as file:
            length = file.seek(0, os.SEEK_END)
            file.seek(max(0, length - size, min(self.log_read, length)))
            return file.read().decode("utf-8", "replace")
        return ""


def _request(plan: Plan) -> Message:
    spec = plan.extractor
    return [
        "load",
        {
            "name": spec.name,
            "options": spec.options,
            "label": spec.label,
            "target": plan.target,
            "limit": plan.limit,
        },
    ]


def _search_path() -> str:
    """The parent's own search path, so that the child finds what the parent would."""
    return json.dumps([str(Path(entry).absolute()) for entry in sys.path])
