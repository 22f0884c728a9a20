"""Projections: a name, an initial state and a pure function from a state and an event to the next state."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.plain import plain

S = TypeVar("S")


def _nothing(_: Sequence[Any]) -> Mapping[str, tuple[str, ...]]:
    return {}


def _itself(state: Any) -> Any:
    return state


def _never(_: Any) -> bool:
    return False


@attrs.frozen
class Value:
    """An answer without its reasons: the ``value`` of what has surely happened, whether it is ``certain``, and the
    ``alternatives`` that dates leave open.

    Of an office the value is the :class:`~cstotimeline.core.fold.office.OfficeState`, and the alternatives are labels.
    """

    value: Any
    certain: bool
    alternatives: tuple[Hashable, ...] = ()


@attrs.frozen(kw_only=True)
class Projection(Generic[S]):
    """How a state follows from events.

    ``apply(state, event)`` returns the next state and must be pure; states are hashable (tuples, frozensets,
    frozen classes), so that equal outcomes of different orders are seen to be equal. ``kinds`` are the event
    classes that matter. With ``key`` there is one state a key: it returns the key of an event, or None for an
    event that does not matter; keep keys small things (an office, a state), since doubt is worked out a key at a time.
    ``view`` picks from the state what an answer says; certainty is about the view. ``implied`` returns, for
    the events of one key, which must have come before which by what they say
    (ids by id), beside the predecessors that they name in ``after``. ``resets_state`` returns True for an event
    after which the view, then and later, is the same whatever the state was before it: bare answers then begin with the
    last such event.

    >>> count = Projection(name="count", initial=0, apply=lambda n, event: n + 1)
    >>> count.apply(count.initial, None)
    1
    """

    name: str
    initial: S
    apply: Callable[[S, Any], S]
    kinds: tuple[type[Event], ...] = (Event,)
    key: Callable[[Any], Hashable | None] | None = None
    view: Callable[[S], Hashable] = _itself
    implied: Callable[[Sequence[Any]], Mapping[str, tuple[str, ...]]] = _nothing
    resets_state: Callable[[Any], bool] = _never

    def key_of(self, event: Event) -> Hashable | None:
        """Return the key under which ``event`` counts here; None where it does not. Without ``key`` all share
        ``""``.
        """
        if not isinstance(event, self.kinds):
            return None
        return "" if self.key is None else self.key(event)

    @property
    def has_resets(self) -> bool:
        """Return whether any event decides, so that bare answers need not look at all the others before it."""
        return self.resets_state is not _never

    def evaluate(self, state: S, views: Iterable[Hashable], *, settled: bool = True) -> Value:
        """Return what is said where ``state`` is that of what has surely happened, and ``views`` are possible.

        Not ``settled`` are those of which some were given up, since too many coarse dates overlap.
        """
        value = self.view(state)
        others = sorted((view for view in views if view != value), key=lambda view: str(plain(view)))
        return Value(value, settled and not others, tuple(others))
