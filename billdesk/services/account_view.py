"""One account seen from every side: who it is, what it owes, what is still to be billed and when. Reads only.

What overdue, open and credited mean stands in `listing_columns`, so that an account's figures are the sums of its rows in
the list of invoices. All is read through the account's own indexes, however large the company is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from billdesk.billing.errors import BillingError
from billdesk.billing.invoice import draft_invoice
from billdesk.billing.money import WHOLE_PERCENT_E4, half_up
from billdesk.billing.party import Party
from billdesk.db.bulk import Row, fetch_rows
from billdesk.db.engine import reading
from billdesk.services.account_habits import Habits, read_habits
from billdesk.services.account_orders import OrderView, read_orders
from billdesk.services.book import load_book
from billdesk.services.collecting import read_accounts
from billdesk.services.company import Company, day, read_settings
from billdesk.services.forecast import bills_until
from billdesk.services.listing_columns import LISTINGS
from billdesk.services.posting import due_text

RECENT_ORDERS = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands between the account and the company in one currency, in minor units.

    `balance_minor` is posted and open, `overdue_minor` the part of it whose due date has passed, `draft_minor` what stands
    in drafts; `credited_minor` was invoiced and credited in full. `oldest_due_on` is the oldest due date that has passed.
    """

    currency: str
    balance_minor: int
    overdue_minor: int
    draft_minor: int
    credited_minor: int
    open_count: int
    overdue_count: int
    draft_count: int
    credited_count: int
    oldest_due_on: date | None

    @property
    def overdue_e4(self) -> int | None:
        """The overdue share of the balance, percent x 10^4; None where nothing is open."""
        return half_up(self.overdue_minor * WHOLE_PERCENT_E4, self.balance_minor) if self.balance_minor > 0 else None


@dataclass(frozen=True, slots=True)
class NextBill:
    """The next bill to come. `on` is its target date, or the due date of what no schedule takes.

    `on` is None where only a draft is left that waits for a person. `amounts` are totals with tax per currency, without
    usage that is still to be recorded; `draft_id` is the draft that collects it, where it is one.
    """

    on: date | None
    amounts: tuple[tuple[str, int], ...]
    draft_id: int | None = None


@dataclass(frozen=True, slots=True)
class LastInvoice:
    """The invoice that was posted last. `payment_status` is overdue, unpaid or paid; `status` posted or credited."""

    id: int
    number: str
    issued_on: date
    due_on: date
    total_minor: int
    currency: str
    status: str
    payment_status: str


@dataclass(frozen=True, slots=True)
class AccountHead:
    """Who the account is and how it stands. `standings` begin with the account's own currency.

    `terms` are the account's, or the company's where it has none of its own (`has_own_terms`). `exception` is why the last
    run left it out, with its remedy; None where none did.
    """

    id: int
    code: str
    party: Party
    currency: str
    price_basis: str
    terms: str
    has_own_terms: bool
    notes: str
    is_archived: bool
    parent_id: int | None
    parent_name: str
    standings: tuple[Standing, ...]
    next_bill: NextBill | None
    last_invoice: LastInvoice | None
    exception: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be paid: an open invoice, or a draft with the due date that it will have if it is posted as planned.

    `state` is overdue, unpaid or draft. `running_minor` adds up what is due in this currency up to and with this row.
    """

    invoice_id: int
    number: str | None
    state: str
    issued_on: date | None
    due_on: date
    days_overdue: int
    amount_minor: int
    running_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class AccountView:
    """All that the first screen of an account shows."""

    head: AccountHead
    habits: Habits
    recent_orders: tuple[OrderView, ...]
    order_count: int


def account_view(company: Company, account_id: int, as_of: date) -> AccountView:
    """An account's first screen, read in one transaction. Raises BillingError where there is no such account."""
    with reading(company.engine) as connection:
        head = read_head(connection, account_id, as_of)
        recent, count = read_orders(connection, account_id, as_of, limit=RECENT_ORDERS)
        return AccountView(head, read_habits(connection, account_id, head.currency, as_of), recent, count)


def account_head(company: Company, account_id: int, as_of: date) -> AccountHead:
    """Who an account is and how it stands. Raises BillingError where there is no such account."""
    with reading(company.engine) as connection:
        return read_head(connection, account_id, as_of)


def account_dues(company: Company, account_id: int, as_of: date) -> tuple[Due, ...]:
    """What the account has to pay, by due date: open invoices, and drafts as they will be due."""
    with reading(company.engine) as connection:
        return _dues(connection, account_id, as_of)


_SHOWN = {column.key: column.sql for column in LISTINGS["invoices"].columns}
_ACCOUNT = """SELECT a.id, a.code, p.name, p.street, p.city, p.region, p.postcode, p.country, p.tax_id, p.email, p.phone,
 a.currency, a.price_basis, a.terms, a.notes, a.is_archived, a.parent_id, pp.name
 FROM accounts a JOIN parties p ON p.id = a.party_id LEFT JOIN accounts up ON up.id = a.parent_id
 LEFT JOIN parties pp ON pp.id = up.party_id WHERE a.id = ?"""
# MATERIALIZED: what a status asks of other documents is then asked once a row, however often the sums use it.
_STANDINGS = f"""WITH mine AS MATERIALIZED (SELECT i.currency, i.due_on, i.total_minor AS total, {_SHOWN["status"]} AS status,
 {_SHOWN["payment_status"]} AS state, CASE WHEN i.status = 'draft' THEN 0 ELSE {_SHOWN["balance"]} END AS balance
 FROM invoices i WHERE i.account_id = ?)
 SELECT currency, sum(balance), sum(CASE WHEN state = 'overdue' THEN balance ELSE 0 END),
 sum(CASE WHEN status = 'draft' THEN total ELSE 0 END), sum(CASE WHEN status = 'credited' THEN total ELSE 0 END),
 count(NULLIF(balance, 0)), count(CASE WHEN state = 'overdue' THEN 1 END), count(CASE WHEN status = 'draft' THEN 1 END),
 count(CASE WHEN status = 'credited' THEN 1 END), min(CASE WHEN state = 'overdue' THEN due_on END)
 FROM mine GROUP BY currency"""
_LAST = f"""SELECT i.id, i.number, i.issued_on, i.due_on, i.total_minor, i.currency, {_SHOWN["status"]},
 {_SHOWN["payment_status"]} FROM invoices i WHERE i.id = (SELECT x.id FROM invoices x
 WHERE x.account_id = ? AND x.status = 'posted' AND x.kind = 'invoice' ORDER BY x.issued_on DESC, x.id DESC LIMIT 1)"""
_DRAFTS = """SELECT i.id, i.currency, i.total_minor, i.target_on, i.issued_on, s.terms
 FROM invoices i LEFT JOIN invoice_schedules s ON s.id = i.schedule_id
 WHERE i.account_id = ? AND i.status = 'draft' AND i.kind = 'invoice' ORDER BY i.target_on, i.id"""
_OPEN = f"""WITH mine AS MATERIALIZED (SELECT i.id, i.number, {_SHOWN["payment_status"]} AS state, i.issued_on, i.due_on,
 {_SHOWN["balance"]} AS balance, i.currency FROM invoices i WHERE i.account_id = ? AND i.status = 'posted')
 SELECT id, number, state, issued_on, due_on, balance, currency FROM mine WHERE balance <> 0"""
_UNSCHEDULED = """SELECT min(l.next_billing_on) FROM order_lines l
 WHERE l.account_id = ? AND l.next_billing_on > ? AND l.next_billing_on IS NOT NULL AND l.schedule_id IS NULL"""
_EXCEPTION = """SELECT e.reason, e.remedy FROM run_exceptions e WHERE e.account_id = ? AND e.is_resolved = 0
 ORDER BY e.id DESC LIMIT 1"""


def read_head(connection: Connection, account_id: int, as_of: date) -> AccountHead:
    """The same on an open connection."""
    found = fetch_rows(connection, _ACCOUNT, (account_id,))
    if not found:
        raise BillingError("the account is no more", str(account_id), "see the list of accounts")
    _, code, *party, currency, price_basis, terms, notes, is_archived, parent_id, parent_name = found[0]
    last = fetch_rows(connection, _LAST.replace(":today", f"'{as_of.isoformat()}'"), (account_id,))
    exceptions = fetch_rows(connection, _EXCEPTION, (account_id,))
    return AccountHead(
        account_id,
        code,
        Party(*party),
        currency,
        price_basis,
        terms or read_settings(connection).terms,
        terms is not None,
        notes or "",
        bool(is_archived),
        parent_id,
        parent_name or "",
        _standings(connection, account_id, currency, as_of),
        _next_bill(connection, account_id, as_of),
        _last_invoice(last[0]) if last else None,
        (exceptions[0][0], exceptions[0][1]) if exceptions else None,
    )


def _standings(connection: Connection, account_id: int, own: str, as_of: date) -> tuple[Standing, ...]:
    rows = fetch_rows(connection, _STANDINGS.replace(":today", f"'{as_of.isoformat()}'"), (account_id,))
    found = [_standing(row) for row in rows]
    if all(standing.currency != own for standing in found):
        found.append(Standing(own, 0, 0, 0, 0, 0, 0, 0, 0, None))
    return tuple(sorted(found, key=lambda standing: (standing.currency != own, standing.currency)))


def _standing(row: Row) -> Standing:
    currency, *figures, oldest = row
    balance, overdue, drafts, credited, *counts = map(int, figures)
    return Standing(currency, balance, overdue, drafts, credited, counts[0], counts[1], counts[2], counts[3], day(oldest))


def _last_invoice(row: Row) -> LastInvoice:
    invoice_id, number, issued_on, due_on, *rest = row
    return LastInvoice(invoice_id, number, date.fromisoformat(issued_on), date.fromisoformat(due_on), *rest)


def _next_bill(connection: Connection, account_id: int, as_of: date) -> NextBill | None:
    drafts = fetch_rows(connection, _DRAFTS, (account_id,))
    dated = [row for row in drafts if row[3] is not None]
    first = min((row[3] for row in dated), default=None)
    loose = _loose_bill(connection, account_id, as_of, day(first))
    if loose is not None:
        return loose
    chosen = [row for row in dated if row[3] == first] if first is not None else drafts
    if not chosen:
        return None
    totals: Counter[str] = Counter()
    for row in chosen:
        totals[row[1]] += row[2]
    return NextBill(day(first), tuple(sorted(totals.items())), chosen[0][0] if len(chosen) == 1 else None)


def _loose_bill(connection: Connection, account_id: int, as_of: date, before: date | None) -> NextBill | None:
    """The next bill of lines that no draft collects yet, such as those without a schedule, where it comes before `before`."""
    unscheduled = fetch_rows(connection, _UNSCHEDULED, (account_id, as_of.isoformat()))
    on = day(unscheduled[0][0])
    if on is None or (before is not None and before <= on):
        return None
    states, ledger = read_accounts(connection, [account_id])
    book = load_book(connection)
    lines = [line for state in states for line in state.lines if line.schedule_id is None and line.next_billing_on > as_of]
    totals: Counter[str] = Counter()
    for key, items in bills_until(lines, ledger, book, on).items():
        priced = [item for item in items if item.line.unit_price_e4 is not None]
        if priced:
            totals[key.currency] += draft_invoice(priced, key.currency, states[0].facts.price_basis == "gross").totals.total_minor
    return NextBill(on, tuple(sorted(totals.items())))


def _dues(connection: Connection, account_id: int, as_of: date) -> tuple[Due, ...]:
    rows = fetch_rows(connection, _OPEN.replace(":today", f"'{as_of.isoformat()}'"), (account_id,))
    found = [(due_on, row_id, number, state, on, minor, code) for row_id, number, state, on, due_on, minor, code in rows]
    own_terms = fetch_rows(connection, "SELECT terms FROM accounts WHERE id = ?", (account_id,))
    usual = (own_terms[0][0] if own_terms else None) or read_settings(connection).terms
    for draft_id, currency, total, target_on, issued_on, terms in fetch_rows(connection, _DRAFTS, (account_id,)):
        dated = issued_on or target_on or as_of.isoformat()
        found.append((due_text(terms or usual, dated), draft_id, None, "draft", None, total, currency))
    return _added_up(sorted(found, key=lambda row: row[:2]), as_of)


def _added_up(rows: Sequence[Row], as_of: date) -> tuple[Due, ...]:
    running: Counter[str] = Counter()
    dues: list[Due] = []
    for due_on, invoice_id, number, state, issued_on, minor, currency in rows:
        running[currency] += minor
        due = date.fromisoformat(due_on)
        late = (as_of - due).days if state == "overdue" else 0
        dues.append(Due(invoice_id, number, state, day(issued_on), due, late, minor, running[currency], currency))
    return tuple(dues)
