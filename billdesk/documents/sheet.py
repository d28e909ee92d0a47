"""Pages to draw on: text, rules, boxes and a picture, measured from the top left corner in points.

Templates draw, top down and in reading order: what is written first is read first by a screen reader and by whoever copies
the text. `finish` gives the bytes of the PDF with its fonts, title, author and language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from billdesk.documents.pdf import PdfFile, text_string
from billdesk.documents.picture import Picture, read_picture
from billdesk.documents.typeface import BOLD, REGULAR, Lettering, units

if TYPE_CHECKING:
    from billdesk.documents.paper import PaperSize

MM = 72 / 25.4
PAPER_SIZES: dict[PaperSize, tuple[float, float]] = {"A4": (210 * MM, 297 * MM), "Letter": (612.0, 792.0)}
"""Width and height in points."""

INK = "0.106 0.122 0.141"
MUTED = "0.341 0.376 0.416"
ACCENT = "0.122 0.227 0.373"
LINE = "0.788 0.808 0.839"
SHADE = "0.945 0.953 0.965"
GHOST = "0.925 0.933 0.945"
_FONT_NAMES = {REGULAR: "R", BOLD: "B"}


class Style(NamedTuple):
    """How a text looks: weight, size in points, colour as three PDF numbers."""

    weight: int
    size: float
    color: str = INK


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself."""

    title: str
    author: str
    subject: str
    language: str
    """BCP 47, such as en-GB."""
    dated_on: date
    """Stands as date of creation: the document's own day, so that the bytes never depend on the clock."""


class Sheet:
    """A document in the making; `end_page` closes the page that is being drawn."""

    __slots__ = ("_about", "_color", "_font", "_letterings", "_marks", "_pages", "_pictures", "_texts", "height", "width")

    def __init__(self, paper_size: PaperSize, about: About, *, is_landscape: bool = False) -> None:
        short, long = PAPER_SIZES[paper_size]
        self.width, self.height = (long, short) if is_landscape else (short, long)
        self._about = about
        self._letterings = {REGULAR: Lettering(REGULAR), BOLD: Lettering(BOLD)}
        self._pages: list[bytes] = []
        self._pictures: list[Picture] = []
        self._marks: list[str] = []
        self._texts: list[str] = []
        self._font: tuple[int, float, int] | None = None
        self._color = ""

    # -- drawing

    def text(self, left: float, baseline: float, text: str, style: Style) -> None:
        """Write `text`, which must be clean, from `left` on."""
        weight, size, color = style
        out = self._texts
        if color != self._color:
            self._color = color
            out.append(f"{color} rg")
        place = f"1 0 0 1 {left:.2f} {self.height - baseline:.2f} Tm"
        for subset, codes in self._letterings[weight].runs(text):
            font = (weight, size, subset)
            if font != self._font:
                self._font = font
                out.append(f"/{_FONT_NAMES[weight]}{subset} {size:.6g} Tf")
            out.append(f"{place} ({codes}) Tj")
            # A further run goes on where the last one ended.
            place = ""

    def text_right(self, right: float, baseline: float, text: str, style: Style) -> None:
        """Write `text` so that it ends at `right`."""
        self.text(right - units(text, style.weight) * style.size / 1000, baseline, text, style)

    def rule(self, left: float, top: float, right: float, thickness: float = 0.5, color: str = LINE) -> None:
        """A horizontal line whose middle is at `top`."""
        y = self.height - top
        self._marks.append(f"{color} RG {thickness:.6g} w {left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S")

    def box(self, left: float, top: float, right: float, bottom: float, color: str = SHADE) -> None:
        """A filled rectangle under the text."""
        self._marks.append(f"{color} rg {left:.2f} {self.height - bottom:.2f} {right - left:.2f} {bottom - top:.2f} re f")

    def ghost(self, text: str) -> None:
        """A large pale word across the page, under everything else."""
        size = min(130.0, 0.8 * self.width * 1000 / max(1, units(text, BOLD)))
        half = units(text, BOLD) * size / 2000
        # 40 degrees: cos 0.766, sin 0.643.
        left = self.width / 2 - 0.766 * half
        bottom = self.height / 2 - 0.643 * half
        runs = self._letterings[BOLD].runs(text)
        shown = " ".join(f"/B{subset} {size:.6g} Tf ({codes}) Tj" for subset, codes in runs)
        self._marks.insert(0, f"BT {GHOST} rg 0.766 0.643 -0.643 0.766 {left:.2f} {bottom:.2f} Tm {shown} ET")

    def picture(self, file: bytes, left: float, top: float, room: tuple[float, float]) -> float:
        """Place a PNG or JPEG in a `room` of width and height, at its top left; the height that it takes.

        Raises BillingError when the file cannot be read.
        """
        picture = read_picture(file)
        scale = min(room[0] / picture.width, room[1] / picture.height)
        width, height = picture.width * scale, picture.height * scale
        if picture not in self._pictures:
            self._pictures.append(picture)
        name = f"/P{self._pictures.index(picture)}"
        self._marks.append(f"q {width:.2f} 0 0 {height:.2f} {left:.2f} {self.height - top - height:.2f} cm {name} Do Q")
        return height

    def end_page(self) -> None:
        """Close this page and begin the next."""
        code = "\n".join([*self._marks, "BT", *self._texts, "ET"])
        self._pages.append(code.encode("ascii"))
        self._marks, self._texts, self._font, self._color = [], [], None, ""

    # -- the file

    def finish(self) -> bytes:
        """The bytes of the PDF: the same for the same drawing, in any process."""
        file = PdfFile()
        root, tree = file.reserve(), file.reserve()
        resources = file.add(self._resources(file))
        size = b"[0 0 %.2f %.2f]" % (self.width, self.height)
        kids = [
            file.add(
                b"<< /Type /Page /Parent %d 0 R /MediaBox %b /Resources %d 0 R /Contents %d 0 R >>"
                % (tree, size, resources, file.add_deflated(page))
            )
            for page in self._pages
        ]
        references = b" ".join(b"%d 0 R" % kid for kid in kids)
        file.put(tree, b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(kids), references))
        language = text_string(self._about.language)
        file.put(
            root,
            b"<< /Type /Catalog /Pages %d 0 R /Lang %b /ViewerPreferences << /DisplayDocTitle true >> >>" % (tree, language),
        )
        return file.finish(root, file.add(self._info()))

    def _info(self) -> bytes:
        about = self._about
        day = about.dated_on.isoformat().replace("-", "").encode("ascii")
        return b"<< /Title %b /Author %b /Subject %b /Creator (BillDesk) /CreationDate (D:%b000000Z) >>" % (
            text_string(about.title),
            text_string(about.author),
            text_string(about.subject),
            day,
        )

    def _resources(self, file: PdfFile) -> bytes:
        fonts = b" ".join(
            b"/%b%d %d 0 R" % (_FONT_NAMES[weight].encode("ascii"), subset, number)
            for weight, lettering in self._letterings.items()
            for subset, number in _add_fonts(file, lettering)
        )
        pictures = b" ".join(
            b"/P%d %d 0 R" % (index, _add_picture(file, picture)) for index, picture in enumerate(self._pictures)
        )
        return b"<< /Font << %b >>%b >>" % (fonts, b" /XObject << %b >>" % pictures if pictures else b"")


def _add_fonts(file: PdfFile, lettering: Lettering) -> list[tuple[int, int]]:
    numbers = []
    for subset, program in lettering.programs():
        name = program.base_name.encode("ascii")
        embedded = file.add_stream(program.file, b"/Filter /FlateDecode /Length1 %d" % program.file_size)
        descriptor = file.add(b"<< %b /FontFile2 %d 0 R >>" % (program.descriptor, embedded))
        to_unicode = file.add_stream(program.to_unicode, b"/Filter /FlateDecode")
        font = file.add(
            b"<< /Type /Font /Subtype /TrueType /BaseFont /%b /FirstChar 0 /LastChar %d /Widths [%b] "
            b"/FontDescriptor %d 0 R /ToUnicode %d 0 R >>" % (name, program.last_code, program.widths, descriptor, to_unicode)
        )
        numbers.append((subset, font))
    return numbers


def _add_picture(file: PdfFile, picture: Picture) -> int:
    shape = b"/Type /XObject /Subtype /Image /Width %d /Height %d " % (picture.width, picture.height)
    mask = b""
    if picture.alpha:
        grey = b"/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
        mask = b" /SMask %d 0 R" % file.add_stream(picture.alpha, shape + grey)
    return file.add_stream(picture.data, shape + picture.entries + mask)
