"""What the sections of the settings share: a heading, a form, and Save and Discard that appear once something has changed.

A change is kept on disk until it is saved or given up; somebody else's change meanwhile is told and never overwritten.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from billdesk.billing.errors import BillingError, Conflict
from billdesk.services.company_settings import CompanyRecord, FormerDetails, change_details, read_company
from billdesk.ui.desk import Desk
from billdesk.ui.widgets.form import Form
from billdesk.ui.words import tr

KIND = "settings"
"""What unsaved edits of settings are kept under; the key is the section's."""
KEEP_MS = 300


class Section(QWidget):
    """A part of the settings. `key` names it in places and object names."""

    key: ClassVar[str]
    icon: ClassVar[str]

    def __init__(self, desk: Desk, title: str, about: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.title = desk, title
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        heading = QLabel(title)
        heading.setProperty("heading", True)
        self.column.addWidget(heading)
        if about:
            self.column.addWidget(self.label(about, is_muted=True))

    def show_values(self) -> None:
        """Show what holds now. Called when the section is gone to, and when somebody has written."""

    def label(self, text: str = "", name: str = "", *, is_muted: bool = False) -> QLabel:
        """Words that wrap; not yet placed."""
        label = QLabel(text)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("muted", is_muted)
        return label

    def button(self, name: str, words: str, call: Callable[[], object], *, is_primary: bool = False) -> QPushButton:
        """A button called `settings.<name>`; not yet placed."""
        button = QPushButton(words)
        button.setObjectName(f"settings.{name}")
        button.setAccessibleName(words)
        button.setProperty("primary", is_primary)
        button.clicked.connect(lambda _checked=False: call())
        return button

    def on_card(self, *parts: QWidget) -> QVBoxLayout:
        """Put widgets under each other on a ground of their own, which more may be added to."""
        ground = QFrame()
        ground.setProperty("card", True)
        column = QVBoxLayout(ground)
        column.setContentsMargins(16, 16, 16, 16)
        for part in parts:
            column.addWidget(part)
        self.column.addWidget(ground)
        return column

    def row(self, *parts: QWidget) -> QHBoxLayout:
        """Widgets side by side, from the beginning of the line."""
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in parts:
            row.addWidget(part)
        row.addStretch(1)
        self.column.addLayout(row)
        return row


class FormSection(Section):
    """A section with a form in a card, and Save and Discard under it. Ctrl+Enter saves."""

    def __init__(self, desk: Desk, title: str, about: str = "", parent: QWidget | None = None) -> None:
        super().__init__(desk, title, about, parent)
        self.form = Form(self.key)
        self.card = self.on_card(self.form)
        self.card.setSpacing(12)
        self.trouble = self.label(name=f"settings.{self.key}.trouble")
        self.trouble.setProperty("error", True)
        self.trouble.hide()
        self.column.addWidget(self.trouble)
        self.theirs = self.button(f"{self.key}.reload", tr("Show what stands there now"), self.discard)
        self.give_up = self.button(f"{self.key}.discard", tr("Discard"), self.discard)
        self.keep = self.button(f"{self.key}.save", tr("Save"), self.save, is_primary=True)
        self.keep.setToolTip(tr("Save (Ctrl+Enter)"))
        self._buttons = self.row(self.keep, self.give_up, self.theirs)
        self._timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._timer.timeout.connect(self._keep_edit)
        self._is_filled = self._is_saving = False
        self.form.changed.connect(self.touched)
        self.build()
        self.column.addStretch(1)
        self._show_buttons()

    def build(self) -> None:
        """Make the fields. Subclasses say it."""

    def read(self) -> Callable[[], Any]:
        """What reads the stored values, off the interface thread. Subclasses say it."""
        raise NotImplementedError

    def fill(self, found: Any) -> None:  # noqa: ANN401 - whatever `read` gave
        """Put what was read into the form, as unchanged. Subclasses say it."""
        raise NotImplementedError

    def work(self) -> Callable[[], Any]:
        """What saves the form, off the interface thread. Subclasses say it."""
        raise NotImplementedError

    def done(self, result: Any) -> None:  # noqa: ANN401 - whatever `work` gave
        """Note the undo of what was saved. Subclasses say it."""

    @property
    def is_dirty(self) -> bool:
        """Whether something differs from what is stored."""
        return self.form.is_dirty

    def kept(self) -> dict[str, Any]:
        """The edit as it is kept on disk."""
        return self.form.values()

    def take_kept(self, values: dict[str, Any]) -> None:
        """Go on with an edit that was kept."""
        self.form.set_values(values, are_clean=False)

    def show_values(self) -> None:
        """Read and show; a change that is not saved yet stays as it is."""
        if not self.is_dirty and not self._is_saving:
            self.desk.jobs.read(self, self.read(), self._filled, key="values")

    def touched(self, _key: str = "") -> None:
        """A person has changed something."""
        self._timer.start()
        self._show_buttons()

    def save(self) -> None:
        """Save; what is refused is said beside its field, or under the form."""
        if self._is_saving or not self.is_dirty:
            return
        self.form.clear_errors()
        self._say("")
        self._is_saving = True
        call = self.work()
        self.desk.jobs.run(tr("Saving the settings"), lambda _progress: call(), self._saved, self._refused)

    def discard(self) -> None:
        """Give the change up, and show what is stored."""
        self._timer.stop()
        self.desk.unsaved.drop(KIND, self.key)
        self._say("")
        self.desk.jobs.read(self, self.read(), self._filled, key="values")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter saves."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            super().keyPressEvent(event)

    def _filled(self, found: object) -> None:
        self.fill(found)
        if not self._is_filled:
            self._is_filled = True
            for edit in self.desk.unsaved.all():
                if (edit.kind, edit.key) == (KIND, self.key):
                    self.take_kept(edit.values)
        self._show_buttons()

    def _saved(self, result: object) -> None:
        self._is_saving = False
        self._timer.stop()
        self.desk.unsaved.drop(KIND, self.key)
        self.done(result)
        self.desk.jobs.read(self, self.read(), self._filled, key="values")

    def _refused(self, trouble: BillingError) -> None:
        self._is_saving = False
        if not self.form.show_trouble(trouble):
            text = str(trouble)
            self._say(text[:1].upper() + text[1:], is_conflict=isinstance(trouble, Conflict))

    def _say(self, text: str, *, is_conflict: bool = False) -> None:
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))
        self.theirs.setVisible(is_conflict)

    def _keep_edit(self) -> None:
        if self.is_dirty:
            self.desk.unsaved.keep(KIND, self.key, self.kept())
        else:
            self.desk.unsaved.drop(KIND, self.key)

    def _show_buttons(self) -> None:
        self.keep.setEnabled(self.is_dirty)
        self.give_up.setVisible(self.is_dirty)
        if not self.is_dirty:
            self.theirs.hide()


class DetailSection(FormSection):
    """A section over some of the company's details: its form's fields bear their names."""

    record: CompanyRecord | None = None

    def names(self) -> list[str]:
        """The details of this section."""
        return list(self.form.values())

    def read(self) -> Callable[[], CompanyRecord]:
        """See FormSection."""
        company = self.desk.company
        return lambda: read_company(company)

    def fill(self, found: CompanyRecord) -> None:
        """See FormSection."""
        self.record = found
        self.form.set_values({name: found.details[name] for name in self.names()})
        self.filled(found)

    def filled(self, _found: CompanyRecord) -> None:
        """What else follows the record."""

    def work(self) -> Callable[[], FormerDetails]:
        """See FormSection."""
        company, as_of = self.desk.company, self.desk.as_of()
        values = {name: str(value or "") for name, value in self.form.values().items()}
        version = self.record.version_of(values) if self.record is not None else None
        return lambda: change_details(company, values, as_of, version)

    def done(self, result: FormerDetails) -> None:
        """See FormSection."""
        note_details(self.desk, tr("Changed the settings: {section}").format(section=self.title), result)


def note_details(desk: Desk, words: str, former: FormerDetails) -> None:
    """Note a change of details with its undo; each step carries the version on."""
    company, as_of = desk.company, desk.as_of()
    standing = former

    def swap() -> None:
        nonlocal standing
        standing = change_details(company, standing.details, as_of, standing.version)

    desk.undo.did(words, swap, swap)
