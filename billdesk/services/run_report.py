"""What a run did, or would do: the counts, totals, exceptions and numbers that the command line and the window show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from billdesk.billing.money import format_minor
from billdesk.services.billing_plan import PlannedInvoice, RunException
from billdesk.services.run_plan import ChunkPlan


@dataclass(slots=True)
class RunReport:
    """What a run did, or would do. `totals_minor` per currency; `numbers` the first and last number, empty if none."""

    occurrence_count: int = 0
    invoice_count: int = 0
    line_count: int = 0
    totals_minor: dict[str, int] = field(default_factory=dict)
    exceptions: list[RunException] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    is_cancelled: bool = False

    def count(self, planned: Sequence[PlannedInvoice]) -> None:
        """Add an account's planned invoices."""
        for invoice in planned:
            self.invoice_count += 1
            self.line_count += len(invoice.collected)
            currency = invoice.key.currency
            self.totals_minor[currency] = self.totals_minor.get(currency, 0) + invoice.drafted.totals.total_minor

    def note(self, exception: RunException) -> None:
        """Add an exception once."""
        if exception not in self.exceptions:
            self.exceptions.append(exception)

    def add(self, plan: ChunkPlan, numbers: Sequence[str]) -> None:
        """Add a chunk that was written, with the numbers it took, which follow those before."""
        self.invoice_count += plan.invoice_count
        self.line_count += plan.line_count
        for currency, minor in plan.totals_minor.items():
            self.totals_minor[currency] = self.totals_minor.get(currency, 0) + minor
        for exception in plan.exceptions:
            self.note(exception)
        if numbers:
            self.numbers = [self.numbers[0] if self.numbers else numbers[0], numbers[-1]]

    def totals(self) -> dict[str, str]:
        """The totals as plain decimal text per currency."""
        return {currency: format_minor(minor, currency) for currency, minor in sorted(self.totals_minor.items())}
