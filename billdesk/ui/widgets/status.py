"""The status bar: the next run and when, the job under way with its progress and a way to stop it, and the open file."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QStatusBar, QToolButton, QWidget

from billdesk.ui.desk import Desk
from billdesk.ui.icons import icon
from billdesk.ui.words import tr

_MOST = 420
"""The width in pixels that a text of the bar takes at most."""


class JobChip(QWidget):
    """The first job under way: title, progress, stop. Hidden while nothing lasts."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("job.chip")
        self._jobs = desk.jobs
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.title = QLabel()
        self.title.setObjectName("job.title")
        self.bar = QProgressBar()
        self.bar.setObjectName("job.progress")
        self.bar.setAccessibleName(tr("Progress of the job"))
        self.bar.setFixedSize(140, 14)
        self.bar.setTextVisible(False)
        self.stop = QToolButton()
        self.stop.setObjectName("job.cancel")
        self.stop.setAccessibleName(tr("Stop the job"))
        self.stop.setToolTip(tr("Stop; what is finished stays"))
        self.stop.setIcon(icon("x"))
        self.stop.setAutoRaise(True)
        self.stop.clicked.connect(self._stop)
        for part in (self.title, self.bar, self.stop):
            row.addWidget(part)
        desk.jobs.changed.connect(self._show)
        self.hide()

    def _show(self) -> None:
        jobs = self._jobs.under_way
        self.setVisible(bool(jobs))
        if not jobs:
            return
        job = jobs[0]
        words = tr("Stopping: {title}") if job.is_cancelled else "{title}"
        text = words.format(title=job.title)
        if job.total:
            text += f"  {job.done:,} / {job.total:,}"
        if len(jobs) > 1:
            text += "  " + tr("({n} more wait)").format(n=len(jobs) - 1)
        self.title.setText(text)
        self.bar.setRange(0, 1000 if job.total else 0)
        self.bar.setValue(1000 * job.done // job.total if job.total else 0)

    def _stop(self) -> None:
        if self._jobs.under_way:
            self._jobs.under_way[0].cancel()
            self._show()


class Status(QStatusBar):
    """Next run at the left, job chip, file at the right."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setSizeGripEnabled(False)
        self._desk = desk
        self.next_run = QPushButton(icon("calendar-clock", "muted"), "")
        self.next_run.setObjectName("status.next_run")
        self.next_run.setFlat(True)
        self.next_run.clicked.connect(lambda: desk.go("schedules"))
        self.chip = JobChip(desk, self)
        self.file = QLabel()
        self.file.setObjectName("status.file")
        self.addWidget(self.next_run)
        self.addPermanentWidget(self.chip)
        self.addPermanentWidget(self.file)
        self.next_run.hide()
        desk.opened.connect(self._opened)
        desk.changed.connect(self._refresh)

    def _opened(self) -> None:
        from billdesk.ui.files import short_name

        _show_short(self.file, short_name(self._desk.target))
        self.file.setToolTip(self._desk.target)
        self._refresh()

    def _refresh(self) -> None:
        if self._desk.has_company:
            company = self._desk.company
            self._desk.jobs.read(self, lambda: _next_run(company), self._show, key="next")

    def _show(self, found: tuple[str, str] | None) -> None:
        if found is None:
            text = tr("No schedule will run")
        else:
            text = tr("Next run: {schedule} on {day}").format(schedule=found[0], day=self._desk.formats.date_(found[1]))
        _show_short(self.next_run, text, " ")
        self.next_run.setAccessibleName(text)
        self.next_run.show()


def _show_short(widget: QPushButton | QLabel, text: str, before: str = "") -> None:
    """Show a text as far as it has room beside the others; its tool tip has the whole."""
    from PySide6.QtCore import Qt  # not before the first frame

    shown = widget.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, _MOST)
    if isinstance(widget, QLabel):
        widget.setTextFormat(Qt.TextFormat.PlainText)
        widget.setText(shown)
    else:
        widget.setText(before + shown.replace("&", "&&"))
    widget.setToolTip(text if shown != text else "")


def _next_run(company: object) -> tuple[str, str] | None:
    """Name and date of the schedule that runs next."""
    from billdesk.services.listings import list_records

    schedules = list_records(company, "schedules")  # type: ignore[arg-type]  # a Company, whose import the frame must not pay
    dates = [(s["next_on"], s["schedule"]) for s in schedules if s["next_on"] is not None and not s["paused"]]
    return (min(dates)[1], min(dates)[0]) if dates else None
