"""The audit log's chain as it is written."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from billdesk import bootstrap
from billdesk.billing.errors import BillingError
from billdesk.billing.invoice import chain
from billdesk.db.engine import reading, writing
from billdesk.db.models import audit_log
from billdesk.services import audit
from billdesk.services.company import Company
from billdesk.services.verification import verify


@pytest.fixture
def company(company_target: str):
    made = bootstrap.create(company_target, "Acme", actor="O'Hara 100%")
    yield made
    made.engine.dispose()


def _append(company: Company, *entries: audit.Entry) -> None:
    with writing(company.engine) as connection:
        audit.append(connection, company, entries)


def test_each_row_is_chained_to_the_one_before_it(company: Company):
    _append(company, audit.Entry("post", "invoice", 7, "INV-1", "seal"), audit.Entry("add", "schedule", 1, {"b": 1, "a": "ä"}))
    with reading(company.engine) as connection:
        first, second, third = (tuple(row) for row in connection.execute(select(audit_log).order_by(audit_log.c.id)))
    assert second[2:8] == ("O'Hara 100%", "post", "invoice", 7, "INV-1", "seal")
    assert third[6] == '{"a": "ä", "b": 1}'
    assert first[8] == chain("", *first[:8])
    assert second[8] == chain(first[8], *second[:8])
    assert third[8] == chain(second[8], *third[:8])
    assert next(check.ok for check in verify(company).checks if check.name == "audit-log")


def test_nothing_to_say_writes_nothing(company: Company):
    _append(company)
    with reading(company.engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM audit_log")).scalar() == 1


def test_entries_of_several_kinds_keep_their_order(company: Company):
    _append(company, *(audit.Entry("post", kind, n, "") for n, kind in enumerate(["invoice", "credit_note"] * 3)))
    with reading(company.engine) as connection:
        rows = connection.execute(text("SELECT record_id FROM audit_log WHERE action = 'post' ORDER BY id")).scalars()
        assert list(rows) == [0, 1, 2, 3, 4, 5]
    assert verify(company).ok


@pytest.mark.parametrize("head", ["7", "{", '["x"]', "null"])
def test_a_head_that_cannot_be_read_stops_the_writer(company: Company, head: str):
    with writing(company.engine) as connection:
        connection.execute(text("UPDATE settings SET value = :head WHERE key = 'audit_head'"), {"head": head})
    with pytest.raises(BillingError, match="the head of the audit log is unreadable"):
        _append(company, audit.Entry("test", "company", None, ""))


def test_without_a_kept_head_the_chain_goes_on_from_the_last_row(company: Company):
    with writing(company.engine) as connection:
        connection.execute(text("DELETE FROM settings WHERE key = 'audit_head'"))
    _append(company, audit.Entry("test", "company", None, ""))
    assert verify(company).ok
