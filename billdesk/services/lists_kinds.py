"""The kinds of lists, written down: their columns, and the SQL that the lists of `services.listings` do not have.

Links to other records, sums that only the window shows, and last days where the file keeps the day after. Amounts of
credit notes are negative here, so that a column adds up.
"""

from __future__ import annotations

from billdesk.billing.money import CURRENCIES, currency_digits, price_divisor
from billdesk.billing.order import CHARGE_TYPES, ORDER_STATUSES, TIMINGS
from billdesk.billing.quote import QUOTE_STATUSES
from billdesk.billing.schedule import GROUPINGS, MODES
from billdesk.services.listing_columns import LISTINGS
from billdesk.services.lists_sources import Kind, Label

PAYMENT_STATES = ("overdue", "unpaid", "paid")
INVOICE_STATES = ("draft", "posted", "credited")
OUTBOX_STATES = ("uncertain", "failed", "sending", "queued", "sent")
RUN_STATES = ("running", "cancelled", "done")
SCHEDULE_STATES = ("due", "active", "paused", "ended")
STATES = {
    "invoices.status": INVOICE_STATES,
    "invoices.payment_status": PAYMENT_STATES,
    "invoices.kind": ("invoice", "credit_note"),
    "invoice-lines.status": ("draft", "posted"),
    "invoice-lines.kind": ("invoice", "credit_note"),
    "quotes.status": QUOTE_STATUSES,
    "orders.status": ORDER_STATUSES,
    "order-lines.status": ORDER_STATUSES,
    "runs.state": RUN_STATES,
    "outbox.state": OUTBOX_STATES,
    "invoices.message_state": OUTBOX_STATES,
    "schedules.state": SCHEDULE_STATES,
    "charge_type": CHARGE_TYPES,
    "timing": TIMINGS,
    "mode": MODES,
    "group": GROUPINGS,
    "price_basis": ("net", "gross"),
}

_DIVISORS = " ".join(f"WHEN '{code}' THEN {price_divisor(code)}" for code in CURRENCIES if currency_digits(code) != 2)
_BILLED = {column.key: column.sql for column in LISTINGS["invoices"].columns}
_OF_ACCOUNT = "FROM invoices i WHERE i.account_id = a.id AND i.currency = a.currency AND i.status = 'posted'"
_BILLED_UNTIL = next(column.sql for column in LISTINGS["order-lines"].columns if column.key == "billed_until")
_DAY_BEFORE = "to_char(CAST({0} AS date) - 1, 'YYYY-MM-DD')"
_VALUE = "(SELECT sum({}) FROM order_lines l WHERE l.order_id = o.id AND l.charge_type <> 'usage')"
# billing.money.line_amount, which SQLite is given as a function; its own integers would overflow.
_LINE_AMOUNT = (
    "round(CAST(l.quantity_e6 AS numeric) * l.unit_price_e4 * (1000000 - l.discount_e4) "
    f"/ (CASE o.currency {_DIVISORS} ELSE {price_divisor('EUR')} END))::bigint"
)
_MESSAGE = (
    "(SELECT x.state FROM outbox x WHERE x.invoice_id = i.id ORDER BY CASE x.state WHEN 'uncertain' THEN 0 "
    "WHEN 'failed' THEN 1 WHEN 'sending' THEN 2 WHEN 'queued' THEN 3 ELSE 4 END LIMIT 1)"
)
_PARTY_OF = "(SELECT x.party_id FROM accounts x WHERE x.id = {}.account_id)"
_SIGN = "CASE WHEN i.kind = 'credit_note' THEN -{0} ELSE {0} END"

KINDS = {
    "accounts": Kind(
        "a.id",
        "account name email phone street city region postcode country currency terms tax_id parent notes price_basis:state"
        " parent_id:id archived:flag balance:money overdue:money next_billing_on:date last_invoice_on:date order_count:count"
        " last_ordered_on:date draft:money",
        "account name city email",
        {
            "parent_id": "a.parent_id",
            "archived": "a.is_archived",
            "balance": f"(SELECT COALESCE(sum({_BILLED['balance']}), 0) {_OF_ACCOUNT})",
            "overdue": f"(SELECT COALESCE(sum({_BILLED['balance']}), 0) {_OF_ACCOUNT} AND i.due_on < :today)",
            "next_billing_on": "(SELECT min(l.next_billing_on) FROM order_lines l WHERE l.account_id = a.id"
            " AND l.next_billing_on IS NOT NULL)",
            "last_invoice_on": "(SELECT max(i.issued_on) FROM invoices i WHERE i.account_id = a.id AND i.status = 'posted')",
            "order_count": "(SELECT count(*) FROM orders o WHERE o.account_id = a.id)",
            "last_ordered_on": "(SELECT max(o.ordered_on) FROM orders o WHERE o.account_id = a.id AND o.status <> 'cancelled')",
            "draft": "(SELECT COALESCE(sum(i.total_minor), 0) FROM invoices i WHERE i.account_id = a.id"
            " AND i.currency = a.currency AND i.status = 'draft')",
        },
        {"account": Label("a.id", "accounts", "code"), "name": Label("a.party_id", "parties", "name")},
        small=False,
    ),
    "products": Kind(
        "t.id",
        "product name category unit unit_price:price currency charge_type:state every timing:state tax_rate:percent active:flag",
        "product name category",
        {"currency": ":home"},
    ),
    "quotes": Kind(
        "q.id",
        "quote revision:count account account_name title status:state quoted_on:date valid_until:date currency po"
        " line_count:count order account_id:id order_id:id",
        "quote account account_name title",
        {"account_id": "q.account_id", "order_id": "q.order_id"},
    ),
    "orders": Kind(
        "o.id",
        "order account account_name ordered_on:date due_on:date currency status:state po activated_on:date line_count:count"
        " account_id:id next_billing_on:date value:money",
        "order account account_name po",
        {
            "account_id": "o.account_id",
            "next_billing_on": "(SELECT min(l.next_billing_on) FROM order_lines l WHERE l.order_id = o.id)",
            "value": _VALUE.format("line_amount(l.quantity_e6, l.unit_price_e4, l.discount_e4, o.currency)"),
        },
        {
            "account": Label("o.account_id", "accounts", "code"),
            "account_name": Label(f"COALESCE(o.bill_to_id, {_PARTY_OF.format('o')})", "parties", "name"),
        },
        ("account_id",),
        small=False,
        server={"value": _VALUE.format(_LINE_AMOUNT)},
    ),
    "order-lines": Kind(
        "l.id",
        "order line:count account product description quantity:quantity unit_price:price discount_percent:percent"
        " tax_rate:percent tax_category charge_type:state every timing:state bill_day ordered_on:date due_on:date bill_on:date"
        " start_on:date end_on:date billed_until:date next_billing_on:date group schedule currency status:state"
        " order_id:id account_id:id product_id:id schedule_id:id account_name",
        "order account product description",
        {
            **{name: f"l.{name}" for name in ("order_id", "product_id", "schedule_id")},
            "account_id": "o.account_id",  # by which an index leads to the orders
            "account_name": "(SELECT x.name FROM parties x WHERE x.id = a.party_id)",
            "billed_until": f"day_before({_BILLED_UNTIL})",
        },
        {
            "account": Label("l.account_id", "accounts", "code"),
            "product": Label("l.product_id", "products", "code"),
            "schedule": Label("l.schedule_id", "invoice_schedules", "name"),
        },
        ("order_id", "account_id"),
        small=False,
        server={"billed_until": _DAY_BEFORE.format(_BILLED_UNTIL)},
    ),
    "invoices": Kind(
        "i.id",
        "number kind:state status:state payment_status:state account account_name order_count:count issued_on:date"
        " due_on:date target_on:date currency net:money tax:money total:money balance:money line_count:count schedule terms"
        " reference credits credited_by account_id:id run_id:id schedule_id:id message_state:state",
        "number account account_name reference",
        {
            **{name: f"i.{name}" for name in ("account_id", "run_id", "schedule_id")},
            "message_state": _MESSAGE,
            **{name: _SIGN.format(_BILLED[name]) for name in ("net", "tax", "total")},
        },
        {
            "account": Label("i.account_id", "accounts", "code"),
            "account_name": Label(f"COALESCE(i.buyer_id, {_PARTY_OF.format('i')})", "parties", "name"),
            "schedule": Label("i.schedule_id", "invoice_schedules", "name"),
        },
        ("account_id",),
        small=False,
    ),
    "invoice-lines": Kind(
        "l.id",
        "invoice line:count account order order_line:count product description quantity:quantity unit_price:price"
        " discount_percent:percent tax_category tax_rate:percent net:money period_from:date period_until:date due_on:date"
        " currency kind:state status:state invoice_id:id account_id:id order_id:id product_id:id issued_on:date",
        "invoice order product description",
        {
            "invoice_id": "l.invoice_id",
            "account_id": "i.account_id",
            "order_id": "ol.order_id",
            "product_id": "l.product_id",
            "issued_on": "CASE WHEN i.status = 'posted' THEN i.issued_on END",
            "net": _SIGN.format("l.net_minor"),
            "period_until": "day_before(l.period_until)",
        },
        {
            "account": Label("i.account_id", "accounts", "code"),
            "product": Label("l.product_id", "products", "code"),
        },
        ("invoice_id",),
        small=False,
        server={"period_until": _DAY_BEFORE.format("l.period_until")},
    ),
    "schedules": Kind(
        "s.id",
        "schedule state:state every day start_on:date end_on:date timing:count group:state mode:state hold:flag catch_up"
        " paused:flag accounts products orders currencies holiday_rule invoice_date terms ran_on:date next_on:date"
        " line_count:count account_count:count last_run_id:id last_state last_invoices:count last_exceptions:count"
        " position:count sentence",
        "schedule products accounts",
    ),
    "runs": Kind(
        "r.id",
        "schedule occurrence_on:date target_on:date invoice_on:date mode:state state:state invoices:count lines:count"
        " exceptions:count started_at:instant ended_at:instant schedule_id:id",
        "schedule",
        {"schedule_id": "r.schedule_id"},
    ),
    "exceptions": Kind(
        "e.id",
        "account account_name reason remedy schedule target_on:date resolved:flag account_id:id run_id:id",
        "account account_name reason",
        {"account_id": "e.account_id", "run_id": "e.run_id"},
    ),
    "outbox": Kind(
        "x.id",
        "invoice account recipient state:state queued_at:instant message_id invoice_id:id account_id:id account_name"
        " attempts:count next_try_at:instant sent_at:instant last_error",
        "invoice account account_name recipient",
        {
            "invoice_id": "x.invoice_id",
            "account_id": "i.account_id",
            "account_name": "(SELECT p.name FROM parties p WHERE p.id = i.buyer_id)",
        },
    ),
}
