"""Columns of answers: label, certainty, coverage and more, one value an answer, and their Arrow types."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Literal

import attrs

from cstotimeline.core.plain import plain
from cstotimeline.core.query.groups import Group
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.exchange.libraries import arrow
from cstotimeline.exchange.wanted import Sort

Asked = Sequence[tuple[Any, QueryTime]]
Kind = Literal["text", "truth", "texts", "day", "count", "value"]


@attrs.frozen
class Maker:
    """What makes the values of a column from answers and what was asked, and what kind of values they are."""

    kind: Kind
    make: Callable[[Sequence[Any], Asked], list[Any]]


@attrs.frozen(kw_only=True)
class Companions:
    """Which columns come beside label, certainty and coverage.

    ``alternatives``: what else is possible. ``dates``: start and end, each as EDTF text, first and last possible day.
    ``counts``: of a group the fewest and the most names.
    """

    alternatives: bool = False
    dates: bool = False
    counts: bool = False

    def names(self, column: str, sort: Sort) -> list[str]:
        """Return the names of the columns that are added for one aspect."""
        return [f"{column}{suffix}" for suffix in self.makers(sort)]

    def makers(self, sort: Sort) -> dict[str, Maker]:
        """Return, by the suffix of its name, what makes the values of a column."""
        found = {"": _MAIN[sort]} | {
            f"_{name}": _each("truth", attrgetter(name)) for name in ("certain", "covered")
        }
        if self.alternatives:
            found["_alternatives"] = _each("texts", others_of)
        if self.counts and sort == "group":
            found |= {"_fewest": _bound(0), "_most": _bound(1)}
        if self.dates and sort == "office":
            for end in ("start", "end"):
                found |= {
                    f"_{end}": _each("text", attrgetter(f"{end}.text")),
                    f"_{end}_earliest": _day_of(end, latest=False),
                    f"_{end}_latest": _day_of(end, latest=True),
                }
        return found


def _each(kind: Kind, read: Callable[[Any], Any]) -> Maker:
    """Return what makes a column of what is read from each answer alone."""
    return Maker(kind, lambda answers, _: [read(answer) for answer in answers])


def _values(answers: Sequence[Any], _: Asked) -> list[Any]:
    """Return values as truths, whole numbers or texts where all are, else as JSON text."""
    found = [plain(answer.value) for answer in answers]
    kinds = {type(value) for value in found if value is not None}
    if kinds <= {bool} or kinds <= {int} or kinds <= {str}:
        return found
    return [value if value is None else as_text(value) for value in found]


def as_text(value: object) -> str:
    """Return a value as text: itself, or JSON.

    >>> as_text(("a", 1))
    '["a", 1]'
    """
    found = plain(value)
    return found if type(found) is str else json.dumps(found, ensure_ascii=False, sort_keys=True)


def others_of(answer: Any) -> list[str]:
    """Return what else an answer leaves possible, as texts: of a group the names that are undecided."""
    if isinstance(answer, Group):
        return list(answer.undecided)
    return [as_text(value) for value in answer.alternatives]


_MAIN: dict[Sort, Maker] = {
    "office": _each("text", attrgetter("label")),
    "group": _each("texts", lambda answer: list(answer.names)),
    "value": Maker("value", _values),
}


def _bound(place: int) -> Maker:
    return Maker(
        "count", lambda all_, asked: [bounds_of(*one)[place] for one in zip(all_, asked, strict=True)]
    )


def bounds_of(group: Group, asked: tuple[Any, QueryTime]) -> tuple[int | None, int | None]:
    """Return the fewest and the most names that a group may have had; None and None where nothing bounds them: on days
    that the log does not cover, or after that of the clock of knowledge.
    """
    question, moment = asked
    if not question.is_inside(moment) or group.gave_up or not (group.certain or group.undecided):
        return None, None
    names, undecided = {*group.names}, {*group.undecided}
    return len(names - undecided), len(names | undecided)


def _day_of(end: str, *, latest: bool) -> Maker:
    return _each("day", lambda answer: day_of(getattr(answer, end), latest=latest))


def day_of(when: PartialDate, *, latest: bool) -> date | None:
    """Return the first or the last day that a date may mean; None where it is open, unknown, or without that bound.

    >>> (
    ...     str(day_of(PartialDate.parse("2004-06"), latest=True)),
    ...     day_of(PartialDate.parse("[1782..]"), latest=True),
    ... )
    ('2004-06-30', None)
    """
    if not when.is_date:
        return None
    ordinal, bound = (when.last_ordinal, date.max) if latest else (when.first_ordinal, date.min)
    return None if ordinal == bound.toordinal() else date.fromordinal(ordinal)


def to_arrow(kind: str, values: Sequence[Any]) -> Any:
    """Return values as an Arrow array: texts with a dictionary, days as ``date32``.

    Arguments:
        kind: that of a :class:`Maker`; or ``number`` for whole numbers of 64 bits, ``instant`` for seconds in UTC.
        values: the values, None for null.
    """
    pa = arrow()
    if kind == "value":
        found = {type(value) for value in values if value is not None}
        kind = "truth" if found == {bool} else "number" if found == {int} else "text"
    if kind == "text":
        return dictionary(values)
    types = {
        "truth": pa.bool_(),
        "texts": pa.list_(pa.string()),
        "day": pa.date32(),
        "count": pa.int32(),
        "number": pa.int64(),
        "instant": pa.timestamp("s", "UTC"),
    }
    return pa.array(values, types[kind])


def dictionary(texts: Sequence[str | None]) -> Any:
    """Return texts as an Arrow array with a dictionary."""
    pa = arrow()
    values = list(dict.fromkeys(text for text in texts if text is not None))
    numbers = {text: number for number, text in enumerate(values)}
    codes = pa.array([None if text is None else numbers[text] for text in texts], _code_type(len(values)))
    return pa.DictionaryArray.from_arrays(codes, pa.array(values, pa.string()))


def _code_type(count: int) -> Any:
    pa = arrow()
    return pa.int8() if count < 128 else pa.int16() if count < 32_768 else pa.int32()
