"""The list of quotes: what is offered, for how long, and which order an accepted one became."""

from __future__ import annotations

from billdesk.services.lists import Condition
from billdesk.ui.models.list_spec import ListColumn, ListSpec, Record, View
from billdesk.ui.navigation import Place
from billdesk.ui.pages.list_page import ListPage
from billdesk.ui.words import tr


class QuotesPage(ListPage):
    """All quotes, each revision a row of its own."""

    nav = "quotes"

    def make_spec(self) -> ListSpec:
        """Number, account, how it stands, its dates, and the order that it became."""
        return ListSpec(
            "quotes",
            "quotes",
            tr("Quotes"),
            columns(),
            tr("{n} quote"),
            tr("{n} quotes"),
            default_sort=(("quoted_on", True), ("quote", True)),
            views=(
                View("open", tr("Open", "still to be decided"), (Condition("status", "in", ("draft", "sent")),)),
                View("sent", tr("Sent"), (Condition("status", "in", ("sent",)),), (("valid_until", False),)),
                View("accepted", tr("Accepted"), (Condition("status", "in", ("accepted",)),)),
                View("all", tr("All")),
            ),
            empty_words=tr("Quotes say what accounts are offered. An accepted quote becomes an order and its invoice."),
            open_place=_order_of,
        )


def columns() -> tuple[ListColumn, ...]:
    """The columns of the list, the usual ones first."""
    return (
        ListColumn("quote", tr("Quote"), 100),
        ListColumn("revision", tr("Revision"), 80),
        ListColumn("account_name", tr("Account"), 210),
        ListColumn("account", tr("Code"), 90, hidden=True),
        ListColumn("title", tr("Title"), 190),
        ListColumn("status", tr("Status"), 110),
        ListColumn("quoted_on", tr("Quoted"), 100),
        ListColumn("valid_until", tr("Valid until"), 100),
        ListColumn("line_count", tr("Lines"), 70),
        ListColumn("order", tr("Order"), 100),
        ListColumn("currency", tr("Currency"), 80, hidden=True),
        ListColumn("po", tr("Purchase order"), 130, hidden=True),
    )


def _order_of(record: Record) -> Place | None:
    """The order that an accepted quote became."""
    order_id = record.get("order_id")
    return None if order_id is None else Place("order", int(order_id))
