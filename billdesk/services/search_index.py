"""Words of many records in one text, to be searched a letter at a time: a hundred thousand accounts in a few milliseconds.

Each record is a line of its folded fields. Looking for a word in the whole text costs less than asking the database, knows
no accents, and tells a beginning from a middle.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from billdesk.services.lists_labels import fold

_LINE, _FIELD = "\n", "\x1f"
WHOLE, HEAD, WORD, MIDDLE = 3, 2, 1, 0
"""How a record fits: a field is what was typed, a field begins so, a word does, or it stands somewhere."""
_BREAKS = (" ", "-", ".", "/", "@", "&", "(")


class TextIndex:
    """Records by id with text fields, the first of which is their code."""

    def __init__(self, rows: Iterable[Sequence[object]]) -> None:
        self.ids: array[int] = array("q")
        self._starts: array[int] = array("q")
        lines = []
        at = 1
        for record, *fields in rows:
            line = _FIELD + _FIELD.join(_plain(text) for text in fields) + _FIELD
            self.ids.append(int(str(record)))
            self._starts.append(at)
            lines.append(line)
            at += len(line) + 1
        self._text = _LINE + _LINE.join(lines) + _LINE

    def find(self, typed: str, limit: int) -> list[tuple[int, int, int]]:
        """The best `limit` records for what was typed, as (fit, field, id): those that fit best first, then by their place.

        All words must stand in the record; the first way to fit is that of the longest word.
        """
        words = fold(typed).split()
        if not words:
            return []
        phrase = " ".join(words)
        found: dict[int, tuple[int, int]] = {}
        self._collect(phrase, [], limit, found)
        if len(words) > 1 and len(found) < limit:
            longest = max(words, key=len)
            others = [word for word in words if word is not longest]
            self._collect(longest, others, limit, found)
        ranked = sorted((-fit, field, line) for line, (fit, field) in found.items())
        return [(-fit, field, self.ids[line]) for fit, field, line in ranked[:limit]]

    def _collect(self, word: str, others: Sequence[str], limit: int, found: dict[int, tuple[int, int]]) -> None:
        ways = [(WHOLE, f"{_FIELD}{word}{_FIELD}", 0), (HEAD, _FIELD + word, 0)]
        ways += [(WORD, mark + word, 1) for mark in _BREAKS]
        ways.append((MIDDLE, word, 0))
        for fit, pattern, _ in ways:
            if len(found) >= limit:
                return
            self._scan(fit, pattern, others, limit, found)

    def _scan(self, fit: int, pattern: str, others: Sequence[str], limit: int, found: dict[int, tuple[int, int]]) -> None:
        """Note lines that have `pattern` (and the other words), until there are enough."""
        text = self._text
        at = text.find(pattern)
        while at >= 0 and len(found) < limit:
            line = bisect_right(self._starts, at) - 1
            start = self._starts[line]
            end = text.find(_LINE, at + 1)
            if line not in found and all(word in text[start:end] for word in others):
                found[line] = (fit, max(0, text.count(_FIELD, start, at + 1) - 1))
            at = text.find(pattern, end)


def _plain(text: object) -> str:
    folded = fold(None if text is None else str(text))
    return " ".join(folded.split())
