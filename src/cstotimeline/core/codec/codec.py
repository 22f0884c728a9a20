"""The codec: canonical JSON lines to records and back, by the rule of a strict cattrs converter.

Nothing is coerced, unknown and duplicate keys are refused, and every fault of a line is reported at once.

The rule is the reference reader, :mod:`~cstotimeline.core.codec.cattrs_reader`. A line is first given to a quicker
reader, which takes only what the rule would take, and builds the very same: to
:mod:`~cstotimeline.core.codec.msgspec_reader`, where msgspec is installed (the extra ``fast``), then to
:mod:`~cstotimeline.core.codec.compiled_reader`. What neither takes is read by the rule, which says what is wrong with
it. A property test holds the three to one another.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import datetime
from functools import cached_property, partial
from typing import Any, NoReturn, cast

from cstotimeline.core.codec.cattrs_reader import ReferenceReader, faults_of
from cstotimeline.core.codec.compiled_reader import CompiledReader, Refused, with_inherited
from cstotimeline.core.codec.json_text import MAX_LINE_CHARACTERS, bounded, parse_json
from cstotimeline.core.codec.kinds import comes_back, kind_faults
from cstotimeline.core.codec.msgspec_reader import AFTER, MsgspecReader, is_installed
from cstotimeline.core.codec.writer import Writer
from cstotimeline.core.errors import Fault, LogError, one_of, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.records import Record, instant_of, record_read, written

Upcast = Callable[[dict[str, Any]], dict[str, Any] | None]
"""Brings the data of an old line to a later version: returns the new data, or changes what it is given."""


class Codec:
    """Reads and writes events of the given kinds: their classes, or a mapping to them by kind, which may import
    them late.

    The canonical line has its keys in a fixed order (``recorded``, ``kind``, ``version``, ``id``, ``occurred``,
    ``effective``, the kind's own fields, ``sources``, ``note``), leaves out what has its default value, and is
    UTF-8 without escapes. What is written can be read: a class whose events could not come back as they were is
    refused, here, or, where a mapping imports it late, when it is first used.

    ``upcast`` maps ``(kind, version)`` of an old line to a function that is given the line's data without
    ``recorded``, and returns that of a later version or changes it in place; the next version is set unless the
    function sets one.

    ``fast`` says whether msgspec, which the extra ``fast`` installs, reads the lines: by default where it is there, and
    from the thousandth line on, since making it ready takes a moment. With it and without, the same lines are taken
    and refused, with the same events and the same faults.

    Raises:
        LogError: two kinds with one name; a class whose events could not be read back (each class and field, and what
            is allowed); an upcast of an unknown kind or from no older version; ``fast`` without msgspec.

    >>> import attrs
    >>> @attrs.frozen(kw_only=True)
    ... class CaptainChosen(Event):
    ...     kind = "captain_chosen"
    ...     person: str
    >>> codec = Codec([CaptainChosen])
    >>> draft = '{"kind": "captain_chosen", "version": 1, "id": "captain-ann", "occurred": "1998", "person": "Ann", '
    >>> codec.from_draft(draft + '"sources": [{"publisher": "The Herald"}]}').person
    'Ann'
    """

    def __init__(
        self,
        kinds: Iterable[type[Event]] | Mapping[str, type[Event]],
        *,
        upcast: Mapping[tuple[str, int], Upcast] | None = None,
        fast: bool | None = None,
    ) -> None:
        if fast and not is_installed():
            remedy = "install cstotimeline[fast]"
            raise LogError(Fault(where="fast", what="msgspec is missing", remedy=remedy))
        self.kinds = _by_name(kinds)
        self._upcast = dict(upcast or {})
        self._checked: dict[str, type[Event]] = {}
        self._sure: set[type[Event]] = set()
        if faults := tuple(_upcast_faults(self._upcast, self.kinds)):
            raise LogError(faults)
        if not isinstance(kinds, Mapping):
            for kind in self.kinds:
                self._known(kind)
        self._writers = Writer(self._check_kind)
        self._readers = CompiledReader(self._inside)
        after = 0 if fast else AFTER
        is_fast = is_installed() if fast is None else fast
        self._fast = MsgspecReader(self._known, self._readers, after=after) if is_fast else None

    def __reduce__(self) -> Any:
        fast = False if self._fast is None else None
        return partial(type(self), upcast=self._upcast, fast=fast), (self.kinds,)

    @cached_property
    def _reference(self) -> ReferenceReader:
        return ReferenceReader(self.from_data)

    # Kinds

    def kind_named(self, kind: str) -> type[Event]:
        """Return the class of a kind.

        Raises:
            LogError: no such kind, or a class whose events could not be read back.
        """
        return self._known(kind) or self._unknown_kind("kind", kind)

    def _known(self, kind: object) -> type[Event] | None:
        """Return the class of a kind, checked when it is first used; None where there is no such kind."""
        cls = self._checked.get(kind) if type(kind) is str else None
        if cls is None and type(kind) is str and (cls := self.kinds.get(kind)) is not None:
            if faults := [*kind_faults(cls), *self._place_faults(kind, cls)]:
                raise LogError(faults)
            if comes_back(cls):
                self._sure.add(cls)
            self._checked[kind] = cls
        return cls

    def _place_faults(self, kind: str, cls: type[Event]) -> Iterator[Fault]:
        """Yield what is wrong with a class as that of a kind, and with the upcasts to it."""
        if getattr(cls, "kind", kind) != kind:
            what = f"{cls.__name__} has the kind {shown(cls.kind)}, got {shown(kind)}"
            yield Fault(where="kinds", what=what, remedy="map each kind to its class")
        for name, version in self._upcast:
            if name == kind and version >= cls.version:
                what = f"expected a version before {cls.version}, that of {cls.__name__}, got {version}"
                yield Fault(where="upcast", what=what, remedy="bring old versions to newer ones")

    def _unknown_kind(self, where: str, kind: object) -> NoReturn:
        remedy = f"write one of {', '.join(sorted(self.kinds))}"
        raise LogError(Fault(where=where, what=f"unknown kind, got {shown(kind)}", remedy=remedy))

    # Writing

    def to_data(self, event: Event) -> dict[str, Any]:
        """Return ``event`` as plain JSON data in canonical order, without what has its default value."""
        data: dict[str, Any] = json.loads(self._writers.event(event))
        return data

    def _check_kind(self, event: Event) -> None:
        kind: Any = getattr(event, "kind", None)
        if self._known(kind) is not type(event):
            self._unknown_kind("event", kind)

    def to_line(self, record: Record) -> str:
        """Return the canonical line of ``record``, without a line end; the position is not part of it.

        Raises:
            LogError: an event of another kind, or one that could not be read back from the line.
        """
        event, write = record.event, self._writers.inside
        try:
            text = write(event)
            line = f'{{"recorded": "{written(record.instant)}", {text}}}'
            if type(event) not in self._sure:
                again = self.from_line(line, 1).event
                if write(again) != text:
                    what = f"read back from its line it is another event, got {shown(again)}"
                    remedy = "let its class leave unchanged what it has changed once"
                    raise LogError(Fault(where=event.id, what=what, remedy=remedy))
        except RecursionError:
            what = "values are nested too deeply to be read back"
            raise LogError(Fault(where=event.id, what=what, remedy="split the event")) from None
        return line

    # Reading

    def from_line(self, line: str, position: int) -> Record:
        """Return the record that ``line`` writes, at a position from 1 upwards.

        Raises:
            LogError: every fault of the line, each with its path; no file and no line number, which the
                caller knows.

        >>> import attrs
        >>> @attrs.frozen(kw_only=True)
        ... class MatchPlayed(Event):
        ...     kind = "match_played"
        >>> codec = Codec([MatchPlayed])
        >>> line = '{"recorded": "2026-11-21T12:00:00Z", "kind": "match_played", "version": 1,'
        >>> line += ' "id": "match-1", "occurred": "1999-05", "sources": [{"publisher": "The Herald"}]}'
        >>> record = codec.from_line(line, position=1)
        >>> str(record.event.occurred), codec.to_line(record) == line
        ('1999-05', True)
        >>> try:
        ...     codec.from_line(line.replace("1999-05", "May 1999"), position=1)
        ... except LogError as error:
        ...     print(error.faults[0].where)
        occurred
        """
        found = None
        if len(line) <= MAX_LINE_CHARACTERS:
            found = self._fast.read(line) if self._fast is not None else None
            found = found or self._quickly(line)
        instant, event = found or self._strictly(line)
        return record_read(position, instant, event)

    def _quickly(self, line: str) -> tuple[datetime, Event] | None:
        """Return the instant and the event of a line; None where the compiled reader does not take it."""
        try:
            data = parse_json(line)
            instant = instant_of(data.pop("recorded"))
            return None if instant is None else (instant, self._inside(data))
        except Exception:
            return None

    def _inside(self, data: dict[str, Any]) -> Event:
        """Return the event that plain ``data`` from JSON writes; the data are changed.

        Raises:
            Exception: it is not taken; the reference reader knows why.
        """
        cls = self._known(data.pop("kind"))
        version = data.pop("version")
        if cls is None or type(version) is not int or version != cls.version:
            raise Refused
        event: Event = self._readers.of(cls)(data)
        return event

    def _strictly(self, line: str) -> tuple[datetime, Event]:
        """Return the instant and the event of a line, read by the rule.

        Raises:
            LogError: every fault of the line.
        """
        data = parse_json(bounded(line))
        if type(data) is not dict:
            what = f"expected an object, got {shown(line)}"
            raise LogError(Fault(where="line", what=what, remedy="write one record a line"))
        found: list[Fault] = []
        recorded = data.pop("recorded", None)
        instant = instant_of(recorded) if type(recorded) is str else None
        if instant is None:
            what = f"expected an instant in UTC, got {shown(recorded)}"
            found.append(Fault(where="recorded", what=what, remedy="write it as 2026-11-21T12:00:00Z"))
        try:
            event = self.from_data(data)
        except LogError as error:
            raise LogError([*found, *error.faults]) from None
        if instant is None:
            raise LogError(found)
        return instant, event

    def from_draft(self, line: str) -> Event:
        """Return the event that a line without ``recorded`` writes: one that is yet to be appended.

        Raises:
            LogError: every fault of the line, each with its path.
        """
        data = parse_json(bounded(line))
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
        cls = self._known(kind) or self._unknown_kind("kind", kind)
        if type(version) is not int or version != cls.version:
            what = f"expected {cls.version} for {kind}, got {shown(version)}"
            raise LogError(Fault(where="version", what=what, remedy=f"write {cls.version}"))
        try:
            event: Event = self._reference.of(cls)(with_inherited(rest, cls.inherits))
        except Exception as error:
            raise LogError(faults_of(error)) from None
        return event

    def _upcasted(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return the data of a line, an old one brought to the newest version that the upcasts know."""
        while self._upcast:
            kind, version = data.get("kind"), data.get("version")
            step = self._upcast.get((kind, version)) if type(kind) is str and type(version) is int else None
            if step is None:
                break
            data = _stepped(step, data)
        return data


def _stepped(step: Upcast, data: dict[str, Any]) -> dict[str, Any]:
    """Return what an upcast makes of the data of an old line, which stays as it is."""
    version: int = data["version"]
    try:
        given = deepcopy(data)
        new = step(given)
    except Exception as error:
        reason = f"{type(error).__name__}: {shown(str(error))}"
    else:
        new = given if new is None else new
        reached = new.get("version", version) if type(new) is dict else None
        if type(reached) is int and reached >= version:
            return {**new, "version": max(reached, version + 1)}
        reason = f"its upcast returned {shown(new)}"
    what = f"the line cannot be brought to version {version + 1} ({reason})"
    remedy = "correct the line, or the upcast of this version"
    raise LogError(Fault(where="version", what=what, remedy=remedy))


def _by_name(kinds: Iterable[type[Event]] | Mapping[str, type[Event]]) -> Mapping[str, type[Event]]:
    if isinstance(kinds, Mapping):
        return cast("Mapping[str, type[Event]]", kinds)
    if isinstance(kinds, type) or not isinstance(kinds, Iterable):
        what = f"expected event classes, got {shown(kinds)}"
        raise LogError(Fault(where="kinds", what=what, remedy="give them in a list: Codec([CaptainChosen])"))
    named: dict[str, type[Event]] = {}
    faults: list[Fault] = []
    for cls in kinds:
        found = kind_faults(cls)
        if not found and named.setdefault(cls.kind, cls) is not cls:
            what = f"the kind {cls.kind!r} of {cls.__name__} is taken by {named[cls.kind].__name__}"
            found = (Fault(where="kinds", what=what, remedy="give each class its own kind"),)
        faults.extend(found)
    if faults:
        raise LogError(dict.fromkeys(faults))
    return named


def _upcast_faults(
    upcast: Mapping[tuple[str, int], Upcast], kinds: Mapping[str, type[Event]]
) -> Iterator[Fault]:
    for key, step in upcast.items():
        is_key = type(key) is tuple and len(key) == 2 and type(key[0]) is str and type(key[1]) is int
        if not is_key or not callable(step):
            what = f"expected a function by kind and version, got {shown(key)}"
            yield Fault(where="upcast", what=what, remedy='write {("opened", 1): function}')
        elif key[0] not in kinds:
            what = f"unknown kind, got {shown(key[0])}"
            yield Fault(where="upcast", what=what, remedy=f"write {one_of(key[0], list(kinds))}")
