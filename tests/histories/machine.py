"""Random histories of a company: hypothesis chooses what happens next, and after each step everything is proven.

The verbs work on a real company file; `ledger.Books` says beside them what has to come out. Crashes happen in the middle of
verbs: the n-th statement to the database fails, nothing is cleaned up, and the file is opened anew.
"""

from __future__ import annotations

import atexit
import csv
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import event

from billdesk import bootstrap
from billdesk.billing.errors import BillingError
from billdesk.db.engine import reading as engine_reading
from billdesk.services.company import Company, Progress
from billdesk.services.forecast import forecast
from billdesk.services.imports import import_paths
from billdesk.services.invoices import credit_invoice, post_drafts
from billdesk.services.order_edits import StoredOrder, change_order, stored_order
from billdesk.services.orders import activate_order, find_order, take_back_activation
from billdesk.services.runs import RunRequest, plan_run, run_invoices
from billdesk.services.schedule_changes import change_schedule, reorder_schedules
from billdesk.services.schedule_view import schedule_details
from billdesk.services.schedules import add_schedule, set_paused
from billdesk.services.verification import verify
from tests.histories import reading
from tests.histories.ledger import Account, Bill, Books, Use
from tests.histories.making import account_row, as_schedule, crashes, line_row, made_line, order_lines, plans, quantities, text
from tests.histories.timeline import Line, charges

BEGIN = date(2026, 1, 1)
HORIZON = date(2026, 9, 30)
"""Up to here, what is billed and what is forecast together are the whole time line, at every moment."""
SHM = Path("/dev/shm")


class Crash(Exception):
    """Pulled the plug."""


@contextmanager
def plug_pulled(company: Company, after: int) -> Iterator[None]:
    """The `after`-th statement fails, and all that follow it."""
    count = 0

    def fail(*_: object) -> None:
        nonlocal count
        count += 1
        if count > after:
            raise Crash

    event.listen(company.engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(company.engine, "before_cursor_execute", fail)


class Histories(RuleBasedStateMachine):
    """One company's history."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="history-", dir=SHM if SHM.is_dir() else None))
        self.path = self.folder / "Company.billdesk"
        self.books = Books()
        self.today = BEGIN
        self.serial = 0
        self.horizon_seen: set[Any] = set()
        shutil.copyfile(blank(), self.path)
        self.open()

    def open(self) -> None:
        """Open the file anew."""
        self.company = bootstrap.open_company(str(self.path), now=lambda: datetime(2026, 1, 1, tzinfo=UTC))

    def teardown(self) -> None:
        self.company.engine.dispose()
        shutil.rmtree(self.folder)

    # How verbs are called ---------------------------------------------------------------------------------------------

    def do(self, verb: Callable[[], Any], crash: int | None) -> Any:
        """Call a verb; with `crash` first once with the plug pulled, which must leave nothing of it (or all of it)."""
        if crash is None:
            return verb()
        before = reading.dump(self.path)
        try:
            with plug_pulled(self.company, crash):
                return verb()
        except Crash:
            note(f"crashed after {crash} statements")
            self.reopen()
            assert reading.dump(self.path) == before, "half of it was left"
            return verb()

    def reopen(self) -> None:
        """As after a crash: the connections are gone, the file is opened by another process."""
        self.company.engine.dispose()
        self.open()

    def bring_in(self, crash: int | None = None, **tables: list[dict[str, Any]]) -> None:
        """Import records."""
        self.serial += 1
        folder = self.folder / f"files-{self.serial}"
        folder.mkdir()
        for name, rows in tables.items():
            with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        self.do(lambda: import_paths(self.company, [folder], as_of=self.today), crash)

    # What happens -----------------------------------------------------------------------------------------------------

    @initialize(
        makeup=st.lists(
            st.tuples(st.sampled_from(["USD", "EUR", "JPY", "KWD"]), st.booleans(), st.sampled_from([True, True, False])),
            min_size=2,
            max_size=3,
        )
    )
    def accounts_and_products(self, makeup: list[tuple[str, bool, bool]]) -> None:
        rows = []
        for number, (currency, is_gross, has_address) in enumerate(makeup, 1):
            account = Account(f"A{number}", currency, is_gross, has_address)
            self.books.accounts[account.code] = account
            rows.append(account_row(account))
        products = [{"product": code, "name": code, "unit_price": "1"} for code in ("P1", "P2")]
        self.bring_in(accounts=rows, products=products)

    @rule(
        data=st.data(),
        lines=st.lists(order_lines(), min_size=1, max_size=2),
        age=st.integers(0, 40),
        po=st.sampled_from([None, "PO1", "PO2"]),
        is_active=st.sampled_from([True, True, True, False]),
        crash=crashes,
    )
    def order_is_imported(
        self, data: st.DataObject, lines: list[dict[str, Any]], age: int, po: str | None, is_active: bool, crash: int | None
    ) -> None:
        account = self.books.accounts[data.draw(st.sampled_from(sorted(self.books.accounts)), label="account")]
        self.serial += 1
        code, ordered_on = f"O{self.serial}", self.today - timedelta(age)
        made = [made_line(code, position, account, ordered_on, po, what) for position, what in enumerate(lines, 1)]
        header = {"order": code, "account": account.code, "ordered_on": ordered_on, "po": po or ""}
        header["status"] = "active" if is_active else "draft"
        self.bring_in(crash, orders=[header], order_lines=[line_row(line) for line in made])
        if is_active:
            self.books.lines.update({line.key: line for line in made})
        else:
            self.books.drafts[code] = made

    @precondition(lambda self: self.books.drafts)
    @rule(data=st.data(), crash=crashes)
    def order_is_activated(self, data: st.DataObject, crash: int | None) -> None:
        code = data.draw(st.sampled_from(sorted(self.books.drafts)), label="order")
        self.do(lambda: activate_order(self.company, code, self.today), crash)
        self.books.lines.update({line.key: line for line in self.books.drafts.pop(code)})

    @precondition(lambda self: self.books.lines)
    @rule(data=st.data(), crash=crashes)
    def an_activation_is_taken_back(self, data: st.DataObject, crash: int | None) -> None:
        code = data.draw(st.sampled_from(sorted({line.order for line in self.books.lines.values()})), label="order")
        try:
            self.do(lambda: take_back_activation(self.company, code, self.today), crash)
        except BillingError as refused:
            assert "has billed the order" in refused.what or "completed" in refused.what  # noqa: PT017 - one of two answers
            assert reading.is_on_paper(self.path, code)
            return
        taken = [line for line in self.books.lines.values() if line.order == code]
        self.books.lines = {key: line for key, line in self.books.lines.items() if line.order != code}
        self.books.drafts[code] = taken
        self.horizon_seen = {claim for claim in self.horizon_seen if claim[0][0] != code}

    @precondition(lambda self: self.books.lines or self.books.drafts)
    @rule(
        data=st.data(),
        po=st.sampled_from([None, "PO1", "PO3"]),
        group=st.sampled_from([None, "extra", "other"]),
        quantity=quantities,
        crash=crashes,
    )
    def an_order_is_edited(
        self, data: st.DataObject, po: str | None, group: str | None, quantity: Fraction, crash: int | None
    ) -> None:
        """All of a draft may change; of an active order what bills the same, at another place."""
        books = self.books
        codes = sorted({*books.drafts, *(line.order for line in books.lines.values())})
        code = data.draw(st.sampled_from(codes), label="order")
        is_draft = code in books.drafts
        lines = books.drafts[code] if is_draft else [line for line in books.lines.values() if line.order == code]
        first = replace(lines[0], group=group, quantity=quantity if is_draft else lines[0].quantity)
        stored = self.stored(code)
        edit = stored.edit()
        scaled = int(first.quantity * 10**6) if is_draft else edit.lines[0].quantity_e6
        line = replace(edit.lines[0], group=group or "", quantity_e6=scaled)
        wanted = replace(edit, po=po or "", lines=(line, *edit.lines[1:]))
        try:
            self.do(lambda: change_order(self.company, wanted, stored.version, self.today), crash)
        except BillingError:
            is_billed = any(key == first.key for key, _ in books.billed)
            assert stored.status == "completed" or (is_billed and group != lines[0].group)
            return
        edited = [replace(each, po=po) for each in (first, *lines[1:])]
        if is_draft:
            books.drafts[code] = edited
        else:
            books.lines.update({line.key: line for line in edited})

    def stored(self, code: str) -> StoredOrder:
        """The order as the product has it."""
        with engine_reading(self.company.engine) as connection:
            found = stored_order(connection, find_order(connection, code).id)
        assert found is not None
        return found

    def metered(self) -> list[Line]:
        """Lines on which usage can be recorded."""
        return [line for line in self.books.lines.values() if line.charge_type == "usage" and line.start_on <= self.today]

    @precondition(lambda self: self.metered())
    @rule(data=st.data(), uses=st.lists(st.tuples(st.integers(0, 70), quantities), min_size=1, max_size=3), crash=crashes)
    def usage_is_recorded(self, data: st.DataObject, uses: list[tuple[int, Fraction]], crash: int | None) -> None:
        line = data.draw(st.sampled_from(self.metered()), label="line")
        last_on = min(self.today, line.end_on or self.today)
        rows, records = [], []
        for days, quantity in uses:
            self.serial += 1
            use = Use(max(line.start_on, last_on - timedelta(days)), quantity, f"U{self.serial}")
            records.append(use)
            place: dict[str, Any] = {"order": line.order, "line": line.position}
            rows.append({**place, "used_on": use.used_on, "quantity": text(quantity), "reference": use.reference})
        if self.books.is_done(line):
            with pytest.raises(BillingError, match=r"the last period of line \d of order 'O\d+' is billed"):
                self.bring_in(usage=rows)
            return
        self.bring_in(crash, usage=rows)
        kept = self.books.usage.setdefault(line.key, [])
        kept += records

    @precondition(lambda self: len(self.books.plans) < 4)
    @rule(data=st.data(), crash=crashes)
    def schedule_is_added(self, data: st.DataObject, crash: int | None) -> None:
        plan = data.draw(plans(f"S{len(self.books.plans) + 1}", self.today, sorted(self.books.accounts)), label="schedule")
        self.do(lambda: add_schedule(self.company, as_schedule(plan), self.today), crash)
        self.books.plans.append(plan)
        self.books.serials.append(plan.name)

    @precondition(lambda self: self.books.plans)
    @rule(data=st.data(), crash=crashes)
    def schedule_is_paused_or_resumed(self, data: st.DataObject, crash: int | None) -> None:
        plan = data.draw(st.sampled_from(self.books.plans), label="schedule")
        self.do(lambda: set_paused(self.company, plan.name, not plan.is_paused, self.today), crash)
        plan.is_paused = not plan.is_paused

    @precondition(lambda self: self.books.plans)
    @rule(data=st.data(), crash=crashes)
    def schedule_is_changed(self, data: st.DataObject, crash: int | None) -> None:
        plan = data.draw(st.sampled_from(self.books.plans), label="schedule")
        wanted = data.draw(plans(plan.name, self.today, sorted(self.books.accounts)), label="its new rule")
        if any(who for (name, _), who in self.books.left_out.items() if name == plan.name):
            wanted.target_days = plan.target_days  # whom a run has left out is billed for the target that the run had
        schedule_id = 1 + self.books.serials.index(plan.name)
        version = schedule_details(self.company, schedule_id).version
        self.do(lambda: change_schedule(self.company, schedule_id, version, as_schedule(wanted), self.today), crash)
        plan.take_rule(wanted)

    @precondition(lambda self: len(self.books.plans) > 1)
    @rule(data=st.data(), crash=crashes)
    def schedules_are_put_in_another_order(self, data: st.DataObject, crash: int | None) -> None:
        ids = [1 + self.books.serials.index(plan.name) for plan in self.books.plans]
        order = data.draw(st.permutations(range(len(ids))), label="order")
        self.do(lambda: reorder_schedules(self.company, ids, [ids[n] for n in order], self.today), crash)
        self.books.plans = [self.books.plans[n] for n in order]

    @rule(days=st.integers(1, 45))
    def time_goes_by(self, days: int) -> None:
        self.today = min(self.today + timedelta(days), HORIZON)

    @rule(data=st.data())
    def account_gets_an_address(self, data: st.DataObject) -> None:
        bare = [account for account in self.books.accounts.values() if not account.has_address]
        assume(bare)
        account = data.draw(st.sampled_from(bare), label="account")
        account.has_address = True
        self.bring_in(accounts=[account_row(account)])

    @precondition(lambda self: self.books.plans)
    @rule(data=st.data(), crash=crashes, stop=st.one_of(st.none(), st.none(), st.integers(0, 3)))
    def what_is_due_is_run(self, data: st.DataObject, crash: int | None, stop: int | None) -> None:
        running = [plan for plan in self.books.plans if not plan.is_paused]
        chosen = data.draw(st.sampled_from([None, *running]), label="schedule")
        if chosen is not None:
            request, running = RunRequest(self.today, schedule=chosen.name), [chosen]
        else:
            request = RunRequest(self.today, all_due=True)
        bills, left = self.books.run_due(running, self.today)
        is_told = all(plan.mode == "post" for plan in running)
        self.run(request, bills, left if is_told else None, crash, stop)

    @rule(data=st.data(), days=st.integers(-30, 30), mode=st.sampled_from(["draft", "post", "post"]), crash=crashes)
    def a_target_is_run_by_hand(self, data: st.DataObject, days: int, mode: str, crash: int | None) -> None:
        plan = data.draw(st.sampled_from([None, *(p for p in self.books.plans if not p.is_paused)]), label="schedule")
        grouping = data.draw(st.sampled_from(["account", "order", "po"]), label="grouping")
        target_on = self.today + timedelta(days)
        if plan is not None and (occurrences := plan.dates(self.today + timedelta(40))) and days % 3:
            target_on = occurrences[days % len(occurrences)] + timedelta(plan.target_days)
        request = RunRequest(self.today, plan.name if plan else None, target_on=target_on, mode=mode, grouping=grouping)
        bills, left = self.books.run_by_hand(target_on, plan, mode, grouping)
        self.run(request, bills, left if mode == "post" else None, crash, None)

    def run(self, request: RunRequest, bills: list[Bill], left: set[str] | None, crash: int | None, stop: int | None) -> None:
        """Run, perhaps with a crash or an interruption in between, and see that what was to come has come."""
        before = reading.posted_ids(self.path)
        planned = plan_run(self.company, request)
        report = None
        try:
            if crash is not None:
                with plug_pulled(self.company, crash):
                    report = run_invoices(self.company, request)
            elif stop is not None:
                asked = iter(range(stop))
                report = run_invoices(self.company, request, Progress(is_cancelled=lambda: next(asked, None) is None))
            else:
                report = run_invoices(self.company, request)
        except Crash:
            note(f"crashed after {crash} statements")
        if report is None or report.is_cancelled:
            self.reopen()
            self.prove()
            run_invoices(self.company, request)
        else:
            summary = [(r.occurrence_count, r.invoice_count, r.line_count, r.totals()) for r in (planned, report)]
            assert summary[0] == summary[1], f"the dry run of {request} said {summary[0]}, the run {summary[1]}"
            assert {e.account for e in planned.exceptions} == {e.account for e in report.exceptions}
            if left is not None:
                assert {e.account for e in report.exceptions} == left, (report.exceptions, left)
        self.compare(before, bills)

    def compare(self, before: set[int], bills: list[Bill]) -> None:
        """What was posted since is exactly `bills`."""
        assert_same(reading.posted(self.path, before), bills)

    @rule(data=st.data(), crash=crashes)
    def a_draft_is_posted(self, data: st.DataObject, crash: int | None) -> None:
        drafts = [(i, b) for i, b in reading.drafts(self.path) if self.books.accounts[b.account].has_address]
        assume(drafts)
        draft_id, bill = data.draw(st.sampled_from(drafts), label="draft")
        before = reading.posted_ids(self.path)
        self.do(lambda: post_drafts(self.company, [draft_id], self.today), crash)
        if bill.target_on is None:
            # What has fallen due since it was collected comes along.
            (posted,) = reading.posted(self.path, before)
            closed = [plan.closed_on + timedelta(plan.target_days) for plan in self.books.plans if plan.closed_on is not None]
            open_now = self.books.still_open(max(self.today, self.today, *closed))
            assert bill.claims.items() <= posted.claims.items() <= open_now.items()
            bill = posted._replace(target_on=self.today)
        else:
            self.compare(before, [bill])
        self.books.book([bill])
        self.books.settle([bill])

    @rule(data=st.data(), rebill=st.booleans(), crash=crashes)
    def an_invoice_is_credited(self, data: st.DataObject, rebill: bool, crash: int | None) -> None:
        invoices = reading.creditable(self.path)
        assume(invoices)
        number, issued_on, claims = data.draw(st.sampled_from(invoices), label="invoice")
        on = max(self.today, date.fromisoformat(issued_on))
        self.do(lambda: credit_invoice(self.company, number, on, rebill), crash)
        if rebill:
            self.books.free(claims)

    # What holds after each step ---------------------------------------------------------------------------------------

    @invariant()
    def prove(self) -> None:
        """The invariants, by `verify` itself and by reading the file."""
        broken = [check for check in verify(self.company).checks if not check.ok]
        assert broken == [], broken
        reading.prove_numbers(self.path)
        reading.prove_drafts_are_single(self.path)
        reading.prove_claims(self.path)

    @invariant()
    def everything_is_where_it_should_be(self) -> None:
        books = self.books
        assert reading.claims(self.path) == books.billed
        reading.prove_amounts(self.path, books)
        scheduled = [bill for _, bill in reading.drafts(self.path) if bill.target_on is not None]
        assert_same(scheduled, books.expected_drafts())

    @invariant()
    def forecast_and_billed_are_the_whole_time_line(self) -> None:
        books = self.books
        coming = {
            ((line.order, line.order_line), line.period_from or books.lines[line.order, line.order_line].start_on): Fraction(
                line.quantity_e6, 10**6
            )
            for line in forecast(self.company, HORIZON)
        }
        assert coming == books.still_open(HORIZON)
        fixed = [line for line in books.lines.values() if line.charge_type != "usage"]
        whole = {(line.key, charge.from_on) for line in fixed for charge in charges(line, HORIZON)}
        seen = {claim for claim in coming if books.lines[claim[0]].charge_type != "usage"}
        done = books.billed & whole
        assert not seen & done
        assert seen | done == whole
        assert self.horizon_seen <= whole
        self.horizon_seen = whole


_blank: list[Path] = []


def blank() -> Path:
    """An empty company, made once."""
    if not _blank:
        folder = Path(tempfile.mkdtemp(prefix="history-"))
        atexit.register(shutil.rmtree, folder)
        path = folder / "Blank.billdesk"
        bootstrap.create(str(path), "Histories").engine.dispose()
        _blank.append(path)
    return _blank[0]


def assert_same(found: list[Bill], wanted: list[Bill]) -> None:
    """The same bills, in whatever order."""
    strange, missing = [b for b in found if b not in wanted], [b for b in wanted if b not in found]
    assert (strange, missing) == ([], []), f"strange: {strange}\nmissing: {missing}"
    assert len(found) == len(wanted)
