"""Changes to a sentence that must not change its label.

Each takes a sentence audit and a seeded random source, and returns the changed sentence, or None
where the change does not apply.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from puffery.records import MentionLabel, SentenceAudit

Transform = Callable[[SentenceAudit, random.Random], "str | None"]

AMERICAN = {
    "tumour": "tumor",
    "anaemia": "anemia",
    "fibre": "fiber",
    "colour": "color",
    "oestrogen": "estrogen",
    "diarrhoea": "diarrhea",
    "centre": "center",
    "programme": "program",
    "recognise": "recognize",
    "specialise": "specialize",
    "specialist": "specialist",
    "leukaemia": "leukemia",
    "paediatric": "pediatric",
    "haemorrhoid": "hemorrhoid",
    "behaviour": "behavior",
    "rejuvenat": "rejuvenat",
}
SUPPLEMENTS = ("zinc", "magnesium", "turmeric", "ginseng", "melatonin", "fish oil")
DRUGS = ("metformin", "ibuprofen", "methotrexate", "sertraline", "atorvastatin")
LOOK_ALIKES = str.maketrans("aceopxyACEHKMOPTX", "асеорхуАСЕНКМОРТХ")


def american(audit: SentenceAudit, rng: random.Random) -> str | None:
    """Turn British spelling American."""
    text = audit.sentence.text
    for british, american_form in AMERICAN.items():
        text = text.replace(british, american_form)
        text = text.replace(british.capitalize(), american_form.capitalize())
    return text if text != audit.sentence.text else None


def curly_quotes(audit: SentenceAudit, rng: random.Random) -> str | None:
    """Turn straight quotation marks and apostrophes curly."""
    text = audit.sentence.text.replace("'", "’")
    text = re.sub(r'(^|[\s(])"', r"\1“", text).replace('"', "”")
    return text if text != audit.sentence.text else None


def _long_words(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r"[A-Za-z]{4,}", text))


def zero_width(audit: SentenceAudit, rng: random.Random) -> str | None:
    """Put a zero-width space into every longer word."""
    text = audit.sentence.text
    changed = re.sub(r"([A-Za-z]{2})([A-Za-z]{2,})", "\\1\u200b\\2", text)
    return changed if changed != text else None


def homoglyphs(audit: SentenceAudit, rng: random.Random) -> str | None:
    """Write Latin letters of longer words in Cyrillic that looks the same."""
    text = audit.sentence.text
    changed = re.sub(r"[A-Za-z]{4,}", lambda m: m.group().translate(LOOK_ALIKES), text)
    return changed if changed != text else None


def spaced_letters(audit: SentenceAudit, rng: random.Random) -> str | None:
    """Space out one word, a deciding one where there is one."""
    text, low = audit.sentence.text, audit.sentence.start
    places = [
        (c.start - low, c.end - low)
        for c in audit.cues
        if c.decided and re.fullmatch(r"[A-Za-z]{4,}", c.text)
    ]
    places = places or [m.span() for m in _long_words(text)]
    places = [p for p in places if re.search(r"[aeiouy]", text[p[0] : p[1]])]
    if not places:
        return None
    start, end = rng.choice(places)
    return text[:start] + " ".join(text[start:end]) + text[end:]


def capitals(audit: SentenceAudit, rng: random.Random) -> str | None:
    """Write all in capitals."""
    return audit.sentence.text.upper()


def emoji(audit: SentenceAudit, rng: random.Random) -> str | None:
    """Add a picture before and after."""
    return f"{rng.choice('✅⭐👉')} {audit.sentence.text} {rng.choice('😀🌿💪')}"


def typo(audit: SentenceAudit, rng: random.Random) -> str | None:
    """Swap two inner letters of a word that is neither cue nor mention."""
    text, low = audit.sentence.text, audit.sentence.start
    taken = [(s.start - low, s.end - low) for s in (*audit.cues, *audit.mentions)]
    free = [
        m
        for m in re.finditer(r"[a-z]{6,}", text)
        if not any(a < m.end() and m.start() < b for a, b in taken)
    ]
    if not free:
        return None
    at = rng.choice(free).start() + 2
    changed = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return changed if changed != text else None


def no_stop(audit: SentenceAudit, rng: random.Random) -> str | None:
    """Leave out the final full stop."""
    text = audit.sentence.text
    return text[:-1] if text.endswith(".") else None


def idle_clause(audit: SentenceAudit, rng: random.Random) -> str | None:
    """Open with words that say nothing about health."""
    text = audit.sentence.text
    if not re.match(r"[A-Z][a-z]", text) or text.endswith(("?", "!")):
        return None
    opening = rng.choice(("On a rainy Tuesday in March", "In the town by the river"))
    keep = any(m.start == audit.sentence.start for m in audit.mentions)
    return f"{opening}, {text if keep else text[0].lower() + text[1:]}"


def other_name(audit: SentenceAudit, rng: random.Random) -> str | None:
    """Put another supplement or drug for the one that is named."""
    text, low = audit.sentence.text, audit.sentence.start
    for mention in audit.mentions:
        names = {"diet_supplement": SUPPLEMENTS, "drug": DRUGS}.get(mention.concept_type)
        if mention.label is not MentionLabel.THERAPY or not names:
            continue
        if text.lower().count(mention.text.lower()) > 1:
            continue
        name = rng.choice([n for n in names if n != mention.text.lower()])
        name = name.capitalize() if mention.text[:1].isupper() else name
        return text[: mention.start - low] + name + text[mention.end - low :]
    return None


TRANSFORMS: dict[str, Transform] = {
    "American spelling": american,
    "curly quotes": curly_quotes,
    "zero-width spaces": zero_width,
    "look-alike letters": homoglyphs,
    "letters spaced out": spaced_letters,
    "capitals": capitals,
    "emoji": emoji,
    "typo": typo,
    "no full stop": no_stop,
    "idle clause": idle_clause,
    "another product": other_name,
}
