"""The machine that a run was made on, as far as a reader of its timings needs it."""

import os
import platform
import re
from pathlib import Path

from bench.running.process import cores


def describe() -> dict[str, str]:
    """Processor, cores that may be used, memory, system and Python; nothing that names the machine or its owner."""
    seen = {
        "cpu": _processor(),
        "cores": str(cores()),
        "memory": _memory(),
        "system": _system(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }
    return {name: value for name, value in seen.items() if value}


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1].strip() if found else platform.processor() or platform.machine()


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return ""
    return f"{size / 2**30:.0f} GiB"


def _system() -> str:
    release = re.match(r"\d+\.\d+", platform.release())
    return " ".join(filter(None, (platform.system(), release[0] if release else "", platform.machine())))
