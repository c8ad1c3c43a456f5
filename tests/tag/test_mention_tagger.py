from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from puffery import doc_keys
from puffery.errors import PipelineError
from puffery.tag import scispacy_abbreviations
from puffery.tag.mention_tagger import MentionTagger
from puffery.terms.lexicon import Lexicon, load_lexicon

from .marked import read_marked, write_marked

Tag = Callable[[str], Doc]


def marked(doc: Doc) -> str:
    spans = [(m.start_char, m.end_char, m.label_) for m in doc.spans[doc_keys.MENTIONS]]
    return write_marked(doc.text, spans)


@pytest.mark.parametrize(
    "sentence",
    [
        "<T>Platelet-rich plasma</T> may ease <D>knee pain</D>.",
        "After the fall she had <D>lower back pain</D> and <D>herniated discs</D>.",
        "<T>Stem cell therapies</T> for <D>multiple sclerosis</D> remain costly.",
        "<T>Acupuncture</T>, <T>massage</T> and <T>ibuprofen</T> were compared.",
        # subtypes stay in, severity stays out
        "Severe <D>rheumatoid arthritis</D> is not <D>type 1 diabetes</D>.",
        "<D>Knee osteoarthritis</D> and chronic <D>autoimmune diseases</D> differ.",
        # British spelling, plurals, possessives, hyphens
        "<D>Leukaemias</D>, <D>tumours</D> and <D>oesophageal cancer</D> are treated.",
        "<D>Parkinson's disease</D>, <D>Crohn’s</D> and <D>Alzheimer's</D> were studied.",
        "<T>Bone-marrow transplants</T> are rare.",
        # composed names
        "He had <T>exosome injections</T> and a <T>shingles vaccine</T>.",
        "The <T>transplantation of stem cells</T> took a day.",
        "They sell <T>moss extract</T> and <T>collagen powder</T>.",
        "She took <T>cholesterol-lowering drugs</T> and <T>arthritis tablets</T>.",
        "<D>Loss of hair</D> or <D>damage to the liver</D> may follow.",
        "<D>Painful joints</D> and <D>pain in the hip</D> keep people awake.",
        "The trial covers <D>breast and ovarian cancer</D>.",
        "<T>Fictilumab</T> is a new antibody.",
        # a disease before a bare head word is no therapy
        "New <D>cancer</D> treatments and <D>lupus</D> therapies are sought.",
    ],
)
def test_tagger_marks_names(tag: Tag, sentence: str) -> None:
    text, spans = read_marked(sentence)

    assert write_marked(text, spans) == marked(tag(text))


@pytest.mark.parametrize(
    "sentence",
    [
        # over-general names
        "The treatment, this therapy and these side effects are discussed with the nurse.",
        "Patient care and health research need food and water.",
        # ordinary words that look like abbreviations
        "As it is, ms. Vale has ed tech and an ad in the paper.",
        # anatomy and cell biology
        "Bone marrow and blood cells carry the body along.",
        "Stem cells are the raw material from which all others come.",
        "These stem cells divide in a dish.",
        # tests are no therapies
        "A colonoscopy, a biopsy and a blood test were booked.",
        # substances of the body
        "Levels of calcium and vitamin D in the blood were measured.",
        # institutions
        "The Example Cancer Society met the Vale Stem Cell Institute.",
        "He is professor of surgery in the Division of Allergy and Sleep.",
        # fixed phrases
        "We wound up with ice cream and a stroke of luck.",
        # addresses
        "See https://example.org/diabetes/insulin-pumps for a map.",
    ],
)
def test_tagger_leaves_alone(tag: Tag, sentence: str) -> None:
    assert sentence == marked(tag(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "<T>Stem cells</T> may help people with <D>lupus</D>.",
        "Clinics inject <T>stem cells</T> into the joint.",
        "She takes <T>calcium</T> and <T>vitamin D</T> every day.",
        "We inject the <T>plasma</T> at once.",
    ],
)
def test_tagger_takes_cells_and_substances_as_given(tag: Tag, sentence: str) -> None:
    text, spans = read_marked(sentence)

    assert write_marked(text, spans) == marked(tag(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patients with RA or MS were treated.", ["RA", "MS"]),
        ("Patients with ra or ms were treated.", []),
        ("Jo Vale, MS, spoke to us.", []),
    ],
)
def test_tagger_matches_abbreviations_as_written(tag: Tag, text: str, expected: list[str]) -> None:
    doc = tag(text)

    assert expected == [m.text for m in doc.spans[doc_keys.MENTIONS]]


def test_tagger_carries_abbreviations_through_the_article(tag_with: Tag) -> None:
    doc = tag_with(
        "We gave mesenchymal stem cells (MSCs) to patients. Later a dose of MSC was"
        " repeated. MSCs were well tolerated."
    )

    found = [(m.text, m.id_, m.kb_id_) for m in doc.spans[doc_keys.MENTIONS]]
    assert found == [
        ("mesenchymal stem cells", "lexicon", "HC:0001"),
        ("MSCs", "abbreviation", "HC:0001"),
        ("MSC", "abbreviation", "HC:0001"),
        ("MSCs", "abbreviation", "HC:0001"),
    ]
    assert doc._.puffery_abbreviations == (("MSCs", "mesenchymal stem cells"),)


def test_tagger_lets_the_article_redefine_an_abbreviation(tag_with: Tag) -> None:
    doc = tag_with("Samples went to mass spectrometry (MS). MS showed a peak in patients.")

    assert [m.text for m in doc.spans[doc_keys.MENTIONS]] == []


def test_tagger_does_not_tag_the_short_name_of_an_institution(tag_with: Tag) -> None:
    doc = tag_with("The National Institute of Example Diseases (NIED) paid. NIED paid twice.")

    assert [m.text for m in doc.spans[doc_keys.MENTIONS]] == []


def test_tagger_keeps_names_inside_a_sentence(nlp: Language, lexicon: Lexicon) -> None:
    tagger = MentionTagger(nlp, "mentions", lexicon=lexicon, abbreviations="builtin")
    doc = nlp.make_doc("He had heart failure")
    for token in doc:
        token.is_sent_start = token.text in ("He", "failure")

    tagger(doc)

    assert [m.text for m in doc.spans[doc_keys.MENTIONS]] == []


def test_tagger_bridges_a_hard_wrapped_line(tag: Tag) -> None:
    doc = tag("People with multiple\nsclerosis wait.")

    assert [m.text for m in doc.spans[doc_keys.MENTIONS]] == ["multiple\nsclerosis"]


def test_tagger_joins_a_fixed_combination(tag: Tag) -> None:
    doc = tag("Ledipasvir/sofosbuvir is a pill.")

    assert [m.text for m in doc.spans[doc_keys.MENTIONS]] == ["Ledipasvir/sofosbuvir"]


def test_tagger_links_spellings_to_one_concept(tag: Tag, lexicon: Lexicon) -> None:
    doc = tag("Leukaemia and leukemia, rheumatoid arthritis and RA: patients asked.")

    ids = [m.kb_id_ for m in doc.spans[doc_keys.MENTIONS]]
    assert ids[0] == ids[1]
    assert ids[2] == ids[3]
    assert lexicon.concept(ids[2]).name == "Rheumatoid Arthritis"


def test_tagger_asked_for_a_missing_engine_says_so(
    nlp: Language, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scispacy_abbreviations, "is_available", lambda: False)

    with pytest.raises(PipelineError, match="scispaCy is not installed"):
        MentionTagger(nlp, "mentions", lexicon=lexicon, abbreviations="scispacy")


def test_auto_takes_the_fallback_where_scispacy_is_missing(
    nlp: Language, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scispacy_abbreviations, "is_available", lambda: False)

    assert MentionTagger(nlp, "mentions", lexicon=lexicon).engine == "builtin"


_PIECES = st.sampled_from(
    ["RA", "lupus", "stem cells", "(MSCs)", "mesenchymal stem cells", "knee", "pain", "and",
     "injections", "of", "the", "hepatitis C", "Crohn's", "naïve", "🦵", "\n", "\n\n", ".", ",",
     "diabète", "ﬁbrosis", "vitamin D", "/", "-", "take", "(", ")", "’s", "e\u0301"]
)  # fmt: skip


_NLP = spacy.blank("en")
_TAGGER = MentionTagger(_NLP, "mentions", lexicon=load_lexicon(), abbreviations="builtin")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(_PIECES, st.sampled_from([" ", "", "  "])), max_size=25))
def test_offsets_are_code_points_in_order(pieces: list[tuple[str, str]]) -> None:
    text = "".join(word + gap for word, gap in pieces)
    doc = _TAGGER(_NLP.make_doc(text))

    end = 0
    for mention in doc.spans[doc_keys.MENTIONS]:
        assert end <= mention.start_char < mention.end_char <= len(text)
        assert mention.text == text[mention.start_char : mention.end_char]
        assert mention.label_ in ("THERAPY", "DISEASE")
        assert mention.id_ in ("lexicon", "abbreviation", "pattern")
        end = mention.end_char
