"""The form of a schedule's rule: its fields, and the way between their values and what the services take.

The values are plain data by the names that the services give their fields, so that a FieldError finds its field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QLabel, QTimeEdit, QWidget

from billdesk.services.schedule_view import find_orders
from billdesk.services.schedules import MAX_TARGET_DAYS, NewSchedule
from billdesk.services.type_ahead import find_accounts, find_products
from billdesk.ui.desk import Desk
from billdesk.ui.widgets.codes_field import CodesField, Found, Search
from billdesk.ui.widgets.fields import inset
from billdesk.ui.widgets.form import Form, required
from billdesk.ui.widgets.rule_fields import BillDayField, DaysField, EveryField, cadence_of
from billdesk.ui.words import tr

SCOPES = ("accounts", "products", "orders", "currencies")


def add_rule_fields(form: Form, desk: Desk) -> None:
    """Add all fields of a schedule to `form`."""
    form.line("name", required(tr("Name")), placeholder=tr("Month's end"))
    _section(form, tr("When"))
    form.add("every", tr("Every"), EveryField())
    _compound(form, "bill_day", tr("On"), BillDayField())
    form.day("start_on", tr("From"), optional=False)
    form.day("end_on", tr("Until"), tip=tr("Empty: it goes on"))
    time = QTimeEdit()
    time.setDisplayFormat("HH:mm")
    inset(time)
    form.add("time_of_day", tr("At"), time)
    form.choice(
        "holiday_rule",
        tr("On a weekend or holiday"),
        (
            ("none", tr("Keep the date")),
            ("next", tr("The next business day")),
            ("previous", tr("The business day before")),
            ("nearest-in-month", tr("The nearest in the same month")),
        ),
    )
    form.add("calendar", tr("Holidays of"), calendar_field())
    _section(form, tr("What it takes"))
    _scope(form, desk)
    _compound(form, "target_days", tr("Due up to"), DaysField(MAX_TARGET_DAYS))
    _section(form, tr("How it bills"))
    _handling(form)


def calendar_field() -> QComboBox:
    """Whose public holidays count; the codes come later, for the library that knows them takes its time to load."""
    field = QComboBox()
    field.setEditable(True)
    field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    field.addItem("", None)
    edit = field.lineEdit()
    if edit is not None:
        edit.setPlaceholderText(tr("Weekends only; or a code such as US, GB, DE-BY"))
    return field


def offer_calendars(field: QWidget, codes: tuple[str, ...]) -> None:
    """Give the calendar field its choices; what it holds stays."""
    if isinstance(field, QComboBox) and field.count() <= 1:
        held = field.currentText()
        field.blockSignals(True)
        for code in codes:
            field.addItem(code, code)
        field.setCurrentIndex(field.findText(held))
        if field.currentIndex() < 0:
            field.setEditText(held)
        field.blockSignals(False)


def as_schedule(values: Mapping[str, Any]) -> NewSchedule:
    """What the form says, as the services take it."""
    return NewSchedule(
        name=values["name"],
        every=cadence_of(values["every"] or ""),
        bill_day=values["bill_day"] or None,
        start_on=_date(values["start_on"]),
        end_on=_date(values["end_on"]),
        target_days=values["target_days"],
        grouping=values["grouping"],
        products=tuple(values["products"]),
        accounts=tuple(values["accounts"]),
        orders=tuple(values["orders"]),
        currencies=tuple(code.upper() for code in values["currencies"]),
        mode=values["mode"],
        is_held=values["is_held"],
        catch_up=values["catch_up"],
        holiday_rule=values["holiday_rule"],
        calendar=(values["calendar"] or "").upper() or None,
        invoice_date=values["invoice_date"],
        terms=values["terms"] or None,
        time_of_day=values["time_of_day"],
    )


def as_values(schedule: NewSchedule) -> dict[str, Any]:
    """A schedule as values of the form."""
    return {
        "name": schedule.name,
        "every": schedule.every,
        "bill_day": schedule.bill_day,
        "start_on": schedule.start_on.isoformat() if schedule.start_on is not None else None,
        "end_on": schedule.end_on.isoformat() if schedule.end_on is not None else None,
        "time_of_day": schedule.time_of_day,
        "holiday_rule": schedule.holiday_rule,
        "calendar": schedule.calendar,
        **{kind: list(getattr(schedule, kind)) for kind in SCOPES},
        "target_days": schedule.target_days,
        "invoice_date": schedule.invoice_date,
        "terms": schedule.terms,
        "grouping": schedule.grouping,
        "mode": schedule.mode,
        "is_held": schedule.is_held,
        "catch_up": schedule.catch_up,
    }


def _scope(form: Form, desk: Desk) -> None:
    owner: QObject = form
    company = desk.company

    def searching(key: str, look: Callable[[str], list[tuple[str, str]]]) -> Search:
        def search(text: str, found: Found) -> None:
            desk.jobs.read(owner, lambda: look(text), found, key=f"find {key}")

        return search

    def accounts(text: str) -> list[tuple[str, str]]:
        return [(each.code, each.name) for each in find_accounts(company, text)]

    def products(text: str) -> list[tuple[str, str]]:
        return [(each.code, each.name) for each in find_products(company, text)]

    for key, label, words, look in (
        ("accounts", tr("Accounts"), tr("All accounts; or type one"), accounts),
        ("products", tr("Products"), tr("All products; or type one"), products),
        ("orders", tr("Orders"), tr("All orders; or type one"), lambda text: find_orders(company, text)),
        ("currencies", tr("Currencies"), tr("All currencies; or type one"), lambda _text: []),
    ):
        field = CodesField(words, searching(key, look))
        form.add(key, label, field)
        field.name_parts()


def _handling(form: Form) -> None:
    form.choice(
        "grouping",
        tr("One invoice for each"),
        (("account", tr("Account")), ("order", tr("Order")), ("po", tr("Purchase order"))),
    )
    form.choice(
        "invoice_date",
        tr("Invoice date"),
        (
            ("occurrence", tr("The date it falls on")),
            ("target", tr("The target date (due up to)")),
            ("run", tr("The day of the run")),
        ),
    )
    form.line("terms", tr("Terms"), placeholder=tr("Those of the account; or net 30, eom 10"))
    form.choice(
        "mode",
        tr("A run makes"),
        (("draft", tr("Drafts")), ("post", tr("Posted invoices")), ("email", tr("Posted invoices, and e-mails them"))),
    )
    form.check("is_held", "", tr("Leave drafts for a person to post"))
    form.choice(
        "catch_up",
        tr("Missed dates"),
        (
            ("each", tr("Each in its turn, oldest first")),
            ("one", tr("One run for all of them")),
            ("ask", tr("Ask a person")),
        ),
    )


def _section(form: Form, words: str) -> None:
    heading = QLabel(words)
    heading.setProperty("heading", True)
    heading.setContentsMargins(0, 12, 0, 0)
    form.rows.addRow(heading)


def _compound(form: Form, key: str, label: str, field: BillDayField | DaysField) -> None:
    form.add(key, label, field)
    field.name_parts()


def _date(text: str | None) -> date | None:
    return None if not text else date.fromisoformat(text)
