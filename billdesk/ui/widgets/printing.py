"""Printing documents with the system's own dialog: pages of the very PDFs that are delivered, drawn onto the printer.

The dialog is never waited for; drawing goes on as a job, page by page, and can be stopped between two pages. A single
document that is printed to a PDF file becomes the archived file itself, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from billdesk.billing.errors import BillingError
from billdesk.services.company import Company, Progress
from billdesk.services.documents import each_pdf, save_pdf
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.save_pdf import last_folder
from billdesk.ui.words import tr

_MOST_DPI = 300
"""Fine enough for any office printer; more only makes the spool file larger."""


def print_invoices(desk: Desk, parent: QWidget, invoice_ids: Sequence[int], name: str) -> QPrintDialog:
    """Show the system's print dialog for posted documents; `name` is what the printer's queue shows."""
    company, ids = desk.company, list(invoice_ids)
    draw = partial(print_to, company, ids)
    return ask_printer(desk, parent, name, draw, has_range=len(ids) == 1)


def ask_printer(
    desk: Desk, parent: QWidget, name: str, draw: Callable[[QPrinter, Progress], int], *, has_range: bool = True
) -> QPrintDialog:
    """Show the system's print dialog; `draw` then draws the pages as a job and says how many they were."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setCreator("BillDesk")
    if not QPrinterInfo.availablePrinterNames():  # the dialog then prints to a file, and would name none
        printer.setOutputFileName(str(Path(last_folder(desk)) / f"{name}.pdf"))
    dialog = QPrintDialog(printer, parent)
    dialog.setObjectName("print.dialog")
    dialog.setWindowTitle(tr("Print {name}").format(name=name))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    options = QAbstractPrintDialog.PrintDialogOption
    dialog.setOption(options.PrintToFile)
    dialog.setOption(options.PrintCollateCopies)
    dialog.setOption(options.PrintPageRange, has_range)

    def start() -> None:
        def done(count: int) -> None:
            desk.say.done(tr("1 page printed") if count == 1 else tr("{n} pages printed").format(n=count))

        title = tr("Printing {name}").format(name=name)
        desk.jobs.run(title, lambda progress: draw(printer, progress), done)

    dialog.accepted.connect(start)
    QDialog.open(dialog)  # the print dialog itself has an `open` for another purpose
    return dialog


def print_to(company: Company, invoice_ids: Sequence[int], printer: QPrinter, progress: Progress) -> int:
    """Draw documents onto a printer, off the interface thread. Returns the pages. Raises BillingError in words."""
    file = printer.outputFileName()
    if file and printer.outputFormat() is QPrinter.OutputFormat.PdfFormat and len(invoice_ids) == 1 and _is_whole(printer):
        save_pdf(company, invoice_ids[0], Path(file))
        return _count(company, invoice_ids[0])
    contents = (pdf.content for pdf in each_pdf(company, invoice_ids, progress=progress))
    return draw_pdfs(contents, len(invoice_ids), printer, progress)


def draw_pdfs(contents: Iterable[bytes], count: int, printer: QPrinter, progress: Progress) -> int:
    """Draw the pages of `count` PDFs onto a printer, off the interface thread. Returns the pages. Raises BillingError."""
    _check_printer(printer)
    printer.setFullPage(True)
    pages = 0
    painter = QPainter()
    try:
        for n, content in enumerate(contents):
            progress.at("printing", n, count)
            with _opened(content) as document:
                for page in _chosen_pages(printer, document.pageCount()):
                    _turn(printer, painter, document, page, is_first=pages == 0)
                    _draw(printer, painter, document, page)
                    pages += 1
    finally:
        if painter.isActive() and not painter.end():
            raise _gone(printer)
    if printer.printerState() in (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error):
        raise _gone(printer)
    return pages


@contextmanager
def _opened(content: bytes) -> Iterator[QPdfDocument]:
    held = QByteArray(content)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    try:
        yield document
    finally:
        document.close()
        buffer.close()


def _count(company: Company, invoice_id: int) -> int:
    pdf = next(each_pdf(company, [invoice_id], jobs=1))
    with _opened(pdf.content) as document:
        return document.pageCount()


def _is_whole(printer: QPrinter) -> bool:
    return printer.printRange() is QPrinter.PrintRange.AllPages and printer.copyCount() == 1


def _chosen_pages(printer: QPrinter, count: int) -> list[int]:
    """The pages to print, from 0, each as often as the printer does not do it by itself."""
    pages = list(range(count))
    if printer.printRange() is QPrinter.PrintRange.PageRange and printer.fromPage():
        last = printer.toPage() or count
        pages = pages[printer.fromPage() - 1 : last]
    copies = 1 if printer.supportsMultipleCopies() else max(printer.copyCount(), 1)
    return pages * copies


def _turn(printer: QPrinter, painter: QPainter, document: QPdfDocument, page: int, *, is_first: bool) -> None:
    """A fresh sheet, with the long side where the page has it."""
    size = document.pagePointSize(page)
    layout = printer.pageLayout()
    wanted = QPageLayout.Orientation.Landscape if size.width() > size.height() else QPageLayout.Orientation.Portrait
    if layout.orientation() is not wanted:
        printer.setPageOrientation(wanted)
    if is_first:
        if printer.outputFormat() is QPrinter.OutputFormat.PdfFormat:
            printer.setPageSize(QPageSize(size, QPageSize.Unit.Point))  # a file has the paper that the document has
        if not painter.begin(printer):
            raise _gone(printer)
    elif not printer.newPage():
        raise _gone(printer)


def _draw(printer: QPrinter, painter: QPainter, document: QPdfDocument, page: int) -> None:
    sheet = printer.pageLayout().fullRectPixels(printer.resolution())
    size = document.pagePointSize(page)
    scale = min(sheet.width() / size.width(), sheet.height() / size.height())
    # At its own size where the sheet holds it, as on a form of the exact measure; smaller where it does not.
    scale = min(scale, printer.resolution() / 72)
    place = QRectF(0, 0, size.width() * scale, size.height() * scale)
    place.moveCenter(QRectF(sheet).center())
    dots = min(printer.resolution(), _MOST_DPI) / printer.resolution()
    image = document.render(page, QSize(round(place.width() * dots), round(place.height() * dots)))
    painter.drawImage(place, image)


def _check_printer(printer: QPrinter) -> None:
    name = printer.printerName()
    is_file = bool(printer.outputFileName())
    if not is_file and name and name not in QPrinterInfo.availablePrinterNames():
        raise BillingError(tr("the printer is not there any more"), name, tr("choose another one, or save the PDF"))
    if not printer.isValid():
        raise _gone(printer)


def _gone(printer: QPrinter) -> BillingError:
    if printer.outputFileName():
        remedy = tr("free some space or choose another place")
        return BillingError(tr("the file cannot be written"), printer.outputFileName(), remedy)
    remedy = tr("see that it is on and reachable, choose another one, or save the PDF")
    return BillingError(tr("the printer does not take the pages"), printer.printerName() or tr("the printer"), remedy)
