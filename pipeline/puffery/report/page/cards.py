"""What the finding cards of a page need, packed: the script unpacks it when it is wanted.

In: `ArticleView`s. Out: JSON of one article, and the packed JSON of a page. A page of 10,000
findings would be over 40 MB with every card written out; packed, the cards are under a tenth.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from puffery.escaping import safe_url
from puffery.records import (
    ClaimFrame,
    Cue,
    Framing,
    GuidanceMatch,
    Mention,
    MentionLabel,
    ReviewMark,
)
from puffery.report.data import RULE_MARK, ArticleView, CardView, mention_name
from puffery.report.json_v1 import Json
from puffery.report.page.environment import show_controls_in
from puffery.report.page.rule_texts import RuleText, RuleTexts
from puffery.report.page.spool import Fragment

SCOPE_CHARS = 160
"""Longest stretch of words that a card shows as governed by a cue."""

PACK_LEVEL = 6
"""Of gzip: level 9 took three times as long and saved 2 % on 10,000 findings."""

_GZIP = 16  # zlib: a gzip header and trailer around the stream, with the time stamp 0


@dataclass(frozen=True, slots=True)
class ArticleData:
    """What the script knows of an article.

    Attributes:
        facts: What filters and steps ask for, one row a finding; read when the page opens.
        cards: One card a sentence and one a match of the whole article; read when it is shown.
            `at` of a card is the distance to the sentence before and the length, in code points;
            its scores are percent.
        rules: Numbers of the rules that they refer to.
    """

    facts: Json
    cards: dict[str, Json]
    rules: frozenset[int]


def article_data(view: ArticleView, rules: RuleTexts) -> ArticleData:
    """Return what the script knows of an article.

    Args:
        view: The article.
        rules: Numbers of the rules; new ones are added.

    Returns:
        The data: offsets in code points, all texts safe to show.
    """
    used: set[int] = set()
    ends = [0, *(card.audit.sentence.end for card in view.cards)]
    cards: dict[str, Json] = {
        "sentences": [
            _card(card, end, rules, used, view) for card, end in zip(view.cards, ends, strict=False)
        ],
        "matches": [_match(match, view, rules, used) for match in view.article_matches],
    }
    facts: dict[str, Json] = {
        "slug": view.slug,
        "key": view.key,
        "id": view.article.article_id,
        "sha": view.text_sha256,
        "title": view.title,
        "publisher": view.article.publisher,
        "n": len(view.cards),
        "items": [*_sentence_facts(view, rules), *_whole_facts(view, rules)],
    }
    for item in view.guidance.exemptions if view.guidance else ():
        used.add(rules.of_audit_rule(item.rule_id).number)
    for check in view.guidance.checks if view.guidance else ():
        used.add(rules.of_audit_rule(check.rule_id).number)
    shown = show_controls_in(cards)
    return ArticleData(
        show_controls_in(facts), shown if isinstance(shown, dict) else {}, frozenset(used)
    )


def pack_page(
    run_id: str,
    fragments: Callable[[], Iterable[Fragment]],
    rules: Sequence[RuleText],
    *,
    with_html: bool,
) -> str:
    """Pack the data of a page.

    Args:
        run_id: Name of the run.
        fragments: Called twice; its articles, in the order of the page.
        rules: Rules that they refer to.
        with_html: Whether the text of the articles travels along, for a page that does not show it.

    Returns:
        Base64 of gzip (time stamp 0) of lines: first JSON with `run`, `rules` and `articles` (the
        facts), then one JSON an article with `sentences`, `matches` and `html`.
    """
    texts: dict[str, Json] = {str(rule.number): rule_data(rule) for rule in rules}
    packer = zlib.compressobj(PACK_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + _GZIP)
    facts = ",".join(fragment.facts for fragment in fragments())
    head = f'{{"run":{dump(run_id)},"rules":{dump(texts)},"articles":[{facts}]}}'
    parts = [packer.compress(head.encode("ascii"))]
    for fragment in fragments():
        html = dump(fragment.html if with_html else "")
        line = f'\n{fragment.cards[:-1]},"html":{html}}}'
        parts.append(packer.compress(line.encode("ascii")))
    parts.append(packer.flush())
    return base64.b64encode(b"".join(parts)).decode("ascii")


def dump(value: Json) -> str:
    """Return compact JSON in ASCII, without lone surrogates of its own making."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def rule_data(rule: RuleText) -> dict[str, Json]:
    """Return a rule as the card shows it; only http and https addresses are kept as links."""
    text = rule.text
    sources: list[Json] = [
        {
            "clause": s.clause,
            "url": s.url,
            "link": safe_url(s.url),
            "checked": s.checked,
            "reading": s.reading,
        }
        for s in text.sources
    ]
    record: dict[str, Json] = {
        "id": rule.rule_id,
        "title": text.title,
        "why": text.why,
        "fix": text.fix,
        "rewrite": text.rewrite,
        "caution": text.caution,
        "sources": sources,
    }
    shown = show_controls_in(record)
    return shown if isinstance(shown, dict) else {}


def _sentence_facts(view: ArticleView, rules: RuleTexts) -> Iterator[Json]:
    for card in view.cards:
        if not card.is_item:
            continue
        audit = card.audit
        reasons = audit.reasons if card.is_finding else ()
        numbers = [rules.of_reason(reason).number for reason in reasons]
        numbers += [rules.of_audit_rule(match.rule_id).number for match in card.matches]
        yield [
            audit.sentence.index,
            card.mark,
            audit.shown,
            audit.device.value if audit.device else "",
            card.severity,
            card.fingerprint,
            list(dict.fromkeys(numbers)),
            _names(audit.mentions, MentionLabel.THERAPY),
            _names(audit.mentions, MentionLabel.DISEASE),
            audit.sentence.start,
            audit.sentence.end,
            _review(card.review),
        ]


def _whole_facts(view: ArticleView, rules: RuleTexts) -> Iterator[Json]:
    for match in view.article_matches:
        number = rules.of_audit_rule(match.rule_id).number
        severity = match.severity.value
        row: list[Json] = [-1, RULE_MARK, Framing.NONE.value, "", severity, match.fingerprint]
        row += [[number], [], [], 0, 0, []]
        yield row


def _review(mark: ReviewMark | None) -> Json:
    if mark is None:
        return []
    return [mark.status.value, mark.reviewer, mark.at, mark.label_before, mark.reason, mark.expires]


def _names(mentions: Iterable[Mention], label: MentionLabel) -> Json:
    return list(dict.fromkeys(mention_name(m) for m in mentions if m.label is label))


def _card(card: CardView, before: int, rules: RuleTexts, used: set[int], view: ArticleView) -> Json:
    audit = card.audit
    sentence = audit.sentence
    reasons: list[Json] = []
    for reason in audit.reasons:
        number = rules.of_reason(reason).number
        used.add(number)
        reasons.append([number, reason.message])
    record: dict[str, Json] = {
        "at": [sentence.start - before, sentence.end - sentence.start],
        "label": audit.shown,
        "scores": [round(100 * float(score)) for score in audit.scores],
        "reasons": reasons,
        "by": audit.decided_by.value,
    }
    optional: dict[str, Json] = {
        "rule_label": audit.rule_label.value if audit.rule_label else "",
        "doubt": round(audit.doubt, 2),
        "section": sentence.section,
    }
    if card.is_item:  # of other sentences the text shows cues and mentions, and the card is short
        optional |= _item_fields(card, view, rules, used)
    record.update((name, value) for name, value in optional.items() if value)
    return record


def _item_fields(
    card: CardView, view: ArticleView, rules: RuleTexts, used: set[int]
) -> dict[str, Json]:
    audit = card.audit
    return {
        "text": audit.sentence.text,
        "likeliest": audit.label.value if audit.undecided else "",
        "strength": audit.strength or 0,
        "cues": [_cue(cue, view) for cue in audit.cues],
        "mentions": [_mention(mention) for mention in audit.mentions],
        "frames": [_frame(frame, view) for frame in audit.frames],
        "matches": [_match(match, view, rules, used) for match in card.matches],
    }


def _cue(cue: Cue, view: ArticleView) -> Json:
    scope = view.article.text[cue.scope_start : cue.scope_end].strip()
    if not cue.decided or len(scope) <= len(cue.text):
        scope = ""
    elif len(scope) > SCOPE_CHARS:
        scope = scope[:SCOPE_CHARS] + "…"
    return [cue.text, cue.kind.value, cue.term_id, int(cue.decided), scope]


def _mention(mention: Mention) -> Json:
    return [
        mention.text,
        mention.label.value,
        mention.concept_id,
        mention.canonical_name,
        mention.parent,
        mention.method,
        mention.link,
        round(mention.link_score, 2),
    ]


def _frame(frame: ClaimFrame, view: ArticleView) -> Json:
    def words(place: tuple[int, int] | None) -> str:
        return view.article.text[place[0] : place[1]] if place else ""

    return [
        words(frame.inferred or frame.therapy),
        int(frame.inferred is not None),
        frame.effect.value,
        frame.polarity,
        int(frame.stated),
        words(frame.target),
    ]


def _match(match: GuidanceMatch, view: ArticleView, rules: RuleTexts, used: set[int]) -> Json:
    number = rules.of_audit_rule(match.rule_id).number
    used.add(number)
    return {
        "rule": number,
        "severity": match.severity.value,
        "message": match.message,
        "words": [view.article.text[start:end] for start, end in match.places],
        "evidence": list(match.evidence),
        "profiles": list(match.profiles),
        "card": match.card_id,
        "fingerprint": match.fingerprint,
        "suppressed": match.suppressed,
    }
