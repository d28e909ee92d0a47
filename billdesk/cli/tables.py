"""Records as aligned columns of text for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

MAX_WIDTH = 44
"""Characters of a cell; longer text is cut in lists, and whole in `--json`."""


class Field(NamedTuple):
    """A column: the record's key, its title, and whether it is a figure, which stands at the right."""

    key: str
    title: str
    is_figure: bool = False


def table(fields: Sequence[Field], records: Iterable[Mapping[str, Any]]) -> tuple[str, int]:
    """The records under their titles, and how many they are. Columns that are empty throughout are left out."""
    rows = [[_cell(record[field.key], field) for field in fields] for record in records]
    shown = [index for index in range(len(fields)) if any(row[index] for row in rows)]
    widths = {index: max(len(fields[index].title), *(len(row[index]) for row in rows)) for index in shown}
    lines = []
    for row in ([field.title for field in fields], *rows):
        cells = (
            row[index].rjust(widths[index]) if fields[index].is_figure else row[index].ljust(widths[index]) for index in shown
        )
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines), len(rows)


def counted(count: int, noun: str, plural: str = "") -> str:
    """`1 invoice`, `2,155 lines`."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def grouped(amount: str) -> str:
    """Plain decimal text with thousands separated for reading: 1330735.98 as 1,330,735.98."""
    whole, point, fraction = amount.partition(".")
    return f"{int(whole):,}{point}{fraction}" if whole not in ("-0", "-") else amount


def _cell(value: object, field: Field) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    text = " ".join(str(value).split())
    if field.is_figure:
        return grouped(text) if _is_decimal(text) else text
    return text if len(text) <= MAX_WIDTH else text[: MAX_WIDTH - 1] + "…"


def _is_decimal(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit() and text.isascii()
