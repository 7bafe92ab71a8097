"""The charts beside the tables: a page of Markdown that shows one SVG file a chart and says what each was drawn from.

Drawing needs vl-convert, which not everyone has. The page does not: it holds a fingerprint of the values behind each
drawing, so that anyone can tell whether the drawings that lie there still show what the stored predictions give.
"""

import hashlib
import json
from collections.abc import Sequence

from bench.records import Dataset
from bench.reporting import escape
from bench.reporting.charts import Chart

PAGE = "charts.md"
FOLDER = "charts"

_MEASURED_ONCE = frozenset({"speed"})
"""What the next run on this machine would draw otherwise; it gets no fingerprint."""


def charts_page(charts: Sequence[Chart], dataset: Dataset) -> str:
    """The whole page as Markdown; each picture lies at `svg_path` beside it."""
    parts = [f"# Charts on {escape.markdown(dataset.info.name)}\n"]
    for chart in charts:
        title, caption = escape.markdown(chart.title, None), escape.markdown(chart.caption, None)
        drawn_from = "what one machine took once" if chart.name in _MEASURED_ONCE else _fingerprint(chart)
        parts.append(f"## {title}\n\n![{title}]({svg_path(chart)})\n\n{caption}\n\n<!-- drawn from: {drawn_from} -->\n")
    return "\n".join(parts)


def svg_path(chart: Chart) -> str:
    """Where a chart's drawing lies, seen from the page."""
    return f"{FOLDER}/{chart.name}.svg"


def _fingerprint(chart: Chart) -> str:
    written = json.dumps(chart.spec, sort_keys=True, ensure_ascii=True)
    return f"sha256 {hashlib.sha256(written.encode('ascii')).hexdigest()}"
