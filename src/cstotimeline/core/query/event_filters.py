"""Event filters: choosing events by what their own fields say, their dates and their sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

import attrs

from cstotimeline.core.errors import Fault, UnknownName, one_of, shown
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event, own_fields
from cstotimeline.core.query.names import SORTS, Names, names_at
from cstotimeline.core.query.spelling import by_sound
from cstotimeline.core.query.values import Immutable, Listing
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Likelihood, Period

if TYPE_CHECKING:
    from collections.abc import Mapping

E = TypeVar("E", bound=Event)

BY = (*SORTS, "country", "kind", "year", "source")
"""By what events are counted."""


@attrs.frozen(kw_only=True)
class Where:
    """What events are chosen by: the preferred names of a person, a state and a place; kinds; a period; a source; words
    of a text. Empty: not by this.
    """

    person: str = ""
    state: str = ""
    place: str = ""
    kinds: tuple[str, ...] = ()
    period: Period | None = None
    source: str | Citation = ""
    text: str = ""

    def split(self, events: Iterable[E], names: Names) -> tuple[list[E], list[E], list[E]]:
        """Return the events chosen; of them those whose dates leave it open; and those that do not give their place."""
        chosen: list[E] = []
        doubtful: list[E] = []
        untold: list[E] = []
        for event in events:
            in_period = Likelihood.SURELY if self.period is None else self.period.contains(event.occurred)
            if in_period is Likelihood.NO or not self._is_met(event, names):
                continue
            said = names.values_around(event, "place") if self.place else ()
            if self.place and not said:
                untold.append(event)
            elif not self.place or self.place in said:
                chosen.append(event)
                if in_period is Likelihood.POSSIBLY:
                    doubtful.append(event)
        return chosen, doubtful, untold

    def _is_met(self, event: Event, names: Names) -> bool:
        if self.kinds and event.kind not in self.kinds:
            return False
        for sort, name in (("person", self.person), ("state", self.state)):
            if name and name not in names.values(event, sort):
                return False
        if self.source and not any(is_from(source, self.source) for source in event.sources):
            return False
        return not self.text or is_in(self.text, words_of(event))

    @property
    def keeps_coverage(self) -> bool:
        """Return whether a complete list stays so: what events say of people, states and pages may not be."""
        return not (self.person or self.state or self.source or self.text)


def is_from(citation: Citation, source: str | Citation) -> bool:
    """Return whether a citation is of a source: a publisher, a page's address or the beginning of one, a host, or
    another citation of the same page.

    >>> page = Citation(publisher="Kremlin", address="https://kremlin.ru/events/1")
    >>> [is_from(page, one) for one in ("kremlin", "kremlin.ru", "https://kremlin.ru/events/", "TASS")]
    [True, True, True, False]
    """
    if isinstance(source, Citation):
        if source.address:
            return citation.address == source.address
        return (citation.publisher, citation.title) == (source.publisher, source.title)
    asked = source.strip().casefold()
    address = citation.address.casefold()
    host = address.partition("://")[2].partition("/")[0]
    if not asked:
        return False
    return (
        citation.publisher.casefold() == asked
        or (address.startswith(asked) and "://" in asked)
        or (bool(host) and (host == asked or host.endswith(f".{asked}")))
    )


def words_of(event: Event) -> str:
    """Return everything that an event says in words: its title, its own fields, its note and its sources."""
    texts: list[str] = [event.id, event.title, event.note]
    for name in own_fields(type(event)):
        texts.extend(_texts_in(getattr(event, name)))
    for source in event.sources:
        texts.extend((source.publisher, source.title, source.says))
    return "\n".join(text for text in texts if text)


def _texts_in(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | frozenset):
        for item in value:
            yield from _texts_in(item)
    elif isinstance(value, PartialDate):
        yield value.text
    elif attrs.has(type(value)):
        if isinstance(value, Event):
            yield value.title
        for field in attrs.fields(type(value)):
            yield from _texts_in(getattr(value, field.name))


def is_in(text: str, words: str) -> bool:
    """Return whether words hold a text, in any case, or by its sound, at the beginning of a word."""
    return text.casefold() in words.casefold() or f" {by_sound(text)}" in f" {by_sound(words)}"


class EventFilters(Immutable, Listing[E], Generic[E]):
    """What event lists can do beside being sequences: choose events, and count them by what they say."""

    kinds: tuple[type[E], ...]
    names: str
    wheres: tuple[Where, ...]

    @property
    def naming(self) -> Names:
        """Return how the events of the organization name things."""
        return names_at(self.names)

    def where(
        self,
        *,
        person: str = "",
        state: str = "",
        place: str = "",
        kind: str | type[Event] | Collection[str | type[Event]] = (),
        period: str | date | PartialDate | Period | None = None,
        source: str | Citation = "",
        text: str = "",
    ) -> Self:
        """Return the list of those events for which all of this holds; the conditions add up.

        Arguments:
            person: a field of the event names this person, in any spelling; a note or a source does not count.
            state: likewise a state: a member, a participant, a host, a holder.
            place: likewise the place, or the country in which it is.
            kind: a kind such as ``summit_held``, its class, or several.
            period: the event occurred in it, surely or possibly.
            source: one of its sources is of this publisher, of this host, or has an address that begins so.
            text: its title, its fields, its note or its sources have these words, in any script.

        Raises:
            UnknownName: no vocabulary and no event of the list has the name, or no event can be of the kind.
            DateError: no period.

        >>> from cstotimeline import load
        >>> [str(summit.occurred) for summit in load().summits.where(place="Ереван")][:2]
        ['2001-05-25', '2010-08-20']
        """
        naming = self.naming
        meant = {
            sort: naming.meant(sort, given, (n for event in self for n in naming.values_around(event, sort)))
            if given
            else ""
            for sort, given in (("person", person), ("state", state), ("place", place))
        }
        chosen = Where(
            **meant,
            kinds=self._kinds_named((kind,) if isinstance(kind, str | type) else kind),
            period=None if period is None else Period.of(period),
            source=source,
            text=text,
        )
        return self.with_changed(wheres=(*self.wheres, chosen))

    def _kinds_named(self, asked: Iterable[str | type[Event]]) -> tuple[str, ...]:
        possible = {event.kind for event in self} | {cls.kind for cls in self.kinds if cls.kind}
        found: list[str] = []
        for one in asked:
            name = one if isinstance(one, str) else one.kind
            if name not in possible and not (isinstance(one, type) and issubclass(one, Event)):
                what = f"no event of the list is of this kind, got {shown(name)}"
                raise UnknownName(
                    Fault(where="kind", what=what, remedy=f"write {one_of(name, sorted(possible))}")
                )
            found.append(name)
        return tuple(found)

    @property
    def first(self) -> E | None:
        """Return the first event; None where there is none."""
        return self[0] if self else None

    @property
    def last(self) -> E | None:
        """Return the last event; None where there is none."""
        return self[-1] if self else None

    def limit(self, count: int) -> tuple[E, ...]:
        """Return the first ``count`` events; of a negative count the last ones.

        >>> from cstotimeline import load
        >>> [summit.place for summit in load().summits.limit(-1)]
        ['Bishkek']
        """
        return tuple(self[:count] if count >= 0 else self[count:])

    def counts(self, by: str) -> Mapping[str, int]:
        """Return how many of the events name each thing: by ``person``, ``state``, ``place`` or ``country``,
        or by ``kind``, ``year`` (as written) or ``source`` (the publisher); the most frequent first.

        An event that names two counts for both.

        Raises:
            UnknownName: events are not counted by this.

        >>> from cstotimeline import load
        >>> list(load().summits.counts("place"))[0]
        'Moscow'
        """
        says: dict[str, Callable[[Event], Iterable[str]]] = {
            "kind": lambda event: (event.kind,),
            "year": lambda event: (event.occurred.text[:4],),
            "source": lambda event: dict.fromkeys(source.publisher for source in event.sources),
        }
        if by not in BY:
            what = f"events are not counted by this, got {shown(by)}"
            raise UnknownName(Fault(where="by", what=what, remedy=f"write {one_of(by, BY)}"))
        naming = self.naming
        found = Counter(
            name for event in self for name in (says[by](event) if by in says else naming.values(event, by))
        )
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
