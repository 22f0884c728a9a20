"""Errors: one base, one line a fault, the facts kept as attributes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice

import attrs

_FAULTS_IN_TEXT = 100
_PIECE_CHARACTERS = 4_000
_NAMES_COMPARED = 20_000
_NAMES_LISTED = 20


def shown(value: object, limit: int = 60) -> str:
    r"""Return ``value`` as a message shows it: its repr on one line, cut at ``limit`` characters.

    Line ends, escape characters and other characters that do not print are written as escapes. A value whose
    repr cannot be had is named by its type.

    >>> shown("a" * 100)[-6:]
    'aaa...'
    >>> shown("\x1b[31m")
    "'\\x1b[31m'"
    """
    try:
        text = repr(value)
    except Exception:  # a number of too many digits, a value nested too deeply, a faulty __repr__
        is_number = type(value) is int
        text = "a number of too many digits" if is_number else f"<{type(value).__name__}>"
    return _one_line(text, limit)


def _one_line(text: str, limit: int) -> str:
    cut = text if len(text) <= limit else text[: limit - 3] + "..."
    if cut.isprintable():
        return cut
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)


def key_text(key: object) -> str:
    """Return a key as a text: the parts of a key of several parts with commas between them.

    >>> key_text(("House", "Ann")), key_text("Senate")
    ('House, Ann', 'Senate')
    """
    return ", ".join(map(str, key)) if isinstance(key, tuple) else str(key)


def nearest(name: str, names: Iterable[str], limit: int = 5) -> tuple[str, ...]:
    """Return those of ``names`` that are spelt most like ``name``, the nearest first, at most ``limit``.

    Nothing where none is like it. Case does not matter. Of more than 20,000 names the first 20,000 are compared.

    >>> nearest("presidncy", ["membership", "presidency", "leaders"])
    ('presidency',)
    """
    from difflib import get_close_matches  # names are seldom misspelt

    spelt = {given.casefold(): given for given in islice(names, _NAMES_COMPARED)}
    return tuple(spelt[one] for one in get_close_matches(name[:200].casefold(), spelt, n=limit))


def one_of(name: object, names: Collection[str]) -> str:
    """Return the known ``names`` for a remedy: all of a few, else how many there are and the nearest to ``name``.

    >>> one_of("c", ["a", "b"])
    'one of a, b'
    >>> one_of("n7x", [f"n{number}" for number in range(30)])
    'one of 30, such as n7, n27, n17'
    """
    if len(names) <= _NAMES_LISTED:
        return f"one of {', '.join(sorted(names)) or 'none'}"
    few = nearest(name, names) if isinstance(name, str) else ()
    return f"one of {len(names):,}, such as {', '.join(few or islice(sorted(names), 5))}"


def some_of(names: Sequence[str], limit: int) -> str:
    """Return at most ``limit`` names with commas between them, and how many more there are.

    >>> some_of(["a", "b", "c"], 2), some_of(["a"], 2)
    ('a, b and 1 more', 'a')
    """
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return f"{', '.join(names[:limit])}{more}"


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
        pieces = (self.where, self.what, self.remedy)
        where, what, remedy = (_one_line(piece, _PIECE_CHARACTERS) for piece in pieces)
        return f"{where}: {what}; {remedy}"

    def within(self, place: str) -> Fault:
        """Return the same fault, seen from outside: ``place`` comes before ``where``."""
        return attrs.evolve(self, where=f"{place} {self.where}".strip())


class TimelineError(Exception):
    """Base of every error that this library raises on purpose.

    ``faults`` holds everything that is wrong. The text has one line for each of the first 100 and then a count;
    it is made when somebody asks for it. An error can be pickled and copied.

    >>> error = LogError(Fault(where="id", what="missing", remedy="add id"))
    >>> str(error), len(error.faults)
    ('id: missing; add id', 1)
    """

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        lines = [str(fault) for fault in self.faults[:_FAULTS_IN_TEXT]]
        if more := len(self.faults) - len(lines):
            lines.append(f"... and {more:,} more")
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {shown(str(self), 200)}>"


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


class StatementError(TimelineError, ValueError):
    """A statement that cannot be judged: without an office or a holder, or without exactly one day or period."""


class UnknownName(TimelineError, KeyError):
    """No office, state, event or other thing has this name; a ``KeyError``, so that mappings know it."""


class TableError(TimelineError, ValueError):
    """A table that cannot be annotated or written: a column that is not there, of another type, or taken already."""


class UnknownKeys(UserWarning):
    """Keys in a table that the log does not know: their rows are null."""
