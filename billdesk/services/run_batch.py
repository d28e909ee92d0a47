"""One batch of a run: plan some hundred accounts, post (or complete drafts), and set up each line's next bill.

Works inside the caller's write transaction and never commits: a batch is all there or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from sqlalchemy import Connection, delete, insert, select, update

from billdesk.billing.collect import ScheduleBook
from billdesk.billing.invoice import iso_text
from billdesk.billing.order import OrderLine
from billdesk.billing.schedule import Schedule
from billdesk.db.bulk import Row, in_order, next_id
from billdesk.db.models import invoice_runs, run_exceptions
from billdesk.services.billing_plan import Job, PlannedInvoice, RunException, advance, after_billing, plan_account
from billdesk.services.book import load_book
from billdesk.services.collecting import AccountState, DraftWriter, plan_drafts, read_accounts, values_of
from billdesk.services.company import Company, read_settings
from billdesk.services.posting import Posting, PostingWriter, write_pointers
from billdesk.services.run_report import RunReport


class RunBatch:
    """Bills a chunk of accounts for one job. `report` hears what was billed and what was left out."""

    def __init__(self, connection: Connection, company: Company, job: Job, run_id: int | None, as_of: date) -> None:
        self._connection = connection
        self._job = job
        self._run_id = run_id
        self._as_of = as_of
        self._issued_on = iso_text(job.invoice_on)
        self._is_posting = job.mode != "draft"
        self._settings = read_settings(connection)
        self._book = load_book(connection)
        self._book_after = book_after(self._book, job)
        self._postings = PostingWriter(connection, company, self._settings)
        self._drafts = DraftWriter(connection)
        self._pointers: list[Row] = []
        self._ended_orders: set[int] = set()
        self._metered: list[tuple[int, str]] = []
        self._counts = [0, 0]

    def bill(self, account_ids: Sequence[int], report: RunReport) -> None:
        """Plan and write the accounts."""
        states, ledger = read_accounts(self._connection, account_ids)
        exceptions: list[RunException] = []
        for state in states:
            planned, exception = plan_account(state, ledger, self._book, self._job)
            if exception is not None:
                exceptions.append(exception)
                report.note(exception)
                continue
            report.count(planned)
            if self._is_posting:
                for invoice in planned:
                    self._post(state, invoice)
                open_lines, moved = advance(state.lines, ledger, planned, self._job.target_on)
                state.lines = open_lines
                self._move(moved)
                ledger = after_billing(ledger, planned)
            self._counts[0] += len(planned)
            self._counts[1] += sum(len(invoice.collected) for invoice in planned)
            billed = {invoice.key.group_key: invoice.drafted for invoice in planned} if self._is_posting else None
            self._drafts.reconcile(state, plan_drafts(state, ledger, self._book_after, self._as_of, billed))
        self._write(exceptions, [state.facts.id for state in states])
        report.number(self._postings.numbers)

    def _post(self, state: AccountState, invoice: PlannedInvoice) -> None:
        job, facts = self._job, state.facts
        key, collected, drafted = invoice
        schedule_id = job.schedule_id if job.schedule_id is not None else collected[0].line.schedule_id
        self._postings.add(
            Posting(
                state.drafts.pop(key, None),
                "invoice",
                facts.id,
                key.currency,
                key.group_key,
                None if key.target_on is None else iso_text(key.target_on),
                self._run_id,
                self._issued_on,
                job.terms or facts.terms or self._settings.terms,
                facts.party_id,
                values_of(schedule_id, facts.price_basis, self._issued_on, collected, drafted),
                drafted.lines,
                drafted.totals.taxes,
                [iso_text(item.charge.from_on) for item in collected],
                send_to=facts.email if job.mode == "email" and facts.email else None,
            )
        )
        for line, charge, _ in collected:
            if line.charge_type == "usage" and charge.until_on is not None:
                self._metered.append((line.id, charge.until_on.isoformat()))

    def _move(self, moved: Sequence[OrderLine]) -> None:
        for line in moved:
            if line.next_billing_on is date.max:
                self._pointers.append((None, None, line.id))
                self._ended_orders.add(line.order_id)
            else:
                self._pointers.append((iso_text(line.next_from), iso_text(line.next_billing_on), line.id))

    def _write(self, exceptions: Sequence[RunException], account_ids: Sequence[int]) -> None:
        connection = self._connection
        self._drafts.clear()
        self._postings.write()
        write_pointers(connection, self._pointers, self._ended_orders)
        self._mark_usage()
        self._drafts.write()
        if self._run_id is None:
            return
        self._note_exceptions(self._run_id, exceptions, account_ids)
        counts = update(invoice_runs).where(invoice_runs.c.id == self._run_id)
        c = invoice_runs.c
        connection.execute(
            counts.values(invoice_count=c.invoice_count + self._counts[0], line_count=c.line_count + self._counts[1])
        )

    def _mark_usage(self) -> None:
        """Tie recorded usage to the invoice line that billed it."""
        sql = in_order(
            self._connection,
            "UPDATE usage_records SET invoice_line_id = (SELECT invoice_line_id FROM billed_periods b WHERE "
            "b.order_line_id = usage_records.order_line_id AND b.period_until = ?) "
            "WHERE order_line_id = ? AND used_on < ? AND invoice_line_id IS NULL",
        )
        if self._metered:
            rows = [(until_on, line_id, until_on) for line_id, until_on in self._metered]
            self._connection.exec_driver_sql(sql, rows)

    def _note_exceptions(self, run_id: int, exceptions: Sequence[RunException], account_ids: Sequence[int]) -> None:
        """Store why accounts were left out; an account that came through has its exception of this run resolved."""
        c = run_exceptions.c
        present = set(self._connection.execute(select(c.account_id).where(c.run_id == run_id)).scalars())
        touched = present.intersection(account_ids)
        if touched:
            mine = (c.run_id == run_id) & c.account_id.in_(sorted(touched))
            self._connection.execute(update(run_exceptions).where(mine).values(is_resolved=1))
            again = [e.account_id for e in exceptions if e.account_id in touched]
            self._connection.execute(delete(run_exceptions).where((c.run_id == run_id) & c.account_id.in_(again)))
        for number, e in enumerate(exceptions, next_id(self._connection, run_exceptions) if exceptions else 0):
            values = {"id": number, "run_id": run_id, "account_id": e.account_id, "reason": e.reason}
            self._connection.execute(insert(run_exceptions).values(**values, remedy=e.remedy))


def book_after(book: ScheduleBook, job: Job) -> ScheduleBook:
    """The book once the job's occurrence has run, and is closed if it was posted."""
    if job.schedule_id is None or job.occurrence is None or job.only is not None:
        return book
    return _book_after(book, job.schedule_id, job.occurrence.on, job.mode != "draft")


@lru_cache(maxsize=8)
def _book_after(book: ScheduleBook, schedule_id: int, on: date, is_closed: bool) -> ScheduleBook:
    # Remembered, so that the batches of a run share what the book has worked out.
    def after(schedule: Schedule) -> Schedule:
        if schedule.id != schedule_id:
            return schedule
        ran_on = max(on, schedule.ran_on or on)
        return replace(schedule, ran_on=ran_on, closed_on=max(on, schedule.closed_on or on) if is_closed else schedule.closed_on)

    return ScheduleBook(after(schedule) for schedule in book.schedules.values())
