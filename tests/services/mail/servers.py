"""Mail servers on loopback that are told how to behave: a real one (aiosmtpd), and one that keeps no rules."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Post:
    """What a server has taken, in turn, and what it answers: `rcpt` and `data` map an address to the line it gets."""

    taken: list[Envelope] = field(default_factory=list)
    rcpt: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    logins: list[tuple[str, str]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the library's name for it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.rcpt.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        answer = self.data.get(envelope.rcpt_tos[0], "250 taken")
        if answer.startswith("250"):
            self.taken.append(envelope)
        return answer

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((mechanism, data.password.decode()))
        return AuthResult(success=data.password.decode() == "pässwörd ☃", handled=False)

    def messages(self) -> list[EmailMessage]:
        """The messages as a mail program reads them."""
        return [
            email.message_from_bytes(envelope.original_content or b"", policy=email.policy.default) for envelope in self.taken
        ]


class _Controller(Controller):
    """One that takes any free port."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(post: Post, **options: Any) -> Iterator[int]:
    """A real server on a free port of loopback."""
    controller = _Controller(post, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


Act = Callable[[socket.socket, bytes], bool]
"""What is done with a line that comes in; False hangs up."""


@contextmanager
def rude_server(act: Act, connections: list[int] | None = None) -> Iterator[int]:
    """A server that greets and then leaves each line to `act`, one connection after the other."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                line, _ = listener.accept()
                with line:
                    if connections is not None:
                        connections.append(1)
                    line.sendall(b"220 rude ESMTP\r\n")
                    with line.makefile("rb") as lines:
                        for text in lines:
                            if not act(line, text):
                                break

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        with suppress(OSError):  # wakes up who waits in `accept`
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def polite(line: socket.socket, text: bytes) -> bool:
    """What any server answers until the content comes."""
    word = text.split()[0].upper() if text.split() else b""
    answers = {b"EHLO": b"250 rude", b"DATA": b"354 go on", b"QUIT": b"221 bye"}
    line.sendall(answers.get(word, b"250 OK") + b"\r\n")
    return word != b"QUIT"


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A self-made certificate for `localhost` as a PEM file, and a server's context with it."""
    from datetime import UTC, datetime, timedelta
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, secret = folder / "server.pem", folder / "server.key"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem, secret)
    return pem, context
