"""Accounts by hand: what is refused beside which field, what an edit does to drafts, and that each edit can be undone."""

from dataclasses import replace
from datetime import date

import pytest

from billdesk import bootstrap
from billdesk.billing.errors import BillingError, Conflict
from billdesk.services.accounts import (
    NewAccount,
    account_details,
    blank_account,
    change_account,
    create_account,
    delete_account,
    problems,
    set_archived,
)
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule
from billdesk.services.verification import verify
from tests.services.interchange import AS_OF, BASE, a_company, bring, dump, rows

ANNA, BRUNO = 1, 2


@pytest.fixture
def company(tmp_path):
    with a_company(tmp_path / "company") as made:
        bring(made, tmp_path / "base", **BASE)
        yield made


def edit(company, account_id, **values):
    """Read, change some values, save."""
    before = account_details(company, account_id)
    return change_account(company, account_id, before.version, replace(before.values, **values), AS_OF)


def refused(company, call) -> str:
    """The field and words of a refusal that changes nothing."""
    before = dump(company)
    with pytest.raises(BillingError) as caught:
        call()
    assert dump(company) == before
    return f"{getattr(caught.value, 'field', '-')}: {caught.value}"


def test_an_account_is_read_as_it_is_stored(company):
    details = account_details(company, ANNA)
    assert details.values == NewAccount(
        "Anna Ltd", code="A1", street="1 High St", city="Leeds", country="GB", currency="EUR", price_basis="net"
    )
    assert (details.id, details.is_archived, details.open_currencies) == (ANNA, False, ("EUR",))
    assert len(details.version) == 64


def test_a_new_account_has_its_code_from_its_name(company):
    made = create_account(company, NewAccount("Müller & Söhne", city="Köln"))
    assert (made.before, made.after.values.code, made.after.id) == (None, "MULLE", 3)
    again = create_account(company, NewAccount("Mullen Inc", street="1 Main St"))
    third = create_account(company, NewAccount("Mulled Wine"))
    assert [again.after.values.code, third.after.values.code] == ["MULLE2", "MULLE3"]
    assert create_account(company, NewAccount("日本商店")).after.values.code == "A3"
    assert made.after.values.currency == "EUR"
    assert rows(company, "SELECT action, kind, record_id, detail FROM audit_log ORDER BY id DESC LIMIT 1") == [
        ("create", "account", 6, '{"account": "A3", "name": "日本商店"}')
    ]
    assert verify(company).ok


def test_a_blank_account_has_the_country_and_currency_of_the_company(company):
    assert blank_account(company) == NewAccount("", country="DE", currency="EUR")


def test_each_field_says_what_is_wrong_with_it():
    wrong = NewAccount(
        " ",
        code="A" * 65,
        country="Gremany",
        email="anna.example.org",
        currency="EURO",
        terms="soon",
        price_basis="both",
        phone="1\n2",
    )
    assert {problem.field: problem.what for problem in problems(wrong)} == {
        "name": "an account needs a name",
        "code": "text of 65 characters is too long",
        "country": "unknown country 'Gremany'",
        "email": "'anna.example.org' is not an e-mail address",
        "currency": "unknown currency 'EURO'",
        "terms": "payment terms 'soon' are not understood",
        "price_basis": "unknown price basis 'both'",
        "phone": r"'1\n2' has a line break",
    }


def test_a_country_is_a_code_or_an_english_name_or_what_stands():
    assert not list(problems(NewAccount("A", country="de")))
    assert not list(problems(NewAccount("A", country="Germany")))
    assert [problem.field for problem in problems(NewAccount("A", country="XX"))] == ["country"]
    assert not list(problems(NewAccount("A", country="Bohemia"), NewAccount("A", country="Bohemia")))


def test_a_taken_code_is_refused(company):
    words = "code: another account has this code, A1; choose another one"
    assert refused(company, lambda: create_account(company, NewAccount("Anton", code="A1"))) == words
    assert refused(company, lambda: edit(company, BRUNO, code="A1")) == words


def test_parents_go_in_no_circle(company):
    carla = create_account(company, NewAccount("Carla", code="C", parent="A2")).after.id
    assert edit(company, BRUNO, parent="A1").after.values.parent == "A1"
    assert refused(company, lambda: edit(company, ANNA, parent="C")) == (
        "parent: parent accounts go in a circle: A1 → C → A2 → A1; choose another parent"
    )
    assert refused(company, lambda: edit(company, carla, parent="C")).startswith("parent: parent accounts go in a circle: C → C")
    assert refused(company, lambda: create_account(company, NewAccount("Dora", code="D", parent="D"))).startswith("parent: ")
    assert refused(company, lambda: edit(company, ANNA, parent="NOBODY")) == (
        "parent: unknown account 'NOBODY'; choose one that is there, or leave it empty"
    )


def test_an_edit_writes_a_new_party_and_says_what_it_changed(company):
    change = edit(company, ANNA, street="9 Low St", email="anna@example.org", terms="net 14")
    assert change.changed == ("street", "email", "terms")
    assert change.after.values.street == "9 Low St"
    assert rows(company, "SELECT street FROM parties WHERE name = 'Anna Ltd' ORDER BY id") == [("1 High St",), ("9 Low St",)]
    assert rows(company, "SELECT action, record_id, detail FROM audit_log ORDER BY id DESC LIMIT 1") == [
        (
            "change",
            ANNA,
            (
                '{"account": "A1", "changed": {"email": ["", "anna@example.org"], "street": ["1 High St", "9 Low St"], '
                '"terms": ["", "net 14"]}}'
            ),
        )
    ]
    assert verify(company).ok


def test_undo_is_the_change_back_and_uses_the_first_party_again(company):
    before = account_details(company, ANNA)
    change = edit(company, ANNA, street="9 Low St", parent="A2", notes="Rings twice")
    undone = change_account(company, ANNA, change.after.version, change.before.values, AS_OF)
    assert undone.after == before
    assert rows(company, "SELECT COUNT(*) FROM parties") == [(4,)]


def test_an_edit_that_changes_nothing_writes_nothing(company):
    before = dump(company)
    change = edit(company, ANNA)
    assert (change.changed, dump(company)) == ((), before)


def test_a_second_editor_is_told_and_overwrites_nothing(company):
    seen = account_details(company, ANNA)
    edit(company, ANNA, phone="0113")
    with pytest.raises(Conflict) as caught:
        change_account(company, ANNA, seen.version, replace(seen.values, phone="999"), AS_OF)
    assert str(caught.value) == "somebody else has changed the account, A1; look at it as it is now, and edit again"
    assert account_details(company, ANNA).values.phone == "0113"


def test_prices_that_include_tax_change_the_drafts_at_once(company):
    drafts = "SELECT price_basis, net_minor, tax_minor, total_minor FROM invoices"
    # 2 x 100.00 with 19 %, and boxes for 15.75 without tax.
    assert rows(company, drafts) == [("net", 200_00 + 15_75, 38_00, 253_75)]
    change = edit(company, ANNA, price_basis="gross")
    assert rows(company, drafts) == [("gross", 168_07 + 15_75, 31_93, 215_75)]
    change_account(company, ANNA, change.after.version, change.before.values, AS_OF)
    assert rows(company, drafts) == [("net", 200_00 + 15_75, 38_00, 253_75)]
    assert verify(company).ok


def test_orders_keep_their_currency_when_that_of_the_account_changes(company):
    change = edit(company, ANNA, currency="USD")
    assert (change.after.values.currency, change.after.open_currencies) == ("USD", ("EUR",))
    assert rows(company, "SELECT currency, total_minor FROM invoices") == [("EUR", 253_75)]
    assert verify(company).ok


def test_the_code_stays_once_it_is_on_paper(company):
    assert edit(company, ANNA, code="ANNA").after.values.code == "ANNA"
    run_invoices(company, RunRequest(as_of=AS_OF, target_on=AS_OF, mode="post"))
    assert refused(company, lambda: edit(company, ANNA, code="A1")) == (
        "code: the code stands on posted invoices, ANNA; leave it as it is"
    )
    assert edit(company, ANNA, code="", name="Anna Limited").after.values.code == "ANNA"


def test_posted_invoices_keep_the_address_of_their_day(company):
    run_invoices(company, RunRequest(as_of=AS_OF, target_on=AS_OF, mode="post"))
    edit(company, ANNA, street="9 Low St")
    buyer = "SELECT p.street FROM invoices i JOIN parties p ON p.id = i.buyer_id WHERE i.number IS NOT NULL"
    assert rows(company, buyer) == [("1 High St",)]
    assert verify(company).ok


def test_an_account_with_something_to_bill_is_not_put_away(company):
    words = "something of the account is still to be billed"
    for account_id in (ANNA, BRUNO):  # an open line with a draft, and a draft order
        version = account_details(company, account_id).version
        assert words in refused(company, lambda i=account_id, v=version: set_archived(company, i, v, True))


def test_an_idle_account_is_put_away_and_taken_back(company):
    made = create_account(company, NewAccount("Carla")).after
    away = set_archived(company, made.id, made.version, True)
    assert away.before is not None
    assert (away.before.is_archived, away.after.is_archived) == (False, True)
    back = set_archived(company, made.id, away.after.version, False)
    assert back.after == made
    actions = "SELECT action FROM audit_log WHERE kind = 'account' ORDER BY id"
    assert rows(company, actions) == [("create",), ("archive",), ("reopen",)]


def test_a_new_account_can_be_taken_back_while_nothing_refers_to_it(company):
    made = create_account(company, NewAccount("Carla", code="C", parent="A1")).after
    of_anna = account_details(company, ANNA).version
    assert "the account is in use: it has orders, A1; archive" in refused(company, lambda: delete_account(company, ANNA, of_anna))
    with company.engine.begin() as connection:
        columns = "id, product_id, currency, account_id, unit_price_e4"
        sql = f"INSERT INTO prices ({columns}) SELECT 1, min(id), 'USD', {made.id}, 0 FROM products"
        connection.exec_driver_sql(sql)
    assert "the account is in use: it has prices" in refused(company, lambda: delete_account(company, made.id, made.version))
    with company.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM prices")
    assert delete_account(company, made.id, made.version) == made
    assert rows(company, "SELECT code FROM accounts ORDER BY id") == [("A1",), ("A2",)]
    with pytest.raises(BillingError, match="the account is no more"):
        account_details(company, made.id)
    assert verify(company).ok


def test_an_account_that_a_schedule_is_about_stays(company):
    made = create_account(company, NewAccount("Carla", code="C")).after
    add_schedule(company, NewSchedule("Carla's", "1 month", accounts=("C",)), date(2026, 6, 1))
    assert refused(company, lambda: delete_account(company, made.id, made.version)) == (
        "-: the account is in use: a schedule is about it, C; archive it instead"
    )


def test_a_server_takes_the_same_edits(postgres_url):
    company = bootstrap.create(postgres_url, "Acme", "EUR", "DE")
    try:
        made = create_account(company, NewAccount("Müller", city="Köln")).after
        again = create_account(company, NewAccount("Mullet", parent="MULLE")).after
        assert (made.values.code, again.values.code) == ("MULLE", "MULLE2")
        change = change_account(company, again.id, again.version, replace(again.values, terms="eom"), AS_OF)
        assert change.changed == ("terms",)
        away = set_archived(company, again.id, change.after.version, True).after
        assert delete_account(company, again.id, away.version).is_archived
        assert verify(company).ok
    finally:
        company.engine.dispose()
