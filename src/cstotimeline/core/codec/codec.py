"""The codec: canonical JSON lines to records and back, by the rule of a strict cattrs converter.

Nothing is coerced, unknown and duplicate keys are refused, and every fault of a line is reported at once.

The rule is the strict converter of :mod:`~cstotimeline.core.codec.cattrs_reader`. A line is first given to a quicker
reader, which takes only what the rule would take, and builds the very same: to
:mod:`~cstotimeline.core.codec.msgspec_reader`, where msgspec is installed (the extra ``fast``), then to
:mod:`~cstotimeline.core.codec.compiled_reader`. What neither takes is read by the rule, which says what is wrong with
it. A property test holds the three to one another.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import Any, NoReturn, cast

from cstotimeline.core.codec import writer as writers
from cstotimeline.core.codec.cattrs_reader import StrictConverter, faults_of
from cstotimeline.core.codec.compiled_reader import Readers, Refused, with_inherited
from cstotimeline.core.codec.json_text import MAX_LINE_CHARACTERS, bounded, plain
from cstotimeline.core.codec.msgspec_reader import AFTER, FastLines, is_installed
from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.records import Record, is_written, record_read, written_of

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


class Codec:
    """Reads and writes events of the given kinds: their classes, or a mapping to them by kind, which may import
    them late.

    The canonical line has its keys in a fixed order (``recorded``, ``kind``, ``version``, ``id``, ``occurred``,
    ``effective``, the kind's own fields, ``sources``, ``note``), leaves out what has its default value, and is
    UTF-8 without escapes. ``upcast`` maps ``(kind, version)`` of an old line to a function that returns the
    data of the next version.

    ``fast`` says whether msgspec, which the extra ``fast`` installs, reads the lines: by default where it is there, and
    from the thousandth line on, since making it ready takes a moment. With it and without, the same lines are taken
    and refused, with the same events and the same faults.

    Raises:
        LogError: two kinds with one name; ``fast`` without msgspec.
    """

    def __init__(
        self,
        kinds: Iterable[type[Event]] | Mapping[str, type[Event]],
        *,
        upcast: Mapping[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] | None = None,
        fast: bool | None = None,
    ) -> None:
        self.kinds = _by_name(kinds)
        self._upcast = dict(upcast or {})
        if fast and not is_installed():
            raise LogError(
                Fault(where="fast", what="msgspec is missing", remedy="install cstotimeline[fast]")
            )
        self._readers = Readers(self._inside)
        after = 0 if fast else AFTER
        is_fast = is_installed() if fast is None else fast
        self._fast = FastLines(self.kinds, self._readers, but=self._upcast, after=after) if is_fast else None

    @cached_property
    def _strict(self) -> StrictConverter:
        return StrictConverter(self.from_data, self.to_data)

    # Writing

    def to_data(self, event: Event) -> dict[str, Any]:
        """Return ``event`` as plain JSON data in canonical order, without what has its default value."""
        return self._data(event, ())

    def _data(self, event: Event, but: Collection[str]) -> dict[str, Any]:
        self._check_kind(event)
        try:
            return writers.event_data(event, self._data, but)
        except writers.NotWritable:
            said = [(name, value) for name, value in writers.said(event) if name not in but]
            head = {"kind": event.kind, "version": event.version}
            return {**head, **{name: self._strict.plain(value) for name, value in said}}

    def to_line(self, record: Record) -> str:
        """Return the canonical line of ``record``, without a line end; the position is not part of it."""
        recorded = written_of(record)
        self._check_kind(record.event)
        try:
            return f'{{"recorded": "{recorded}", {writers.event_text(record.event, self._text)}}}'
        except writers.NotWritable:
            return _ENCODER.encode({"recorded": recorded, **self.to_data(record.event)})

    def _text(self, event: Event, but: Collection[str]) -> str:
        self._check_kind(event)
        return f"{{{writers.event_text(event, self._text, but)}}}"

    def _check_kind(self, event: Event) -> None:
        if self.kinds.get(event.kind) is not type(event):
            self._unknown_kind("event", event.kind)

    # Reading

    def from_line(self, line: str, position: int) -> Record:
        """Return the record that ``line`` writes.

        Raises:
            LogError: every fault of the line, each with its path; no file and no line number, which the
                caller knows.
        """
        found = None
        if len(line) <= MAX_LINE_CHARACTERS:
            found = self._fast.read(line) if self._fast is not None else None
            found = found or self._quickly(line)
        recorded, event = found or self._strictly(line)
        return record_read(position, recorded, event)

    def _quickly(self, line: str) -> tuple[str, Event] | None:
        """Return the instant and the event of a line; None where the readers do not take it, for whatever reason."""
        try:
            data = plain(line)
            recorded = data.pop("recorded")
            return (recorded, self._inside(data)) if is_written(recorded) else None
        except Exception:
            return None

    def _inside(self, data: dict[str, Any]) -> Event:
        """Return the event that plain ``data`` from JSON writes, which is used up.

        Raises:
            Exception: it is not taken; the strict converter knows why.
        """
        cls = self.kinds[data.pop("kind")]
        read = self._readers.of(cls)
        version = data.pop("version")
        if read is None or type(version) is not int or version != cls.version:
            raise Refused
        if (cls.kind, version) in self._upcast:
            raise Refused
        event: Event = read(data)
        return event

    def _strictly(self, line: str) -> tuple[str, Event]:
        """Return the instant and the event of a line, read by the rule.

        Raises:
            LogError: every fault of the line.
        """
        data = plain(bounded(line))
        if type(data) is not dict:
            what = f"expected an object, got {shown(line)}"
            raise LogError(Fault(where="line", what=what, remedy="write one record a line"))
        found: list[Fault] = []
        recorded = data.pop("recorded", None)
        if type(recorded) is not str or not is_written(recorded):
            what = f"expected an instant in UTC, got {shown(recorded)}"
            found.append(Fault(where="recorded", what=what, remedy="write it as 2026-11-21T12:00:00Z"))
        try:
            event = self.from_data(data)
        except LogError as error:
            raise LogError([*found, *error.faults]) from None
        if found:
            raise LogError(found)
        return recorded, event

    def from_draft(self, line: str) -> Event:
        """Return the event that a line without ``recorded`` writes: one that is yet to be appended.

        Raises:
            LogError: every fault of the line, each with its path.
        """
        data = plain(bounded(line))
        if type(data) is dict and "recorded" in data:
            what = f"a draft has no instant of recording, got {shown(data['recorded'])}"
            raise LogError(Fault(where="recorded", what=what, remedy="leave it out; appending sets it"))
        return self.from_data(data)

    def from_data(self, data: object) -> Event:
        """Return the event that plain JSON ``data`` writes.

        Raises:
            LogError: every fault of it, each with its path.
        """
        if type(data) is not dict:
            what = f"expected an object, got {shown(data)}"
            raise LogError(Fault(where="event", what=what, remedy="write one event as an object"))
        rest = self._upcasted(dict(data))
        kind, version = rest.pop("kind", None), rest.pop("version", None)
        cls = self.kinds.get(kind) if type(kind) is str else None
        if cls is None:
            self._unknown_kind("kind", kind)
        if type(version) is not int or version != cls.version:
            what = f"expected {cls.version} for {kind}, got {shown(version)}"
            raise LogError(Fault(where="version", what=what, remedy=f"write {cls.version}"))
        try:
            return self._strict.event(with_inherited(rest, cls.inherits), cls)
        except Exception as error:
            raise LogError(faults_of(error)) from None

    def _upcasted(self, data: dict[str, Any]) -> dict[str, Any]:
        for _ in range(len(self._upcast)):
            version = data.get("version", 0)
            step = self._upcast.get((str(data.get("kind")), version)) if type(version) is int else None
            if step is None:
                break
            try:
                data = step(data)
            except Exception as error:
                what = f"the line cannot be brought to version {version + 1} ({shown(str(error))})"
                raise LogError(Fault(where="version", what=what, remedy="mend the line")) from None
        return data

    # Kinds

    def kind_named(self, kind: str) -> type[Event]:
        """Return the class of a kind.

        Raises:
            LogError: no such kind.
        """
        cls = self.kinds.get(kind)
        if cls is None:
            self._unknown_kind("kind", kind)
        return cls

    def _unknown_kind(self, where: str, kind: object) -> NoReturn:
        known = ", ".join(sorted(self.kinds))
        remedy = f"write one of {known}"
        raise LogError(Fault(where=where, what=f"unknown kind, got {shown(kind)}", remedy=remedy))


def _by_name(kinds: Iterable[type[Event]] | Mapping[str, type[Event]]) -> Mapping[str, type[Event]]:
    if isinstance(kinds, Mapping):
        return cast("Mapping[str, type[Event]]", kinds)
    named: dict[str, type[Event]] = {}
    for cls in kinds:
        if named.setdefault(cls.kind, cls) is not cls or not cls.kind:
            what = f"the kind {cls.kind!r} of {cls.__name__} is empty or taken"
            raise LogError(Fault(where="kinds", what=what, remedy="give each class its own kind"))
    return named
