"""A stranger with an SQL shell at a posted company: the database refuses, or `billdesk verify` ends with 3 and names it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.companies import sample
from tests.crash.crowd import Ended, Process

TAMPERINGS = {
    "an amount": (
        "UPDATE invoices SET net_minor = net_minor + 100, total_minor = total_minor + 100 WHERE number = 'INV-2026-00001'",
        "a posted document never changes; write a credit note instead",
        {"invoices", "seals"},
        "INV-2026-00001",
    ),
    "a line": (
        "UPDATE invoice_lines SET quantity_e6 = 2 * quantity_e6 WHERE id = 1",
        "a posted document never changes; write a credit note instead",
        {"invoices", "seals"},
        "INV-2026-00001",
    ),
    "a number": (
        "UPDATE invoices SET number = 'INV-2026-00077', series_no = 77 WHERE number = 'INV-2026-00003'",
        "a posted document never changes; write a credit note instead",
        {"seals", "numbers"},
        "INV-2026-00077",
    ),
    "a claim": (
        "DELETE FROM billed_periods WHERE invoice_line_id = 1",
        "a period is billed once, and freed by cancel-and-rebill only",
        {"billed-periods", "nothing-due-missing"},
        "INV-2026-00001",
    ),
    "an audit row": (
        "UPDATE audit_log SET actor = 'somebody else' WHERE id = 4",
        "the audit log never changes",
        {"audit-log"},
        "row 4 of the audit log",
    ),
    "an archived PDF": (
        "UPDATE documents SET content = zeroblob(length(content))",
        "an archived document never changes",
        {"archive"},
        "INV-2026-00001",
    ),
}
"""What is done -> (how, what the guards answer, the checks that fail without them, what they name)."""


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company with posted, credited and archived documents; never to be changed."""
    folder = tmp_path_factory.mktemp("tampering")
    sample(str(folder / "Sample.billdesk"), folder).engine.dispose()
    return folder / "Sample.billdesk"


@pytest.fixture
def path(pristine: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copyfile(pristine, tmp_path / "Sample.billdesk"))


@contextmanager
def shell(path: Path) -> Iterator[sqlite3.Connection]:
    """An SQL shell at the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def verify(path: Path) -> Ended:
    """`billdesk verify --json`."""
    return Process("verify", path, "--json").end()


@pytest.mark.parametrize("what", TAMPERINGS)
def test_the_database_refuses(path: Path, what: str):
    statement, refusal, _, _ = TAMPERINGS[what]
    with shell(path) as connection, pytest.raises(sqlite3.IntegrityError) as refused:
        connection.execute(statement)
    assert str(refused.value) == refusal
    assert verify(path).code == 0


@pytest.mark.parametrize("what", TAMPERINGS)
def test_verify_names_what_was_done_without_the_guards(path: Path, what: str):
    statement, _, checks, name = TAMPERINGS[what]
    with shell(path) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for guard, _ in guards:
            connection.execute(f"DROP TRIGGER {guard}")
        assert connection.execute(statement).rowcount == 1
        for _, sql in guards:
            connection.execute(sql)
    answer = verify(path)
    assert (answer.code, answer.err) == (3, "")
    assert answer.json["ok"] is False
    violations = {check["name"]: check["violations"] for check in answer.json["checks"] if not check["ok"]}
    assert set(violations) == checks
    assert name in " ".join(sentence for sentences in violations.values() for sentence in sentences)
