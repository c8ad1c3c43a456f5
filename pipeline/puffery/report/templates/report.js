// Enhances a page that is complete without it: one article at a time, a card for the selected
// sentence, filters, search and keys. Text is only ever moved as nodes, never parsed as HTML.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const NAMES = { p: "promotional", u: "unqualified", h: "hedged", d: "undecided" };
  const state = { article: null, sentence: null, off: new Set() };
  const articles = $$(".article[data-k]");
  const rows = $$(".list li");
  const card = $("#card");
  const tools = $("#tools");
  const single = articles.length > 0;

  const slugOk = (slug) => /^[a-z0-9-]+$/.test(slug);
  const byId = (id) => document.getElementById(id);
  const indexOf = (sentence) => sentence.id.slice(1).split("-")[0];
  const make = (tag, props = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children);
    return node;
  };

  // Selection -------------------------------------------------------------------------------
  function showArticle(article) {
    if (state.article === article) return;
    state.article = article;
    for (const other of articles) other.classList.toggle("on", other === article);
    for (const row of rows) {
      const on = Boolean(article) && row.dataset.a === article.id;
      row.classList.toggle("on", on);
      const link = $("a", row);
      if (on) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      if (on) keepInView(row);
    }
  }

  function keepInView(row) {
    const list = $(".list");
    const top = row.offsetTop - list.offsetTop;
    if (top < list.scrollTop || top + row.offsetHeight > list.scrollTop + list.clientHeight)
      list.scrollTop = top - list.clientHeight / 3;
  }

  function select(sentence, { scroll = false } = {}) {
    if (state.sentence) {
      state.sentence.classList.remove("on");
      state.sentence.removeAttribute("aria-current");
    }
    state.sentence = sentence;
    document.body.classList.toggle("open", Boolean(sentence));
    if (sentence) {
      sentence.classList.add("on");
      sentence.setAttribute("aria-current", "true");
      if (scroll) sentence.scrollIntoView({ block: "center" });
    }
    fillCard();
    showPosition();
    document.dispatchEvent(new CustomEvent("puffery:select", { detail: current() }));
  }

  function current() {
    if (!state.sentence) return null;
    const body = byId("r" + state.sentence.id.slice(1));
    return { article: state.article.id, index: Number(indexOf(state.sentence)),
      fingerprint: (body && body.dataset.f) || "" };
  }

  function writeHash(push) {
    const parts = [];
    if (state.article) parts.push("a=" + state.article.id);
    if (state.sentence) parts.push("s=" + indexOf(state.sentence));
    if (state.off.size)
      parts.push("f=" + Object.keys(NAMES).filter((letter) => !state.off.has(letter)).join(""));
    const hash = "#" + parts.join("&");
    if (hash === location.hash) return;
    if (push) history.pushState(null, "", hash);
    else history.replaceState(null, "", hash);
  }

  function readHash() {
    const raw = decodeHash();
    const values = new URLSearchParams(raw);
    if (values.has("f")) setFilters((letter) => values.get("f").includes(letter));
    if (values.has("s") && !values.has("a") && articles.length === 1) values.set("a", articles[0].id);
    if (values.has("a") && slugOk(values.get("a"))) {
      const article = byId(values.get("a"));
      if (!single) {
        location.replace("articles/" + values.get("a") + ".html#" + raw);
        return;
      }
      if (article && articles.includes(article)) {
        showArticle(article);
        const sentence = values.has("s") ? byId("s" + values.get("s") + "-" + article.dataset.k) : null;
        select(sentence, { scroll: true });
        if (!sentence) article.scrollIntoView();
      }
      return;
    }
    const target = raw && byId(raw);
    if (!target) return;
    const article = target.closest(".article[data-k]");
    if (article) showArticle(article);
    openAround(target);
    target.scrollIntoView();
  }

  function decodeHash() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  }

  function openAround(node) {
    for (let at = node; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  }

  // Card ------------------------------------------------------------------------------------
  function copy(node) {
    const clone = node.cloneNode(true);
    for (const item of [clone, ...$$("[id]", clone)]) item.removeAttribute("id");
    return clone;
  }

  function fillCard() {
    card.replaceChildren();
    card.className = "card";
    const body = state.sentence && byId("r" + state.sentence.id.slice(1));
    if (!body) {
      card.append(make("p", { className: "hint", textContent:
        "Select a sentence to see why it has its label, or press j for the next finding." }));
      card.hidden = !matchMedia("(min-width: 78rem)").matches;
      return;
    }
    const label = Object.values(NAMES).find((name) => state.sentence.classList.contains(name));
    if (label) card.classList.add(label);
    const head = copy($("summary, .head", body.parentElement));
    for (const quote of $$(".quote", head)) quote.remove();
    const close = make("button", { type: "button", className: "close", textContent: "×" });
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => { select(null); writeHash(false); });
    const quote = make("blockquote", {}, ...[...state.sentence.childNodes].map(copyText));
    const details = copy(body);
    $$(".msg", details).at(-1)?.after(...ruleParts(body));
    card.append(close, make("h3", {}, ...head.childNodes), quote, details);
    drawScores();
    card.append(cardLinks());
    card.hidden = false;
    card.scrollTop = 0;
  }

  function copyText(node) {
    return node.nodeType === Node.TEXT_NODE ? node.cloneNode() : copy(node);
  }

  function ruleParts(body) {
    const link = $(".rule", body);
    const rule = link && byId(link.getAttribute("href").slice(1));
    return rule ? [copy(rule)] : [];
  }

  function drawScores() {
    const ns = "http://www.w3.org/2000/svg";
    const list = $(".scores", card);
    const rows = list.textContent.split("·").map((part) => part.trim().split(" "));
    list.replaceChildren(...rows.map(([name, score]) => {
      const svg = document.createElementNS(ns, "svg");
      const rect = document.createElementNS(ns, "rect");
      svg.setAttribute("class", "meter");
      svg.setAttribute("aria-hidden", "true");
      rect.setAttribute("class", name === "none" ? "none-meter" : name);
      rect.setAttribute("width", 100 * Number(score) + "%");
      rect.setAttribute("height", "100%");
      svg.append(rect);
      return make("span", {}, name + " ", svg, make("span", { textContent: score }));
    }));
  }

  function cardLinks() {
    const here = "#a=" + state.article.id + "&s=" + indexOf(state.sentence);
    const full = make("a", { href: "#r" + state.sentence.id.slice(1), textContent: "In the list of reasons" });
    return make("p", { className: "links" },
      make("a", { href: here, textContent: "Link to this sentence" }), full);
  }

  // Filters, search, steps ------------------------------------------------------------------
  function setFilters(isOn) {
    for (const box of $$("input[name=f]")) {
      box.checked = isOn(box.value);
      state.off[box.checked ? "delete" : "add"](box.value);
      document.body.classList.toggle("off-" + box.value, !box.checked);
    }
    filterRows();
    showPosition();
  }

  function filterRows() {
    const words = ($("#search") ? $("#search").value : "").toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const counts = row.dataset.n.split(" ").map(Number);
      const byLabel = !state.off.size ||
        Object.keys(NAMES).some((letter, at) => counts[at] && !state.off.has(letter));
      const text = words.length ? searchable(row) : "";
      row.hidden = !(byLabel && words.every((word) => text.includes(word)));
      const article = byId(row.dataset.a);
      if (article) article.classList.toggle("filtered", row.hidden);
      shown += row.hidden ? 0 : 1;
    }
    if (rows.length) $("#empty").hidden = shown > 0;
  }

  const cache = new Map();
  function searchable(row) {
    if (!cache.has(row)) {
      const article = byId(row.dataset.a);
      const parts = [row, article && $("header", article), article && $(".text", article)];
      cache.set(row, parts.map((part) => (part ? part.textContent : "")).join(" ").toLowerCase());
    }
    return cache.get(row);
  }

  function wanted(article, every) {
    const names = Object.keys(NAMES).filter((letter) => !state.off.has(letter)).map((l) => ".s." + NAMES[l]);
    const selector = every ? ".s" : names.join(",");
    return selector ? $$(selector, article).filter((s) => s.id) : [];
  }

  function step(direction, every = false) {
    if (!state.article) return;
    const here = wanted(state.article, every);
    let at = here.indexOf(state.sentence);
    if (at < 0 && state.sentence) {
      const all = wanted(state.article, true);
      const place = all.indexOf(state.sentence);
      const before = here.filter((s) => all.indexOf(s) < place).length;
      at = direction > 0 ? before - 1 : before;
    } else if (at < 0) at = direction > 0 ? -1 : here.length;
    let next = here[at + direction];
    if (!next && !every) next = acrossArticles(direction);
    if (next) {
      select(next, { scroll: true });
      writeHash(false);
    }
  }

  function acrossArticles(direction) {
    const shown = rows.filter((row) => !row.hidden).map((row) => byId(row.dataset.a));
    for (let at = shown.indexOf(state.article) + direction; shown[at]; at += direction) {
      const found = wanted(shown[at], false);
      if (found.length) {
        showArticle(shown[at]);
        return found[direction > 0 ? 0 : found.length - 1];
      }
    }
    return null;
  }

  function showPosition() {
    if (!tools || !state.article) return;
    const found = wanted(state.article, false);
    const at = found.indexOf(state.sentence);
    $("#where").value = at < 0 ? found.length + " in this article" : at + 1 + " of " + found.length;
  }

  // Events ----------------------------------------------------------------------------------
  function onClick(event) {
    const link = event.target.closest("a");
    const row = event.target.closest(".list li");
    if (row && single) {
      event.preventDefault();
      select(null);
      showArticle(byId(row.dataset.a));
      showPosition();
      writeHash(true);
      const top = $(".articles").getBoundingClientRect().top;
      if (top < 0 || matchMedia("(max-width: 49.99rem)").matches) $(".articles").scrollIntoView();
      return;
    }
    const badge = link && link.classList.contains("badge") && link.closest(".text, h2");
    const sentence = badge ? byId("s" + link.getAttribute("href").slice(2)) : event.target.closest(".s[id]");
    if (!sentence || (link && !badge) || String(getSelection())) return;
    event.preventDefault();
    select(sentence);
    writeHash(true);
  }

  const KEYS = { j: () => step(1), k: () => step(-1), J: () => step(1, true), K: () => step(-1, true),
    "/": () => $("#search") && $("#search").focus(),
    Escape: () => { select(null); writeHash(false); } };

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !$("#keys").checked) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
    if (!Object.hasOwn(KEYS, event.key)) return;
    event.preventDefault();
    KEYS[event.key]();
  }

  function start() {
    document.documentElement.classList.add("js");
    if ($(".search")) {
      $(".search").hidden = false;
      $("#search").addEventListener("input", filterRows);
    }
    addEventListener("hashchange", readHash);
    addEventListener("popstate", readHash);
    if (!single) return readHash();
    tools.hidden = false;
    for (const part of $$(".reasons, .rules")) part.open = false;
    tools.addEventListener("change", (event) => {
      if (event.target.name !== "f") return;
      setFilters((letter) => $("input[name=f][value=" + letter + "]").checked);
      writeHash(false);
    });
    tools.addEventListener("submit", (event) => event.preventDefault());
    $("#prev").addEventListener("click", () => step(-1));
    $("#next").addEventListener("click", () => step(1));
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
    addEventListener("beforeprint", () => { for (const part of $$("details")) part.open = true; });
    matchMedia("(min-width: 78rem)").addEventListener("change", fillCard);
    showArticle(articles[0]);
    select(null);
    return readHash();
  }

  start();
})();
