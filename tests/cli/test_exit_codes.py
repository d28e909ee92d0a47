"""What a script can rely on: exit codes, one line on stderr, and that a bug never shows a traceback."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

import pytest

from billdesk import cli as command_line
from tests.cli.conftest import AS_OF, NORTHWIND, SCHEDULE, Cli

BILLDESK = (sys.executable, "-m", "billdesk")


def crash(*_words: str) -> NoReturn:
    raise ZeroDivisionError("a bug\nof two lines")


def no_window(_file: str | None) -> int:
    return 0


def run_crashing(*words: str) -> int:
    return command_line.run(words, command_line.Opener(crash, crash), no_window)


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("no_display")
def test_without_a_display_the_window_is_refused_in_one_line(cli: Cli, empty: Path):
    for words in ((), (empty,)):
        answer = cli(*words)
        assert (answer.code, answer.out) == (1, "")
        assert answer.err.startswith("error: there is no display to open a window on; call it from a desktop; ")
        assert answer.err.count("\n") == 1


@pytest.mark.usefixtures("no_display")
def test_without_a_display_the_sample_company_is_made_all_the_same(cli: Cli, tmp_path: Path):
    answer = cli("demo", tmp_path / "demo", "--on", "2026-11-24")
    assert answer.code == 0
    assert answer.out.startswith("Northwind Traders is ready: ")
    assert answer.err.startswith("No window opens: there is no display")
    assert answer.err.count("\n") == 1


def test_a_file_without_a_verb_is_for_the_window():
    opened: list[str | None] = []

    def open_window(file: str | None) -> int:
        opened.append(file)
        return 0

    opener = command_line.Opener(crash, crash)
    for words in ([], ["Acme.billdesk"], ["postgresql+psycopg://host/acme"]):
        assert command_line.run(words, opener, open_window) == 0
    assert opened == [None, "Acme.billdesk", "postgresql+psycopg://host/acme"]


def test_a_bug_is_one_line_and_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run_crashing("list", "postgresql+psycopg://me:secret@host/acme", "accounts") == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: ZeroDivisionError: a bug of two lines; this is a bug in BillDesk; nothing was lost; ")
    assert captured.err.count("\n") == 1
    (report,) = (tmp_path / "state").rglob("crash-*.txt")
    assert str(report) in captured.err
    text = report.read_text()
    assert "Traceback" in text
    assert "billdesk list postgresql+psycopg://me:***@host/acme accounts" in text
    assert "secret" not in text


def test_a_bug_whose_report_cannot_be_kept_there_is_kept_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "state").write_text("a file where the folder should be")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run_crashing("verify", "x.billdesk") == 1
    (report,) = tmp_path.glob("crash-*.txt")
    assert str(report) in capsys.readouterr().err


def test_a_developer_sees_the_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setenv("BILLDESK_DEBUG", "1")
    assert run_crashing("verify", "x.billdesk") == 1
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_a_violation_is_exit_code_3_and_named(cli: Cli, billed: Path):
    with sqlite3.connect(billed) as connection:
        connection.execute("DROP TRIGGER guard_invoices_update")
        connection.execute("UPDATE invoices SET net_minor = net_minor + 1, total_minor = total_minor + 1 WHERE id = 45")
    connection.close()
    answer = cli("verify", billed, "--json")
    assert answer.code == 3
    assert answer.json["ok"] is False
    assert any("INV-1996-00001" in violation for check in answer.json["checks"] for violation in check["violations"])
    assert "BROKEN" in cli("verify", billed).out


def test_an_archived_pdf_that_was_changed_is_refused(cli: Cli, billed: Path, tmp_path: Path):
    cli("pdf", billed, "INV-1996-00001", "--out", tmp_path / "paper")
    with sqlite3.connect(billed) as connection:
        connection.execute("DROP TRIGGER guard_documents_update")
        connection.execute("UPDATE documents SET content = zeroblob(length(content))")
    connection.close()
    answer = cli("pdf", billed, "INV-1996-00001", "--out", tmp_path / "again")
    assert answer.code == 1
    assert answer.err.startswith("error: the archived PDF was changed since it was delivered, INV-1996-00001; ")
    assert not list((tmp_path / "again").iterdir())


def call(*words: object, **options: object) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen([*BILLDESK, *map(str, words)], stdout=pipe, stderr=pipe, text=True, **options)  # type: ignore[call-overload,no-any-return]  # Popen's overloads


def posted_count(path: Path) -> int:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=10)
    try:
        return int(connection.execute("SELECT count(*) FROM invoices WHERE status = 'posted'").fetchone()[0])
    finally:
        connection.close()


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_says_what_is_finished_and_the_next_one_does_the_rest(cli: Cli, empty: Path, number: int):
    cli("import", empty, NORTHWIND, "--profile", "northwind", *AS_OF)
    cli("schedule", "add", empty, *SCHEDULE, *AS_OF)
    process = call("run", empty, "--all-due", *AS_OF)
    deadline = time.monotonic() + 60
    while posted_count(empty) == 0 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "")
    assert out.startswith("Stopped. What was finished stays: ")
    done = posted_count(empty)
    assert 0 < done < 636
    assert f"{done} invoices" in out
    rest = cli("run", empty, "--all-due", *AS_OF, "--json")
    assert (rest.code, rest.json["invoices"] + done) == (0, 636)
    assert cli("verify", empty).code == 0


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_a_reader_that_has_gone_is_no_error(billed_once: Path):
    process = call("list", billed_once, "order-lines")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.wait(timeout=60) == 0
    assert process.stderr.read() == ""
    process.stderr.close()


def test_a_listing_loads_no_library_that_it_does_not_need(billed_once: Path, tmp_path: Path):
    path = shutil.copyfile(billed_once, tmp_path / "copy.billdesk")
    code = (
        "import sys; from billdesk.__main__ import main; main(['list', sys.argv[1], 'accounts', '--json']); "
        "heavy = {'alembic', 'reportlab', 'holidays', 'dateutil', 'psycopg', 'asyncio', 'PySide6'}; "
        "sys.stderr.write(' '.join(sorted(heavy & set(sys.modules) - before)))"
    )
    # SQLAlchemy itself brings asyncio; what counts is what BillDesk adds.
    code = "import sys, sqlalchemy; before = set(sys.modules); " + code
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_help_loads_no_database():
    code = "import sys; from billdesk.__main__ import main; main(['--help']); sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


def test_names_that_the_terminal_cannot_show_stop_nothing(billed_once: Path):
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    process = call("list", billed_once, "accounts", env=environment)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "Berglunds snabbk\\xf6p" in out
