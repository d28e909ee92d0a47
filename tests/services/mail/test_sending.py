"""Sending to a real server on loopback: what arrives, what is refused, what is put off, and what nobody can say.

queued -> sending -> sent | failed | queued, later | uncertain
"""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from billdesk import bootstrap
from billdesk.billing.errors import BillingError, Cancelled
from billdesk.db.engine import reading
from billdesk.services.company import Company, Progress
from billdesk.services.documents import deliver_pdf
from billdesk.services.mail.account import MailAccount, change_account
from billdesk.services.mail.outbox import (
    BACK_OFF,
    Message,
    claim,
    find_abandoned,
    find_message,
    in_state,
    messages_of,
    record,
    settle,
    try_again,
    withdraw,
)
from billdesk.services.mail.password import PasswordNeeded
from billdesk.services.mail.queueing import queue_invoices, queue_message
from billdesk.services.mail.senders import sender_mark
from billdesk.services.mail.sending import SendReport, send_outbox, send_test
from billdesk.services.mail.transport import Courier, Fate, Patience, Verdict
from billdesk.services.verification import verify
from tests.services.mail.conftest import FIRST, FOURTH, HOSTILE, SECOND, THIRD, fill
from tests.services.mail.servers import Post, certificate, mail_server, polite, rude_server

HASTE = Patience(connect=0.6, answer=0.6, content=0.6, verdict=0.6)
SECRET = "pässwörd ☃"


def by_account(company: Company, port: int, **more: str) -> None:
    values: dict[str, str | int] = {"host": "127.0.0.1", "port": port, "security": "none", "from_address": "post@acme.example"}
    change_account(company, {**values, "from_name": "Acme & Söhne", **more})


def states(company: Company) -> dict[str, str]:
    with reading(company.engine) as connection:
        rows = connection.exec_driver_sql("SELECT i.number, x.state FROM outbox x JOIN invoices i ON i.id = x.invoice_id")
        return dict(rows.fetchall())


def ids(company: Company) -> list[int]:
    with reading(company.engine) as connection:
        return list(connection.exec_driver_sql("SELECT id FROM outbox ORDER BY id").scalars())


def only_first(company: Company) -> Message:
    """Leave the first message alone in the outbox."""
    withdraw(company, ids(company)[1:])
    return find_message(company, ids(company)[0])


def test_what_is_queued_arrives_once_with_its_pdf(company: Company):
    post = Post()
    with mail_server(post) as port:
        by_account(company, port, reply_to="office@acme.example")
        report = send_outbox(company)
        again = send_outbox(company)
    assert report == SendReport(3, (), (), (), 0)
    assert again == SendReport(0, (), (), (), 0)
    assert [envelope.rcpt_tos for envelope in post.taken] == [
        ["ada@example.org"],
        ["bob@example.org"],
        ["carla@example.org", "dora@example.org"],
    ]
    message = post.messages()[0]
    assert message["Subject"] == f"Invoice {FIRST} from Acme & Söhne"
    assert [(a.display_name, a.addr_spec) for a in message["From"].addresses] == [("Acme & Söhne", "post@acme.example")]
    assert message["Reply-To"] == "office@acme.example"
    part, attached = message.get_body(), next(message.iter_attachments())
    assert part is not None
    body = part.get_content().replace("\r\n", "\n")
    assert body.startswith("Dear Sir or Madam,\n\nplease find attached our invoice INV-2026-00001 of 31 Jan 2026")
    assert "Amount due: EUR 12.50\nPlease pay by: 2 Mar 2026\n" in body
    assert (attached.get_content_type(), attached.get_filename()) == ("application/pdf", f"{FIRST}.pdf")
    invoice_id = find_message(company, ids(company)[0]).invoice_id
    assert attached.get_content() == deliver_pdf(company, invoice_id).content
    assert states(company) == {FIRST: "sent", SECOND: "sent", THIRD: "sent"}
    assert verify(company).ok


def test_a_hostile_name_adds_no_header_and_no_recipient(company: Company):
    post = Post()
    only_first(company)
    with mail_server(post) as port:
        by_account(company, port)
        send_outbox(company)
    (message,) = post.messages()
    (to,) = message["To"].addresses
    # The library puts spaces between encoded words that follow each other (Python before 3.13).
    assert ("".join(to.display_name.split()), to.addr_spec) == ("".join(HOSTILE.split()), "ada@example.org")
    assert set(message) == {"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"}
    assert post.taken[0].rcpt_tos == ["ada@example.org"]


def test_the_message_id_is_the_one_of_the_queue_each_time(company: Company):
    post = Post(data={"ada@example.org": "451 not now"})
    queued = only_first(company)
    with mail_server(post) as port:
        by_account(company, port)
        send_outbox(company)
        post.data.clear()
        send_outbox(company)
    assert [message["Message-ID"] for message in post.messages()] == [queued.message_id]


def test_a_refusal_for_good_fails_with_the_servers_words_and_the_rest_goes_on(company: Company):
    post = Post(rcpt={"ada@example.org": "550 no such user"}, data={"bob@example.org": "554 looks like spam"})
    with mail_server(post) as port:
        by_account(company, port)
        report = send_outbox(company)
        assert send_outbox(company).sent_count == 0
    assert (report.sent_count, report.put_off, report.uncertain) == (1, (), ())
    assert report.failed == (
        (FIRST, "ada@example.org", "the mail server does not take ada@example.org: 550 no such user"),
        (SECOND, "bob@example.org", "the mail server does not take the message: 554 looks like spam"),
    )
    assert states(company) == {FIRST: "failed", SECOND: "failed", THIRD: "sent"}
    assert in_state(company_connection(company), "failed")[0].last_error == report.failed[0].reason


def company_connection(company: Company):
    return company.engine.connect()


def test_of_several_recipients_none_gets_it_where_one_is_refused(company: Company):
    post = Post(rcpt={"dora@example.org": "550 no such user"})
    with mail_server(post) as port:
        by_account(company, port)
        report = send_outbox(company)
    assert [left.number for left in report.failed] == [THIRD]
    assert [envelope.rcpt_tos for envelope in post.taken] == [["ada@example.org"], ["bob@example.org"]]


def test_what_is_not_taken_for_now_waits_longer_each_time_and_fails_in_the_end(company: Company):
    post = Post(rcpt={"ada@example.org": "450 try later"})
    message = only_first(company)
    now = [company.now()]
    company = replace(company, now=lambda: now[0])
    with mail_server(post) as port:
        by_account(company, port)
        for tries, wait in enumerate(BACK_OFF, 1):
            report = send_outbox(company, is_due_only=True)
            assert [left.reason for left in report.put_off] == ["the mail server does not take ada@example.org: 450 try later"]
            seen = find_message(company, message.id)
            assert (seen.state, seen.attempts) == ("queued", tries)
            assert seen.next_try_at == (now[0] + wait).strftime("%Y-%m-%dT%H:%M:%SZ")
            assert send_outbox(company, is_due_only=True).put_off == ()
            now[0] += wait + timedelta(seconds=1)
        report = send_outbox(company, is_due_only=True)
    assert report.failed[0].reason.startswith("the mail server does not take")
    assert find_message(company, message.id).state == "failed"
    assert "given up after 12 tries" in str(find_message(company, message.id).last_error)


def test_a_person_who_sends_now_does_not_wait_for_the_next_try(company: Company):
    post = Post(data={"ada@example.org": "451 greylisted"})
    only_first(company)
    with mail_server(post) as port:
        by_account(company, port)
        assert len(send_outbox(company).put_off) == 1
        post.data.clear()
        assert send_outbox(company).sent_count == 1


def _silent_at(word: bytes):
    def act(line: socket.socket, text: bytes) -> bool:
        if text.upper().startswith(word):
            time.sleep(1.5)
            return False
        return polite(line, text)

    return act


def _cut_at(word: bytes):
    return lambda line, text: not text.upper().startswith(word) and polite(line, text)


@pytest.mark.parametrize("word", [b"MAIL", b"RCPT", b"DATA"])
@pytest.mark.parametrize("rude", [_silent_at, _cut_at])
def test_trouble_before_the_content_leaves_puts_the_message_off(company: Company, rude, word: bytes):
    message = only_first(company)
    with rude_server(rude(word)) as port:
        by_account(company, port)
        report = send_outbox(company, patience=HASTE)
    assert [left.reason.partition(" (")[0] for left in report.put_off] == ["the connection broke off"]
    assert find_message(company, message.id).state == "queued"


class Swallowing:
    """Takes the content, up to its end or not, and then does `then`."""

    def __init__(self, then: str) -> None:
        self.then, self.is_in_data = then, False

    def __call__(self, line: socket.socket, text: bytes) -> bool:
        if not self.is_in_data:
            self.is_in_data = text.upper().startswith(b"DATA")
            return polite(line, text)
        if self.then == "cut in mid-data":
            return False
        if text != b".\r\n":
            return True
        self.is_in_data = False
        if self.then == "cut at the end":
            return False
        if self.then == "say nothing":
            time.sleep(1.5)
            return False
        line.sendall(b"what?\r\n")
        return True


@pytest.mark.parametrize("then", ["cut at the end", "say nothing", "nonsense"])
def test_a_message_that_has_left_without_an_answer_is_uncertain_until_a_person_settles_it(company: Company, then: str):
    message = only_first(company)
    with rude_server(Swallowing(then)) as port:
        by_account(company, port)
        report = send_outbox(company, patience=HASTE)
    assert (report.sent_count, report.failed, report.put_off) == (0, (), ())
    assert [left.number for left in report.uncertain] == [FIRST]
    post = Post()
    with mail_server(post) as port:
        by_account(company, port)
        assert send_outbox(company).uncertain == report.uncertain
        assert post.taken == []
        settle(company, message.id, was_sent=False)
        assert send_outbox(company).sent_count == 1
    assert post.messages()[0]["Message-ID"] == message.message_id


def test_a_message_that_is_cut_in_mid_data_is_put_off_or_uncertain_and_never_taken_for_sent(company: Company):
    # Which of the two depends on whether its end was under way already when the line broke.
    message = only_first(company)
    with rude_server(Swallowing("cut in mid-data")) as port:
        by_account(company, port)
        report = send_outbox(company, patience=HASTE)
    assert (report.sent_count, report.failed, len(report.put_off) + len(report.uncertain)) == (0, (), 1)
    if report.uncertain:
        settle(company, message.id, was_sent=False)
    post = Post()
    with mail_server(post) as port:
        by_account(company, port)
        assert send_outbox(company).sent_count == 1
    assert [sent["Message-ID"] for sent in post.messages()] == [message.message_id]


def test_a_long_message_that_is_cut_while_it_leaves_is_only_put_off(company: Company):
    message = only_first(company)
    queue_message(company, message.invoice_id, "ada@example.org", body="x" * 8_000_000)
    with rude_server(Swallowing("cut in mid-data")) as port:
        by_account(company, port)
        report = send_outbox(company, patience=replace(HASTE, content=10))
    assert [left.reason.partition(" (")[0] for left in report.put_off] == ["the connection broke off"]


def test_an_uncertain_message_can_be_settled_as_sent(company: Company):
    message = only_first(company)
    with sender_mark() as mark:
        claim(company, message, mark)
        record(company, message, mark, Verdict(Fate.UNKNOWN, "who knows"))
    with pytest.raises(BillingError, match="nobody can say whether the last message to this recipient left"):
        queue_message(company, message.invoice_id, "ada@example.org")
    settle(company, message.id, was_sent=True)
    assert find_message(company, message.id).state == "sent"
    with pytest.raises(BillingError, match="the message is not uncertain, it is sent"):
        settle(company, message.id, was_sent=False)


def test_a_server_that_hangs_up_between_messages_is_called_again(company: Company):
    calls: list[int] = []

    def one_each(line: socket.socket, text: bytes) -> bool:
        return text.upper() != b"RSET\r\n" and polite(line, text)

    class Taking:
        is_in_data = False

        def __call__(self, line: socket.socket, text: bytes) -> bool:
            if self.is_in_data:
                if text == b".\r\n":
                    self.is_in_data = False
                    line.sendall(b"250 taken\r\n")
                return True
            self.is_in_data = text.upper().startswith(b"DATA")
            return one_each(line, text)

    with rude_server(Taking(), calls) as port:
        by_account(company, port)
        assert send_outbox(company, patience=HASTE).sent_count == 3
    assert len(calls) == 3


def test_a_server_that_is_not_there_leaves_all_as_it_was_and_says_why(company: Company):
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    by_account(company, port)
    with pytest.raises(BillingError, match=r"the mail server cannot be reached \(Connection refused\), 127.0.0.1"):
        send_outbox(company)
    assert set(states(company).values()) == {"queued"}
    seen = find_message(company, ids(company)[0])
    assert (seen.attempts, seen.next_try_at) == (0, None)
    assert "cannot be reached" in str(seen.last_error)


def test_a_server_that_does_not_greet_is_not_waited_for(company: Company):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        by_account(company, mute.getsockname()[1])
        with pytest.raises(BillingError, match="the mail server does not answer"):
            send_outbox(company, patience=HASTE)
    assert set(states(company).values()) == {"queued"}


def test_without_an_account_nothing_is_sent(company: Company):
    with pytest.raises(BillingError, match="there is no mail account; set one up, or hand messages over"):
        send_outbox(company)
    assert set(states(company).values()) == {"queued"}


def test_a_server_name_that_is_not_known_is_said_in_words(company: Company):
    by_account(company, 25)
    change_account(company, {"host": "mail.invalid"})
    with pytest.raises(BillingError, match=r"the mail server is not known, mail\.invalid:25"):
        send_outbox(company)


# -- security


@contextmanager
def _secure(post: Post, folder: Path, security: str) -> Iterator[tuple[int, str]]:
    pem, context = certificate(folder)
    if security == "tls":
        options: dict[str, Any] = {"ssl_context": context}
    else:
        options = {"tls_context": context, "require_starttls": True, "authenticator": post.authenticate, "auth_required": True}
    with mail_server(post, **options) as port:
        yield port, str(pem)


def test_starttls_with_a_password_beyond_ascii(company: Company, tmp_path: Path):
    post = Post()
    with _secure(post, tmp_path, "starttls") as (port, pem):
        by_account(company, port, security="starttls", ca_file=pem, user="post")
        assert send_outbox(company, SECRET).sent_count == 3
    assert post.logins == [("PLAIN", SECRET)]


def test_tls_from_the_first_byte(company: Company, tmp_path: Path):
    post = Post()
    with _secure(post, tmp_path, "tls") as (port, pem):
        by_account(company, port, security="tls", ca_file=pem)
        change_account(company, {"host": "localhost"})
        assert send_outbox(company).sent_count == 3


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(company: Company, tmp_path: Path, security: str):
    post = Post()
    with _secure(post, tmp_path, security) as (port, _):
        by_account(company, port, security=security)
        with pytest.raises(BillingError, match=r"certificate is not to be trusted \(self.signed certificate"):
            send_outbox(company)
    assert post.logins == []
    assert set(states(company).values()) == {"queued"}


def test_a_server_without_starttls_gets_no_password(company: Company):
    with mail_server(Post()) as port:
        by_account(company, port, security="starttls", user="post")
        with pytest.raises(BillingError, match="the mail server offers no STARTTLS"):
            send_outbox(company, SECRET)


def test_a_wrong_password_is_said_without_repeating_it(company: Company, tmp_path: Path):
    post = Post()
    with _secure(post, tmp_path, "starttls") as (port, pem):
        by_account(company, port, security="starttls", ca_file=pem, user="post")
        with pytest.raises(BillingError, match=r"refuses the user or password \(535") as refused:
            send_outbox(company, "wrong wörd")
    assert "wrong" not in str(refused.value)
    assert "wrong" not in str(find_message(company, ids(company)[0]).last_error)


def test_a_server_that_knows_login_only_is_logged_in_to(company: Company, tmp_path: Path):
    post = Post()
    pem, context = certificate(tmp_path)
    options = {"tls_context": context, "authenticator": post.authenticate, "auth_exclude_mechanism": ["PLAIN"]}
    with mail_server(post, **options) as port:
        by_account(company, port, security="starttls", ca_file=str(pem), user="post")
        assert send_outbox(company, SECRET).sent_count == 3
    assert post.logins == [("LOGIN", SECRET)]


def test_a_password_that_is_not_kept_is_asked_for(company: Company, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("billdesk.services.mail.password._backend_name", lambda: None)
    by_account(company, 25, user="post")
    with pytest.raises(PasswordNeeded, match=r"the mail account wants a password, post@127\.0\.0\.1"):
        send_outbox(company)


def test_a_test_message_goes_to_oneself(company: Company):
    post = Post()
    with mail_server(post) as port:
        account = MailAccount("127.0.0.1", port, "none", from_address="post@acme.example")
        assert send_test(company, account) == "post@acme.example"
    assert [envelope.rcpt_tos for envelope in post.taken] == [["post@acme.example"]]
    assert set(states(company).values()) == {"queued"}


# -- crashes, and several at once


SENDER = """
import sys
from billdesk import bootstrap
from billdesk.services.mail.sending import send_outbox
report = send_outbox(bootstrap.open_company(sys.argv[1]))
print(report.sent_count)
"""


def start_sender(company: Company) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", SENDER, str(company.engine.url.database)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL here")
def test_a_sender_that_is_killed_between_leaves_the_message_uncertain(company: Company):
    arrived, let_go = threading.Event(), threading.Event()

    class Holding(Swallowing):
        def __call__(self, line: socket.socket, text: bytes) -> bool:
            if self.is_in_data and text == b".\r\n":
                arrived.set()
                let_go.wait(20)
                return False
            return super().__call__(line, text)

    with rude_server(Holding("")) as port:
        by_account(company, port)
        process = start_sender(company)
        assert arrived.wait(20)
        assert states(company)[FIRST] == "sending"
        assert find_abandoned(company) == 0, "its sender is alive"
        process.kill()
        process.communicate()
        let_go.set()
    assert find_abandoned(company) == 1
    assert states(company) == {FIRST: "uncertain", SECOND: "queued", THIRD: "queued"}
    post = Post()
    with mail_server(post) as port:
        by_account(company, port)
        report = send_outbox(company)
    assert (report.sent_count, [left.number for left in report.uncertain]) == (2, [FIRST])
    assert [message["Subject"].split()[1] for message in post.messages()] == [SECOND, THIRD]
    assert "BillDesk was stopped while it sent this message" in report.uncertain[0].reason


def test_two_senders_at_once_send_each_message_once(company: Company):
    invoice = find_message(company, ids(company)[0]).invoice_id
    for n in range(30):
        queue_message(company, invoice, f"copy{n}@example.org")
    post = Post()
    with mail_server(post) as port:
        by_account(company, port)
        processes = [start_sender(company) for _ in range(2)]
        done = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], done
    assert sum(int(out) for out, _ in done) == 33
    assert len({envelope.rcpt_tos[0] for envelope in post.taken}) == len(post.taken) == 33


def test_a_claim_ends_with_its_sender_and_with_its_time(company: Company):
    first, second, third = (find_message(company, row) for row in ids(company))
    with sender_mark() as mark:
        claim(company, first, mark)
        assert find_abandoned(company) == 0
        assert not claim(company, first, mark), "it is claimed already"
    assert find_abandoned(company) == 1
    elsewhere = "another-machine/- 1 - 00"
    claim(company, second, elsewhere)
    assert find_abandoned(company) == 0
    later = company.now() + timedelta(minutes=11)
    assert find_abandoned(replace(company, now=lambda: later)) == 1
    claim(company, third, "nonsense")
    assert find_abandoned(company) == 1


def test_who_settled_a_message_is_not_overruled_by_a_sender_that_comes_late(company: Company):
    message = only_first(company)
    claim(company, message, "gone")
    find_abandoned(company)
    settle(company, message.id, was_sent=False)
    record(company, message, "gone", Verdict(Fate.DELIVERED, "250"))
    assert find_message(company, message.id).state == "queued"


def test_a_sender_that_comes_late_settles_what_nobody_has_settled(company: Company):
    message = only_first(company)
    claim(company, message, "gone")
    find_abandoned(company)
    record(company, message, "gone", Verdict(Fate.DELIVERED, "250"))
    assert find_message(company, message.id).state == "sent"


def test_a_message_whose_words_were_changed_meanwhile_is_not_claimed(company: Company):
    message = only_first(company)
    queue_message(company, message.invoice_id, message.recipient, "Another subject")
    assert not claim(company, message, "me")


def test_stopping_leaves_the_rest_queued(company: Company):
    post = Post()
    with mail_server(post) as port:
        by_account(company, port)
        with pytest.raises(Cancelled, match="stopped at sending, 1 of 3 done"):
            send_outbox(company, progress=Progress(is_cancelled=lambda: len(post.taken) > 0))
    assert list(states(company).values()) == ["sent", "queued", "queued"]
    assert find_message(company, ids(company)[1]).last_error is None


@pytest.mark.parametrize("word", [b"EHLO", b"MAIL", b"DATA"])
def test_a_person_who_stops_is_not_kept_waiting_by_a_server_that_says_nothing(company: Company, word: bytes):
    message = only_first(company)
    stopped = threading.Event()

    def act(line: socket.socket, text: bytes) -> bool:
        if text.upper().startswith(word):
            stopped.set()
            time.sleep(4)
            return False
        return polite(line, text)

    with rude_server(act) as port:
        by_account(company, port)
        begun = time.monotonic()
        with pytest.raises(Cancelled):
            send_outbox(company, progress=Progress(is_cancelled=stopped.is_set))
        assert time.monotonic() - begun < 2
    seen = find_message(company, message.id)
    assert (seen.state, seen.attempts, seen.next_try_at, seen.last_error) == ("queued", 0, None, None)


def test_a_person_who_stops_while_a_server_is_called_is_not_kept_waiting(company: Company):
    begun = time.monotonic()
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        held = [socket.socket() for _ in range(4)]  # what fills the queue, so that nobody else gets through
        for caller in held:
            caller.setblocking(False)
            caller.connect_ex(full.getsockname())
        by_account(company, full.getsockname()[1])
        with pytest.raises(Cancelled):
            send_outbox(company, progress=Progress(is_cancelled=lambda: time.monotonic() - begun > 0.5))
        for caller in held:
            caller.close()
    assert time.monotonic() - begun < 3
    assert set(states(company).values()) == {"queued"}


def test_a_message_that_has_left_is_waited_for_also_by_a_person_who_stops(company: Company):
    only_first(company)
    stopped = threading.Event()

    class Slow(Swallowing):
        def __call__(self, line: socket.socket, text: bytes) -> bool:
            if self.is_in_data and text == b".\r\n":
                stopped.set()
                time.sleep(1)
                self.is_in_data = False
                line.sendall(b"250 taken\r\n")
                return True
            return super().__call__(line, text)

    with rude_server(Slow("")) as port:
        by_account(company, port)
        with pytest.raises(Cancelled):
            send_outbox(company, progress=Progress(is_cancelled=stopped.is_set))
    assert states(company) == {FIRST: "sent"}


# -- queueing


def test_an_invoice_is_queued_in_a_persons_words_and_once_for_each_recipient(company: Company):
    message = only_first(company)
    other = queue_message(company, message.invoice_id, "Anna <anna@example.org>", "Your invoice", "Here it is.")
    assert queue_message(company, message.invoice_id, "anna@example.org", "Once more", "Hello.") == other
    seen = find_message(company, other)
    assert (seen.recipient, seen.subject, seen.body) == ("anna@example.org", "Once more", "Hello.")
    assert seen.message_id != message.message_id
    assert queue_message(company, message.invoice_id, "ada@example.org") == message.id, "what posting has queued is the same"
    post = Post()
    with mail_server(post) as port:
        by_account(company, port)
        send_outbox(company)
    assert [m["Subject"] for m in post.messages()] == [f"Invoice {FIRST} from Acme & Söhne", "Once more"]
    assert [m.state for m in messages_of(company, message.invoice_id)] == ["sent", "sent"]


def test_a_sent_message_is_sent_again_only_where_that_is_said(company: Company):
    message = only_first(company)
    post = Post()
    with mail_server(post) as port:
        by_account(company, port)
        send_outbox(company)
        with pytest.raises(BillingError, match=r"it was sent to ada@example\.org already"):
            queue_message(company, message.invoice_id, "ada@example.org")
        queue_message(company, message.invoice_id, "ada@example.org", again=True)
        send_outbox(company)
    assert [m["Message-ID"] for m in post.messages()] == [message.message_id] * 2


def test_many_are_queued_at_once_and_those_left_out_are_named(company: Company):
    message = only_first(company)
    with reading(company.engine) as connection:
        every = list(connection.exec_driver_sql("SELECT id FROM invoices ORDER BY number").scalars())
    report = queue_invoices(company, every)
    assert report.queued_count == 2
    assert report.left_out == (
        (FIRST, "it has a message already, which is queued"),
        (FOURTH, "the account has no e-mail address"),
    )
    assert report.left_out_ids == (every[0], every[3])
    assert [m.recipient for m in messages_of(company, every[2])] == ["carla@example.org, dora@example.org"]
    assert message.invoice_id == every[0]


def test_what_is_no_address_is_refused_where_it_is_typed_and_fails_where_it_was_posted(company: Company):
    message = only_first(company)
    with pytest.raises(BillingError, match="'nobody' is no e-mail address"):
        queue_message(company, message.invoice_id, "nobody")
    with company.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE outbox SET recipient = 'a@b c'")
    with mail_server(Post()) as port:
        by_account(company, port)
        report = send_outbox(company)
    assert report.failed == ((FIRST, "a@b c", "'a@b c' is no e-mail address; write it like name@example.org"),)


def test_failed_messages_are_tried_again_when_a_person_says_so(company: Company):
    post = Post(rcpt={"ada@example.org": "550 full"})
    message = only_first(company)
    with mail_server(post) as port:
        by_account(company, port)
        send_outbox(company)
        post.rcpt.clear()
        assert try_again(company, [message.id]) == 1
        assert send_outbox(company).sent_count == 1
    assert try_again(company, [message.id]) == 0


def test_on_a_server_the_same_holds(postgres_url: str, tmp_path: Path):
    from tests.services.mail.conftest import FILES

    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    company = fill(bootstrap.create(postgres_url, "Acme", "EUR", "AT"), tmp_path)
    post = Post(rcpt={"bob@example.org": "450 later"})
    with mail_server(post) as port:
        by_account(company, port)
        report = send_outbox(company)
    assert (report.sent_count, len(report.put_off), report.waiting_count) == (2, 1, 1)
    assert verify(company).ok
    company.engine.dispose()


def test_a_courier_that_was_never_connected_puts_off():
    from billdesk.services.mail.message import Envelope

    courier = Courier(MailAccount("127.0.0.1", 1, "none", from_address="a@b.example"), "")
    assert courier.deliver(Envelope("a@b.example", ("c@d.example",), b"")).fate is Fate.LATER
