"""The one channel by which the window speaks to a person: what is done, and what went wrong and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from billdesk.billing.errors import BillingError


@dataclass(frozen=True, slots=True)
class Message:
    """Something said. `link_text` and `link` offer one thing to do about it; `record` and `remedy` are an error's.

    `others` are further things to do, as (words, call). `trouble` is the error itself, and `again` does again what it
    refused.
    """

    text: str
    is_error: bool = False
    record: str = ""
    remedy: str = ""
    link_text: str = ""
    link: Callable[[], None] | None = None
    others: tuple[tuple[str, Callable[[], None]], ...] = ()
    trouble: BillingError | None = None
    again: Callable[[], None] | None = None


class Messages(QObject):
    """Collects what is said; the window shows it: a toast for what is done, a bar that stays for an error."""

    said = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.last: Message | None = None

    def done(self, text: str, link_text: str = "", link: Callable[[], None] | None = None) -> None:
        """Say that something is done, with a link to its result where there is one."""
        self._say(Message(text, link_text=link_text, link=link))

    def error(
        self,
        trouble: BillingError | str,
        link_text: str = "",
        link: Callable[[], None] | None = None,
        again: Callable[[], None] | None = None,
    ) -> None:
        """Say what went wrong, with which record, and how to mend it; `link` offers the way out, `again` does it again."""
        if isinstance(trouble, str):
            self._say(Message(trouble, is_error=True, link_text=link_text, link=link, again=again))
        else:
            what = trouble.what[:1].upper() + trouble.what[1:]
            self._say(Message(what, True, trouble.record, trouble.remedy, link_text, link, trouble=trouble, again=again))

    def _say(self, message: Message) -> None:
        self.last = message
        self.said.emit(message)
