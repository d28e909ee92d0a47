"""Lists: their keys, their filters, and what a status means. Figures are those of a small company worked out by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from billdesk import bootstrap
from billdesk.billing.errors import BillingError
from billdesk.db.engine import writing
from billdesk.services.company import Company
from billdesk.services.imports import import_paths
from billdesk.services.invoices import credit_invoice
from billdesk.services.listings import KINDS, list_records
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule

FILES = {
    "accounts.csv": (
        "account,name,street,city,country,email,currency,notes\n"
        "A1,Ada & Söhne,Ring 1,Wien,AT,ada@example.org,EUR,\n"
        "A2,日本商店,1-1,東京,JP,,JPY,null\n"
    ),
    "products.csv": (
        "product,name,unit_price,unit,charge_type,every,tax_rate\n"
        "SUP,Support,31.00,month,recurring,1 month,20\nBOX,Box,12.5,,,,\n"
    ),
    "orders.csv": "order,account,ordered_on,status,currency,po\nO1,A1,2026-01-01,active,EUR,PO 7\nO2,A2,2026-01-05,active,JPY,\n",
    "order_lines.csv": (
        "order,line,product,quantity,unit_price,discount_percent,tax_rate,tax_category\n"
        "O1,1,SUP,1,31.00,,20,S\nO1,2,BOX,0.125,12.5,10,20,S\nO2,1,BOX,3,1250,,,\nO2,2,BOX,1,0,,,\n"
    ),
}
KEYS = {
    "invoices": {
        *("number", "kind", "status", "payment_status", "account", "account_name", "order_count", "issued_on", "due_on"),
        *("currency", "net", "tax", "total", "balance", "line_count", "schedule"),
    },
    "invoice-lines": {
        *("invoice", "line", "order", "order_line", "product", "description", "quantity", "unit_price", "discount_percent"),
        *("tax_rate", "net", "period_from", "period_until", "due_on", "why"),
    },
    "order-lines": {
        *("order", "line", "account", "product", "charge_type", "every", "timing", "ordered_on", "due_on", "start_on"),
        *("end_on", "billed_until", "next_billing_on"),
    },
}
JANUARY = date(2026, 1, 31)


@pytest.fixture
def company(company_target: str, tmp_path: Path) -> Company:
    """Two accounts in two currencies, billed for January."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    made = bootstrap.create(company_target, "Acme Ltd", "EUR", "AT")
    import_paths(made, [folder], as_of=date(2026, 1, 15))
    add_schedule(made, NewSchedule("Monthly", "1 month", "last", mode="post"), date(2026, 1, 15))
    run_invoices(made, RunRequest(JANUARY, all_due=True))
    return made


@pytest.fixture(autouse=True)
def closed(company: Company):
    yield
    company.engine.dispose()


def test_lists_have_the_keys_that_tools_rely_on(company: Company):
    for kind, keys in KEYS.items():
        records = list_records(company, kind)
        assert records
        assert all(keys <= record.keys() for record in records)
        assert len({tuple(record) for record in records}) == 1


def test_every_kind_can_be_listed(company: Company):
    counts = {kind: len(list_records(company, kind)) for kind in KINDS}
    assert counts == {
        "accounts": 2,
        "products": 2,
        "quotes": 0,
        "orders": 2,
        "order-lines": 4,
        "invoices": 3,  # two posted, and the draft of February's support
        "invoice-lines": 5,
        "payments": 0,
        "schedules": 1,
        "runs": 1,
        "exceptions": 0,
        "outbox": 0,
    }


def test_figures_are_text_with_the_digits_of_their_currency(company: Company):
    posted = {i["account"]: i for i in list_records(company, "invoices", [("status", "posted")])}
    # 31.00 + 0.125 x 12.50 x 0.9 = 1.40625, rounded 1.41; 20 % of 32.41 is 6.482.
    assert [posted["A1"][key] for key in ("net", "tax", "total", "balance")] == ["32.41", "6.48", "38.89", "38.89"]
    assert [posted["A2"][key] for key in ("net", "tax", "total", "balance")] == ["3750", "0", "3750", "3750"]
    box = list_records(company, "invoice-lines", [("account", "A1"), ("product", "BOX")])[0]
    assert [box[key] for key in ("quantity", "unit_price", "discount_percent", "tax_rate", "net")] == [
        "0.125",
        "12.50",
        "10",
        "20",
        "1.41",
    ]


def test_each_invoice_line_says_why_it_has_its_amount(company: Company):
    told = [(line["product"], line["why"]) for line in list_records(company, "invoice-lines", [("account", "A1")])]
    assert sorted(told) == [
        ("BOX", "0.125 x 12.50 less 10 %, billed once"),
        ("SUP", "1 x 31.00 for 1 to 28 February 2026"),
        ("SUP", "1 x 31.00 for 1 to 31 January 2026"),
    ]


def test_a_part_of_a_charge_says_which_one_it_is(company: Company):
    (draft,) = [line for line in list_records(company, "invoice-lines") if line["status"] == "draft"]
    with writing(company.engine) as connection:
        line = connection.exec_driver_sql(
            f"SELECT id, order_line_id FROM invoice_lines WHERE invoice_id = {draft['invoice_id']}"
        ).one()
        connection.exec_driver_sql(
            "INSERT INTO amendments (id, order_line_id, number, effective_on, made_on, sets_end, end_on, is_undone)"
            f" VALUES (1, {line[1]}, 1, '2026-02-15', '2026-02-10', 1, '2026-02-14', 0)"
        )
        connection.exec_driver_sql(
            "INSERT INTO invoice_line_parts"
            " (invoice_line_id, number, role, claim_from, claim_until, amendment_no, remainder_minor)"
            f" VALUES ({line[0]}, 1, 'credit', '2026-02-01', '2026-03-01', 1, 1)"
        )
        connection.exec_driver_sql(
            "UPDATE invoice_lines SET quantity_e6 = -1000000, used_days = 14, whole_days = 28,"
            f" period_from = '2026-02-15' WHERE id = {line[0]}"
        )
    (record,) = list_records(company, "invoice-lines", [("status", "draft")])
    words = "credit of 1 x 31.00, 14 of 28 days (15 to 28 February 2026): ended on 14 February 2026"
    assert record["why"] == f"{words}, with 0.01 so that the period sums exactly"


def test_nothing_in_a_list_is_a_float(company: Company):
    for kind in KINDS:
        for record in list_records(company, kind):
            assert not [key for key, value in record.items() if isinstance(value, float)]


def test_drafts_have_no_number_no_date_and_no_payment_status(company: Company):
    (draft,) = list_records(company, "invoices", [("status", "draft")])
    assert [draft[key] for key in ("number", "issued_on", "due_on", "payment_status")] == [None] * 4
    assert (draft["target_on"], draft["schedule"], draft["total"]) == ("2026-02-28", "Monthly", "37.20")


def test_billed_until_and_the_next_bill_follow_from_the_claims(company: Company):
    lines = {(line["order"], line["line"]): line for line in list_records(company, "order-lines")}
    assert (lines["O1", 1]["billed_until"], lines["O1", 1]["next_billing_on"]) == ("2026-02-01", "2026-02-01")
    assert (lines["O1", 2]["billed_until"], lines["O1", 2]["next_billing_on"]) == (None, None)


@pytest.mark.parametrize(("as_of", "status"), [(None, "unpaid"), (date(2026, 3, 2), "unpaid"), (date(2026, 3, 3), "overdue")])
def test_an_invoice_is_overdue_from_the_day_after_it_is_due(company: Company, as_of: date | None, status: str):
    # 31 January and 30 days is 2 March.
    (invoice,) = list_records(company, "invoices", [("account", "A1"), ("status", "posted")], as_of)
    assert (invoice["due_on"], invoice["payment_status"]) == ("2026-03-02", status)


def test_a_credited_invoice_is_settled_with_its_credit_note(company: Company):
    (invoice,) = list_records(company, "invoices", [("account", "A1"), ("status", "posted")])
    note = credit_invoice(company, invoice["number"], date(2026, 2, 1))
    kinds = {i["kind"]: i for i in list_records(company, "invoices", [("account", "A1")], date(2026, 12, 31)) if i["number"]}
    assert {key: kinds["invoice"][key] for key in ("status", "payment_status", "balance", "credited_by")} == {
        "status": "credited",
        "payment_status": "paid",
        "balance": "0.00",
        "credited_by": note.number,
    }
    assert (kinds["credit_note"]["status"], kinds["credit_note"]["balance"], kinds["credit_note"]["credits"]) == (
        "posted",
        "0.00",
        invoice["number"],
    )


def test_posted_documents_keep_the_name_of_their_day(company: Company, tmp_path: Path):
    (tmp_path / "accounts.csv").write_text("account,name\nA1,Ada AG\n")
    import_paths(company, [tmp_path / "accounts.csv"], as_of=JANUARY)
    names = {i["status"]: i["account_name"] for i in list_records(company, "invoices", [("account", "A1")])}
    assert names == {"posted": "Ada & Söhne", "draft": "Ada AG"}


@pytest.mark.parametrize(
    ("kind", "filters", "count"),
    [
        ("accounts", [("name", "日本商店")], 1),
        ("accounts", [("email", "")], 1),
        ("accounts", [("email", "null")], 1),
        ("accounts", [("notes", "null")], 2),  # one has none, the other one says so
        ("accounts", [("account", "A1"), ("currency", "JPY")], 0),
        ("accounts", [("name", "x' OR '1'='1")], 0),
        ("products", [("active", "true")], 2),
        ("products", [("active", "no")], 0),
        ("order-lines", [("unit_price", "12.5")], 1),
        ("order-lines", [("unit_price", "12.5000")], 1),
        ("order-lines", [("quantity", "1")], 2),
        ("order-lines", [("line", "2")], 2),
        ("order-lines", [("next_billing_on", "null")], 3),
        ("invoices", [("number", "")], 1),
        ("invoices", [("status", "posted"), ("currency", "JPY")], 1),
        ("invoices", [("payment_status", "unpaid")], 2),
        ("invoices", [("due_on", "2026-03-02")], 2),
        ("schedules", [("mode", "post"), ("paused", "false")], 1),
        ("schedules", [("accounts", "")], 1),
        ("schedules", [("accounts", "A1")], 0),
        ("exceptions", [("resolved", "true")], 0),
    ],
)
def test_filters_take_what_fits(company: Company, kind: str, filters: list[tuple[str, str]], count: int):
    assert len(list_records(company, kind, filters)) == count


def test_unknown_kinds_and_columns_are_named_with_those_that_there_are(company: Company):
    with pytest.raises(BillingError, match="unknown kind 'customers'") as kind:
        list_records(company, "customers")
    assert "accounts" in kind.value.remedy
    for listed in ("invoices", "schedules"):
        with pytest.raises(BillingError, match="unknown column 'colour'") as column:
            list_records(company, listed, [("colour", "red")])
        assert "schedule" in column.value.remedy


def test_a_schedule_names_its_scope_by_code(company: Company):
    add_schedule(company, NewSchedule("Boxes", "1 week", products=("BOX",), accounts=("A2", "A1"), orders=("O1",)), JANUARY)
    (boxes,) = list_records(company, "schedules", [("schedule", "Boxes")])
    assert (boxes["products"], boxes["accounts"], boxes["orders"]) == (["BOX"], ["A1", "A2"], ["O1"])
    (found,) = list_records(company, "schedules", [("accounts", "A2")])
    assert found["schedule"] == "Boxes"
