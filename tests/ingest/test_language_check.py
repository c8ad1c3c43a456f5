from __future__ import annotations

import pytest

from puffery.ingest.language_check import foreign_language
from puffery.settings import Settings

ENGLISH = (
    "People with knee arthritis who took part in the programme had less pain after six months, "
    "although the difference was small and some of it may have been due to chance. "
)
OTHERS = {
    "de": "Die Behandlung lindert Schmerzen in den Gelenken und verbessert die Beweglichkeit, "
    "sagen die Ärzte der Klinik, die seit vielen Jahren Patienten aus ganz Europa betreuen. ",
    "fr": "Le traitement soulage les douleurs des articulations et améliore la mobilité, selon les "
    "médecins de la clinique qui accueillent depuis longtemps des patients de toute l'Europe. ",
    "it": "Il trattamento allevia i dolori delle articolazioni e migliora la mobilità, dicono i "
    "medici della clinica che da molti anni seguono pazienti provenienti da tutta Europa. ",
}


@pytest.mark.parametrize("code", sorted(OTHERS))
def test_foreign_language_names_the_language(code: str) -> None:
    assert code == foreign_language(OTHERS[code] * 3, Settings())


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH * 3,
        ENGLISH.upper() * 3,
        "12 345 67 890 " * 40,
        "#" * 600,
        "BUY NOW! " * 40,
        "Curcuma longa, Boswellia serrata, Withania somnifera, Ganoderma lucidum, Panax ginseng. "
        "Take two a day with food, and ask your doctor before you give them to a child. " * 2,
    ],
    ids=["prose", "capitals", "numbers", "signs", "advert", "plants"],
)
def test_foreign_language_lets_english_and_doubtful_text_pass(text: str) -> None:
    assert foreign_language(text, Settings()) == ""


@pytest.mark.parametrize("english_first", [True, False])
def test_foreign_language_lets_bilingual_text_pass(english_first: bool) -> None:
    parts = [ENGLISH * 30, OTHERS["de"] * 40]

    assert foreign_language("".join(parts if english_first else parts[::-1]), Settings()) == ""


def test_foreign_language_heeds_settings() -> None:
    text = OTHERS["fr"] * 3

    assert foreign_language(text, Settings(english_only=False)) == ""
    assert foreign_language(text, Settings(min_language_chars=len(text) + 1)) == ""
    assert foreign_language(text, Settings(min_language_chars=len(text))) == "fr"
