"""Parties: a name and address as it stood once, known by its content.

The same content is the same party, so that thousands of orders of one account share one snapshot, and a snapshot that
was changed behind our back no longer fits its own hash. EN 16931: seller BG-4, buyer BG-7 with their postal addresses.
"""

from __future__ import annotations

from hashlib import sha256
from json import JSONEncoder
from typing import NamedTuple

_encode = JSONEncoder(separators=(",", ":")).encode


class Party(NamedTuple):
    """Name and address; a field that is not known is empty text.

    `country` is an ISO 3166-1 alpha-2 code, printed as its English name; any other text is printed as it stands. `tax_id`
    is a VAT number, EIN, ABN …; of the seller it is required by Directive 2006/112/EC, Art. 226 (3).
    """

    name: str
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    tax_id: str = ""
    email: str = ""
    phone: str = ""


PARTY_FIELDS = Party._fields
"""The columns of a party's content, in the order in which they are hashed."""


def party_sha256(party: Party) -> str:
    """The SHA-256 (hex) that a party is known by: over the compact ASCII JSON array of its fields."""
    return sha256(_encode(list(party)).encode("ascii")).hexdigest()
