"""The side panel: what Space shows of the current record while the list stays where it is."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from billdesk.ui.desk import Desk
from billdesk.ui.icons import icon
from billdesk.ui.models.list_spec import ListSpec
from billdesk.ui.words import tr

_SETTLED_MS = 90
"""A person who runs through rows with the arrow keys is shown the one where they stop."""


class PreviewPanel(QFrame):
    """Holds the widget that the spec makes when it is first asked for."""

    closed = Signal()

    def __init__(self, desk: Desk, spec: ListSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{spec.room}.preview")
        self.setAccessibleName(tr("Preview"))
        self._desk, self._spec = desk, spec
        self._content: QWidget | None = None
        self._wanted: int | None = None
        self._shown: int | None = None
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._show)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 6, 6)
        title = QLabel(tr("Preview"))
        title.setProperty("muted", True)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName(f"{spec.room}.preview_close")
        self.close_button.setAccessibleName(tr("Close the preview"))
        self.close_button.setToolTip(tr("Close the preview (Space)"))
        self.close_button.setIcon(icon("x", "muted"))
        self.close_button.clicked.connect(self.closed)
        row.addWidget(title, 1)
        row.addWidget(self.close_button)
        self._column.addLayout(row)
        self.setMinimumWidth(280)
        self.hide()

    def show_record(self, record: int | None, at_once: bool = False) -> None:
        """Show a record, once a person has settled on it."""
        self._wanted = record
        if at_once:
            self._settled.stop()
            self._show()
        else:
            self._settled.start()

    def refresh(self) -> None:
        """Show the record as it is now."""
        self._shown = None
        self._settled.start()

    def _show(self) -> None:
        if self._wanted is None or self._wanted == self._shown or self.isHidden():
            return
        if self._content is None:
            if self._spec.preview is None:
                return
            self._content = self._spec.preview(self._desk, self)
            self._column.addWidget(self._content, 1)
        self._shown = self._wanted
        self._content.show_record(self._wanted)  # type: ignore[attr-defined]  # as the spec says
