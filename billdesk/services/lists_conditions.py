"""Filters of a list: what a condition says, and the SQL that keeps to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from billdesk.billing.errors import BillingError
from billdesk.billing.money import PERCENT_PLACES, PRICE_PLACES, QUANTITY_PLACES, currency_digits, parse_scaled
from billdesk.services.lists_columns import DATES, NUMBERS, Column, Label, Source
from billdesk.services.lists_labels import as_json, fold

Value = str | tuple[str, ...]
OPERATORS = {
    "text": ("contains", "is", "starts", "unset", "set"),
    "state": ("in",),
    "flag": ("is",),
    "id": ("in", "is"),
    **dict.fromkeys(NUMBERS, ("over", "under", "between", "is", "unset", "set")),
    **dict.fromkeys(DATES, ("within", "is", "before", "after", "between", "unset", "set")),
}
"""What can be asked of each kind of column."""
SPANS = (
    "today",
    "yesterday",
    "this-week",
    "last-week",
    "this-month",
    "last-month",
    "next-month",
    "this-quarter",
    "last-quarter",
    "this-year",
    "last-year",
    "last-30-days",
    "next-7-days",
    "next-30-days",
)
"""Words for a stretch of days around today, the values of `within`."""
_NEVER = "1 = 0"
_PLACES = {"price": PRICE_PLACES, "quantity": QUANTITY_PLACES, "percent": PERCENT_PLACES, "count": 0}


@dataclass(frozen=True, slots=True)
class Condition:
    """What a column must be for a row to be in the list.

    Values are text as `list` prints it: plain decimals in major units, ISO dates, ids, words of SPANS, `yes` or `no`; a
    tuple for `between` (both ends belong to it) and `in`. `over`, `under`, `before` and `after` leave their value out.
    """

    key: str
    op: str
    value: Value = ""


Find = Callable[[Label, str, str], list[int]]
"""The ids of the smaller table's rows whose text fits: the label, contains, starts or is, and the text."""
Clause = tuple[str, list[Any]]
"""SQL with `?` marks, and its values."""


def condition_sql(source: Source, condition: Condition, as_of: date, find: Find | None) -> Clause:
    """A condition as SQL. Raises BillingError for what it cannot mean. A server finds by itself (`find` is None)."""
    column = source.column(condition.key)
    if condition.op not in OPERATORS[column.kind]:
        raise BillingError(f"{condition.op!r} cannot be asked of {column.key}", source.kind, "choose another filter")
    sql = source.sql[column.key]
    if condition.op in ("unset", "set"):
        return f"{sql} IS {'NOT ' if condition.op == 'set' else ''}NULL", []
    if column.kind == "text":
        return _text(source, condition.key, condition.op, _one(condition), find)
    if column.kind in DATES:
        return _dates(sql, column, condition, as_of)
    if column.kind in NUMBERS:
        return _numbers(source, column, condition)
    return _choices(sql, column, condition)


def span(word: str, as_of: date) -> tuple[date, date]:
    """First and last day of a word of SPANS. Weeks begin on Monday. Raises BillingError for another word."""
    day, month, quarter = timedelta(1), as_of.replace(day=1), as_of.replace(month=(as_of.month - 1) // 3 * 3 + 1, day=1)
    monday, year = as_of - timedelta(as_of.weekday()), as_of.replace(month=1, day=1)
    after = (month + timedelta(31)).replace(day=1)
    spans = {
        "today": (as_of, as_of),
        "yesterday": (as_of - day, as_of - day),
        "this-week": (monday, monday + 6 * day),
        "last-week": (monday - 7 * day, monday - day),
        "this-month": (month, after - day),
        "last-month": ((month - day).replace(day=1), month - day),
        "next-month": (after, (after + timedelta(31)).replace(day=1) - day),
        "this-quarter": (quarter, (quarter + timedelta(95)).replace(day=1) - day),
        "last-quarter": ((quarter - timedelta(80)).replace(day=1), quarter - day),
        "this-year": (year, year.replace(month=12, day=31)),
        "last-year": ((year - day).replace(month=1, day=1), year - day),
        "last-30-days": (as_of - 29 * day, as_of),
        "next-7-days": (as_of, as_of + 6 * day),
        "next-30-days": (as_of, as_of + 29 * day),
    }
    if word not in spans:
        raise BillingError(f"unknown stretch of days {word!r}", "", f"use one of: {', '.join(SPANS)}")
    return spans[word]


def like(text: str, before: str = "%") -> str:
    """The pattern for text that contains `text` as it stands (or begins with it, where `before` is empty)."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{before}{escaped}%"


def search_sql(source: Source, word: str, find: Find | None) -> Clause:
    """That one of the columns which name a record has `word` in it."""
    made = [_text(source, key, "contains", word, find) for key in source.searched]
    either = [clause for clause in made if clause[0] != _NEVER] or made[:1]
    return f"({' OR '.join(sql for sql, _ in either)})", [value for _, values in either for value in values]


def _text(source: Source, key: str, op: str, text: str, find: Find | None) -> Clause:
    if find is not None and key in source.labels:
        label = source.labels[key]
        ids = find(label, op, text)
        return (f"{label.link} IN (SELECT value FROM json_each(?))", [as_json(ids)]) if ids else (_NEVER, [])
    sql = source.sql[key]
    if op == "is":
        return f"lower({sql}) = lower(?)", [text]
    pattern = like(text, "" if op == "starts" else "%")
    if find is None:
        return f"lower({sql}) LIKE lower(?) ESCAPE '\\'", [pattern]
    if source.small:
        return f"fold({sql}) LIKE ? ESCAPE '\\'", [fold(pattern)]
    return f"{sql} LIKE ? ESCAPE '\\'", [pattern]  # SQLite's own: without the case of Latin letters


def _dates(sql: str, column: Column, condition: Condition, as_of: date) -> Clause:
    if condition.op == "within":
        first, last = span(_one(condition), as_of)
    elif condition.op == "between":
        first, last = map(_day, _two(condition))
    else:
        first = last = _day(_one(condition))
    until = (last + timedelta(1)).isoformat() if column.kind == "instant" else last.isoformat()
    below = "<" if column.kind == "instant" else "<="
    if condition.op == "before":
        return f"{sql} < ?", [first.isoformat()]
    if condition.op == "after":
        return f"{sql} {'>=' if column.kind == 'instant' else '>'} ?", [until]
    return f"({sql} >= ? AND {sql} {below} ?)", [first.isoformat(), until]


def _numbers(source: Source, column: Column, condition: Condition) -> Clause:
    sql = source.sql[column.key]
    marks = [_figure(source, column, text) for text in (_two(condition) if condition.op == "between" else [_one(condition)])]
    if condition.op == "between":
        return f"({sql} >= {marks[0]} AND {sql} <= {marks[1]})", []
    if condition.op == "is":
        return f"abs({sql}) = abs({marks[0]})" if column.kind == "money" else f"{sql} = {marks[0]}", []
    return f"{sql} {'>' if condition.op == 'over' else '<'} {marks[0]}", []


def _figure(source: Source, column: Column, text: str) -> str:
    """A figure in the scale that the column is stored in, as SQL: an amount counts in the minor units of each row's currency."""
    if column.kind != "money":
        return str(parse_scaled(text, _PLACES[column.kind]))
    exact = parse_scaled(text, 4, "amount")
    minor = {digits: _cut(exact, 10 ** (4 - digits)) for digits in (0, 2, 3, 4)}
    unusual = " ".join(f"WHEN '{code}' THEN {minor[currency_digits(code)]}" for code in _UNUSUAL)
    return f"(CASE {source.sql['currency']} {unusual} ELSE {minor[2]} END)"


_UNUSUAL = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF BHD IQD JOD KWD LYD OMR TND CLF UYW".split()


def _cut(value: int, by: int) -> int:
    """The value in a coarser scale, cut towards zero."""
    return value // by if value >= 0 else -(-value // by)


def _choices(sql: str, column: Column, condition: Condition) -> Clause:
    chosen: Sequence[str] = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    if column.kind == "flag":
        return f"{sql} = {int(chosen[0] in ('yes', 'true', '1'))}", []
    values: list[Any] = [int(text) for text in chosen] if column.kind == "id" else list(chosen)
    return (f"{sql} IN ({', '.join('?' * len(values))})", values) if values else (_NEVER, [])


def _one(condition: Condition) -> str:
    return condition.value if isinstance(condition.value, str) else condition.value[0]


def _two(condition: Condition) -> tuple[str, str]:
    if isinstance(condition.value, str) or len(condition.value) != 2:
        raise BillingError("a stretch needs its two ends", condition.key, "give both")
    return condition.value[0], condition.value[1]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BillingError(f"{text!r} is not a date", "", "write it like 2026-11-30") from None
