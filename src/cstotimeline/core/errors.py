"""Errors: one base, one line each, the facts kept as attributes."""

from __future__ import annotations

from collections.abc import Iterable

import attrs


def shown(value: object, limit: int = 60) -> str:
    """Return ``value`` as it is put into a message: its repr on one line, cut at ``limit`` characters.

    >>> shown("a" * 100)[-6:]
    'aaa...'
    """
    text = repr(value).replace("\n", " ")
    return text if len(text) <= limit else text[: limit - 3] + "..."


@attrs.frozen(kw_only=True)
class Fault:
    """One thing that is wrong: where, what, and what to do about it.

    ``where`` is a path such as ``events/presidency.jsonl:12 sources[0].publisher``, ``what`` names the rule
    and the value as written, ``remedy`` is an instruction; each is a piece of one line.

    >>> print(Fault(where="at", what="'2019-11' is a month", remedy="ask during('2019-11')"))
    at: '2019-11' is a month; ask during('2019-11')
    """

    where: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.remedy}"

    def within(self, place: str) -> Fault:
        """Return the same fault, seen from outside: ``place`` stands before ``where``."""
        return attrs.evolve(self, where=f"{place} {self.where}".strip())


class TimelineError(Exception):
    """Base of every error that this library raises on purpose; ``faults`` holds them all, ``str`` one a line."""

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class DateError(TimelineError, ValueError):
    """A text that is no date of the supported kind, or a date that does not exist."""


class NotAPoint(DateError):
    """A month, a year or a doubtful date where one day or one instant is asked for."""


class EventError(TimelineError, ValueError):
    """An event whose fields break a rule; every broken rule is in ``faults``."""


class LogError(TimelineError, ValueError):
    """A log that cannot be read or added to; every fault of it is in ``faults``."""


class Conflict(LogError):
    """The log has grown since the writer looked; nothing was written."""


class UnknownName(TimelineError, LookupError):
    """A name (of an office, a state, an event) that nothing here bears."""
