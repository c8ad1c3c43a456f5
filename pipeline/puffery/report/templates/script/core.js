// Names shared by all parts of the script. The parts are joined into one strict function, so that
// nothing is global. Article text is only ever moved as text nodes, never parsed as HTML.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const byId = (id) => document.getElementById(id);

const LABELS = { promotional: "Promotional", unqualified: "Unqualified", hedged: "Hedged",
  undecided: "Undecided", none: "No finding", rule: "Rule match" };
const LETTERS = { promotional: "P", unqualified: "U", hedged: "H", undecided: "D", none: "–", rule: "§" };
const SWITCHES = { p: "promotional", u: "unqualified", h: "hedged", d: "undecided", m: "rule" };
const NEW_LABELS = ["none", "hedged", "unqualified", "promotional"];
const DEVICES = { endorsement: "endorsement", call_to_action: "call to action", offer: "price or offer",
  testimonial: "testimonial", authority: "borrowed authority", hype: "hype" };
const STATUSES = { open: "open", accept: "accepted", reject: "rejected", relabel: "relabelled",
  unsure: "unsure" };
const EARLIER = { accepted: "accept", rejected: "reject", relabelled: "relabel", unsure: "unsure" };
const MARKS = { accept: "✓", reject: "✗", relabel: "↺", unsure: "?" };

// One page has one state: what is shown, what is selected, what is filtered.
const state = { run: "", articles: [], items: [], rules: {}, article: null, item: null, view: "",
  filters: { off: new Set(), q: "", st: "", sev: "", dev: "", r: "", t: "", d: "", pub: "" } };

function make(tag, props = {}, ...children) {
  const { attrs = {}, ...rest } = props;
  const node = Object.assign(document.createElement(tag), rest);
  for (const [name, value] of Object.entries(attrs)) node.setAttribute(name, value);
  node.append(...children.filter((child) => child !== null && child !== ""));
  return node;
}

function badge(label) {
  return make("span", { className: "badge " + label, textContent: LETTERS[label],
    attrs: { "aria-hidden": "true" } });
}

// Says something to readers of the screen and to screen readers, once.
function say(text) {
  byId("say").textContent = text;
}
