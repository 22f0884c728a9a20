"""Strategies for events of any kind, read off the annotations of the class; every field can be pinned."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from cstotimeline.core.errors import EventError
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.field_types import Collection, Object, OrNone, fields_of
from cstotimeline.core.events.single_types import DateOrOpen, FieldType, Single
from cstotimeline.core.temporal.edtf import PartialDate, Precision
from cstotimeline.testing.dates import partial_dates

EARLIEST, LATEST = date(1990, 1, 1), date(2029, 12, 31)
"""Where dates lie unless they are pinned: within forty years, so that events meet."""

Using = Mapping[Any, st.SearchStrategy[Any]]
"""Strategies by the type that a field declares."""

_T = TypeVar("_T")
_E = TypeVar("_E", bound=Event)
_Given = dict[str, Any]
_Source = Callable[[_Given], st.SearchStrategy[Any]]
_FIELD = re.compile(r"[.\[ ]")
_ZONES = ("Asia/Almaty", "Asia/Yerevan", "Europe/Minsk", "Europe/Moscow")


def texts() -> st.SearchStrategy[str]:
    """Return a strategy for texts as a log holds them: any script, no blank at the start, never empty."""
    first = st.characters(exclude_categories=["C", "Z"])
    return st.builds(str.__add__, first, st.text(st.characters(exclude_categories=["Cs"]), max_size=12))


def slugs() -> st.SearchStrategy[str]:
    """Return a strategy for event ids: lower-case slugs such as ``presidency-2019-11-28-russia``."""
    word = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=5)
    return st.lists(word, min_size=1, max_size=3).map("-".join)


def citations(*, using: Using | None = None, **pinned: Any) -> st.SearchStrategy[Citation]:
    """Return a strategy for citations; a keyword pins a field to a value or to a strategy.

    >>> from hypothesis import find
    >>> find(citations(publisher="Kazinform"), lambda citation: True)
    Citation(publisher='Kazinform', title='', address='', published=PartialDate.UNKNOWN, tier='press', says='')
    """
    return values(Citation, using=using, **pinned)


def events(kind: type[_E], *, using: Using | None = None, **pinned: Any) -> st.SearchStrategy[_E]:
    """Return a strategy for events of ``kind``, any subclass of :class:`Event`.

    A field gets what its annotation allows, or, where it has a default, sometimes nothing. Dates lie from 1990 to 2029,
    what is ``effective`` or ``disclosed`` not before what ``occurred``. A keyword pins a field to a value or to a
    strategy; ``using`` maps a declared type, such as ``PartialDate`` or a ``Literal``, to the strategy for all its
    fields, those of nested classes too.

    Where the class has rules of its own, the fault names the field: it is then given if it was left out, left out if
    it was given, and another one if it must be there. Where that does not satisfy a rule, pin the fields.

    Raises:
        InvalidArgument: a pinned field that the kind does not have, or a type without a strategy.

    >>> from hypothesis import find
    >>> find(events(Event, id="a"), lambda event: True).occurred
    PartialDate('2000-01-01')
    """
    return values(kind, using=using, **pinned)


def values(cls: type[_T], *, using: Using | None = None, **pinned: Any) -> st.SearchStrategy[_T]:
    """Return a strategy for instances of any attrs class, in the same way as :func:`events` does."""
    kind: Any = cls
    sources, optional = _plan(kind, frozenset((using or {}).items()))
    if unknown := sorted(set(pinned) - set(sources)):
        known = ", ".join(sources)
        raise InvalidArgument(f"{cls.__name__} has no field {', '.join(unknown)}; pin one of {known}")
    for name, source in sources.items():
        if name not in pinned and isinstance(source, InvalidArgument):
            raise source
    return _built(cls, sources, optional, pinned)


@lru_cache(maxsize=512)
def _plan(
    cls: type, using_items: frozenset[tuple[Any, st.SearchStrategy[Any]]]
) -> tuple[dict[str, _Source | InvalidArgument], dict[str, Any]]:
    """Return for each field of a class where its values come from, and the defaults of those that have one.

    A field without a strategy has the error in that place: it may be pinned.
    """
    using = dict(using_items)
    special = _special(cls, using)
    sources: dict[str, _Source | InvalidArgument] = {}
    for field in fields_of(cls):
        try:
            strategy = _of(field.type, using, f"{cls.__name__}.{field.name}")
            sources[field.name] = special.get(field.name) or _always(strategy)
        except InvalidArgument as error:
            sources[field.name] = error
    optional = {field.name: field.default for field in fields_of(cls) if not field.is_required}
    return sources, optional


_COIN = st.booleans()


@st.composite
def _built(
    draw: st.DrawFn,
    cls: type[_T],
    sources: Mapping[str, Any],
    optional: Mapping[str, Any],
    pinned: Mapping[str, Any],
) -> _T:
    given: _Given = {}
    for name, source in sources.items():
        if name in pinned:
            pin = pinned[name]
            given[name] = draw(pin) if isinstance(pin, st.SearchStrategy) else pin
        elif name not in optional or draw(_COIN):
            given[name] = draw(source(given))
    inherits: Mapping[str, Sequence[str]] = getattr(cls, "inherits", {})
    for name in set(inherits) & set(given) - set(pinned):
        given[name] = _taking_over(given, name, [n for n in inherits[name] if draw(_COIN)])
    for _ in sources:
        try:
            return cls(**given)
        except EventError as error:
            wheres = {_FIELD.split(fault.where)[0]: fault.where for fault in error.faults}
            faulty = (set(wheres) & set(sources)) - set(pinned)
            if not faulty:
                error.add_note(f"drawn as {given!r}; pin the fields that the rule is about")
                raise
        for name in sorted(faulty):
            inner = wheres[name].partition(".")[2]
            if inner in inherits.get(name, ()):
                given[name] = _taking_over(given, name, [inner])
            elif name in given and name in optional and given[name] != optional[name]:
                del given[name]
            else:
                given[name] = draw(_other_than(given.get(name, optional.get(name)), sources[name](given)))
    return cls(**given)


def _taking_over(given: _Given, name: str, inner: Sequence[str]) -> Event:
    """Return the event in the field ``name`` with what it takes over from the one around it."""
    event: Event = given[name]
    taken = {field: given[field] for field in inner}
    after = tuple(earlier for earlier in event.after if earlier != taken.get("id"))
    return attrs.evolve(event, after=after, **taken)


def _other_than(wrong: object, strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return strategy.filter(lambda value: bool(value != wrong))


def _always(strategy: st.SearchStrategy[Any]) -> _Source:
    return lambda _: strategy


def _special(cls: type, using: Using) -> dict[str, _Source]:
    """Return the strategies of the fields that mean more than their annotation says."""
    if issubclass(cls, Event):
        later = _always(using[PartialDate]) if PartialDate in using else _not_before
        one = using[Citation] if Citation in using else citations(using=using)
        return {
            "id": _always(slugs()),
            "sources": _always(st.lists(one, min_size=1, max_size=2).map(tuple)),
            "effective": later,
            "disclosed": later,
            "after": _always(st.lists(slugs(), max_size=2).map(tuple)),
            "zone": _always(st.sampled_from(_ZONES)),
            **(_ENDS if issubclass(cls, CoverageDeclared) else {}),
        }
    if issubclass(cls, Citation):
        return {"address": _always(slugs().map("https://example.org/{}".format))}
    return {}


def _exact_days(earliest: date = EARLIEST) -> st.SearchStrategy[PartialDate]:
    return partial_dates(
        precision=Precision.DAY, qualifier="", earliest=earliest, latest=max(earliest, LATEST)
    )


def _through(given: _Given) -> st.SearchStrategy[PartialDate]:
    """Return the strategy for the last day of coverage: an exact day not before the first."""
    since = given["since"]
    return _exact_days((since.earliest if isinstance(since, PartialDate) else None) or EARLIEST)


_ENDS: Mapping[str, _Source] = types.MappingProxyType(
    {"since": _always(st.just(PartialDate.OPEN) | _exact_days()), "through": _through}
)


def _not_before(given: _Given) -> st.SearchStrategy[PartialDate]:
    occurred = given["occurred"]
    earliest = (occurred.earliest if isinstance(occurred, PartialDate) else None) or EARLIEST
    return partial_dates(earliest=earliest, latest=max(earliest, LATEST))


def _of(kind: FieldType, using: Using, place: str) -> st.SearchStrategy[Any]:
    """Return the strategy for what a field of a type may hold."""
    given = using.get(kind.annotation)
    if given is not None:
        return given
    if isinstance(kind, Single):
        found = _SINGLE.get(kind.annotation)
        return _from_schema(kind) if found is None else found
    if isinstance(kind, OrNone):
        return st.none() | _of(kind.inner, using, place)
    if isinstance(kind, Collection):
        return st.lists(_of(kind.inner, using, place), max_size=3, unique=kind.is_set).map(kind.container)
    if isinstance(kind, Object):
        return st.deferred(lambda: values(kind.cls, using=using))
    raise InvalidArgument(f"{place}: no strategy for {kind.words}; pin the field, or give using={{...}}")


def _from_schema(kind: Single) -> st.SearchStrategy[Any]:
    """Return the strategy for single values, from the JSON values that their schema describes."""
    codec: Any = None  # single values ask none
    schema, read = kind.schema(codec), kind.reader(codec)
    if kind.options is not None:
        return st.sampled_from([*kind.options.values()])
    if kind.json is bool:
        return st.booleans()
    if kind.json is int:
        return st.integers(schema.get("minimum", 0), schema.get("maximum", 1_000_000)).map(read)
    pattern = schema.get("pattern")
    return (texts() if pattern is None else st.from_regex(pattern, fullmatch=True)).map(read)


_SINGLE: Mapping[Any, st.SearchStrategy[Any]] = types.MappingProxyType(
    {
        PartialDate: partial_dates(earliest=EARLIEST, latest=LATEST),
        DateOrOpen: st.just(PartialDate.OPEN) | partial_dates(earliest=EARLIEST, latest=LATEST),
    }
)
