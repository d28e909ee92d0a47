"""The words of reports: their titles and columns, what stands for states and buckets, and what a report is of."""

from __future__ import annotations

from dataclasses import dataclass

from billdesk.services.reports import Report, ReportRequest, ReportWords
from billdesk.ui.formats import Formats
from billdesk.ui.models.charts import day_name
from billdesk.ui.models.states import state_word
from billdesk.ui.words import tr


@dataclass(frozen=True, slots=True)
class Offer:
    """A report that the page offers. `dates` is what it asks for: as-of, period or until; `ways` are (key, words) of `by`."""

    key: str
    title: str
    hint: str
    icon: str
    dates: str
    ways: tuple[tuple[str, str], ...] = ()
    span: str = "this-year"

    def kind(self, by: str) -> str:
        """The kind of report of the service."""
        return {"revenue": f"revenue-by-{by}", "tax": "taxes"}.get(self.key, self.key)


def offers() -> tuple[Offer, ...]:
    """The reports in the order of the chooser."""
    month, account = ("month", tr("Month")), ("account", tr("Account"))
    return (
        Offer("ageing", tr("Ageing"), tr("What accounts owe, by how long it is past due"), "hourglass", "as-of"),
        Offer(
            "revenue",
            tr("Revenue"),
            tr("Net of invoices less credit notes, by invoice date"),
            "trending-up",
            "period",
            (month, ("product", tr("Product")), account),
            "last-12-months",
        ),
        Offer(
            "tax",
            tr("Tax summary"),
            tr("Tax by category and rate, by invoice date"),
            "percent",
            "period",
            (month, ("quarter", tr("Quarter")), ("year", tr("Year"))),
        ),
        Offer(
            "forecast",
            tr("Forecast"),
            tr("What is still to be billed, by the same rules as the runs"),
            "calendar-clock",
            "until",
            (month, account, ("line", tr("Line"))),
        ),
        Offer("runs", tr("Run register"), tr("Each invoice run with what it posted"), "list", "period"),
    )


def words_of(report: Report, offer: Offer, by: str, formats: Formats) -> ReportWords:
    """The words of a report as it stands, for screen, paper and files."""
    ways = {
        "month": tr("month"),
        "product": tr("product"),
        "account": tr("account"),
        "quarter": tr("quarter"),
        "year": tr("year"),
        "line": tr("line"),
    }
    title = tr("{report} by {way}").format(report=offer.title, way=ways[by]) if by else offer.title
    missing = {"name": tr("Without product")} if report.opens == "product" else {}
    return ReportWords(
        title=title,
        columns=_titles(),
        facts=_facts(report.request, offer, formats),
        total=tr("Total"),
        nothing=tr("There is nothing to report."),
        page=tr("Page {page} of {pages}"),
        words=_words(report),
        missing=missing,
        language=formats.locale.bcp47Name(),
    )


def _facts(request: ReportRequest, offer: Offer, formats: Formats) -> tuple[str, ...]:
    if offer.dates == "as-of":
        when = tr("As of {day}").format(day=day_name(formats, request.as_of_on))
    elif offer.dates == "until":
        when = tr("Up to {day}").format(day=day_name(formats, request.until_on))
    else:
        first, last = day_name(formats, request.from_on), day_name(formats, request.until_on)
        when = tr("{first} to {last}").format(first=first, last=last)
    only = (tr("Only {currency}").format(currency=request.currency),) if request.currency else ()
    return (when, *only)


def bucket_words() -> dict[str, str]:
    """What the buckets of an ageing are called."""
    return {
        "not-due": tr("Not due"),
        "1-30": tr("1 to 30 days"),
        "31-60": tr("31 to 60 days"),
        "61-90": tr("61 to 90 days"),
        "over-90": tr("Over 90 days"),
    }


def _categories() -> dict[str, str]:
    """The tax categories of EN 16931 in words."""
    return {
        "S": tr("Standard"),
        "Z": tr("Zero rated"),
        "E": tr("Exempt"),
        "AE": tr("Reverse charge"),
        "K": tr("Intra-community"),
        "G": tr("Export"),
        "O": tr("Outside the scope"),
    }


def _words(report: Report) -> dict[tuple[str, str], str]:
    categories = _categories()
    found = {("bucket", key): words for key, words in bucket_words().items()}
    found |= {("category", key): words for key, words in categories.items()}
    found |= {("mode", mode): state_word("mode", mode) for mode in ("draft", "post", "email")}
    found |= {("state", state): state_word("state", state) for state in ("running", "done", "cancelled")}
    found |= {("series", "net"): tr("Net"), ("series", "total"): tr("Total"), ("series", "open"): tr("Open", "still to be paid")}
    found |= {("label", "others"): tr("Others"), ("label", ""): tr("Without product")}
    for plot in report.plots:
        for series in plot.series:
            category, _, rate = series.key.partition(" ")
            if category in categories and rate:
                found["series", series.key] = f"{categories[category]} {rate} %"
    return found


def _titles() -> dict[str, str]:
    return {
        "not-due": tr("Not due"),
        "1-30": tr("1–30 days"),
        "31-60": tr("31–60"),
        "61-90": tr("61–90"),
        "over-90": tr("Over 90"),
        "account": tr("Account"),
        "name": tr("Name"),
        "currency": tr("Currency"),
        "total": tr("Total"),
        "period": tr("Period"),
        "invoice_count": tr("Invoices"),
        "credit_count": tr("Credit notes"),
        "invoiced": tr("Invoiced"),
        "credited": tr("Credited"),
        "net": tr("Net"),
        "product": tr("Product"),
        "line_count": tr("Lines"),
        "share": tr("Share"),
        "document_count": tr("Documents"),
        "category": tr("Category"),
        "rate": tr("Rate"),
        "taxable": tr("Taxable"),
        "tax": tr("Tax"),
        "account_count": tr("Accounts"),
        "unpriced_count": tr("Without price"),
        "next_on": tr("Next"),
        "due_on": tr("Due"),
        "target_on": tr("Target"),
        "order": tr("Order"),
        "line": tr("Line"),
        "period_from": tr("From"),
        "period_until": tr("Until"),
        "quantity": tr("Quantity"),
        "run": tr("Run"),
        "schedule": tr("Schedule"),
        "invoice_on": tr("Invoice date"),
        "mode": tr("Mode"),
        "state": tr("State"),
        "started_at": tr("Started"),
        "exception_count": tr("Left out"),
    }
