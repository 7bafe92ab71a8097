// What the page does first.

const facts = [
  `version ${data.dataset.version}`,
  `${data.dataset.documents} documents`,
  `language ${data.dataset.language}`,
  data.dataset.licence ? `licence ${data.dataset.licence}` : "",
  `digest ${data.dataset.digest}`,
];
byId("title").textContent = `${data.dataset.name}: keyphrase extraction compared`;
byId("facts").textContent = facts.filter(Boolean).join(", ");
startLeaderboard();
startCharts();
startArticles();
