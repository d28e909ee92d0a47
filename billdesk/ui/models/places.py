"""From a filter of a service to the place where the window shows that list."""

from __future__ import annotations

from collections.abc import Iterable

from billdesk.services.lists_conditions import Condition
from billdesk.ui.navigation import Place

_PAGES = {"order-lines": "orders", "exceptions": "runs", "products": "catalogue"}
"""Pages of lists that are not called after their kind."""


def list_place(kind: str, conditions: Iterable[Condition]) -> Place:
    """The page of a kind of list with these filters, as `pages.list_page.conditions_of` reads them."""
    told = tuple((condition.key, _told(condition)) for condition in conditions)
    tab = (("tab", kind),) if kind == "exceptions" else ()
    return Place(_PAGES.get(kind, kind), None, (*tab, *told))


def _told(condition: Condition) -> str:
    value = condition.value if isinstance(condition.value, str) else ",".join(condition.value)
    return f"{condition.op}:{value}"
