// Unpacks the data of the page: facts for filters at once, the cards of an article when it is shown.
async function unpack() {
  const packed = atob(JSON.parse(byId("data").textContent));
  const bytes = new Uint8Array(packed.length); // a loop: a callback a character takes ten times as long
  for (let at = 0; at < packed.length; at += 1) bytes[at] = packed.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return (await new Response(stream).text()).split("\n");
}

function takeData([head, ...lines]) {
  const data = JSON.parse(head);
  state.run = data.run;
  state.rules = data.rules;
  data.articles.forEach((facts, at) => {
    const article = { ...facts, line: lines[at], el: byId(facts.slug), els: null, cards: null };
    let whole = 0;
    article.items = facts.items.map((row) => makeItem(article, row, row[0] < 0 ? whole++ : -1));
    state.articles.push(article);
    state.items.push(...article.items);
  });
}

const ruleId = (number) => state.rules[number].id;

// What a reviewer steps to: a finding, a sentence that matches an audit rule, or a match of a rule
// about the whole article (then `whole` is its number).
function makeItem(article, row, whole) {
  const [index, label, shown, device, severity, fingerprint, rules, therapies, diseases, start, end, review] = row;
  return { article, index, whole, label, shown, review, device, severity, fingerprint,
    rules: rules.map(ruleId), therapies, diseases, start, end, text: null };
}

function cardsOf(article) {
  if (article.cards) return article.cards;
  article.cards = JSON.parse(article.line);
  article.line = "";
  let end = 0;
  for (const sentence of article.cards.sentences) {
    sentence.start = end + sentence.at[0];
    end = sentence.start + sentence.at[1];
    sentence.end = end;
  }
  return article.cards;
}

const matchesOf = (item) => (item.whole >= 0 ? [cardsOf(item.article).matches[item.whole]]
  : cardsOf(item.article).sentences[item.index].matches || []);

// The text of an article is in the page, or travels packed. The packed text is HTML that the report
// wrote, every word of the article escaped, and the content policy lets nothing in it run.
function bringIn(article) {
  if (article.el) return;
  const holder = make("template");
  holder.innerHTML = cardsOf(article).html;
  article.el = $("article", holder.content);
  article.els = null;
  byId("articles").append(article.el);
}

// Sentences stand in the page in their order, so the nth is the one with index n.
function sentenceEls(article) {
  bringIn(article);
  article.els ??= $$(".s", article.el);
  return article.els;
}

function elOf(item) {
  bringIn(item.article);
  return item.whole >= 0 ? byId("m" + item.whole + "-" + item.article.key)
    : sentenceEls(item.article)[item.index];
}

function textOf(item) {
  const cards = item.text === null && cardsOf(item.article);
  item.text ??= (item.whole >= 0 ? cards.matches[item.whole].message : cards.sentences[item.index].text).toLowerCase();
  return item.text;
}
