"""Names: which fields of events name a person, a state or a place, and what a spelling of one means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import attrs

from cstotimeline.core.errors import Fault, UnknownName, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.references import nested_in
from cstotimeline.core.late import resolve
from cstotimeline.core.query.spelling import by_sound, one_of_spelt

SORTS = ("person", "state", "place")
"""The sorts of things by which events are filtered."""


@attrs.frozen(kw_only=True)
class Named:
    """A thing with a name: its ``sort``, such as ``person``, and its other ``spellings``."""

    sort: str
    name: str
    spellings: tuple[str, ...] = ()


@attrs.frozen(kw_only=True, eq=False)
class Names:
    """How the events of an organization name things.

    Arguments:
        fields: for a sort of thing the fields that name one, parted by blanks; ``attendance.person`` is a field of what
            a field holds. By default the field of the sort's own name.
        vocabularies: for a sort of thing a text for :func:`~cstotimeline.core.late.resolve`: a function that returns a
            vocabulary, such as :class:`~cstotimeline.csto.vocabulary.Vocabulary`: with ``things`` that have a ``name``,
            ``spellings_of`` a thing, and ``find``.
        loose: fields that name things of several sorts; they count where the vocabulary of the sort has the name.
        within: for a sort of thing the sort that such things lie in: who asks for a country asks for its places.

    >>> from cstotimeline import load
    >>> summit = load().log["summit-2019-11-28-bishkek"].event
    >>> resolve("cstotimeline.csto.names:NAMES").values(summit, "place")
    ('Bishkek',)
    """

    fields: Mapping[str, str] = attrs.field(factory=dict)
    vocabularies: Mapping[str, str] = attrs.field(factory=dict)
    loose: Mapping[str, str] = attrs.field(factory=dict)
    within: Mapping[str, str] = attrs.field(factory=dict)

    def values(self, event: Event, sort: str) -> tuple[str, ...]:
        """Return the names of one sort that the fields of an event give, also of one that it announces; each once."""
        found: dict[str, None] = {}
        for said in nested_in(event):
            for path in self.fields.get(sort, sort).split():
                for text in _texts(said, path.split(".")):
                    found.update(dict.fromkeys(self.parts(sort, text)))
            for path in self.loose.get(sort, "").split():
                for text in _texts(said, path.split(".")):
                    found.update((name, None) for name in self.parts(sort, text) if self.is_known(sort, name))
        return tuple(found)

    def values_around(self, event: Event, sort: str) -> tuple[str, ...]:
        """Return the names of one sort that the fields of an event give, and of what those things lie in."""
        around = self.within.get(sort)
        return self.values(event, sort) + (self.values(event, around) if around else ())

    def parts(self, sort: str, text: str) -> Iterable[str]:
        """Return the names of one sort in the text of a field: by default the text itself."""
        del sort
        return (text,)

    def is_known(self, sort: str, name: str) -> bool:
        """Return whether the vocabulary of a sort has a name as the preferred one."""
        return name in self._known.get(sort, ())

    @cached_property
    def _known(self) -> Mapping[str, frozenset[str]]:
        return {sort: frozenset(one.name for one in self.things(sort)) for sort in self.vocabularies}

    def things(self, sort: str) -> tuple[Named, ...]:
        """Return the things of one sort in the vocabulary."""
        if sort not in self.vocabularies:
            return ()
        vocabulary = resolve(self.vocabularies[sort])()
        return tuple(
            Named(sort=sort, name=one.name, spellings=tuple(vocabulary.spellings_of(one)))
            for one in vocabulary.things
        )

    def find(self, sort: str, spelling: str) -> str:
        """Return the preferred name of what a spelling means, by the vocabulary of its sort.

        Raises:
            UnknownName: nothing, or more than one thing, has this spelling.
        """
        if sort not in self.vocabularies:
            what = f"no vocabulary of this sort, got {shown(sort)}"
            raise UnknownName(Fault(where=sort, what=what, remedy="write the name as events have it"))
        name: str = resolve(self.vocabularies[sort])().find(spelling).name
        return name

    def meant(self, sort: str, spelling: str, used: Iterable[str]) -> str:
        """Return the name that a spelling means: as the vocabulary has it, else as one of the names ``used`` in events.

        Raises:
            UnknownName: neither has it; the nearest are named.
        """
        try:
            return self.find(sort, spelling)
        except UnknownName as error:
            listed = {name.casefold(): name for name in used}
            asked = " ".join(spelling.split()).casefold()
            sounds = {by_sound(name): name for name in reversed(tuple(listed.values()))}
            found = listed.get(asked) or sounds.get(by_sound(spelling))
            if found is not None:
                return found
            if sort in self.within and (around := self._around(self.within[sort], spelling, listed)):
                return around
            if "more than one" in str(error):
                raise
        names = {*listed.values(), *(one.name for one in self.things(sort))}
        what = f"no {sort} has this name, got {shown(spelling)}"
        remedy = f"write {one_of_spelt(spelling, sorted(names))}"
        raise UnknownName(Fault(where=sort, what=what, remedy=remedy))

    def _around(self, sort: str, spelling: str, listed: Mapping[str, str]) -> str:
        """Return the name of what things lie in, where events use it; else the empty text."""
        try:
            name = self.find(sort, spelling)
        except UnknownName:
            return ""
        return name if name.casefold() in listed else ""


def _texts(value: Any, path: list[str]) -> Iterator[str]:
    """Yield the texts to which a path leads, through tuples and classes."""
    if isinstance(value, tuple | frozenset):
        for item in value:
            yield from _texts(item, path)
    elif not path:
        if isinstance(value, str) and value:
            yield value
    elif (inner := getattr(value, path[0], None)) is not None:
        yield from _texts(inner, path[1:])


def names_at(text: str) -> Names:
    """Return the names that a text for :func:`~cstotimeline.core.late.resolve` leads to; for an empty text those of an
    organization without a vocabulary: fields called ``person``, ``state`` and ``place``.
    """
    found: Names = resolve(text) if text else _PLAIN_NAMES
    return found


_PLAIN_NAMES = Names()
