"""The message as it travels: whatever stands in a name or a subject, the headers are ours and arrive as they were meant."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billdesk.billing.errors import FieldError
from billdesk.services.mail.account import MailAccount
from billdesk.services.mail.message import (
    Attachment,
    Envelope,
    Letter,
    addresses,
    clean,
    compose,
    recipient_text,
    travelling_id,
    unsent_file,
)

ACCOUNT = MailAccount("mail.example", from_address="post@acme.example", from_name="Acme & Söhne", reply_to="office@acme.example")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PDF = Attachment("INV-1.pdf", b"%PDF-1.7 \r\n.\r\n\0\xff")
HEADERS = {"From", "To", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"}
HOSTILE = (
    'Müller "Nord" <b>&',
    "Evil\r\nBcc: victim@example.net",
    "victim@example.net, ",
    '"quoted", <x@example.net>' * 4,
    "Ελληνικά " * 14,
    "=?utf-8?q?=0aBcc:=20x?=",
    "A; B: C, D@E",
    "(comment) \\ back",
    "\u2028Bcc: x",
    "x" * 500,
    "",
    "\0",
)


def letter(name: str = "Ada Ltd", subject: str = "Invoice", to: str = "ada@example.org", body: str = "Hello.\n") -> Letter:
    return Letter(ACCOUNT, to, name, subject, body, "<INV-1.ab@billdesk.local>", NOON, (PDF,))


def read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def check(envelope: Envelope, name: str, subject: str) -> None:
    lines = envelope.content.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    assert max(map(len, lines)) <= 998
    assert envelope.content.isascii()
    message, plain = read(envelope.content), email.message_from_bytes(envelope.content)
    assert set(message) == HEADERS
    assert [a.addr_spec for a in message["To"].addresses] == ["ada@example.org"]
    assert [a.addr_spec for a in message["From"].addresses] == ["post@acme.example"]
    shown = str(make_header(decode_header(plain["To"].replace("\r\n", ""))))
    assert "".join(clean(name)[:120].split()) in "".join(shown.replace("\\", "").split()) or "\\" in name or '"' in name
    assert "".join(message["Subject"].split()) == "".join(clean(subject).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_stands_in_names_and_subjects_stays_in_its_place(text: str):
    check(compose(letter(name=text, subject=text)), text, text)
    check(compose(letter(name=text, subject=f"Invoice {text}")), text, f"Invoice {text}")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.text(max_size=40))
def test_no_text_ends_a_header(name: str, subject: str):
    if subject.isascii() or subject.encode("utf-8", "replace").decode() == subject:
        check(compose(letter(name=name, subject=subject)), name, subject)


@pytest.mark.parametrize("text", ["Müller GmbH", "Tom O'Neill", 'The "Best" Ltd', "back\\slash", "A, B & <C>"])
def test_an_ordinary_name_arrives_as_it_was(text: str):
    assert read(compose(letter(name=text)).content)["To"].addresses[0].display_name == text


def test_the_text_and_the_pdf_arrive_as_they_were():
    body = "Grüße\n.\n.dot\nFrom here\n" + "long " * 400 + "\n"
    message = read(compose(letter(body=body)).content)
    part = message.get_body()
    assert part is not None
    assert part.get_content().replace("\r\n", "\n") == body
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("INV-1.pdf", PDF.content)


def test_an_odd_file_name_cannot_name_a_folder():
    odd = Attachment("../R\r\n/ü 1.pdf", b"%PDF")
    (attached,) = read(compose(Letter(ACCOUNT, "a@b.example", "", "S", "B", "<a@b>", NOON, (odd,))).content).iter_attachments()
    assert attached.get_filename() == ".._R_____1.pdf"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("ada@example.org", "ada@example.org"),
        (" Ada <ada@example.org> ; bob@example.org, ", "ada@example.org, bob@example.org"),
        ("ada@example.org, ada@example.org", "ada@example.org"),
        ("info@müller.example", "info@xn--mller-kva.example"),
        ("o'neill+x@example.co.uk", "o'neill+x@example.co.uk"),
    ],
)
def test_a_recipient_is_one_address_or_several(text: str, stored: str):
    assert recipient_text(text) == stored


@pytest.mark.parametrize(
    "text",
    [
        "",
        " , ",
        "nobody",
        "a@",
        "@b",
        "a b@c.example",
        "a@b\r\nBcc: c@d",
        "a@b..example",
        '"a b"@c.example',
        "a@b@c",
        "<a@b>>",
        "a\0@b",
    ],
)
def test_what_is_no_address_is_refused_by_name(text: str):
    with pytest.raises(FieldError) as refused:
        addresses(text)
    assert refused.value.field == "recipient"


def test_more_addresses_than_anybody_means_are_refused():
    with pytest.raises(FieldError, match="more than 10 addresses"):
        addresses(",".join(f"a{n}@example.org" for n in range(11)))


def test_letters_beyond_ascii_before_the_at_need_a_server_that_knows_them():
    envelope = compose(letter(to="zoë@example.org"))
    assert envelope.is_international
    assert "zoë@example.org".encode() in envelope.content


def test_an_unusual_number_makes_a_message_id_all_the_same():
    assert travelling_id("<INV-1.ab@billdesk.local>") == "<INV-1.ab@billdesk.local>"
    odd = travelling_id("<R 1/ü>\r\nX: y.ab@billdesk.local>")
    assert odd == travelling_id("<R 1/ü>\r\nX: y.ab@billdesk.local>")
    assert odd.isascii()
    assert odd.endswith("@billdesk.local>")
    assert odd.isprintable()


def test_a_file_for_ones_own_mail_program_is_a_draft_to_be_sent():
    message = read(unsent_file(letter()))
    assert message["X-Unsent"] == "1"
    assert set(message) == HEADERS | {"X-Unsent"}
    assert next(message.iter_attachments()).get_content() == PDF.content
    bare = Letter(MailAccount(), "ada@example.org", "", "S", "B", "<a@b>", NOON)
    assert "From" not in read(unsent_file(bare))
