"""The plug-in package of tests/plugin, built and put where a Python process finds it as it would an installed one."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

SOURCE = Path(__file__).parent / "plugin"


def install(source: Path, target: Path) -> Path:
    """Build the wheel of the package in `source` and unpack it into `target`, which is what pip does with it."""
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    wheels = target / "wheels"
    wheels.mkdir(parents=True)
    command = [sys.executable, "-c", build, str(wheels)]
    name = subprocess.run(command, cwd=source, check=True, capture_output=True, text=True).stdout.split()[-1]
    site = target / "site"
    with ZipFile(wheels / name) as wheel:
        wheel.extractall(site)
    return site


def run_with(site: Path, code: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `code` in a fresh interpreter that has `site` on its path."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": str(site), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
