"""The last tab of an account: all that is known of it, to be read and copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from billdesk.services.account_view import AccountHead
from billdesk.ui.desk import Desk
from billdesk.ui.models.states import state_word
from billdesk.ui.navigation import Place
from billdesk.ui.pages.account_rows import country_words
from billdesk.ui.widgets.cards import Card
from billdesk.ui.widgets.timeline import field_words
from billdesk.ui.words import tr

_PARTY = ("street", "postcode", "city", "region", "country", "email", "phone", "tax_id")


class Details(QScrollArea):
    """Shows who an account is. What is not known shows as a dash."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parent_id: int | None = None
        self.setObjectName("account.details")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._values: dict[str, QLabel] = {}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._card(tr("Address and contact"), ("name", "code", *_PARTY)))
        billing = self._card(tr("Billing"), ("currency", "terms", "price_basis", "parent"))
        self.upper = QPushButton()
        self.upper.setObjectName("account.open_parent")
        self.upper.setProperty("link", True)
        self.upper.clicked.connect(lambda _checked=False: self._desk.go(Place("account", self._parent_id)))
        billing.add_beside_heading(self.upper)
        column.addWidget(billing)
        self.notes = self._card(tr("Notes"), ("notes",))
        column.addWidget(self.notes)
        column.addStretch(1)
        self.setWidget(body)

    def show_head(self, head: AccountHead) -> None:
        """Show an account."""
        self._parent_id = head.parent_id
        terms = head.terms if head.has_own_terms else tr("{terms} (as the company's)").format(terms=head.terms)
        basis = tr("with tax") if head.price_basis == "gross" else tr("without tax")
        own = {
            "name": head.party.name,
            "code": head.code + (f"  ·  {tr('archived')}" if head.is_archived else ""),
            "currency": head.currency,
            "terms": terms,
            "price_basis": f"{state_word('price_basis', head.price_basis)} ({basis})",
            "country": country_words(head.party.country),
            "parent": head.parent_name,
            "notes": head.notes,
        }
        for key, label in self._values.items():
            label.setText(own[key] if key in own else getattr(head.party, key) or "–")
            if not label.text():
                label.setText("–")
        self.notes.setVisible(bool(head.notes))
        self.upper.setVisible(head.parent_id is not None)
        self.upper.setText(tr("Open {name}").format(name=head.parent_name))
        self.upper.setAccessibleName(self.upper.text())

    def _card(self, title: str, keys: tuple[str, ...]) -> Card:
        card = Card(title)
        grid = QWidget()
        rows = QFormLayout(grid)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(24)
        rows.setVerticalSpacing(6)
        words = field_words()
        for key in keys:
            value = QLabel()
            value.setObjectName(f"account.details.{key}")
            value.setAccessibleName(words[key])
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setWordWrap(True)
            value.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            caption = QLabel(words[key])
            caption.setTextFormat(Qt.TextFormat.PlainText)
            caption.setProperty("muted", True)
            caption.setMinimumWidth(120)
            rows.addRow(caption, value)
            self._values[key] = value
        card.add(grid)
        return card
