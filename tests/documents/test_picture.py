"""A logo goes onto the page as it is meant, small enough, or is refused with a remedy."""

import io

import pytest
from PIL import Image

from billdesk.billing.errors import BillingError
from billdesk.documents.invoice import render_invoice
from billdesk.documents.picture import read_picture
from tests.documents.papers import an_invoice, opened


def a_picture(size=(300, 100), mode="RGB", color="red", kind="PNG"):
    file = io.BytesIO()
    Image.new(mode, size, color).save(file, kind)
    return file.getvalue()


def images(paper):
    return opened(paper).pages[0].images


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("RGB", "PNG"), ("L", "PNG"), ("P", "PNG"), ("1", "PNG"), ("LA", "PNG"), ("RGB", "JPEG"), ("L", "JPEG"), ("CMYK", "JPEG")],
)
def test_logo_of_any_mode_is_on_the_page(mode, kind):
    (image,) = images(
        an_invoice(
            1,
            logo=a_picture(
                mode=mode,
                color=None if mode in {"P", "1"} else {"LA": (9, 255), "L": 9, "CMYK": (0, 255, 255, 0)}.get(mode, "red"),
                kind=kind,
            ),
        )
    )
    assert image.image.size == (300, 100)


def test_transparency_is_kept():
    (image,) = images(an_invoice(1, logo=a_picture(mode="RGBA", color=(255, 0, 0, 128))))
    assert image.image.convert("RGBA").getpixel((5, 5)) == (255, 0, 0, 128)


def test_large_logo_is_scaled_down():
    picture = read_picture(a_picture((4000, 1000)))
    assert (picture.width, picture.height) == (900, 225)


def test_logo_keeps_its_shape_in_its_room(monkeypatch):
    from billdesk.documents.sheet import Sheet

    heights = []
    place = Sheet.picture
    monkeypatch.setattr(Sheet, "picture", lambda *args: heights.append(place(*args)))
    render_invoice(an_invoice(1, logo=a_picture((700, 100))))
    render_invoice(an_invoice(1, logo=a_picture((100, 700))))
    # 70 x 24 mm are 198.4 x 68.0 points: the wide one is 198.4 / 7 high, the tall one 68.0.
    assert heights == [pytest.approx(28.35, abs=0.01), pytest.approx(68.03, abs=0.01)]


@pytest.mark.parametrize(
    "file", [b"no picture", b"\x89PNG\r\n\x1a\n", a_picture()[:60], a_picture(kind="GIF"), a_picture(kind="JPEG")[:200]]
)
def test_broken_logo_is_refused_with_its_remedy(file):
    with pytest.raises(BillingError, match="the logo cannot be read, company settings; choose another PNG or JPEG file"):
        render_invoice(an_invoice(logo=file))


def test_logo_that_would_fill_the_memory_is_refused():
    with pytest.raises(BillingError, match="the logo cannot be read"):
        read_picture(a_picture((12_000, 12_000), mode="1", color=0))
