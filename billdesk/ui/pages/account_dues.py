"""An account's dues: open invoices, and drafts as they will be due, by date and added up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from billdesk.services.account_view import Due, account_dues
from billdesk.ui.desk import Desk
from billdesk.ui.pages.account_rows import due_row
from billdesk.ui.widgets.rows import RowView
from billdesk.ui.words import tr


class Dues(QWidget):
    """Shows what an account has to pay, the oldest first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setObjectName("account.dues_words")
        self.words.setWordWrap(True)
        self.list = RowView("account.dues", tr("Dues"))
        self.list.opened.connect(desk.go)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)

    def show_account(self, account_id: int) -> None:
        """Read and show an account's dues."""
        company, as_of = self._desk.company, self._desk.as_of()
        self._desk.jobs.read(self, lambda: account_dues(company, account_id, as_of), self._show, key="dues")

    def _show(self, dues: tuple[Due, ...]) -> None:
        formats = self._desk.formats
        self.list.show_rows([due_row(due, formats) for due in dues])
        self.list.setVisible(bool(dues))
        lines = []
        for currency in dict.fromkeys(due.currency for due in dues):
            mine = [due for due in dues if due.currency == currency]
            words = tr("{posted} is open, {overdue} of it overdue; {drafts} stands in drafts, {total} in all.")
            lines.append(
                words.format(
                    posted=formats.money(sum(d.amount_minor for d in mine if d.state != "draft"), currency),
                    overdue=formats.amount(sum(d.amount_minor for d in mine if d.state == "overdue"), currency),
                    drafts=formats.amount(sum(d.amount_minor for d in mine if d.state == "draft"), currency),
                    total=formats.money(mine[-1].running_minor, currency),
                )
            )
        self.words.setText("\n".join(lines) or tr("Nothing is open, and nothing stands in drafts."))
