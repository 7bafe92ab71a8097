"""The charts are what Altair makes and takes: it reads every specification, and what it writes draws the same."""

import pytest
from sample_evaluations import EVALUATIONS, RUNS

from bench.reporting.charts import NAMES, Chart, best_two, charts_of, document_differences, svg

PLACE_HOLDER = Chart("page", document_differences(), "")
"""The chart that the page fills itself."""

CHARTS = (*charts_of(EVALUATIONS, RUNS), *best_two(EVALUATIONS), PLACE_HOLDER)


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: str(chart.name))
def test_altair_takes_the_specification_and_gives_it_back(chart: Chart) -> None:
    """Held against the Vega-Lite schema that Altair carries; the same data and titles, no more, no less."""
    import altair as alt

    with alt.data_transformers.enable(consolidate_datasets=False):
        given_back = alt.Chart.from_dict(chart.spec, validate=True).to_dict(validate=True)
    assert str(given_back.pop("$schema")).startswith("https://vega.github.io/schema/vega-lite/v6.")
    del given_back["config"]  # Altair's own defaults for a view, which ours states
    assert given_back == chart.spec
    assert svg(given_back) == svg(chart.spec)


def test_every_chart_is_among_them() -> None:
    """No chart is left out of the test above."""
    assert [chart.name for chart in CHARTS[:-1]] == list(NAMES)


@pytest.mark.parametrize(
    ("spoilt", "complaint"),
    [
        ({"mark": "bars"}, "On instance:\n    'bars'"),
        ({"encoding": {"x": {"field": "k", "type": "number"}}}, "'number' is not one of"),
        ({"colour": "red"}, "'colour' was unexpected"),
    ],
)
def test_altair_refuses_what_is_no_specification(spoilt: dict[str, object], complaint: str) -> None:
    """A mistake in a mark, a type or a name would be found."""
    import altair as alt

    with pytest.raises(Exception, match=complaint):  # whichever of the classes that Altair and its library have for it
        alt.Chart.from_dict({**CHARTS[0].spec, **spoilt}, validate=True)
