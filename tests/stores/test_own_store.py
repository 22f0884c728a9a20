from __future__ import annotations

from pathlib import Path

from cstotimeline import Codec, Event, Record, Records, Store
from cstotimeline.core.log.append import Tail, admit
from cstotimeline.core.log.records import Instant
from cstotimeline.testing.store_contract import CODEC, StoreContract


class LinesLog(Store):
    """A log in a list of lines, in the place of anything that keeps texts in order."""

    def __init__(self, codec: Codec) -> None:
        super().__init__(codec)
        self._lines: list[str] = []

    def __len__(self) -> int:
        return len(self._lines)

    def read(self, after: int = 0) -> Records:
        """Return the records whose position is above ``after``."""
        with self._alone():
            lines = enumerate(self._lines, start=1)
            held = Records(self.codec.from_line(line, position=place) for place, line in lines)
            return held[after:] if after else held

    def append(
        self, *events: Event, expected: int | None = None, recorded: Instant | None = None
    ) -> tuple[Record, ...]:
        """Add all events or none: ``admit`` says which are new, and refuses what no log may take."""
        with self._alone():
            held = self.read()
            new = admit(events, Tail.of(held), held.find, expected=expected, recorded=recorded)
            self._lines.extend(self.lines_of(new))
            held = held.extended(new)
            return tuple(held[event.id] for event in events)


class TestLinesLog(StoreContract):
    """A store of one's own keeps what every store promises."""

    shared = False  # each object is a log of its own

    def open_at(self, place: Path) -> LinesLog:  # noqa: ARG002  it has no place
        """Return a new log."""
        return LinesLog(CODEC)
