"""The look: two palettes of named tokens, and the one style sheet that is filled from them.

Widgets that paint themselves ask `color` and `pair`; nothing else in the window names a colour. The tokens are those of
the design's table; `tests/ui/test_theme.py` holds every pair to a contrast of 4.5:1.
"""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from billdesk import paths

LIGHT = {
    "window": "#F5F6F8",
    "base": "#FFFFFF",
    "raised": "#FFFFFF",
    "hover": "#ECEEF2",
    "text": "#1B1F24",
    "muted": "#57606A",
    "border": "#868E99",
    "line": "#DFE3E8",
    "accent": "#1F5FD0",
    "accent_text": "#FFFFFF",
    "chosen": "#DCE8FC",
    "paid": "#116329",
    "paid_ground": "#DAF5E2",
    "overdue": "#A40E26",
    "overdue_ground": "#FFE3E3",
    "due": "#7A4B00",
    "due_ground": "#FFF0CC",
    "sent": "#0B4F9E",
    "sent_ground": "#DDEBFF",
    "part_paid": "#5B3A9E",
    "part_paid_ground": "#ECE4FF",
    "draft": "#4A525C",
    "draft_ground": "#E9ECF0",
}
DARK = {
    "window": "#1C2027",
    "base": "#16191E",
    "raised": "#232831",
    "hover": "#2A303A",
    "text": "#E6E9EE",
    "muted": "#A0A8B4",
    "border": "#737D8C",
    "line": "#323945",
    "accent": "#6EA8FF",
    "accent_text": "#10151D",
    "chosen": "#21395E",
    "paid": "#7EE2A0",
    "paid_ground": "#12351F",
    "overdue": "#FFA3A8",
    "overdue_ground": "#471419",
    "due": "#F5C86B",
    "due_ground": "#3D2C05",
    "sent": "#9CC7FF",
    "sent_ground": "#0F2F57",
    "part_paid": "#CDB8FF",
    "part_paid_ground": "#33245C",
    "draft": "#C3CAD4",
    "draft_ground": "#2C323B",
}
THEMES = {"light": LIGHT, "dark": DARK}
SERIES = ("accent", "paid", "due", "part_paid", "overdue", "sent", "draft")
"""Tokens for the series of a plot, in turn."""

_chosen = dict(LIGHT)


def color(token: str) -> QColor:
    """The present theme's colour of a token."""
    return QColor(_chosen[token])


def pair(state: str) -> tuple[QColor, QColor]:
    """Text and ground of a pill: paid, overdue, due, sent, part_paid or draft; draft's for anything else."""
    name = state if f"{state}_ground" in _chosen else "draft"
    return QColor(_chosen[name]), QColor(_chosen[f"{name}_ground"])


def is_dark() -> bool:
    """Whether the dark palette is on."""
    return _chosen["window"] == DARK["window"]


def apply(app: QApplication, wanted: str = "system") -> None:
    """Give `app` the theme `wanted`: light, dark, or what the system has."""
    dark = wanted == "dark" or (wanted == "system" and _system_is_dark(app))
    _chosen.update(DARK if dark else LIGHT)
    if app.style().objectName().lower() != "fusion":
        app.setStyle("Fusion")
    _take_font(app)
    app.setPalette(_palette())
    sheet = Template(paths.resource("style", "billdesk.qss").read_text(encoding="utf-8"))
    icons = paths.resource("icons").as_posix()
    app.setStyleSheet(sheet.substitute(_chosen, icons=icons, shade="dark" if dark else "light"))


def _system_is_dark(app: QApplication) -> bool:
    """Whether the system is dark, as its own palette said before ours took its place."""
    if app.property("billdesk.system_is_dark") is None:
        app.setProperty("billdesk.system_is_dark", QGuiApplication.palette().window().color().lightness() < 128)
    return app.property("billdesk.system_is_dark") is True


def _take_font(app: QApplication) -> None:
    """Noto Sans comes along: its figures are tabular, and the window looks alike on every system."""
    if app.property("billdesk.font"):
        return
    for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        QFontDatabase.addApplicationFont(str(paths.resource("fonts", name)))
    font = QFont("Noto Sans")
    font.setPixelSize(13)
    app.setFont(font)
    app.setProperty("billdesk.font", True)


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, token in (
        (role.Window, "window"),
        (role.WindowText, "text"),
        (role.Base, "base"),
        (role.AlternateBase, "window"),
        (role.Text, "text"),
        (role.Button, "raised"),
        (role.ButtonText, "text"),
        (role.BrightText, "overdue"),
        (role.Highlight, "chosen"),
        (role.HighlightedText, "text"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.ToolTipBase, "raised"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "muted"),
        (role.Light, "line"),
        (role.Mid, "line"),
        (role.Dark, "border"),
        (role.Accent, "accent"),
    ):
        palette.setColor(which, color(token))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, color("muted"))
    return palette
