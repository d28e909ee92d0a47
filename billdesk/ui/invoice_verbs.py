"""What a person does with invoices, one or many: post, print, save as PDF, e-mail. Lists and pages call the same.

Everything runs as a job; what is done is said with a way to it, what is left out is named with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from billdesk.billing.errors import BillingError
from billdesk.services.bulk_posting import PostReport, dated_ahead, post_each
from billdesk.services.company import Progress
from billdesk.services.documents import DeliveryReport, save_pdf, split_drafts, write_pdfs_of
from billdesk.services.mail.account import read_account
from billdesk.services.mail.queueing import QueueReport, queue_invoices
from billdesk.ui.desk import Desk
from billdesk.ui.dialogs.save_pdf import choose_pdf, choose_pdf_folder
from billdesk.ui.mailing import MAIL_SETTINGS, OUTBOX, Mailer
from billdesk.ui.navigation import Place
from billdesk.ui.words import tr


def post_invoices(
    desk: Desk, draft_ids: Sequence[int], done: Callable[[PostReport], None] | None = None, *, are_ahead: bool = False
) -> None:
    """Post drafts; what is posted among the ids is passed over. Of those dated far ahead a person is asked first."""
    company, as_of, ids = desk.company, desk.as_of(), list(draft_ids)

    def work(progress: Progress) -> tuple[PostReport, dict[int, date]]:
        _, drafts = split_drafts(company, ids)
        ahead = {} if are_ahead else dated_ahead(company, drafts, as_of)
        return post_each(company, [draft for draft in drafts if draft not in ahead], as_of, progress), ahead

    def tell(found: tuple[PostReport, dict[int, date]]) -> None:
        report, ahead = found
        if report.numbers or report.left_out or not ahead:
            _tell_posted(desk, report)
        if ahead:
            _ask_ahead(desk, ahead, lambda: post_invoices(desk, list(ahead), done, are_ahead=True))
        if done is not None:
            done(report)

    desk.jobs.run(tr("Posting"), work, tell)


def _ask_ahead(desk: Desk, ahead: dict[int, date], post: Callable[[], None]) -> None:
    """Ask whether drafts of a time that has not come are to be posted all the same."""
    day = desk.formats.date_(min(ahead.values()))
    if len(ahead) == 1:
        words = tr("This draft is dated {date} and is not posted yet: posting cannot be undone").format(date=day)
        desk.say.error(words, tr("Post it now"), post)
    else:
        words = tr("{n} drafts are dated {date} or later and are not posted yet: posting cannot be undone")
        desk.say.error(words.format(n=desk.formats.count(len(ahead)), date=day), tr("Post them now"), post)


def _tell_posted(desk: Desk, report: PostReport) -> None:
    numbers = report.numbers
    if report.left_out:
        draft_id, trouble = report.left_out[0]
        if len(report.left_out) == 1:
            desk.say.error(trouble, tr("Mend it"), lambda: _mend(desk, draft_id))
        else:
            what = tr("{n} drafts could not be posted; the first: {what}").format(n=len(report.left_out), what=trouble.what)
            desk.say.error(BillingError(what, trouble.record, trouble.remedy))
    if not numbers:
        if not report.left_out:
            desk.say.done(tr("There is no draft among them"))
        return
    if len(numbers) == 1:
        words = tr("Posted {number}").format(number=numbers[0])
    else:
        words = tr("Posted {n} invoices: {first} to {last}")
        words = words.format(n=desk.formats.count(len(numbers)), first=numbers[0], last=numbers[-1])
    desk.undo.did_for_good(words)
    desk.say.done(words)


def _mend(desk: Desk, draft_id: int) -> None:
    from billdesk.ui.dialogs.mend_exception import mend_draft

    parent = desk.parent()
    if isinstance(parent, QWidget):
        mend_draft(desk, parent, draft_id)


def save_invoice(desk: Desk, parent: QWidget, invoice_id: int, number: str) -> None:
    """Save one posted document as a PDF file."""
    company = desk.company

    def save(path: Path) -> None:
        def done(_size: int) -> None:
            desk.say.done(tr("Saved {file}").format(file=path.name), tr("Show"), lambda: _show(path))

        desk.jobs.run(tr("Saving {number}").format(number=number), lambda _progress: save_pdf(company, invoice_id, path), done)

    choose_pdf(desk, parent, number, save)


def save_invoices(desk: Desk, parent: QWidget, invoice_ids: Sequence[int]) -> None:
    """Save many as PDF files, `NUMBER.pdf` each; drafts are passed over."""
    company, ids = desk.company, list(invoice_ids)

    def save(folder: Path) -> None:
        def work(progress: Progress) -> DeliveryReport:
            posted, _ = split_drafts(company, ids)
            return write_pdfs_of(company, posted, folder, progress=progress)

        def done(report: DeliveryReport) -> None:
            words = tr("1 PDF saved") if report.count == 1 else tr("{n} PDFs saved").format(n=desk.formats.count(report.count))
            desk.say.done(words, tr("Show the folder"), lambda: _show(folder))

        desk.jobs.run(tr("Saving PDFs"), work, done)

    choose_pdf_folder(desk, parent, save)


def print_many(desk: Desk, parent: QWidget, invoice_ids: Sequence[int]) -> None:
    """Print posted documents in the order given; drafts are passed over."""
    from billdesk.ui.widgets.printing import print_invoices  # loads Qt's printing, which most days nobody needs

    company, ids = desk.company, list(invoice_ids)

    def show(split: tuple[list[int], list[int]]) -> None:
        posted, drafts = split
        if drafts and not posted:
            desk.say.error(BillingError(tr("drafts are not printed"), "", tr("post them first")))
        elif posted:
            name = tr("{n} invoices").format(n=len(posted)) if len(posted) > 1 else tr("1 invoice")
            print_invoices(desk, parent, posted, name)

    desk.jobs.read(parent, lambda: split_drafts(company, ids), show, key="print")


def email_invoices(desk: Desk, parent: QWidget, invoice_ids: Sequence[int]) -> None:
    """E-mail one in a dialog with its words; queue many by the templates and offer to send them."""
    if len(invoice_ids) == 1:
        from billdesk.ui.dialogs.email_invoice import email_invoice

        email_invoice(desk, parent, invoice_ids[0])
        return
    company, ids = desk.company, list(invoice_ids)

    def work(progress: Progress) -> tuple[QueueReport, bool]:
        return queue_invoices(company, ids, progress), read_account(company).is_set

    def done(found: tuple[QueueReport, bool]) -> None:
        report, has_server = found
        if report.left_out:
            _tell_left_out(desk, report)
        if not report.queued_count:
            return
        words = tr("1 message queued") if report.queued_count == 1 else tr("{n} messages queued")
        words = words.format(n=desk.formats.count(report.queued_count))
        if has_server:
            desk.say.done(words, tr("Send now"), lambda: Mailer.of(desk).send(parent))
        else:
            desk.say.done(words, tr("Set up the mail account"), lambda: desk.go(MAIL_SETTINGS))

    desk.jobs.run(tr("Queueing e-mail"), work, done)


def _tell_left_out(desk: Desk, report: QueueReport) -> None:
    """Say for how many there is no message and why for the first, with the way to all of them."""
    number, reason = report.left_out[0]
    ids = report.left_out_ids
    if len(ids) == 1:
        words = tr("{number} was left out: {reason}").format(number=number, reason=reason)
        desk.say.error(words, tr("Show it"), lambda: go_to_invoice(desk, ids[0]))
        return
    words = tr("{n} were left out; the first, {number}: {reason}")
    words = words.format(n=desk.formats.count(len(ids)), number=number, reason=reason)
    place = Place("invoices", None, (("id", ",".join(map(str, ids))),))
    desk.say.error(words, tr("Show them"), lambda: desk.go(place))


def go_to_outbox(desk: Desk) -> None:
    """To the outbox."""
    desk.go(OUTBOX)


def go_to_invoice(desk: Desk, invoice_id: int) -> None:
    """To the page of an invoice."""
    desk.go(Place("invoice", invoice_id))


def _show(path: Path) -> None:
    """Show a file or folder in the system's own program for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
