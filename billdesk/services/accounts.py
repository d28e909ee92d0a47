"""Accounts by hand: reading one for an edit, making, changing, archiving and deleting one.

The texts that a person typed are read by the converters of `accounts.csv`, and stored as an import stores them. Each verb
is one transaction with an audit row, and returns the account before and after, which is what its undo takes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, exists, or_, select, update
from sqlalchemy import Row as Record

from billdesk.billing.errors import BillingError, Conflict, FieldError
from billdesk.billing.party import Party
from billdesk.db.bulk import insert_rows, next_id, update_rows
from billdesk.db.engine import reading, writing
from billdesk.db.models import accounts, invoices, order_lines, orders, parties, prices, quotes, run_exceptions
from billdesk.documents.countries import country_code
from billdesk.services import audit
from billdesk.services.account_content import (
    COLUMNS,
    OWN_NAMES,
    PARTY_NAMES,
    AccountContent,
    changes_drafts,
    circle_words,
    walk_up,
)
from billdesk.services.book import load_book
from billdesk.services.collecting import recollect
from billdesk.services.company import Company, read_settings
from billdesk.services.imports.desk import PartyBook
from billdesk.services.imports.layouts import ACCOUNTS

_CONVERTERS = {("code" if column.name == "account" else column.name): column.convert for column in ACCOUNTS.columns}
_CODE_LENGTH = 5


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a person says of an account, each as text; empty is unset. `parent` is the code of another account.

    An empty `code` is made from the name, an empty `currency` is the company's own, empty `terms` are the company's.
    """

    name: str
    code: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    tax_id: str = ""
    email: str = ""
    phone: str = ""
    currency: str = ""
    terms: str = ""
    price_basis: str = "net"
    parent: str = ""
    notes: str = ""


FIELDS = tuple(field.name for field in fields(NewAccount))


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """An account as it stands. `version` is the digest of its stored values, which an edit has to bring back.

    `open_currencies` are those of its open orders and drafts, which keep them whatever the account's becomes.
    """

    id: int
    version: str
    values: NewAccount
    is_archived: bool = False
    open_currencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountChange:
    """An account before and after an edit; `changed` names the fields that differ.

    The undo of a change is `change_account` with `after.version` and `before.values`, that of a new account (`before` is
    None) `delete_account` with `after.version`.
    """

    before: AccountDetails | None
    after: AccountDetails
    changed: tuple[str, ...] = ()


def account_details(company: Company, account_id: int) -> AccountDetails:
    """An account for an edit. Raises BillingError where there is none with this id."""
    with reading(company.engine) as connection:
        return _details(connection, account_id)


def blank_account(company: Company) -> NewAccount:
    """What a new account begins with: the company's country and currency."""
    with reading(company.engine) as connection:
        settings = read_settings(connection)
    return NewAccount("", country=settings.country, currency=settings.currency)


def problems(values: NewAccount, before: NewAccount | None = None) -> Iterator[FieldError]:
    """What is wrong with each field, as far as the words alone tell. `before` is how the account stands.

    A country that stands is let be, for imports take it as it is written.
    """
    if not values.name.strip():
        yield FieldError("name", "an account needs a name", "", "give it one")
    for field in FIELDS:
        text = getattr(values, field)
        try:
            read = _CONVERTERS[field](text) if text else None
        except BillingError as error:
            yield FieldError(field, error.what, error.record, error.remedy)
            continue
        if field == "country" and read and not country_code(read) and (before is None or before.country != read):
            yield FieldError("country", f"unknown country {read!r}", "", "use its English name, or its code of two letters")


def create_account(company: Company, values: NewAccount) -> AccountChange:
    """Store a new account. Raises FieldError for a value that is refused, also where the code is taken."""
    stored = _read(values, None)
    with writing(company.engine) as connection:
        account_id = next_id(connection, accounts)
        code = stored["code"] or _free_code(connection, stored["name"])
        _refuse_taken_code(connection, code, account_id)
        content = _content(connection, account_id, code, stored)
        insert_rows(connection, accounts, ("id", "code", *COLUMNS), [(account_id, code, *content)], {"is_archived": 0})
        detail = {"account": code, "name": stored["name"]}
        audit.append(connection, company, [audit.Entry("create", "account", account_id, detail)])
        return AccountChange(None, _details(connection, account_id))


def change_account(company: Company, account_id: int, version: str, values: NewAccount, as_of: date) -> AccountChange:
    """Give an account other values; drafts that depend on them are collected again. `version` is that of the details read.

    Raises Conflict where somebody else has changed the account since, and FieldError for a value that is refused. Values
    that change nothing write nothing.
    """
    with writing(company.engine) as connection:
        before = _unchanged(connection, account_id, version)
        stored = _read(values, before.values)
        code = stored["code"] or before.values.code
        if code != before.values.code:
            _refuse_taken_code(connection, code, account_id)
            _refuse_code_on_paper(connection, before)
        former = _stored_content(connection, account_id)
        content = _content(connection, account_id, code, stored)
        if content != former or code != before.values.code:
            update_rows(connection, accounts, ("code", *COLUMNS), [(code, *content, account_id)])
        after = _details(connection, account_id)
        changed = tuple(name for name in FIELDS if getattr(before.values, name) != getattr(after.values, name))
        if changed:
            differences = {name: [getattr(before.values, name), getattr(after.values, name)] for name in changed}
            detail = {"account": code, "changed": differences}
            audit.append(connection, company, [audit.Entry("change", "account", account_id, detail)])
        if changes_drafts(former, content):
            recollect(connection, [account_id], as_of)
        return AccountChange(before, after, changed)


def set_archived(company: Company, account_id: int, version: str, is_archived: bool) -> AccountChange:
    """Put an account away, or take it back. Its documents stay as they are.

    Raises Conflict as `change_account` does, and BillingError while something of the account is still to be billed.
    """
    with writing(company.engine) as connection:
        before = _unchanged(connection, account_id, version)
        if is_archived:
            _refuse_unbilled(connection, before)
        if before.is_archived != is_archived:
            connection.execute(update(accounts).where(accounts.c.id == account_id).values(is_archived=int(is_archived)))
            action = "archive" if is_archived else "reopen"
            entry = audit.Entry(action, "account", account_id, {"account": before.values.code})
            audit.append(connection, company, [entry])
        return AccountChange(before, _details(connection, account_id))


def delete_account(company: Company, account_id: int, version: str) -> AccountDetails:
    """Delete an account that nothing refers to, such as one made by mistake; `create_account` makes it again.

    Raises Conflict as `change_account` does, and BillingError where an order, a document, another account or a schedule
    refers to it.
    """
    with writing(company.engine) as connection:
        before = _unchanged(connection, account_id, version)
        users = (
            ("it has orders", select(orders.c.id).where(orders.c.account_id == account_id)),
            ("it has invoices", select(invoices.c.id).where(invoices.c.account_id == account_id)),
            ("it has quotes", select(quotes.c.id).where(quotes.c.account_id == account_id)),
            ("it has prices of its own", select(prices.c.id).where(prices.c.account_id == account_id)),
            ("other accounts belong to it", select(accounts.c.id).where(accounts.c.parent_id == account_id)),
            ("runs have left it out", select(run_exceptions.c.id).where(run_exceptions.c.account_id == account_id)),
        )
        schedules = load_book(connection).schedules.values()
        reasons = [why for why, found in users if connection.execute(found.limit(1)).first()]
        reasons += ["a schedule is about it"] * any(account_id in schedule.scope.accounts for schedule in schedules)
        if reasons:
            raise BillingError(f"the account is in use: {reasons[0]}", before.values.code, "archive it instead")
        connection.execute(delete(accounts).where(accounts.c.id == account_id))
        detail = {"account": before.values.code, "name": before.values.name}
        audit.append(connection, company, [audit.Entry("delete", "account", account_id, detail)])
        return before


def _read(values: NewAccount, before: NewAccount | None) -> dict[str, Any]:
    """The values as they are stored, by field; None where unset. Raises the first of `problems`."""
    for problem in problems(values, before):
        raise problem
    return {name: _CONVERTERS[name](text) if (text := getattr(values, name)) else None for name in FIELDS}


def _content(connection: Connection, account_id: int, code: str, stored: Mapping[str, Any]) -> AccountContent:
    """The account's own columns for these values, its party found or made. Raises FieldError for the parent."""
    (party_id,) = PartyBook(connection).ids([Party(*(stored[name] or "" for name in PARTY_NAMES))])
    currency = stored["currency"] or read_settings(connection).currency
    parent_id = _parent_id(connection, account_id, code, stored["parent"]) if stored["parent"] else None
    return AccountContent(party_id, currency, stored["terms"], stored["price_basis"] or "net", parent_id, stored["notes"])


def _parent_id(connection: Connection, account_id: int, code: str, parent: str) -> int:
    c = accounts.c
    parent_id = connection.execute(select(c.id).where(c.code == parent)).scalar()
    if parent_id is None and parent != code:
        raise FieldError("parent", f"unknown account {parent!r}", "", "choose one that is there, or leave it empty")
    upper = accounts.alias()
    above_sql = select(upper.c.code).join(accounts, c.parent_id == upper.c.id)

    def above(each: str) -> str | None:
        return parent if each == code else connection.execute(above_sql.where(c.code == each, c.id != account_id)).scalar()

    circle = walk_up(code, above)[1]
    if circle or parent_id is None:
        raise FieldError("parent", circle_words(circle), "", "choose another parent")
    return int(parent_id)


def _details(connection: Connection, account_id: int) -> AccountDetails:
    upper = accounts.alias()
    stored = (
        select(accounts, upper.c.code.label("parent"), *(parties.c[name] for name in PARTY_NAMES))
        .join(parties, parties.c.id == accounts.c.party_id)
        .join(upper, upper.c.id == accounts.c.parent_id, isouter=True)
    )
    row = connection.execute(stored.where(accounts.c.id == account_id)).first()
    if row is None:
        raise BillingError("the account is no more", str(account_id), "see the list of accounts")
    values = NewAccount(**{name: getattr(row, name) or "" for name in ("code", *PARTY_NAMES, *OWN_NAMES)})
    return AccountDetails(row.id, _version(row), values, bool(row.is_archived), _open_currencies(connection, account_id))


def _version(row: Record[Any]) -> str:
    """The digest of the stored values; the party counts by its content's own row, which never changes."""
    return sha256(repr([getattr(row, name) for name in ("code", *COLUMNS, "is_archived")]).encode()).hexdigest()


def _unchanged(connection: Connection, account_id: int, version: str) -> AccountDetails:
    present = _details(connection, account_id)
    if present.version != version:
        raise Conflict("somebody else has changed the account", present.values.code, "look at it as it is now, and edit again")
    return present


def _stored_content(connection: Connection, account_id: int) -> AccountContent:
    row = connection.execute(select(*(accounts.c[name] for name in COLUMNS)).where(accounts.c.id == account_id)).one()
    return AccountContent._make(row)


def _open_currencies(connection: Connection, account_id: int) -> tuple[str, ...]:
    open_orders = select(orders.c.currency).where(orders.c.account_id == account_id, orders.c.status.in_(("draft", "active")))
    drafts = select(invoices.c.currency).where(invoices.c.account_id == account_id, invoices.c.status == "draft")
    return tuple(sorted(set(connection.execute(open_orders.union(drafts)).scalars())))


def _refuse_taken_code(connection: Connection, code: str, account_id: int) -> None:
    c = accounts.c
    if connection.execute(select(c.id).where(c.code == code, c.id != account_id)).first():
        raise FieldError("code", "another account has this code", code, "choose another one")


def _refuse_code_on_paper(connection: Connection, before: AccountDetails) -> None:
    """The code is printed on each document, which has to come out the same whenever it is rendered."""
    is_posted = (invoices.c.account_id == before.id) & (invoices.c.status == "posted")
    if connection.execute(select(invoices.c.id).where(is_posted).limit(1)).first():
        raise FieldError("code", "the code stands on posted invoices", before.values.code, "leave it as it is")


def _refuse_unbilled(connection: Connection, before: AccountDetails) -> None:
    c = order_lines.c
    to_bill = select(c.id).where(c.account_id == before.id, c.next_billing_on.is_not(None))
    drafts = select(invoices.c.id).where(invoices.c.account_id == before.id, invoices.c.status == "draft")
    waiting = select(orders.c.id).where(orders.c.account_id == before.id, orders.c.status == "draft")
    if connection.execute(select(or_(exists(to_bill), exists(drafts), exists(waiting)))).scalar():
        remedy = "bill or end its orders first"
        raise BillingError("something of the account is still to be billed", before.values.code, remedy)


def _free_code(connection: Connection, name: str) -> str:
    """A code from the first letters of the name, with a number where it is taken: ALFRE, then ALFRE2."""
    plain = unicodedata.normalize("NFKD", name).upper()
    stem = "".join(c for c in plain if c.isascii() and c.isalnum())[:_CODE_LENGTH] or "A"
    c = accounts.c
    alike = connection.execute(select(c.code).where(c.code.startswith(stem, autoescape=True))).scalars()
    ends = {code[len(stem) :] for code in alike if code.startswith(stem)}  # LIKE knows no case
    if "" not in ends and stem != "A":
        return stem
    numbers = [int(end) for end in ends if end.isascii() and end.isdigit() and len(end) < 10]
    return f"{stem}{max(numbers, default=0 if stem == 'A' else 1) + 1}"
