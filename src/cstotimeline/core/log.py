"""Logs: append-only sequences of records, and what every store of one can do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, overload

from cstotimeline.core.announcements import announcement_faults
from cstotimeline.core.corrections import link_faults
from cstotimeline.core.errors import Fault, LogError, UnknownName, shown
from cstotimeline.core.events import Event
from cstotimeline.core.records import Instant, Record


class Records(Sequence[Record]):
    """The records of a log, or with ``part`` a stretch of them: by place from 0, by event id, in order of
    position.

    Raises:
        LogError: two records with one event id, or links between events that lead nowhere; the links of a
            part may lead out of it.
    """

    def __init__(self, records: Iterable[Record], *, part: bool = False) -> None:
        self._records = tuple(sorted(records, key=lambda record: record.position))
        self._by_id = {record.event.id: record for record in self._records}
        self._events = {name: record.event for name, record in self._by_id.items()}
        links = () if part else (*link_faults(self.events), *announcement_faults(self.events))
        faults = [*_doubles(self._records), *links]
        if faults:
            raise LogError(faults)

    @property
    def events(self) -> Mapping[str, Event]:
        """Return the events by id."""
        return self._events

    @overload
    def __getitem__(self, key: int | str) -> Record: ...
    @overload
    def __getitem__(self, key: slice) -> Records: ...
    def __getitem__(self, key: int | str | slice) -> Record | Records:
        """Return the record at a place, or of an event id.

        Raises:
            UnknownName: no event has this id.
            IndexError: no record stands at this place.
        """
        if isinstance(key, slice):
            return Records(self._records[key], part=True)
        if isinstance(key, int):
            return self._records[key]
        try:
            return self._by_id[key]
        except KeyError:
            what = f"no event with this id, got {shown(key)}"
            raise UnknownName(
                Fault(where="log", what=what, remedy="list the ids with cstotimeline events")
            ) from None

    def __contains__(self, key: object) -> bool:
        return key in self._by_id or any(key == record for record in self._records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def __repr__(self) -> str:
        return f"<Records: {len(self)}>"


class Log(Protocol):
    """What every store of a log can do."""

    def append(
        self, *events: Event, expected: int | None = None, recorded: Instant | None = None
    ) -> tuple[Record, ...]:
        """Add events, all or none, and return their records.

        ``expected`` is the length of the log that the writer saw. ``recorded`` is the instant to keep, by
        default now.
        An event whose id is there with the same content is not added again; its record is returned.

        Raises:
            Conflict: the log is longer than ``expected``.
            LogError: an id that is there with other content, or a link to no event.
        """
        ...

    def read(self, after: int = 0) -> Records:
        """Return the records whose position is above ``after``, in order."""
        ...

    def __len__(self) -> int:
        """Return the number of records."""
        ...


def _doubles(records: Sequence[Record]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for record in records:
        first = seen.setdefault(record.event.id, record.position)
        if first != record.position:
            what = f"the id stands at position {first} already, got {shown(record.event.id)}"
            remedy = "give each event its own id"
            yield Fault(where=f"position {record.position} id", what=what, remedy=remedy)
