"""Totals of a document: lines, allowances and charges, tax, what is due."""

import pytest

from billdesk.billing.errors import BillingError
from billdesk.billing.tax import TaxLine, TaxTotal
from billdesk.billing.totals import Adjustment, DocumentAdjustment, Totals, amount_due, line_net, totals

VAT_25 = 250_000


def test_net_lines_are_summed_and_taxed():
    # 10.00 + 20.00 = 30.00; 25 % = 7.50
    assert totals([TaxLine("S", VAT_25, 1_000), TaxLine("S", VAT_25, 2_000)]) == Totals(
        (1_000, 2_000), 3_000, 750, 3_750, (TaxTotal("S", VAT_25, 3_000, 750),)
    )


def test_gross_lines_keep_their_sum():
    # 9.99 gross: 25/125 = 1.998 -> 2.00 of tax, 7.99 net
    assert totals([TaxLine("S", VAT_25, 999)], includes_tax=True) == Totals(
        (799,), 799, 200, 999, (TaxTotal("S", VAT_25, 799, 200),)
    )


def test_an_allowance_and_a_charge_of_the_document_move_their_categorys_taxable_amount_only():
    # 100.00 - 10.00 at 25 % = 22.50; 50.00 + 5.00 exempt
    document = [
        DocumentAdjustment(Adjustment(False, 1_000), "S", VAT_25),
        DocumentAdjustment(Adjustment(True, 500), "E", 0),
    ]
    found = totals([TaxLine("S", VAT_25, 10_000), TaxLine("E", 0, 5_000)], document=document)

    assert found == Totals(
        (10_000, 5_000), 14_500, 2_250, 16_750, (TaxTotal("E", 0, 5_500, 0), TaxTotal("S", VAT_25, 9_000, 2_250))
    )


def test_an_allowance_on_gross_prices_is_gross_too():
    # 125.00 - 25.00 = 100.00 gross, 20.00 of it tax; the line alone is 100.00 net
    document = [DocumentAdjustment(Adjustment(False, 2_500), "S", VAT_25)]
    found = totals([TaxLine("S", VAT_25, 12_500)], includes_tax=True, document=document)

    assert found == Totals((10_000,), 8_000, 2_000, 10_000, (TaxTotal("S", VAT_25, 8_000, 2_000),))


def test_a_document_without_lines_comes_to_nothing():
    assert totals([]) == Totals((), 0, 0, 0, ())


@pytest.mark.parametrize("sign", [1, -1])
def test_a_total_beyond_the_range_is_refused(sign: int):
    with pytest.raises(BillingError, match="too large"):
        totals([TaxLine("Z", 0, sign * 10**15), TaxLine("Z", 0, sign)])


def test_a_total_that_leaves_the_range_by_its_tax_is_refused():
    with pytest.raises(BillingError, match="too large"):
        totals([TaxLine("S", VAT_25, 10**15)])


def test_a_total_at_the_edge_of_the_range_is_taken():
    assert totals([TaxLine("Z", 0, 10**15)]).total_minor == 10**15


@pytest.mark.parametrize(
    ("quantity_e6", "price_e4", "base_e6", "adjustments", "currency", "net"),
    [
        # 132 at 15.24 a dozen = 167.64
        (132_000_000, 152_400, 12_000_000, [], "EUR", 16_764),
        # 1 at 441.00 a dozen = 36.75
        (1_000_000, 4_410_000, 12_000_000, [], "EUR", 3_675),
        # 3 at 10.00 less 5.00 plus 1.00
        (3_000_000, 100_000, 1_000_000, [Adjustment(False, 500), Adjustment(True, 100)], "EUR", 2_600),
        # 1 at 0.5 yen
        (1_000_000, 5_000, 1_000_000, [], "JPY", 1),
        (-1_000_000, 5_000, 1_000_000, [], "JPY", -1),
        # 1 at 1.2345
        (1_000_000, 12_345, 1_000_000, [], "KWD", 1_235),
        (1_000_000, 12_345, 1_000_000, [], "CLF", 12_345),
    ],
)
def test_a_line_net_is_quantity_by_price_per_base_quantity_with_its_adjustments(
    quantity_e6: int, price_e4: int, base_e6: int, adjustments: list[Adjustment], currency: str, net: int
):
    assert line_net(quantity_e6, price_e4, base_e6, adjustments, currency) == net


@pytest.mark.parametrize("base_quantity_e6", [0, -1])
def test_a_base_quantity_of_nothing_is_refused(base_quantity_e6: int):
    with pytest.raises(BillingError, match="base quantity of a price must be above 0"):
        line_net(1_000_000, 10_000, base_quantity_e6, [], "EUR")


def test_what_is_due_is_the_total_less_what_is_prepaid_plus_rounding():
    assert amount_due(16_750) == 16_750
    assert amount_due(16_750, prepaid_minor=10_000) == 6_750
    assert amount_due(16_752, prepaid_minor=10_000, rounding_minor=-2) == 6_750
    assert amount_due(16_748, rounding_minor=2) == 16_750
