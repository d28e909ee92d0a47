"""What hypothesis may choose: order lines, schedules, figures; and how they are written in files for the product."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from billdesk.services.schedules import NewSchedule
from tests.histories.ledger import Account
from tests.histories.timeline import Line, Plan

bill_days = st.sampled_from([None, None, "1", "15", "31", "last", "last-business", "2 tue", "last fri", "5 wed"])
cadences = st.sampled_from(
    [(1, "month"), (1, "month"), (2, "months"), (1, "quarter"), (10, "days"), (2, "weeks"), (1, "semester"), (3, "day")]
).map(lambda every: (every[0], every[1].rstrip("s")))
crashes = st.one_of(st.none(), st.none(), st.integers(1, 40))
quantities = st.sampled_from(["1", "2", "0.333333", "12.5"]).map(Fraction)
prices = st.sampled_from(["31", "0.005", "99.99", "1234.5678", "7.25"]).map(Fraction)
taxes = st.sampled_from([("O", "0"), ("S", "19"), ("S", "7.7"), ("Z", "0"), ("E", "0")]).map(lambda t: (t[0], Fraction(t[1])))


@st.composite
def order_lines(draw: st.DrawFn) -> dict[str, Any]:
    """What a line of a new order is like, all but its place; dates as days after the order's own."""
    charge_type = draw(st.sampled_from(["one_time", "recurring", "recurring", "usage"]))
    recurs = charge_type != "one_time"
    return {
        "charge_type": charge_type,
        "starts": draw(st.integers(-20, 40)) if recurs else 0,
        "lasts": draw(st.one_of(st.none(), st.integers(0, 150))) if recurs else None,
        "bills": None if recurs else draw(st.one_of(st.none(), st.integers(-10, 60))),
        "every": draw(cadences),
        "bill_day": draw(bill_days) if recurs else None,
        "in_advance": charge_type != "usage" and draw(st.booleans()),
        "quantity": draw(quantities),
        "price": draw(prices),
        "discount": draw(st.sampled_from(["0", "10", "33.3333"]).map(Fraction)),
        "tax": draw(taxes),
        "product": draw(st.sampled_from([None, "P1", "P2"])),
        "group": draw(st.sampled_from([None, None, None, "extra"])),
    }


def text(value: Fraction) -> str:
    """A fraction with finitely many decimals, as a file has it."""
    return f"{float(value):.6f}".rstrip("0").rstrip(".")


def account_row(account: Account) -> dict[str, Any]:
    """An account as the file has it."""
    row = {"account": account.code, "name": account.code, "currency": account.currency}
    return {**row, "price_basis": "gross" if account.is_gross else "net", "city": "Wien" if account.has_address else ""}


def made_line(code: str, position: int, account: Account, ordered_on: date, po: str | None, what: dict[str, Any]) -> Line:
    """A line of a new order."""
    what = dict(what)
    start_on = ordered_on + timedelta(what.pop("starts"))
    lasts, bills = what.pop("lasts"), what.pop("bills")
    end_on = None if lasts is None else start_on + timedelta(lasts)
    bill_on = None if bills is None else ordered_on + timedelta(bills)
    place: dict[str, Any] = {"order": code, "position": position, "account": account.code, "currency": account.currency, "po": po}
    return Line(**place, start_on=start_on, end_on=end_on, bill_on=bill_on, **what)


def line_row(line: Line) -> dict[str, Any]:
    """A line as the file has it."""
    recurs = line.charge_type != "one_time"
    return {
        "order": line.order,
        "line": line.position,
        "product": line.product or "",
        "description": f"Line {line.position}",
        "quantity": text(line.quantity),
        "unit_price": text(line.price),
        "discount_percent": text(line.discount),
        "tax_rate": text(line.tax[1]),
        "tax_category": line.tax[0],
        "charge_type": line.charge_type,
        "every": f"{line.every[0]} {line.every[1]}" if recurs else "",
        "timing": "advance" if line.in_advance or not recurs else "arrears",
        "bill_on": line.bill_on or "",
        "start_on": line.start_on,
        "end_on": line.end_on or "",
        "bill_day": line.bill_day or "",
        "group": line.group or "",
    }


@st.composite
def plans(draw: st.DrawFn, name: str, today: date, accounts: list[str]) -> Plan:
    """A schedule, that starts about today."""
    start_on = today + timedelta(draw(st.integers(-70, 30)))
    lasts = draw(st.sampled_from([None, None, None, 20, 100]))
    scopes: list[dict[str, Any]] = [
        {},
        {},
        {"accounts": frozenset(accounts[:1])},
        {"products": frozenset({"P1"})},
        {"currencies": frozenset({"EUR", "JPY"})},
    ]
    scope = draw(st.sampled_from(scopes))
    return Plan(
        name,
        draw(st.sampled_from([(1, "month"), (1, "month"), (1, "week"), (10, "day"), (1, "quarter"), (1, "day")])),
        draw(bill_days),
        start_on,
        None if lasts is None else start_on + timedelta(lasts),
        target_days=draw(st.sampled_from([0, 0, 0, 5, -5])),
        holiday_rule=draw(st.sampled_from(["none", "none", "next", "previous", "nearest-in-month"])),
        grouping=draw(st.sampled_from(["account", "account", "order", "po"])),
        mode=draw(st.sampled_from(["post", "post", "draft"])),
        catch_up=draw(st.sampled_from(["each", "each", "one"])),
        terms=draw(st.sampled_from([None, None, "net 14"])),
        **scope,
    )


def as_schedule(plan: Plan) -> NewSchedule:
    """The same for the product."""
    return NewSchedule(
        plan.name,
        f"{plan.every[0]} {plan.every[1]}",
        plan.bill_day,
        plan.start_on,
        plan.end_on,
        plan.target_days,
        plan.grouping,
        tuple(plan.products),
        tuple(plan.accounts),
        currencies=tuple(plan.currencies),
        mode=plan.mode,
        catch_up=plan.catch_up,
        holiday_rule=plan.holiday_rule,
        terms=plan.terms,
    )
