"""Talking to the mail server (RFC 5321): one connection for many messages, and an honest answer for each.

A message is delivered, refused for good, not taken for the time being, or unknown: once its last byte has left and the
server has not answered, nobody can say. Trouble before that, while connecting or logging in, concerns all messages and
is raised. No password and no content ever reaches an error's words.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Self

from billdesk.billing.errors import BillingError, Cancelled, one_line
from billdesk.services.mail.account import MailAccount
from billdesk.services.mail.line import StoppableLine
from billdesk.services.mail.message import Envelope

_LAST = 64
"""Bytes that leave at the very end, when nothing stops the message any more."""
_WAIT = "check name, port and security, or try later"
MESSAGE_SECONDS = 300
"""The longest that one message takes from its first byte to its fate, unless the server sends its answers byte by byte."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait: for a connection, an answer, the content to leave, and the answer to it."""

    connect: float = 20
    answer: float = 30
    content: float = 90
    verdict: float = 90


class Fate(Enum):
    """What became of a message."""

    DELIVERED = "delivered"
    REFUSED = "refused"
    LATER = "later"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A message's fate, and the server's words."""

    fate: Fate
    words: str


class Courier:
    """One connection to the account's mail server. Opened by `with`; used by one thread.

    Once `is_stopped` says so, what is under way is cut off within a moment; but not a message that has left: its verdict
    is waited for, or nobody could say what became of it.
    """

    def __init__(
        self,
        account: MailAccount,
        password: str,
        patience: Patience | None = None,
        is_stopped: Callable[[], bool] | None = None,
    ) -> None:
        self._account = account
        self._password = password
        self._patience = patience or Patience()
        self._server: smtplib.SMTP | None = None
        self._is_fresh = False
        self._line = StoppableLine(is_stopped)

    def __enter__(self) -> Self:
        """Connect and log in. Raises BillingError in words where that cannot be, Cancelled where a person stops it."""
        try:
            self._connect()
        except BaseException:
            self._line.close()
            raise
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        """Say goodbye, if anybody still listens."""
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()
        self._hang_up()
        self._line.close()

    def get_ready(self) -> None:
        """Make sure that somebody listens, connecting anew where the server has hung up. Raises BillingError if not."""
        if self._server is not None and not self._is_fresh:
            try:
                if self._server.rset()[0] == 250:
                    return
            except (OSError, smtplib.SMTPException):
                pass
            self._hang_up()
        if self._server is None:
            self._connect()

    def deliver(self, envelope: Envelope) -> Verdict:
        """Hand one message over to all of its recipients or to none. Never raises: trouble is a verdict."""
        server, self._is_fresh = self._server, False
        if server is None:
            return Verdict(Fate.LATER, "the mail server has hung up")
        try:
            verdict = self._introduce(server, envelope)
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return Verdict(Fate.LATER, f"the connection broke off ({_words(error)})")
        return verdict or self._hand_over(server, envelope.content)

    def _introduce(self, server: smtplib.SMTP, envelope: Envelope) -> Verdict | None:
        """Name sender and recipients and ask to begin; a verdict where the server does not want that."""
        options = [f"SIZE={len(envelope.content)}"] if server.has_extn("size") else []
        if envelope.is_international:
            if not server.has_extn("smtputf8"):
                return Verdict(Fate.REFUSED, "the mail server knows no addresses with letters beyond ASCII")
            options += ["SMTPUTF8", "BODY=8BITMIME"]
            server.command_encoding = "utf-8"
        answer = server.mail(envelope.sender, options)
        if answer[0] != 250:
            return _verdict(answer, f"the sender {envelope.sender}")
        refusals = []
        for recipient in envelope.recipients:
            answer = server.rcpt(recipient)
            if answer[0] not in (250, 251):
                refusals.append(_verdict(answer, recipient))
                if answer[0] == 421:
                    self._hang_up()
                    break
        if refusals:
            return next((verdict for verdict in refusals if verdict.fate is Fate.REFUSED), refusals[0])
        answer = server.docmd("DATA")
        return None if answer[0] == 354 else _verdict(answer, "the message")

    def _hand_over(self, server: smtplib.SMTP, content: bytes) -> Verdict:
        """Send the content and hear what the server makes of it."""
        sock = server.sock
        assert sock is not None  # noqa: S101 - it has just answered
        whole = memoryview(_stuffed(content))
        try:
            sock.settimeout(self._patience.content)
            sock.sendall(whole[:-_LAST])
            self._line.hold()
            sock.sendall(whole[-_LAST:])
        except (OSError, Cancelled) as error:
            # The end of the message has not left, and no server may keep a message without its end.
            self._line.release()
            self._hang_up()
            return Verdict(Fate.LATER, f"the connection broke off ({_words(error)})")
        try:
            sock.settimeout(self._patience.verdict)
            answer = server.getreply()
            sock.settimeout(self._patience.answer)
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            words = "the message had left, but the mail server did not say whether it has taken it"
            return Verdict(Fate.UNKNOWN, f"{words} ({_words(error)})")
        finally:
            self._line.release()
        if answer[0] == 250:
            return Verdict(Fate.DELIVERED, _reply(answer))
        if answer[0] // 100 not in (4, 5):
            self._hang_up()
            return Verdict(Fate.UNKNOWN, f"the mail server's answer makes no sense: {_reply(answer)}")
        return _verdict(answer, "the message")

    def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _connect(self) -> None:
        account = self._account
        with _in_words(account), ExitStack() as undone:
            self._server = server = self._greeted()
            undone.callback(self._hang_up)
            _introduce_us(server)
            if account.security == "starttls":
                if not server.has_extn("starttls"):
                    raise BillingError(
                        "the mail server offers no STARTTLS", account.host, "set the security to tls, or ask its owner"
                    )
                self._start_tls(server)
            if account.user:
                _log_in(server, account, self._password)
            if server.sock is not None:
                server.sock.settimeout(self._patience.answer)
            undone.pop_all()
        self._is_fresh = True

    def _greeted(self) -> smtplib.SMTP:
        account, seconds = self._account, self._patience.connect
        sock = self._line.dial(account.host, account.real_port, seconds)
        # A name of our own is given, for asking the network what this machine is called can take long.
        server = smtplib.SMTP(local_hostname="localhost", timeout=seconds)
        server.sock = sock
        try:
            if account.security == "tls":
                server.sock = trust(account).wrap_socket(sock, server_hostname=account.host)
                self._line.use(server.sock)
            code, reply = server.getreply()
            if code != 220:
                raise smtplib.SMTPConnectError(code, reply)  # noqa: TRY301 - closed below like all other trouble
        except BaseException:
            server.close()
            raise
        return server

    def _start_tls(self, server: smtplib.SMTP) -> None:
        """STARTTLS (RFC 3207); what was said before it counts for nothing."""
        code, reply = server.docmd("STARTTLS")
        if code != 220 or server.sock is None:
            raise smtplib.SMTPResponseException(code, reply)
        server.sock = trust(self._account).wrap_socket(server.sock, server_hostname=self._account.host)
        self._line.use(server.sock)
        server.file = None
        server.helo_resp = server.ehlo_resp = None
        server.esmtp_features = {}
        server.does_esmtp = False
        _introduce_us(server)


def trust(account: MailAccount) -> ssl.SSLContext:
    """Whom to believe: the system's authorities, and the certificate that the account names; the host name must fit."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if account.ca_file:
        try:
            context.load_verify_locations(account.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise BillingError("the certificate cannot be read", account.ca_file, "name a PEM file") from error
    return context


def _introduce_us(server: smtplib.SMTP) -> None:
    """EHLO with our address, which needs no name that others would have to know (RFC 5321, 4.1.3)."""
    if server.sock is not None and server.sock.family in (socket.AF_INET, socket.AF_INET6):
        address = server.sock.getsockname()[0].partition("%")[0]
        server.local_hostname = f"[IPv6:{address}]" if ":" in address else f"[{address}]"
    server.ehlo_or_helo_if_needed()


def _log_in(server: smtplib.SMTP, account: MailAccount, password: str) -> None:
    """AUTH PLAIN or LOGIN with user and password in UTF-8, which smtplib's own login cannot do."""
    offered = server.esmtp_features.get("auth", "").upper().replace("=", " ").split()
    if "PLAIN" in offered:
        both = f"\0{account.user}\0{password}"
        code, reply = server.docmd("AUTH", f"PLAIN {_base64(both)}")
    elif "LOGIN" in offered:
        code, reply = server.docmd("AUTH", f"LOGIN {_base64(account.user)}")
        if code == 334:
            code, reply = server.docmd(_base64(password))
    else:
        remedy = "leave the user out, or set the security that it wants"
        raise BillingError("the mail server offers no login with a password", account.host, remedy)
    if code // 100 == 4:
        raise BillingError(f"the mail server takes no login now ({_reply((code, reply))})", account.host, "try again later")
    if code != 235:
        remedy = "check both; some providers want an app password"
        raise BillingError(f"the mail server refuses the user or password ({_reply((code, reply))})", account.user, remedy)


@contextmanager
def _in_words(account: MailAccount) -> Iterator[None]:
    where = f"{account.host}:{account.real_port}"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        remedy = "check the host name; of a server of your own, name its certificate as the CA file"
        raise BillingError(
            f"the mail server's certificate is not to be trusted ({error.verify_message})", where, remedy
        ) from error
    except ssl.SSLError as error:
        remedy = "check port and security: 465 is tls, 587 is starttls"
        raise BillingError(f"no secure connection to the mail server ({error.reason or 'TLS failed'})", where, remedy) from error
    except socket.gaierror as error:
        raise BillingError("the mail server is not known", where, "check its name, and that you are online") from error
    except (OSError, smtplib.SMTPException) as error:
        if _is_late(error):
            raise BillingError("the mail server does not answer", where, _WAIT) from error
        raise BillingError(f"the mail server cannot be reached ({_words(error)})", where, _WAIT) from error


def _verdict(answer: tuple[int, bytes], about: str) -> Verdict:
    fate = Fate.REFUSED if answer[0] // 100 == 5 else Fate.LATER
    return Verdict(fate, f"the mail server does not take {about}: {_reply(answer)}")


def _reply(answer: tuple[int, bytes]) -> str:
    return one_line(f"{answer[0]} {answer[1].decode('utf-8', 'replace')}", 200)


def _words(error: Exception) -> str:
    if _is_late(error):
        return "no answer in time"
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error
        return _reply((error.smtp_code, reply if isinstance(reply, bytes) else str(reply).encode()))
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return one_line(str(error), 120) or type(error).__name__


def _is_late(error: Exception) -> bool:
    """Whether it was time that ran out, which smtplib tells as a connection that was closed."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _base64(text: str) -> str:
    return b64encode(text.encode("utf-8")).decode("ascii")


def _stuffed(content: bytes) -> bytes:
    """The content with leading dots doubled and its end (RFC 5321, 4.5.2)."""
    stuffed = content.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n"
