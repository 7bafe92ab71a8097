"""The developer's manual: `nox -l` lists what can be checked, `nox` checks it all."""

import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv"
nox.options.reuse_existing_virtualenvs = True
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["lint", "types", "tests", "report", "docs"]

PYTHONS = ["3.11", "3.12", "3.13"]
ROOT = Path(__file__).parent


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
def report(session: nox.Session) -> None:
    """Fail when a committed table is not what the stored predictions give."""
    sync(session, "onnx")
    session.run("bench", "report", "--check")


@nox.session
def docs(session: nox.Session) -> None:
    """Fail when the README's help texts and tables are not what the program prints."""
    sync(session, "onnx", "test")
    session.run("pytest", "tests/docs", *session.posargs)
