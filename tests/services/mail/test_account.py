"""The mail account, its password and the templates: what is kept, where, and what is refused by name."""

from __future__ import annotations

from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as Absent
from keyring.errors import KeyringLocked, PasswordDeleteError

from billdesk import bootstrap
from billdesk.billing.errors import BillingError, FieldError
from billdesk.services.company import Company
from billdesk.services.mail.account import MailAccount, change_account, read_account
from billdesk.services.mail.outbox import find_message
from billdesk.services.mail.password import PasswordNeeded, forget_password, has_keyring, keep_password, password_for
from billdesk.services.mail.templates import STANDARD, MailTemplate, change_templates, fill, read_templates
from billdesk.services.mail.wording import read_wording

GOOD: dict[str, str | int] = {"host": "mail.example", "from_address": "post@acme.example", "user": "post"}


@pytest.fixture
def empty(company_target: str):
    made = bootstrap.create(company_target, "Acme Ltd", "EUR", "AT")
    yield made
    made.engine.dispose()


def test_an_account_is_kept_without_its_password(empty: Company):
    assert read_account(empty) == MailAccount()
    assert not read_account(empty).is_set
    change_account(empty, {**GOOD, "port": "2525", "from_name": "Acme\n Ltd"})
    kept = read_account(empty)
    assert kept == MailAccount("mail.example", 2525, "starttls", "post", "post@acme.example", "Acme Ltd")
    assert (kept.is_set, kept.key) == (True, "post@mail.example")
    change_account(empty, {"port": ""})
    assert read_account(empty).real_port == 587


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("host", "mail example\n.org", "is no name of a server"),
        ("host", "a;b", "is no name of a server"),
        ("port", "65536", "is not a number from 1 to 65535"),
        ("port", "-1", "is not a number from 1 to 65535"),
        ("security", "ssl", "unknown security 'ssl'"),
        ("from_address", "post", "is no e-mail address"),
        ("from_address", "", "is no e-mail address"),
        ("reply_to", "a@b@c", "is no e-mail address"),
        ("ca_file", "/nowhere/server.pem", "there is no such file"),
    ],
)
def test_what_cannot_be_an_account_is_refused_beside_its_field(empty: Company, field: str, value: str, what: str):
    with pytest.raises(FieldError, match=what) as refused:
        change_account(empty, {**GOOD, field: value})
    assert refused.value.field == field
    assert read_account(empty) == MailAccount()


def test_a_password_never_travels_in_the_open(empty: Company):
    with pytest.raises(FieldError, match="the password would travel where anybody can read it"):
        change_account(empty, {**GOOD, "security": "none"})
    for host in ("127.0.0.1", "localhost", "::1"):
        assert change_account(empty, {**GOOD, "security": "none", "host": host}).real_port == 25


def test_an_unknown_setting_is_named(empty: Company):
    with pytest.raises(BillingError, match="unknown mail setting 'password'"):
        change_account(empty, {"password": "x"})


# -- the password


class Safe(KeyringBackend):
    """A keyring in memory."""

    priority = 1
    is_locked = False

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_locked:
            raise KeyringLocked("it is locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.is_locked:
            raise KeyringLocked("it is locked")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError("not there")
        del self.kept[service, username]


@pytest.fixture
def use_keyring():
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


ACCOUNT = MailAccount("mail.example", user="post", from_address="post@acme.example")


def test_the_password_is_kept_in_the_keyring(use_keyring):
    safe = Safe()
    use_keyring(safe)
    assert has_keyring()
    assert keep_password(ACCOUNT, "gehëim")
    assert safe.kept == {("BillDesk mail", "post@mail.example"): "gehëim"}
    assert password_for(ACCOUNT, None) == "gehëim"
    assert password_for(ACCOUNT, "another") == "another"
    forget_password(ACCOUNT)
    forget_password(ACCOUNT)
    with pytest.raises(PasswordNeeded, match="the mail account wants a password"):
        password_for(ACCOUNT, None)


def test_a_locked_keyring_is_said_in_words(use_keyring):
    safe = Safe()
    safe.is_locked = True
    use_keyring(safe)
    with pytest.raises(BillingError, match=r"the keyring does not take the password \(it is locked\)"):
        keep_password(ACCOUNT, "x")
    with pytest.raises(PasswordNeeded, match=r"the keyring does not give the password \(it is locked\)"):
        password_for(ACCOUNT, None)


def test_without_a_keyring_the_password_is_kept_nowhere(use_keyring):
    use_keyring(Absent())
    assert not has_keyring()
    assert not keep_password(ACCOUNT, "x")
    forget_password(ACCOUNT)
    with pytest.raises(PasswordNeeded):
        password_for(ACCOUNT, None)


def test_a_keyring_that_writes_in_the_clear_is_none(use_keyring):
    clear = type("PlaintextKeyring", (Safe,), {"__module__": "keyrings.alt.file", "__qualname__": "PlaintextKeyring"})
    use_keyring(clear())
    assert not has_keyring()
    assert not keep_password(ACCOUNT, "x")


def test_an_account_without_user_wants_no_password():
    assert password_for(MailAccount("mail.example", from_address="a@b.example"), None) == ""


def test_the_mail_room_loads_no_keyring_before_it_is_asked():
    import subprocess
    import sys

    script = "import sys, billdesk.services.mail.sending; print([n for n in sys.modules if n.startswith('keyring')])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# -- the templates


def test_the_standard_words_are_filled_from_the_document(company: Company):
    wording = read_wording(company, find_message(company, 2).invoice_id)
    assert (wording.subject, wording.recipient, wording.name) == (
        "Invoice INV-2026-00002 from Acme & Söhne",
        "bob@example.org",
        "Beta Ltd",
    )
    assert wording.body == (
        "Dear Sir or Madam,\n\nplease find attached our invoice INV-2026-00002 of 31 Jan 2026 for Beta Ltd.\n\n"
        "Amount due: EUR 25.00\nPlease pay by: 2 Mar 2026\n\nKind regards\nAcme & Söhne\n"
    )
    assert wording.file_name == "INV-2026-00002.pdf"


def test_a_template_of_ones_own_is_used_from_then_on(company: Company):
    former = change_templates(
        company, {"invoice": MailTemplate("{company}:\n {number} ({account_code})", "{{{terms}}} {total}\r\n")}
    )
    assert former == STANDARD
    wording = read_wording(company, find_message(company, 2).invoice_id)
    assert wording.subject == "Acme & Söhne: INV-2026-00002 (A2)"
    assert wording.body == "{Payable within 30 days} EUR 25.00\n"
    assert read_templates(company)["credit_note"] == STANDARD["credit_note"]


def test_a_name_with_braces_is_data():
    assert fill("body", "{account}", {"account": "{total} {0.__class__}"}) == "{total} {0.__class__}"


@pytest.mark.parametrize(
    ("subject", "body", "field", "what"),
    [
        ("", "b", "subject", "the message has no subject"),
        ("{nummer}", "b", "subject", r"unknown field \{nummer\}; use one of: number, account, "),
        ("s", "{number.__class__}", "body", r"unknown field \{number.__class__\}"),
        ("s", "{number!r}", "body", r"unknown field \{number!r\}"),
        ("s", "{total:>10}", "body", r"unknown field \{total:>10\}"),
        ("s", "{}", "body", r"unknown field \{\}"),
        ("s", "a { b", "body", "a brace stands alone"),
        ("s", "a } b", "body", "a brace stands alone"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused_beside_its_field(company: Company, subject, body, field, what):
    with pytest.raises(FieldError, match=what) as refused:
        change_templates(company, {"credit_note": STANDARD["credit_note"], "invoice": MailTemplate(subject, body)})
    assert refused.value.field == f"invoice_{field}"
    assert read_templates(company) == STANDARD


def test_a_kind_that_is_not_there_is_named(company: Company):
    with pytest.raises(BillingError, match="there is no kind of document 'quote'"):
        change_templates(company, {"quote": STANDARD["invoice"]})


def test_the_password_is_nowhere_in_the_file(company: Company, use_keyring, tmp_path: Path):
    use_keyring(Safe())
    change_account(company, GOOD)
    keep_password(read_account(company), "geheim-4711")
    company.engine.dispose()
    assert all(b"geheim-4711" not in path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
