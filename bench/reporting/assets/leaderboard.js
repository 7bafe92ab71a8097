// The leaderboard: one table, sorted by any column, under any of the protocols.

const FEW = ["P@10", "R@10", "F1@5", "F1@10", "nDCG@10", "noise@10", "negatives@10"];
const ROLES = { extractor: "extractor", list: "list", fused: "fused", floor: "floor", published: "published", ceiling: "ceiling" };
const sorting = { key: data.headline, descending: true };

function protocolShown() {
  return data.protocols.find((protocol) => protocol.name === byId("protocol").value) || data.protocols[0];
}

function columnsShown(protocol) {
  const all = byId("leaderboard-controls").elements.columns.checked;
  const present = data.metrics.map((m) => m.name).filter((name) => protocol.rows.some((row) => name in row.values));
  const kept = present.filter((name) => all || FEW.includes(name) || name === byId("metric").value);
  const ranked = protocol.rows.some((row) => row.rank !== null);
  return ["row", "kind", ...(ranked ? ["rank"] : []), ...kept, "of reachable", "scored", "failed", "empty"];
}

function cellValue(row, column) {
  if (column === "row") return row.name;
  if (column === "kind") return ROLES[row.role];
  if (column === "of reachable") return row.reachable;
  if (column in metricOf) return row.values[column] ? row.values[column][0] : null;
  return row[column];
}

function compareRows(a, b) {
  const [x, y] = [cellValue(a, sorting.key), cellValue(b, sorting.key)];
  if (x === y) return a.name < b.name ? -1 : 1;
  if (x === null || x === undefined) return 1; // what is missing stands last, whichever way the column is sorted
  if (y === null || y === undefined) return -1;
  return (x < y ? -1 : 1) * (sorting.descending ? -1 : 1);
}

function headCell(column) {
  const button = element("button", { type: "button", textContent: column });
  button.addEventListener("click", () => {
    const lower = metricOf[column] && metricOf[column].lower;
    const isText = column === "row" || column === "kind";
    sorting.descending = sorting.key === column ? !sorting.descending : !(isText || lower || column === "rank");
    sorting.key = column;
    drawLeaderboard();
  });
  const cell = element("th", { scope: "col" }, button);
  if (column !== "row" && column !== "kind") cell.className = "number";
  if (sorting.key === column) cell.setAttribute("aria-sort", sorting.descending ? "descending" : "ascending");
  return cell;
}

function bodyCell(row, column) {
  const value = cellValue(row, column);
  if (column === "row") return element("th", { scope: "row", textContent: value });
  if (column === "kind") return element("td", { textContent: value });
  if (column === "of reachable") return element("td", { className: "number", textContent: written(value, "") });
  if (!(column in metricOf)) return element("td", { className: "number", textContent: value === null ? "–" : String(value) });
  const cell = element("td", { className: "number" }, written(value, column));
  const [, low, high] = row.values[column] || [];
  if (low !== undefined && low !== null) {
    cell.append(element("span", { className: "interval", textContent: `[${written(low, column)}, ${written(high, column)}]` }));
  }
  return cell;
}

function drawLeaderboard() {
  const protocol = protocolShown();
  const columns = columnsShown(protocol);
  const wanted = byId("row-filter").value.trim().toLowerCase();
  const references = byId("leaderboard-controls").elements.role.checked;
  const rows = protocol.rows
    .filter((row) => row.name.toLowerCase().includes(wanted))
    .filter((row) => references || row.role === "extractor" || row.role === "list")
    .sort(compareRows);
  const table = byId("leaderboard-table");
  const focused = table.tHead.contains(document.activeElement) ? document.activeElement.textContent : null;
  table.tHead.replaceChildren(element("tr", {}, ...columns.map(headCell)));
  table.tBodies[0].replaceChildren(
    ...rows.map((row) =>
      element(
        "tr",
        { className: row.role === "extractor" || row.role === "list" ? "" : "reference" },
        ...columns.map((column) => bodyCell(row, column)),
      ),
    ),
  );
  table.tHead.querySelectorAll("button").forEach((button) => {
    if (button.textContent === focused) button.focus(); // the old head is gone, whoever stood on it stays there
  });
  byId("leaderboard-status").textContent = `${rows.length} of ${protocol.rows.length} rows, by ${sorting.key}`;
  byId("sentence").textContent = protocol.sentence;
  byId("conventions").textContent = `Conventions: ${protocol.conventions}.`;
  byId("signature").textContent = protocol.signature;
}

async function copySignature() {
  const text = byId("signature").textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const range = document.createRange();
    range.selectNodeContents(byId("signature"));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    document.execCommand("copy"); // where the clipboard is closed to a page from disk
  }
  byId("copied").textContent = "Copied.";
}

function startLeaderboard() {
  options(byId("protocol"), data.protocols.map((protocol) => protocol.name));
  options(byId("metric"), data.metrics.map((metric) => metric.name), data.headline);
  byId("metric").addEventListener("change", () => {
    sorting.key = byId("metric").value;
    sorting.descending = !metricOf[sorting.key].lower;
    drawLeaderboard();
  });
  byId("protocol").addEventListener("change", drawLeaderboard);
  byId("row-filter").addEventListener("input", drawLeaderboard);
  const { role, columns } = byId("leaderboard-controls").elements;
  for (const box of [role, columns]) box.addEventListener("change", drawLeaderboard);
  byId("leaderboard-controls").addEventListener("submit", (event) => event.preventDefault());
  byId("copy").addEventListener("click", copySignature);
  drawLeaderboard();
}
