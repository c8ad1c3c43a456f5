// What is on the screen: part of the report, article, selected sentence; and its address.
const VIEWS = ["overview", "rev", "rules", "about"];

function showView(view) {
  if (!VIEWS.includes(view) || !byId(view)) view = "rev";
  state.view = view;
  document.documentElement.dataset.v = view;
  for (const tab of $$(".tabs a[data-v]"))
    if (tab.dataset.v === view && tab.hash === "#" + view) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
}

function showArticle(article) {
  if (!article || state.article === article) return;
  const old = state.article;
  old?.el.classList.remove("on");
  if (old && cardsOf(old).html) {
    old.el.remove();
    old.el = old.els = null;
  }
  if (old?.row) mark(old.row, false);
  state.article = article;
  bringIn(article);
  article.el.classList.add("on");
  byId("articles").scrollTop = 0;
  if (article.row) mark(article.row, true);
  markText(article);
}

function mark(row, on) {
  row.classList.toggle("on", on);
  const link = $("a", row);
  if (!on) return link.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  const list = row.closest(".list");
  const top = row.offsetTop - list.offsetTop;
  if (top < list.scrollTop || top + row.offsetHeight > list.scrollTop + list.clientHeight)
    list.scrollTop = top - list.clientHeight / 3;
  return undefined;
}

function clearMark() {
  const old = state.item?.article.el && elOf(state.item);
  old?.classList.remove("on");
  old?.removeAttribute("aria-current");
}

function select(item, { scroll = false, push = false } = {}) {
  clearMark();
  state.item = item;
  document.body.classList.toggle("open", Boolean(item));
  if (item) {
    showView("rev");
    showArticle(item.article);
    const el = elOf(item);
    el.closest("details")?.setAttribute("open", "");
    el.classList.add("on");
    el.setAttribute("aria-current", "true");
    if (scroll) el.scrollIntoView({ block: "center" });
  }
  fillCard();
  showPosition();
  writeHash(push);
}

// Any sentence can be looked at, also one that is no finding.
function itemAt(article, index) {
  const found = article.items.find((item) => item.index === index);
  const sentence = cardsOf(article).sentences[index];
  if (found || !sentence) return found || null;
  const { start, end } = sentence;
  return { article, index, whole: -1, label: "none", shown: "none", fingerprint: "", severity: "", device: "",
    start, end, rules: [], therapies: [], diseases: [], review: [], text: null };
}

function showPosition() {
  const all = state.articles.flatMap((article) => article.wanted || []);
  const at = all.indexOf(state.item);
  byId("where").value = all.length ? (at < 0 ? all.length + " findings" : at + 1 + " of " + all.length) : "no finding matches";
}

// The next finding under the filters, in the order of the list; also from one that is filtered out.
function neighbour(direction) {
  const order = state.articles.flatMap((article) => article.wanted);
  const at = order.indexOf(state.item);
  if (at >= 0) return order[at + direction] || null;
  const place = (item) => [state.articles.indexOf(item.article), item.whole >= 0 ? Infinity : item.index];
  const from = state.item ? place(state.item) : [state.articles.indexOf(state.article), direction > 0 ? -1 : Infinity];
  const after = (item) => {
    const [a, s] = place(item);
    return a > from[0] || (a === from[0] && s > from[1]);
  };
  return (direction > 0 ? order.find(after) : [...order].reverse().find((item) => !after(item))) || null;
}

function step(direction) {
  const next = neighbour(direction);
  if (next) select(next, { scroll: true });
  else say(direction > 0 ? "That was the last finding." : "That was the first finding.");
}

function stepSentence(direction) {
  const at = state.item && state.item.whole < 0 ? state.item.index : direction > 0 ? -1 : 0;
  const next = itemAt(state.article, at + direction);
  if (next) select(next, { scroll: true });
}

// The address: `#f=<fingerprint>` of a finding, or article and sentence; view; filters -------------
const PARAMS = ["q", "st", "sev", "dev", "r", "t", "d", "pub"];

function writeHash(push = false) {
  const values = new URLSearchParams();
  if (state.view !== "rev") values.set("v", state.view);
  if (state.item?.fingerprint) values.set("f", state.item.fingerprint);
  else if (state.article && (state.item || state.articles.length > 1)) {
    values.set("a", state.article.slug);
    if (state.item) values.set("s", state.item.index);
  }
  const { off } = state.filters;
  if (off.size) values.set("l", Object.keys(SWITCHES).filter((letter) => !off.has(SWITCHES[letter])).join(""));
  for (const name of PARAMS) if (state.filters[name].trim()) values.set(name, state.filters[name]);
  const hash = "#" + values;
  if (hash === location.hash) return;
  if (push) history.pushState(null, "", hash);
  else history.replaceState(null, "", hash);
}

function readHash() {
  const raw = location.hash.slice(1);
  if (raw && !raw.includes("=")) return goTo(decode(raw));
  const values = new URLSearchParams(raw);
  const filters = state.filters;
  const on = values.get("l");
  filters.off = new Set(on === null ? [] : Object.keys(SWITCHES).filter((letter) => !on.includes(letter)).map((l) => SWITCHES[l]));
  for (const name of PARAMS) filters[name] = values.get(name) || "";
  showControls();
  refilter();
  const article = state.articles.find((other) => other.slug === values.get("a"));
  const item = values.has("f") ? state.items.find((other) => other.fingerprint === values.get("f"))
    : values.has("s") ? itemAt(article || state.articles[0], Number(values.get("s"))) : null;
  showArticle(article || state.articles[0]);
  if (item) return select(item, { scroll: true });
  clearMark();
  state.item = null;
  fillCard();
  showView(values.get("v") || (raw || !byId("overview") ? "rev" : "overview"));
  if (values.has("f")) say("This finding is not on this page.");
  return undefined;
}

function decode(raw) {
  try {
    return decodeURIComponent(raw);
  } catch {
    return "";
  }
}

// Follows a plain link inside the page: a view, an article, a sentence, a rule.
function goTo(id) {
  const place = /^([swm])(\d+)-([0-9a-f]+)$/.exec(id);
  const article = state.articles.find((other) => (place ? other.key === place[3] : other.slug === id));
  if (article && place) {
    const number = Number(place[2]);
    const item = place[1] === "m" ? article.items.find((other) => other.whole === number) : itemAt(article, number);
    if (item) return select(item, { scroll: true, push: true });
  }
  if (article) {
    clearMark();
    state.item = null;
    showView("rev");
    showArticle(article);
    fillCard();
    showPosition();
    return writeHash(true);
  }
  const target = byId(id);
  const view = target && VIEWS.find((name) => byId(name)?.contains(target));
  showView(view === "rev" && id.startsWith("u") ? "rules" : view || "rev");
  for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  if (target && id !== state.view) target.scrollIntoView();
  return undefined;
}
