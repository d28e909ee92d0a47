"""Company files as a person handles them: make one, open one, back it up, restore it."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, insert

from billdesk.billing.errors import BillingError
from billdesk.billing.money import currency_digits
from billdesk.billing.party import Party, party_sha256
from billdesk.db.company import check_version, creating, open_engine
from billdesk.db.engine import is_url
from billdesk.db.files import (
    check_is_company,
    copy_aside,
    copy_database,
    copy_over,
    drafted,
    in_words,
    is_ours,
    move_aside,
    publish,
    published,
    refuse_existing,
    schema_version,
)
from billdesk.db.folders import check_folder, check_writable
from billdesk.db.models import parties, settings
from billdesk.services import audit
from billdesk.services.company import Company, CompanySettings, utc_now

if TYPE_CHECKING:
    from billdesk.services.presets import TaxRate


def create_company(
    target: str,
    name: str,
    currency: str = "USD",
    country: str = "US",
    now: Callable[[], datetime] = utc_now,
    actor: str = "user",
    details: Mapping[str, str] | None = None,
    tax_rates: Sequence[TaxRate] | None = None,
) -> None:
    """Make an empty company at a path or database URL, with its seller, settings and first audit row.

    `details` are further `company_settings.DETAILS`, and `tax_rates` those offered if not the country's own. Raises
    BillingError for a name that is taken, an unknown currency or country, a detail that is refused, or a place that
    cannot hold a company; then nothing is made.
    """
    # Made once in a company's life, opened each day: what making alone needs is not loaded for opening.
    from billdesk.services.company_settings import checked_rates, read_details, write_details, write_tax_rates
    from billdesk.services.presets import preset

    company_name = unicodedata.normalize("NFC", " ".join(name.split()))
    if not company_name:
        raise BillingError("the company has no name", target, "give it a name")
    currency_digits(currency)
    seller = Party(name=company_name, country=country)
    paper_size = preset(country).paper_size
    facts = CompanySettings(name=company_name, currency=currency, country=country, seller_id=1, paper_size=paper_size)
    with creating(target) as connection:
        connection.execute(insert(parties).values(id=facts.seller_id, sha256=party_sha256(seller), **seller._asdict()))
        rows = [{"key": key, "value": json.dumps(value, ensure_ascii=False)} for key, value in asdict(facts).items()]
        connection.execute(insert(settings), rows)
        company = Company(connection.engine, now, actor)
        audit.append(connection, company, [audit.Entry("create", "company", None, {"name": company_name})])
        if details:
            write_details(connection, company, read_details(connection), details)
        if tax_rates is not None:
            write_tax_rates(connection, checked_rates(tax_rates))


def open_company(target: str) -> Engine:
    """An engine for an existing company at a path or database URL, brought to the newest schema if it is older.

    Raises BillingError for anything that is not a company, each case in its own words, and then changes nothing.
    """
    return open_engine(target)


def backup(target: str, dest: str, replace: bool = False) -> None:
    """Copy a company file, as it is at one moment, to `dest`, while others go on writing.

    `dest` is whole or absent. Raises BillingError where it exists (unless `replace`), for a database on a server, and
    for a damaged company, whose copy would be of no use.
    """
    if is_url(target) or is_url(dest):
        raise BillingError("a database on a server is not one file", remedy="back it up with the server's own `pg_dump`")
    source, copy = Path(target), Path(dest)
    check_is_company(source)
    with in_words(copy):
        _check_copy(source, copy, replace)
    with in_words(copy), published(copy, replace) as draft:
        copy_database(source, draft)


def restore(source: str, dest: str, replace: bool = False) -> Path | None:
    """Make `dest` the company that the backup `source` holds, which is checked whole before anything is changed.

    With `replace` an existing company takes over the content of the backup, whoever has it open; one that is damaged is
    moved aside, and the name that it then has is returned. Raises BillingError for a backup that is damaged or newer
    than this BillDesk, and where `dest` exists (unless `replace`) or is not a company.
    """
    if is_url(source) or is_url(dest):
        raise BillingError("a database on a server is not one file", remedy="restore it with the server's own `pg_restore`")
    origin, company = Path(source), Path(dest)
    check_is_company(origin)
    check_version(schema_version(origin), source)
    with in_words(company):
        check_folder(company)
        _check_copy(origin, company, replace)
    with in_words(company), drafted(company) as draft:
        copy_database(origin, draft, is_live=False)
        if company.exists() and _is_sound(company):
            copy_over(draft, company)
            return None
        kept = move_aside(company, "damaged") if company.exists() else None
        publish(draft, company)
    return kept


def restore_over(source: str, target: str) -> Path:
    """Give the open company at `target` the content of the backup `source`, and keep its present state beside it.

    Returns the file that has the present state. Raises as `restore` does, and then the company is as it was.
    """
    if is_url(target):
        raise BillingError("a database on a server is not one file", remedy="restore it with the server's own `pg_restore`")
    check_is_company(Path(source))
    check_version(schema_version(Path(source)), source)
    kept = copy_aside(Path(target), "before-restore")
    restore(source, target, replace=True)
    return kept


def _check_copy(source: Path, copy: Path, replace: bool) -> None:
    check_writable(copy)
    if not replace:
        refuse_existing(copy)
    if copy.is_dir():
        raise BillingError("this is a folder", str(copy), "name the file to write inside it")
    if copy.exists() and copy.samefile(source):
        raise BillingError("a company cannot be copied onto itself", str(copy), "name another file")
    if copy.exists() and not is_ours(copy):
        raise BillingError("the file in the way is not a BillDesk company", str(copy), "name another file, or move it away")


def _is_sound(company: Path) -> bool:
    try:
        check_is_company(company)
        schema_version(company)
    except BillingError:
        return False
    return True
