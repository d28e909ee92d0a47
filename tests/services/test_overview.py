"""Home's figures against plain SQL written here, against the lists that they open, and against figures worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from billdesk import bootstrap, paths
from billdesk.billing.ageing import BUCKETS
from billdesk.db.engine import writing
from billdesk.db.models import invoice_runs, outbox, run_exceptions
from billdesk.services import posted_totals
from billdesk.services.company import Company
from billdesk.services.imports import import_paths
from billdesk.services.invoices import credit_invoice, post_drafts
from billdesk.services.lists import ListQuery, list_ids, list_sums
from billdesk.services.overview import Figure, overview
from billdesk.services.posted_totals import PostedTotals, read_totals
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule, set_paused
from tests.companies import sample
from tests.northwind import BILLED_ON, northwind
from tests.services.interchange import rows

APRIL = date(2026, 4, 1)


@pytest.fixture(scope="module")
def traders(tmp_path_factory: pytest.TempPathFactory):
    company = northwind(str(tmp_path_factory.mktemp("traders") / "n.billdesk"))
    yield company
    company.engine.dispose()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sums are kept in a folder of the test's own."""
    monkeypatch.setattr(paths, "cache_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache" / "totals"


@pytest.fixture
def company(company_target: str, tmp_path: Path):
    made = sample(company_target, tmp_path)
    yield made
    made.engine.dispose()


def shown(figure: Figure) -> list[tuple[str, int, int]]:
    return [(amount.currency, amount.minor, amount.count) for amount in figure.amounts]


def counted(company: Company, figure: Figure, as_of: date) -> list[tuple[str, int, int]]:
    """What the list that a figure opens adds up to."""
    found = []
    for currency in ("EUR", "USD", "JPY"):
        ids = list_ids(company, ListQuery(figure.kind, conditions=figure.conditions), as_of)
        mine = [row[0] for row in rows(company, f"SELECT id FROM invoices WHERE currency = '{currency}'") if row[0] in set(ids)]
        if mine:
            sums = list_sums(company, (figure.kind, mine), as_of).by_currency[currency]
            found.append((currency, abs(sums["total"]), len(mine)))
    return found


# -- Northwind


def test_all_that_northwind_billed_and_nobody_paid_is_open(traders: Company):
    home = overview(traders, BILLED_ON)
    # 1,265,793.29 of products and 64,942.69 of freight; net 30 from the last of April is 30 May.
    assert home.not_due.minor("USD") + home.overdue.minor("USD") == 133_073_598
    assert home.not_due.count + home.overdue.count == 636
    assert home.unbilled.amounts == ()
    assert (home.currencies, home.home_currency, home.company) == (("USD",), "USD", "Northwind Traders")


def test_buckets_are_those_of_plain_sql_and_of_the_lists(traders: Company):
    home = overview(traders, BILLED_ON)
    days = "CAST(julianday('1998-06-01') - julianday(due_on) AS INTEGER)"
    for figure, (low, high) in zip(home.ageing, ((-999, 0), (1, 30), (31, 60), (61, 90), (91, 9999)), strict=True):
        sql = f"SELECT currency, sum(total_minor), count(*) FROM invoices WHERE {days} BETWEEN {low} AND {high} GROUP BY 1"
        assert shown(figure) == rows(traders, sql)
        assert shown(figure) == counted(traders, figure, BILLED_ON)
    assert [figure.key for figure in home.ageing] == list(BUCKETS)


def test_months_are_billed_as_northwind_ordered(traders: Company):
    home = overview(traders, date(1997, 7, 1))
    by_month = dict(zip(home.months, home.billed["USD"], strict=True))
    assert next(iter(by_month)) == "1996-07"
    assert list(by_month)[-1] == "1997-07"
    for month, billed in by_month.items():
        (net,) = rows(traders, f"SELECT sum(net_minor) FROM invoices WHERE issued_on LIKE '{month}-%'")[0]
        assert billed == net
    products = rows(
        traders,
        "SELECT sum(l.net_minor) FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id"
        " WHERE i.issued_on = '1996-07-31' AND l.product_id IS NOT NULL",
    )
    assert products == [(2_786_190,)]


# -- a company with credits, a rebill, a draft and an exception


def test_credited_invoices_are_not_open_and_the_rebill_waits(company: Company):
    home = overview(company, APRIL)
    # ALFA: 31.00 of February and of March, each 36.89 with tax. BETA: 3.5 hours of January at 60.00, billed in February.
    assert shown(home.not_due) == [("EUR", 3689, 1)]
    assert shown(home.overdue) == [("EUR", 24689, 2)]
    assert [shown(figure) for figure in home.ageing] == [[("EUR", 3689, 1)], [("EUR", 24689, 2)], [], [], []]
    for figure in (home.not_due, home.overdue, home.unbilled, home.credited, home.due_soon):
        assert shown(figure) == counted(company, figure, APRIL)
    assert home.credited.count == 2


def test_billed_months_take_credit_notes_off_in_their_own_month(company: Company):
    home = overview(company, APRIL)
    by_month = dict(zip(home.months, home.billed["EUR"], strict=True))
    january = rows(company, "SELECT sum(net_minor) FROM invoices WHERE issued_on = '2026-01-31' AND kind = 'invoice'")[0][0]
    assert by_month["2026-01"] == january > 0
    assert (by_month["2026-02"], by_month["2026-03"], by_month["2026-04"]) == (24_100, 3_100, -january)
    assert len(home.months) == 13


def test_what_falls_due_within_a_week_is_told_by_its_day(company: Company):
    # February's two invoices are due on 30 March, March's on 30 April.
    assert shown(overview(company, date(2026, 3, 24)).due_soon) == [("EUR", 24689, 2)]
    assert shown(overview(company, date(2026, 3, 23)).due_soon) == []
    assert shown(overview(company, date(2026, 3, 30)).due_soon) == [("EUR", 24689, 2)]
    assert shown(overview(company, date(2026, 3, 31)).due_soon) == []


def test_the_next_run_shows_the_drafts_that_stand_for_it(company: Company):
    run = overview(company, APRIL).next_run
    assert run is not None
    assert (run.schedule, run.on, run.target_on, run.mode, run.due_count) == (
        "monthly",
        date(2026, 4, 30),
        date(2026, 4, 30),
        "post",
        0,
    )
    total, count, lines, accounts = rows(
        company,
        "SELECT sum(total_minor), count(*), sum(line_count), count(DISTINCT account_id) FROM invoices"
        " WHERE status = 'draft' AND target_on = '2026-04-30'",
    )[0]
    assert shown(run.drafts) == [("EUR", total, count)]
    assert (run.line_count, run.account_count) == (lines, accounts)
    assert shown(run.drafts) == counted(company, run.drafts, APRIL)


def test_a_missed_run_is_the_next_one_and_says_how_many_are_due(company: Company):
    run = overview(company, date(2026, 6, 30)).next_run
    assert run is not None
    assert (run.on, run.due_count) == (date(2026, 4, 30), 3)


def test_a_paused_schedule_does_not_run_next_and_wants_a_person(company: Company):
    set_paused(company, "monthly", True, APRIL)
    home = overview(company, APRIL)
    assert home.next_run is None
    concern = next(c for c in home.concerns if c.key == "schedules-paused")
    assert (concern.count, concern.kind) == (1, "schedules")


def test_concerns_count_what_their_lists_hold(company: Company):
    with writing(company.engine) as connection:
        first = rows(company, "SELECT id FROM invoices WHERE number = 'INV-2026-00003'")[0][0]
        for number, state in enumerate(("failed", "failed", "uncertain", "queued", "sent"), 1):
            values = {"id": number, "invoice_id": first, "recipient": f"{number}@example.org", "message_id": str(number)}
            connection.execute(insert(outbox).values(**values, state=state, queued_at="2026-04-01T00:00:00Z"))
        connection.execute(update(invoice_runs).where(invoice_runs.c.id == 1).values(state="cancelled"))
    home = overview(company, date(2026, 5, 1))
    counts = {concern.key: concern.count for concern in home.concerns}
    unresolved = rows(company, "SELECT count(*) FROM run_exceptions WHERE is_resolved = 0")[0][0]
    past = rows(company, "SELECT count(*) FROM invoices WHERE status = 'draft' AND target_on < '2026-05-01'")[0][0]
    assert counts == {
        "exceptions": unresolved,
        "mail-uncertain": 1,
        "mail-failed": 2,
        "runs-stopped": 1,
        "drafts-past": past,
    }
    assert unresolved >= 1
    for concern in home.concerns:
        query = ListQuery(concern.kind, conditions=concern.conditions)
        assert len(list_ids(company, query, date(2026, 5, 1))) == concern.count


def test_settled_exceptions_want_nobody(company: Company):
    with writing(company.engine) as connection:
        connection.execute(update(run_exceptions).values(is_resolved=1))
    assert [c for c in overview(company, APRIL).concerns if c.key == "exceptions"] == []


def test_recurring_revenue_is_worth_what_the_active_lines_cost_a_year(company: Company):
    (recurring,) = overview(company, APRIL).recurring
    # Support of 31.00 a month and a licence of 119.00 a quarter (its price includes tax: the line is worth what it says).
    assert (recurring.currency, recurring.line_count) == ("EUR", 2)
    assert recurring.yearly_minor == 12 * 3100 + 4 * 11900
    assert recurring.monthly_minor == round(recurring.yearly_minor / 12)
    assert overview(company, date(2026, 1, 4)).recurring == ()


# -- several currencies, and none


FILES = {
    "accounts": "account,name,city,currency\nE,Euro SA,Paris,EUR\nJ,日本商店,東京,JPY\nD,Dollar Inc,Boston,USD\n",
    "orders": "order,account,ordered_on,status,currency\nOE,E,2026-01-01,active,EUR\nOJ,J,2026-01-01,active,JPY\n"
    "OD,D,2026-01-01,active,USD\n",
    "order_lines": "order,line,description,quantity,unit_price,discount_percent,charge_type,every,start_on,end_on\n"
    "OE,1,Fee,1,100,,recurring,1 month,2026-01-01,\nOE,2,Week,2,7,50,recurring,1 week,2026-01-01,\n"
    "OJ,1,Plant,1,123456789012,,recurring,1 year,2026-01-01,\nOJ,2,Old,1,5,,recurring,1 month,2026-01-01,2026-01-31\n"
    "OD,1,Desk,3,19.99,,one_time,,,\n",
}


@pytest.fixture
def trio(company_target: str, tmp_path: Path):
    made = bootstrap.create(company_target, "Trio", "JPY", "JP")
    for name, text in FILES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    import_paths(made, [tmp_path / f"{name}.csv" for name in FILES], as_of=date(2026, 1, 15))
    add_schedule(made, NewSchedule("Monthly", "1 month", "last", mode="post", start_on=date(2026, 1, 31)), date(2026, 1, 15))
    run_invoices(made, RunRequest(date(2026, 1, 31), all_due=True))
    yield made
    made.engine.dispose()


def test_currencies_stand_side_by_side_the_companys_own_first(trio: Company):
    home = overview(trio, date(2026, 2, 1))
    assert home.currencies == ("JPY", "EUR", "USD")
    # Five weeks of 7.00 fell due in January.
    assert shown(home.not_due) == [("JPY", 123_456_789_017, 1), ("EUR", 10_000 + 5 * 700, 1), ("USD", 5_997, 1)]
    assert home.billed["JPY"][-2:] == (123_456_789_017, 0)


def test_large_prices_and_odd_cadences_add_up_exactly(trio: Company):
    by_currency = {r.currency: r for r in overview(trio, date(2026, 2, 1)).recurring}
    assert set(by_currency) == {"JPY", "EUR"}
    assert by_currency["JPY"].yearly_minor == 123_456_789_012
    assert by_currency["JPY"].monthly_minor == 10_288_065_751
    # 100.00 a month, and 7.00 a week: 7.00 x 365.2425 / 7 a year.
    assert by_currency["EUR"].yearly_minor == 120_000 + 36_524
    assert by_currency["EUR"].line_count == 2


def test_an_empty_company_has_no_figure_and_says_that_it_is_empty(company_target: str):
    made = bootstrap.create(company_target, "New", "USD", "US")
    home = overview(made, APRIL)
    assert home.is_empty
    assert home.next_run is None
    assert (home.unbilled.amounts, home.overdue.amounts, home.recurring, home.concerns) == ((), (), (), ())
    assert home.billed == {}
    made.engine.dispose()


# -- sums that are carried on


def afresh(company: Company) -> PostedTotals:
    """The sums by plain SQL."""
    with_due = "SELECT i.currency, i.due_on, sum(i.total_minor) FROM invoices i WHERE i.status = 'posted' AND i.kind = 'invoice'"
    is_open = " AND NOT EXISTS (SELECT 1 FROM invoices n WHERE n.credits_id = i.id) GROUP BY 1, 2"
    nets = (
        "SELECT currency, substr(issued_on, 1, 7), sum(CASE WHEN kind = 'invoice' THEN net_minor ELSE -net_minor END)"
        " FROM invoices WHERE status = 'posted' GROUP BY 1, 2"
    )
    totals = PostedTotals()
    totals.open_minor.update({(c, d): int(n) for c, d, n in rows(company, with_due + is_open)})
    totals.net_minor.update({(c, m): int(n) for c, m, n in rows(company, nets)})
    return totals


def same(one: PostedTotals, other: PostedTotals) -> bool:
    """Whether both hold the same sums; what is zero may be missing."""
    return all(
        {key: n for key, n in a.items() if n} == {key: n for key, n in b.items() if n}
        for a, b in ((one.open_minor, other.open_minor), (one.net_minor, other.net_minor))
    )


def test_sums_carried_on_equal_sums_worked_out_anew(company: Company):
    carried = read_totals(company)
    assert same(carried, afresh(company))
    drafts = [row[0] for row in rows(company, "SELECT id FROM invoices WHERE status = 'draft' AND account_id <> 3")]
    post_drafts(company, drafts, APRIL)
    carried = read_totals(company, carried)
    assert same(carried, afresh(company))
    credit_invoice(company, "INV-2026-00003", date(2026, 4, 2))
    carried = read_totals(company, carried)
    assert same(carried, afresh(company))
    assert carried == read_totals(company)


def test_nothing_is_read_twice_while_nobody_posts(company: Company):
    carried = read_totals(company)
    assert read_totals(company, carried) is carried


def test_sums_of_another_company_are_not_carried_on(company: Company, traders: Company):
    assert same(read_totals(company, read_totals(traders)), afresh(company))
    assert same(read_totals(traders, read_totals(company)), afresh(traders))
    assert read_totals(company, PostedTotals()) == read_totals(company)


def test_a_large_companys_sums_are_kept_for_the_next_start(traders: Company, cache: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(posted_totals, "MANY", 100)
    first = read_totals(traders)
    (kept,) = cache.iterdir()
    assert read_totals(traders) == first
    kept.write_text("{ half a file", encoding="utf-8")
    assert read_totals(traders) == first


def test_kept_sums_of_a_history_that_was_taken_back_are_left(traders: Company, cache: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(posted_totals, "MANY", 100)
    first = read_totals(traders)
    (kept,) = cache.iterdir()
    kept.write_text(kept.read_text(encoding="utf-8").replace(first.audit_hash, "f" * 64), encoding="utf-8")
    assert read_totals(traders) == first
    assert first.audit_hash in kept.read_text(encoding="utf-8")


def test_a_cache_folder_that_cannot_be_made_is_no_trouble(traders: Company, cache: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(posted_totals, "MANY", 100)
    cache.parent.parent.mkdir(exist_ok=True)
    cache.parent.write_text("a file in the way")
    assert read_totals(traders).open_minor.total() == 133_073_598
