"""Expected trouble, said so that a person can act on it.

Every floor raises `BillingError` for what a user can cause or mend. Anything else that escapes is a bug and is
treated as one by the outermost floor.
"""

from __future__ import annotations


class BillingError(Exception):
    """Something was refused: what happened, to which record, and how to mend it.

    `str()` gives one line, `what, record; remedy`, which the command line prints behind `error: ` and the window
    shows in words.
    """

    def __init__(self, what: str, record: str = "", remedy: str = "") -> None:
        self.what = one_line(what)
        self.record = one_line(record)
        self.remedy = one_line(remedy)
        super().__init__(self.what)

    def __str__(self) -> str:
        head = f"{self.what}, {self.record}" if self.record else self.what
        return f"{head}; {self.remedy}" if self.remedy else head

    def __reduce__(self) -> tuple[type[BillingError], tuple[str, str, str]]:
        """Travel whole between worker processes."""
        return type(self), (self.what, self.record, self.remedy)


class UsageError(BillingError):
    """The words of a call do not fit together (exit code 2 on the command line)."""


class Conflict(BillingError):
    """A record was changed by somebody else since it was read for an edit; nothing was written."""


class FieldError(BillingError):
    """A value of one field is refused. `field` names it as the edit's values do, such as `email` or `lines.2.quantity`."""

    def __init__(self, field: str, what: str, record: str = "", remedy: str = "") -> None:
        self.field = field
        super().__init__(what, record, remedy)

    def __reduce__(self) -> tuple[type[FieldError], tuple[str, str, str, str]]:  # type: ignore[override]  # one value more
        return type(self), (self.field, self.what, self.record, self.remedy)


class FileTrouble(BillingError):
    """The company file, its disk or its server is in the way, which a person mends outside BillDesk.

    `kind`: `moved` (also deleted or replaced), `read_only`, `busy`, `full`, `missing`, `damaged`, `disk` or `server`.
    """

    def __init__(self, kind: str, what: str, record: str = "", remedy: str = "") -> None:
        self.kind = kind
        super().__init__(what, record, remedy)

    def __reduce__(self) -> tuple[type[FileTrouble], tuple[str, str, str, str]]:  # type: ignore[override]  # one value more
        return type(self), (self.kind, self.what, self.record, self.remedy)


class Cancelled(BillingError):
    """A person stopped a long verb; what was finished stays."""


def one_line(text: str, limit: int = 300) -> str:
    """Fold `text` to a single printable line of at most `limit` characters, so that no record breaks the report.

    What is too long loses its middle: our sentences quote the record first and say what is wrong with it last.
    """
    if len(text) > 4 * limit:
        text = f"{text[: 3 * limit]}…{text[-limit:]}"
    folded = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(folded) <= limit:
        return folded
    end = limit // 3
    return f"{folded[: limit - end - 1]}…{folded[-end:]}"
