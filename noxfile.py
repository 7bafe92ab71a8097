"""The developer's manual: `nox -l` lists what can be checked, `nox` checks it all."""

import os
import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv"
nox.options.reuse_existing_virtualenvs = True
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["lint", "types", "tests", "browser", "report", "gate", "docs"]

PYTHONS = ["3.11", "3.12", "3.13"]
ROOT = Path(__file__).parent
GOLD = "first-film-in-space"


def sync(session: nox.Session, *groups: str, editable: bool = True) -> None:
    """Install the project with the given dependency groups, under the constraints and exclusions of pyproject.toml."""
    arguments = ["uv", "sync", "--quiet", f"--python={session.virtualenv.location}", "--no-default-groups"]
    arguments += [f"--group={group}" for group in groups]
    if not editable:
        arguments.append("--no-install-project")
    session.run_install(*arguments, env={"UV_PROJECT_ENVIRONMENT": session.virtualenv.location})


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Every test, against the built wheel (not the checkout). Arguments go to pytest."""
    sync(session, "onnx", "test", editable=False)
    dist = Path(session.create_tmp()) / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    session.run_install("uv", "build", "--quiet", "--wheel", f"--out-dir={dist}", str(ROOT))
    wheel = next(dist.glob("*.whl"))
    session.run_install(
        "uv", "pip", "install", "--quiet", "--no-deps", "--reinstall-package=keyphrase-bench", str(wheel)
    )
    session.run("pytest", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Ruff: rules and formatting, over package, tests and this file."""
    sync(session, "lint", editable=False)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Mypy, strict, over package, tests and this file."""
    sync(session, "onnx", "dev", "test", "types")
    session.run("mypy")


@nox.session
def bench(session: nox.Session) -> None:
    """Run the benchmark on the gold that ships and write results/."""
    sync(session, "onnx")
    session.run("bench", "run", *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """How cost grows, into results/benchmarks/; goes on from what is measured; `-- --again` for all anew.

    Others under benchmarks/ are run by hand on a quiet machine: workers.py (overhead, a second worker), encoder.py and
    keybert_speed.py (KeyBERT), scoring.py (scoring alone, beside pytrec_eval), startup.py and page.py.
    """
    sync(session, "onnx")
    session.run("python", "benchmarks/growth.py", *session.posargs)


@nox.session
def report(session: nox.Session) -> None:
    """Fail when a committed table is not what the stored predictions give."""
    sync(session, "onnx")
    session.run("bench", "report", "--check")


@nox.session
def docs(session: nox.Session) -> None:
    """Fail when the README's help texts and tables are not what the program prints."""
    sync(session, "onnx", "test")
    session.run("pytest", "tests/docs", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """The HTML page in Chromium, offline; pictures of it go to screenshots/. Skipped without Chromium, save in CI."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        said = "no Chromium here: install it (Debian: apt-get install chromium) or set CHROMIUM to its path"
        if os.environ.get("CI"):
            session.error(said)
        session.skip(said)
    sync(session, "test", "browser")
    environment = {"CHROMIUM": found, "SCREENSHOTS": str(ROOT / "screenshots")}
    session.run("pytest", "-rs", "tests/reporting/test_page_in_a_browser.py", *session.posargs, env=environment)


@nox.session
def gate(session: nox.Session) -> None:
    """Hold fresh runs of TF-IDF and YAKE on the shipped gold against the stored ones: what a pull request would do."""
    sync(session)
    made = Path(session.create_tmp()) / "gate"
    shutil.rmtree(made, ignore_errors=True)
    session.run("bench", "run", "-x", "tfidf", "-x", "yake", f"--out={made}", silent=True)
    runs = Path(GOLD, "runs")
    margins = ("--margin=F1@10=0.01", "--margin=noise@10=0.02")
    for name in ("tfidf", "yake"):
        [candidate] = (made / runs).glob(f"{name}-*")
        [baseline] = (ROOT / "results" / runs).glob(f"{name}-*")
        files = (f"--junit={made / name}.xml", f"--json={made / name}.json")
        session.run("bench", "gate", str(candidate), f"--baseline={baseline}", f"--gold={GOLD}", *margins, *files)
