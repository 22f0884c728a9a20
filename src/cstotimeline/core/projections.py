"""Projections: a name, an initial state and a pure function from a state and an event to the next state."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Generic, TypeVar

import attrs

from cstotimeline.core.events import Event

S = TypeVar("S")


def _nothing(_: Sequence[Any]) -> Mapping[str, tuple[str, ...]]:
    return {}


def _itself(state: Any) -> Any:
    return state


@attrs.frozen(kw_only=True)
class Projection(Generic[S]):
    """How a state follows from events.

    ``apply(state, event)`` returns the next state and must be pure; states are hashable (tuples, frozensets,
    frozen classes), so that equal outcomes of different orders are seen to be equal. ``kinds`` are the event
    classes that matter. With ``key`` there is one state a key: it returns the key of an event, or None for an
    event that does not matter; keep keys small things (an office, a state), since doubt is worked out a key at a time.
    ``view`` picks from the state what an answer says; certainty is about the view. ``implied`` returns, for
    the events of one key, which must have come before which by what they
    say (ids by id), beside the predecessors that they name in ``after``.

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

    def key_of(self, event: Event) -> Hashable | None:
        """Return the key under which ``event`` counts here; None where it does not. Without ``key`` all share
        ``""``.
        """
        if not isinstance(event, self.kinds):
            return None
        return "" if self.key is None else self.key(event)
