"""Free text made fit for a line: cleaned, wrapped to a width, never cut.

Templates pass whatever a customer or a seller typed. Nothing here is markup: `<b>&"` are four characters.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from billdesk.documents.typeface import units

MAX_FIELD = 250
"""Longest field of an address that is printed whole; 200 letters without a space still are."""


@lru_cache(maxsize=16_384)
def clean(text: str) -> str:
    """NFC, on one line, without control and invisible format characters; half a surrogate pair becomes U+FFFD."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(map(_visible, composed)).split())


def field(text: str) -> str:
    """One field of an address, cleaned; what no address has ever needed is shortened with an ellipsis."""
    cleaned = clean(text)
    return cleaned if len(cleaned) <= MAX_FIELD else cleaned[: MAX_FIELD - 1] + "…"


def wrap(text: str, weight: int, size: float, room: float) -> list[str]:
    """`text` in lines of at most `room` points, its own line ends kept; a word that is too long is broken anywhere.

    '' gives no line.
    """
    if "\n" not in text and "\r" not in text:
        cleaned = clean(text)
        if not cleaned:
            return []
        if units(cleaned, weight) * size <= room * 1000:
            return [cleaned]
        return _fill(cleaned, weight, room * 1000 / size)
    lines: list[str] = []
    for paragraph in text.strip().splitlines():
        lines += wrap(paragraph, weight, size, room) or [""]
    return lines


def _fill(text: str, weight: int, room: float) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    space = units(" ", weight)
    for word in text.split(" "):
        wide = units(word, weight)
        if line and used + space + wide <= room:
            line, used = f"{line} {word}", used + space + wide
            continue
        if line:
            lines.append(line)
        *pieces, line = _break(word, weight, room) if wide > room else [word]
        lines += pieces
        used = units(line, weight)
    lines.append(line)
    return lines


def _break(word: str, weight: int, room: float) -> list[str]:
    pieces: list[str] = []
    piece, used = "", 0
    for character in word:
        wide = units(character, weight)
        # A mark stays with its letter; a room narrower than one letter still takes one.
        if piece and used + wide > room and not unicodedata.combining(character):
            pieces.append(piece)
            piece, used = "", 0
        piece += character
        used += wide
    return [*pieces, piece]


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    if category in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    return "" if category == "Cf" else character
