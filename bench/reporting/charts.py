"""Charts as Vega-Lite specifications, and as SVG for Markdown pages.

A specification is plain data that follows from evaluations alone; drawing it is another program's work (Vega, in the
HTML page's own script or through vl-convert).
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from bench.errors import InputError
from bench.records import Run
from bench.reporting import escape, judgement, rows
from bench.reporting.speed import median_seconds
from bench.scoring.list_agreement import jaccard
from bench.scoring.results import DocumentScore, Evaluation

Spec = dict[str, object]

CUT = 10
DEEPEST = 20
COLOURS = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
    "#7F7F7F",
    "#B8A000",
    "#8B5FBF",
    "#A0522D",
)
"""Colours that people with any common colour blindness can part (after Okabe and Ito); marks differ in shape too."""


_COUNTED = re.compile(r'((?:id="|url\(#)gradient_)\d+')
"""The name that Vega counts up from drawing to drawing, so that the same chart would differ; each of ours has one."""

NAMES = ("curve", "speed", "noise", "agreement", "difference")
"""The charts that rows give."""

LABELLED = 40
"""Up to so many documents their ids stand under the bars."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its name (that of its file) and the sentence that says what it shows."""

    name: str
    spec: Spec
    caption: str

    @property
    def title(self) -> str:
        """What stands over it."""
        return str(self.spec["title"])


def charts_of(evaluations: Sequence[Evaluation], runs: Sequence[Run]) -> tuple[Chart, ...]:
    """Every chart that these rows give; one that would be empty is left out."""
    made = (
        Chart("curve", f1_by_cutoff(evaluations), "F1 at every cut-off: precision over k, mean over documents."),
        Chart(
            "speed",
            quality_by_speed(evaluations, runs),
            "Quality against speed on one machine; the dashed line joins the rows that no other beats in both.",
        ),
        Chart(
            "noise",
            noise_by_class(evaluations),
            f"Noise in the top {CUT}; a phrase of several classes is counted under its first.",
        ),
        Chart(
            "agreement",
            agreement(evaluations),
            f"How much the top {CUT} of two rows have in common. Agreement is no sign of being right.",
        ),
    )
    return tuple(chart for chart in made if _has_values(chart.spec))


def best_two(evaluations: Sequence[Evaluation]) -> tuple[Chart, ...]:
    """The difference of the two best extractors or lists, document by document: none where there are no two.

    Those are the two that the page's own chart of differences begins with, wherever extractors lead the table.
    """
    competing = [e for e in rows.in_order(evaluations) if e.role in {"extractor", "list"}]
    if len(competing) < 2:
        return ()
    a, b = competing[:2]
    of_b = {score.document_id: score.values.get(rows.HEADLINE) for score in b.documents}
    found = [
        (first - second, score.document_id)
        for score in a.documents
        if (first := score.values.get(rows.HEADLINE)) is not None
        and (second := of_b.get(score.document_id)) is not None
    ]
    found.sort(key=lambda each: -each[0])
    values = [
        {"document": escape.visible(name), "difference": difference, "place": place}
        for place, (difference, name) in enumerate(found, start=1)
    ]
    if not values:
        return ()
    wins, losses = (sum(sign * difference > 0 for difference, _ in found) for sign in (1, -1))
    ours, theirs = escape.visible(a.system), escape.visible(b.system)
    caption = (
        f"{rows.HEADLINE} of {ours} less that of {theirs}, one bar a document: {ours} is higher on {wins}, lower on "
        f"{losses}, equal on {len(found) - wins - losses} of {len(found)}."
    )
    spec = document_differences(values, is_labelled=len(values) <= LABELLED)
    return (Chart("difference", {**spec, "title": f"{rows.HEADLINE} by document: {ours} less {theirs}"}, caption),)


def f1_by_cutoff(evaluations: Sequence[Evaluation]) -> Spec:
    """F1@k for k from 1 to 20, precision over k, mean over documents with gold."""
    values = [
        {"row": escape.visible(e.system), "k": k, "F1": _f1_at(e, k)}
        for e in rows.in_order(evaluations)
        if e.role != "published" and any(s.n_gold and s.verdicts for s in e.documents)
        for k in range(1, DEEPEST + 1)
    ]
    return _chart(
        "F1@k against k",
        values,
        mark={"type": "line", "point": True},
        encoding={
            "x": {"field": "k", "type": "quantitative", "title": "k, phrases read"},
            "y": {"field": "F1", "type": "quantitative", "axis": {"format": ".0%"}, "title": "F1@k"},
            **_by_row(values, evaluations),
        },
    )


def quality_by_speed(evaluations: Sequence[Evaluation], runs: Sequence[Run]) -> Spec:
    """F1@10 against documents a second (logarithmic); a line joins the rows that no other beats in both."""
    seconds = {run.info.name: median_seconds(run) for run in runs}
    points = []
    for e in rows.in_order(evaluations):
        value = e.metrics.get(rows.HEADLINE)
        typical = seconds.get(e.system)
        if value is not None and value.value is not None and typical:
            points.append({"row": escape.visible(e.system), "speed": 1 / typical, "F1": value.value})
    front = _pareto(points)
    encoding = {
        "x": {
            "field": "speed",
            "type": "quantitative",
            "scale": {"type": "log"},
            "axis": {"format": "~g", "labelSeparation": 8},
            "title": "documents a second (median)",
        },
        "y": {"field": "F1", "type": "quantitative", "axis": {"format": ".0%"}, "title": rows.HEADLINE},
    }
    line = {"mark": {"type": "line", "strokeDash": [4, 4], "color": "#7F7F7F"}, "data": {"values": front}}
    dots = {
        "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
        "encoding": _by_row(points, evaluations),
    }
    spec = _chart("Quality against speed", points, encoding=encoding)
    return {**spec, "layer": [line, dots]}


def noise_by_class(evaluations: Sequence[Evaluation]) -> Spec:
    """The share of each row's top 10 that is noise, stacked by the first class of each phrase."""
    values = []
    for e in rows.with_lists(evaluations):
        top = [v for s in e.documents for v in judgement.top(s.verdicts, CUT)]
        counts = Counter(_main_class(v.noise) for v in top if judgement.is_noise(v))
        values += [
            {"row": escape.visible(e.system), "class": name, "share": count / len(top)}
            for name, count in sorted(counts.items())
        ]
    return _chart(
        f"Noise in the top {CUT} by class",
        values,
        mark="bar",
        encoding={
            "y": {"field": "row", "type": "nominal", "title": None, "sort": None},
            "x": {"field": "share", "type": "quantitative", "axis": {"format": ".0%"}, "title": "share of phrases"},
            "color": {"field": "class", "type": "nominal", "scale": {"range": list(COLOURS)}},
        },
    )


def agreement(evaluations: Sequence[Evaluation]) -> Spec:
    """How much the top 10 of each two rows have in common: mean Jaccard over documents."""
    shown = rows.with_lists(evaluations)
    lists = {e.system: {s.document_id: _keys(s) for s in e.documents} for e in shown}
    values = []
    for a, b in product(lists, repeat=2):
        found = [
            value
            for document, keys in lists[a].items()
            if document in lists[b] and (value := jaccard(keys, lists[b][document], CUT)) is not None
        ]
        if found:
            mean = math.fsum(found) / len(found)
            values.append({"a": escape.visible(a), "b": escape.visible(b), "Jaccard": mean})
    axis = {"type": "nominal", "title": None, "sort": None}
    return _chart(
        f"Agreement: Jaccard@{CUT}",
        values,
        mark="rect",
        encoding={
            "x": {"field": "a", **axis},
            "y": {"field": "b", **axis},
            "color": {"field": "Jaccard", "type": "quantitative", "scale": {"scheme": "blues", "domain": [0, 1]}},
        },
    )


def document_differences(values: Sequence[Mapping[str, object]] = (), *, is_labelled: bool = False) -> Spec:
    """One bar a document: `difference` (a metric of one row less that of another) by `place`, the largest first.

    Where `is_labelled`, the documents' names stand under the bars instead of their places.
    """
    x: dict[str, object] = {"field": "place", "type": "quantitative", "axis": {"tickMinStep": 1}}
    if is_labelled:
        x = {"field": "document", "type": "nominal", "sort": None}
    return _chart(
        "Differences by document",
        list(values),
        mark={"type": "bar", "tooltip": True},
        encoding={
            "x": {**x, "title": "documents, by difference"},
            "y": {"field": "difference", "type": "quantitative", "title": "difference"},
            "color": {
                "condition": {"test": "datum.difference < 0", "value": COLOURS[1]},
                "value": COLOURS[0],
            },
            "tooltip": [{"field": "document"}, {"field": "difference", "format": "+.3f"}],
        },
    )


def svg(spec: Spec, *, width: int = 640) -> str:
    """The chart drawn, on white; `width` is that of the plot in pixels, without axis and legend.

    Raises:
        InputError: vl-convert is not installed.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise InputError(
            "charts are drawn by vl-convert, which is not installed",
            remedy="Install it: pip install 'keyphrase-bench[html]'",
        ) from error
    drawn: str = vl_convert.vegalite_to_svg({**spec, "width": width, "background": "white"})
    return _COUNTED.sub(r"\g<1>0", drawn)


def _has_values(spec: Spec) -> bool:
    data = spec["data"]
    return isinstance(data, dict) and bool(data["values"])


def _chart(title: str, values: list[dict[str, object]] | list[Mapping[str, object]], **parts: object) -> Spec:
    size = {"width": "container", "height": 260}
    return {"title": title, "data": {"values": values}, **size, **parts}


def _by_row(values: Sequence[Mapping[str, object]], evaluations: Sequence[Evaluation]) -> dict[str, object]:
    """Colour and shape of each row, the same in every chart; the legend names the rows that this one shows."""
    names = [escape.visible(e.system) for e in rows.in_order(evaluations)]
    legend = {"values": list(dict.fromkeys(value["row"] for value in values))}
    colours = {"domain": names, "range": [COLOURS[i % len(COLOURS)] for i in range(len(names))]}
    row = {"field": "row", "type": "nominal", "title": None, "legend": legend}
    return {
        "color": {**row, "scale": colours},
        "shape": {**row, "scale": {"domain": names}},
        "tooltip": [{"field": field} for field in (values[0] if values else {})],
    }


def _f1_at(evaluation: Evaluation, k: int) -> float:
    scored = [s for s in evaluation.documents if s.n_gold]
    hits = [sum(v.match is not None for v in judgement.top(s.verdicts, k)) for s in scored]
    return math.fsum(2 * h / (k + s.n_gold) for h, s in zip(hits, scored, strict=True)) / len(scored)


def _pareto(points: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """The points that no other is at least as fast and at least as good as, slowest first."""

    def place(point: Mapping[str, object]) -> tuple[float, float]:
        return float(str(point["speed"])), float(str(point["F1"]))

    front: list[Mapping[str, object]] = []
    for point in sorted(points, key=place, reverse=True):
        if not front or place(point)[1] > place(front[-1])[1]:
            front.append(point)
    return front[::-1]


def _main_class(labels: Sequence[str]) -> str:
    known = list(judgement.CLASSES)
    return min(labels, key=lambda label: known.index(label) if label in known else len(known))


def _keys(score: DocumentScore) -> list[tuple[str, ...]]:
    return [v.key for v in score.verdicts if v.rank is not None]
