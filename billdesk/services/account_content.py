"""What an account holds beside its party, what of it its drafts depend on, and how its parents are followed upwards.

Imports and the account editor both come here, so that an account typed into the window and one of a file are the same.
Texts have been read by the converters of the files' columns (`imports.layouts`) before. Pure: no database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from billdesk.billing.party import PARTY_FIELDS


class AccountContent(NamedTuple):
    """An account's own columns, in the order in which they are stored. `terms` None: the company's."""

    party_id: int
    currency: str
    terms: str | None
    price_basis: str
    parent_id: int | None
    notes: str | None


COLUMNS = AccountContent._fields
PARTY_NAMES = PARTY_FIELDS
"""What files, and the errors of an edit, call the fields of an account's party, in the party's order."""
OWN_NAMES = ("currency", "terms", "price_basis", "parent", "notes")
"""What they call the account's own columns, in the order of COLUMNS without the party."""


def changes_drafts(before: AccountContent, after: AccountContent) -> bool:
    """Whether the account's drafts come out differently.

    Whether prices include tax does; address and terms are taken when an invoice is posted, and an order has a currency of
    its own.
    """
    return before.price_basis != after.price_basis


def walk_up(first: str, above: Callable[[str], str | None], settled: Collection[str] = ()) -> tuple[list[str], list[str]]:
    """The accounts met from `first` upwards, and those of them that go in a circle (none where they do not).

    `above` gives the code of an account's parent, None where there is none. The walk ends before the first account that is
    `settled` or has been met.
    """
    trail: dict[str, None] = {}
    code: str | None = first
    while code is not None and code not in settled and code not in trail:
        trail[code] = None
        code = above(code)
    met = list(trail)
    return met, met[met.index(code) :] if code is not None and code in trail else []


def circle_words(circle: list[str]) -> str:
    """What is wrong with parents that go in a circle."""
    return f"parent accounts go in a circle: {' → '.join([*circle[:5], circle[0]])}"
