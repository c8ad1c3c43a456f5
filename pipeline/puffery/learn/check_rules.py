"""Every rule on its own example sentences.

In: the rulebook. Out: the examples that the pipeline gets wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

from puffery.language.assemble import load
from puffery.rules import Rulebook, load_rulebook


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that a rule gets wrong.

    Attributes:
        rule_id: The rule.
        wanted: `should fire` or `should stay quiet`.
        sentence: The example.
        got: Rules that fired, sorted.
    """

    rule_id: str
    wanted: str
    sentence: str
    got: tuple[str, ...]


def failing_examples(rulebook: Rulebook | None = None) -> list[Failure]:
    """Return the hits that a rule misses and the misses that it hits, in rulebook order.

    Rules on words are checked with the rules alone, those of the classifier with the model; rules
    that only a reviewer gives fire on no sentence, and their examples are for readers.

    Args:
        rulebook: Rules; None takes the shipped ones.
    """
    ruled = load(entities="lexicon", labels="rules", abbreviations="builtin")
    joint = load(abbreviations="builtin")
    failures = []
    for rule in (rulebook or load_rulebook()).rules:
        if rule.is_reviewed:
            continue
        nlp = joint if rule.is_learned else ruled
        examples = [(s, True) for s in rule.hits] + [(s, False) for s in rule.misses]
        for sentence, should in examples:
            judgements = nlp(sentence)._.puffery_judgements
            got = sorted({rule_id for judgement in judgements for rule_id in judgement.rule_ids})
            if (rule.rule_id in got) is not should:
                wanted = "should fire" if should else "should stay quiet"
                failures.append(Failure(rule.rule_id, wanted, sentence, tuple(got)))
    return failures
