"""Colours: WCAG 2.2 AA contrast, computed from the style sheet in light, dark and print."""

from __future__ import annotations

import re
from importlib import resources

import pytest

CSS = (resources.files("puffery.report") / "templates" / "report.css").read_text(encoding="utf-8")
PALETTES = [
    dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{3,6})", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
]
PALETTES = [PALETTES[0], {**PALETTES[0], **PALETTES[1]}, {**PALETTES[0], **PALETTES[2]}]

TEXT = [
    ("ink", "paper"),
    ("ink", "panel"),
    ("ink", "p-tint"),
    ("ink", "u-tint"),
    ("ink", "h-tint"),
    ("ink", "n-tint"),
    ("ink", "sel"),
    ("soft", "paper"),
    ("soft", "panel"),
    ("soft", "n-tint"),
    ("link", "paper"),
    ("link", "panel"),
    ("link", "n-tint"),
    ("paper", "p"),
    ("u", "paper"),
    ("h", "paper"),
    ("h", "panel"),
    ("p", "panel"),
    ("ink", "heat-a"),
    ("ink", "heat-b"),
    ("ink", "heat-c"),
    ("ink", "heat-d"),
]
LINES = [
    ("p", "paper"),
    ("p", "p-tint"),
    ("p", "sel"),
    ("u", "u-tint"),
    ("u", "sel"),
    ("h", "h-tint"),
    ("h", "sel"),
    ("n", "paper"),
    ("n", "panel"),
    ("therapy", "paper"),
    ("disease", "paper"),
    ("therapy", "sel"),
    ("disease", "sel"),
    ("focus", "paper"),
    ("focus", "panel"),
]


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(palette: dict[str, str], front: str, back: str) -> float:
    high, low = sorted((luminance(palette[front]), luminance(palette[back])), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("front", "back"), TEXT)
@pytest.mark.parametrize("palette", PALETTES, ids=["light", "dark", "print"])
def test_text_has_a_contrast_of_at_least_4_5(
    palette: dict[str, str], front: str, back: str
) -> None:
    assert ratio(palette, front, back) >= 4.5


@pytest.mark.parametrize(("front", "back"), LINES)
@pytest.mark.parametrize("palette", PALETTES, ids=["light", "dark", "print"])
def test_lines_have_a_contrast_of_at_least_3(
    palette: dict[str, str], front: str, back: str
) -> None:
    assert ratio(palette, front, back) >= 3


def test_no_style_uses_a_colour_outside_the_palette() -> None:
    rules = re.sub(r":root \{.*?\}", "", CSS, flags=re.DOTALL)

    assert re.findall(r"(?<!url\()#[0-9a-f]{3,6}\b", rules) == []
