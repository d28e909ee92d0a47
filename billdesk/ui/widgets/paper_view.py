"""The paper itself: a PDF from memory, page under page, with zoom. A screen reader is told its text."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from billdesk.ui import theme
from billdesk.ui.icons import icon
from billdesk.ui.words import tr

_STEP = 1.2
_SMALLEST, _LARGEST = 0.2, 6.0


class PaperView(QWidget):
    """Shows one PDF. `painted` is emitted when a page of it has been drawn."""

    painted = Signal()

    def __init__(self, room: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = b""
        self._dresser = QTimer(self, singleShot=True, interval=0)
        self._dresser.timeout.connect(self._dress)
        self._bytes = QByteArray()
        self._buffer = QBuffer(self)
        self._document = QPdfDocument(self)
        self.pages = QPdfView(self)
        self.pages.setObjectName(f"{room}.paper")
        self.pages.setAccessibleName(tr("The paper"))
        self.pages.setPageMode(QPdfView.PageMode.MultiPage)
        self.pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.pages.setDocument(self._document)
        renderer = self.pages.findChild(QPdfPageRenderer)
        if renderer is not None:
            renderer.pageRendered.connect(lambda *_: self.painted.emit())
        self._words = QLabel()
        self._words.setObjectName(f"{room}.paper_words")
        self._words.setProperty("muted", True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._words)
        self._stack.addWidget(self.pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._bar(room))
        column.addWidget(self._stack, 1)
        self._dress()

    @property
    def page_count(self) -> int:
        """How many pages the paper has."""
        return self._document.pageCount() if self._content else 0

    def show_pdf(self, content: bytes) -> None:
        """Show a PDF. The same bytes again leave the view as it is."""
        if content == self._content:
            return
        self._let_go()
        self._bytes = QByteArray(content)
        self._buffer.setData(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._content = content
        count = self.page_count
        self._count.setText(tr("1 page") if count == 1 else tr("{n} pages").format(n=count))
        self.pages.setAccessibleDescription("\n".join(self._document.getAllText(n).text() for n in range(min(count, 3))))
        self._stack.setCurrentWidget(self.pages)

    def show_words(self, words: str) -> None:
        """Show words instead of a paper."""
        self._let_go()
        self._count.clear()
        self._words.setText(words)
        self._stack.setCurrentWidget(self._words)

    def zoom(self, factor: float) -> None:
        """Make the paper larger or smaller by a factor; it then keeps its size."""
        wide = self.pages.viewport().width() - self.pages.documentMargins().left() - self.pages.documentMargins().right()
        present = self.pages.zoomFactor()
        if self.pages.zoomMode() is QPdfView.ZoomMode.FitToWidth and self.page_count:
            points = self._document.pagePointSize(0).width()
            present = wide / (points * self.logicalDpiX() / 72) if points else 1.0
        self.pages.setZoomMode(QPdfView.ZoomMode.Custom)
        self.pages.setZoomFactor(min(max(present * factor, _SMALLEST), _LARGEST))

    def fit(self) -> None:
        """As wide as there is room."""
        self.pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def fit_page(self) -> None:
        """A whole page at once."""
        self.pages.setZoomMode(QPdfView.ZoomMode.FitInView)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another theme is shown at once; the paper stays white."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._dresser.start()  # later: the style that is changing puts palettes back by itself
        super().changeEvent(event)

    def _dress(self) -> None:
        palette = self.pages.palette()
        if palette.color(QPalette.ColorRole.Dark) != theme.color("line"):
            palette.setColor(QPalette.ColorRole.Dark, theme.color("line"))
            self.pages.setPalette(palette)

    def _let_go(self) -> None:
        self._document.close()
        self._buffer.close()
        self._content = b""

    def _bar(self, room: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(4)
        self._count = QLabel()
        self._count.setProperty("muted", True)
        row.addWidget(self._count)
        row.addStretch(1)
        for name, words, picture, call in (
            ("zoom_out", tr("Smaller"), "zoom-out", lambda: self.zoom(1 / _STEP)),
            ("zoom_in", tr("Larger"), "zoom-in", lambda: self.zoom(_STEP)),
            ("fit_width", tr("As wide as there is room"), "move-horizontal", self.fit),
            ("fit_page", tr("A whole page"), "file-text", self.fit_page),
        ):
            button = QToolButton()
            button.setObjectName(f"{room}.{name}")
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.setIcon(icon(picture))
            button.setAutoRaise(True)
            button.clicked.connect(call)
            row.addWidget(button)
        return row
