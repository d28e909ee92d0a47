"""Every pair of colours that text is shown in can be read: 4.5:1 and more, in both themes (WCAG 2.2, 1.4.3)."""

import pytest

from billdesk.ui import theme

GROUNDS = ("window", "base", "raised", "hover", "chosen")
PILLS = ("paid", "overdue", "due", "sent", "part_paid", "draft")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_21_to_1():
    assert round(contrast("#000000", "#FFFFFF"), 2) == 21


@pytest.mark.parametrize("shade", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", ["text", "muted", "accent", "overdue"])
def test_text_can_be_read_on_each_ground(shade: str, ground: str, text: str):
    tokens = theme.THEMES[shade]

    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("shade", ["light", "dark"])
@pytest.mark.parametrize("state", PILLS)
def test_a_pill_can_be_read(shade: str, state: str):
    tokens = theme.THEMES[shade]

    assert contrast(tokens[state], tokens[f"{state}_ground"]) >= 4.5


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_the_words_of_the_primary_button_and_the_toast_can_be_read(shade: str):
    tokens = theme.THEMES[shade]

    assert contrast(tokens["accent_text"], tokens["accent"]) >= 4.5
    assert contrast(tokens["base"], tokens["text"]) >= 4.5


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_borders_of_fields_can_be_seen(shade: str):
    tokens = theme.THEMES[shade]

    assert contrast(tokens["border"], tokens["base"]) >= 3  # WCAG 2.2, 1.4.11


def test_both_themes_have_the_same_tokens():
    assert set(theme.LIGHT) == set(theme.DARK)
