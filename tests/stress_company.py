"""A company that strains the window: words without a break, amounts of twelve digits, five scripts, every state there is.

It is made by the verbs themselves, from the interchange files in `tests/stress`: `python -m tests.stress_company FILE`. The
tests of clipping and the pictures of `tests.screenshots` are taken of it. All of it plays up to 24 November 2026.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from billdesk import bootstrap
from billdesk.db.engine import reading
from billdesk.services.company import Company
from billdesk.services.company_settings import change_details
from billdesk.services.imports import import_paths
from billdesk.services.invoices import credit_invoice
from billdesk.services.mail.outbox import claim, find_message, record
from billdesk.services.mail.queueing import queue_message
from billdesk.services.mail.transport import Fate, Verdict
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule, set_paused

AS_OF = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsversicherungsangelegenheiten"
"""70 letters without a break."""
NAME = f'{LONG} & Söhne <b>Vermögensverwaltungs</b> "GmbH"'
_FAR = datetime(2099, 1, 1, tzinfo=UTC)

_SELLER = {
    "name": NAME,
    "street": f"{LONG}straße 1",
    "city": f"Bad {LONG}",
    "postcode": "12345",
    "tax_id": "DE123456789",
    "email": "rechnungen@donaudampfschifffahrtsgesellschaftskapitaensversicherung.example",
    "phone": "+49 89 1234567890",
    "account_holder": NAME[:120],
    "iban": "DE02120300000000202051",
    "bic": "BYLADEM1001",
    "bank_name": f"{LONG}bank",
    "payment_note": f"Bitte {LONG} angeben.",
    "note": LONG,
}


def stress(target: str) -> Company:
    """Make the company at a path or URL."""
    company = bootstrap.create(target, NAME, "USD", "DE", now=lambda: NOON)
    change_details(company, _SELLER, AS_OF)
    import_paths(company, [Path(__file__).with_name("stress")], as_of=date(2026, 8, 3))
    _schedules(company)
    run_invoices(company, RunRequest(date(2026, 10, 31), schedule=_MONTHLY))
    numbers = _numbers(company)
    credit_invoice(company, numbers[0], AS_OF, reason=LONG)
    credit_invoice(company, numbers[1], AS_OF, rebill=True)
    _messages(company)
    return company


_MONTHLY = f"Monatsabschluss {LONG}"


def _schedules(company: Company) -> None:
    monthly = NewSchedule(_MONTHLY, "1 month", bill_day="last", start_on=date(2026, 8, 31), mode="post")
    add_schedule(company, monthly, date(2026, 8, 3))
    accounts = ("RINDFLEISCHETIKETTIERUNGSUEBERWACHUNG", "BR<B>", "ΕΛΛΑΣ", "МОСКВА", "ישראל")
    second = NewSchedule(
        "2. Dienstag <b>&</b> Co.", "1 quarter", bill_day="2 tue", start_on=date(2026, 12, 1), accounts=accounts, mode="email"
    )
    add_schedule(company, second, AS_OF)
    paused = NewSchedule("Pausiert", "10 days", start_on=date(2026, 12, 1), end_on=date(2027, 12, 31), currencies=("KWD", "JPY"))
    add_schedule(company, paused, AS_OF)
    set_paused(company, "Pausiert", True, AS_OF)


def _messages(company: Company) -> None:
    """One message in each state, and one that was put off."""
    fates: tuple[tuple[str, Callable[[Company], Company], Verdict | None], ...] = (
        ("queued", _now, None),
        ("sent", _now, Verdict(Fate.DELIVERED, "250 OK")),
        (
            "failed",
            _now,
            Verdict(
                Fate.REFUSED, f"550 5.1.1 <{LONG.lower()}@example.com>: Recipient address rejected: User unknown in virtual table"
            ),
        ),
        ("later", _now, Verdict(Fate.LATER, "451 4.7.1 Greylisted, please try again later")),
        ("uncertain", _now, Verdict(Fate.UNKNOWN, "the connection was cut after the message had been handed over")),
        ("sending", lambda c: replace(c, now=lambda: _FAR), None),
    )
    with reading(company.engine) as connection:
        ids = connection.exec_driver_sql("SELECT id FROM invoices WHERE status = 'posted' ORDER BY id LIMIT 6").scalars().all()
    for invoice_id, (state, by, verdict) in zip(ids, fates, strict=True):
        row = queue_message(company, invoice_id, f"{state}.rechnungspruefungsabteilung@donaudampfschifffahrt.example")
        if state == "queued":
            continue
        seen, mark = find_message(company, row), "another-machine 1 - 0000000000000000"
        claim(by(company), seen, mark)
        if verdict is not None:
            record(company, seen, mark, verdict)


def _now(company: Company) -> Company:
    return company


def _numbers(company: Company) -> Sequence[str]:
    with reading(company.engine) as connection:
        return connection.exec_driver_sql("SELECT number FROM invoices WHERE status = 'posted' ORDER BY id").scalars().all()


if __name__ == "__main__":
    stress(sys.argv[1]).engine.dispose()
