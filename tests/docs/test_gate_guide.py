"""The guide docs/gate.md: its commands and workflow are run as they stand, before and after a change for the worse."""

import json
import random
import re
import subprocess
from pathlib import Path

import pytest
from bench_program import BENCH, environment
from installed_plugin import SOURCE, install

GUIDE = (Path(__file__).parents[2] / "docs" / "gate.md").read_text(encoding="utf-8")
WORDS = [
    "harbour",
    "ferry",
    "tide",
    "buoy",
    "pilot",
    "cape",
    "coast",
    "guard",
    "wind",
    "storm",
    "rope",
    "anchor",
    "sail",
    "deck",
    "mast",
    "crew",
    "port",
    "dock",
    "pier",
]
DOCUMENTS = 40


def commands() -> list[str]:
    """The guide's shell commands, one string a block."""
    return re.findall(r"```bash\n(.*?)```", GUIDE, re.DOTALL)


def steps() -> dict[str, str]:
    """The workflow's own commands by the name of their step."""
    [workflow] = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    found = re.findall(r"- name: (.+)\n +run: (?:\|\n)?((?:.+\n)+?)(?= {6}- |\Z)", workflow)
    return {name: text.replace("\n          ", "\n").strip() for name, text in found}


def gold() -> str:
    """Texts of made-up words of which the long ones are the keyphrases, so that the longest words are right."""
    generator = random.Random(7)
    lines = []
    for number in range(DOCUMENTS):
        words = generator.sample(WORDS, 12)
        keyphrases = sorted(words, key=lambda word: (-len(word), word))[:5]
        text = f"The {' '.join(words)}."
        lines.append(json.dumps({"id": f"d{number:02}", "text": text, "language": "en", "keyphrases": keyphrases}))
    return "\n".join(lines) + "\n"


def shell(command: str, folder: Path, site: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the guide in a folder where the plug-in is installed and `bench` is on the path."""
    made = environment(PYTHONPATH=str(site), **more)
    made["PATH"] = f"{BENCH.parent}:{made['PATH']}"
    return subprocess.run(["bash", "-ec", command], cwd=folder, env=made, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guide's package, installed."""
    return install(SOURCE, tmp_path_factory.mktemp("plugin"))


def test_the_guide_from_nothing_to_a_gated_change(site: Path, tmp_path: Path) -> None:
    """Baseline, gate by hand, workflow, pinned signature; then a change for the worse, which the workflow stops."""
    (tmp_path / "gold.jsonl").write_text(gold(), encoding="utf-8")
    baseline, by_hand, pinned = commands()
    for command in (baseline, by_hand, pinned):
        done = shell(command, tmp_path, site)
        assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert "# The gate holds" in done.stdout
    assert list(steps()) == ["Install the package and the harness", "Extract", "Gate"]
    worse = site / "longest_words.py"
    worse.write_text(worse.read_text(encoding="utf-8").replace("-len(word)", "len(word)"), encoding="utf-8")
    summary = tmp_path / "summary.md"
    assert shell(steps()["Extract"].replace("bench run", "bench run --fresh"), tmp_path, site).returncode == 0
    done = shell(steps()["Gate"], tmp_path, site, GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 1
    assert "Worse by more than the margin: F1@10" in done.stderr
    assert summary.read_text(encoding="utf-8") == done.stdout
    assert "## Documents that lost most in F1@10" in done.stdout
    assert 'failures="2"' in (tmp_path / "gate.xml").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "gate.json").read_text(encoding="utf-8"))["passed"] is False
