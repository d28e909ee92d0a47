"""IBANs and BICs: what is right passes as it is stored, and one wrong digit does not."""

from __future__ import annotations

import pytest

from billdesk.billing.bank import parse_account, parse_bic, parse_iban
from billdesk.billing.errors import BillingError


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("GB33 BUKB 2020 1555 5555 55", "GB33BUKB20201555555555"),
        ("de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("NO93 8601 1117 947", "NO9386011117947"),
        ("MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S"),
        ("KW81CBKU0000000000001234560101", "KW81CBKU0000000000001234560101"),
        ("  ", ""),
    ],
)
def test_an_iban_is_kept_without_spaces_in_capitals(written: str, stored: str):
    assert parse_iban(written) == stored


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("DE89370400440532013001", "check digits do not fit"),
        ("DE8937040044053201300", "has 22 letters and digits, this one 21"),
        ("US64SVBKUS6S3300958879", "no country US has IBANs"),
        ("DE89-3704", "is not an IBAN"),
        ("370400440532013000", "is not an IBAN"),
        ("DE8937040044053201300٠", "is not an IBAN"),
    ],
)
def test_an_iban_with_a_mistake_is_refused(written: str, what: str):
    with pytest.raises(BillingError, match=what):
        parse_iban(written)


def test_each_single_wrong_digit_is_noticed():
    right = "DE89370400440532013000"
    for at in range(2, len(right)):
        for digit in "0123456789":
            wrong = right[:at] + digit + right[at + 1 :]
            if wrong != right:
                with pytest.raises(BillingError):
                    parse_iban(wrong)


@pytest.mark.parametrize(
    ("written", "country", "stored"),
    [
        ("0042 1187 03,  routing 125000000", "US", "0042 1187 03, routing 125000000"),
        ("20-20-15 55555555", "GB", "20-20-15 55555555"),
        ("gb33 BUKB 2020 1555 5555 55", "GB", "GB33BUKB20201555555555"),
        ("DE89 3704 0044 0532 0130 00", "US", "DE89370400440532013000"),
        ("", "DE", ""),
    ],
)
def test_an_account_is_an_iban_where_there_are_ibans(written: str, country: str, stored: str):
    assert parse_account(written, country) == stored


@pytest.mark.parametrize(("written", "country"), [("370400440532013000", "DE"), ("DE88 3704 0044 0532 0130 00", "US")])
def test_what_should_be_an_iban_is_held_to_it(written: str, country: str):
    with pytest.raises(BillingError):
        parse_account(written, country)


@pytest.mark.parametrize(("written", "stored"), [("cobadeff", "COBADEFF"), ("COBA DE FF XXX", "COBADEFFXXX"), ("", "")])
def test_a_bic_is_kept_in_capitals(written: str, stored: str):
    assert parse_bic(written) == stored


@pytest.mark.parametrize("written", ["COBADEF", "COBADEFFXX", "COBA1EFF", "COBADEFF€XX"])
def test_a_bic_of_another_form_is_refused(written: str):
    with pytest.raises(BillingError, match="is not a BIC"):
        parse_bic(written)
