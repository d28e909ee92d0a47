"""What a person says of the company: name and address, tax id, bank, paper, numbers, terms, taxes offered, logo.

The seller's party is a snapshot like any other: what is posted keeps the one of its day. Logo, payment details and the
note are read when a document is first delivered, and archived with it. The command line and the window change things
here and nowhere else; each change says what puts the former state back.
"""

from __future__ import annotations

import json
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select, update

from billdesk.billing.bank import parse_account, parse_bic
from billdesk.billing.errors import BillingError, Conflict, FieldError
from billdesk.billing.money import currency_digits, format_percent
from billdesk.billing.numbering import KINDS, PREFIXES, check_first_month, check_prefixes, fiscal_year
from billdesk.billing.order import BILL_DATE_RULES
from billdesk.billing.party import PARTY_FIELDS, Party
from billdesk.billing.tax import check_category
from billdesk.billing.terms import parse_terms
from billdesk.db.bulk import in_order
from billdesk.db.engine import reading, writing
from billdesk.db.models import invoices, number_series, order_lines, orders, parties, settings
from billdesk.documents.countries import NAMES
from billdesk.documents.paper import PAPER_SIZES
from billdesk.services import audit
from billdesk.services.collecting import recollect
from billdesk.services.company import Company, read_settings
from billdesk.services.imports.desk import PartyBook
from billdesk.services.orders import UNOPENED, open_lines
from billdesk.services.presets import TaxRate, preset

T = TypeVar("T")

PAYMENT = {"account_holder": "account_holder", "iban": "iban", "bic": "bic", "bank_name": "bank_name", "payment_note": "note"}
"""Detail -> what the paper calls it (EN 16931 BG-16). `iban` may be another account number where there are no IBANs."""

_PREFIX_OF = {f"{kind}_prefix": kind for kind in KINDS}
_PLAIN = {"note": "notes", **{name: name for name in ("terms", "currency", "paper_size", "bill_date_rule")}}
"""Detail -> the key of the settings that it is kept under."""

DETAILS = (*PARTY_FIELDS, *PAYMENT, *_PLAIN, *_PREFIX_OF, "fiscal_year_month")
"""What can be said of the company as text: its party (EN 16931 BG-4), where to pay, and how it bills."""

MAX_TAX_RATES = 40
LOGO_BYTES = 10_000_000
"""The largest file that is read as a logo."""


@dataclass(frozen=True, slots=True)
class CompanyRecord:
    """The company as stored. `details` has each of DETAILS as text, empty where it is not known.

    `tax_rates` are those offered where a rate is chosen; `logo` is a PNG or JPEG file. `fixed_currency` says that the
    home currency stays, for orders were made in it; `prefix_years` by kind gives the fiscal year in which a new prefix
    takes effect, because numbers that were given keep theirs.
    """

    details: dict[str, str]
    tax_rates: tuple[TaxRate, ...]
    logo: bytes | None
    fixed_currency: bool = False
    prefix_years: tuple[tuple[str, int], ...] = ()

    def version_of(self, names: Iterable[str]) -> str:
        """What an edit of these of DETAILS, or of `tax_rates` or `logo`, began with: a digest of their stored values."""
        return _digest({name: self.details.get(name) or self._other(name) for name in names})

    def _other(self, name: str) -> object:
        if name == "tax_rates":
            return [[rate.name, rate.category, rate.rate_e4] for rate in self.tax_rates]
        return sha256(self.logo).hexdigest() if name == "logo" and self.logo is not None else ""


@dataclass(frozen=True, slots=True)
class FormerDetails:
    """What `change_details` puts the former state back with."""

    details: dict[str, str]
    version: str


@dataclass(frozen=True, slots=True)
class FormerTaxRates:
    """What `change_tax_rates` puts the former state back with."""

    tax_rates: tuple[TaxRate, ...]
    version: str


@dataclass(frozen=True, slots=True)
class FormerLogo:
    """What `change_logo` puts the former state back with."""

    logo: bytes | None
    version: str


def read_company(company: Company) -> CompanyRecord:
    """The company as it is stored now."""
    with reading(company.engine) as connection:
        return _record(connection)


def offered_tax_rates(company: Company) -> tuple[TaxRate, ...]:
    """The tax rates to choose from: the company's own list, or that of its country as long as it has none."""
    with reading(company.engine) as connection:
        return _tax_rates(connection, read_settings(connection).country)


def change_details(company: Company, details: Mapping[str, str], as_of: date, version: str | None = None) -> FormerDetails:
    """Have the company be as these of DETAILS say from now on; the others stay.

    `version` is `version_of` the same names as they were read; None changes whatever stands there. Raises Conflict where
    somebody else has changed one of them since, and FieldError for a value that is refused. `as_of` is for the drafts
    that another bill date rule collects anew.
    """
    for name in details:
        if name not in DETAILS:
            raise BillingError(f"unknown detail {name!r}", "", f"use one of: {', '.join(DETAILS)}")
    with writing(company.engine) as connection:
        before = _record(connection)
        _check_unchanged(before, details, version)
        after = write_details(connection, company, before.details, details)
        if after["bill_date_rule"] != before.details["bill_date_rule"]:
            _collect_again(connection, as_of)
        former = {name: before.details[name] for name in details}
        return FormerDetails(former, _digest({name: after[name] for name in details}))


def change_tax_rates(company: Company, rates: Iterable[TaxRate], version: str | None = None) -> FormerTaxRates:
    """Offer these tax rates from now on. Lines keep the rates that they have.

    `version` is `version_of(["tax_rates"])`. Raises Conflict, and FieldError (`tax_rates.N.name` and the like, N from 0).
    """
    wanted = checked_rates(rates)
    with writing(company.engine) as connection:
        before = _record(connection)
        _check_unchanged(before, ["tax_rates"], version)
        if wanted != before.tax_rates:
            write_tax_rates(connection, wanted)
            texts = [f"{rate.name} {rate.category} {format_percent(rate.rate_e4)}" for rate in wanted]
            audit.append(connection, company, [audit.Entry("change", "company", None, {"tax_rates": texts})])
        return FormerTaxRates(before.tax_rates, _record(connection).version_of(["tax_rates"]))


def change_logo(company: Company, file: bytes | None, version: str | None = None) -> FormerLogo:
    """Print this PNG or JPEG on documents delivered from now on, or none. `version` is `version_of(["logo"])`.

    A large picture is kept as small as paper can show it. Raises Conflict, and FieldError for what is no picture.
    """
    from billdesk.documents.picture import for_storage  # brings Pillow along

    if file is not None and len(file) > LOGO_BYTES:
        raise FieldError("logo", f"the logo has more than {LOGO_BYTES // 10**6} MB", "", "choose a smaller picture")
    logo = _named("logo", for_storage, file) if file is not None else None
    with writing(company.engine) as connection:
        before = _record(connection)
        _check_unchanged(before, ["logo"], version)
        _keep(connection, {"logo": b64encode(logo).decode("ascii") if logo is not None else None})
        digest = sha256(logo).hexdigest() if logo is not None else None
        audit.append(connection, company, [audit.Entry("change", "company", None, {"logo": digest})])
        return FormerLogo(before.logo, _record(connection).version_of(["logo"]))


def logo_file(path: Path) -> bytes:
    """The bytes of a picture that a person has chosen. Raises FieldError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise FieldError("logo", f"the picture cannot be read ({error.strerror})", str(path), "choose another file") from error


def read_logo(connection: Connection) -> bytes | None:
    """The logo as a PNG or JPEG file, None where there is none."""
    stored = _stored(connection, "logo")
    return b64decode(stored) if stored else None


def write_details(
    connection: Connection, company: Company, before: Mapping[str, str], details: Mapping[str, str]
) -> dict[str, str]:
    """Check and store `details` over `before`, and give all of them as they are then. Never commits."""
    given = {name: unicodedata.normalize("NFC", " ".join(text.split())) for name, text in details.items()}
    after = {**before, **given}
    for name, check in _CHECKS.items():
        after[name] = _named(name, check, after[name])
    after["iban"] = _named("iban", parse_account, after["iban"], after["country"])
    changed = {name: [before[name], text] for name, text in after.items() if text != before[name]}
    _check_numbers(connection, after, changed)
    if "currency" in changed and _has_orders(connection):
        remedy = "make a company of its own for the other currency; an account may have a currency of its own"
        raise FieldError("currency", "the home currency stays once there are orders", "", remedy)
    if changed:
        _store(connection, after)
        audit.append(connection, company, [audit.Entry("change", "company", None, changed)])
    return after


def write_tax_rates(connection: Connection, rates: Iterable[TaxRate]) -> None:
    """Store the rates that are offered. Never commits."""
    _keep(connection, {"tax_rates": [[rate.name, rate.category, rate.rate_e4] for rate in rates]})


def read_details(connection: Connection) -> dict[str, str]:
    """Each of DETAILS as text."""
    facts = read_settings(connection)
    party = connection.execute(select(*(parties.c[name] for name in PARTY_FIELDS)).where(parties.c.id == facts.seller_id)).one()
    return {
        **dict(zip(PARTY_FIELDS, party, strict=True)),
        **{ours: facts.payment.get(theirs, "") for ours, theirs in PAYMENT.items()},
        **{ours: str(getattr(facts, theirs)) for ours, theirs in _PLAIN.items()},
        **{name: facts.prefixes.get(kind, PREFIXES[kind]) for name, kind in _PREFIX_OF.items()},
        "fiscal_year_month": str(facts.fiscal_year_month),
    }


def _record(connection: Connection) -> CompanyRecord:
    details = read_details(connection)
    return CompanyRecord(
        details,
        _tax_rates(connection, details["country"]),
        read_logo(connection),
        _has_orders(connection),
        tuple(_prefix_years(connection)),
    )


def _tax_rates(connection: Connection, country: str) -> tuple[TaxRate, ...]:
    stored = _stored(connection, "tax_rates")
    if stored is None:
        return preset(country).tax_rates if country in NAMES else ()
    return tuple(TaxRate(*row) for row in stored)


def _prefix_years(connection: Connection) -> Iterable[tuple[str, int]]:
    """Kind, and the first fiscal year that has no numbers yet, for the kinds that have some."""
    c = number_series.c
    used = select(c.kind, func.max(c.fiscal_year)).where(c.last_no > 0).group_by(c.kind).order_by(c.kind)
    for kind, year in connection.execute(used):
        yield str(kind), int(year) + 1


def _check_unchanged(record: CompanyRecord, names: Iterable[str], version: str | None) -> None:
    if version is not None and record.version_of(names) != version:
        raise Conflict(
            "the settings were changed meanwhile",
            record.details["name"],
            "look at them as they are now, and make the change again",
        )


def _check_numbers(connection: Connection, after: Mapping[str, str], changed: Mapping[str, Any]) -> None:
    """Refuse prefixes and fiscal years under which numbers would meet, or fall back into a series that is over."""
    prefixes = {kind: after[name] for name, kind in _PREFIX_OF.items()}
    touched = [name for name in _PREFIX_OF if name in changed]
    if touched:
        _named(touched[0], check_prefixes, prefixes)
        c = number_series.c
        for head, kind in connection.execute(select(c.head, c.kind)):
            for name in touched:
                if kind != _PREFIX_OF[name] and head.rsplit("-", 2)[0].casefold() == after[name].casefold():
                    other = f"the prefix {after[name]!r} was in use for {kind.replace('_', ' ')}s"
                    raise FieldError(name, other, head, "choose one that no other kind of document has had")
    if "fiscal_year_month" in changed:
        last_on = connection.execute(select(func.max(invoices.c.issued_on)).where(invoices.c.number.is_not(None))).scalar()
        last_year = connection.execute(select(func.max(number_series.c.fiscal_year)).where(number_series.c.last_no > 0)).scalar()
        latest = date.fromisoformat(last_on) if last_on is not None else None
        _named("fiscal_year_month", check_first_month, int(after["fiscal_year_month"]), latest, last_year)


def _store(connection: Connection, after: Mapping[str, str]) -> None:
    (seller_id,) = PartyBook(connection).ids([Party(**{name: after[name] for name in PARTY_FIELDS})])
    payment = {theirs: after[ours] for ours, theirs in PAYMENT.items() if after[ours]}
    prefixes = {kind: after[name] for name, kind in _PREFIX_OF.items()}
    _keep(connection, {"seller_id": seller_id, "name": after["name"], "country": after["country"], "payment": payment})
    _keep(connection, {theirs: after[ours] for ours, theirs in _PLAIN.items()})
    _keep(connection, {"prefixes": prefixes, "fiscal_year_month": int(after["fiscal_year_month"])})


def _collect_again(connection: Connection, as_of: date) -> None:
    """Give one-time lines that are not billed yet, and have no bill date of their own, the date of the rule that holds now."""
    c = order_lines.c
    is_ruled = (c.charge_type == "one_time") & c.bill_on.is_(None) & c.next_billing_on.is_not(None)
    rows = connection.execute(select(c.id, c.order_id, c.account_id).where(is_ruled)).all()
    connection.execute(update(order_lines).where(is_ruled).values(UNOPENED))
    open_lines(connection, sorted({row.order_id for row in rows}))
    recollect(connection, sorted({row.account_id for row in rows}), as_of)


def checked_rates(rates: Iterable[TaxRate]) -> tuple[TaxRate, ...]:
    """The rates with tidy names. Raises FieldError for one that is refused or there twice."""
    found: list[TaxRate] = []
    for number, rate in enumerate(rates):
        name = unicodedata.normalize("NFC", " ".join(rate.name.split()))
        if not name:
            raise FieldError(f"tax_rates.{number}.name", "the tax rate has no name", "", "name it, such as Standard")
        _named(f"tax_rates.{number}.rate", check_category, rate.category, rate.rate_e4)
        if any((rate.category, rate.rate_e4) == (other.category, other.rate_e4) for other in found):
            raise FieldError(f"tax_rates.{number}.rate", "this tax rate is there twice", name, "keep one of the two")
        found.append(TaxRate(name, rate.category, rate.rate_e4))
    if len(found) > MAX_TAX_RATES:
        raise FieldError(f"tax_rates.{MAX_TAX_RATES}.name", f"more than {MAX_TAX_RATES} tax rates", "", "keep those in use")
    return tuple(found)


def _stored(connection: Connection, key: str) -> Any:  # noqa: ANN401 - what JSON holds
    value = connection.execute(select(settings.c.value).where(settings.c.key == key)).scalar()
    return None if value is None else json.loads(value)


def _keep(connection: Connection, values: Mapping[str, object]) -> None:
    sql = "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    rows = [(key, json.dumps(value, ensure_ascii=False)) for key, value in values.items()]
    connection.exec_driver_sql(in_order(connection, sql), rows)


def _has_orders(connection: Connection) -> bool:
    return connection.execute(select(orders.c.id).limit(1)).first() is not None


def _digest(values: Mapping[str, object]) -> str:
    return sha256(json.dumps(dict(values), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _named(field: str, check: Callable[..., T], *values: Any) -> T:  # noqa: ANN401 - whatever `check` takes
    """What `check` gives for `values`; what it refuses is said of `field`."""
    try:
        return check(*values)
    except BillingError as error:
        raise FieldError(field, error.what, error.record, error.remedy) from error


def _check_name(text: str) -> str:
    if not text:
        raise BillingError("the company has no name", "", "give it a name")
    return text


def _check_country(text: str) -> str:
    if text not in NAMES:
        raise BillingError(f"unknown country {text!r}", "", "use an ISO 3166 code of two letters such as US or DE")
    return text


def _check_terms(text: str) -> str:
    parse_terms(text)
    return text


def _check_currency(text: str) -> str:
    currency_digits(text)
    return text


def _check_month(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        raise BillingError(f"month {text!r} is no number", "", "let the fiscal year start in month 1 to 12")
    fiscal_year(date(2000, 1, 1), int(text))
    return str(int(text))


def _one_of(words: Iterable[str], what: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text not in words:
            raise BillingError(f"unknown {what} {text!r}", "", f"use one of: {', '.join(words)}")
        return text

    return check


_CHECKS: dict[str, Callable[[str], str]] = {
    "name": _check_name,
    "country": _check_country,
    "bic": parse_bic,
    "terms": _check_terms,
    "currency": _check_currency,
    "paper_size": _one_of(PAPER_SIZES, "paper size"),
    "bill_date_rule": _one_of(BILL_DATE_RULES, "bill date rule"),
    "fiscal_year_month": _check_month,
}
