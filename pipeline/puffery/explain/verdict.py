"""From judgements to reasons a reviewer can check; the last room that sees a `Doc`.

In: an annotated `Doc` and its `Article`. Out: `SentenceAudit`s and the `ArticleAudit` with its
findings.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from spacy.tokens import Doc, Span

from puffery import doc_keys
from puffery.explain.pivot import find_pivot
from puffery.records import (
    Article,
    ArticleAudit,
    ClaimFrame,
    Cue,
    CueKind,
    Finding,
    Framing,
    Judgement,
    Mention,
    MentionLabel,
    MentionLink,
    Reason,
    Sentence,
    SentenceAudit,
)
from puffery.rules import Rulebook
from puffery.terms.finding_words import Fingerprints, quote_words
from puffery.terms.lexicon import Concept

_OTHERWISE = {"{cues}": "the wording", "{hedges}": "the wording", "{claims}": "the benefit"}

ConceptOf = Callable[[str], Concept | None]
"""Concept id -> concept, None when unknown."""


def explain_sentences(
    doc: Doc, *, rulebook: Rulebook, concept_of: ConceptOf
) -> tuple[SentenceAudit, ...]:
    """Put every judgement of a `Doc` into words.

    Args:
        doc: A `Doc` that ran through the whole pipeline.
        rulebook: Rules that the judgements refer to.
        concept_of: Gives the concept of an id.

    Returns:
        One audit a sentence, in order.
    """
    sentences: tuple[Sentence, ...] = doc._.puffery_sentences
    judgements: tuple[Judgement, ...] = doc._.puffery_judgements
    cues = _by_sentence(sentences, doc.spans[doc_keys.CUES])
    mentions = _by_sentence(sentences, doc.spans.get(doc_keys.MENTIONS, []))
    known = _known_mentions(doc, concept_of)
    frames = _frames_by_sentence(doc)
    return tuple(
        _audit(
            sentence,
            judgement,
            cues=_cues(sentence, judgement, own_cues),
            mentions=_mentions(sentence, own_mentions, known),
            frames=tuple(frames.get(sentence.index, ())),
            rulebook=rulebook,
        )
        for sentence, judgement, own_cues, own_mentions in zip(
            sentences, judgements, cues, mentions, strict=True
        )
    )


def _audit(
    sentence: Sentence,
    judgement: Judgement,
    *,
    cues: tuple[Cue, ...],
    mentions: tuple[Mention, ...],
    frames: tuple[ClaimFrame, ...],
    rulebook: Rulebook,
) -> SentenceAudit:
    return SentenceAudit(
        sentence=sentence,
        label=judgement.label,
        scores=judgement.scores,
        device=judgement.device,
        cues=cues,
        mentions=mentions,
        reasons=_reasons(sentence, judgement, cues, rulebook),
        frames=frames,
        decided_by=judgement.decided_by,
        rule_label=judgement.rule_label,
        doubt=round(judgement.doubt, 4),
        undecided=judgement.undecided,
        strength=judgement.strength,
    )


def audit_article(
    article: Article, audits: tuple[SentenceAudit, ...], rulebook: Rulebook
) -> ArticleAudit:
    """Collect an article's sentences and make its findings.

    Args:
        article: The article.
        audits: Its sentences, in order.
        rulebook: Gives the severity of the deciding rule.

    Returns:
        The audit; a finding for every sentence that is not shown as `none`.
    """
    fingerprints = Fingerprints(article.article_id)
    findings = []
    for audit in audits:
        if audit.shown == Framing.NONE:
            continue
        rule_id = audit.reasons[0].rule_id
        findings.append(
            Finding(
                fingerprint=fingerprints.next(rule_id, audit.sentence.text),
                article_id=article.article_id,
                audit=audit,
                severity=rulebook.by_id(rule_id).severity,
            )
        )
    return ArticleAudit(
        article=article,
        text_sha256=hashlib.sha256(article.text.encode("utf-8")).hexdigest(),
        sentences=audits,
        findings=tuple(findings),
        pivot=find_pivot(audits),
    )


def _by_sentence(sentences: Sequence[Sentence], spans: Iterable[Span]) -> list[list[Span]]:
    """Deal spans out to the sentences that they start in; sentences are in order."""
    starts = [sentence.start for sentence in sentences]
    dealt: list[list[Span]] = [[] for _ in sentences]
    for span in spans:
        at = bisect_right(starts, span.start_char) - 1
        if at >= 0:
            dealt[at].append(span)
    return dealt


def _cues(sentence: Sentence, judgement: Judgement, cues: list[Span]) -> tuple[Cue, ...]:
    """Return what a reviewer should see: every cue but the plain context words."""
    scopes = {(start, end): (low, high) for start, end, low, high in judgement.scopes}
    decided = set(judgement.deciding)
    shown = []
    for cue in cues:
        place = (cue.start_char, cue.end_char)
        if not sentence.start <= cue.start_char < sentence.end:
            continue
        if cue.label_ == CueKind.CONTEXT and place not in decided:
            continue
        low, high = scopes.get(place, place)
        kind = CueKind(cue.label_)
        shown.append(
            Cue(
                start=cue.start_char,
                end=cue.end_char,
                text=cue.text,
                kind=kind,
                term_id=cue.id_,
                scope_start=low,
                scope_end=high,
                decided=place in decided,
            )
        )
    return tuple(shown)


def _frames_by_sentence(doc: Doc) -> dict[int, list[ClaimFrame]]:
    frames: dict[int, list[ClaimFrame]] = {}
    for frame in doc._.puffery_frames:
        frames.setdefault(frame.sentence_index, []).append(frame)
    return frames


def _known_mentions(doc: Doc, concept_of: ConceptOf) -> dict[tuple[int, int], Mention]:
    """Return place -> mention with its score, concept and link."""
    spans = doc.spans.get(doc_keys.MENTIONS, [])
    scores = doc._.puffery_mention_scores or (1.0,) * len(spans)
    links = doc._.puffery_mention_links or (MentionLink(),) * len(spans)
    known = {}
    for span, score, link in zip(spans, scores, links, strict=True):
        concept = concept_of(span.kb_id_) if span.kb_id_ else None
        parent = concept_of(concept.parent) if concept and concept.parent else None
        known[span.start_char, span.end_char] = Mention(
            start=span.start_char,
            end=span.end_char,
            text=span.text,
            label=MentionLabel(span.label_),
            concept_id=span.kb_id_,
            canonical_name=concept.name if concept else "",
            method=span.id_,
            score=round(score, 3),
            concept_type=concept.subtype if concept else "",
            source=concept.source if concept else "",
            parent=parent.name if parent else "",
            link=link.method,
            link_score=round(link.score, 3),
        )
    return known


def _mentions(
    sentence: Sentence, mentions: list[Span], known: dict[tuple[int, int], Mention]
) -> tuple[Mention, ...]:
    return tuple(
        known[mention.start_char, mention.end_char]
        for mention in mentions
        if sentence.start <= mention.start_char and mention.end_char <= sentence.end
    )


def _reasons(
    sentence: Sentence, judgement: Judgement, cues: tuple[Cue, ...], rulebook: Rulebook
) -> tuple[Reason, ...]:
    words = _deciding_words(sentence, judgement, cues)
    reasons = []
    for rule_id in judgement.rule_ids:
        rule = rulebook.by_id(rule_id)
        message = rule.message
        for slot, chosen in words.items():
            message = message.replace(slot, quote_words(chosen, _OTHERWISE[slot]))
        reasons.append(
            Reason(
                rule_id=rule.rule_id,
                question=rule.question,
                message=message,
                why=rule.why,
                fix=rule.fix,
                clause=rule.clause,
                url=rule.url,
            )
        )
    return tuple(reasons)


def _deciding_words(
    sentence: Sentence, judgement: Judgement, cues: tuple[Cue, ...]
) -> dict[str, list[str]]:
    """Return the words for `{cues}`, `{hedges}` and `{claims}`; words inside longer ones go."""
    hedge_places = {(cue.start, cue.end) for cue in cues if cue.kind is CueKind.HEDGE}
    places = sorted(judgement.deciding)
    outer = [p for p in places if not any(q != p and q[0] <= p[0] and p[1] <= q[1] for q in places)]
    text = {p: sentence.text[p[0] - sentence.start : p[1] - sentence.start] for p in outer}
    hedges = [text[p] for p in outer if p in hedge_places]
    claims = [text[p] for p in outer if p not in hedge_places]
    return {
        "{cues}": list(text.values()),
        "{hedges}": hedges,
        "{claims}": claims,
    }
