// Filters: which findings are stepped through, and which articles are listed.
const FACETS = { st: (item) => [statusOf(item)], sev: (item) => [item.severity],
  dev: (item) => [item.device], r: (item) => item.rules, t: (item) => item.therapies,
  d: (item) => item.diseases, pub: (item) => [item.article.publisher] };
const WORDS = { st: (value) => STATUSES[value], dev: (value) => DEVICES[value] || value };
const SEVERITIES = ["critical", "high", "medium", "low"];

const searchWords = () => state.filters.q.toLowerCase().split(/\s+/).filter(Boolean);

function passes(item, words = searchWords()) {
  const filters = state.filters;
  if (filters.off.has(item.label)) return false;
  for (const name of Object.keys(FACETS))
    if (filters[name] && !FACETS[name](item).includes(filters[name])) return false;
  if (!words.length) return true;
  const text = textOf(item) + " " + item.article.title.toLowerCase();
  return words.every((word) => text.includes(word));
}

function isFiltered() {
  const filters = state.filters;
  return Boolean(filters.off.size || filters.q.trim() || Object.keys(FACETS).some((name) => filters[name]));
}

// The options of a list with the number of findings behind each; most frequent first.
function fillFacet(name) {
  const counts = new Map();
  for (const item of state.items)
    for (const value of new Set(FACETS[name](item))) if (value) counts.set(value, (counts.get(value) || 0) + 1);
  const rank = name === "sev" ? (value) => SEVERITIES.indexOf(value)
    : name === "st" ? (value) => Object.keys(STATUSES).indexOf(value) : (value) => -counts.get(value);
  const values = [...counts.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const chosen = state.filters[name];
  if (chosen && !counts.has(chosen)) values.push(chosen);
  const select = $("select[name=" + name + "]");
  select.replaceChildren(make("option", { value: "", textContent: "any" }),
    ...values.map((value) => make("option", { value,
      textContent: (WORDS[name] ? WORDS[name](value) : value) + " (" + (counts.get(value) || 0) + ")" })));
  select.value = chosen;
  select.disabled = !values.length;
}

// After a change of filters: list, text and position follow.
function refilter() {
  const words = searchWords();
  const on = isFiltered();
  let shown = 0;
  for (const article of state.articles) {
    article.wanted = on ? article.items.filter((item) => passes(item, words)) : article.items;
    const row = article.row;
    if (!row) continue;
    row.hidden = on && !article.wanted.length;
    article.el?.classList.toggle("filtered", row.hidden);
    shown += row.hidden ? 0 : 1;
    showSeen(article);
  }
  if (byId("empty")) byId("empty").hidden = shown > 0;
  if (state.article) markText(state.article);
  showPosition();
}

function showSeen(article) {
  if (!article.row) return;
  const done = article.items.filter((item) => statusOf(item) !== "open").length;
  $(".seen", article.row).textContent = (isFiltered() ? article.wanted.length + " match · " : "") +
    (done ? done + "/" + article.items.length + " reviewed" : "");
}

// Marks what is filtered out and what was decided; only ever for the article on the screen.
function markText(article) {
  const wanted = new Set(article.wanted);
  for (const item of article.items) {
    const el = elOf(item);
    const status = statusOf(item);
    el.classList.toggle("out", !wanted.has(item));
    const sign = item.whole >= 0 ? el : el.nextElementSibling;
    if (!sign) continue;
    sign.dataset.mark = MARKS[status] || "";
    if (item.whole < 0) sign.setAttribute("aria-label", LABELS[item.label] + ", sentence " + item.index +
      (status === "open" ? "" : ", " + STATUSES[status]) + ": why");
  }
}

function readControls() {
  const filters = state.filters;
  filters.off = new Set($$("input[name=l]").filter((box) => !box.checked).map((box) => SWITCHES[box.value]));
  filters.q = byId("search").value;
  for (const name of Object.keys(FACETS)) filters[name] = $("select[name=" + name + "]").value;
}

function showControls() {
  const filters = state.filters;
  for (const box of $$("input[name=l]")) box.checked = !filters.off.has(SWITCHES[box.value]);
  if (byId("search").value !== filters.q) byId("search").value = filters.q;
  for (const name of Object.keys(FACETS)) fillFacet(name);
}

function clearFilters() {
  state.filters = { off: new Set(), q: "", st: "", sev: "", dev: "", r: "", t: "", d: "", pub: "" };
  showControls();
  refilter();
}
