"""What an auditor must find, and need not see, in the invented pages of `html_pages/`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).parent / "html_pages"


@dataclass(frozen=True, slots=True)
class Page:
    """Sentences of one page: promotional, other article text, and furniture."""

    promotional: tuple[str, ...]
    body: tuple[str, ...]
    furniture: tuple[str, ...]


EXPECTED = {
    "footer-offer.html": Page(
        promotional=(
            "Ready for fewer attacks? Order your first tub before midnight",
            "Your head deserves better",
            "Join 12,000 calm heads and get 20% off",
        ),
        body=(
            "Magnesium for migraine: what we know",
            "Two small trials suggest that magnesium may reduce",
            "People with kidney disease should ask a doctor",
            "These statements have not been evaluated",
        ),
        furniture=(
            "We use cookies",
            "Accept all",
            "Start page",
            "Our minerals",
            "script text one",
            "Please turn on scripts",
        ),
    ),
    "aside-and-buttons.html": Page(
        promotional=(
            "Beat the blues: order your tub",
            "Start my 30-day mood plan",
            "Send me the free mood guide",
            "Save 300 euros on the Fjordtub Pro, the natural antidepressant.",
        ),
        body=(
            "A survey of 61 swimmers found better mood",
            "Call us or visit the showroom to try one.",
        ),
        furniture=(
            "Chillers and pumps",
            "About us",
            "Weekly digest",
            "Terms of sale",
            "script text two",
        ),
    ),
    "testimonial-slider.html": Page(
        promotional=(
            "The ringing stopped after four visits.",
            "I sleep through the night again",
            "My consultant could not believe it.",
            "Ten sessions cure nine in ten patients.",
            "Reserve your free hearing check today.",
        ),
        body=("Laser therapy for tinnitus", "Low-level laser is aimed at the inner ear"),
        furniture=("Welcome", "Price list", "Hidden tracking words", "This site stores cookies"),
    ),
    "price-table.html": Page(
        promotional=(
            "One leg, guaranteed vein-free",
            "£540 this month only",
            "Nobody feels a thing.",
            "Only 3 slots left in May!",
            "Grab my slot",
        ),
        body=("Spider veins are treated by injection.", "All prices for 2025, with follow-up."),
        furniture=("Tariff", "script text three", "Drawing of a leg"),
    ),
    "old-table-layout.html": Page(
        promotional=(
            "It kills 650 germs and has no side effects.",
            "$45, best value",
            "ORDER TODAY! Call 555-0119",
        ),
        body=("Silver was used before antibiotics.", "Colloidal silver, the forgotten healer"),
        furniture=("Silver story", "a comment that nobody sees"),
    ),
    "plain-news.html": Page(
        promotional=(
            "Enjoy independent news? Subscribe from one pound a week.",
            "FlexiKnee patches rebuild cartilage overnight.",
        ),
        body=(
            "was stopped because they did no better than salt water.",
            "Dr Osei looks at a scan.",
            "We had hoped for more, but the data are clear.",
            "320 people took part",
            "Why walking may help sore knees",
        ),
        furniture=("Sport desk", "Weather map", "our partners use cookies", "Agree"),
    ),
    "shop-cards.html": Page(
        promotional=(
            "Buy two, get one free until Sunday",
            "Add to basket",
            "Knocks out insomnia for good",
            "$29.90",
            "Add two to basket",
            "Subscribe and save 25%",
            "Every customer sleeps better",
            "Pillow Weekly named us the best gummy",
        ),
        body=(
            "Melatonin can shorten the time to fall asleep by a few minutes.",
            "It is not meant for children.",
        ),
        furniture=("Jump to the text", "Template text nobody sees"),
    ),
}
