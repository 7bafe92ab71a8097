// Elements made from text alone: nothing that an article or an extractor wrote is ever read as markup.

const byId = (id) => document.getElementById(id);

/** An element with properties, attributes (names with a dash, or "role") and children; text becomes text. */
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "scope") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A block of packed values, opened: base64, gzip, JSON. */
async function unpacked(id) {
  const bytes = Uint8Array.from(atob(byId(id).textContent), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

const data = JSON.parse(byId("data").textContent);
const metricOf = Object.fromEntries(data.metrics.map((metric) => [metric.name, metric]));

/** A metric's value as people read it: a share times 100 with one decimal, a count with two; a dash for none. */
function written(value, metric) {
  if (value === null || value === undefined) return "–";
  const shown = metricOf[metric] && !metricOf[metric].share ? value.toFixed(2) : (100 * value).toFixed(1);
  return shown.replace("-", "−");
}

function options(select, names, chosen) {
  select.replaceChildren(...names.map((name) => element("option", { value: name, textContent: name, selected: name === chosen })));
}
