"""A message for one's own mail program: a draft with the PDF, or an address to click on."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path
from urllib.parse import parse_qs, unquote

import pytest

from billdesk.billing.errors import BillingError
from billdesk.services.company import Company
from billdesk.services.mail.handover import mailto, write_draft
from billdesk.services.mail.outbox import find_message, mark_handed_over
from tests.services.mail.conftest import FIRST


def test_a_draft_has_the_pdf_and_is_sent_when_the_person_says_so(company: Company, tmp_path: Path):
    message = find_message(company, 1)
    path = write_draft(company, message, tmp_path / "drafts")
    assert path.name == f"{FIRST}.eml"
    draft = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert (draft["X-Unsent"], draft["To"].addresses[0].addr_spec) == ("1", "ada@example.org")
    assert [a.get_filename() for a in draft.iter_attachments()] == [f"{FIRST}.pdf"]
    assert find_message(company, 1).state == "queued"
    mark_handed_over(company, 1)
    assert find_message(company, 1).state == "sent"


def test_a_folder_that_cannot_be_made_is_said(company: Company, tmp_path: Path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(BillingError, match="the draft cannot be written"):
        write_draft(company, find_message(company, 1), tmp_path / "taken")


def test_an_address_to_click_on_carries_subject_and_text():
    link = mailto("Ada <ada@example.org>, bob+1@example.org", "R&D\r\n?bcc=x@y.example", "Grüße\nund & mehr\n")
    scheme, _, rest = link.partition(":")
    to, _, query = rest.partition("?")
    assert (scheme, unquote(to)) == ("mailto", "ada@example.org,bob+1@example.org")
    assert "+" not in to
    assert parse_qs(query) == {"subject": ["R&D ?bcc=x@y.example"], "body": ["Grüße\r\nund & mehr\r\n"]}
    assert "body=" not in mailto("ada@example.org", "S", "x" * 3000)
