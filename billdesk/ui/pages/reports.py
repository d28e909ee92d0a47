"""Reports: a chooser, what the report is asked for, its plot and table; saved as PDF, CSV or XLSX, and printed."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from PySide6.QtCore import QSize, QStandardPaths, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from billdesk.billing.errors import BillingError
from billdesk.services.company import Progress
from billdesk.services.reports import Report, ReportRequest, ReportWords, make_report, report_pdf, write_report
from billdesk.ui.desk import Desk
from billdesk.ui.icons import icon
from billdesk.ui.models.charts import chart_of
from billdesk.ui.models.report_words import Offer, offers, words_of
from billdesk.ui.navigation import Place
from billdesk.ui.pages.page import Page
from billdesk.ui.widgets.plot import PlotView
from billdesk.ui.widgets.printing import ask_printer, draw_pdfs
from billdesk.ui.widgets.report_fields import ReportFields
from billdesk.ui.widgets.report_table import ReportTable
from billdesk.ui.widgets.tiles import Card, Line
from billdesk.ui.words import tr

_PAUSE_MS = 250
"""How long after the last change of a field a report is worked out: a date is typed in several strokes."""
_CHOOSER_WIDTH = 172


class ReportsPage(Page):
    """All reports."""

    nav = "reports"
    _progressed = Signal(object)
    """How far the report under way is, in percent; emitted off thread."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.title = tr("Reports")
        self.offers = {offer.key: offer for offer in offers()}
        self.report: Report | None = None
        self._words: ReportWords | None = None
        self._stop = Event()
        self._currencies: tuple[str, ...] = ()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self._progressed.connect(self._show_progress)
        self._make_actions()
        self._build()

    def primary(self) -> QAction | None:
        """To save the report as PDF."""
        return self._exports["pdf"]

    def actions_(self) -> list[QAction]:
        """To save and to print."""
        return [self._exports["csv"], self._exports["xlsx"], self._print, self._exports["pdf"]]

    def open(self, place: Place) -> None:
        """Show the report that the place tells (`report`), with its `by`, `as_of`, `from` and `until`; else the present one."""
        super().open(place)
        told = dict(place.extra)
        offer = self.offers.get(told.get("report", ""), self.offer)
        is_other = offer is not self.offer
        if is_other:
            self.chooser.setCurrentRow(list(self.offers).index(offer.key))
        if len(told) > 1:
            self.fields.set_values(told)
        self.refresh()

    def refresh(self) -> None:
        """Work the report out anew; one that is under way for other values is stopped."""
        self._pause.stop()
        self._stop.set()
        if self.fields.trouble:
            self.status.clear()
            self.trouble.setText(f"{self.fields.trouble}.")
            self.trouble.show()
            return
        stop = self._stop = Event()
        company, request = self.desk.company, self.request
        progress = Progress(lambda _step, done, total: self._progressed.emit(100 * done // max(total, 1)), stop.is_set)
        self.status.setText(tr("Working it out …"))
        self.trouble.hide()
        self.desk.jobs.read(
            self,
            lambda: make_report(company, request, progress),
            self._show,
            key="report",
            failed=self._fail,
        )

    @property
    def offer(self) -> Offer:
        """The report that is chosen."""
        return list(self.offers.values())[max(self.chooser.currentRow(), 0)]

    @property
    def request(self) -> ReportRequest:
        """What the fields ask for."""
        by = self.fields.way()
        as_of, first, last = self.fields.days()
        if self.offer.dates == "until":
            as_of, first = self.desk.as_of(), self.desk.as_of()
        elif self.offer.dates == "period":
            as_of = last
        return ReportRequest(self.offer.kind(by), as_of, first, last, by, self.fields.currency.currentData() or "")

    # -- parts

    def _make_actions(self) -> None:
        self._exports = {
            form: self.action(f"export_report_{form}", words, "download" if form != "pdf" else "file-down", tip=tip)
            for form, words, tip in (
                ("pdf", tr("Save as PDF"), tr("Save the report as PDF")),
                ("csv", tr("CSV"), tr("Save the table as CSV")),
                ("xlsx", tr("XLSX"), tr("Save the table for Excel and LibreOffice")),
            )
        }
        for form, action in self._exports.items():
            action.triggered.connect(lambda _checked=False, form=form: self._ask_file(form))
        self._print = self.action("print_report", tr("Print"), "printer", "Ctrl+P", tr("Print the report"))
        self._print.triggered.connect(lambda _checked=False: self._ask_printer())

    def _build(self) -> None:
        self.chooser = QListWidget()
        self.chooser.setObjectName("reports.chooser")
        self.chooser.setAccessibleName(tr("Reports"))
        self.chooser.setFixedWidth(_CHOOSER_WIDTH)
        self.chooser.setIconSize(QSize(18, 18))
        for offer in self.offers.values():
            item = QListWidgetItem(icon(offer.icon), offer.title)
            item.setToolTip(offer.hint)
            item.setSizeHint(QSize(0, 36))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, offer.hint)
            self.chooser.addItem(item)
        self.fields = ReportFields(self.desk.as_of(), self)
        self.fields.changed.connect(self._pause.start)
        self.heading = self._label("reports.heading", "heading")
        self.facts = self._label("reports.facts", "muted")
        self.status = self._label("reports.status", "muted")
        self.trouble = self._label("reports.trouble", "error")
        self.trouble.hide()
        self.plot = PlotView("reports.plot", tr("The report's plot"), height=212)
        self.table = ReportTable("reports", self.desk.formats, self)
        self.table.opened.connect(self._open_record)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        row.addWidget(self.chooser)
        row.addLayout(self._content(), 1)
        self.setFocusProxy(self.chooser)
        self.chooser.setCurrentRow(0)
        self.fields.show_offer(self.offer)
        self.chooser.currentRowChanged.connect(lambda _row: self._choose())

    def _content(self) -> QVBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.heading)
        head.addWidget(self.facts, 1)
        head.addWidget(self.status)
        card = Card("", self)
        card.heading.hide()
        card.column.addWidget(self.plot)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self.fields)
        column.addWidget(self.trouble)
        column.addLayout(head)
        column.addWidget(card)
        column.addWidget(self.table, 1)
        return column

    def _label(self, name: str, look: str) -> QLabel:
        label = Line()
        label.setObjectName(name)
        label.setProperty(look, True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    # -- what is shown

    def _choose(self) -> None:
        self.fields.show_offer(self.offer)
        self._currencies = ()
        self.plot.wait()
        self.refresh()

    def _show_progress(self, percent: int) -> None:
        if percent:
            self.status.setText(tr("Working it out … {n} %").format(n=self.desk.formats.count(percent)))

    def _show(self, report: Report) -> None:
        self.report = report
        words = self._words = words_of(report, self.offer, report.request.by, self.desk.formats)
        if not report.request.currency:
            self._currencies = report.currencies
        self.fields.offer_currencies(self._currencies, report.request.currency)
        self.heading.setText(words.title)
        only = report.currencies if len(report.currencies) == 1 and not report.request.currency else ()
        self.facts.setText(" · ".join((*words.facts, *only)))
        count = len(report.rows)
        rows = tr("{n} row") if count == 1 else tr("{n} rows")
        self.status.setText(rows.format(n=self.desk.formats.count(count)))
        self.table.show_report(report, words)
        self._show_plot(report, words)

    def _show_plot(self, report: Report, words: ReportWords) -> None:
        plot = next(iter(report.plots), None)
        if plot is None or not plot.labels:
            self.plot.show_chart(None, words.nothing)
            return
        if not plot.has_amounts:
            self.plot.show_chart(None, tr("All amounts are zero."))
            return
        series = {words.word("series", series.key): series.values for series in plot.series}
        is_ageing = plot.label_kind == "bucket"
        inks = ("due", *["overdue"] * (len(plot.labels) - 1)) if is_ageing else ()
        chart = chart_of(
            self.desk.formats,
            plot.currency,
            plot.form,
            plot.labels,
            series,
            kind=plot.label_kind,
            word=lambda label: words.word(plot.label_kind, label),
            inks=inks,
        )
        self.plot.show_chart(chart)

    def _fail(self, trouble: BillingError) -> None:
        self.status.clear()
        self.trouble.setText(f"{trouble.what[:1].upper()}{trouble.what[1:]}. {trouble.remedy[:1].upper()}{trouble.remedy[1:]}.")
        self.trouble.show()

    def _open_record(self, record: int) -> None:
        if self.report is not None and self.report.opens:
            self.desk.go(Place(self.report.opens, record))

    # -- files and paper

    def export_to(self, path: Path | str, form: str = "") -> None:
        """Save the report as it is shown; the form is that of the file's ending unless it is told."""
        report, words, company = self.report, self._words, self.desk.company
        if report is None or words is None:
            return
        target = Path(path)
        chosen = form or target.suffix[1:].lower() or "pdf"

        def show_file() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))

        def done(_: None) -> None:
            self.desk.say.done(tr("Saved {name}").format(name=target.name), tr("Open"), show_file)

        title = tr("Saving {name}").format(name=target.name)
        self.desk.jobs.run(title, lambda progress: write_report(company, report, words, target, chosen, progress), done)

    def _ask_file(self, form: str) -> None:
        """Ask where to save, without waiting for the answer."""
        if self._words is None:
            return
        folder = self.desk.settings.value("reports/folder") or QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        dialog = QFileDialog(self, tr("Save the report"), str(folder))
        dialog.setObjectName("reports.save_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(form)
        dialog.setNameFilter(f"{form.upper()} (*.{form})")
        last = self.request.as_of_on if self.offer.dates == "as-of" else self.request.until_on
        dialog.selectFile(f"{self._words.title} {last.isoformat()}.{form}")
        dialog.fileSelected.connect(lambda path: self._save(path, form))
        dialog.open()

    def _save(self, path: str, form: str) -> None:
        self.desk.settings.setValue("reports/folder", str(Path(path).parent))
        self.export_to(path, form)

    def _ask_printer(self) -> None:
        report, words, company = self.report, self._words, self.desk.company
        if report is not None and words is not None:
            ask_printer(
                self.desk,
                self,
                words.title,
                lambda printer, progress: draw_pdfs([report_pdf(company, report, words)], 1, printer, progress),
            )
