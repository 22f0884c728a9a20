"""Types of single values: texts, whole numbers, truths, dates and choices; a line has each as one JSON value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Annotated, Any, Literal, Protocol

import attrs

from cstotimeline.core.errors import DateError, Fault, shown
from cstotimeline.core.temporal.edtf import PartialDate

Read = Callable[[Any], Any]
"""Makes a value of JSON data; raises a ``TimelineError`` that says what is wrong with it, or any other error."""
Write = Callable[[Any], str]
"""Makes the canonical JSON text of a value."""
Schema = dict[str, Any]
Form = Literal["single", "optional", "collection", "object", "event", "unsupported"]

DateOrOpen = Annotated[PartialDate, "or open"]
"""Annotates a field that may hold ``PartialDate.OPEN``, which other fields refuse."""

_TOO_LARGE = 10**1_000
_OPTIONS_NAMED = 40


class Context(Protocol):
    """What reads, writes or describes values that are made of several fields."""

    @property
    def event(self) -> Any:
        """What does so for any event."""

    def of(self, cls: Any) -> Any:
        """Return what does so for the values of a class."""


@attrs.frozen(kw_only=True)
class FieldType:
    """What the values of one annotation are.

    ``words`` name them in Python, ``json_words`` what a line has for them. ``faults`` returns what is wrong with a
    value, each fault at its path. ``reader``, ``writer`` and ``schema`` take the context that knows classes and
    events.

    ``form`` says how they are made: of one JSON value (of the Python type ``json``; by their texts in ``options``
    where they can be listed), of an ``inner`` type, in a ``container``, of the fields of a ``cls``.
    """

    annotation: Any
    form: Form
    words: str
    json_words: str
    faults: Callable[[str, Any], Sequence[Fault]]
    reader: Callable[[Context], Read]
    writer: Callable[[Context], Write]
    schema: Callable[[Context], Schema]
    json: type | None = None
    options: Mapping[str, Any] | None = None
    inner: FieldType | None = None
    container: type | None = None
    cls: Any = None


_TEXTS: dict[type, Write] = {
    str: encode_basestring,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
}


def _composed(as_text: Write, write: Callable[[Any], Any]) -> Write:
    return lambda value: as_text(write(value))


def wrong(where: str, words: str, value: object, remedy: str) -> tuple[Fault]:
    """Return the fault of a value that is not what the words say."""
    return (Fault(where=where, what=f"expected {words}, got {shown(value)}", remedy=remedy),)


def single(
    annotation: Any,
    words: str,
    *,
    json: type,
    schema: Schema,
    read: Read,
    write: Callable[[Any], Any] | None = None,
    fits: Callable[[Any], bool] | None = None,
    remedy: Callable[[Any], str] | None = None,
    json_words: str = "",
    options: Mapping[str, Any] | None = None,
) -> FieldType:
    """Return the type of values that a line has as one text, whole number or boolean, of the Python type ``json``.

    ``read`` makes one of a JSON value and ``write`` goes the other way. Without ``write`` and ``fits`` they are the
    same, and ``read`` refuses what is none; else ``fits`` says what is one. ``remedy`` says what to write instead.
    """

    def faults(where: str, value: Any) -> Sequence[Fault]:
        try:
            if fits is None:
                read(value)
                return ()
            if fits(value):
                return ()
        except Exception:  # noqa: S110  no value of this type
            pass
        return wrong(where, words, value, remedy(value) if remedy else f"write {words}")

    as_text = _TEXTS[json]
    written = as_text if write is None else _composed(as_text, write)
    return FieldType(
        annotation=annotation,
        form="single",
        words=words,
        json_words=json_words or words,
        faults=faults,
        reader=lambda _: read,
        writer=lambda _: written,
        schema=lambda _: dict(schema),
        json=json,
        options=options,
    )


def text_of(value: Any) -> str:
    """Return a text as it is.

    Raises:
        Exception: it is none, or one that no UTF-8 file can hold.
    """
    if type(value) is not str:
        raise TypeError
    if not value.isascii():
        value.encode()  # half a surrogate pair
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or not -_TOO_LARGE < value < _TOO_LARGE:
        raise TypeError
    return value


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise TypeError
    return value


@lru_cache(maxsize=8_192)
def date_of(text: str) -> PartialDate:
    """Return the date that a line writes as ``text``, where the empty one is an unknown end."""
    return PartialDate.parse(text) if text else PartialDate.UNKNOWN


def _date_remedy(value: Any) -> str:
    if type(value) is PartialDate:
        return "write the date, or leave it out"
    text = value.replace(microsecond=0) if isinstance(value, datetime) else value
    try:
        given = PartialDate(text.isoformat() if isinstance(text, date) else text)
    except DateError:
        given = PartialDate("2004-06-18")
    return f"write PartialDate.parse({given.text!r})"


_DATE = {
    "type": "string",
    "description": "an EDTF date: 2004, 2004-06, 2004-06-18, 2004?, 200X, 2004-06-XX",
}

_SINGLE_TYPES = (
    single(str, "text", json=str, read=text_of, schema={"type": "string"}),
    single(int, "whole number", json=int, read=_whole, schema={"type": "integer"}),
    single(bool, "true or false", json=bool, read=_truth, schema={"type": "boolean"}),
    single(
        PartialDate,
        "date",
        json_words="text",
        json=str,
        fits=lambda value: type(value) is PartialDate and not value.is_open,
        read=date_of,
        write=attrgetter("text"),
        remedy=_date_remedy,
        schema=_DATE,
    ),
    single(
        DateOrOpen,
        "date",
        json_words="text",
        json=str,
        fits=lambda value: type(value) is PartialDate,
        read=lambda text: PartialDate.OPEN if text == ".." else date_of(text),
        write=attrgetter("text"),
        remedy=_date_remedy,
        schema={**_DATE, "description": f"{_DATE['description']}, or .. for an open end"},
    ),
)
SINGLE_TYPES: dict[Any, FieldType] = {kind.annotation: kind for kind in _SINGLE_TYPES}
"""The types of single values by their annotations: a new one is an entry here."""


def choice(annotation: Any, options: Mapping[str, Any], cls: type | None = None) -> FieldType:
    """Return the type of values that can be listed: texts, or the members of an enum ``cls`` by their texts."""
    texts = _listing(list(map(repr, options)))
    if cls is None:
        return single(
            annotation,
            texts,
            json=str,
            fits=lambda value: type(value) is str and value in options,
            read=options.__getitem__,
            schema={"enum": [*options]},
            options=options,
        )
    names = {text: f"{cls.__name__}.{member.name}" for text, member in options.items()}
    words = _listing(list(names.values()))
    return single(
        annotation,
        words,
        json_words=texts,
        json=str,
        fits=lambda value: type(value) is cls,
        read=options.__getitem__,
        write={member: text for text, member in options.items()}.__getitem__,
        remedy=lambda value: f"write {names.get(value, words) if isinstance(value, str) else words}",
        schema={"enum": [*options]},
        options=options,
    )


def _listing(options: Sequence[str]) -> str:
    more = f" and {len(options) - _OPTIONS_NAMED} more" if len(options) > _OPTIONS_NAMED else ""
    return f"one of {', '.join(options[:_OPTIONS_NAMED])}{more}"
