"""`billdesk mail`: from an account to an empty outbox, and what is left told with exit code 4."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest

from billdesk.__main__ import main
from tests.services.mail.servers import Post, certificate, mail_server

ACCOUNT = "account,name,street,city,country,email\nA1,Ada,Ring 1,Wien,AT,ada@example.org\nA2,Bob,Road 2,Leeds,GB,\n"
FIRST, SECOND = "INV-2026-00001", "INV-2026-00002"


@pytest.fixture
def posted(small: Path, tmp_path: Path) -> Path:
    """The company `small` with an address for both accounts, e-mail for one, and January posted to be e-mailed."""
    (tmp_path / "accounts.csv").write_text(ACCOUNT)
    assert main(["import", str(small), str(tmp_path / "accounts.csv"), "--on", "2026-01-15"]) == 0
    assert main(["run", str(small), "--target", "2026-01-31", "--on", "2026-01-31", "--mode", "email"]) == 0
    return small


def by_account(path: Path, port: int, *more: str) -> int:
    base = ("--host", "127.0.0.1", "--port", str(port), "--from-address", "post@acme.example")
    return main(["mail", "settings", str(path), *base, *(more or ("--security", "none"))])


def test_a_run_queues_and_mail_send_sends(posted: Path, capsys: pytest.CaptureFixture[str]):
    post = Post()
    with mail_server(post) as port:
        assert by_account(posted, port) == 0
        capsys.readouterr()
        assert main(["mail", "send", str(posted), "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"sent": 1, "failed": [], "put_off": [], "uncertain": [], "waiting": 0}
        assert main(["mail", "send", str(posted)]) == 0
        assert capsys.readouterr().out.startswith("There is nothing to send.")
    assert [envelope.rcpt_tos for envelope in post.taken] == [["ada@example.org"]]
    assert main(["mail", "list", str(posted), "--json"]) == 0
    (record,) = json.loads(capsys.readouterr().out)
    assert (record["invoice"], record["state"], record["message"], record["attempts"]) == (FIRST, "sent", 1, 1)
    assert record["sent_at"] is not None


def test_what_failed_is_listed_with_exit_code_4_and_tried_again_on_request(posted: Path, capsys: pytest.CaptureFixture[str]):
    post = Post(rcpt={"ada@example.org": "550 unknown"})
    with mail_server(post) as port:
        by_account(posted, port)
        capsys.readouterr()
        assert main(["mail", "send", str(posted)]) == 4
        assert capsys.readouterr().out == (
            "Sent 0 messages\n"
            f"1 message failed; mend what it says, then: billdesk mail retry {posted} --all\n"
            f"  {FIRST} to ada@example.org: the mail server does not take ada@example.org: 550 unknown\n"
        )
        post.rcpt.clear()
        assert main(["mail", "retry", str(posted), "--all"]) == 0
        assert main(["mail", "send", str(posted)]) == 0
    assert len(post.taken) == 1


def test_what_is_put_off_is_sent_by_the_next_call_but_not_by_a_timer(posted: Path, capsys: pytest.CaptureFixture[str]):
    post = Post(rcpt={"ada@example.org": "450 later"})
    with mail_server(post) as port:
        by_account(posted, port)
        assert main(["mail", "send", str(posted)]) == 4
        post.rcpt.clear()
        assert main(["mail", "send", str(posted), "--due"]) == 0
        assert "1 message still queued" in capsys.readouterr().out
        assert main(["mail", "send", str(posted)]) == 0
    assert len(post.taken) == 1


def test_a_server_that_is_not_there_is_one_line(posted: Path, capsys: pytest.CaptureFixture[str]):
    by_account(posted, 1)
    capsys.readouterr()
    assert main(["mail", "send", str(posted)]) == 1
    err = capsys.readouterr().err
    assert err.startswith("error: the mail server cannot be reached (Connection refused), 127.0.0.1:1; ")
    assert err.count("\n") == 1


def test_the_password_comes_by_stdin_or_by_the_environment(posted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("billdesk.services.mail.password._backend_name", lambda: None)
    post = Post()
    pem, context = certificate(tmp_path)
    with mail_server(post, tls_context=context, authenticator=post.authenticate, auth_required=True) as port:
        by_account(posted, port, "--security", "starttls", "--ca-file", str(pem), "--user", "post")
        monkeypatch.setattr("sys.stdin", io.StringIO("pässwörd ☃\n"))
        assert main(["mail", "send", str(posted), "--password-stdin"]) == 0
        main(["mail", "queue", str(posted), FIRST, "--to", "bob@example.org"])
        assert main(["mail", "send", str(posted)]) == 1
        monkeypatch.setenv("BILLDESK_MAIL_PASSWORD", "pässwörd ☃")
        assert main(["mail", "send", str(posted)]) == 0
        assert main(["mail", "settings", str(posted), "--test"]) == 0
        assert main(["mail", "settings", str(posted), "--keep-password"]) == 1
    assert [envelope.rcpt_tos for envelope in post.taken] == [["ada@example.org"], ["bob@example.org"], ["post@acme.example"]]


def test_documents_are_queued_by_number(posted: Path, capsys: pytest.CaptureFixture[str]):
    capsys.readouterr()
    assert main(["mail", "queue", str(posted), FIRST, SECOND, "--json"]) == 4
    assert json.loads(capsys.readouterr().out) == {
        "queued": 0,
        "left_out": [
            {"invoice": FIRST, "reason": "it has a message already, which is queued"},
            {"invoice": SECOND, "reason": "the account has no e-mail address"},
        ],
    }
    assert main(["mail", "queue", str(posted), SECOND, "--to", "bob@example.org"]) == 0
    assert main(["mail", "queue", str(posted), "INV-2026-00099"]) == 1
    assert main(["mail", "queue", str(posted), SECOND, "--again"]) == 2


def test_an_uncertain_message_is_settled(posted: Path, capsys: pytest.CaptureFixture[str]):
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(posted, isolation_level=None)) as file:
        file.execute("UPDATE outbox SET state = 'sending', sender = 'gone', lease_ends_at = '2026-01-01T00:00:00Z'")
    capsys.readouterr()
    assert main(["list", str(posted), "outbox", "--json"]) == 0
    assert [record["state"] for record in json.loads(capsys.readouterr().out)] == ["uncertain"]
    assert main(["mail", "send", str(posted), "--json"]) == 4
    assert [left["invoice"] for left in json.loads(capsys.readouterr().out)["uncertain"]] == [FIRST]
    assert main(["mail", "settle", str(posted), "1"]) == 2
    assert main(["mail", "settle", str(posted), "1", "--again"]) == 0
    assert main(["mail", "settle", str(posted), "1", "--sent"]) == 1
    assert "the message is not uncertain, it is queued" in capsys.readouterr().err


def test_settings_are_shown_and_refused_by_name(posted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    untouched = shutil.copyfile(posted, tmp_path / "copy.billdesk")
    capsys.readouterr()
    assert main(["mail", "settings", str(untouched), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["host"] == ""
    assert main(["mail", "settings", str(untouched), "--host", "a b"]) == 1
    assert capsys.readouterr().err == "error: 'a b' is no name of a server; write it like smtp.example.org\n"
    assert main(["mail", "send", str(untouched)]) == 1
    assert "there is no mail account" in capsys.readouterr().err
    assert main(["mail", "retry", str(untouched)]) == 2
