"""A logo made ready for the page: read once per process, small enough to be on each invoice of a year.

`sheet` places it. A JPEG of moderate size goes in as it is; anything else is decoded, scaled down to what paper can show, and
deflated, its transparency kept.
"""

from __future__ import annotations

import io
import warnings
import zlib
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from billdesk.billing.errors import BillingError

_MAX_PIXELS = (900, 360)
_MAX_JPEG_BYTES = 60_000
_MAX_STORED_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as PDF stores it: `entries` describe `data`; `alpha` is a deflated 8-bit mask or b""."""

    width: int
    height: int
    entries: bytes
    data: bytes
    alpha: bytes


def for_storage(file: bytes) -> bytes:
    """The PNG or JPEG file that is to be kept of `file`: itself, or a smaller one that prints the same.

    It goes along with each document to be drawn, so it is kept small. Raises BillingError as `read_picture` does.
    """
    read_picture(file)
    with Image.open(io.BytesIO(file), formats=("PNG", "JPEG")) as image:
        fits = image.width <= _MAX_PIXELS[0] and image.height <= _MAX_PIXELS[1]
        if fits and len(file) <= _MAX_STORED_BYTES:
            return file
        small = image.convert("RGBA" if image.has_transparency_data else "RGB")
    small.thumbnail(_MAX_PIXELS, Image.Resampling.LANCZOS)
    png = _encoded(small, "PNG", optimize=True)
    if len(png) <= _MAX_STORED_BYTES or small.mode == "RGBA":
        return png
    return _encoded(small, "JPEG", quality=90)  # a photograph


@lru_cache(maxsize=8)
def read_picture(file: bytes) -> Picture:
    """The picture in a PNG or JPEG file. Raises BillingError when it is neither or is damaged."""
    try:
        with warnings.catch_warnings():
            # A picture so large that Pillow warns is one that we refuse.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(file), formats=("PNG", "JPEG")) as image:
                return _prepare(image, file)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BillingError("the logo cannot be read", "company settings", "choose another PNG or JPEG file") from error


def _prepare(image: Image.Image, file: bytes) -> Picture:
    image.load()
    fits = image.width <= _MAX_PIXELS[0] and image.height <= _MAX_PIXELS[1]
    if image.format == "JPEG" and image.mode in {"RGB", "L"} and fits and len(file) <= _MAX_JPEG_BYTES:
        space = b"/DeviceRGB" if image.mode == "RGB" else b"/DeviceGray"
        return Picture(image.width, image.height, _entries(space, b"/DCTDecode"), file, b"")
    rgba = image.convert("RGBA")
    if not fits:
        rgba.thumbnail(_MAX_PIXELS, Image.Resampling.LANCZOS)
    alpha = rgba.getchannel("A")
    has_alpha = alpha.getextrema() != (255, 255)
    return Picture(
        rgba.width,
        rgba.height,
        _entries(b"/DeviceRGB", b"/FlateDecode"),
        zlib.compress(rgba.convert("RGB").tobytes(), 9),
        zlib.compress(alpha.tobytes(), 9) if has_alpha else b"",
    )


def _encoded(image: Image.Image, form: str, **options: bool | int) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def _entries(space: bytes, codec: bytes) -> bytes:
    return b"/ColorSpace " + space + b" /BitsPerComponent 8 /Filter " + codec
