"""Icons: Lucide's line drawings (ISC, resources/icons), tinted by the theme and drawn as sharp as the screen is."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from billdesk import paths
from billdesk.ui import theme


class _Engine(QIconEngine):
    """Draws one SVG in a theme token's colour, asked for anew at each painting, so that a change of theme shows at once."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name, self._token = name, token

    def paint(self, painter: QPainter, rect: object, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Fill `rect`."""
        token = "muted" if mode is QIcon.Mode.Disabled else self._token
        _renderer(self._name, theme.color(token).name()).render(painter, QRectF(rect))  # type: ignore[call-overload]  # a QRect

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon as pixels of `size`, on a clear ground."""
        pixmap = QPixmap(size)
        pixmap.fill(QColor(0, 0, 0, 0))
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """Another one like this."""
        return _Engine(self._name, self._token)


def icon(name: str, token: str = "text") -> QIcon:  # noqa: S107 - a token of the theme
    """The icon `name` (a file of resources/icons without its ending) in the colour of a theme token."""
    return QIcon(_Engine(name, token))


@lru_cache(maxsize=256)
def _renderer(name: str, color: str) -> QSvgRenderer:
    drawing = paths.resource("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)
    return QSvgRenderer(QByteArray(drawing.encode()))
