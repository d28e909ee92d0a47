"""The words of filters: what a chip says of a condition, and what the choices in its editor are called."""

from __future__ import annotations

from billdesk.services.lists_conditions import Condition
from billdesk.services.lists_sources import DATES, NUMBERS, Column
from billdesk.ui.formats import Formats
from billdesk.ui.models.states import state_word
from billdesk.ui.words import tr


def op_word(kind: str, op: str) -> str:
    """What a person reads for an operator of a kind of column."""
    words = {
        "contains": tr("contains"),
        "starts": tr("begins with"),
        "is": tr("is"),
        "in": tr("is"),
        "over": tr("over"),
        "under": tr("under"),
        "between": tr("between"),
        "before": tr("before"),
        "after": tr("after"),
        "within": tr("in"),
        "set": tr("is set"),
        "unset": tr("is empty"),
    }
    return tr("on") if op == "is" and kind in DATES else words[op]


def span_word(span: str) -> str:
    """What a stretch of days is called."""
    words = {
        "today": tr("today"),
        "yesterday": tr("yesterday"),
        "this-week": tr("this week"),
        "last-week": tr("last week"),
        "this-month": tr("this month"),
        "last-month": tr("last month"),
        "next-month": tr("next month"),
        "this-quarter": tr("this quarter"),
        "last-quarter": tr("last quarter"),
        "this-year": tr("this year"),
        "last-year": tr("last year"),
        "last-30-days": tr("the last 30 days"),
        "next-7-days": tr("the next 7 days"),
        "next-30-days": tr("the next 30 days"),
    }
    return words.get(span, span)


def condition_words(condition: Condition, column: Column, title: str, formats: Formats) -> str:
    """A condition as a chip says it, such as `Total over 1,000`."""
    op = condition.op
    parts = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    if op in ("set", "unset"):
        return f"{title} {op_word(column.kind, op)}"
    if column.kind == "id" and column.key == "id":  # records that were picked one by one have no words in common
        return tr("1 picked") if len(parts) == 1 else tr("{n} picked").format(n=formats.count(len(parts)))
    if column.kind == "flag":
        return title if parts[0] in ("yes", "true", "1") else tr("not {what}").format(what=title)
    shown = [span_word(part) if op == "within" else _value(part, column, formats) for part in parts]
    if op == "between":
        return tr("{what} from {first} to {last}").format(what=title, first=shown[0], last=shown[1])
    if op in ("in", "within"):
        return f"{title}: {', '.join(shown)}"
    return f"{title} {op_word(column.kind, op)} {shown[0]}"


def _value(text: str, column: Column, formats: Formats) -> str:
    if column.states:
        return state_word(column.key, text)
    if column.kind in DATES:
        return formats.date_(text)
    if column.kind in NUMBERS:
        return formats.figure(text)
    return f"“{text}”" if column.kind == "text" else text
