// The card of the selected sentence: what it is, why, what to do, how sure, and the decision.
const EFFECTS = { treats: "treats", prevents: "prevents", cures: "cures", improves: "improves",
  mechanism: "acts on", safe: "is safe for", superior: "is better for" };
const DECIDERS = { rules: "the rules", both: "rules and classifier agree", model: "the trained classifier",
  review: "a reviewer" };
const STRENGTHS = ["no claim", "something goes together with something", "a possible effect",
  "an effect stated as such"];
const METHODS = { lexicon: "", abbreviation: "abbreviation explained in the article",
  pattern: "built from a name and a head word", model: "found by the trained tagger",
  spacy: "found by the spaCy pipeline" };
const LINKS = { variant: "linked by a variant of the name", fuzzy: "suggested link, to be checked," };

const q = (text) => make("q", { textContent: text });
const line = (...children) => make("span", { className: "i" }, ...children);

function rows(list, title, ...lines) {
  const kept = lines.filter((child) => child !== null && child !== "");
  if (kept.length) list.append(make("dt", { textContent: title }), make("dd", {}, ...kept));
}

function fillCard() {
  const card = byId("card");
  card.replaceChildren();
  card.className = "card";
  const spot = state.item;
  card.hidden = !spot && !matchMedia("(min-width: 78rem)").matches;
  if (!spot) {
    card.append(make("p", { className: "hint", textContent:
      "Select a sentence to see why it has its label, or press j for the next finding." }));
    return;
  }
  const sentence = spot.whole < 0 ? cardsOf(spot.article).sentences[spot.index] : null;
  card.classList.add(spot.label);
  const close = make("button", { type: "button", className: "close", textContent: "×",
    attrs: { "aria-label": "Close" } });
  close.addEventListener("click", () => select(null));
  card.append(close, cardHead(spot, sentence));
  if (sentence) {
    const copies = [...elOf(spot).childNodes].map((node) => node.cloneNode(true));
    card.append(make("blockquote", {}, ...copies));
  }
  if (spot.fingerprint) card.append(decisionPart(spot));
  for (const match of matchesOf(spot)) card.append(matchPart(match, spot));
  if (sentence) card.append(...labelPart(sentence, spot));
  card.append(cardLinks(spot));
  card.scrollTop = 0;
}

function cardHead(spot, sentence) {
  const parts = [badge(spot.label), " " + LABELS[spot.label]];
  const extras = [sentence && sentence.likeliest && "likeliest " + sentence.likeliest,
    spot.device && (DEVICES[spot.device] || spot.device), spot.severity].filter(Boolean);
  return make("h3", {}, ...parts,
    make("span", { className: "dev", textContent: extras.map((text) => " · " + text).join("") }));
}

function labelPart(sentence, spot) {
  const messages = sentence.reasons.map(([number, message], at) => make("p", { className: "msg" },
    (at ? "Also: " : "") + message + " ",
    make("a", { className: "rule", href: "#u" + number, textContent: ruleId(number) })));
  const list = make("dl");
  const rule = state.rules[sentence.reasons[0][0]];
  rows(list, "Why it matters", rule.why);
  rows(list, "How to fix it", rule.fix);
  rows(list, "Guidance", ...rule.sources.map(sourceLine));
  const cues = sentence.cues || [];
  rows(list, "Words that decided", ...cues.filter((cue) => cue[3]).map(cueLine));
  rows(list, "Other cues", ...cues.filter((cue) => !cue[3]).map(cueLine));
  rows(list, "Mentions", ...(sentence.mentions || []).map(mentionLine));
  rows(list, "Claims", ...(sentence.frames || []).map(frameLine));
  const confidence = make("dd", { className: "scores" });
  for (const label of [...NEW_LABELS].reverse())
    confidence.append(meter(label, sentence.scores[NEW_LABELS.indexOf(label)]));
  list.append(make("dt", { textContent: "Confidence" }), confidence);
  const decided = DECIDERS[sentence.by] || sentence.by;
  const other = sentence.rule_label && sentence.rule_label !== (sentence.likeliest || sentence.label);
  rows(list, "Decided by", decided + (other ? "; the rules alone say " + sentence.rule_label : "") +
    (sentence.doubt ? ", doubt " + sentence.doubt.toFixed(2) : ""));
  if (sentence.strength) rows(list, "Claim strength", sentence.strength + " of 3: " + STRENGTHS[sentence.strength]);
  rows(list, "Place", "sentence " + sentence.index + ", characters " + sentence.start + "–" + sentence.end +
    (sentence.section ? ", under “" + sentence.section + "”" : ""));
  return [make("div", { className: "body" }, ...messages, list)];
}

function cueLine([text, kind, term, , scope]) {
  return line(q(text), " " + kind + " ", term ? make("code", { textContent: term }) : "",
    scope ? make("span", { className: "scope" }, " governs ", q(scope)) : "");
}

function mentionLine([text, label, concept, name, parent, method, link, score]) {
  const parts = [label.toLowerCase(), name].filter(Boolean).join(", ");
  const notes = [concept ? "" : "not linked", parent ? "a kind of " + parent : "",
    LINKS[link] ? LINKS[link] + " " + score.toFixed(2) : "", METHODS[method] ?? method].filter(Boolean);
  return line(q(text), " " + parts + " ", concept ? make("code", { textContent: concept }) : "",
    notes.length ? " " + notes.join(", ") : "");
}

function frameLine([therapy, inferred, effect, polarity, stated, target]) {
  const name = (words) => (words ? q(words) : "(unnamed)");
  return line(name(therapy), (inferred ? " (inferred)" : "") + " " + EFFECTS[effect] +
    (polarity === "-" ? " (denied)" : "") + (stated ? "" : " (from the label)") + " ", name(target));
}

function sourceLine(source) {
  const note = source.reading ? " (read: " + source.reading + (source.checked ? ", " + source.checked : "") + ")" : "";
  if (!source.link) return line(source.clause, source.url ? " " + source.url : "", note);
  return line(make("a", { href: source.link, rel: "noopener noreferrer nofollow",
    textContent: source.clause || source.url }), note);
}

function meter(label, score) {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  const rect = document.createElementNS(ns, "rect");
  svg.setAttribute("class", "meter");
  svg.setAttribute("aria-hidden", "true");
  rect.setAttribute("class", label === "none" ? "none-meter" : label);
  rect.setAttribute("width", score + "%");
  rect.setAttribute("height", "100%");
  svg.append(rect);
  return make("span", {}, label + " ", svg, make("span", { textContent: score + " %" }));
}

// What one audit rule says of the sentence or article.
function matchPart(match, spot) {
  const rule = state.rules[match.rule];
  const list = make("dl");
  rows(list, "Words", ...match.words.map((words) => line(q(words))));
  rows(list, "Evidence", ...match.evidence.map((index) => make("a", { className: "to",
    href: "#s" + index + "-" + spot.article.key, textContent: "sentence " + index + " " })));
  rows(list, "Why it matters", rule.why);
  rows(list, "How to fix it", rule.fix);
  rows(list, "Safer wording", rule.rewrite);
  rows(list, "Caution", rule.caution);
  rows(list, "Guidance", ...rule.sources.map(sourceLine));
  rows(list, "Profiles", match.profiles.join(", "));
  rows(list, "Evidence card", match.card);
  rows(list, "Set aside", match.suppressed);
  const title = rule.title && rule.title !== rule.id ? " " + rule.title : "";
  return make("section", { className: "match" },
    make("h4", {}, make("span", { className: "sv " + match.severity, textContent: match.severity }), " ",
      make("a", { className: "rule", href: "#u" + match.rule, textContent: rule.id }), title),
    make("p", { className: "msg", textContent: match.message }), list);
}

function cardLinks(spot) {
  const href = spot.fingerprint ? "#f=" + spot.fingerprint : "#a=" + spot.article.slug + "&s=" + spot.index;
  return make("p", { className: "links" },
    make("a", { href, textContent: "Link to this " + (spot.fingerprint ? "finding" : "sentence") }),
    spot.fingerprint ? make("code", { textContent: spot.fingerprint }) : "");
}
