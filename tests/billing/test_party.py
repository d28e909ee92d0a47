"""Parties are known by their content."""

import pytest

from billdesk.billing.party import PARTY_FIELDS, Party, party_sha256

ALFKI = Party("Alfreds Futterkiste", "Obere Str. 57", "Berlin", "", "12209", "DE", "DE123456789", "a@example.com", "030-0074321")


def test_the_same_content_is_the_same_party():
    assert party_sha256(ALFKI) == party_sha256(Party(*ALFKI))
    # SHA-256 of ["Ü","","","","","","","",""] in compact ASCII JSON, worked out with sha256sum
    assert party_sha256(Party("Ü")) == "d426c6670a60f7ef2ce9c209d68f845f814b76c72c116c1be06bfed3c4805e71"


@pytest.mark.parametrize("field", PARTY_FIELDS)
def test_a_change_of_any_field_is_another_party(field: str):
    assert party_sha256(ALFKI._replace(**{field: "x"})) != party_sha256(ALFKI)


def test_text_that_moves_to_the_next_field_is_another_party():
    assert party_sha256(Party("ab", "c")) != party_sha256(Party("a", "bc"))
    assert party_sha256(Party('a","b')) != party_sha256(Party("a", "b"))
