"""Projections: a name, an initial state and a pure function from a state and an event to the next state."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import attrs

from cstotimeline.core.errors import Fault, LogError, TimelineError, shown
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.bounded_events import BoundedEvent
from cstotimeline.core.fold.disjoint import Move, moves_of
from cstotimeline.core.fold.possible_states import Advance
from cstotimeline.core.fold.precedence import Orderings
from cstotimeline.core.plain import plain

S = TypeVar("S")


def no_order(_: Sequence[Any]) -> Mapping[str, tuple[str, ...]]:
    """Return no order of events beside the one that they state."""
    return {}


def whole_state(state: Any) -> Any:
    """Return the state itself, as what an answer says."""
    return state


def no_reset(_: Any) -> bool:
    """Return False: no event settles the state by itself."""
    return False


@attrs.frozen(kw_only=True)
class Ground:
    """What the log knows of a key on the day asked, beside the fold of its events.

    ``covered``: the log claims to have been looked through for that day. ``inside``: covered, and not after the day
    to which the clock of knowledge is turned. ``declared``: inside, by a declaration of coverage. ``bears``: an event
    of the key counts. ``lacks``: by some choice that dates leave open none does. ``decided``: outside, an event that
    may have occurred by the last day inside may take effect after it. ``last_known``: the ordinal of the last covered
    day before one that is not covered.
    """

    covered: bool = True
    inside: bool = True
    declared: bool = False
    bears: bool = True
    lacks: bool = False
    decided: bool = False
    last_known: int | None = None


FIRM = Ground()
"""Covered, inside, with events that bear on the key."""


@attrs.frozen
class Value:
    """An answer without its reasons.

    ``value`` is what has surely happened, ``certain`` whether it holds in any case, ``alternatives`` what else the
    dates leave open; ``covered`` whether the log was looked through for the day, ``decided`` whether it was decided
    for a day after the last one inside, ``gave_up`` whether too many coarse dates overlap to list all alternatives.
    Of an office the value is the :class:`~cstotimeline.core.fold.office.OfficeState`, and the alternatives are labels.
    """

    value: Any
    certain: bool
    alternatives: tuple[Hashable, ...] = ()
    covered: bool = attrs.field(default=True, kw_only=True)
    decided: bool = attrs.field(default=False, kw_only=True)
    gave_up: bool = attrs.field(default=False, kw_only=True)


@attrs.frozen
class Folding:
    """How the events of one key are folded.

    ``advance`` gives the states that an event may lead to, the canonical one first. ``is_reset`` tells an event after
    which the state no longer depends on the ones before. ``before`` are predecessors that follow from what the events
    say (ids by id). ``acts_on``: the events, by id, of which an event acts on one, which it came after.
    ``implied``: what was seen until an event happened, by its id, where no other event came in between. ``is_plain``:
    each event leads to what ``projection.apply`` gives, whatever other events there are.
    """

    advance: Advance
    is_reset: Callable[[BoundedEvent], bool]
    before: Mapping[str, tuple[str, ...]]
    acts_on: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict)
    implied: Mapping[str, Hashable] = attrs.field(factory=dict)
    is_plain: bool = False


def _classes(given: Iterable[type[Event]]) -> tuple[type[Event], ...]:
    """Return event classes as a tuple."""
    if isinstance(given, type) or not all(isinstance(one, type) for one in given):
        what = f"expected event classes, got {shown(given)}"
        raise LogError(Fault(where="kinds", what=what, remedy="give them in a tuple: (CaptainChosen,)"))
    return tuple(given)


@attrs.frozen(kw_only=True, cache_hash=True)
class Projection(Generic[S]):
    """How a state follows from events.

    Arguments:
        name: what the projection is asked by, such as ``presidency``.
        initial: the state before any event.
        apply: a pure function from a state and an event to the next state. States are hashable (tuples, frozensets,
            frozen classes), so that equal outcomes of different orders are seen to be equal.
        kinds: the event classes that matter; by default all.
        key: with it there is one state a key. It returns the key of an event, or None for an event that does not
            matter. Keep what has one key small (an office, a state), since doubt is worked out a key at a time.
        view: picks from the state what an answer says; certainty is about the view.
        implied_order: returns, for the events of one key, which must have come before which by what they say (ids by
            id), beside the predecessors that they name in ``after``.
        counted: every event does the same to the state, so that it matters only how many have happened. Then what is
            possible follows from sums, however many coarse dates overlap.
        accepts: returns whether an event of these kinds matters; by default all do.
        resets_state: returns True for an event after which the view, then and later, is the same whatever the state
            was before it.

    >>> count = Projection(name="count", initial=0, apply=lambda n, event: n + 1)
    >>> count.apply(count.initial, None)
    1
    """

    name: str
    initial: S
    apply: Callable[[S, Any], S]
    kinds: tuple[type[Event], ...] = attrs.field(default=(Event,), converter=_classes)
    key: Callable[[Any], Hashable | None] | None = None
    view: Callable[[S], Hashable] = whole_state
    implied_order: Callable[[Sequence[Any]], Mapping[str, tuple[str, ...]]] = no_order
    resets_state: Callable[[Any], bool] = no_reset
    counted: bool = False
    accepts: Callable[[Any], bool] | None = None

    def key_of(self, event: Event) -> Hashable | None:
        """Return the key under which ``event`` counts here; None where it does not. Without ``key`` all share
        ``""``.
        """
        if not isinstance(event, self.kinds):
            return None
        if type(event) is CoverageDeclared and CoverageDeclared not in self.kinds:
            return None
        if self.key is None and self.accepts is None:
            return ""
        try:
            if self.accepts is not None and not self.accepts(event):
                return None
            key = "" if self.key is None else self.key(event)
            hash(key)
        except Exception as error:
            raise self.failed("key", event, error) from error
        return key

    def applied(self, state: S, event: Event) -> S:
        """Return the state after an event.

        Raises:
            LogError: ``apply`` raises an error, or returns a state that is not hashable.
        """
        try:
            after = self.apply(state, event)
            if type(after).__hash__ is None:  # pyright: ignore[reportUnnecessaryComparison]
                hash(after)
        except Exception as error:
            raise self.failed("apply", event, error) from error
        return after

    def seen(self, state: S) -> Hashable:
        """Return what an answer says of a state.

        Raises:
            LogError: ``view`` raises an error, or returns what is not hashable.
        """
        try:
            view = self.view(state)
            hash(view)
        except Exception as error:
            raise self.failed("view", state, error) from error
        return view

    def failed(self, name: str, given: object, error: Exception) -> TimelineError:
        """Return the refusal of a function of this projection that raised an error for an event or a state."""
        if isinstance(error, TimelineError):
            return error
        label = given.id if isinstance(given, Event) else shown(given)
        what = f"{name} failed for {label} ({type(error).__name__}: {shown(str(error))})"
        remedy = f"let {name} take whatever the events lead to, and return a hashable value"
        return LogError(Fault(where=f"projection {self.name}", what=what, remedy=remedy))

    def covered_as(self, key: Hashable) -> Hashable:
        """Return the key for which coverage of a key's days is declared: itself."""
        return key

    @property
    def has_ends(self) -> bool:
        """Return whether events may say something else, as :meth:`ends_of` returns it."""
        return type(self).ends_of is not Projection.ends_of

    def ends_of(self, events: Sequence[Event]) -> list[Event]:
        """Return what else the events of one key say, as events of the fold: the ends of terms."""
        del events
        return []

    def folding(self, events: Sequence[Event], orderings: Orderings | None = None) -> Folding:
        """Return how the events of one key are folded; ``orderings`` are those of all events that count."""
        del orderings
        apply = self.applied

        def advance(state: Any, item: BoundedEvent) -> tuple[Any, ...]:
            return (state,) if item.silent else (apply(state, item.event),)

        return Folding(
            advance,
            lambda item: self.resets_state(item.event),
            self.implied_order(events),
            is_plain=self.implied_order is no_order,
        )

    def exact_states(self, events: Sequence[Event]) -> list[S] | None:
        """Return the states before the first event, after it, and so on, where folding one after another is all there
        is to it; else None. The events are all of one key, on exact days, in order.
        """
        if self.implied_order is not no_order:
            return None
        states = [self.initial]
        for event in events:
            states.append(self.applied(states[-1], event))
        return states

    def moves(self, events: Sequence[Event]) -> list[Move] | None:
        """Return the states that events of one key, linked with no others, lead to, in order, with the first and the
        last day on which each may begin; None where that takes a fold.
        """
        return moves_of(self.applied, self.initial, events) if self.implied_order is no_order else None

    def settled(self, state: S) -> Value:
        """Return what is said of a state where nothing is open."""
        return self.evaluate(state, (self.seen(state),))

    def opening(self, before: S, after: S) -> Value:
        """Return what is said where it is open whether a state has followed another yet, and nothing else."""
        return self.evaluate(before, (self.seen(before), self.seen(after)))

    def evaluate(self, state: S, views: Sequence[Hashable] | None, ground: Ground = FIRM) -> Value:
        """Return what is said where ``state`` is that of what has surely happened, and ``views`` are possible where
        events of the key count; None for the views where some were given up.
        """
        value = self.seen(state)
        possible = [*(views or ()), self.seen(self.initial)] if ground.lacks else views or ()
        others = sorted(
            dict.fromkeys(view for view in possible if view != value), key=lambda view: str(plain(view))
        )
        is_founded = ground.declared or not ground.lacks
        return Value(
            value,
            views is not None and not others and ground.inside and is_founded,
            tuple(others),
            covered=ground.covered,
            decided=ground.decided,
            gave_up=views is None,
        )
