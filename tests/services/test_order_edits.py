"""Orders by hand: what can be made, changed, deleted and activated; what is refused, in words; and that nobody is overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from billdesk import bootstrap
from billdesk.billing.errors import BillingError, Conflict, FieldError
from billdesk.db.engine import reading
from billdesk.services.company import Company
from billdesk.services.next_bills import next_bills
from billdesk.services.order_edits import (
    SavedOrder,
    activate_as_read,
    change_order,
    create_order,
    delete_order,
    next_code,
    stored_order,
)
from billdesk.services.order_values import LineEdit, OrderEdit, ShipTo
from billdesk.services.order_view import line_of_product, new_order, order_page
from billdesk.services.orders import take_back_activation
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule
from billdesk.services.type_ahead import find_accounts, find_products
from billdesk.services.verification import verify
from tests.services.interchange import AS_OF, BASE, a_company, bring, dump, rows

SUPPORT = LineEdit(product_id=1, quantity_e6=2_000_000, unit_price_e4=1_000_000)
BOXES = LineEdit(description="Boxes", quantity_e6=3_000_000, unit_price_e4=52_500)
ORDER = OrderEdit(account_id=1, ordered_on=AS_OF, lines=(SUPPORT, BOXES))


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """A1 has the active order O1 (id 1), A2 the draft order O2 (id 2) of ten boxes (line id 4)."""
    with a_company(tmp_path / "company") as made:
        bring(made, tmp_path / "files", **BASE)
        yield made
        assert [check for check in verify(made).checks if not check.ok] == []


def read(company: Company, order_id: int) -> tuple[OrderEdit, str]:
    """The order as an edit, and its version."""
    with reading(company.engine) as connection:
        stored = stored_order(connection, order_id)
    assert stored is not None
    return stored.edit(), stored.version


def active(company: Company, edit: OrderEdit = ORDER) -> SavedOrder:
    """An order, activated, with its version as it is then."""
    order = create_order(company, edit)
    activate_as_read(company, order.id, order.version, AS_OF)
    return replace(order, version=read(company, order.id)[1])


# Making one ---------------------------------------------------------------------------------------------------------------


def test_a_line_takes_over_what_its_product_and_its_order_say(company: Company) -> None:
    order = create_order(company, ORDER)
    columns = "position, description, tax_category, tax_rate_e4, charge_type, every, timing, ordered_on, start_on"
    assert rows(company, f"SELECT {columns} FROM order_lines WHERE order_id = {order.id} ORDER BY position") == [
        (1, "Support", "S", 190_000, "recurring", "1 month", "advance", "2026-06-01", "2026-06-01"),
        (2, "Boxes", "O", 0, "one_time", None, "advance", "2026-06-01", "2026-06-01"),
    ]


def test_an_order_without_a_number_takes_the_one_after_the_last(company: Company) -> None:
    assert create_order(company, ORDER).code == "O3"
    assert create_order(company, replace(ORDER, code="SO-0099")).code == "SO-0099"
    assert create_order(company, ORDER).code == "SO-0100"


@pytest.mark.parametrize(
    ("last", "following"), [("", "O-1001"), ("11077", "11078"), ("A-09", "A-10"), ("Bob", "Bob-2"), ("9", "10")]
)
def test_numbers_count_on_as_they_are_written(last: str, following: str) -> None:
    assert next_code(last) == following


def test_a_line_of_a_file_and_a_line_of_the_editor_are_the_same_line(company: Company, tmp_path: Path) -> None:
    bring(
        company,
        tmp_path / "more",
        orders="order,account,ordered_on,due_on\nF,A1,2026-06-01,2026-06-30\n",
        order_lines="order,line,product,quantity,unit_price,bill_day,end_on,group\nF,1,P1,2,100,31,2026-12-31,apart\n",
    )
    line = replace(SUPPORT, bill_day="31", end_on=date(2026, 12, 31), group="apart")
    order = create_order(company, replace(ORDER, due_on=date(2026, 6, 30), lines=(line,)))
    columns = (
        "position, product_id, description, quantity_e6, unit_price_e4, discount_e4, tax_category, tax_rate_e4, charge_type,"
    )
    columns += "every, timing, bill_day, ordered_on, due_on, bill_on, start_on, end_on, group_name"
    found = rows(company, f"SELECT {columns} FROM order_lines WHERE order_id IN ({order.id}, {order.id - 1})")
    assert len(found) == 2
    assert found[0] == found[1]


def test_a_delivery_address_is_kept_under_the_accounts_name(company: Company) -> None:
    order = create_order(company, replace(ORDER, ship_to=ShipTo("Lager 3", "Bonn", "", "53111", "de")))
    sql = "SELECT p.name, p.street, p.country FROM orders o JOIN parties p ON p.id = o.ship_to_id WHERE o.id = "
    assert rows(company, f"{sql}{order.id}") == [("Anna Ltd", "Lager 3", "DE")]


@pytest.mark.parametrize(
    ("edit", "field", "words"),
    [
        (replace(ORDER, account_id=None), "account", "the order has no account; choose the account that orders"),
        (replace(ORDER, ordered_on=None), "ordered_on", "the order has no date"),
        (replace(ORDER, currency="XXX"), "currency", "unknown currency 'XXX'"),
        (replace(ORDER, code="O1"), "order", "there is an order O1 already"),
        (replace(ORDER, po="a\nb"), "po", "has a line break; take it out"),
        (replace(ORDER, due_on=date(1500, 1, 1)), "due_on", "is out of range; use a date from 1900 to 2199"),
        (
            replace(ORDER, lines=(SUPPORT, replace(BOXES, quantity_e6=None))),
            "lines.1.quantity",
            "the line has no quantity; say how many",
        ),
        (replace(ORDER, lines=(replace(BOXES, unit_price_e4=None),)), "lines.0.unit_price", "the line has no price"),
        (replace(ORDER, lines=(replace(BOXES, unit_price_e4=-1),)), "lines.0.unit_price", "negative; use a price of 0 or more"),
        (replace(ORDER, lines=(replace(BOXES, quantity_e6=10**19),)), "lines.0.quantity", "is too large"),
        (
            replace(ORDER, lines=(replace(BOXES, discount_e4=1_000_001),)),
            "lines.0.discount_percent",
            "out of range; use 0 to 100",
        ),
        (replace(ORDER, lines=(replace(BOXES, description=""),)), "lines.0.description", "no product and no description"),
        (replace(ORDER, lines=(replace(BOXES, product_id=99),)), "lines.0.product", "the product is not there any more"),
        (
            replace(ORDER, lines=(replace(BOXES, tax_category="S"),)),
            "lines.0.tax_category",
            "S needs a rate above 0",
        ),
        (
            replace(ORDER, lines=(replace(BOXES, charge_type="recurring"),)),
            "lines.0.every",
            "has no cadence; give one such",
        ),
        (replace(ORDER, lines=(replace(BOXES, every="1 moon"),)), "lines.0.every", "is not understood"),
        (replace(ORDER, lines=(replace(SUPPORT, bill_day="32"),)), "lines.0.bill_day", "is not understood"),
        (replace(ORDER, lines=(replace(SUPPORT, charge_type="usage", timing="advance"),)), "lines.0.timing", "in advance"),
        (
            replace(ORDER, lines=(replace(SUPPORT, end_on=date(2026, 5, 1)),)),
            "lines.0.end_on",
            "ends on 2026-05-01, before",
        ),
        (
            replace(ORDER, lines=(replace(BOXES, quantity_e6=10**18, unit_price_e4=10**15),)),
            "lines.0.quantity",
            "the amount of a line is too large",
        ),
    ],
)
def test_what_cannot_be_stored_is_said_of_its_field(company: Company, edit: OrderEdit, field: str, words: str) -> None:
    before = dump(company)
    with pytest.raises(FieldError) as refused:
        create_order(company, edit)
    assert refused.value.field == field
    assert words in str(refused.value)
    assert dump(company) == before


# Changing a draft ----------------------------------------------------------------------------------------------------------


def test_an_edit_that_changes_nothing_writes_nothing(company: Company) -> None:
    edit, version = read(company, 2)
    before = dump(company)
    assert change_order(company, edit, version, AS_OF).version == version
    assert dump(company) == before


def test_lines_come_go_and_change_places(company: Company) -> None:
    order = create_order(company, ORDER)
    edit, version = read(company, order.id)
    first, second = edit.lines
    hours = LineEdit(description="Hours", quantity_e6=1_000_000, unit_price_e4=600_000)
    change_order(
        company, replace(edit, lines=(replace(second, position=None), hours, replace(first, position=None))), version, AS_OF
    )
    sql = f"SELECT id, position, description FROM order_lines WHERE order_id = {order.id} ORDER BY position"
    assert rows(company, sql) == [(second.id, 1, "Boxes"), (7, 2, "Hours"), (first.id, 3, "Support")]
    edit, version = read(company, order.id)
    change_order(company, replace(edit, lines=edit.lines[1:]), version, AS_OF)
    assert rows(company, sql) == [(7, 2, "Hours"), (first.id, 3, "Support")], "numbers stay as they are where they can"


def test_undo_puts_a_changed_order_back_as_it_was_with_the_ids_of_its_lines(company: Company) -> None:
    order = create_order(company, ORDER)
    before = dump(company)["order_lines"]
    edit, version = read(company, order.id)
    change = change_order(company, replace(edit, po="PO 9", lines=edit.lines[:1]), version, AS_OF)
    assert change.before is not None
    undone = change_order(company, change.before, change.version, AS_OF)
    assert dump(company)["order_lines"] == before
    assert undone.version == version


def test_dates_that_went_with_the_order_go_with_it_when_it_moves(company: Company) -> None:
    own = replace(BOXES, due_on=date(2026, 7, 1))
    order = create_order(company, replace(ORDER, due_on=date(2026, 6, 20), lines=(SUPPORT, own)))
    edit, version = read(company, order.id)
    change_order(company, replace(edit, ordered_on=date(2026, 6, 3), due_on=date(2026, 6, 25)), version, AS_OF)
    sql = f"SELECT ordered_on, start_on, due_on FROM order_lines WHERE order_id = {order.id} ORDER BY position"
    assert rows(company, sql) == [("2026-06-03", "2026-06-03", "2026-06-25"), ("2026-06-03", "2026-06-03", "2026-07-01")]


def test_a_draft_goes_over_to_another_account_with_its_lines(company: Company) -> None:
    edit, version = read(company, 2)
    change_order(company, replace(edit, account_id=1), version, AS_OF)
    assert rows(company, "SELECT id, account_id FROM order_lines WHERE order_id = 2") == [(4, 1)]


def test_a_line_that_has_usage_stays_with_its_order_account_and_kind(company: Company, tmp_path: Path) -> None:
    metered = LineEdit(product_id=3, quantity_e6=0, unit_price_e4=200)
    order = create_order(company, replace(ORDER, code="U", lines=(metered, BOXES)))
    bring(company, tmp_path / "usage", usage="order,line,used_on,quantity,reference\nU,1,2026-06-02,5,X\n")
    edit, version = read(company, order.id)
    line = edit.lines[0]
    for changed, field in (
        (replace(edit, lines=edit.lines[1:]), "lines"),
        (replace(edit, account_id=2), "account"),
        (replace(edit, lines=(replace(line, charge_type="recurring"), edit.lines[1])), "lines.0.charge_type"),
    ):
        with pytest.raises(FieldError, match="usage") as refused:
            change_order(company, changed, version, AS_OF)
        assert refused.value.field == field
    with pytest.raises(BillingError, match="usage is recorded on the order"):
        delete_order(company, order.id, version)
    change_order(company, replace(edit, lines=(edit.lines[1], replace(line, position=None))), version, AS_OF)


# Two at once ---------------------------------------------------------------------------------------------------------------


def test_the_second_of_two_windows_is_told_and_nothing_is_overwritten(company: Company) -> None:
    # another window: another connection, as another process has one
    other = bootstrap.open_company(str(company.engine.url.database))
    try:
        ours, our_version = read(company, 2)
        theirs, their_version = read(other, 2)
        change_order(other, replace(theirs, po="theirs"), their_version, AS_OF)
        before = dump(company)
        with pytest.raises(Conflict, match="changed by somebody else meanwhile, O2; look at what it is now"):
            change_order(company, replace(ours, po="ours"), our_version, AS_OF)
        with pytest.raises(Conflict):
            delete_order(company, 2, our_version)
        with pytest.raises(Conflict):
            activate_as_read(company, 2, our_version, AS_OF)
        assert dump(company) == before
    finally:
        other.engine.dispose()


def test_an_order_that_was_deleted_meanwhile_is_said_to_be_gone(company: Company) -> None:
    edit, version = read(company, 2)
    delete_order(company, 2, version)
    with pytest.raises(Conflict, match="the order is not there any more"):
        change_order(company, edit, version, AS_OF)


# Deleting ------------------------------------------------------------------------------------------------------------------


def test_a_deleted_order_comes_back_under_its_ids(company: Company) -> None:
    before = dump(company)
    _, version = read(company, 2)
    gone = delete_order(company, 2, version)
    assert rows(company, "SELECT count(*) FROM order_lines WHERE order_id = 2") == [(0,)]
    again = create_order(company, gone)
    after = dump(company)
    assert (again.id, again.code) == (2, "O2")
    assert (after["orders"], after["order_lines"]) == (before["orders"], before["order_lines"])


def test_a_deleted_order_whose_ids_were_taken_comes_back_under_others(company: Company) -> None:
    _, version = read(company, 2)
    gone = delete_order(company, 2, version)
    create_order(company, replace(ORDER, code="NEW"))
    assert rows(company, "SELECT id, code FROM orders WHERE code = 'NEW'") == [(2, "NEW")]
    assert create_order(company, gone).id == 3


def test_active_orders_and_those_a_schedule_names_stay(company: Company) -> None:
    _, version = read(company, 1)
    with pytest.raises(BillingError, match="the order is active and stays, O1; only drafts can be deleted"):
        delete_order(company, 1, version)
    add_schedule(company, NewSchedule("special", "1 month", orders=("O2",)), AS_OF)
    _, version = read(company, 2)
    with pytest.raises(BillingError, match="schedule special is for this order"):
        delete_order(company, 2, version)


# Active orders -------------------------------------------------------------------------------------------------------------


def test_activating_says_which_draft_was_set_up(company: Company) -> None:
    add_schedule(company, NewSchedule("monthly", "1 month", "last", date(2026, 6, 30)), AS_OF)
    order = create_order(company, replace(ORDER, account_id=2))
    (draft,) = activate_as_read(company, order.id, order.version, AS_OF).drafts
    # 200.00 and 19 % on it, 15.75 without
    assert (draft.target_on, draft.schedule, draft.total_minor) == (date(2026, 6, 30), "monthly", 25_375)
    assert (draft.line_count, draft.own_line_count) == (2, 2)
    assert order_page(company, order.id, AS_OF).drafts == (draft,)


def test_what_may_change_of_an_active_order_moves_its_draft_and_bills_the_same(company: Company) -> None:
    add_schedule(company, NewSchedule("monthly", "1 month", "last", date(2026, 6, 30), grouping="po"), AS_OF)
    order = active(company, replace(ORDER, account_id=2))
    edit, version = read(company, order.id)
    apart = replace(edit, po="PO 5", due_on=date(2026, 8, 1), lines=(edit.lines[0], replace(edit.lines[1], group="boxes")))
    change = change_order(company, apart, version, AS_OF)
    sql = "SELECT reference, net_minor FROM invoices WHERE account_id = 2 ORDER BY net_minor"
    assert rows(company, sql) == [("PO 5", 1575), ("PO 5", 20_000)]
    assert change.before is not None
    change_order(company, change.before, change.version, AS_OF)
    assert rows(company, sql) == [(None, 21_575)]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        (lambda e: replace(e, account_id=2), "account", "its account stays as it is"),
        (lambda e: replace(e, ordered_on=date(2026, 5, 1)), "ordered_on", "its order date stays"),
        (lambda e: replace(e, currency="USD"), "currency", "its currency stays"),
        (lambda e: replace(e, code="X"), "order", "its number stays"),
        (lambda e: replace(e, lines=e.lines[:1]), "lines", "which lines it has stays"),
        (lambda e: replace(e, lines=(*e.lines, BOXES)), "lines", "which lines it has stays"),
        (lambda e: _with(e, unit_price_e4=1), "lines.0.unit_price", "the price of line 1 stays"),
        (lambda e: _with(e, quantity_e6=1), "lines.0.quantity", "the quantity of line 1 stays"),
        (lambda e: _with(e, end_on=date(2026, 12, 31)), "lines.0.end_on", "the end of line 1 stays"),
        (lambda e: _with(e, every="1 year"), "lines.0.every", "the cadence of line 1 stays"),
    ],
)
def test_what_would_change_money_of_an_active_order_is_refused_with_the_way_out(
    company: Company, change: object, field: str, words: str
) -> None:
    order = active(company)
    edit, version = read(company, order.id)
    before = dump(company)
    assert callable(change)
    with pytest.raises(FieldError, match="take the activation back while nothing is billed") as refused:
        change_order(company, change(edit), version, AS_OF)
    assert refused.value.field == field
    assert words in refused.value.what
    assert dump(company) == before


def _with(edit: OrderEdit, **values: object) -> OrderEdit:
    return replace(edit, lines=(replace(edit.lines[0], **values), *edit.lines[1:]))  # type: ignore[arg-type]  # any field


def test_a_line_that_is_billed_keeps_its_group_and_due_date(company: Company) -> None:
    add_schedule(company, NewSchedule("monthly", "1 month", "last", date(2026, 6, 30), mode="post"), AS_OF)
    order = active(company)
    run_invoices(company, RunRequest(date(2026, 6, 30), all_due=True))
    edit, version = read(company, order.id)
    with pytest.raises(FieldError, match="the group of line 1 stays"):
        change_order(company, _with(edit, group="apart"), version, AS_OF)
    change_order(company, replace(edit, po="later"), version, AS_OF)


def test_a_completed_order_does_not_change(company: Company) -> None:
    add_schedule(company, NewSchedule("monthly", "1 month", "last", date(2026, 6, 30), mode="post"), AS_OF)
    order = active(company, replace(ORDER, lines=(BOXES,)))
    run_invoices(company, RunRequest(date(2026, 6, 30), all_due=True))
    edit, version = read(company, order.id)
    with pytest.raises(BillingError, match="the order is completed and does not change"):
        change_order(company, replace(edit, po="late"), version, AS_OF)


def test_an_activation_can_be_taken_back_until_something_is_billed(company: Company) -> None:
    before = dump(company)
    edit, version = read(company, 2)
    activate_as_read(company, 2, version, AS_OF)
    take_back_activation(company, "O2", AS_OF)
    after = dump(company)
    assert {name: after[name] for name in ("orders", "order_lines", "invoices", "invoice_lines")} == {
        name: before[name] for name in ("orders", "order_lines", "invoices", "invoice_lines")
    }
    assert read(company, 2) == (edit, version)
    activate_as_read(company, 2, version, AS_OF)
    run_invoices(company, RunRequest(AS_OF, target_on=AS_OF, mode="post"))
    with pytest.raises(BillingError, match=r"(invoice INV-2026-0000\d has billed the order|the order is completed), O2"):
        take_back_activation(company, "O2", AS_OF)


def test_each_edit_leaves_its_audit_row(company: Company) -> None:
    order = create_order(company, ORDER)
    edit, version = read(company, order.id)
    change = change_order(company, replace(edit, po="1"), version, AS_OF)
    delete_order(company, order.id, change.version)
    found = rows(company, f"SELECT action, detail FROM audit_log WHERE kind = 'order' AND record_id = {order.id} ORDER BY id")
    assert found == [("create", "O3"), ("change", "O3"), ("delete", "O3")]


# What the page reads --------------------------------------------------------------------------------------------------------


def test_a_new_order_begins_with_today_and_the_accounts_currency(company: Company) -> None:
    page = new_order(company, 1, AS_OF)
    assert (page.edit.account_id, page.edit.ordered_on, page.edit.currency) == (1, AS_OF, "EUR")
    assert (page.next_code, page.status, page.address.city) == ("O3", "draft", "Leeds")


def test_a_chosen_product_fills_the_line_and_a_foreign_order_gets_no_price(company: Company) -> None:
    (support,) = find_products(company, "supp")
    line = line_of_product(support, "EUR")
    assert (line.description, line.quantity_e6, line.unit_price_e4) == ("Support", 1_000_000, 1_000_000)
    assert (line.every, line.tax_category, line.tax_rate_e4) == ("1 month", "S", 190_000)
    assert line_of_product(support, "USD").unit_price_e4 is None


def test_accounts_are_found_by_code_and_by_name_without_accents(company: Company, tmp_path: Path) -> None:
    bring(company, tmp_path / "more", accounts="account,name,city\nMÜ,Müller Söhne,Köln\nB1,Obermuller,Ulm\n")
    assert [found.code for found in find_accounts(company, "muller")] == ["MÜ", "B1"]
    assert [found.code for found in find_accounts(company, "a1")] == ["A1"]
    assert [found.code for found in find_accounts(company, "", 2)] == ["B1", "MÜ"]
    assert find_accounts(company, "nobody") == []


def test_the_page_says_what_is_billed_of_each_line(company: Company) -> None:
    add_schedule(company, NewSchedule("monthly", "1 month", "last", date(2026, 6, 30), mode="post"), AS_OF)
    order = active(company)
    run_invoices(company, RunRequest(date(2026, 6, 30), all_due=True))
    page = order_page(company, order.id, AS_OF)
    assert page.billed == {0, 1}
    assert page.seen is not None
    assert [line.billed_until_on for line in page.seen.lines] == [date(2026, 6, 30), None]
    assert [invoice.number for invoice in page.seen.invoices] == [None, "INV-2026-00001"]


def test_the_verbs_do_the_same_on_a_server(postgres_url: str, tmp_path: Path) -> None:
    company = bootstrap.create(postgres_url, "Server", "EUR", "DE")
    try:
        bring(company, tmp_path / "files", **BASE)
        add_schedule(company, NewSchedule("monthly", "1 month", "last", date(2026, 6, 30), mode="post"), AS_OF)
        (account,), (support,) = find_accounts(company, "anna"), find_products(company, "supp")
        line = line_of_product(support, "EUR", LineEdit(quantity_e6=3_000_000))
        order = create_order(company, OrderEdit(account_id=account.id, ordered_on=AS_OF, lines=(line, BOXES)))
        coming = next_bills(company, order.id, AS_OF)
        (draft,) = activate_as_read(company, order.id, order.version, AS_OF).drafts
        run_invoices(company, RunRequest(date(2026, 6, 30), all_due=True))
        page = order_page(company, order.id, AS_OF)
        assert page.seen is not None
        assert (draft.target_on, coming.bills[0].net_minor) == (date(2026, 6, 30), page.seen.billed_minor)
        change_order(company, replace(page.edit, po="PO 1"), page.version, AS_OF)
        edit, version = read(company, 2)
        gone = delete_order(company, 2, version)
        assert create_order(company, gone).id == 2
        assert edit == read(company, 2)[0]
    finally:
        company.engine.dispose()
