"""Whole decisions: invented sentences through the whole pipeline."""

from __future__ import annotations

import pytest

from .pipeline import audits, only


@pytest.mark.parametrize(
    ("text", "label"),
    [
        # the worked examples of the guidelines, with other diseases and drugs
        ("Psoriasis affects roughly two million people.", "none"),
        ("Acupuncture may ease back pain in some people.", "hedged"),
        ("Acupuncture relieves back pain.", "unqualified"),
        ("Acupuncture can reverse arthritis.", "unqualified"),
        ("Studies have shown that ginger reduces nausea.", "unqualified"),
        ("The procedure carries a risk of infection.", "none"),
        ("There is no good evidence that homeopathy treats asthma.", "none"),
        ("A trial of the vaccine in 60 patients began in June.", "none"),
        ("In rats, the extract slowed bone loss.", "hedged"),
        # scope
        ("While the drug is still experimental, patients are cured of lupus.", "unqualified"),
        ("The drug, which may be costly, cures lupus.", "unqualified"),
        ("The drug may not only reduce pain but also improve sleep.", "hedged"),
        # negation, debunking, harm
        ("The drug did not reduce pain.", "none"),
        ("It is a myth that copper bracelets cure arthritis.", "none"),
        ("The drug may cause nausea.", "none"),
        # questions and headings
        ("Can acupuncture help migraine?", "hedged"),
        ("What is acupuncture?", "none"),
        ("Do you have joint pain?", "none"),
        # hype and its exceptions
        ("Stem cell therapy is a revolutionary treatment for lupus.", "promotional"),
        ("The therapy may transform lives.", "hedged"),
        ("The therapy has the potential to transform the treatment of lupus.", "promotional"),
        ("The tablets eased breakthrough pain.", "unqualified"),
        # selling
        ("Call us today to book your free consultation.", "promotional"),
        ("Talk to your doctor before you stop taking statins.", "none"),
        ("We highly recommend Dr. Larkmoor for this treatment.", "promotional"),
        ("Save 20% off your first session this month only.", "promotional"),
        ("The medicine costs the health service $3 million a year.", "none"),
        ('"The treatment changed my life," says Jo.', "promotional"),
    ],
)
def test_pipeline_labels_by_the_decision_order(text: str, label: str) -> None:
    assert label == only(text).label


@pytest.mark.parametrize(
    ("text", "device"),
    [
        ("Book your appointment at our clinic today.", "call_to_action"),
        ("Our award-winning team of specialists is here.", "endorsement"),
        ("Results guaranteed or your money back.", "offer"),
        ('"I can walk again without pain."', "testimonial"),
        ("It was voted best supplement of the year.", "authority"),
        ("This miracle herb reverses diabetes.", "hype"),
    ],
)
def test_pipeline_names_the_device(text: str, device: str) -> None:
    assert device == only(text).device


def test_pipeline_gives_no_device_to_other_labels() -> None:
    assert None is only("Acupuncture relieves back pain.").device


def test_pipeline_sees_testimonials_by_their_section() -> None:
    text = (
        "What our patients say\n\nMy knee is ridiculous now.\n\nOpening hours\n\nWe open at nine."
    )

    labels = {a.sentence.text: a.label for a in audits(text)}

    assert "promotional" == labels["My knee is ridiculous now."]
    assert "none" == labels["We open at nine."]


def test_pipeline_scores_sum_to_one_and_favour_the_label() -> None:
    order = ("none", "hedged", "unqualified", "promotional")
    for audit in audits("PRP may ease pain. PRP eases pain. Call us today! Lupus is a disease."):
        assert 1.0 == pytest.approx(sum(audit.scores))
        assert audit.label == order[audit.scores.index(max(audit.scores))]


def test_pipeline_takes_quoted_stories_as_testimonials_only_where_the_article_sells() -> None:
    story = '"I came in on a cane and left on my bike."'
    selling = f"Book your visit today! Call us now. Save 20% off this week only.\n\n{story}"
    telling = f"Lupus is a disease. It has many signs. Doctors see it often.\n\n{story}"

    assert "promotional" == audits(selling)[-1].label
    assert "testimonial" == audits(selling)[-1].device
    assert "none" == audits(telling)[-1].label


def test_pipeline_leaves_reported_speech_in_a_selling_article() -> None:
    said = '"I see my patients on Mondays," Dr. Vale said.'
    selling = f"Book your visit today! Call us now. Save 20% off this week only.\n\n{said}"

    assert "none" == audits(selling)[-1].label
