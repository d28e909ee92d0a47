"""One account from every side. The company is that of `tests.companies`; figures are worked out by hand.

ALFA orders support of 31.00 a month in advance from 5 January and two boxes at 10.50, with 19 % tax, and is billed at each
month's end, net 30:

    31 Jan   52.00 + 9.88 = 61.88   due 2 March    credited
    28 Feb   31.00 + 5.89 = 36.89   due 30 March   overdue on 10 April
    31 Mar   31.00 + 5.89 = 36.89   due 30 April
    30 Apr   36.89 collects in a draft, due 30 May if it is posted then
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from billdesk.billing.errors import BillingError
from billdesk.db.engine import reading, writing
from billdesk.services import account_habits, account_orders, account_view, audit, timeline
from billdesk.services.account_orders import account_orders as orders_of
from billdesk.services.account_view import LastInvoice, NextBill, Standing, account_dues, account_head
from billdesk.services.account_view import account_view as view_of
from billdesk.services.accounts import account_details, change_account
from billdesk.services.company import Company
from billdesk.services.imports import import_paths
from billdesk.services.listings import list_records
from billdesk.services.timeline import timeline as timeline_of
from tests.companies import sample
from tests.services.interchange import a_company, files

ON = date(2026, 4, 10)
ALFA, BETA, GAMMA = 1, 2, 3


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory):
    """The sample company; these tests only read it, but for what they say."""
    folder = tmp_path_factory.mktemp("view")
    made = sample(str(folder / "Sample.billdesk"), folder)
    yield made
    made.engine.dispose()


@pytest.fixture
def blank(tmp_path: Path):
    with a_company(tmp_path / "company") as made:
        yield made


def bring(company: Company, folder: Path, as_of: date = ON, **contents: str) -> None:
    import_paths(company, [files(folder, **contents)], as_of=as_of)


def test_the_head_says_what_is_owed_overdue_and_still_to_be_billed(company: Company):
    head = account_head(company, ALFA, ON)
    assert (head.code, head.party.name, head.party.city, head.terms, head.has_own_terms) == (
        *("ALFA", "Alfa & Söhne", "Bonn", "net 30"),
        False,
    )
    assert head.standings == (Standing("EUR", 73_78, 36_89, 36_89, 61_88, 2, 1, 1, 1, date(2026, 3, 30)),)
    assert head.standings[0].overdue_e4 == 500_000  # one of two equal invoices: 50 %
    assert head.next_bill == NextBill(date(2026, 4, 30), (("EUR", 36_89),), 10)
    assert head.last_invoice == LastInvoice(
        8, "INV-2026-00005", date(2026, 3, 31), date(2026, 4, 30), 36_89, "EUR", "posted", "unpaid"
    )
    assert head.exception is None


def test_figures_are_the_sums_of_the_list_of_invoices(company: Company):
    for account_id, code in ((ALFA, "ALFA"), (BETA, "BETA"), (GAMMA, "GAMMA")):
        posted = [i for i in list_records(company, "invoices", [("account", code)], ON) if i["status"] != "draft"]
        (standing,) = account_head(company, account_id, ON).standings
        assert standing.balance_minor == sum(round(float(i["balance"]) * 100) for i in posted)
        overdue = [i for i in posted if i["payment_status"] == "overdue"]
        assert (standing.overdue_count, standing.overdue_minor) == (
            *(len(overdue),),
            sum(round(float(i["balance"]) * 100) for i in overdue),
        )


def test_what_is_overdue_follows_the_clock(company: Company):
    overdue = [account_head(company, ALFA, on).standings[0].overdue_minor for on in (date(2026, 3, 30), date(2026, 5, 1))]
    assert overdue == [0, 73_78]


def test_an_account_that_was_left_out_says_why(company: Company):
    head = account_head(company, GAMMA, ON)
    assert head.exception == ("the account has no address", "give the account a street, city or postcode")
    assert (head.standings[0].balance_minor, head.standings[0].overdue_e4, head.last_invoice) == (0, None, None)


def test_an_account_that_is_no_more_is_said(company: Company):
    with pytest.raises(BillingError, match="the account is no more"):
        account_head(company, 99, ON)


def test_dues_come_by_date_and_add_up(company: Company):
    found = [(d.number, d.state, d.due_on, d.days_overdue, d.running_minor) for d in account_dues(company, ALFA, ON)]
    assert found == [
        ("INV-2026-00003", "overdue", date(2026, 3, 30), 11, 36_89),
        ("INV-2026-00005", "unpaid", date(2026, 4, 30), 0, 73_78),
        (None, "draft", date(2026, 5, 30), 0, 110_67),
    ]


def test_an_order_says_what_is_billed_and_on_which_invoices(company: Company):
    (later, order), count = orders_of(company, ALFA, ON)
    assert (count, later.code, later.billing, later.ordered_minor, later.invoices) == (2, "O-4", "draft", 5_00, ())
    # The boxes' invoice is credited: what counts as billed is February's and March's support.
    assert (order.billing, order.ordered_minor, order.billed_minor, order.draft_minor) == ("recurring", 52_00, 62_00, 31_00)
    assert order.next_bill_on == date(2026, 4, 30)
    assert [(i.number, i.status, i.payment_status, i.amount_minor) for i in order.invoices] == [
        (None, "draft", None, 31_00),
        ("INV-2026-00005", "posted", "unpaid", 31_00),
        ("INV-2026-00003", "posted", "overdue", 31_00),
        ("INV-2026-00001", "credited", "paid", 52_00),
    ]


def test_each_line_says_until_when_it_is_billed_and_what_comes_next(company: Company):
    (_, order), _ = orders_of(company, ALFA, ON)
    support, boxes = order.lines
    assert (support.billed_until_on, support.next_due_on, support.next_bill_on, support.schedule) == (
        date(2026, 4, 4),
        date(2026, 4, 5),
        date(2026, 4, 30),
        "monthly",
    )
    assert (support.billed_count, support.billed_minor, support.amount_minor) == (3, 62_00, 31_00)
    assert (boxes.amount_minor, boxes.billed_until_on, boxes.next_due_on, boxes.schedule) == (21_00, None, None, "")


def test_a_period_that_was_freed_counts_as_not_billed(company: Company):
    ((order,), _) = orders_of(company, BETA, ON)
    licence, hours = order.lines
    # The licence's first quarter was credited and freed: it is due again, with the second one that has begun.
    assert (licence.billed_minor, licence.billed_until_on, licence.next_due_on) == (0, None, date(2026, 1, 10))
    assert (hours.billed_minor, hours.billed_until_on) == (210_00, date(2026, 1, 31))
    assert (order.billed_minor, order.draft_minor) == (210_00, 238_00)


def test_orders_can_be_asked_by_month(company: Company):
    found, count = orders_of(company, ALFA, ON, from_on=date(2026, 1, 1), until_on=date(2026, 1, 6))
    assert ([order.code for order in found], count) == (["O-1"], 1)
    assert orders_of(company, ALFA, ON, from_on=date(2026, 2, 1), until_on=date(2026, 3, 1)) == ((), 0)
    assert [len(part) if isinstance(part, tuple) else part for part in orders_of(company, ALFA, ON, limit=1)] == [1, 2]


def test_habits_are_those_of_the_last_twelve_months(company: Company):
    habits = view_of(company, ALFA, ON).habits
    assert [m.from_on for m in habits.months][::11] == [date(2025, 5, 1), date(2026, 4, 1)]
    # The draft order counts for nothing.
    assert [(m.from_on.month, m.order_count, m.value_minor) for m in habits.months if m.order_count] == [(1, 1, 52_00)]
    assert (habits.order_count, habits.average_minor, habits.days_between) == (1, 52_00, None)
    assert [(p.name, p.amount_minor, p.quantity_e6) for p in habits.usual] == [
        ("Support", 31_00, 1_000_000),
        ("Boxes", 21_00, 2_000_000),
    ]
    assert habits.monthly_minor == (("EUR", 31_00),)
    assert habits.last_order is not None
    assert (habits.last_order.code, habits.last_order.ordered_on) == ("O-1", date(2026, 1, 5))


def test_a_quarter_is_worth_a_third_of_it_a_month(company: Company):
    habits = view_of(company, BETA, ON).habits
    assert [(line.description, line.amount_minor, line.monthly_minor) for line in habits.recurring] == [
        ("Licence", 119_00, 39_67)
    ]


ACCOUNTS = "account,name,city,currency\nA,Anton,Ulm,EUR\n"


def test_orders_in_turn_give_an_average_and_a_rhythm(blank: Company, tmp_path: Path):
    orders = "order,account,ordered_on,status,currency\n" + "".join(
        f"{code},A,{on},active,{currency}\n"
        for code, on, currency in (
            ("OLD", "2025-04-30", "EUR"),  # a day too early to count
            ("O1", "2025-05-01", "EUR"),
            ("O2", "2025-05-11", "EUR"),
            ("O3", "2025-06-20", "EUR"),
            ("O4", "2026-04-10", "USD"),
        )
    )
    lines = (
        "order,line,product,description,quantity,unit_price,discount_percent\n"
        "OLD,1,,Tea,1,1000,\nO1,1,P,,3,10,\nO1,2,,Freight,1,5,\nO2,1,P,,1,10,50\nO3,1,P,,2,10,\nO3,2,,Freight,1,4.99,\nO4,1,P,,7,100,\n"
    )
    bring(blank, tmp_path / "a", accounts=ACCOUNTS, products="product,name,unit_price\nP,Chai,10\n")
    bring(blank, tmp_path / "b", orders=orders, order_lines=lines)
    habits = view_of(blank, 1, ON).habits
    counts = {m.from_on.isoformat()[:7]: (m.order_count, m.value_minor) for m in habits.months if m.order_count}
    assert counts == {"2025-05": (2, 40_00), "2025-06": (1, 24_99), "2026-04": (1, 0)}
    # 35.00, 5.00 and 24.99 are 64.99 over three orders in EUR; 344 days from 1 May to 10 April over three gaps.
    assert (habits.order_count, habits.priced_count, habits.average_minor, habits.days_between) == (4, 3, 21_66, 115)
    assert [(p.name, p.currency, p.amount_minor, p.quantity_e6, p.order_count) for p in habits.usual] == [
        ("Chai", "EUR", 55_00, 6_000_000, 3),
        ("Freight", "EUR", 9_99, 2_000_000, 2),
        ("Chai", "USD", 700_00, 7_000_000, 1),
    ]


def test_without_a_schedule_a_draft_waits_for_a_person(blank: Company, tmp_path: Path):
    bring(
        blank,
        tmp_path,
        accounts=ACCOUNTS,
        orders="order,account,ordered_on,status\nO1,A,2026-04-01,active\n",
        order_lines="order,line,description,quantity,unit_price,tax_rate\nO1,1,Tea,1,10,19\n",
    )
    head = account_head(blank, 1, ON)
    assert head.next_bill == NextBill(None, (("EUR", 11_90),), 1)
    ((order,), _) = orders_of(blank, 1, ON)
    assert (order.billing, order.next_bill_on, order.draft_minor) == ("open", date(2026, 4, 1), 10_00)
    # It is due 30 days after the day on which it is posted: today.
    assert [(d.state, d.due_on) for d in account_dues(blank, 1, ON)] == [("draft", date(2026, 5, 10))]


def test_a_draft_is_due_by_the_terms_of_the_account(blank: Company, tmp_path: Path):
    bring(
        blank,
        tmp_path,
        accounts="account,name,terms\nA,Anton,14\n",
        orders="order,account,ordered_on,status\nO1,A,2026-04-01,active\n",
        order_lines="order,line,description,quantity,unit_price\nO1,1,Tea,1,10\n",
    )
    head = account_head(blank, 1, ON)
    assert (head.terms, head.has_own_terms) == ("14", True)
    assert [(d.state, d.due_on) for d in account_dues(blank, 1, ON)] == [("draft", date(2026, 4, 24))]


def test_without_a_schedule_the_next_period_is_the_next_bill(blank: Company, tmp_path: Path):
    bring(
        blank,
        tmp_path,
        accounts=ACCOUNTS,
        orders="order,account,ordered_on,status\nO1,A,2026-04-01,active\n",
        order_lines=(
            "order,line,description,quantity,unit_price,tax_rate,charge_type,every,start_on\n"
            "O1,1,Hosting,1,10,19,recurring,1 month,2026-05-01\nO1,2,Later,1,99,19,recurring,1 month,2026-06-01\n"
        ),
    )
    assert account_head(blank, 1, ON).next_bill == NextBill(date(2026, 5, 1), (("EUR", 11_90),), None)


def test_an_account_without_anything_has_nothing_to_show(blank: Company, tmp_path: Path):
    bring(blank, tmp_path, accounts=ACCOUNTS)
    view = view_of(blank, 1, ON)
    assert view.head.standings == (Standing("EUR", 0, 0, 0, 0, 0, 0, 0, 0, None),)
    assert (view.head.next_bill, view.head.last_invoice, view.recent_orders, view.order_count) == (None, None, (), 0)
    assert (view.habits.average_minor, view.habits.usual, view.habits.last_order) == (None, (), None)
    assert account_dues(blank, 1, ON) == ()


def test_the_timeline_tells_everything_newest_first(company: Company):
    found = [(e.at[:10], e.kind, e.title, e.amount_minor) for e in timeline_of(company, ALFA, ON).entries]
    assert found == [
        ("2026-04-30", "draft", "", 36_89),
        ("2026-04-01", "archived", "INV-2026-00001", None),
        ("2026-04-01", "credit_note", "CN-2026-00001", 61_88),
        ("2026-03-31", "invoice", "INV-2026-00005", 36_89),
        ("2026-02-28", "invoice", "INV-2026-00003", 36_89),
        ("2026-01-31", "invoice", "INV-2026-00001", 61_88),
        ("2026-01-10", "ordered", "O-4", 5_00),
        ("2026-01-05", "ordered", "O-1", 52_00),
    ]
    entries = {e.title: e for e in timeline_of(company, ALFA, ON).entries}
    assert (entries["O-1"].what, entries["O-1"].detail) == ("Support, Boxes", "PO 7")
    assert (entries["CN-2026-00001"].what, entries["CN-2026-00001"].detail) == ("Support, Boxes", "INV-2026-00001")


def test_the_timeline_comes_in_pages(company: Company):
    first, last = timeline_of(company, ALFA, ON, limit=5), timeline_of(company, ALFA, ON, offset=5, limit=5)
    assert (len(first.entries), first.goes_on, len(last.entries), last.goes_on) == (5, True, 3, False)
    assert (*first.entries, *last.entries) == timeline_of(company, ALFA, ON).entries


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("credit", ["CN-2026-00001"]),
        ("61.88", ["CN-2026-00001", "INV-2026-00001"]),
        ("boxes INVOICE 2026-01", ["INV-2026-00001"]),  # of the credit note is the number of the invoice
        ("later", ["O-4"]),
        ("po 7 2026-02", ["INV-2026-00003"]),
        ("nothing of the kind", []),
    ],
)
def test_the_timeline_is_searched_with_the_lines_of_orders_and_documents(company: Company, text: str, titles: list[str]):
    page = timeline_of(company, ALFA, ON, text)
    assert [e.title for e in page.entries if e.kind != "archived"] == titles


def test_edits_stand_in_the_timeline_with_what_they_changed(blank: Company, tmp_path: Path):
    bring(blank, tmp_path, accounts=ACCOUNTS)
    before = account_details(blank, 1)
    values = before.values.__class__("Anton", code="A", city="Neu-Ulm", currency="EUR")
    change_account(blank, 1, before.version, values, ON)
    (entry,) = timeline_of(blank, 1, ON).entries
    assert (entry.kind, entry.title, entry.actor, entry.changed) == ("account.change", "A", "test", (("city", "Ulm", "Neu-Ulm"),))
    assert timeline_of(blank, 1, ON, "neu-ulm").entries == (entry,)


def test_everything_is_read_through_the_indexes_of_the_account(company: Company):
    rooms = (account_view, account_habits, account_orders, timeline)
    queries = [
        (name, sql)
        for room in rooms
        for name, sql in vars(room).items()
        if isinstance(sql, str) and " FROM " in sql and "SELECT" in sql
    ]
    assert len(queries) >= 12
    with reading(company.engine) as connection:
        for name, sql in queries:
            plain = sql.replace("{marks}", "1, 2").replace(":today", "'2026-04-10'")
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {plain}", tuple([1] * plain.count("?")))
            scans = [step[3] for step in plan if step[3].startswith("SCAN") and step[3] not in ("SCAN mine", "SCAN of_account")]
            assert not scans, name


def test_a_server_answers_alike(company: Company, postgres_url: str, tmp_path: Path):
    server = sample(postgres_url, tmp_path)
    try:
        for account_id in (ALFA, BETA, GAMMA):
            assert view_of(server, account_id, ON) == view_of(company, account_id, ON)
            assert account_dues(server, account_id, ON) == account_dues(company, account_id, ON)
            assert timeline_of(server, account_id, ON, "2026") == timeline_of(company, account_id, ON, "2026")
            assert account_details(server, account_id).values == account_details(company, account_id).values
    finally:
        server.engine.dispose()


def test_mails_stand_in_the_timeline_with_whom_they_went_to(tmp_path: Path):
    made = sample(str(tmp_path / "Mail.billdesk"), tmp_path)
    try:
        entry = {"number": "INV-2026-00003", "recipient": "ada@example.org", "message": 1}
        with writing(made.engine) as connection:
            row = (
                "INSERT INTO outbox (id, invoice_id, recipient, message_id, state, queued_at, sent_at) VALUES "
                "(1, 5, 'ada@example.org', '<m>', 'sent', '2026-03-01T08:00:00Z', '2026-03-01T08:05:00Z')"
            )
            connection.exec_driver_sql(row)
            for action in ("fail to send message", "send message"):
                audit.append(connection, made, [audit.Entry(action, "invoice", 5, entry)])
        entries = [e for e in timeline_of(made, ALFA, ON).entries if e.detail == "ada@example.org"]
        assert [(e.kind, e.title, e.at[:10]) for e in entries] == [
            ("invoice.fail to send message", "INV-2026-00003", "2026-04-01"),
            ("mail.sent", "INV-2026-00003", "2026-03-01"),
        ]
    finally:
        made.engine.dispose()
