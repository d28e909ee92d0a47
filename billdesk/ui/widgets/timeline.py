"""An account's timeline: everything that happened, newest first, searched as one types, read on as one scrolls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from billdesk.services.timeline import PAGE, TimelineEntry, TimelinePage, timeline
from billdesk.ui.desk import Desk
from billdesk.ui.formats import Formats
from billdesk.ui.models.states import state_word
from billdesk.ui.navigation import Place
from billdesk.ui.widgets.rows import Row, RowView
from billdesk.ui.words import tr

_WAIT_MS = 120
_NEAR = 400
"""Pixels from the end at which the next page is read."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """How entries of one kind look. `words` may have {title} and {detail}."""

    words: str
    icon: str
    ink: str = "muted"


def _kinds() -> dict[str, _Kind]:
    return {
        "ordered": _Kind(tr("Ordered {title}"), "shopping-cart"),
        "activated": _Kind(tr("Activated order {title}"), "play"),
        "draft": _Kind(tr("Draft, not billed yet"), "hourglass", "due"),
        "invoice": _Kind(tr("Invoice {title}"), "receipt", "accent"),
        "credit_note": _Kind(tr("Credit note {title} for {detail}"), "rotate-ccw", "part_paid"),
        "archived": _Kind(tr("Delivered {title} as PDF"), "file-text"),
        "left_out": _Kind(tr("Left out by a run: {detail}"), "triangle-alert", "overdue"),
        "mail.queued": _Kind(tr("E-mail with {title} is queued for {detail}"), "mail", "due"),
        "mail.sending": _Kind(tr("E-mail with {title} is on its way to {detail}"), "mail", "due"),
        "mail.sent": _Kind(tr("E-mailed {title} to {detail}"), "send", "paid"),
        "mail.failed": _Kind(tr("E-mail with {title} to {detail} failed"), "mail", "overdue"),
        "mail.uncertain": _Kind(tr("Uncertain whether {title} reached {detail}"), "mail", "part_paid"),
        "invoice.try message again": _Kind(tr("E-mail with {title} to {detail} is tried again"), "mail"),
        "invoice.settle as sent": _Kind(tr("E-mail with {title} to {detail} was settled as sent"), "mail", "paid"),
        "invoice.settle to send again": _Kind(tr("E-mail with {title} to {detail} was settled to go again"), "mail", "due"),
        "invoice.hand message over": _Kind(tr("{title} for {detail} was handed to the mail program"), "send", "paid"),
        "invoice.withdraw message": _Kind(tr("E-mail with {title} to {detail} was withdrawn"), "ban"),
        "invoice.find message uncertain": _Kind(tr("It was uncertain whether {title} reached {detail}"), "mail", "part_paid"),
        "invoice.fail to send message": _Kind(tr("Sending {title} to {detail} failed"), "mail", "overdue"),
        "account.create": _Kind(tr("Account made"), "user"),
        "account.change": _Kind(tr("Account edited"), "pencil"),
        "account.archive": _Kind(tr("Account archived"), "archive"),
        "account.reopen": _Kind(tr("Account taken back from the archive"), "archive"),
        "order.create": _Kind(tr("Order {title} made"), "shopping-cart"),
        "order.change": _Kind(tr("Order {title} edited"), "pencil"),
        "order.take back activation": _Kind(tr("Activation of order {title} taken back"), "undo-2"),
    }


_PAGES = {"order": "order", "invoice": "invoice", "run": "runs", "message": "outbox"}


def row_of(entry: TimelineEntry, formats: Formats) -> Row:
    """An entry in words."""
    kind = _kinds().get(entry.kind) or _Kind(entry.kind.replace(".", " ").replace("_", " ").capitalize() + " {title}", "circle")
    on = formats.date_(entry.at) if len(entry.at) == 10 else formats.instant(entry.at)
    lines = [on]
    if entry.detail and "{detail}" not in kind.words:
        lines.append(entry.detail)
    if entry.what:
        lines.append(entry.what)
    if entry.actor:
        lines.append(tr("by {actor}").format(actor=entry.actor))
    lines += [_change(*change) for change in entry.changed]
    page = _PAGES.get(entry.record)
    place = Place(page, entry.record_id if page != "outbox" else None) if page is not None else None
    return Row(
        kind.words.format(title=entry.title, detail=entry.detail),
        lines=("  ·  ".join(lines),),
        amount=formats.money(entry.amount_minor, entry.currency) if entry.currency else "",
        pills=((state_word("status", "draft"), "draft"),) if entry.kind == "draft" else (),
        icon=kind.icon,
        ink=kind.ink,
        place=place,
    )


def field_words() -> dict[str, str]:
    """What the fields of an account are called."""
    return {
        "name": tr("Name"),
        "code": tr("Code"),
        "street": tr("Street"),
        "city": tr("City"),
        "region": tr("Region"),
        "postcode": tr("Postcode"),
        "country": tr("Country"),
        "tax_id": tr("Tax ID"),
        "email": tr("E-mail"),
        "phone": tr("Phone"),
        "currency": tr("Currency"),
        "terms": tr("Payment terms"),
        "price_basis": tr("Prices"),
        "parent": tr("Belongs to"),
        "notes": tr("Notes"),
    }


def _change(field: str, before: str, after: str) -> str:
    name = field_words().get(field, field)
    was, now = (" ".join(text.split())[:60] or "–" for text in (before, after))
    return f"{name}: {was} → {now}"


class Timeline(QWidget):
    """The timeline of one account. `opened` tells where an entry leads."""

    opened = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._account = 0
        self._goes_on = False
        self._is_reading = False
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self.search = QLineEdit()
        self.search.setObjectName("timeline.search")
        self.search.setAccessibleName(tr("Search in the timeline"))
        self.search.setPlaceholderText(tr("Search: a number, an amount, a product, a reference, a name"))
        self.search.setClearButtonEnabled(True)
        self.list = RowView("timeline.list", tr("Timeline"))
        self.empty = QLabel()
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setProperty("muted", True)
        self.empty.setContentsMargins(8, 24, 8, 24)
        self.empty.hide()
        column.addWidget(self.search)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.list.opened.connect(self.opened.emit)
        self.list.verticalScrollBar().valueChanged.connect(self._read_on)
        self.setFocusProxy(self.list)

    def show_account(self, account_id: int) -> None:
        """Show another account's timeline, or the same anew."""
        if account_id != self._account:
            self._account = account_id
            self.search.clear()
        self.refresh()

    def refresh(self) -> None:
        """Read as much as is shown anew."""
        shown = max(self.list.rows.rowCount(), PAGE)
        self._read(0, shown, self._show)

    def _read(self, offset: int, limit: int, done: Callable[[TimelinePage], None]) -> None:
        company, account, as_of, text = self._desk.company, self._account, self._desk.as_of(), self.search.text()
        self._is_reading = True
        self._desk.jobs.read(self, lambda: timeline(company, account, as_of, text, offset, limit), done, key="timeline")

    def _show(self, page: TimelinePage) -> None:
        self._take(page)
        self.list.show_rows([row_of(entry, self._desk.formats) for entry in page.entries])
        self.list.setVisible(bool(page.entries))
        self.empty.setVisible(not page.entries)
        is_searched = bool(self.search.text().strip())
        self.empty.setText(tr("Nothing of the kind.") if is_searched else tr("Nothing has happened yet. Orders begin it."))

    def _read_on(self) -> None:
        bar = self.list.verticalScrollBar()
        if self._goes_on and not self._is_reading and bar.maximum() - bar.value() < _NEAR:
            self._read(self.list.rows.rowCount(), PAGE, self._show_more)

    def _show_more(self, page: TimelinePage) -> None:
        self._take(page)
        self.list.rows.append([row_of(entry, self._desk.formats) for entry in page.entries])

    def _take(self, page: TimelinePage) -> None:
        self._is_reading, self._goes_on = False, page.goes_on
