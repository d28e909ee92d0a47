"""Reports against plain SQL written here, against the known figures of Northwind, and against figures worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from billdesk.billing.errors import BillingError, Cancelled
from billdesk.db.engine import writing
from billdesk.db.models import accounts
from billdesk.services.company import Company, Progress
from billdesk.services.forecast import forecast
from billdesk.services.reports import REPORTS, ReportRequest, make_report
from billdesk.services.runs import RunRequest, run_invoices
from tests.services.interchange import rows

APRIL = date(2026, 4, 1)


def records(report):
    """Rows as dictionaries."""
    keys = [column.key for column in report.columns]
    return [dict(zip(keys, row, strict=True)) for row in report.rows]


def total(report, key, currency):
    row = next(row for row in report.totals if row[report.at("currency")] == currency)
    return row[report.at(key)]


# -- ageing


def test_northwind_owes_all_that_was_ever_billed(traders: Company, report):
    found = report(traders, "ageing", date(1998, 6, 1))
    assert total(found, "total", "USD") == 133_073_598
    sql = (
        "SELECT a.code, sum(i.total_minor), sum(CASE WHEN i.due_on < '1998-03-03' THEN i.total_minor ELSE 0 END)"
        " FROM invoices i JOIN accounts a ON a.id = i.account_id GROUP BY 1 ORDER BY 1"
    )
    assert [(r["account"], r["total"], r["over-90"]) for r in records(found)] == rows(traders, sql)


def test_ageing_of_an_earlier_day_knows_nothing_of_later_ones(traders: Company, report):
    found = report(traders, "ageing", date(1996, 8, 31))
    # July's and August's invoices: July's are due on 30 August, one day past; August's on 30 September.
    sql = "SELECT sum(total_minor) FROM invoices WHERE issued_on = '{}'"
    (july,), (august,) = rows(traders, sql.format("1996-07-31")) + rows(traders, sql.format("1996-08-31"))
    assert [total(found, key, "USD") for key in ("not-due", "1-30", "31-60", "total")] == [august, july, 0, july + august]
    assert found.plot("USD").series[0].values == (august, july, 0, 0, 0)


@pytest.mark.parametrize(
    ("day", "bucket"),
    [
        (date(1996, 8, 30), "not-due"),  # the due date itself
        (date(1996, 8, 31), "1-30"),
        (date(1996, 9, 29), "1-30"),
        (date(1996, 9, 30), "31-60"),
        (date(1996, 10, 29), "31-60"),
        (date(1996, 10, 30), "61-90"),
        (date(1996, 11, 28), "61-90"),
        (date(1996, 11, 29), "over-90"),
    ],
)
def test_a_day_past_due_decides_the_bucket(traders: Company, report, day: date, bucket: str):
    (july,) = rows(traders, "SELECT sum(total_minor) FROM invoices WHERE issued_on = '1996-07-31'")[0]
    later = rows(traders, f"SELECT sum(total_minor) FROM invoices WHERE issued_on BETWEEN '1996-08-01' AND '{day}'")[0][0] or 0
    found = report(traders, "ageing", day)
    assert total(found, "total", "USD") == july + later
    known = rows(traders, f"SELECT sum(total_minor) FROM invoices WHERE due_on >= '{day}' AND issued_on <= '{day}'")[0][0] or 0
    assert total(found, bucket, "USD") == (known if bucket == "not-due" else july + _same_bucket(traders, day, bucket))


def _same_bucket(company, day, bucket):
    """What else than July's lies in the bucket."""
    low, high = {"1-30": (1, 30), "31-60": (31, 60), "61-90": (61, 90), "over-90": (91, 9999)}[bucket]
    days = f"CAST(julianday('{day}') - julianday(due_on) AS INTEGER)"
    where = f"issued_on > '1996-07-31' AND issued_on <= '{day}' AND {days} BETWEEN {low} AND {high}"
    return rows(company, f"SELECT COALESCE(sum(total_minor), 0) FROM invoices WHERE {where}")[0][0]


def test_a_credit_note_settles_from_its_own_day_on(company: Company, report):
    before, after = report(company, "ageing", date(2026, 3, 31)), report(company, "ageing", APRIL)
    (january,) = rows(company, "SELECT sum(total_minor) FROM invoices WHERE kind = 'invoice' AND issued_on = '2026-01-31'")[0]
    # ALFA's 36.89 of February and March and BETA's 210.00 of usage stay; January's were credited on 1 April.
    assert total(after, "total", "EUR") == 2 * 3689 + 21_000
    assert total(before, "total", "EUR") == total(after, "total", "EUR") + january
    assert [(r["account"], r["not-due"], r["1-30"], r["total"]) for r in records(after)] == [
        ("ALFA", 3689, 3689, 7378),
        ("BETA", 0, 21_000, 21_000),
    ]
    assert after.opens == "account"
    assert len(after.ids) == 2


# -- revenue


def test_northwinds_months_are_known(traders: Company, report):
    found = report(traders, "revenue-by-month", from_on=date(1996, 7, 1), until_on=date(1998, 6, 30))
    assert total(found, "net", "USD") == 133_073_598
    assert total(found, "invoice_count", "USD") == 636
    by_month = {r["period"]: r["net"] for r in records(found)}
    assert len(by_month) == 24
    assert by_month["1998-06"] == 0  # the last order is of May: the months around it are there all the same
    sql = "SELECT substr(issued_on, 1, 7), sum(net_minor) FROM invoices GROUP BY 1"
    assert {month: net for month, net in by_month.items() if net} == dict(rows(traders, sql))
    assert found.plot("USD").labels == tuple(by_month)


def test_northwinds_products_and_freight_are_known(traders: Company, report):
    found = report(traders, "revenue-by-product")
    known = {r["product"]: r["net"] for r in records(found)}
    assert known.pop(None) == 6_494_269  # freight is no product
    assert sum(known.values()) == 126_579_329
    assert len(known) == 77
    assert [r["net"] for r in records(found)] == sorted((r["net"] for r in records(found)), reverse=True)
    plot = found.plot("USD")
    assert plot.labels[-1] == "others"
    assert sum(plot.series[0].values) == 133_073_598


@pytest.mark.parametrize(("month", "net"), [("1996-07", 2_786_190), ("1996-08", 2_548_528), ("1996-09", 2_638_140)])
def test_products_of_a_month_are_known(traders: Company, report, month: str, net: int):
    first = date.fromisoformat(f"{month}-01")
    found = report(traders, "revenue-by-product", from_on=first, until_on=first.replace(day=29))
    assert found.rows == ()  # invoices are dated the last day of the month
    last = rows(traders, f"SELECT max(issued_on) FROM invoices WHERE issued_on LIKE '{month}-%'")[0][0]
    found = report(traders, "revenue-by-product", from_on=first, until_on=date.fromisoformat(last))
    assert sum(r["net"] for r in records(found) if r["product"]) == net


def test_shares_are_percents_of_the_whole(traders: Company, report):
    found = records(report(traders, "revenue-by-account"))
    assert sum(r["net"] for r in found) == 133_073_598
    assert all(r["share"] == round(r["net"] * 1000 / 133_073_598) * 1000 for r in found)
    assert len(found) == 89  # four of the 93 have never ordered


def test_credit_notes_are_negative_in_their_own_month(company: Company, report):
    found = {r["period"]: r for r in records(report(company, "revenue-by-month", from_on=date(2026, 1, 1), until_on=APRIL))}
    january = rows(company, "SELECT sum(net_minor) FROM invoices WHERE kind = 'invoice' AND issued_on = '2026-01-31'")[0][0]
    assert (found["2026-01"]["invoiced"], found["2026-01"]["credited"], found["2026-01"]["net"]) == (january, 0, january)
    # ALFA's 31.00 and BETA's 3.5 hours at 60.00 (no tax in them).
    assert (found["2026-02"]["net"], found["2026-03"]["net"]) == (24_100, 3_100)
    assert (found["2026-04"]["credit_count"], found["2026-04"]["credited"], found["2026-04"]["net"]) == (2, -january, -january)
    by_account = report(company, "revenue-by-account", from_on=date(2026, 1, 1), until_on=APRIL)
    assert {r["account"]: r["net"] for r in records(by_account)} == {"ALFA": 6_200, "BETA": 21_000}
    by_line = report(company, "revenue-by-product", from_on=date(2026, 1, 1), until_on=APRIL)
    assert total(by_line, "net", "EUR") == 27_200


# -- taxes


def test_taxes_are_those_of_the_documents(company: Company, report):
    found = report(company, "taxes", from_on=date(2026, 2, 1), until_on=date(2026, 3, 31), by="month")
    # 31.00 at 19 % is 5.89; BETA's hours are zero-rated.
    assert [(r["period"], r["category"], r["rate"], r["document_count"], r["taxable"], r["tax"]) for r in records(found)] == [
        ("2026-02", "S", 190_000, 1, 3_100, 589),
        ("2026-02", "Z", 0, 1, 21_000, 0),
        ("2026-03", "S", 190_000, 1, 3_100, 589),
    ]
    assert (total(found, "taxable", "EUR"), total(found, "tax", "EUR"), total(found, "total", "EUR")) == (27_200, 1_178, 28_378)
    assert total(found, "document_count", "EUR") is None
    plot = found.plot("EUR")
    assert (plot.form, [s.key for s in plot.series]) == ("stacked", ["S 19", "Z 0"])
    assert [s.values for s in plot.series] == [(589, 589), (0, 0)]


@pytest.mark.parametrize(("by", "periods"), [("quarter", ["2026-Q1", "2026-Q2"]), ("year", ["2026"])])
def test_taxes_of_longer_periods_take_credits_off(company: Company, report, by: str, periods: list[str]):
    found = report(company, "taxes", by=by)
    assert sorted({r["period"] for r in records(found)}) == periods
    sql = (
        "SELECT sum(CASE WHEN i.kind = 'invoice' THEN t.tax_minor ELSE -t.tax_minor END)"
        " FROM invoices i JOIN invoice_taxes t ON t.invoice_id = i.id WHERE i.status = 'posted'"
    )
    assert total(found, "tax", "EUR") == rows(company, sql)[0][0] == 1_178


# -- forecast


def test_the_forecast_adds_up_what_the_command_line_lists(company: Company, report):
    until = date(2026, 7, 31)
    lines = forecast(company, until)
    by_month = report(company, "forecast", until_on=until)
    by_account = report(company, "forecast", until_on=until, by="account")
    by_line = report(company, "forecast", until_on=until, by="line")
    net = sum(line.net_minor or 0 for line in lines)
    for found in (by_month, by_account, by_line):
        assert total(found, "net", "EUR") == net
        assert found.plot("EUR") == by_month.plot("EUR")
    assert len(by_line.rows) == len(lines) == total(by_month, "line_count", "EUR")
    months = {r["period"] for r in records(by_month)}
    assert months == {(line.target_on or line.due_on).isoformat()[:7] for line in lines}
    assert {r["account"] for r in records(by_account)} == {line.account for line in lines}


def test_a_long_forecast_can_be_stopped(company: Company):
    request = ReportRequest("forecast", APRIL, APRIL, date(2027, 1, 1))
    with pytest.raises(Cancelled):
        make_report(company, request, Progress(is_cancelled=lambda: True))


# -- runs


def test_the_register_lists_each_run_with_what_it_posted(traders: Company, report):
    found = report(traders, "runs")
    assert len(found.rows) == 23
    assert total(found, "total", "USD") == 133_073_598
    assert total(found, "invoice_count", "USD") == 636
    first = records(found)[0]
    assert (first["schedule"], first["invoice_on"], first["mode"], first["state"]) == ("Month-end", "1996-07-31", "post", "done")
    assert found.plot("USD").labels[0] == "1996-07-31"
    assert found.opens == "run"


def test_a_run_that_posted_nothing_is_listed_without_amounts(company: Company, report):
    run_invoices(company, RunRequest(date(2026, 4, 30), target_on=date(2026, 4, 30)))
    last = records(report(company, "runs"))[-1]
    assert (last["mode"], last["schedule"], last["currency"], last["net"], last["total"]) == ("draft", None, None, None, None)
    unresolved = rows(company, f"SELECT count(*) FROM run_exceptions WHERE run_id = {last['run']} AND is_resolved = 0")[0][0]
    assert last["exception_count"] == unresolved


# -- all of them


def test_currencies_are_never_added(company: Company, report):
    with writing(company.engine) as connection:
        connection.execute(accounts.update().where(accounts.c.code == "ALFA").values(currency="JPY"))
        connection.exec_driver_sql("UPDATE orders SET currency = 'JPY' WHERE code = 'O-1'")
    run_invoices(company, RunRequest(date(2026, 4, 30), all_due=True))
    for kind in REPORTS:
        found = report(company, kind, date(2026, 4, 30))
        kept = report(company, kind, date(2026, 4, 30), currency="JPY")
        at = found.at("currency")
        assert found.currencies == (("EUR", "JPY") if kind != "forecast" else found.currencies)
        for row in found.totals:
            mine = [r for r in found.rows if r[at] == row[at]]
            for index, column in enumerate(found.columns):
                if column.kind == "money":
                    assert row[index] == sum(r[index] or 0 for r in mine)
        assert {row[at] for row in kept.rows} <= {"JPY", None}
        assert kept.totals == tuple(row for row in found.totals if row[at] == "JPY")
        assert kept.plots == tuple(plot for plot in found.plots if plot.currency == "JPY")


@pytest.mark.parametrize("kind", REPORTS)
def test_an_empty_company_has_empty_reports(company_target: str, report, kind: str):
    from billdesk import bootstrap

    made = bootstrap.create(company_target, "New", "USD", "US")
    found = report(made, kind)
    assert (found.rows, found.totals, found.plots) == ((), (), ())
    assert found.company == "New"
    made.engine.dispose()


def test_words_that_make_no_sense_are_refused(company: Company):
    with pytest.raises(BillingError, match="unknown report 'profit'"):
        make_report(company, ReportRequest("profit", APRIL, APRIL, APRIL))
    with pytest.raises(BillingError, match="ends before it begins"):
        make_report(company, ReportRequest("taxes", APRIL, APRIL, date(2026, 3, 1)))
    with pytest.raises(BillingError, match="more than 50 years"):
        make_report(company, ReportRequest("taxes", APRIL, date(1900, 1, 1), APRIL))
