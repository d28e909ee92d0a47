"""Invoices as values: lines and totals from charges, and the seals that show every change."""

from typing import Any

import pytest

from billdesk.billing.collect import Collected
from billdesk.billing.errors import BillingError
from billdesk.billing.invoice import Drafted, InvoiceLine, chain, digest, draft_invoice, stored_draft
from billdesk.billing.order import OrderLine, charge_from
from billdesk.billing.tax import TaxTotal
from tests.billing.builders import a_line, one_time

VAT_19 = 190_000


def item(line: OrderLine, quantity: int = 1) -> Collected:
    charge = charge_from(line, line.next_from)
    assert charge is not None
    return Collected(line, charge, quantity * 1_000_000)


def taxed(line: OrderLine, price_e4: int) -> OrderLine:
    return line._replace(tax_category="S", tax_rate_e4=VAT_19, unit_price_e4=price_e4)


def lines_of(drafted: Drafted) -> list[InvoiceLine]:
    return [InvoiceLine(*line) for line in drafted.lines]


def test_charges_become_lines_with_their_periods_and_the_totals_follow():
    # 2 x 10.00 and a stub of 12/31 x 31.00 = 12.00, both at 19 %: net 32.00, tax 6.08
    stub = taxed(a_line("2026-01-20", day="1", id=7, discount_e4=0), 310_000)
    drafted = draft_invoice([item(taxed(one_time(), 100_000), 2), item(stub)], "USD", includes_tax=False)

    assert drafted.lines == [
        InvoiceLine(
            order_line_id=1,
            product_id=100,
            description="Support",
            quantity_e6=2_000_000,
            unit_price_e4=100_000,
            discount_e4=0,
            tax_category="S",
            tax_rate_e4=VAT_19,
            used_days=1,
            whole_days=1,
            net_minor=2_000,
            gross_minor=None,
            period_from=None,
            period_until=None,
            due_on="2026-01-15",
        ),
        InvoiceLine(
            order_line_id=7,
            product_id=100,
            description="Support",
            quantity_e6=1_000_000,
            unit_price_e4=310_000,
            discount_e4=0,
            tax_category="S",
            tax_rate_e4=VAT_19,
            used_days=12,
            whole_days=31,
            net_minor=1_200,
            gross_minor=None,
            period_from="2026-01-20",
            period_until="2026-02-01",
            due_on="2026-01-20",
        ),
    ]
    assert (drafted.totals.net_minor, drafted.totals.tax_minor, drafted.totals.total_minor) == (3_200, 608, 3_808)


def test_gross_prices_keep_their_sum_and_say_it_per_line():
    # 3 lines of 9.99 gross at 19 %: 29.97 = 25.18 + 4.79
    lines = [item(taxed(one_time(id=number), 99_900)) for number in (1, 2, 3)]
    drafted = draft_invoice(lines, "USD", includes_tax=True)

    assert [line.gross_minor for line in lines_of(drafted)] == [999, 999, 999]
    assert [line.net_minor for line in lines_of(drafted)] == [839, 840, 839]
    assert drafted.totals.taxes == (TaxTotal("S", VAT_19, 2_518, 479),)
    assert drafted.totals.total_minor == 2_997


def test_a_free_line_stands_on_the_invoice_at_nothing():
    drafted = draft_invoice([item(one_time(unit_price_e4=0))], "USD", includes_tax=False)

    assert [(line.unit_price_e4, line.net_minor) for line in lines_of(drafted)] == [(0, 0)]


def test_a_line_whose_amount_is_too_large_is_named():
    # 10^9 pieces at 100,000,000.00 are 10^19 cents: more than any invoice may hold.
    line = one_time(unit_price_e4=10**12)
    with pytest.raises(BillingError, match="the amount of a line is too large, 'Support'; split the line"):
        draft_invoice([item(line, 10**9)], "USD", includes_tax=False)


def test_a_line_without_price_is_named():
    with pytest.raises(BillingError, match="a line has no price, 'Support'; give the order line a unit price"):
        draft_invoice([item(one_time(unit_price_e4=None))], "USD", includes_tax=False)


HEADER = ("INV-2026-00001", "Alfreds Futterkiste", None, 3_808)
LINES = [(1, "Support", 2_000), (7, "Support", 1_200)]
TAXES = [("S", VAT_19, 3_200, 608)]


@pytest.mark.parametrize(
    "changed",
    [
        (("INV-2026-00002", *HEADER[1:]), LINES, TAXES),
        ((*HEADER[:3], 3_809), LINES, TAXES),
        ((*HEADER[:2], "", HEADER[3]), LINES, TAXES),
        ((*HEADER[:2], "None", HEADER[3]), LINES, TAXES),
        ((*HEADER[:3], "3808"), LINES, TAXES),
        ((*HEADER, None), LINES, TAXES),
        (HEADER, LINES[:1], TAXES),
        (HEADER, LINES[::-1], TAXES),
        (HEADER, [*LINES, *TAXES], []),
        (HEADER, [LINES[0], (7, "Support", 1_201)], TAXES),
        (HEADER, [(*LINES[0], *LINES[1])], TAXES),
        (HEADER, LINES, [("S", VAT_19, 3_200, 607)]),
        (HEADER, LINES, []),
    ],
)
def test_any_change_of_a_document_changes_its_digest(
    changed: tuple[tuple[object, ...], list[tuple[object, ...]], list[tuple[object, ...]]],
):
    assert digest(*changed) != digest(HEADER, LINES, TAXES)


def test_the_same_values_have_the_same_digest_whatever_holds_them():
    assert digest(list(HEADER), [list(line) for line in LINES], TAXES) == digest(HEADER, LINES, TAXES)
    assert len(digest(HEADER, LINES, TAXES)) == 64


@pytest.mark.parametrize("field", InvoiceLine._fields)
def test_a_change_of_any_field_of_a_line_changes_the_digest(field: str):
    line = draft_invoice([item(a_line())], "USD", includes_tax=False).lines[0]
    changed = ["x" if name == field else value for name, value in zip(InvoiceLine._fields, line, strict=True)]

    assert digest(HEADER, [changed], TAXES) != digest(HEADER, [line], TAXES)


ROW = (7, "2026-01-31T00:00:00Z", "anna", "post", "invoice", 12, "INV-2026-00001", None)


@pytest.mark.parametrize("place", range(len(ROW)))
def test_a_change_of_any_field_of_an_audit_row_changes_its_hash(place: int):
    assert chain("0" * 64, *ROW[:place], "x", *ROW[place + 1 :]) != chain("0" * 64, *ROW)


def test_an_audit_row_depends_on_the_one_before_it():
    assert chain("0" * 64, *ROW) != chain("1" + "0" * 63, *ROW)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a\x1fb", "c"), ("a", "b\x1fc")),
        (("a', 'b", "c"), ("a", "b', 'c")),
        (('a","b', "c"), ("a", 'b","c')),
        (("a", None), ("a", "\0")),
        (("a", None), ("a", "None")),
        (("a", 1), ("a", "1")),
        (("a", ""), ("a",)),
        (("ä",), ("\\xe4",)),
    ],
)
def test_no_text_can_pass_for_the_end_of_its_field(one: tuple[str | None, ...], other: tuple[str | None, ...]):
    assert chain("0" * 64, *one) != chain("0" * 64, *other)
    assert digest(one, [], []) != digest(other, [], [])


# A draft that stands, taken over where nothing changed


def redrafted(
    lines: list[OrderLine], changed: list[OrderLine] | None = None, includes_tax: bool = False
) -> tuple[Drafted, Drafted, Drafted]:
    """A fresh invoice, the same as it is read back from its rows, and the one drafted for `changed` on top of that."""
    fresh = draft_invoice([item(line) for line in lines], "USD", includes_tax)
    totals = fresh.totals
    stored = stored_draft([tuple(line) for line in fresh.lines], totals.net_minor, totals.tax_minor, totals.total_minor)
    again = draft_invoice([item(line) for line in (lines if changed is None else changed)], "USD", includes_tax, stored)
    return fresh, stored, again


MIXED = [taxed(one_time(id=1), 99_900), one_time(id=2), a_line("2026-01-20", day="1", id=3)]


@pytest.mark.parametrize("includes_tax", [False, True])
@pytest.mark.parametrize("lines", [MIXED, MIXED[:1], [taxed(one_time(id=n), 99_900) for n in (1, 2, 3)]])
def test_a_draft_read_back_is_the_invoice_that_was_stored(lines: list[OrderLine], includes_tax: bool):
    fresh, stored, again = redrafted(lines, includes_tax=includes_tax)

    assert stored == fresh
    assert again == fresh


@pytest.mark.parametrize(
    "change",
    [
        {"unit_price_e4": 199_900},
        {"quantity_e6": 2_000_000},
        {"discount_e4": 500_000},
        {"tax_category": "Z", "tax_rate_e4": 0},
        {"tax_rate_e4": 70_000},
        {"description": "Support, gold"},
        {"product_id": None},
        {"id": 9},
    ],
)
def test_a_line_that_changed_is_worked_out_again(change: dict[str, Any]):
    changed = [MIXED[0]._replace(**change), *MIXED[1:]]
    _, _, again = redrafted(MIXED, changed)

    assert again == draft_invoice([item(line) for line in changed], "USD", includes_tax=False)


def test_a_line_more_or_less_is_worked_out_again():
    assert len(redrafted(MIXED, MIXED[:2])[2].lines) == 2
    assert len(redrafted(MIXED[:2], MIXED)[2].lines) == 3


def test_other_days_of_the_period_are_worked_out_again():
    # 100.00 x 12/31 = 38.71 from the 20th, 100.00 x 11/31 = 35.48 from the 21st
    earlier, later = a_line("2026-01-20", day="1"), a_line("2026-01-21", day="1")
    before, _, after = redrafted([earlier], [later])

    assert (before.totals.net_minor, after.totals.net_minor) == (3_871, 3_548)


def test_another_period_with_the_same_days_keeps_the_amount_and_takes_the_new_dates():
    january, february = a_line(), a_line(next_from="2026-02-01")
    _, _, again = redrafted([january], [february])

    assert again.lines[0][-3:] == ("2026-02-01", "2026-03-01", "2026-02-01")
    assert again == draft_invoice([item(february)], "USD", includes_tax=False)


def test_another_quantity_of_usage_is_worked_out_again():
    line = a_line(kind="usage")
    known = draft_invoice([item(line, 1)], "USD", includes_tax=False)

    assert draft_invoice([item(line, 3)], "USD", includes_tax=False, known=known).totals.net_minor == 30_000


def test_a_line_that_lost_its_price_is_named_although_its_draft_stands():
    with pytest.raises(BillingError, match="a line has no price"):
        redrafted([one_time()], [one_time(unit_price_e4=None)])
