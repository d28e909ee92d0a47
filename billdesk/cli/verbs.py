"""All verbs by name, in the order in which `billdesk --help` lists them."""

from __future__ import annotations

from billdesk.cli import companies, demo, exchange, invoices, listing, mail, orders, quotes, runs, schedules, timer
from billdesk.cli.options import Verb

VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        *demo.VERBS,
        *companies.MAKING,
        *exchange.VERBS,
        *listing.VERBS,
        *quotes.VERBS,
        *orders.VERBS,
        *schedules.VERBS,
        *runs.VERBS,
        *invoices.VERBS,
        *mail.VERBS,
        *timer.VERBS,
        *companies.KEEPING,
    )
}
