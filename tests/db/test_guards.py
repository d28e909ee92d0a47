"""What is posted stays as it is: each guard refuses, on both databases, and each CHECK refuses a state that cannot be."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from billdesk.db.triggers import GUARDS_0001, Guard, create_statements
from tests.companies import sample

POSTED = "a posted document never changes"
CLAIM = "a period is billed once"
AUDIT = "the audit log never changes"
ARCHIVE = "an archived document never changes"
PARTY = "a party snapshot never changes"
SERIES = "a number series in use stays as it is"

REFUSED = {
    "guard_invoices_update": ("UPDATE invoices SET reference = 'x' WHERE number = 'INV-2026-00001'", POSTED),
    "guard_invoices_delete": ("DELETE FROM invoices WHERE number = 'INV-2026-00001'", POSTED),
    "guard_invoice_lines_update": (
        "UPDATE invoice_lines SET description = 'x' WHERE invoice_id = (SELECT id FROM invoices WHERE number = 'INV-2026-00001')",
        POSTED,
    ),
    "guard_invoice_lines_delete": (
        "DELETE FROM invoice_lines WHERE invoice_id = (SELECT id FROM invoices WHERE number = 'CN-2026-00001')",
        POSTED,
    ),
    "guard_invoice_taxes_update": (
        "UPDATE invoice_taxes SET tax_minor = 0 WHERE invoice_id = (SELECT id FROM invoices WHERE number = 'INV-2026-00001')",
        POSTED,
    ),
    "guard_invoice_taxes_delete": (
        "DELETE FROM invoice_taxes WHERE invoice_id = (SELECT id FROM invoices WHERE number = 'INV-2026-00001')",
        POSTED,
    ),
    "guard_billed_periods_update": ("UPDATE billed_periods SET period_until = '2026-12-31' WHERE order_line_id = 1", CLAIM),
    "guard_billed_periods_delete": ("DELETE FROM billed_periods WHERE order_line_id = 1", CLAIM),
    "guard_audit_log_update": ("UPDATE audit_log SET actor = 'nobody' WHERE id = 1", AUDIT),
    "guard_audit_log_delete": ("DELETE FROM audit_log WHERE id = 1", AUDIT),
    "guard_documents_insert": (
        """INSERT INTO documents (id, invoice_id, template, sha256, content, archived_at)
        SELECT 2, i.id, template, sha256, content, archived_at FROM documents, invoices i WHERE i.status = 'draft'""",
        ARCHIVE,
    ),
    "guard_documents_update": ("UPDATE documents SET template = 'x'", ARCHIVE),
    "guard_documents_delete": ("DELETE FROM documents", ARCHIVE),
    "guard_parties_insert": (
        """INSERT INTO parties (id, sha256, name, street, city, region, postcode, country, tax_id, email, phone)
        VALUES (1, 'other', '', '', '', '', '', '', '', '', '')""",
        PARTY,
    ),
    "guard_parties_update": ("UPDATE parties SET name = 'x' WHERE id = 1", PARTY),
    "guard_parties_delete": ("DELETE FROM parties WHERE id = 1", PARTY),
    "guard_number_series_insert": (
        "INSERT INTO number_series (id, kind, fiscal_year, head, last_no) VALUES (1, 'invoice', 2030, 'X-', 0)",
        SERIES,
    ),
    "guard_number_series_update": ("UPDATE number_series SET last_no = last_no - 1 WHERE kind = 'invoice'", SERIES),
    "guard_number_series_delete": ("DELETE FROM number_series WHERE kind = 'invoice'", SERIES),
    "guard_order_lines_delete": ("DELETE FROM order_lines WHERE id = 1", "a billed order line stays"),
}


@pytest.fixture(scope="module")
def file_engine(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("guards")
    company = sample(str(folder / "Sample.billdesk"), folder)
    yield company.engine
    company.engine.dispose()


@pytest.fixture(scope="module")
def server_engine(postgres_server: str, tmp_path_factory: pytest.TempPathFactory):
    from tests.postgres import fresh_database

    with fresh_database(postgres_server) as url:
        company = sample(url, tmp_path_factory.mktemp("guards"))
        yield company.engine
        company.engine.dispose()


@pytest.fixture(params=["file", "server"])
def engine(request: pytest.FixtureRequest) -> Engine:
    made: Engine = request.getfixturevalue(f"{request.param}_engine")
    return made


def test_every_guard_is_tried():
    assert set(REFUSED) == {guard.name for guard in GUARDS_0001}


@pytest.mark.parametrize("name", REFUSED)
def test_the_guard_refuses_and_says_why(engine: Engine, name: str):
    statement, message = REFUSED[name]
    with engine.connect() as connection, pytest.raises(IntegrityError, match=message):
        connection.execute(text(statement))


MOVED = [
    "UPDATE invoices SET id = 99 WHERE status = 'draft'",
    """UPDATE invoice_lines SET invoice_id = (SELECT id FROM invoices WHERE number = 'INV-2026-00001'), position = 9
    WHERE invoice_id = (SELECT min(id) FROM invoices WHERE status = 'draft')""",
    "UPDATE number_series SET head = 'X-' WHERE kind = 'invoice'",
]


@pytest.mark.parametrize("statement", MOVED)
def test_nothing_is_moved_into_what_is_posted(engine: Engine, statement: str):
    with engine.connect() as connection, pytest.raises(IntegrityError, match=f"{POSTED}|{SERIES}"):
        connection.execute(text(statement))


@pytest.mark.parametrize("table", ["invoices", "billed_periods", "audit_log", "parties"])
def test_truncate_is_refused_on_a_server(server_engine: Engine, table: str):
    with server_engine.connect() as connection, pytest.raises(IntegrityError, match="never emptied"):
        connection.execute(text(f"TRUNCATE {table} CASCADE"))


def test_the_guards_also_stand_before_a_stranger_with_sqlite(file_engine: Engine):
    with closing(sqlite3.connect(file_engine.url.database or "")) as stranger:
        with pytest.raises(sqlite3.IntegrityError, match=POSTED):
            stranger.execute("UPDATE invoices SET total_minor = 1 WHERE status = 'posted'")
        with pytest.raises(sqlite3.IntegrityError, match=PARTY):
            stranger.execute("REPLACE INTO parties SELECT 1, 'x', '', '', '', '', '', '', '', '', ''")


def test_drafts_may_change(engine: Engine):
    with engine.connect() as connection:
        assert connection.execute(text("UPDATE invoices SET reference = 'x' WHERE status = 'draft'")).rowcount == 3
        connection.execute(text("DELETE FROM invoice_lines WHERE invoice_id IN (SELECT id FROM invoices WHERE status = 'draft')"))
        assert connection.execute(text("DELETE FROM invoices WHERE status = 'draft'")).rowcount == 3


IMPOSSIBLE = {
    "a status that does not exist": "UPDATE invoices SET status = 'lost' WHERE status = 'draft'",
    "a draft with a number": "UPDATE invoices SET number = 'X' WHERE status = 'draft'",
    "a posted invoice without a number": "UPDATE invoices SET status = 'posted' WHERE status = 'draft'",
    "a posted invoice without a place in its series": (
        "UPDATE invoices SET status = 'posted', number = 'X', series_id = 1, issued_on = '2026-01-01', due_on = '2026-01-01', "
        "buyer_id = 1, seller_id = 1 WHERE id = (SELECT min(id) FROM invoices WHERE status = 'draft')"
    ),
    "a total that is no sum": "UPDATE invoices SET total_minor = total_minor + 1 WHERE status = 'draft'",
    "a credit note of nothing": "UPDATE invoices SET kind = 'credit_note' WHERE status = 'draft'",
    "a second draft for one target": (
        "INSERT INTO invoices (id, kind, status, account_id, currency, price_basis, group_key, target_on, net_minor, tax_minor, "
        "total_minor, line_count, order_count) SELECT 99, kind, status, account_id, currency, price_basis, group_key, target_on, "
        "0, 0, 0, 0, 0 FROM invoices WHERE status = 'draft' LIMIT 1"
    ),
    "an invoice of no account": "UPDATE invoices SET account_id = 99 WHERE status = 'draft'",
    "a period that ends before it starts": (
        "UPDATE invoice_lines SET period_until = period_from WHERE period_from IS NOT NULL "
        "AND invoice_id IN (SELECT id FROM invoices WHERE status = 'draft')"
    ),
    "half a period": (
        "UPDATE invoice_lines SET period_until = NULL WHERE period_from IS NOT NULL "
        "AND invoice_id IN (SELECT id FROM invoices WHERE status = 'draft')"
    ),
    "more days than there are": (
        "UPDATE invoice_lines SET used_days = whole_days + 1 WHERE invoice_id IN (SELECT id FROM invoices WHERE status = 'draft')"
    ),
    "a claim twice": (
        "INSERT INTO billed_periods SELECT order_line_id, period_from, period_until, "
        "(SELECT max(id) FROM invoice_lines) FROM billed_periods WHERE order_line_id = 2"
    ),
    "a line claimed twice": (
        "INSERT INTO billed_periods SELECT order_line_id, '2030-01-01', '2030-02-01', invoice_line_id "
        "FROM billed_periods WHERE order_line_id = 2"
    ),
    "a negative price": "UPDATE order_lines SET unit_price_e4 = -1",
    "a discount over 100 %": "UPDATE order_lines SET discount_e4 = 1000001",
    "a recurring line without cadence": "UPDATE order_lines SET every = NULL WHERE charge_type = 'recurring'",
    "a line that ends before it starts": "UPDATE order_lines SET end_on = '2000-01-01'",
    "a date of another form": "UPDATE order_lines SET start_on = '1.1.2026'",
    "a next charge without a date": "UPDATE order_lines SET next_billing_on = NULL WHERE next_from IS NOT NULL",
    "a line of another account's order": "UPDATE order_lines SET account_id = 2 WHERE id = 1",
    "a flag that is neither": "UPDATE accounts SET is_archived = 2",
    "a party stored twice": (
        "INSERT INTO parties SELECT 99, sha256, name, street, city, region, postcode, country, tax_id, email, phone "
        "FROM parties WHERE id = 1"
    ),
    "an occurrence run twice": (
        "INSERT INTO invoice_runs SELECT 99, schedule_id, occurrence_on, target_on, invoice_on, mode, state, started_at, "
        "ended_at, invoice_count, line_count FROM invoice_runs WHERE id = 1"
    ),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_a_state_that_cannot_be_is_refused(engine: Engine, what: str):
    with engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text(IMPOSSIBLE[what]))


@pytest.mark.parametrize("value", ["'much'", "1.5", "x'00'"])
def test_a_file_takes_no_value_of_another_type(file_engine: Engine, value: str):
    with file_engine.connect() as connection, pytest.raises(IntegrityError, match="cannot store"):
        connection.execute(text(f"UPDATE order_lines SET quantity_e6 = {value}"))


def test_statements_of_one_guard_are_written_for_both_databases():
    guard = Guard("invoices", "DELETE", "OLD.status = 'posted'", "no")
    (statement,) = create_statements("sqlite", (guard,))
    assert statement.startswith("CREATE TRIGGER guard_invoices_delete BEFORE DELETE ON invoices WHEN OLD.status = 'posted' BEGIN")
    assert statement.endswith("BEGIN SELECT RAISE(ABORT, 'no'); END")
    assert [words.partition("(")[0] for words in create_statements("postgresql", (guard,))] == [
        "CREATE FUNCTION guard_invoices_delete",
        "CREATE TRIGGER guard_invoices_delete BEFORE DELETE ON invoices FOR EACH ROW EXECUTE FUNCTION guard_invoices_delete",
        "CREATE OR REPLACE FUNCTION guard_truncate",
        "CREATE TRIGGER guard_invoices_truncate BEFORE TRUNCATE ON invoices EXECUTE FUNCTION guard_truncate",
    ]
