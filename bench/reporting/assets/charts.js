// The charts: Vega-Lite specifications from the data, drawn when they come into view, in the page's colours.

let valuesByMetric = null;

function chartConfig() {
  const style = getComputedStyle(document.documentElement);
  const [ink, line] = [style.getPropertyValue("--ink").trim(), style.getPropertyValue("--line").trim()];
  const text = { labelColor: ink, titleColor: ink, labelFontSize: 12, titleFontSize: 12, labelLimit: 240 };
  return {
    background: null,
    axis: { ...text, gridColor: line, domainColor: line, tickColor: line },
    legend: { ...text, orient: "bottom", columns: 2, symbolLimit: 40 },
    title: { color: ink },
    view: { stroke: null },
  };
}

async function drawChart(place, spec, caption) {
  const { title, ...rest } = spec; // the figure's heading says it
  const options = { mode: "vega-lite", renderer: "svg", actions: false, ast: true, config: chartConfig(), tooltip: { theme: "custom" } };
  await vegaEmbed(place, { description: `${title}. ${caption}`, ...structuredClone(rest) }, options);
}

function figure(chart) {
  const place = element("div", { className: "chart", id: `chart-${chart.id}` });
  const heading = element("h3", { textContent: chart.spec.title });
  const made = element("figure", {}, heading);
  if (chart.id === "difference") made.append(differenceControls(chart, place));
  made.append(place, element("figcaption", { textContent: chart.caption }));
  return [made, place];
}

function differenceControls(chart, place) {
  const names = data.protocols[0].rows.filter((row) => row.role !== "ceiling").map((row) => row.name);
  const first = element("select", { id: "difference-a" });
  const second = element("select", { id: "difference-b" });
  const metric = element("select", { id: "difference-metric" });
  options(first, names, names[0]);
  options(second, names, names[1]);
  options(metric, data.metrics.map((each) => each.name), data.headline);
  const redraw = () => drawDifferences(chart, place);
  for (const select of [first, second, metric]) select.addEventListener("change", redraw);
  const status = element("p", { id: "difference-status", role: "status" });
  const controls = element(
    "form",
    { className: "controls" },
    element("label", {}, "Row ", first),
    element("label", {}, "less row ", second),
    element("label", {}, "by ", metric),
  );
  return element("div", {}, controls, status);
}

async function drawDifferences(chart, place) {
  valuesByMetric ??= await unpacked("values");
  const metric = byId("difference-metric").value;
  const [a, b] = [byId("difference-a").value, byId("difference-b").value];
  const values = valuesByMetric[metric] || {};
  const [first, second] = [values[a] || [], values[b] || []];
  const found = data.documents
    .map(([id], at) => ({ document: id, a: first[at] ?? null, b: second[at] ?? null }))
    .filter((each) => each.a !== null && each.b !== null)
    .map((each) => ({ document: each.document, difference: each.a - each.b }))
    .sort((x, y) => y.difference - x.difference)
    .map((each, at) => ({ ...each, place: at + 1 }));
  const wins = found.filter((each) => each.difference > 0).length;
  const losses = found.filter((each) => each.difference < 0).length;
  byId("difference-status").textContent =
    `${a} is higher on ${wins}, lower on ${losses}, equal on ${found.length - wins - losses} of ${found.length} documents.`;
  await drawChart(place, { ...chart.spec, data: { values: found } }, chart.caption);
}

function startCharts() {
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((each) => each.isIntersecting)) {
      seen.unobserve(entry.target);
      drawOne(entry.target.id);
    }
  }, { rootMargin: "200px" });
  for (const chart of data.charts) {
    const [made, place] = figure(chart);
    byId("figures").append(made);
    seen.observe(place);
  }
  const drawAll = () => data.charts.forEach((chart) => drawOne(`chart-${chart.id}`));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  addEventListener("beforeprint", drawAll);
}

function drawOne(id) {
  const chart = data.charts.find((each) => `chart-${each.id}` === id);
  const place = byId(id);
  return chart.id === "difference" ? drawDifferences(chart, place) : drawChart(place, chart.spec, chart.caption);
}
