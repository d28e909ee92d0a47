"""Triggers that keep posted rows, claims, the audit log, the archive and party snapshots as they were written.

Written once for SQLite and once for PostgreSQL. Each refusal says what to do instead. Only migrations call this.
"""

from __future__ import annotations

POSTED = "a posted document never changes; write a credit note instead"
_LINE_OF_POSTED = "EXISTS (SELECT 1 FROM invoices i WHERE i.id = {row}.invoice_id AND i.status = 'posted')"
_NOT_FREED = (
    "NOT EXISTS (SELECT 1 FROM invoice_lines l JOIN invoices c ON c.credits_id = l.invoice_id "
    "WHERE l.id = OLD.invoice_line_id AND c.frees_periods = 1 AND c.status = 'posted')"
)
_BILLED_LINE = "EXISTS (SELECT 1 FROM billed_periods b WHERE b.order_line_id = OLD.id)"

GUARDS: tuple[tuple[str, str, str, str, str], ...] = (
    ("invoices_update", "invoices", "UPDATE", "OLD.status = 'posted'", POSTED),
    ("invoices_delete", "invoices", "DELETE", "OLD.status = 'posted'", POSTED),
    ("invoice_lines_insert", "invoice_lines", "INSERT", _LINE_OF_POSTED.format(row="NEW"), POSTED),
    ("invoice_lines_update", "invoice_lines", "UPDATE", _LINE_OF_POSTED.format(row="OLD"), POSTED),
    ("invoice_lines_delete", "invoice_lines", "DELETE", _LINE_OF_POSTED.format(row="OLD"), POSTED),
    ("invoice_taxes_insert", "invoice_taxes", "INSERT", _LINE_OF_POSTED.format(row="NEW"), POSTED),
    ("invoice_taxes_update", "invoice_taxes", "UPDATE", _LINE_OF_POSTED.format(row="OLD"), POSTED),
    ("invoice_taxes_delete", "invoice_taxes", "DELETE", _LINE_OF_POSTED.format(row="OLD"), POSTED),
    ("billed_periods_update", "billed_periods", "UPDATE", "TRUE", "a billed period never changes"),
    ("billed_periods_delete", "billed_periods", "DELETE", _NOT_FREED, "a billed period is freed by cancel-and-rebill only"),
    ("audit_log_update", "audit_log", "UPDATE", "TRUE", "the audit log never changes"),
    ("audit_log_delete", "audit_log", "DELETE", "TRUE", "the audit log never changes"),
    ("documents_update", "documents", "UPDATE", "TRUE", "an archived document never changes"),
    ("documents_delete", "documents", "DELETE", "TRUE", "an archived document never changes"),
    ("parties_update", "parties", "UPDATE", "TRUE", "a party snapshot never changes"),
    ("parties_delete", "parties", "DELETE", "TRUE", "a party snapshot never changes"),
    ("number_series_delete", "number_series", "DELETE", "OLD.last_no > 0", "a number series in use never goes away"),
    ("number_series_update", "number_series", "UPDATE", "NEW.last_no < OLD.last_no", "numbers only go up"),
    ("order_lines_delete", "order_lines", "DELETE", _BILLED_LINE, "a billed order line stays; cancel the order instead"),
)


def create_statements(dialect: str) -> list[str]:
    """The DDL of all guards for `sqlite` or `postgresql`."""
    if dialect == "sqlite":
        return [_sqlite(*guard) for guard in GUARDS]
    return [statement for guard in GUARDS for statement in _postgresql(*guard)]


def _sqlite(name: str, table: str, event: str, condition: str, message: str) -> str:
    return f"CREATE TRIGGER guard_{name} BEFORE {event} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"


def _postgresql(name: str, table: str, event: str, condition: str, message: str) -> list[str]:
    answer = "OLD" if event == "DELETE" else "NEW"
    body = f"BEGIN IF {condition} THEN RAISE EXCEPTION '{message}'; END IF; RETURN {answer}; END"
    return [
        f"CREATE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER guard_{name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION guard_{name}()",
    ]
