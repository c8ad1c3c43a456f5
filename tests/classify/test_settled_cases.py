"""The guidelines' definitions and settled cases, with other drugs, through the whole pipeline."""

from __future__ import annotations

import pytest

from .pipeline import audits, only

TITLE = "A Look at This Year's Trials\n\n"


@pytest.mark.parametrize(
    ("label", "text"),
    [
        # Q2: no claim
        ("none", "High calcium predicts heart attacks."),
        ("none", "The registered clinic holds a licence from the health board."),
        ("none", "Surgery increases the risk of infection."),
        ("none", "Ibuprofen can cause kidney damage."),
        ("none", "Chemotherapy caused nausea and vomiting."),
        ("none", "Smoking increases the risk of stroke."),
        ("none", "The drug increased mortality."),
        ("none", "The drug lowered survival."),
        ("none", "Surgery for gout is expensive."),
        ("none", "Treatment costs vary."),
        ("none", "The treatments began in May."),
        # Q2: negated, debunked, doubted
        ("none", "Ginger never relieved migraine."),
        ("none", "Ginger failed to relieve migraine."),
        ("none", "Ginger hardly relieves migraine."),
        ("none", "Ginger is unlikely to relieve migraine."),
        ("none", "Neither ginger nor turmeric relieves migraine."),
        ("none", "Ginger doesn't cure cancer."),
        ("none", "Ginger doesn’t cure cancer."),
        ("none", "Ginger can't relieve migraine."),
        ("none", "Ginger won't relieve migraine."),
        ("none", "Ginger cannot relieve migraine."),
        ("none", "GINGER DOES NOT RELIEVE MIGRAINE."),
        ("none", "The results don't prove that ginger relieves migraine."),
        ("none", "There is little evidence that ginger relieves migraine."),
        ("none", "No trial found that ginger relieves migraine."),
        ("none", "Studies have not shown that ginger relieves migraine."),
        ("none", "Claims that ginger cures cancer are false."),
        ("none", "The spray was no better than placebo for migraine."),
        ("none", "Contrary to popular belief, ginger does not relieve migraine."),
        # Q2: aims, wishes, advice
        ("none", "The team will test whether ginger relieves migraine."),
        ("none", "Patients want relief from migraine."),
        ("none", "Call your doctor if the pain gets worse."),
        ("none", "Ask your pharmacist about ginger capsules."),
        ("none", "Call 911 if you have chest pain."),
        ("none", "If the pain lasts, seek medical help."),
        # Q3 and its exceptions
        ("promotional", "Acupuncture is a beacon of hope for people with migraine."),
        ("promotional", "The implant is set to revolutionise the care of epilepsy."),
        ("promotional", "The implant transforms the lives of patients with epilepsy."),
        ("hedged", "The implant might revolutionise the care of epilepsy."),
        ("hedged", "Ginger holds the promise of transformative treatments for migraine."),
        ("none", "Ginger is not a miracle cure for cancer."),
        ("unqualified", "It is no miracle, but ginger lowers blood sugar."),
        ("none", "The vaccine got breakthrough therapy designation."),
        ("none", "Breakthrough infections occur after the vaccine."),
        ("none", "Ginger is an innovative remedy."),
        ("promotional", "Ginger is an innovative, unique and powerful remedy."),
        # Q4
        ("hedged", "Perhaps ginger relieves migraine."),
        ("hedged", "Ginger would relieve migraine."),
        ("hedged", "Ginger appears to relieve migraine."),
        ("hedged", "It appears that ginger relieves migraine."),
        ("hedged", "Doctors believe that ginger relieves migraine."),
        ("hedged", "Ginger is thought to relieve migraine."),
        ("hedged", "Ginger is being studied for the relief of migraine."),
        ("hedged", "Preliminary data show that ginger relieves migraine."),
        ("hedged", "Ginger relieves migraine in animal models."),
        ("hedged", "The extract slowed nerve damage in fruit flies."),
        ("hedged", "Some patients reported less pain after surgery."),
        ("hedged", "The implant has the potential to repair damaged tissue."),
        ("hedged", "This discovery could lead to new treatments for asthma."),
        ("hedged", "One day the implant will cure epilepsy."),
        # Q5: no hedge, or one that does not reach
        ("unqualified", "Ginger is used to treat migraine."),
        ("unqualified", "The drug is indicated for asthma."),
        ("unqualified", "Patients reported less pain after surgery."),
        ("unqualified", "People over 60 should take vitamin D supplements."),
        ("unqualified", "Ginger has no side effects."),
        ("unqualified", "The drug is well tolerated."),
        ("unqualified", "Ginger relieves migraine because it may lower stress."),
        ("unqualified", "The vaccine may cause fever; it prevents malaria."),
        ("unqualified", "Although the drug may cause nausea, it cures migraine."),
        ("unqualified", "Metformin (which might cause bloating) lowers blood sugar."),
        ("unqualified", "In May, the vaccine prevented malaria in the region."),
        ("unqualified", "The diet not only lowers blood pressure but also eases joint pain."),
        ("unqualified", "Ginger does not relieve migraine, but acupuncture relieves back pain."),
        ("unqualified", "Although ginger does not cure migraine, acupuncture relieves back pain."),
        ("unqualified", "Acupuncture relieves migraine, but ginger does not."),
        # Q1
        ("promotional", "Ginger is offered at our clinic for migraine."),
        ("promotional", "For more information visit our website."),
        ("promotional", "Click here to order ginger capsules."),
        ("promotional", "Get a discount on ginger capsules."),
        ("promotional", "Every patient receives a money-back guarantee."),
        ("promotional", "Prices start at £40 per session."),
        ("promotional", "Read our patient stories."),
        ("promotional", "Marla, 43, was back on her bike two weeks after the injection."),
        ("promotional", "Olympic swimmers swear by acupuncture."),
        ("unqualified", '"Surgery relieves sciatica," said Dr. Osei.'),
    ],
)
def test_pipeline_follows_the_guidelines(label: str, text: str) -> None:
    assert label == only(text).label


@pytest.mark.parametrize(
    ("label", "heading"),
    [
        ("unqualified", "How Ginger Heals Migraine"),
        ("hedged", "Can Ginger Help Migraine?"),
        ("unqualified", "Benefits of Ginger"),
        ("none", "Types of Gout"),
        ("none", "About Our Clinic"),
        ("none", "Side Effects of Surgery"),
        ("none", "Surgery for Back Pain"),
    ],
)
def test_pipeline_labels_headings(label: str, heading: str) -> None:
    found = audits(f"{TITLE}The year was long.\n\n{heading}\n\nThe year is over.")

    assert [("heading", label)] == [
        (a.sentence.block, a.label) for a in found if a.sentence.text == heading
    ]


@pytest.mark.parametrize(
    ("label", "question"),
    [
        ("hedged", "Could ibuprofen prevent dementia?"),
        ("hedged", "Does the vaccine prevent malaria?"),
        ("hedged", "Is ginger safe?"),
        ("none", "What is a vaccine?"),
        ("none", "Who should get the vaccine?"),
        ("none", "How does the vaccine work?"),
        ("none", "Are you tired of migraine?"),
        ("promotional", "Is this the miracle cure for migraine?"),
    ],
)
def test_pipeline_labels_questions(label: str, question: str) -> None:
    assert label == only(question).label


def _wrong(label: str, text: str, why: str) -> object:
    return pytest.param(label, text, marks=pytest.mark.xfail(strict=True, reason=why), id=text)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("none", "GINGER DOESN'T RELIEVE MIGRAINE."),
        ("none", "Ginger CANNOT relieve migraine."),
        ("hedged", "It improved the rats' endurance."),
        ("hedged", "The extract protected mice against infection."),
        _wrong(
            "unqualified",
            "Surgery is a treatment option for sciatica.",
            "guidelines, notes: `X is a treatment option for Y` asserts efficacy",
        ),
        ("unqualified", "Side effects did not differ from placebo."),
        _wrong(
            "unqualified",
            "The scan finds tumours early.",
            "guidelines, settled case on tests and scans",
        ),
        _wrong(
            "unqualified",
            "These findings will change the standard of care for asthma.",
            "guidelines, settled case on findings as subject",
        ),
        _wrong(
            "hedged",
            "The company claims to have cured asthma with ginger.",
            "guidelines, settled case: `claims to` distances the speaker; taken for a debunking",
        ),
        _wrong(
            "hedged",
            "Despite the promising potential of ginger, challenges remain.",
            "guidelines, settled case on a benefit named in passing",
        ),
        _wrong(
            "unqualified",
            "The drug that may cause fever prevents malaria.",
            "a hedge in a relative clause without commas governs the main verb",
        ),
        _wrong(
            "unqualified",
            "The May trial showed that the vaccine prevents malaria.",
            "the month May is taken for a modal",
        ),
        _wrong("none", "Contact with the virus causes fever.", "a noun is taken for an imperative"),
        _wrong("none", "Order matters when you take pills.", "a noun is taken for an imperative"),
        _wrong(
            "none", "No doctor can guarantee results.", "a negated guarantee counts as an offer"
        ),
        _wrong(
            "promotional",
            "I tried acupuncture and my migraine stopped.",
            "a first-person story whose verb and outcome stand apart is missed",
        ),
        _wrong("promotional", "Speak to one of our advisers.", "a call to act is missed"),
        _wrong("promotional", "Discover how ginger can help you.", "a call to act is missed"),
        _wrong("unqualified", "Exercise prevents complications.", "`complications` is no target"),
    ],
)
def test_pipeline_should_follow_the_guidelines_here_too(label: str, text: str) -> None:
    assert label == only(text).label


def test_pipeline_takes_prevention_for_an_effect_not_for_safety() -> None:
    assert "UNQ-001" == only("Ginger reduces the risk of stroke.").reasons[0].rule_id
