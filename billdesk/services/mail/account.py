"""The company's mail account: the server, how to talk to it, and as whom. The password is kept in `password`, never here."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from email.headerregistry import Address
from ipaddress import ip_address
from pathlib import Path

from sqlalchemy import Connection, select

from billdesk.billing.errors import BillingError, FieldError
from billdesk.db.bulk import in_order
from billdesk.db.engine import reading, writing
from billdesk.db.models import settings
from billdesk.services import audit
from billdesk.services.company import Company

SECURITIES = ("tls", "starttls", "none")
"""TLS from the first byte; an open greeting that turns into TLS; no TLS at all, for a server on this very machine."""
PORTS = {"tls": 465, "starttls": 587, "none": 25}
KEY = "mail"
_USER = re.compile(r"""[^\s@<>()\[\],;:\\"]{1,64}""")
_DOMAIN = re.compile(r"[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*")


@dataclass(frozen=True, slots=True)
class MailAccount:
    """How messages leave. `port` 0 is the usual one of the security; no `user`, no password.

    `ca_file` is a PEM file with the certificate of a server that no public authority vouches for.
    """

    host: str = ""
    port: int = 0
    security: str = "starttls"
    user: str = ""
    from_address: str = ""
    from_name: str = ""
    reply_to: str = ""
    ca_file: str = ""

    @property
    def is_set(self) -> bool:
        """Whether there is a server to send by."""
        return bool(self.host and self.from_address)

    @property
    def real_port(self) -> int:
        """The port to connect to."""
        return self.port or PORTS[self.security]

    @property
    def key(self) -> str:
        """What the password is kept under: who logs in where."""
        return f"{self.user}@{self.host}"


FIELDS = tuple(field.name for field in fields(MailAccount))


def read_account(company: Company) -> MailAccount:
    """The account as it is set; an empty one where none is."""
    with reading(company.engine) as connection:
        return load_account(connection)


def load_account(connection: Connection) -> MailAccount:
    """The account as it is stored."""
    return _made({name: value for name, value in read_setting(connection, KEY).items() if name in FIELDS})


def change_account(company: Company, values: Mapping[str, str | int]) -> MailAccount:
    """Set these of FIELDS; the others stay. An empty host takes the account away.

    Raises FieldError, naming the field, for what cannot be an account.
    """
    with writing(company.engine) as connection:
        before = load_account(connection)
        after = checked_account({**asdict(before), **values})
        if after != before:
            keep_setting(connection, KEY, asdict(after))
            audit.append(connection, company, [audit.Entry("change", "mail account", None, asdict(after))])
        return after


def checked_account(values: Mapping[str, str | int]) -> MailAccount:
    """An account of these values, tidied. Raises FieldError, naming the field, for what cannot be one."""
    for name in values:
        if name not in FIELDS:
            raise BillingError(f"unknown mail setting {name!r}", "", f"use one of: {', '.join(FIELDS)}")
    account = _made(values)
    if account.security not in SECURITIES:
        raise FieldError("security", f"unknown security {account.security!r}", "", f"use one of: {', '.join(SECURITIES)}")
    if not account.host:
        return account
    _check_host(account.host)
    parse_address("from_address", account.from_address)
    if account.reply_to:
        parse_address("reply_to", account.reply_to)
    if account.security == "none" and account.user and not is_loopback(account.host):
        remedy = "use tls or starttls, or leave the user out"
        raise FieldError("security", "the password would travel where anybody can read it", account.host, remedy)
    if account.ca_file and not Path(account.ca_file).is_file():
        raise FieldError("ca_file", "there is no such file", account.ca_file, "name a PEM file with the server's certificate")
    return account


def parse_address(field: str, text: str) -> Address:
    """One plain e-mail address, its domain in ASCII (IDNA). Raises FieldError for anything else.

    Quoted local parts (RFC 5321 allows them, nobody has one) are refused with all that could end a header.
    """
    user, _, domain = text.rpartition("@")
    try:
        named = domain.encode("idna").decode("ascii")
    except UnicodeError:
        named = ""
    is_user = text.isprintable() and _USER.fullmatch(user) and not (user.startswith(".") or user.endswith(".") or ".." in user)
    if not is_user or not _DOMAIN.fullmatch(named) or len(text) > 254:
        raise FieldError(field, f"{text!r} is no e-mail address", "", "write it like name@example.org")
    return Address(username=user, domain=named)


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine, by its name alone."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def read_setting(connection: Connection, key: str) -> dict[str, str | int]:
    """A setting that holds an object; empty where it is not set."""
    found = connection.execute(select(settings.c.value).where(settings.c.key == key)).scalar()
    stored = json.loads(found) if found else {}
    return stored if isinstance(stored, dict) else {}


def keep_setting(connection: Connection, key: str, value: Mapping[str, object]) -> None:
    """Store a setting that holds an object."""
    sql = "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    connection.exec_driver_sql(in_order(connection, sql), (key, json.dumps(value, ensure_ascii=False)))


def _made(values: Mapping[str, str | int]) -> MailAccount:
    texts = {name: " ".join(str(value).split()) for name, value in values.items() if name != "port"}
    account = MailAccount(**{"security": "starttls", **texts})  # type: ignore[arg-type]  # only the port, left out, is no text
    return replace(account, port=_port(values.get("port", 0)))


def _port(value: str | int) -> int:
    text = str(value).strip() or "0"
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= 65535):
        raise FieldError("port", f"port {text!r} is not a number from 1 to 65535", "", "leave it empty for the usual one")
    return int(text)


def _check_host(host: str) -> None:
    is_plain = all(c.isalnum() or c in ".-:[]_" for c in host) and host.isprintable()
    if not is_plain or len(host) > 253:
        raise FieldError("host", f"{host!r} is no name of a server", "", "write it like smtp.example.org")
