"""Records as aligned columns of text for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

MAX_WIDTH = 44
"""Characters of a cell; longer text is cut in lists, and whole in `--json`."""


class Field(NamedTuple):
    """A column: the record's key, its title, and whether it is a figure, which stands at the right."""

    key: str
    title: str
    is_figure: bool = False


def table(fields: Sequence[Field], records: Sequence[Mapping[str, Any]]) -> str:
    """The records under their titles. Columns that are empty throughout are left out."""
    shown = [field for field in fields if any(record[field.key] not in (None, "") for record in records)]
    rows = [[field.title for field in shown]]
    rows += [[_cell(record[field.key], field) for field in shown] for record in records]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = (
            cell.rjust(width) if field.is_figure else cell.ljust(width)
            for cell, width, field in zip(row, widths, shown, strict=True)
        )
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


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
