"""The numbers of a results folder without a word of the texts behind them, for sets that may not be passed on."""

import json
from pathlib import Path

from bench.cli.assess import Assessment
from bench.cli.results_folder import SPEED, SUMMARY, quality, unwritable


def write_numbers(results: Path, target: Path, assessment: Assessment) -> Path:
    """Write quality, shares of noise and speed of one data set under `target`, and how each run was made.

    Neither phrases nor texts are written: predictions stay in `results`, their digests stand in the runs' records.
    Returns the data set's folder under `target`.

    Raises:
        BenchError: the folder cannot be written.
    """
    from bench.reporting.index import summary
    from bench.reporting.noise import cause_table, noise_table
    from bench.reporting.speed import speed_page
    from bench.reporting.table_formats import csv, markdown
    from bench.running.store import INFO, dataset_folder, find_runs

    dataset = assessment.dataset
    folder = dataset_folder(target, dataset.info.name)
    table = quality(assessment)
    noise = [markdown(noise_table(assessment.evaluations, dataset), level=1)]
    causes = cause_table(assessment.evaluations)
    noise += [markdown(causes)] if causes.rows else []
    made = {
        "quality.md": markdown(table, level=1),
        "quality.csv": csv(table),
        "noise.md": "\n".join(noise),
        SPEED: speed_page(assessment.runs, dataset),
    }
    told = summary(dataset, assessment.evaluations) | {"pages": sorted(made)}
    made[SUMMARY] = json.dumps(told, ensure_ascii=True, indent=1) + "\n"
    source = dataset_folder(results, dataset.info.name)
    for run in find_runs(source / "runs"):
        made[f"runs/{run.name}/{INFO}"] = (run / INFO).read_text(encoding="utf-8")
    try:
        for path, text in made.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise unwritable(folder, error) from error
    return folder
