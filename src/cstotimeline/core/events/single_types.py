"""Types of single values: texts, whole numbers, truths, dates and choices; a line has each as one JSON value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from json.encoder import encode_basestring
from operator import attrgetter
from threading import get_ident
from typing import Annotated, Any

from cstotimeline.core.errors import DateError, Fault, shown, some_of
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.edtf_grammar import DATE_PATTERN

Read = Callable[[Any], Any]
"""Makes a value of JSON data; raises a ``TimelineError`` that says what is wrong with it, or any other error."""
Write = Callable[[Any], str]
"""Makes the canonical JSON text of a value."""
Schema = dict[str, Any]

DateOrOpen = Annotated[PartialDate, "or open"]
"""Annotates a field that may hold ``PartialDate.OPEN``, which other fields refuse."""

_TOO_LARGE = 10**1_000
_OPTIONS_NAMED = 40
_TEXTS: dict[type, Write] = {
    str: encode_basestring,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
}


class Context:
    """The readers, writers or schemas of classes, each made when it is first asked for."""

    event: Any
    """The reader, writer or schema of any event."""

    def __init__(self) -> None:
        self._made: dict[Any, Any] = {}
        self._making: set[tuple[int, Any]] = set()

    def of(self, cls: Any) -> Any:
        """Return the reader, writer or schema of a class."""
        if cls in self._made:
            return self._made[cls]
        place = (get_ident(), cls)
        if place in self._making:
            return lambda given: self._made[cls](given)  # noqa: PLW0108  not made yet: the class holds itself
        self._making.add(place)
        try:
            self._made[cls] = self.made(cls)
        finally:
            self._making.discard(place)
        return self._made[cls]

    def made(self, cls: Any) -> Any:
        """Make the reader, writer or schema of a class."""
        raise NotImplementedError

    def shared(self, name: str, schema: Schema) -> Schema:
        """Return the schema of a type that many fields have, where schemas are made: a reference to it by ``name``."""
        raise NotImplementedError


class FieldType:
    """What the values of one ``annotation`` are; the subclasses are the forms that there are.

    ``words`` name the values in Python, ``json_words`` what a line has for them.
    """

    annotation: Any
    words: str
    json_words: str

    def faults(self, where: str, value: Any) -> Sequence[Fault]:
        """Return what is wrong with the type of a value, each fault at its path."""
        raise NotImplementedError

    def reader(self, context: Context) -> Read:
        """Return what makes a value of JSON data."""
        raise NotImplementedError

    def writer(self, context: Context) -> Write:
        """Return what makes the JSON text of a value."""
        raise NotImplementedError

    def schema(self, context: Context) -> Schema:
        """Return the JSON Schema of the data."""
        raise NotImplementedError

    def wrong(self, where: str, value: object, remedy: str = "") -> tuple[Fault]:
        """Return the fault of a value that is none of this type."""
        what = f"expected {self.words}, got {shown(value)}"
        return (Fault(where=where, what=what, remedy=remedy or f"write {self.words}"),)


class Single(FieldType):
    """Values that a line has as one text, whole number or boolean: of the Python type ``json``.

    ``read`` makes one of a JSON value and ``write`` goes the other way. Without ``write`` and ``fits`` they are the
    same, and ``read`` refuses all others; else ``fits`` says what is one. ``remedy`` says what to write instead.
    ``options`` has the values by their texts, where they can be listed.
    """

    def __init__(
        self,
        annotation: Any,
        words: str,
        json: type,
        *,
        schema: Schema,
        read: Read,
        write: Callable[[Any], Any] | None = None,
        fits: Callable[[Any], bool] | None = None,
        remedy: Callable[[Any], str] = lambda _: "",
        json_words: str = "",
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self.annotation, self.words, self.json_words = annotation, words, json_words or words
        self.json, self.options = json, options
        self._read, self._write, self._fits, self._remedy, self._schema = read, write, fits, remedy, schema

    def faults(self, where: str, value: Any) -> Sequence[Fault]:
        """Return the fault of a value that is none."""
        try:
            if self._fits is None:
                self._read(value)
                return ()
            if self._fits(value):
                return ()
        except Exception:  # noqa: S110  no value of this type
            pass
        return self.wrong(where, value, self._remedy(value))

    def reader(self, context: Context) -> Read:  # noqa: ARG002  a single value is made of no others
        """Return ``read``."""
        return self._read

    def writer(self, context: Context) -> Write:  # noqa: ARG002
        """Return what makes the JSON text of a value."""
        write, text = self._write, _TEXTS[self.json]
        return text if write is None else lambda value: text(write(value))

    def schema(self, context: Context) -> Schema:  # noqa: ARG002
        """Return the JSON Schema of the value."""
        return self._schema


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
    return PartialDate.UNKNOWN if text == "" else PartialDate.parse(text)


class _Date(Single):
    """Partial dates; ``more`` says in the schema what else than a date the text may be."""

    def __init__(
        self, annotation: Any, name: str, read: Read, fits: Callable[[Any], bool], more: str = ""
    ) -> None:
        examples = f"an EDTF date: 2004, 2004-06, 2004-06-18, 2004?, 200X, 2004-06-XX, [1914,1915], [1929..1930]{more}"
        pattern = rf"^(?:{DATE_PATTERN}|\.\.)?$" if more else rf"^(?:{DATE_PATTERN})?$"
        schema, write = {"type": "string", "description": examples, "pattern": pattern}, attrgetter("text")
        self._name = name
        options: dict[str, Any] = {"remedy": _date_remedy, "json_words": "text"}
        super().__init__(annotation, "date", str, schema=schema, read=read, write=write, fits=fits, **options)

    def schema(self, context: Context) -> Schema:
        """Return the reference to the JSON Schema of dates: the shape alone, not whether the day exists."""
        return context.shared(self._name, self._schema)

    def wrong(self, where: str, value: object, remedy: str = "") -> tuple[Fault]:
        """Return the fault of a value that is no partial date, or an open end, which is shown as it is written."""
        if type(value) is not PartialDate:
            return super().wrong(where, value, remedy)
        what = f"expected a date, got {value.text!r}"
        return (Fault(where=where, what=what, remedy="write the date, or leave it out"),)


def _date_remedy(value: Any) -> str:
    text = value.replace(microsecond=0) if isinstance(value, datetime) else value
    try:
        given = PartialDate(text.isoformat() if isinstance(text, date) else text)
    except DateError:
        given = PartialDate("2004-06-18")
    return f"write PartialDate.parse({given.text!r})"


def choice(annotation: Any, options: Mapping[str, Any]) -> Single:
    """Return the type of values that can be listed: texts, or the members of an enum by their texts."""
    texts, schema, read = _listing(map(repr, options)), {"enum": [*options]}, options.__getitem__
    if not isinstance(annotation, type):
        fits = lambda value: type(value) is str and value in options  # noqa: E731
        return Single(annotation, texts, str, schema=schema, read=read, fits=fits, options=options)
    return Single(
        annotation,
        _listing(map(_member, options.values())),
        str,
        schema=schema,
        read=read,
        write=attrgetter("value"),
        fits=lambda value: type(value) is annotation,
        remedy=lambda value: f"write {_member(options[value])}" if value in list(options) else "",
        json_words=texts,
        options=options,
    )


def _member(member: Any) -> str:
    return f"{type(member).__name__}.{member.name}"


def _listing(options: Iterable[str]) -> str:
    return f"one of {some_of(list(options), _OPTIONS_NAMED)}"


_SINGLE_TYPES = (
    Single(str, "text", str, schema={"type": "string"}, read=text_of),
    Single(int, "whole number", int, schema={"type": "integer"}, read=_whole),
    Single(bool, "true or false", bool, schema={"type": "boolean"}, read=_truth),
    _Date(PartialDate, "date", date_of, lambda value: type(value) is PartialDate and not value.is_open),
    _Date(
        DateOrOpen,
        "date_or_open",
        lambda text: PartialDate.OPEN if text == ".." else date_of(text),
        lambda value: type(value) is PartialDate,
        ", or .. for an open end",
    ),
)
SINGLE_TYPES: dict[Any, Single] = {kind.annotation: kind for kind in _SINGLE_TYPES}
"""The types of single values by their annotations: a new one is an entry here."""
