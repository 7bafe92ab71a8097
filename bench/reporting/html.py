"""The HTML page: one file that opens from disk and asks nothing of any network.

Everything is inside: styles, scripts, the chart library (as vl-convert carries it), the data. Articles are packed in
compressed blocks that are opened when someone looks, so that large sets open fast.
"""

import json
from collections.abc import Callable, Sequence
from importlib.resources import files

from bench.errors import InputError
from bench.records import Dataset, Run
from bench.reporting import escape
from bench.reporting.page_data import Scored, article_blocks, page_values, value_block
from bench.scoring.conventions import DEFAULT, ScoringProtocol
from bench.text.normalise import Normaliser

_SCRIPTS = ("elements.js", "leaderboard.js", "charts.js", "articles.js", "start.js")
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"


def html_page(
    scored: Sequence[Scored],
    dataset: Dataset,
    normaliser: Normaliser,
    runs: Sequence[Run] = (),
    protocol: ScoringProtocol = DEFAULT,
    *,
    with_text: bool = True,
) -> str:
    """The whole page. `scored` holds the data set under one or more protocols, the first of them `protocol`.

    Raises:
        InputError: vl-convert, which carries the chart library, is not installed.
    """
    main = scored[0].evaluations if scored else ()
    values = {**page_values(scored, dataset, runs), "hasText": with_text}
    candidates = {run.info.name: run.candidates for run in runs}
    blocks = article_blocks(main, dataset, normaliser, protocol, candidates, with_text=with_text)
    parts = [
        _head(dataset.info.name),
        _asset("page.html"),
        f'<script type="application/json" id="data">{_json(values)}</script>',
        f'<script type="text/plain" id="values">{value_block(main, dataset)}</script>',
        *(f'<script type="text/plain" id="block-{n}">{block}</script>' for n, block in enumerate(blocks)),
        f"<script>(() => {{{chart_library()}}})();</script>",
        "<script>'use strict';(() => {",
        *(_asset(name) for name in _SCRIPTS),
        "})();</script>",
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def chart_library() -> str:
    """Vega, Vega-Lite and vega-embed as one script, from the installed vl-convert.

    Raises:
        InputError: vl-convert is not installed.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise InputError(
            "the page draws its charts with Vega-Lite, which vl-convert carries, and vl-convert is not installed",
            remedy="Install it: pip install 'keyphrase-bench[html]'",
        ) from error
    bundle: Callable[..., str] = vl_convert.javascript_bundle  # its stub asks for a snippet that it can do without
    return bundle().replace("</script", "<\\/script")


def _head(name: str) -> str:
    title = escape.html(f"{name}: keyphrase extraction compared", 120)
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<link rel="icon" href="data:,">',
            f"<title>{title}</title>",
            f"<style>{_asset('page.css')}</style>",
            "</head>",
            "<body>",
        ]
    )


def _asset(name: str) -> str:
    return (files("bench.reporting") / "assets" / name).read_text(encoding="utf-8")


def _json(values: object) -> str:
    """JSON that no HTML parser can mistake for the end of its script."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
