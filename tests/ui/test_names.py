"""Every widget that a person can act on has a name for tests and one for screen readers, on every page and dialog."""

from collections.abc import Iterator

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from billdesk.ui.main_window import MainWindow
from tests.scenes import all_scenes
from tests.windows import at_rest

ACTING = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit)


def is_inside_a_widget_of_qt(widget: QWidget) -> bool:
    """Parts that Qt makes for itself: the line of a combo box, signs in a line, a calendar's buttons, a header."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, (QAbstractSpinBox, QComboBox, QLineEdit, QAbstractItemView)) or parent.inherits("QCalendarWidget"):
            return True
        parent = parent.parentWidget()
    return widget.objectName().startswith("qt_") or widget.inherits("QTabBar") or widget.inherits("QHeaderView")


def unnamed(root: QWidget) -> Iterator[str]:
    for kind in ACTING:
        for widget in root.findChildren(kind):
            if is_inside_a_widget_of_qt(widget) or not widget.isVisibleTo(root):
                continue
            spoken = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            if not widget.objectName() or not spoken:
                path: list[str] = []
                parent: QWidget | None = widget
                while parent is not None and parent != root:
                    path.append(f"{type(parent).__name__}#{parent.objectName()}")
                    parent = parent.parentWidget()
                yield " < ".join(path)


def test_no_widget_to_act_on_is_without_a_name(qtbot: QtBot, window: MainWindow):
    found: dict[str, list[str]] = {}
    for name, show in all_scenes(window):
        shown = show() or window
        at_rest(qtbot, window)
        if names := sorted(set(unnamed(shown))):
            found[name] = names
        if shown is not window:
            shown.close()
    assert found == {}


def test_every_action_is_called_by_verb_and_noun(qtbot: QtBot, window: MainWindow):
    for _, show in all_scenes(window):
        show()
    at_rest(qtbot, window)
    ours = [a.objectName() for a in window.findChildren(QAction) if a.objectName().startswith("action.")]

    assert {"action.new_order", "action.run_invoices", "action.print_invoice", "action.email_invoice"} <= set(ours)
    assert [name for name in ours if "_" not in name] == []
