"""Terms: the ready-made office of events that tell both ends of a holder's time."""

from __future__ import annotations

from collections.abc import Hashable

import attrs

from cstotimeline.core.events.terms import TermHeld
from cstotimeline.core.fold.office import Absence, Office, office
from cstotimeline.core.fold.seats import SeatedOffice
from cstotimeline.core.fold.steps import TakesOffice


@attrs.frozen
class _IsOf:
    """Tells the terms of one office."""

    office: str

    def __call__(self, event: TermHeld) -> bool:
        return event.office == self.office


def _term(event: TermHeld) -> TakesOffice:
    return TakesOffice(event.holder, acting=event.acting, until=event.until)


def _key(event: TermHeld) -> Hashable:
    return event.key[0] if len(event.key) == 1 else event.key


def _holder(event: TermHeld) -> Hashable:
    return event.holder


def _key_and_holder(event: TermHeld) -> Hashable:
    """Return the key of a holder's time, as :class:`SeatKey` gives it, without a step."""
    return (*event.key, event.holder)


def terms(name: str, *, keyed: bool = False, seats: int | None = 1, before: Absence | None = None) -> Office:
    """Return the office of a name whose holders are told by :class:`TermHeld` events.

    Arguments:
        name: the ``office`` of the events, by which it is asked.
        keyed: whether there is one office a ``key``: a text, or a tuple of texts where a key has several parts.
        seats: how many may hold it at once; None: any number.
        before: why nobody holds it before the first term; as for :func:`office`.

    >>> from cstotimeline import Citation, PartialDate, Timeline
    >>> page = (Citation(publisher="The town's list"),)
    >>> ann = TermHeld(
    ...     id="ann",
    ...     occurred=PartialDate.parse("1998-05-04"),
    ...     office="mayor",
    ...     holder="Ann",
    ...     until=PartialDate.parse("2002"),
    ...     sources=page,
    ... )
    >>> tenure = Timeline([ann], [terms("mayor")])["mayor"].at("2002-03-01")
    >>> tenure.holder, tenure.certain, tenure.alternatives, tenure.last_day.text
    ('Ann', False, ('vacant',), '2002')
    """
    found = office(name, _term, kinds=(TermHeld,), key=_key if keyed else None, before=before, seats=seats)
    if isinstance(found, SeatedOffice):
        return attrs.evolve(found, accepts=_IsOf(name), key=_key_and_holder if keyed else _holder)
    return attrs.evolve(found, accepts=_IsOf(name))
