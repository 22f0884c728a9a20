"""Logs: append-only sequences of records, and what every store of one can do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, ValuesView
from functools import cached_property, partial
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, Self, overload

from cstotimeline.core.errors import Fault, LogError, UnknownName, nearest, shown
from cstotimeline.core.events.amendments import link_faults
from cstotimeline.core.events.announcements import announcement_faults
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.records import Record

if TYPE_CHECKING:
    from cstotimeline.core.log.digest import Digest
    from cstotimeline.core.log.records import Instant


class Records(Sequence[Record]):
    """The records of a log, or with ``part`` a stretch of them: by place from 0, by event id, in order of
    position. A value: two are equal where their records are; it cannot be changed.

    Raises:
        LogError: two records with one event id, or links between events that lead nowhere; the links of a
            part may lead out of it.
    """

    is_part: bool = False
    """Whether the records are a stretch of a log, so that links may lead out of it."""

    _records: list[Record]
    _places: dict[str, int]
    _length: int
    _grows: list[bool]

    def __init__(self, records: Iterable[Record], *, part: bool = False) -> None:
        held = sorted(records, key=attrgetter("position"))
        places = {record.event.id: place for place, record in enumerate(held)}
        vars(self).update(is_part=part, _records=held, _places=places, _length=len(held), _grows=[True])
        links = () if part else (*link_faults(self.events), *announcement_faults(self.events))
        doubles = () if len(self._places) == self._length else _doubles(self._records)
        faults = [*doubles, *links]
        if faults:
            raise LogError(faults)

    def extended(self, records: Iterable[Record]) -> Records:
        """Return these records and, after them, new ones that :mod:`cstotimeline.core.log.append` let in; the
        links are not checked again.

        The values share what they hold: adding costs what is added, not what is there. Where these records were
        extended before, by any thread, the new value gets a copy of its own.
        """
        new = list(records)
        if not new:
            return self
        try:
            self._grows.pop()  # one of all threads gets it, and a forked child of a thread that is half way does not
            held, places = self._records, self._places
        except IndexError:
            held = self._records[: self._length]
            places = {record.event.id: place for place, record in enumerate(held)}
        held.extend(new)
        places.update((record.event.id, place) for place, record in enumerate(new, self._length))
        grown = object.__new__(Records)
        vars(grown).update(
            is_part=self.is_part,
            _records=held,
            _places=places,
            _length=self._length + len(new),
            _grows=[True],
        )
        return grown

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """Return the events by id, in the order of their records."""
        return EventsById(self)

    def find(self, ids: Iterable[str]) -> dict[str, Event]:
        """Return the events with these ids, by id; ids that no event has are left out."""
        return {name: self[name].event for name in ids if self.has(name)}

    @overload
    def __getitem__(self, key: int | str) -> Record: ...
    @overload
    def __getitem__(self, key: slice) -> Records: ...
    def __getitem__(self, key: int | str | slice) -> Record | Records:
        """Return the record at a place, or of an event id.

        Raises:
            UnknownName: no event has this id.
            IndexError: there is no record at this place.
        """
        if isinstance(key, slice):
            return Records([self.at_place(n) for n in range(*key.indices(self._length))], part=True)
        if isinstance(key, int):
            return self.at_place(range(self._length)[key])
        place = self._places.get(key, self._length)
        if place >= self._length:
            what = f"no event with this id, got {shown(key)}"
            few = ", ".join(nearest(key, self._places))
            remedy = f"write one such as {few}" if few else "list the ids with cstotimeline events"
            raise UnknownName(Fault(where="log", what=what, remedy=remedy))
        return self.at_place(place)

    def at_place(self, place: int) -> Record:
        """Return the record at a place from 0 up to the length; every look-up ends here."""
        return self._records[place]

    def line_at(self, place: int) -> str | None:
        """Return the canonical line of the record at a place, where the records were read from such lines and keep
        them; else None.
        """
        del place
        return None

    def __contains__(self, key: object) -> bool:
        if isinstance(key, str):
            return self.has(key)
        return isinstance(key, Record) and self.has(key.event.id) and self[key.event.id] == key

    def has(self, name: str) -> bool:
        """Return whether an event has this id."""
        return self._places.get(name, self._length) < self._length

    def place_of(self, name: str) -> int | None:
        """Return the place, from 0, of the record of an event id; None where no event has it. Nothing is decoded."""
        place = self._places.get(name, self._length)
        return place if place < self._length else None

    def seconds_from(self, place: int) -> Iterator[int]:
        """Yield when each record from a place on was recorded, in seconds since 1970."""
        return (int(self._records[n].instant.timestamp()) for n in range(place, self._length))

    def __iter__(self) -> Iterator[Record]:
        return islice(self._records, self._length)

    def __len__(self) -> int:
        return self._length

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Records):
            return NotImplemented
        return self is other or (
            (self.is_part, len(self)) == (other.is_part, len(other))
            and all(one == another for one, another in zip(self, other, strict=True))
        )

    def __hash__(self) -> int:
        return hash((Records, len(self)))

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(Records, part=self.is_part), (list(self),)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"records cannot be changed, got {name} = {shown(value)}")

    def __repr__(self) -> str:
        return f"<Records: {len(self)}>"


class EventsById(Mapping[str, Event]):
    """The events of records by id, without a copy."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def __getitem__(self, name: str) -> Event:
        if not self._records.has(name):
            raise KeyError(name)
        return self._records[name].event

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._records.has(name)

    def __iter__(self) -> Iterator[str]:
        return (record.event.id for record in self._records)

    def values(self) -> ValuesView[Event]:
        """Return the events, in the order of their records."""
        return _Values(self)

    def since(self, place: int) -> Iterator[Event]:
        """Yield the events from a place on, without passing those before it."""
        if not place:
            return (record.event for record in self._records)
        return (self._records.at_place(n).event for n in range(place, len(self._records)))

    def __len__(self) -> int:
        return len(self._records)


class _Values(ValuesView[Event]):
    """The events of records, in their order."""

    _mapping: EventsById

    def __iter__(self) -> Iterator[Event]:
        return self._mapping.since(0)


class Log(Protocol):
    """What every store of a log can do."""

    def append(
        self, *events: Event, expected: int | None = None, recorded: Instant | None = None
    ) -> tuple[Record, ...]:
        """Add events, all or none, and return their records, in the order given.

        ``expected`` is the length of the log that the writer saw. ``recorded`` is the instant to keep, by
        default now; a log never goes back in time.
        An event whose id is there with the same content is not added again; its record is returned.

        Raises:
            Conflict: the log has another length than ``expected``.
            LogError: an id that is there with other content, a link to no event, an instant before that of the
                last record, or a store that cannot be written; then nothing is added.
        """
        ...

    def read(self, after: int = 0) -> Records:
        """Return the records whose position is above ``after``, in order."""
        ...

    def follow(
        self, after: int = 0, *, every: float = 1.0, patience: float | None = None
    ) -> Iterator[Record]:
        """Yield the records whose position is above ``after``, then each new one, in order and none left out.

        The log is looked at again ``every`` so many seconds. It ends once ``patience`` seconds have passed
        without a new record; by default never.
        """
        ...

    def digest(self, length: int | None = None) -> Digest:
        """Return the digest of the canonical lines of the first ``length`` records; by default of all.

        Raises:
            LogError: the log has fewer records.
        """
        ...

    def close(self) -> None:
        """Close files and connections; after that the log cannot be used."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *reason: object) -> None: ...

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
