"""Sealed logs: the lines of a folder that is exactly as it was sealed, each decoded when it is first asked for.

Every line of it was read strictly when the seal was written, so it is enough to see that no byte is another. What
a question needs to know of the other lines is at fixed places: the kind and the id at the beginning of a line, and
the links behind a few keys. A line of which anything about this is not plain makes the folder an ordinary one, which
is read strictly.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from cstotimeline.core.errors import LogError
from cstotimeline.core.events.event import Event
from cstotimeline.core.log.log import EventsById, Records
from cstotimeline.core.log.records import Record, second_written
from cstotimeline.stores.jsonl_order import ORDER, in_order
from cstotimeline.stores.raw import RawLine
from cstotimeline.stores.seals import SEAL, read_seal

if TYPE_CHECKING:
    from pathlib import Path

    from cstotimeline.core.codec.codec import Codec
    from cstotimeline.core.events.references import Reference

_HEAD = re.compile(
    rb'\{"recorded": "([^"\\]*)", "kind": "([a-z_]+)", "version": [0-9]+, "id": "([a-z0-9-]+)", '
)
_ABOUT = {"event_corrected": "target", "event_retracted": "target", "announcement_settled": "announcement"}
_TELLING = (b'"after"', b'"claim"', b"\\u")
"""What a line with links holds somewhere: the one key, the other, or an escape that may spell either."""
_INSIDE = {"event_corrected": "replacement", "event_announced": "expects"}


def read_sealed(folder: Path, codec: Codec) -> SealedRecords | None:
    """Return the records of a folder whose ``.jsonl`` files are, byte for byte, those of its seal; None where there is
    no seal, or anything else.

    ``codec`` is the one with which the folder was sealed, without upcasts.

    Raises:
        LogError: what should be the seal is none.
    """
    if not (folder / SEAL).is_file() or (folder / ORDER).exists():
        return None
    seal = read_seal(folder / SEAL)
    streams: dict[str, list[RawLine]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        data = path.read_bytes()
        kept = seal.get(path.name)
        if kept is None or kept["sha256"] != hashlib.sha256(data).hexdigest():
            return None
        name = f"{folder.name}/{path.name}"
        lines = data.split(b"\n")
        streams[path.stem] = [RawLine(name, number, line) for number, line in enumerate(lines[:-1], 1)]
    if len(streams) != len(seal):
        return None
    _, rest = in_order((), streams, [])
    outlines: list[Outline] = []
    for _, line in rest:
        head = _HEAD.match(line.data)
        if head is None:
            return None
        recorded, kind, name = (part.decode() for part in head.groups())
        outlines.append(Outline(kind, name, recorded, line))
    return SealedRecords(outlines, codec)


class Outline(NamedTuple):
    """What the beginning of a line says: the kind and the id of its event, and when it was recorded."""

    kind: str
    id: str
    recorded: str
    line: RawLine

    def links(self) -> tuple[frozenset[str], frozenset[Reference]]:
        """Return the kinds of the line's event and of those inside it, and what ties them to other events, as
        :func:`cstotimeline.core.events.references.references_in` does.
        """
        kind, data = self.kind, self.line.data
        if not (kind in _ABOUT or kind in _INSIDE or any(key in data for key in _TELLING)):
            return frozenset((kind,)), frozenset()
        stated: list[Mapping[str, Any]] = [json.loads(data)]
        while inside := _INSIDE.get(stated[-1]["kind"]):
            stated.append(stated[-1][inside])
        found: set[Reference] = {("event", name) for said in stated for name in said.get("after", ())}
        found.update(("claim", said["claim"]) for said in stated if said.get("claim"))
        found.update(("event", said[_ABOUT[said["kind"]]]) for said in stated if said["kind"] in _ABOUT)
        return frozenset(said["kind"] for said in stated), frozenset(found)


class SealedRecords(Records):
    """The records of a sealed log; each is decoded when it is first asked for."""

    def __init__(self, outlines: Sequence[Outline], codec: Codec) -> None:
        vars(self).update(
            outlines=outlines,
            codec=codec,
            _decoded=[None] * len(outlines),
            _places={outline.id: place for place, outline in enumerate(outlines)},
            _length=len(outlines),
        )

    outlines: Sequence[Outline]
    codec: Codec
    _decoded: list[Record | None]

    def at_place(self, place: int) -> Record:
        """Return the record at a place from 0 up to the length.

        Raises:
            LogError: the line is none for this library, though it was for the one that sealed it.
        """
        record = self._decoded[place]
        if record is None:
            line = self.outlines[place].line
            try:
                record = self._decoded[place] = self.codec.from_line(line.data.decode(), place + 1)
            except LogError as error:
                raise LogError(fault.within(line.place) for fault in error.faults) from None
        return record

    def line_at(self, place: int) -> str:
        """Return the canonical line of the record at a place, without decoding it."""
        return self.outlines[place].line.data.decode()

    def seconds_from(self, place: int) -> Iterator[int]:
        """Yield when each record from a place on was recorded, in seconds since 1970, without decoding any."""
        return (second_written(outline.recorded) for outline in self.outlines[place:])

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """Return the events by id, in the order of their records."""
        return SealedEvents(self)

    def extended(self, records: Iterable[Record]) -> Records:
        """Return these records and new ones after them, as any other log does: a seal holds for what was sealed."""
        new = list(records)
        return Records(self).extended(new) if new else self

    def __iter__(self) -> Iterator[Record]:
        return map(self.at_place, range(self._length))


class SealedEvents(EventsById):
    """The events of sealed records; see :class:`cstotimeline.core.index.dependencies.Outlined`."""

    def __init__(self, records: SealedRecords) -> None:
        super().__init__(records)
        self._sealed = records

    @cached_property
    def _told(self) -> list[tuple[str, frozenset[str], frozenset[Reference]]]:
        """Return, of each event, the id, the kinds that it states, and the links."""
        return [(outline.id, *outline.links()) for outline in self._sealed.outlines]

    def stating(self, kinds: tuple[type[Event], ...]) -> Iterator[str]:
        """Yield the ids of the events that state, by themselves or inside, an event of one of the kinds."""
        named = self._names(kinds)
        return (name for name, stated, _ in self._told if not named.isdisjoint(stated))

    def _names(self, kinds: tuple[type[Event], ...]) -> set[str]:
        known = self._sealed.codec.kinds
        if all(known.get(cls.kind) is cls for cls in kinds):
            return {cls.kind for cls in kinds}  # without importing the others
        return {name for name, cls in known.items() if issubclass(cls, kinds)}

    def linked(self) -> Iterator[tuple[str, frozenset[Reference]]]:
        """Yield the links of each event that has any, by id."""
        return ((name, links) for name, _, links in self._told if links)

    def __iter__(self) -> Iterator[str]:
        return (outline.id for outline in self._sealed.outlines)
