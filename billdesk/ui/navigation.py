"""Where a person is in the window, was, and can go back to."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """A page, the record that it shows (the row's id), and what else it is told, such as a tab or a filter."""

    page: str
    record: int | None = None
    extra: tuple[tuple[str, str], ...] = ()

    def told(self, key: str) -> str:
        """What the place says of `key`; empty where it says nothing."""
        return dict(self.extra).get(key, "")


@dataclass(slots=True)
class Trail:
    """The places visited, for back and forward. `limit` places are kept."""

    limit: int = 100
    _places: list[Place] = field(default_factory=list)
    _at: int = -1

    def visit(self, place: Place) -> None:
        """Go to a new place; what lay ahead is forgotten. Going where one is changes nothing."""
        if self.here == place:
            return
        self._places = [*self._places[: self._at + 1], place][-self.limit :]
        self._at = len(self._places) - 1

    @property
    def here(self) -> Place | None:
        """The present place."""
        return self._places[self._at] if self._at >= 0 else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place ahead that was gone back from."""
        return self._at < len(self._places) - 1

    def back(self) -> Place | None:
        """Step back; None at the beginning."""
        return self._step(-1)

    def forward(self) -> Place | None:
        """Step forward; None at the end."""
        return self._step(1)

    def recent(self, count: int = 8) -> list[Place]:
        """The last different places, newest first, without the present one."""
        found: list[Place] = []
        for place in reversed(self._places):
            if place != self.here and place not in found:
                found.append(place)
        return found[:count]

    def _step(self, by: int) -> Place | None:
        if not 0 <= self._at + by < len(self._places):
            return None
        self._at += by
        return self._places[self._at]
