"""The two embedded fonts: widths of texts, and the font programs that go into each PDF.

`sheet` measures and writes with them. Subsetting a TrueType font is most of the cost of a small PDF, so a document takes
ready subsets where it can: ASCII, or all of Windows-1252, each made once per process; characters beyond go into
subsets of their own, in the order of first use. Which subsets a document gets depends on its own text alone, so its bytes
never depend on what was printed before it.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from reportlab.pdfbase.ttfonts import TTFontFace

from billdesk.paths import resource

if TYPE_CHECKING:
    from collections.abc import Iterator

REGULAR, BOLD = 0, 1
_FILES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")

_SPACE = 32
_EMPTY = -1
_COMPOSED = "–€·—’"
"""What the templates and common typing add to ASCII; in the small subset, so that they do not cost the large one."""


def _latin() -> dict[int, str]:
    codes = {code: chr(code) for code in range(32, 127)}
    for code in range(128, 256):
        text = bytes([code]).decode("cp1252", "ignore")
        if text and text not in "\u00a0\u00ad":
            codes[code] = text
    return codes


_LATIN = _latin()
_LATIN_CHARACTERS = frozenset(_LATIN.values())
_SMALL_CHARACTERS = frozenset(map(chr, range(32, 127))) | frozenset(_COMPOSED)
_ESCAPES = {ord(text): f"\\{code:03o}" for code, text in _LATIN.items() if code > 126} | {
    ord(mark): f"\\{mark}" for mark in "()\\"
}


def _slots(characters: frozenset[str]) -> tuple[int, ...]:
    """Code point of each of the codes 0..255 of the first subset, or _EMPTY."""
    return tuple(ord(text) if (text := _LATIN.get(code, "")) in characters and text else _EMPTY for code in range(256))


_SMALL_SLOTS = _slots(_SMALL_CHARACTERS)
_LATIN_SLOTS = _slots(_LATIN_CHARACTERS)


@dataclass(frozen=True, slots=True)
class FontProgram:
    """One embedded subset, ready to be written; the streams are deflated."""

    base_name: str
    file: bytes
    file_size: int
    to_unicode: bytes
    widths: bytes
    last_code: int
    descriptor: bytes
    """The font descriptor's entries except the reference to the file."""


class Typeface:
    """One font file, parsed once per process. Widths are in 1/1000 em."""

    __slots__ = ("_face", "_widths")

    def __init__(self, weight: int) -> None:
        self._face = TTFontFace(str(resource("fonts", _FILES[weight])))
        self._widths = {chr(code): int(width) for code, width in self._face.charWidths.items()}

    def units(self, text: str) -> int:
        """Width of `text` in 1/1000 em; a character that the font lacks is as wide as its box."""
        widths = self._widths
        try:
            return sum([widths[character] for character in text])
        except KeyError:
            box = int(self._face.defaultWidth)
            return sum([widths.get(character, box) for character in text])

    def program(self, slots: tuple[int, ...]) -> FontProgram:
        """The subset with code i for the code point slots[i]; a code point that the font lacks gets the box."""
        used = [0 if code == _EMPTY else code for code in slots]
        file = self._face.makeSubset(used)
        tag = "".join(chr(65 + byte % 26) for byte in hashlib.sha256(repr(slots).encode()).digest()[:6])
        name = bytes(self._face.name).decode("ascii")
        box = int(self._face.defaultWidth)
        widths = (0 if code == _EMPTY else self._widths.get(chr(code), box) for code in slots)
        return FontProgram(
            base_name=f"{tag}+{name}",
            file=zlib.compress(file, 9),
            file_size=len(file),
            to_unicode=zlib.compress(_unicode_map(slots).encode("ascii"), 9),
            widths=b" ".join(b"%d" % width for width in widths),
            last_code=len(slots) - 1,
            descriptor=self._descriptor(f"{tag}+{name}"),
        )

    def _descriptor(self, base_name: str) -> bytes:
        face = self._face
        box = " ".join(str(int(edge)) for edge in face.bbox)
        return (
            f"/Type /FontDescriptor /FontName /{base_name} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 "
            f"/Ascent {int(face.ascent)} /Descent {int(face.descent)} /CapHeight {int(face.capHeight)} "
            f"/StemV {int(face.stemV)} /MissingWidth {int(face.defaultWidth)}"
        ).encode("ascii")


@lru_cache(maxsize=2)
def typeface(weight: int) -> Typeface:
    """The typeface of REGULAR or BOLD."""
    return Typeface(weight)


@lru_cache(maxsize=128)
def _program(weight: int, slots: tuple[int, ...]) -> FontProgram:
    return typeface(weight).program(slots)


@lru_cache(maxsize=1)
def shared_files() -> tuple[bytes, ...]:
    """The embedded files of the ready subsets, which most documents have; the same in each process."""
    return tuple(_program(weight, slots).file for weight in (REGULAR, BOLD) for slots in (_SMALL_SLOTS, _LATIN_SLOTS))


@lru_cache(maxsize=32_768)
def units(text: str, weight: int) -> int:
    """Width of `text` in 1/1000 em."""
    return typeface(weight).units(text)


def width(text: str, weight: int, size: float) -> float:
    """Width of `text` in points at `size`."""
    return units(text, weight) * size / 1000


class Lettering:
    """What one document writes in one typeface: turns text into codes and remembers which subsets that takes."""

    __slots__ = ("_beyond", "_codes", "_is_used", "_is_wide", "_weight")

    def __init__(self, weight: int) -> None:
        self._weight = weight
        self._is_used = False
        self._is_wide = False
        self._codes: dict[str, int] = {}
        self._beyond: list[list[int]] = []

    def runs(self, text: str) -> list[tuple[int, str]]:
        """`text` as (subset, escaped codes), in order."""
        self._is_used = True
        if text.isascii():
            if "(" in text or ")" in text or "\\" in text:
                text = text.translate(_ESCAPES)
            return [(0, text)]
        characters = set(text)
        if characters <= _LATIN_CHARACTERS:
            if not self._is_wide and not characters <= _SMALL_CHARACTERS:
                self._is_wide = True
            return [(0, text.translate(_ESCAPES))]
        return self._mixed_runs(text)

    def programs(self) -> Iterator[tuple[int, FontProgram]]:
        """The subsets that were used, by number."""
        if self._is_used:
            yield 0, _program(self._weight, _LATIN_SLOTS if self._is_wide else _SMALL_SLOTS)
        for number, slots in enumerate(self._beyond, start=1):
            yield number, _program(self._weight, tuple(slots))

    def _mixed_runs(self, text: str) -> list[tuple[int, str]]:
        runs: list[tuple[int, str]] = []
        subset = 0
        codes: list[str] = []
        for character in text:
            if character == " " and subset:
                # Each subset has a space, so that words of one script stay in one run.
                codes.append(" ")
                continue
            wanted, code = self._place(character)
            if wanted != subset and codes:
                runs.append((subset, "".join(codes)))
                codes = []
            subset = wanted
            codes.append(code)
        runs.append((subset, "".join(codes)))
        return runs

    def _place(self, character: str) -> tuple[int, str]:
        if character in _LATIN_CHARACTERS:
            self._is_wide = self._is_wide or character not in _SMALL_CHARACTERS
            return 0, character.translate(_ESCAPES)
        place = self._codes.get(character)
        if place is None:
            if not self._beyond or len(self._beyond[-1]) == 256:
                self._beyond.append([_EMPTY] * _SPACE + [_SPACE])
            slots = self._beyond[-1]
            place = len(self._beyond) << 8 | len(slots)
            slots.append(ord(character))
            self._codes[character] = place
        return place >> 8, f"\\{place & 0xFF:03o}"


def _unicode_map(slots: tuple[int, ...]) -> str:
    """The ToUnicode CMap: what a reader copies and searches (ISO 32000-1, 9.10.3)."""
    pairs = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in enumerate(slots) if point != _EMPTY
    ]
    # A section holds at most 100 entries.
    sections = (pairs[i : i + 100] for i in range(0, len(pairs), 100))
    body = "\n".join(f"{len(section)} beginbfchar\n" + "\n".join(section) + "\nendbfchar" for section in sections)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
