"""Plans over the extractors of `misbehaving`, and documents to run them on."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.extractors.specification import ExtractorSpec
from bench.records import Document
from bench.running.plan import Plan

TESTS = Path(__file__).parent


def plan(attribute: str, options: dict[str, Any] | None = None, **bounds: Any) -> Plan:
    """A plan for `misbehaving:ATTRIBUTE`."""
    spec = ExtractorSpec(attribute.casefold(), options or {})
    return Plan(spec, target=f"misbehaving:{attribute}", **bounds)


def documents(*texts: str) -> list[Document]:
    """Documents d000, d001, ... with these texts."""
    return [Document(f"d{number:03}", text) for number, text in enumerate(texts)]


def in_child(program: str, *arguments: str, **options: Any) -> subprocess.Popen[str]:
    """Start a Python program that finds the tests' modules, in a process group of its own; its output is piped."""
    start = (
        f"import signal, sys; sys.path.insert(0, {str(TESTS)!r})\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", start + program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **options,
    )
