"""Stamps: one short text that names the release, the log and the clocks behind a result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import attrs

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.errors import Fault, LogError, shown
from cstotimeline.core.events.event import Event, Inheriting
from cstotimeline.core.events.field_types import fields_of
from cstotimeline.core.log.as_of import AsOf
from cstotimeline.core.log.digest import Digest, is_digest
from cstotimeline.core.log.log import Records
from cstotimeline.core.query.scope import Scope, limits

if TYPE_CHECKING:
    from cstotimeline.core.query.timeline import Timeline

_DIGITS = 16
_TEXT = re.compile(
    r"cstotimeline (?P<release>\S+); log (?P<length>0|[1-9][0-9]{0,18}):(?P<sha256>[0-9a-f]{16})"
    r"(?:; known (?P<known>[^;]+))?(?:; recorded (?P<recorded>[^;]+))?(?P<expecting>; expecting)?"
)


def is_stamp(text: str) -> bool:
    """Return whether a text has the form of a stamp, or of the digest of a log.

    >>> is_stamp("cstotimeline 0.1.0; log 0:e3b0c44298fc1c14"), is_stamp("events")
    (True, False)
    """
    return _TEXT.fullmatch(text) is not None or is_digest(text)


@attrs.frozen(kw_only=True)
class Stamp:
    """What stands behind a result: the release, how many records the log had, the beginning of their digest, and the
    clocks.

    >>> text = "cstotimeline 0.1.0; log 0:0000000000000000; known 2024-12-01"
    >>> str(Stamp.parse(text)) == text
    True
    """

    release: str
    length: int
    sha256: str
    clocks: AsOf

    @classmethod
    def parse(cls, text: str) -> Stamp:
        """Return the stamp that a text writes; of a digest, that of its log with all clocks at everything.

        Raises:
            LogError: another form.
            DateError: a clock that is no day and no instant.
        """
        is_text = isinstance(text, str)
        found = _TEXT.fullmatch(text) if is_text else None
        if is_text and is_digest(text):
            whole = Digest.parse(text)
            return cls(release="", length=whole.length, sha256=whole.sha256, clocks=AsOf())
        if found is None:
            what = f"expected a stamp, got {shown(text)}"
            raise LogError(Fault(where="stamp", what=what, remedy="give what history.stamp returned"))
        known, recorded = found["known"], found["recorded"]
        clocks = AsOf(*limits(known, recorded), found["expecting"] is not None)
        length = int(found["length"])
        return cls(release=found["release"], length=length, sha256=found["sha256"], clocks=clocks)

    def __str__(self) -> str:
        clocks = self.clocks
        parts = [
            f"cstotimeline {self.release}",
            f"log {self.length}:{self.sha256}",
            f"known {clocks.known.text}" if clocks.known else "",
            f"recorded {clocks.recorded.text}" if clocks.recorded else "",
            "expecting" if clocks.expecting else "",
        ]
        return "; ".join(filter(None, parts))


def stamp(timeline: Timeline) -> str:
    """Return the stamp of a timeline, see :attr:`Timeline.stamp`."""
    records = timeline.log
    digest = _digest(timeline, len(records))
    sha256 = digest.sha256[:_DIGITS]
    return str(Stamp(release=_release(), length=digest.length, sha256=sha256, clocks=timeline.clocks))


def stamp_or_nothing(timeline: Timeline) -> str:
    """Return the stamp of a timeline; nothing where it was made from bare events, which have none."""
    try:
        return timeline.stamp
    except LogError:
        return ""


@cache
def _release() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("cstotimeline")
    except PackageNotFoundError:  # run from its sources
        return "unreleased"


def as_of_stamp(timeline: Timeline, text: str) -> Any:
    """Return the timeline as it was when a stamp or a digest was made, see :meth:`Timeline.as_of_stamp`."""
    made = Stamp.parse(text)
    records = timeline.log
    if made.length > len(records):
        what = f"the log has {len(records):,} records, the stamp names {made.length:,}"
        raise LogError(
            Fault(where="stamp", what=what, remedy="ask the log that the stamp was made of, or a newer one")
        )
    if not _digest(timeline, made.length).sha256.startswith(made.sha256):
        what = f"the log does not begin with the {made.length:,} records of the stamp"
        raise LogError(Fault(where="stamp", what=what, remedy="ask the log that the stamp was made of"))
    scope = timeline.scope
    part = records if made.length == len(records) else Records([*records[: made.length]])
    then = Scope(part.events, part, clocks=made.clocks, prefer=scope.prefer, through=scope.through)
    return timeline.in_scope(then)


def _digest(timeline: Timeline, length: int) -> Digest:
    """Return the digest of the first records, as the log itself tells it."""
    records = timeline.log
    slot = ("digest", length)
    kept = timeline.scope.questions
    if slot not in kept:
        kept[slot] = Digest.of(lines_of(records, length))
    found: Digest = kept[slot]
    return found


def lines_of(records: Records, length: int) -> list[str]:
    """Return the canonical lines of the first records of a log."""
    lines = [records.line_at(place) for place in range(length)]
    if None in lines:
        codec = codec_of(records[:length])
        lines = [codec.to_line(record) for record in records[:length]]
    return [line for line in lines if line is not None]


def codec_of(records: Records) -> Codec:
    """Return a codec of the kinds of some records, and of the events inside them."""
    classes = {type(one) for record in records for one in _with_inner(record.event)}
    return Codec({cls.kind: cls for cls in sorted(classes, key=lambda cls: cls.kind)}, fast=False)


def _with_inner(event: Event) -> Iterator[Event]:
    yield event
    for field in fields_of(type(event)):
        value = getattr(event, field.kept)
        inner = value.event if isinstance(value, Inheriting) else value
        if isinstance(inner, Event):
            yield from _with_inner(inner)
