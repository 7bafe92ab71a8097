// The drill-down: an article's own text with marks, its gold, and every row's list with the reason for each mark.

const SIGNS = { hit: "✓", repeat: "≈", negative: "✗", noise: "!", other: "·", dropped: "–" };
const NEAR = new Set(["sub-phrase", "super-phrase", "overlap", "near-duplicate"]);
const PAGE = 100;
const opened = new Map();
let shownArticles = PAGE;
let current = null;
let chosenRow = null;

function drawArticleList() {
  const wanted = byId("article-filter").value.trim().toLowerCase();
  const found = data.documents
    .map(([id, title, gold], at) => ({ id, title, gold, at }))
    .filter((each) => `${each.id} ${each.title}`.toLowerCase().includes(wanted));
  byId("article-list").replaceChildren(
    ...found.slice(0, shownArticles).map((each) => {
      const link = element("a", { href: `#article-${each.at}` }, `${each.id}: ${each.title}`);
      if (each.at === current) link.setAttribute("aria-current", "true");
      return element("li", {}, link);
    }),
  );
  byId("article-status").textContent = `${Math.min(found.length, shownArticles)} of ${found.length} articles listed`;
  byId("more").hidden = found.length <= shownArticles;
}

async function articleAt(at) {
  const block = Math.floor(at / data.block);
  if (!opened.has(block)) opened.set(block, await unpacked(`block-${block}`));
  return opened.get(block)[at % data.block];
}

async function showArticle(at) {
  current = at;
  const article = await articleAt(at);
  const [id, title] = data.documents[at];
  const names = Object.keys(article.lists);
  if (!names.includes(chosenRow)) chosenRow = names[0] ?? null;
  const body = element("div", { id: "article-body" });
  const parts = [element("h3", { textContent: `${id}: ${title}`, tabIndex: -1 })];
  if (names.length > 0) {
    const select = element("select", { id: "article-row" });
    options(select, names, chosenRow);
    select.addEventListener("change", () => {
      chosenRow = select.value;
      body.replaceChildren(...articleParts(article));
    });
    parts.push(element("form", { className: "controls" }, element("label", {}, "Marks of ", select)));
  }
  body.replaceChildren(...articleParts(article));
  byId("article").replaceChildren(...parts, body);
  byId("article").hidden = false;
  drawArticleList();
  byId("article").querySelector("h3").focus();
}

function articleParts(article) {
  const list = article.lists[chosenRow];
  const parts = [];
  if (article.text !== undefined) {
    if (list) parts.push(element("p", { className: "on-paper", textContent: `Marks of ${chosenRow}` }));
    parts.push(textLegend(), markedText(article, list));
  } else {
    parts.push(element("p", { className: "note", textContent: "The texts are left out of this page." }));
  }
  parts.push(goldTable(article));
  if (article.negatives.length > 0) parts.push(negativeTable(article));
  if (article.published.length > 0) {
    parts.push(element("p", {}, element("strong", {}, "Published keywords: "), article.published.join(", ")));
  }
  if (list && list.missed.length > 0) parts.push(missedList(list));
  parts.push(element("h4", { textContent: "Lists side by side" }), signLegend(), sideBySide(article));
  return parts;
}

function textLegend() {
  const kinds = { hit: "gold that the row hit", missed: "gold that it missed", negative: "annotated negative", noise: "noise that it put out", near: "near miss" };
  return element("ul", { className: "legend" }, ...Object.entries(kinds).map(([kind, words]) => element("li", {}, element("mark", { className: kind }, words))));
}

function signLegend() {
  const words = { hit: "hit", repeat: "another form of a keyphrase already hit", negative: "annotated negative", noise: "noise", other: "none of these", dropped: "dropped before ranking" };
  return element("p", { className: "note", textContent: Object.entries(words).map(([mark, said]) => `${SIGNS[mark]} ${said}`).join("; ") });
}

/** Stretches to mark: gold first, then negatives, then what the row put out; of two that overlap the first stays. */
function stretches(article, list) {
  const phrases = list ? list.phrases : [];
  const hit = new Set(phrases.filter((p) => p[2] === "hit").map((p) => p[4]));
  const found = [
    ...article.goldPlaces.map(([start, end, at]) => [start, end, hit.has(article.gold[at].forms[0]) ? "hit" : "missed", `gold: ${article.gold[at].forms[0]}`]),
    ...article.negativePlaces.map(([start, end, at]) => [start, end, "negative", `negative: ${article.negatives[at].kind}`]),
  ];
  for (const [phrase, rank, mark, kind, of, why, places] of phrases) {
    const as = mark === "noise" ? "noise" : NEAR.has(kind) ? "near" : null;
    if (as && rank !== null) found.push(...places.map(([start, end]) => [start, end, as, `${rank}. ${phrase}: ${why || `${kind} of ${of}`}`]));
  }
  const kept = [];
  for (const each of found) {
    if (kept.every((other) => each[1] <= other[0] || each[0] >= other[1])) kept.push(each);
  }
  return kept.sort((a, b) => a[0] - b[0]);
}

function markedText(article, list) {
  const characters = Array.from(article.text); // places count characters, not halves of them
  const made = element("div", { className: "text", lang: article.language, dir: "auto" });
  let end = 0;
  for (const [start, stop, kind, title] of stretches(article, list)) {
    made.append(characters.slice(end, start).join(""));
    made.append(element("mark", { className: kind, title }, characters.slice(start, stop).join("")));
    end = stop;
  }
  made.append(characters.slice(end).join(""));
  return made;
}

function table(caption, heads, rows) {
  const made = element(
    "table",
    {},
    element("caption", { textContent: caption }),
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col", textContent: head })))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map((cell) => element("td", { textContent: String(cell) }))))),
  );
  return element("div", { className: "wide", role: "region", "aria-label": caption, tabIndex: 0 }, made);
}

function goldTable(article) {
  const names = Object.keys(article.lists);
  const rows = article.gold.map((gold) => [
    gold.forms[0],
    gold.tier,
    gold.forms.slice(1).join("; "),
    gold.present ? "yes" : "no",
    ...names.map((name) => {
      const found = article.lists[name].phrases.find((p) => p[2] === "hit" && p[4] === gold.forms[0]);
      return found ? found[1] : "–";
    }),
  ]);
  return table("Gold keyphrases and the place at which each row hit them", ["keyphrase", "tier", "other forms", "in the text", ...names], rows);
}

function negativeTable(article) {
  return table("Negatives: phrases that must not come out", ["phrase", "kind", "why"], article.negatives.map((n) => [n.forms.join("; "), n.kind, n.why]));
}

function missedList(list) {
  const said = list.missed.map(([form, kind, of]) => `${form} (${kind}${of ? `: ${of}` : ""})`).join("; ");
  return element("p", {}, element("strong", {}, `Gold that ${chosenRow} missed: `), said);
}

function sideBySide(article) {
  const made = element("div", { className: "lists" });
  for (const [name, list] of Object.entries(article.lists)) {
    const value = list.values[data.headline];
    const head = element("h4", { textContent: value === undefined ? name : `${name}, ${data.headline} ${written(value, data.headline)}` });
    const section = element("section", {}, head);
    if (list.status === "failed" || list.status === "timeout") section.append(element("p", { textContent: `${list.status}: ${list.error}` }));
    else if (list.phrases.length === 0) section.append(element("p", { textContent: "Nothing came out." }));
    section.append(element("ol", {}, ...list.phrases.map(phraseLine)));
    made.append(section);
  }
  return made;
}

function phraseLine([phrase, rank, mark, kind, of, why]) {
  const said = kind === "noise" || kind === "negative" ? "" : kind; // these two are in the reasons, with their class
  const reasons = [said && !why && of && of !== phrase ? `${said}: ${of}` : said, why].filter(Boolean).join("; ");
  return element(
    "li",
    {},
    element("span", { className: "place", textContent: rank ?? "" }),
    element("span", { className: "sign", textContent: SIGNS[mark], "aria-label": mark, role: "img" }),
    element("bdi", { textContent: phrase }),
    reasons ? element("span", { className: "why", textContent: reasons }) : null,
  );
}

function followAddress() {
  const found = /^#article-(\d+)$/.exec(location.hash);
  if (found && Number(found[1]) < data.documents.length) showArticle(Number(found[1]));
}

function startArticles() {
  byId("article-filter").addEventListener("input", () => {
    shownArticles = PAGE;
    drawArticleList();
  });
  byId("article-controls").addEventListener("submit", (event) => event.preventDefault());
  byId("more").addEventListener("click", () => {
    shownArticles += PAGE;
    drawArticleList();
  });
  addEventListener("hashchange", followAddress);
  drawArticleList();
  followAddress();
}
