// Decisions: kept in this browser by run, or written by the server of `puffery review`.
const meta = (name) => $("meta[name=" + name + "]")?.content || "";
const served = meta("puffery-review") === "api";
const store = { log: [], state: new Map(), pending: [], drafts: new Map(), undone: new Set(), reviewer: "",
  broken: false, busy: false, loaded: false };
const DECISIONS = ["accept", "reject", "relabel", "unsure", "undo"];
const storeKey = (what) => "puffery:" + state.run + ":" + what;

// What was decided here, else what was decided before this run; what expired or was undone is open.
function statusOf(item) {
  const record = store.state.get(item.fingerprint);
  if (record) return record.decision;
  return (!store.undone.has(item.fingerprint) && EARLIER[item.review[0]]) || "open";
}

function readStore(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function writeStore(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    store.broken = true;
  }
}

// Undo opens a finding again; what was decided before it stays in the log alone.
function replay() {
  store.state = new Map();
  store.undone = new Set();
  for (const record of store.log) {
    const { fingerprint } = record;
    store.state.delete(fingerprint);
    store.undone.delete(fingerprint);
    if (record.decision === "undo") store.undone.add(fingerprint);
    else store.state.set(fingerprint, record);
  }
}

const isText = (value) => value === null || value === undefined || typeof value === "string";

function isDecision(record) {
  return Boolean(record) && typeof record === "object" && record.schema === "puffery-decision-1" &&
    /^[0-9a-f]{16}$/.test(record.fingerprint) && DECISIONS.includes(record.decision) &&
    (record.decision === "relabel" ? NEW_LABELS.includes(record.new_label) : true) &&
    ["reason", "note", "expires", "reviewer", "at"].every((name) => isText(record[name]));
}

function loadLocal() {
  store.reviewer = readStore("puffery:reviewer", "");
  store.log = readStore(storeKey("decisions"), []).filter(isDecision);
  replay();
}

function makeRecord(item, decision, fields = {}) {
  return { schema: "puffery-decision-1", fingerprint: item.fingerprint, article_id: item.article.id,
    run_id: state.run, rule_id: item.rules[0] || "", label: item.shown, decision,
    new_label: fields.new_label ?? null, reason: fields.reason || "", note: fields.note || "",
    expires: fields.expires || null, reviewer: store.reviewer, at: new Date().toISOString(),
    text_sha256: item.article.sha, start: item.start, end: item.end, text_hash: "" };
}

function keep(record) {
  if (!served) store.log = readStore(storeKey("decisions"), store.log).filter(isDecision);
  store.log.push(record);
  replay();
  if (served) {
    store.pending = [...store.pending.filter((old) => old.fingerprint !== record.fingerprint), record];
    writeStore(storeKey("unsent"), store.pending);
    send();
  } else {
    writeStore(storeKey("decisions"), store.log);
    showSaved();
  }
}

// What the reviewer does -----------------------------------------------------------------------
function decide(decision, newLabel = null) {
  const item = state.item;
  if (!item || !item.fingerprint) return say("Select a finding first: press j.");
  const next = byId("advance").checked ? neighbour(1) : null;
  const draft = store.drafts.get(item.fingerprint) || {};
  keep(makeRecord(item, decision, { ...draft, new_label: newLabel }));
  store.drafts.delete(item.fingerprint);
  afterDecision(item);
  const word = STATUSES[decision] + (newLabel ? " as " + newLabel : "");
  say("Sentence " + item.index + " " + word + "." + (next ? " Next finding." : ""));
  if (next) select(next, { scroll: true });
}

function undo() {
  const last = [...store.log].reverse().find((record) => record.decision !== "undo" &&
    store.state.get(record.fingerprint) === record);
  if (!last) return say("There is nothing to undo.");
  const item = state.items.find((other) => other.fingerprint === last.fingerprint);
  keep(item ? makeRecord(item, "undo") : { ...last, decision: "undo", new_label: null, at: new Date().toISOString() });
  say("Undone: the finding is open again.");
  if (!item) return;
  afterDecision(item);
  select(item, { scroll: true });
}

function afterDecision(item) {
  fillFacet("st");
  if (state.filters.st) refilter();
  else {
    showSeen(item.article);
    if (item.article === state.article) markText(item.article);
    showPosition();
  }
  if (state.item === item) fillCard();
}

function decisionPart(item) {
  const record = store.state.get(item.fingerprint);
  const button = (text, key, run, pressed) => {
    const node = make("button", { type: "button", attrs: { "aria-pressed": String(pressed) } },
      text + " ", make("kbd", { textContent: key }));
    node.addEventListener("click", run);
    return node;
  };
  const is = (decision) => record?.decision === decision;
  const row = make("p", { className: "acts" }, button("Accept", "a", () => decide("accept"), is("accept")),
    button("Reject", "r", () => decide("reject"), is("reject")),
    button("Unsure", "u", () => decide("unsure"), is("unsure")));
  const labels = make("p", { className: "acts", attrs: { role: "group", "aria-label": "Relabel" } }, "Relabel ",
    ...NEW_LABELS.map((label, at) => button(label, String(at + 1), () => decide("relabel", label),
      is("relabel") && record.new_label === label)));
  return make("section", { className: "decision", attrs: { "aria-label": "Decision" } },
    make("p", { className: "status", textContent: statusLine(record, item) }), row, labels, noteFields(item, record));
}

function statusLine(record, item) {
  if (!record && statusOf(item) === "open")
    return item.review[0] === "expired" ? "Open again: a decision has expired." : "Not reviewed yet.";
  if (!record) {
    const [status, reviewer, , before, reason, expires] = item.review;
    return MARKS[EARLIER[status]] + " " + status + " before this run" + (status === "relabelled" ? ", was " + before : "") +
      (reviewer ? " by " + reviewer : "") + (expires ? ", until " + expires : "") + "." + (reason ? " " + reason : "");
  }
  const unsent = store.pending.includes(record) ? " Not saved yet." : "";
  return MARKS[record.decision] + " " + STATUSES[record.decision] + (record.new_label ? " as " + record.new_label : "") +
    (record.reviewer ? " by " + record.reviewer : "") + (record.expires ? ", until " + record.expires : "") + "." + unsent;
}

function noteFields(item, record) {
  const draft = store.drafts.get(item.fingerprint) || { reason: record?.reason || "", note: record?.note || "",
    expires: record?.expires || "" };
  const field = (name, title, type) => {
    const input = make(type === "textarea" ? "textarea" : "input", { name, value: draft[name] || "" });
    if (type === "textarea") input.rows = 2;
    else input.type = type;
    input.addEventListener("input", () => {
      draft[name] = input.value;
      store.drafts.set(item.fingerprint, draft);
    });
    return make("label", {}, title + " ", input);
  };
  const save = make("button", { type: "button", textContent: "Save note" });
  save.addEventListener("click", () => saveNote(item));
  const box = make("details", { className: "notes", open: Boolean(draft.note || draft.reason || draft.expires) },
    make("summary", {}, "Note, reason, end ", make("kbd", { textContent: "n" })),
    field("note", "Note", "textarea"), field("reason", "Reason", "text"), field("expires", "Ends on", "date"), save);
  return box;
}

// A note belongs to a decision: without one yet, the finding is marked unsure.
function saveNote(item) {
  const record = store.state.get(item.fingerprint);
  const draft = store.drafts.get(item.fingerprint);
  if (!draft) return say("The note did not change.");
  keep(makeRecord(item, record?.decision || "unsure", { ...draft, new_label: record?.new_label ?? null }));
  store.drafts.delete(item.fingerprint);
  afterDecision(item);
  say("Note kept" + (record ? "." : ", marked unsure."));
}

function openNote() {
  const box = $(".notes", byId("card"));
  if (!box) return say("Select a finding first: press j.");
  box.open = true;
  $("textarea", box).focus();
}

// Out and in -----------------------------------------------------------------------------------
function exportDecisions() {
  const text = store.log.map((record) => JSON.stringify(record) + "\n").join("");
  const url = URL.createObjectURL(new Blob([text], { type: "application/x-ndjson" }));
  const name = (state.run + "-" + (store.reviewer || "reviewer")).replace(/[^A-Za-z0-9._-]+/g, "-");
  make("a", { href: url, download: "decisions-" + name + ".jsonl" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  showSaved(store.log.length + " decisions exported.");
}

function refresh() {
  showControls();
  refilter();
  fillCard();
}

async function importDecisions(file) {
  const known = new Set(store.log.map(recordKey));
  const bad = [];
  let taken = 0;
  (await file.text()).split("\n").forEach((text, at) => {
    if (!text.trim()) return;
    const record = parseDecision(text);
    if (!record) bad.push(at + 1);
    else if (!known.has(recordKey(record))) {
      known.add(recordKey(record));
      store.log.push(record);
      taken += 1;
    }
  });
  store.log.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  replay();
  writeStore(storeKey("decisions"), store.log);
  refresh();
  const here = new Set(state.items.map((item) => item.fingerprint));
  const strange = store.log.filter((record) => !here.has(record.fingerprint)).length;
  showSaved(taken + " decisions imported." + (strange ? " " + strange + " are of findings that are not on this page." : "") +
    (bad.length ? " No decision: line " + bad.slice(0, 5).join(", ") + (bad.length > 5 ? " …" : "") + "." : ""));
}

const recordKey = (record) => [record.fingerprint, record.decision, record.at, record.reviewer].join("\u0000");

function parseDecision(text) {
  try {
    const record = JSON.parse(text);
    return isDecision(record) ? record : null;
  } catch {
    return null;
  }
}

function showSaved(text = "") {
  const n = store.state.size;
  const failed = store.pending.length && !store.busy;
  byId("retry").hidden = !failed;
  byId("saved").classList.toggle("failed", Boolean(failed) || store.broken);
  byId("saved").value = text || (store.broken
    ? "This browser keeps nothing: export before you leave." : served ? "" : n + " of " + state.items.length + " decided");
}

// The server -------------------------------------------------------------------------------------
async function loadServed() {
  store.pending = readStore(storeKey("unsent"), []).filter(isDecision);
  try {
    const answer = await fetch("/api/decisions?token=" + encodeURIComponent(meta("puffery-token")));
    if (!answer.ok) throw new Error("the server answered " + answer.status);
    const { reviewer, decisions } = await answer.json();
    store.reviewer = reviewer;
    store.loaded = true;
    store.log = [...decisions.filter(isDecision), ...store.pending];
    replay();
    refresh();
    if (store.pending.length) send();
    else showSaved("Loaded " + decisions.length + " decisions of " + reviewer + ".");
  } catch (error) {
    showSaved("Decisions could not be loaded: " + error.message + ".");
    byId("saved").classList.add("failed");
    byId("retry").hidden = false;
  }
}

// Sends what is pending, oldest first. "Saved" is said only of what the server has acknowledged.
async function send() {
  if (store.busy) return;
  store.busy = true;
  byId("saved").value = "Saving …";
  byId("retry").hidden = true;
  const tried = new Set();
  let failure = "";
  let refused = "";
  for (;;) {
    const record = store.pending.find((other) => !tried.has(other));
    if (!record) break;
    tried.add(record);
    const { problem, isFinal } = await post(record);
    if (problem) failure = problem;
    if (isFinal) {
      refused = problem;
      store.log = store.log.filter((other) => other !== record);
    }
    if (!problem || isFinal) store.pending = store.pending.filter((other) => other !== record);
  }
  store.busy = false;
  writeStore(storeKey("unsent"), store.pending);
  if (refused) {
    replay();
    refresh();
  }
  showSaved(refused ? "Refused: " + refused : failure ? store.pending.length + " not saved: " + failure : "Saved.");
  byId("saved").classList.toggle("failed", Boolean(failure));
  if (state.item && !byId("card").contains(document.activeElement)) fillCard();
}

async function post(record) {
  const { fingerprint, decision, new_label, reason, note, expires } = record;
  try {
    const answer = await fetch("/api/decisions", { method: "POST",
      headers: { "Content-Type": "application/json", "X-Puffery-Token": meta("puffery-token") },
      body: JSON.stringify({ fingerprint, decision, new_label, reason, note, expires }) });
    if (answer.status === 201) return { problem: "", isFinal: false };
    const body = await answer.json().catch(() => ({}));
    return { problem: String(body.error || "the server answered " + answer.status),
      isFinal: [404, 422].includes(answer.status) };
  } catch {
    return { problem: "the server cannot be reached", isFinal: false };
  }
}
