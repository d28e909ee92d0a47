"""Triggers that keep posted rows, claims, the audit log, the archive and party snapshots as they were written.

Written once for SQLite and once for PostgreSQL. Each refusal says what to do instead. The guards on INSERT are there
because SQLite's `INSERT OR REPLACE` deletes the row in its way without firing a delete trigger; invoices, their lines
and taxes, claims and audit rows have none, because each would cost a run a twentieth of its time (measured) and
`billdesk verify` names such a change by the document's digest. Only
migrations call this; the guards of a release that is out never change, later ones get a list of their own.
"""

from __future__ import annotations

from typing import NamedTuple


class Guard(NamedTuple):
    """Refuse `event` on a row of `table` where `condition` (over NEW and OLD) holds, with `message`."""

    table: str
    event: str
    condition: str
    message: str

    @property
    def name(self) -> str:
        """The trigger's name."""
        return f"guard_{self.table}_{self.event.lower()}"


_POSTED = "a posted document never changes; write a credit note instead"
_CLAIM = "a period is billed once, and freed by cancel-and-rebill only"
_AUDIT = "the audit log never changes"
_ARCHIVE = "an archived document never changes"
_PARTY = "a party snapshot never changes"
_SERIES = "a number series in use stays as it is, and its numbers only go up"
_OF_POSTED = "EXISTS (SELECT 1 FROM invoices i WHERE i.id = {row}.invoice_id AND i.status = 'posted')"
_OLD_POSTED, _NEW_POSTED = _OF_POSTED.format(row="OLD"), _OF_POSTED.format(row="NEW")
_NOT_FREED = (
    "NOT EXISTS (SELECT 1 FROM invoice_lines l JOIN invoices c ON c.credits_id = l.invoice_id "
    "WHERE l.id = OLD.invoice_line_id AND c.frees_periods = 1 AND c.status = 'posted')"
)
_BILLED_LINE = "EXISTS (SELECT 1 FROM billed_periods b WHERE b.order_line_id = OLD.id)"
_SERIES_CHANGE = (
    "NEW.last_no < OLD.last_no OR (OLD.last_no > 0 AND (NEW.id <> OLD.id OR NEW.head <> OLD.head "
    "OR NEW.kind <> OLD.kind OR NEW.fiscal_year <> OLD.fiscal_year))"
)


def _in_the_way(table: str, match: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} x WHERE {match})"


GUARDS_0001: tuple[Guard, ...] = (
    Guard("invoices", "UPDATE", "OLD.status = 'posted' OR NEW.id <> OLD.id", _POSTED),
    Guard("invoices", "DELETE", "OLD.status = 'posted'", _POSTED),
    Guard("invoice_lines", "UPDATE", f"NEW.id <> OLD.id OR {_OLD_POSTED} OR {_NEW_POSTED}", _POSTED),
    Guard("invoice_lines", "DELETE", _OLD_POSTED, _POSTED),
    Guard("invoice_taxes", "UPDATE", f"{_OLD_POSTED} OR {_NEW_POSTED}", _POSTED),
    Guard("invoice_taxes", "DELETE", _OLD_POSTED, _POSTED),
    Guard("billed_periods", "UPDATE", "TRUE", _CLAIM),
    Guard("billed_periods", "DELETE", _NOT_FREED, _CLAIM),
    Guard("audit_log", "UPDATE", "TRUE", _AUDIT),
    Guard("audit_log", "DELETE", "TRUE", _AUDIT),
    Guard(
        "documents",
        "INSERT",
        f"NOT {_NEW_POSTED} OR " + _in_the_way("documents", "x.id = NEW.id OR x.invoice_id = NEW.invoice_id"),
        _ARCHIVE,
    ),
    Guard("documents", "UPDATE", "TRUE", _ARCHIVE),
    Guard("documents", "DELETE", "TRUE", _ARCHIVE),
    Guard("parties", "INSERT", _in_the_way("parties", "x.id = NEW.id AND x.sha256 <> NEW.sha256"), _PARTY),
    Guard("parties", "UPDATE", "TRUE", _PARTY),
    Guard("parties", "DELETE", "TRUE", _PARTY),
    Guard("number_series", "INSERT", _in_the_way("number_series", "x.id = NEW.id AND x.last_no > 0"), _SERIES),
    Guard("number_series", "UPDATE", _SERIES_CHANGE, _SERIES),
    Guard("number_series", "DELETE", "OLD.last_no > 0", _SERIES),
    Guard("order_lines", "DELETE", _BILLED_LINE, "a billed order line stays; cancel the order instead"),
)

_OF_POSTED_LINE = (
    "EXISTS (SELECT 1 FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id "
    "WHERE l.id = OLD.{column} AND i.status = 'posted')"
)
_ADJUSTED_FREED = (
    "NOT EXISTS (SELECT 1 FROM invoice_lines l JOIN invoices c ON c.credits_id = l.invoice_id "
    "WHERE l.id = OLD.invoice_line_id AND c.frees_periods = 1 AND c.status = 'posted')"
)
_AMENDED = (
    "NEW.id <> OLD.id OR NEW.order_line_id <> OLD.order_line_id OR NEW.number <> OLD.number "
    "OR NEW.effective_on <> OLD.effective_on OR coalesce(NEW.quantity_e6, 0) <> coalesce(OLD.quantity_e6, 0) "
    "OR coalesce(NEW.unit_price_e4, -1) <> coalesce(OLD.unit_price_e4, -1) "
    "OR coalesce(NEW.discount_e4, -1) <> coalesce(OLD.discount_e4, -1) "
    "OR coalesce(NEW.allowance_minor, -1) <> coalesce(OLD.allowance_minor, -1) "
    "OR NEW.sets_end <> OLD.sets_end OR coalesce(NEW.end_on, '') <> coalesce(OLD.end_on, '')"
)
_SETTLED = (
    "EXISTS (SELECT 1 FROM billed_adjustments b WHERE b.order_line_id = OLD.order_line_id AND b.amendment_no = OLD.number) "
    "OR EXISTS (SELECT 1 FROM billed_periods b JOIN invoice_line_parts p ON p.invoice_line_id = b.invoice_line_id "
    "WHERE b.order_line_id = OLD.order_line_id AND p.amendment_no >= OLD.number AND OLD.number > 0)"
)
_AMENDMENT = "an amendment that was billed never changes; amend the line once more"
_QUOTE = "an accepted quote never changes; amend its order"
GUARDS_0003: tuple[Guard, ...] = (
    Guard("invoice_line_parts", "UPDATE", _OF_POSTED_LINE.format(column="invoice_line_id"), _POSTED),
    Guard("invoice_line_parts", "DELETE", _OF_POSTED_LINE.format(column="invoice_line_id"), _POSTED),
    Guard("credited_lines", "UPDATE", _OF_POSTED_LINE.format(column="credit_line_id"), _POSTED),
    Guard("credited_lines", "DELETE", _OF_POSTED_LINE.format(column="credit_line_id"), _POSTED),
    Guard("billed_adjustments", "UPDATE", "TRUE", _CLAIM),
    Guard("billed_adjustments", "DELETE", _ADJUSTED_FREED, _CLAIM),
    Guard("amendments", "UPDATE", f"{_AMENDED} OR (NEW.is_undone <> OLD.is_undone AND ({_SETTLED}))", _AMENDMENT),
    Guard("amendments", "DELETE", _SETTLED, _AMENDMENT),
    Guard("quotes", "UPDATE", "OLD.status = 'accepted'", _QUOTE),
    Guard("quotes", "DELETE", "OLD.status = 'accepted'", _QUOTE),
    Guard("quote_documents", "UPDATE", "TRUE", _ARCHIVE),
    Guard("quote_documents", "DELETE", "TRUE", _ARCHIVE),
)


def create_statements(dialect: str, guards: tuple[Guard, ...] = GUARDS_0001) -> list[str]:
    """The DDL of `guards` for `sqlite` or `postgresql`."""
    if dialect == "sqlite":
        return [_sqlite(guard) for guard in guards]
    emptied = dict.fromkeys(guard.table for guard in guards if guard.event == "DELETE")
    return [statement for guard in guards for statement in _postgresql(guard)] + _truncate_guards(list(emptied))


def _sqlite(guard: Guard) -> str:
    return (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} WHEN {guard.condition} "
        f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    )


def _postgresql(guard: Guard) -> list[str]:
    answer = "OLD" if guard.event == "DELETE" else "NEW"
    body = f"BEGIN IF {guard.condition} THEN {_refusal(guard.message)} END IF; RETURN {answer}; END"
    return [
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
    ]


def _truncate_guards(tables: list[str]) -> list[str]:
    """TRUNCATE fires no row trigger, and would take the tables that refer to this one along."""
    body = f"BEGIN {_refusal('the tables of a company are never emptied')} END"
    return [
        f"CREATE OR REPLACE FUNCTION guard_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        *(
            f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION guard_truncate()"
            for table in tables
        ),
    ]


def _refusal(message: str) -> str:
    # The class of constraint violations, so that drivers report it as they report a broken key.
    return f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';"
