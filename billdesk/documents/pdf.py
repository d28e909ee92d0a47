"""The file around the pages: numbered objects, cross-reference table, trailer (ISO 32000-1, 7.5).

`sheet` builds its objects here. Written by hand because the file is a quarter of the cost of a small document in ReportLab,
and because its bytes there also depend on settings of the machine; here they depend on the objects alone.
"""

from __future__ import annotations

import hashlib
import zlib


class PdfFile:
    """A PDF in the making. Objects are numbered from 1 in the order of `reserve` and `add`."""

    __slots__ = ("_objects",)

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def reserve(self) -> int:
        """A number for an object that is told later."""
        self._objects.append(b"")
        return len(self._objects)

    def put(self, number: int, body: bytes) -> None:
        """Tell a reserved object."""
        self._objects[number - 1] = body

    def add(self, body: bytes) -> int:
        """Add an object; its number."""
        self._objects.append(body)
        return len(self._objects)

    def add_stream(self, data: bytes, entries: bytes) -> int:
        """Add a stream whose `data` is encoded already, as `entries` say."""
        return self.add(b"<< %b /Length %d >>\nstream\n%b\nendstream" % (entries, len(data), data))

    def add_deflated(self, data: bytes) -> int:
        """Add a stream of plain `data`."""
        return self.add_stream(zlib.compress(data, 6), b"/Filter /FlateDecode")

    def finish(self, root: int, info: int) -> bytes:
        """The bytes of the file; its identifier is a digest of its contents."""
        # The comment of high bytes tells transfer programs that the file is binary.
        parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        offset = len(parts[0])
        offsets: list[int] = []
        for number, body in enumerate(self._objects, start=1):
            part = b"%d 0 obj\n%b\nendobj\n" % (number, body)
            offsets.append(offset)
            offset += len(part)
            parts.append(part)
        digest = hashlib.sha256(b"".join(parts)).hexdigest()[:32].encode("ascii")
        size = len(self._objects) + 1
        parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        parts += [b"%010d 00000 n \n" % place for place in offsets]
        parts.append(
            b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%b> <%b>] >>\nstartxref\n%d\n%%%%EOF\n"
            % (size, root, info, digest, digest, offset)
        )
        return b"".join(parts)


def text_string(text: str) -> bytes:
    """`text` as a PDF text string, UTF-16 in hexadecimal unless it is plain ASCII."""
    if text.isascii() and not any(mark in text for mark in "()\\"):
        return b"(%b)" % text.encode("ascii")
    return b"<FEFF%b>" % text.encode("utf-16-be", "replace").hex().upper().encode("ascii")
