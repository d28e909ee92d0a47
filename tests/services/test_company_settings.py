"""What a person says of the company: changed piece by piece, put back, and refused where it makes no sense."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from billdesk import bootstrap
from billdesk.billing.errors import BillingError, Conflict, FieldError
from billdesk.db.engine import reading
from billdesk.db.models import audit_log
from billdesk.services.company import Company
from billdesk.services.company_settings import (
    DETAILS,
    LOGO_BYTES,
    change_details,
    change_logo,
    change_tax_rates,
    offered_tax_rates,
    read_company,
)
from billdesk.services.documents import write_pdfs
from billdesk.services.forecast import forecast
from billdesk.services.imports import import_paths
from billdesk.services.invoices import credit_invoice
from billdesk.services.presets import TaxRate, preset
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.verification import verify

TODAY = date(2026, 11, 25)
IBAN = "GB33BUKB20201555555555"


@pytest.fixture
def company(company_target: str):
    made = bootstrap.create(company_target, "Acme Ltd", "GBP", "GB")
    yield made
    made.engine.dispose()


@pytest.fixture
def small(company_file: str):
    """One in a file: what is tested with it is no business of the database."""
    made = bootstrap.create(company_file, "Acme Ltd", "GBP", "GB")
    yield made
    made.engine.dispose()


def bill(company: Company, folder: Path, on: date, name: str = "O-1") -> None:
    """Post an invoice of one order on that day."""
    texts = {
        "accounts": "account,name,street,city,country\nA,Ada,Ring 1,Leeds,GB\n",
        "orders": f"order,account,ordered_on,status\n{name},A,{on},active\n",
        "order_lines": f"order,line,description,quantity,unit_price\n{name},1,Box,1,10\n",
    }
    for kind, text in texts.items():
        (folder / f"{kind}.csv").write_text(text, encoding="utf-8")
    import_paths(company, [folder], as_of=on)
    run_invoices(company, RunRequest(on, target_on=on, mode="post"))


def numbers(company: Company) -> list[str]:
    with reading(company.engine) as connection:
        posted = "SELECT number FROM invoices WHERE status = 'posted' ORDER BY id"
        return list(connection.exec_driver_sql(posted).scalars())


def png(width: int, height: int, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 90).convert(mode).save(out, "PNG")
    return out.getvalue()


def test_a_new_company_has_a_name_a_country_and_how_it_bills(company: Company):
    present = read_company(company)
    assert tuple(present.details) == DETAILS
    assert {name: text for name, text in present.details.items() if text} == {
        "name": "Acme Ltd",
        "country": "GB",
        "terms": "net 30",
        "currency": "GBP",
        "paper_size": "A4",
        "bill_date_rule": "ordered",
        "invoice_prefix": "INV",
        "credit_note_prefix": "CN",
        "debit_note_prefix": "DN",
        "fiscal_year_month": "1",
    }
    assert present.tax_rates == preset("GB").tax_rates
    assert present.logo is None


def test_a_detail_is_changed_and_the_others_stay(company: Company):
    change_details(company, {"city": "Leeds", "iban": "gb33 bukb 2020 1555 5555 55", "payment_note": "by  the\n30th"}, TODAY)
    change_details(company, {"city": "York"}, TODAY)
    present = read_company(company).details
    assert (present["city"], present["iban"], present["payment_note"], present["name"]) == (
        "York",
        IBAN,
        "by the 30th",
        "Acme Ltd",
    )
    assert verify(company).ok


def test_empty_text_takes_a_detail_away(small: Company):
    change_details(small, {"iban": IBAN}, TODAY)
    change_details(small, {"iban": ""}, TODAY)
    assert read_company(small).details["iban"] == ""


@pytest.mark.parametrize(
    ("detail", "text", "what"),
    [
        ("name", " ", "no name"),
        ("country", "UK", "unknown country"),
        ("terms", "soon", "not understood"),
        ("currency", "POUND", "unknown currency"),
        ("iban", "GB33BUKB20201555555556", "check digits"),
        ("bic", "BARC", "is not a BIC"),
        ("paper_size", "A5", "unknown paper size"),
        ("bill_date_rule", "shipped", "unknown bill date rule"),
        ("invoice_prefix", "A/B", "cannot be used"),
        ("credit_note_prefix", "inv", "two kinds"),
        ("fiscal_year_month", "13", "month 13 does not exist"),
        ("fiscal_year_month", "May", "is no number"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field_and_changes_nothing(small: Company, detail: str, text: str, what: str):
    before = read_company(small)
    with pytest.raises(FieldError, match=what) as refused:
        change_details(small, {"city": "Leeds", detail: text}, TODAY)
    assert refused.value.field == detail
    assert read_company(small) == before


def test_an_unknown_detail_is_refused(small: Company):
    with pytest.raises(BillingError, match="unknown detail 'fax'"):
        change_details(small, {"fax": "1"}, TODAY)


def test_a_change_is_put_back_and_done_again(company: Company):
    version = read_company(company).version_of(["city", "terms"])
    undo = change_details(company, {"city": "Leeds", "terms": "eom 10"}, TODAY, version)
    redo = change_details(company, undo.details, TODAY, undo.version)
    assert [read_company(company).details[name] for name in ("city", "terms")] == ["", "net 30"]
    change_details(company, redo.details, TODAY, redo.version)
    assert [read_company(company).details[name] for name in ("city", "terms")] == ["Leeds", "eom 10"]


def test_who_comes_second_is_told_and_nothing_is_overwritten(company: Company):
    read = read_company(company)
    change_details(company, {"city": "Leeds"}, TODAY, read.version_of(["city"]))
    with pytest.raises(Conflict, match="changed meanwhile"):
        change_details(company, {"city": "York", "street": "High Street 1"}, TODAY, read.version_of(["city", "street"]))
    change_details(company, {"bank_name": "Barclays"}, TODAY, read.version_of(["bank_name"]))  # nobody touched that
    present = read_company(company).details
    assert (present["city"], present["street"], present["bank_name"]) == ("Leeds", "", "Barclays")


def test_what_was_changed_stands_in_the_log_with_its_former_value(small: Company):
    change_details(small, {"city": "Leeds", "name": "Acme Ltd"}, TODAY)
    change_details(small, {"city": "Leeds"}, TODAY)
    with reading(small.engine) as connection:
        entries = connection.execute(select(audit_log.c.detail).where(audit_log.c.action == "change")).scalars().all()
    assert entries == ['{"city": ["", "Leeds"]}']


# --- numbers


def test_a_prefix_takes_effect_with_the_next_fiscal_year(company: Company, tmp_path: Path):
    bill(company, tmp_path, date(2026, 11, 1), "O-1")
    assert read_company(company).prefix_years == (("invoice", 2027),)
    change_details(company, {"invoice_prefix": "RE", "credit_note_prefix": "GU"}, TODAY)
    bill(company, tmp_path, date(2026, 12, 1), "O-2")
    bill(company, tmp_path, date(2027, 1, 2), "O-3")
    credit_invoice(company, "INV-2026-00001", date(2027, 1, 3))
    assert numbers(company) == ["INV-2026-00001", "INV-2026-00002", "RE-2027-00001", "GU-2027-00001"]
    assert verify(company).ok


def test_a_prefix_that_another_kind_has_had_is_refused(small: Company, tmp_path: Path):
    bill(small, tmp_path, date(2026, 11, 1))
    change_details(small, {"invoice_prefix": "RE"}, TODAY)
    with pytest.raises(FieldError, match="was in use for invoices"):
        change_details(small, {"credit_note_prefix": "inv"}, TODAY)


def test_the_fiscal_year_moves_only_where_numbers_go_on(company: Company, tmp_path: Path):
    bill(company, tmp_path, date(2026, 2, 1), "O-1")
    with pytest.raises(FieldError, match="would fall back into 2025"):
        change_details(company, {"fiscal_year_month": "4"}, TODAY)
    bill(company, tmp_path, date(2026, 4, 1), "O-2")
    change_details(company, {"fiscal_year_month": "04"}, TODAY)
    bill(company, tmp_path, date(2027, 3, 31), "O-3")
    bill(company, tmp_path, date(2027, 4, 1), "O-4")
    assert numbers(company) == ["INV-2026-00001", "INV-2026-00002", "INV-2026-00003", "INV-2027-00001"]
    assert verify(company).ok


# --- currency and bill date


def test_the_home_currency_stays_once_there_are_orders(small: Company, tmp_path: Path):
    change_details(small, {"currency": "EUR"}, TODAY)
    assert not read_company(small).fixed_currency
    bill(small, tmp_path, date(2026, 11, 1))
    assert read_company(small).fixed_currency
    with pytest.raises(FieldError, match="stays once there are orders"):
        change_details(small, {"currency": "GBP"}, TODAY)


def test_another_bill_date_rule_collects_what_is_open_anew(company: Company, tmp_path: Path):
    (tmp_path / "accounts.csv").write_text("account,name,city,country\nA,Ada,Leeds,GB\n", encoding="utf-8")
    (tmp_path / "orders.csv").write_text("order,account,ordered_on,due_on,status\nO-1,A,2026-11-01,2026-12-20,active\n")
    lines = "order,line,description,quantity,unit_price,bill_on\nO-1,1,Box,1,10,\nO-1,2,Fixed,1,10,2026-12-01\n"
    (tmp_path / "order_lines.csv").write_text(lines, encoding="utf-8")
    import_paths(company, [tmp_path], as_of=TODAY)

    def due() -> list[str]:
        return [line.due_on.isoformat() for line in forecast(company, date(2027, 1, 1))]

    assert due() == ["2026-11-01", "2026-12-01"]
    change_details(company, {"bill_date_rule": "due"}, TODAY)
    assert sorted(due()) == ["2026-12-01", "2026-12-20"]
    assert verify(company).ok
    change_details(company, {"bill_date_rule": "ordered"}, TODAY)
    assert due() == ["2026-11-01", "2026-12-01"]
    assert verify(company).ok


# --- tax rates


def test_offered_tax_rates_are_the_companys_own_once_it_has_some(company: Company):
    assert offered_tax_rates(company) == preset("GB").tax_rates
    own = [TaxRate("Standard ", "S", 200_000), TaxRate("None", "Z", 0)]
    undo = change_tax_rates(company, own, read_company(company).version_of(["tax_rates"]))
    assert offered_tax_rates(company) == (TaxRate("Standard", "S", 200_000), TaxRate("None", "Z", 0))
    change_tax_rates(company, undo.tax_rates, undo.version)
    assert offered_tax_rates(company) == preset("GB").tax_rates


def test_who_changes_tax_rates_second_is_told(small: Company):
    version = read_company(small).version_of(["tax_rates"])
    change_tax_rates(small, [], version)
    with pytest.raises(Conflict):
        change_tax_rates(small, [TaxRate("A", "Z", 0)], version)


@pytest.mark.parametrize(
    ("rates", "field", "what"),
    [
        ([TaxRate(" ", "S", 200_000)], "tax_rates.0.name", "no name"),
        ([TaxRate("A", "S", 200_000), TaxRate("B", "X", 0)], "tax_rates.1.rate", "unknown tax category"),
        ([TaxRate("A", "S", 0)], "tax_rates.0.rate", "needs a rate above 0"),
        ([TaxRate("A", "Z", 0), TaxRate("B", "Z", 0)], "tax_rates.1.rate", "there twice"),
        ([TaxRate(f"R{n}", "S", n) for n in range(1, 42)], "tax_rates.40.name", "more than 40"),
    ],
)
def test_a_tax_rate_that_makes_no_sense_is_refused_in_its_row(small: Company, rates: list[TaxRate], field: str, what: str):
    with pytest.raises(FieldError, match=what) as refused:
        change_tax_rates(small, rates)
    assert refused.value.field == field


# --- logo


def test_a_logo_is_kept_as_it_is_while_it_is_small(company: Company):
    file = png(120, 40)
    undo = change_logo(company, file, read_company(company).version_of(["logo"]))
    assert read_company(company).logo == file
    change_logo(company, undo.logo, undo.version)
    assert read_company(company).logo is None
    assert verify(company).ok


@pytest.mark.parametrize(("mode", "form"), [("RGB", "JPEG"), ("RGBA", "PNG")])
def test_a_large_logo_is_kept_as_small_as_paper_can_show_it(small: Company, mode: str, form: str):
    change_logo(small, png(1500, 1000, mode))
    kept = read_company(small).logo
    assert kept is not None
    with Image.open(io.BytesIO(kept)) as image:
        assert (image.size, image.format) == ((540, 360), form)


@pytest.mark.parametrize("file", [b"", b"<svg/>", b"GIF89a", png(120, 40)[:60], b"\0" * (LOGO_BYTES + 1)])
def test_what_is_no_picture_is_no_logo(small: Company, file: bytes):
    with pytest.raises(FieldError) as refused:
        change_logo(small, file)
    assert refused.value.field == "logo"
    assert read_company(small).logo is None


def test_a_logo_slows_no_other_verb(small: Company, tmp_path: Path):
    change_logo(small, png(800, 300))
    bill(small, tmp_path, date(2026, 11, 1))
    assert write_pdfs(small, None, tmp_path / "pdf").count == 1


# --- making


def test_a_company_can_be_made_with_all_of_it(company_target: str):
    own = (TaxRate("MwSt", "S", 190_000),)
    details = {"city": "Bonn", "iban": "DE89370400440532013000", "terms": "net 14", "invoice_prefix": "RE"}
    made = bootstrap.create(company_target, "Beispiel GmbH", "EUR", "DE", details=details, tax_rates=own)
    present = read_company(made)
    assert {name: present.details[name] for name in details} == details
    assert present.tax_rates == own
    assert verify(made).ok
    made.engine.dispose()


def test_a_company_with_a_detail_that_is_refused_is_not_made(company_file: str):
    with pytest.raises(FieldError, match="not understood"):
        bootstrap.create(company_file, "Beispiel GmbH", "EUR", "DE", details={"terms": "soon"})
    assert not Path(company_file).exists()
    assert list(Path(company_file).parent.iterdir()) == []
