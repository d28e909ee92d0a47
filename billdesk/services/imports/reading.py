"""Reading one CSV file as untrusted bytes: UTF-8 with or without BOM, any line end, bounded memory, trouble in words.

Callers get a header and records as lists of text with the line each begins on. Nothing here knows what a column means.
What breaks the file as a whole (not UTF-8, a quote that never closes, a line without end) is a BillingError; what
concerns one record only is left to `rows`.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from billdesk.billing.errors import BillingError

MAX_RECORD = 1_000_000
"""Characters of the longest record that is read: a file without line ends must not fill the memory."""

_AS_UTF8 = "save it as 'CSV UTF-8 (comma delimited)' and import it again"
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


class CsvTable:
    """A CSV file that is open: `header`, then `records()` once. `sha256` is of the bytes read so far."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        with _in_words(path):
            self.size = path.stat().st_size
            self._bytes = _HashedBytes(path)
        self._text = io.TextIOWrapper(io.BufferedReader(self._bytes, 1 << 18), encoding="utf-8-sig", newline="")
        self._length = 0
        self._reader = csv.reader(self._lines(), strict=True)
        self._records = self._checked_records()
        try:
            self.header = self._read_header()
        except BaseException:
            self._text.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._text.close()

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the bytes read so far: of the whole file once the records are through."""
        return self._bytes.digest.hexdigest()

    @property
    def bytes_read(self) -> int:
        """How far reading has come, for progress."""
        return self._bytes.count

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """(line on which it begins, cells) of each record; empty lines are passed over."""
        return self._records

    def _read_header(self) -> list[str]:
        for line, cells in self._records:
            joined = cells[0]
            if len(cells) == 1:
                for separator, plural in _SEPARATORS.items():
                    if separator in joined:
                        raise BillingError(
                            f"the columns are separated by {plural}", f"{self.name} line {line}", "save it with commas"
                        )
            return cells
        raise BillingError("the file is empty", self.name, "its first line names the columns")

    def _checked_records(self) -> Iterator[tuple[int, list[str]]]:
        reader = self._reader
        start = 1
        try:
            for cells in reader:
                self._length = 0
                if any(cells):
                    yield start, cells
                start = reader.line_num + 1
        except UnicodeDecodeError:
            self._refuse_encoding()
        except csv.Error as error:
            self._refuse_syntax(str(error), start)
        except OSError as error:
            raise BillingError(f"the file cannot be read: {error.strerror}", self.name, "check the file") from error

    def _lines(self) -> Iterator[str]:
        readline = self._text.readline
        # Asked for so many characters, readline never holds more of a line that does not end.
        while line := readline(MAX_RECORD):
            self._length += len(line)
            if self._length >= MAX_RECORD:
                self._refuse("a record is longer than a million characters", "check the line ends and the quotes")
            if "\0" in line:
                self._refuse("the file has NUL bytes and is no CSV text", _AS_UTF8)
            yield line

    def _refuse(self, what: str, remedy: str) -> NoReturn:
        raise BillingError(what, f"{self.name} line {self._reader.line_num + 1}", remedy)

    def _refuse_syntax(self, message: str, start: int) -> NoReturn:
        where = f"{self.name} line {start}"
        if "unexpected end" in message:
            raise BillingError("a quote never closes and the file ends inside it", where, "the file may be cut; get it again")
        if "field limit" in message:
            raise BillingError("a field is too long, or its quote never closes", where, "check the quotes of this line")
        raise BillingError("a quote stands inside a quoted field", where, 'double the quotes inside a quoted field ("")')

    def _refuse_encoding(self) -> NoReturn:
        """Say which line is not UTF-8; reading went ahead by a buffer, so the file is gone through again."""
        with _in_words(self.path), self.path.open(encoding="utf-8", errors="surrogateescape", newline="") as text:
            number = 1
            while line := text.readline(MAX_RECORD):
                if any("\udc80" <= character <= "\udcff" for character in line):
                    break
                number += line.endswith(("\n", "\r"))
        raise BillingError("the text is not UTF-8", f"{self.name} line {number}", _AS_UTF8) from None


class _HashedBytes(io.RawIOBase):
    """A file's bytes, hashed and counted as they pass: what is recorded is what was read."""

    def __init__(self, path: Path) -> None:
        self._raw = path.open("rb", buffering=0)
        self.digest = hashlib.sha256()
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed: any buffer
        read = self._raw.readinto(buffer)
        self.digest.update(memoryview(buffer)[:read])
        self.count += read
        return read

    def close(self) -> None:
        self._raw.close()
        super().close()


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        remedy = "check the name and that you may read it"
        raise BillingError(f"the file cannot be read: {error.strerror}", path.name, remedy) from error
