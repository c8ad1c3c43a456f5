// Keys, clicks and the first paint.
const KEYS = { j: () => step(1), k: () => step(-1), J: () => stepSentence(1), K: () => stepSentence(-1),
  a: () => decide("accept"), r: () => decide("reject"), u: () => decide("unsure"), n: openNote, z: undo,
  1: () => decide("relabel", "none"), 2: () => decide("relabel", "hedged"),
  3: () => decide("relabel", "unqualified"), 4: () => decide("relabel", "promotional"),
  "/": () => { showView("rev"); byId("search").focus(); }, "?": () => byId("help").showModal(),
  o: () => { showView(state.view === "overview" ? "rev" : "overview"); writeHash(true); },
  Escape: () => select(null) };

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
  const field = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (field) return onFieldKey(event, field);
  if (!byId("keys").checked || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
}

function onFieldKey(event, field) {
  if (event.key === "Escape") {
    event.preventDefault();
    field.blur();
  } else if (event.key === "Enter" && !event.shiftKey && field.closest(".notes")) {
    event.preventDefault();
    field.blur();
    saveNote(state.item);
  }
}

function onClick(event) {
  const row = event.target.closest(".list li");
  const link = event.target.closest("a[href]");
  const pair = event.target.closest("a.pair");
  if (pair) {
    event.preventDefault();
    clearFilters();
    Object.assign(state.filters, { t: pair.dataset.t, d: pair.dataset.d });
    showControls();
    refilter();
    const first = neighbour(1);
    if (first) select(first, { scroll: true, push: true });
    return;
  }
  if (link) {
    if (event.ctrlKey || event.metaKey || event.shiftKey ||
      !(row || link.dataset.a || link.getAttribute("href").startsWith("#"))) return;
    const id = row?.dataset.a || link.dataset.a || decode(link.getAttribute("href").slice(1));
    if (!id || id.includes("=") || id === "main") return;
    event.preventDefault();
    goTo(id);
    if (VIEWS.includes(id)) writeHash(true);
    return;
  }
  const el = event.target.closest(".article .s, .article .am");
  if (!el || event.target.closest("button, summary") || String(getSelection())) return;
  const item = el.classList.contains("am") ? state.article.items.find((other) => other.whole >= 0 && elOf(other) === el)
    : itemAt(state.article, sentenceEls(state.article).indexOf(el));
  if (item) select(item, { push: true });
}

function onFilter() {
  readControls();
  refilter();
  const first = state.articles.find((article) => article.wanted.length);
  if (first && state.article && !state.article.wanted.length && !state.item) showArticle(first);
  writeHash(false);
}

// On paper every article stands with its reasons; they are made for that moment.
function beforePrint() {
  for (const part of $$("details")) part.open = true;
  for (const article of state.articles) {
    if (!article.el || article.el.classList.contains("filtered")) continue;
    const list = make("section", { className: "reasons printed" });
    for (const item of article.wanted) {
      if (item.whole >= 0) continue;
      const sentence = cardsOf(article).sentences[item.index];
      const texts = item.label === "rule" ? [] : sentence.reasons.map(([number, message]) => message + " " + ruleId(number));
      texts.push(...matchesOf(item).map((match) => match.message + " " + ruleId(match.rule)));
      const record = store.state.get(item.fingerprint);
      list.append(make("div", { className: "w " + item.label }, badge(item.label), " " + item.index + " ",
        make("b", { textContent: LABELS[item.label] }), ". " + texts.join(" "), statusOf(item) === "open" ? "" : " " + statusLine(record, item)));
    }
    article.el.append(list);
  }
}

function bind() {
  const tools = byId("tools");
  tools.hidden = false;
  tools.addEventListener("submit", (event) => event.preventDefault());
  for (const control of $$("input[name=l], select", tools)) control.addEventListener("change", onFilter);
  byId("search").addEventListener("input", onFilter);
  byId("clear").addEventListener("click", () => { clearFilters(); writeHash(false); });
  byId("prev").addEventListener("click", () => step(-1));
  byId("next").addEventListener("click", () => step(1));
  byId("ask").addEventListener("click", () => byId("help").showModal());
  byId("export").addEventListener("click", exportDecisions);
  byId("retry").addEventListener("click", () => (store.loaded ? send() : loadServed()));
  byId("import").addEventListener("change", async (event) => {
    if (event.target.files[0]) await importDecisions(event.target.files[0]);
    event.target.value = "";
  });
  byId("reviewer").addEventListener("input", (event) => {
    store.reviewer = event.target.value.trim();
    writeStore("puffery:reviewer", store.reviewer);
  });
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  addEventListener("popstate", readHash);
  addEventListener("beforeprint", beforePrint);
  addEventListener("afterprint", () => { for (const part of $$(".printed")) part.remove(); });
  addEventListener("storage", (event) => {
    if (served || event.key !== storeKey("decisions")) return;
    loadLocal();
    refresh();
  });
  matchMedia("(min-width: 78rem)").addEventListener("change", fillCard);
}

// A list page of a large run has no findings: its rows can be searched.
function startList() {
  delete document.documentElement.dataset.v; // all parts one below the other
  const box = $(".search");
  if (!box) return;
  box.hidden = false;
  const rows = $$(".list li").map((row) => [row, row.textContent.toLowerCase()]);
  byId("search").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const [row, text] of rows) row.hidden = !words.every((word) => text.includes(word));
    byId("empty").hidden = rows.some(([row]) => !row.hidden);
  });
}

async function start() {
  if (!byId("data")) return startList();
  for (const el of $$(".article")) el.classList.remove("on");
  $(".article")?.classList.add("on");
  takeData(await unpack());
  const rowOf = new Map($$(".list li").map((row) => [row.dataset.a, row]));
  for (const article of state.articles) article.row = rowOf.get(article.slug);
  loadLocal();
  bind();
  byId("reviewer").value = store.reviewer;
  for (const article of state.articles) article.wanted = article.items;
  readHash();
  document.documentElement.classList.add("ready");
  performance.mark("ready");
  if (served) {
    byId("reviewer").disabled = true;
    $("label[for=import]").hidden = true;
    await loadServed();
    byId("reviewer").value = store.reviewer;
  } else showSaved();
  return undefined;
}

// Without the means to unpack the data the page stays as it is without scripts, save its reasons.
if ("DecompressionStream" in window) {
  document.documentElement.classList.add("js");
  document.documentElement.dataset.v = location.hash ? "rev" : "overview";
  document.addEventListener("DOMContentLoaded", start);
}
