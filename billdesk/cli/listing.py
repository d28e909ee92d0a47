"""`list`: records as a table for people or as JSON for tools."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from billdesk.billing.errors import UsageError
from billdesk.cli.options import Verb, add_file, add_json, add_on
from billdesk.cli.tables import Field, counted, table

if TYPE_CHECKING:
    from billdesk.cli.desk import Desk

KINDS = {
    "accounts": ("account", "bring some in with `billdesk import`"),
    "products": ("product", "bring some in with `billdesk import`"),
    "quotes": ("quote", "make one in the window, or import quotes"),
    "orders": ("order", "bring some in with `billdesk import`"),
    "order-lines": ("order line", "bring some in with `billdesk import`"),
    "invoices": ("invoice", "activate an order with `billdesk order activate`, or run a schedule with `billdesk run`"),
    "invoice-lines": ("invoice line", "activate an order with `billdesk order activate`, or run a schedule"),
    "payments": ("payment", "payments come with a later version of BillDesk"),
    "schedules": ("schedule", "add one with `billdesk schedule add`"),
    "runs": ("run", "run what is due with `billdesk run FILE --all-due`"),
    "exceptions": ("exception", "nothing waits for you"),
    "outbox": ("message", "a run with `--mode email` puts some there"),
}
"""What one record of each kind is called, and what to do where there is none."""

_MONEY = tuple(Field(key, key.capitalize(), True) for key in ("net", "tax", "total", "balance"))
_PERIOD = (Field("period_from", "From"), Field("period_until", "Until"), Field("due_on", "Due on"))
_CHARGE = (
    Field("quantity", "Quantity", True),
    Field("unit_price", "Price", True),
    Field("discount_percent", "Disc %", True),
)
_FIELDS: dict[str, tuple[Field, ...]] = {
    "accounts": (
        Field("account", "Account"),
        Field("name", "Name"),
        Field("city", "City"),
        Field("country", "Country"),
        Field("currency", "Currency"),
        Field("terms", "Terms"),
        Field("email", "E-mail"),
    ),
    "products": (
        Field("product", "Product"),
        Field("name", "Name"),
        Field("category", "Category"),
        Field("unit", "Unit"),
        Field("unit_price", "Price", True),
        Field("charge_type", "Charge"),
        Field("every", "Every"),
        Field("active", "Active"),
    ),
    "orders": (
        Field("order", "Order"),
        Field("account", "Account"),
        Field("account_name", "Name"),
        Field("ordered_on", "Ordered on"),
        Field("due_on", "Due on"),
        Field("status", "Status"),
        Field("line_count", "Lines", True),
        Field("currency", "Currency"),
    ),
    "order-lines": (
        Field("order", "Order"),
        Field("line", "Line", True),
        Field("account", "Account"),
        Field("product", "Product"),
        Field("description", "Description"),
        *_CHARGE,
        Field("charge_type", "Charge"),
        Field("every", "Every"),
        Field("billed_until", "Billed until"),
        Field("next_billing_on", "Next bill"),
        Field("schedule", "Schedule"),
    ),
    "invoices": (
        Field("number", "Number"),
        Field("invoice_id", "Id", True),
        Field("kind", "Kind"),
        Field("status", "Status"),
        Field("payment_status", "Payment"),
        Field("account", "Account"),
        Field("account_name", "Name"),
        Field("issued_on", "Issued on"),
        Field("due_on", "Due on"),
        Field("target_on", "Target"),
        Field("line_count", "Lines", True),
        Field("currency", "Cur."),
        *_MONEY[2:],
    ),
    "invoice-lines": (
        Field("invoice", "Invoice"),
        Field("invoice_id", "Id", True),
        Field("line", "Line", True),
        Field("order", "Order"),
        Field("product", "Product"),
        Field("description", "Description"),
        *_CHARGE,
        Field("net", "Net", True),
        *_PERIOD,
    ),
    "schedules": (
        Field("schedule", "Schedule"),
        Field("every", "Every"),
        Field("day", "Day"),
        Field("start_on", "Start"),
        Field("end_on", "End"),
        Field("group", "Group"),
        Field("mode", "Mode"),
        Field("products", "Products"),
        Field("accounts", "Accounts"),
        Field("ran_on", "Last ran"),
        Field("next_on", "Next"),
        Field("paused", "Paused"),
    ),
    "runs": (
        Field("run", "Run", True),
        Field("schedule", "Schedule"),
        Field("occurrence_on", "For"),
        Field("target_on", "Target"),
        Field("mode", "Mode"),
        Field("state", "State"),
        Field("invoices", "Invoices", True),
        Field("lines", "Lines", True),
        Field("exceptions", "Exceptions", True),
        Field("started_at", "Started at"),
    ),
    "exceptions": (
        Field("account", "Account"),
        Field("account_name", "Name"),
        Field("reason", "Reason"),
        Field("remedy", "Remedy"),
        Field("schedule", "Schedule"),
        Field("target_on", "Target"),
        Field("resolved", "Settled"),
    ),
    "outbox": (
        Field("message", "Message", True),
        Field("invoice", "Invoice"),
        Field("account", "Account"),
        Field("recipient", "Recipient"),
        Field("state", "State"),
        Field("queued_at", "Queued at"),
        Field("next_try_at", "Next try at"),
        Field("sent_at", "Sent at"),
        Field("last_error", "Trouble"),
    ),
}


def show_list(desk: Desk, file: str, kind: str, filters: Sequence[tuple[str, str]], as_of: date | None, as_json: bool) -> int:
    """Print the records of a kind that fit the filters."""
    from billdesk.services.listings import each_record

    company = desk.open(file)
    if kind == "outbox":
        from billdesk.services.mail.outbox import find_abandoned

        find_abandoned(company)  # what a sender left behind that is no more is uncertain from the first look on
    records = each_record(company, kind, filters, as_of)
    noun, remedy = KINDS[kind]
    if as_json:
        count = desk.say_json_rows(records)
    else:
        text, count = table(_FIELDS.get(kind, ()), records)
        if count:
            desk.say(f"{text}\n\n{counted(count, noun)}")
    if not count:
        fitting = " that fits" if filters else ""
        desk.hint(f"There is no {noun}{fitting}; {'try without --where' if filters else remedy}.")
    return 0


def _configure(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help=", ".join(KINDS))
    parser.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="COLUMN=VALUE",
        help="only these; may be repeated; an empty VALUE means unset",
    )
    add_on(parser)
    add_json(parser)


def _list(desk: Desk, options: Namespace) -> int:
    filters = [_filter(text) for text in options.where]
    return show_list(desk, options.file, options.kind, filters, desk.as_of(options), options.json)


def _filter(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        raise UsageError(f"--where {text!r} is not COLUMN=VALUE", "", "write it like --where 'account=ALFKI'")
    return key.strip(), value.strip()


VERBS = (
    Verb(
        "list",
        "list records of one kind",
        _configure,
        _list,
        (
            "acme.billdesk invoices",
            "acme.billdesk invoices --where payment_status=overdue --where account=ALFKI",
            "acme.billdesk order-lines --where next_billing_on=null --json",
        ),
        "Columns for --where are the keys that --json shows. Drafts are invoices without a number.",
    ),
)
