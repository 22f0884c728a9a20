"""The questions of a projection with keys, as a mapping."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cached_property
from typing import Any, Generic, Self, TypeVar

from cstotimeline.core.errors import Fault, UnknownName, key_text, one_of, shown
from cstotimeline.core.events.coverage import holds
from cstotimeline.core.fold.projection import Projection, Value
from cstotimeline.core.index.all_keys import changes_of_keys, public_days
from cstotimeline.core.index.checkpoints import CheckpointedStates
from cstotimeline.core.index.gc_guard import gc_paused
from cstotimeline.core.log.as_of import AsOf
from cstotimeline.core.query.answers import ExplainedAnswer
from cstotimeline.core.query.key_questions import KeyQuestion
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.scope import ALL, Scope, limits
from cstotimeline.core.query.values import Immutable
from cstotimeline.core.query.view_methods import ShownInNotebooks
from cstotimeline.core.temporal.points import QueryTime, When

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")
Q = TypeVar("Q", bound="Question[Any]")


_INNER = {
    "all_spellings",
    "ask",
    "changing",
    "in_scope",
    "is_covered",
    "names",
    "projection",
    "scope",
    "spelling",
    "with_changed",
}
"""What the questions are made of, and no reader asks by."""


class Questions(Immutable, ShownInNotebooks, Mapping[K, Q], Generic[K, Q]):
    """The keys of a projection with what can be asked of each: a mapping from key to question."""

    def __init__(self, scope: Scope, projection: Projection[Any], ask: type[Q]) -> None:
        vars(self).update(scope=scope, projection=projection, ask=ask)

    scope: Scope
    projection: Projection[Any]
    ask: type[Q]

    def __dir__(self) -> list[str]:
        """Return the names that a reader asks by, without what the engine is made of."""
        return [name for name in super().__dir__() if name not in _INNER]

    @cached_property
    def _keys(self) -> dict[K, None]:
        found: Any = sorted(self.scope.keys(self.projection), key=str)
        return dict.fromkeys(found)

    @cached_property
    def _all(self) -> dict[K, Q]:
        return {key: self[key] for key in self._keys}

    def __getitem__(self, key: K) -> Q:
        """Return the question about one key.

        Raises:
            UnknownName: no event of the log has the key, whatever the clocks show.
        """
        slot = (self.ask, self.projection, key)
        found = self.scope.questions.get(slot)
        if found is None:
            if not self.scope.exists(self.projection, key):
                raise self._unknown(key)
            found = self.scope.questions[slot] = self.ask(self.scope, self.projection, key)
        return found

    def _unknown(self, key: object) -> UnknownName:
        known = one_of(key, [key_text(name) for name in self._keys])
        what = f"no such name, got {shown(key)}"
        return UnknownName(Fault(where=self.projection.name, what=what, remedy=f"ask for {known}"))

    def spellings(self, key: K) -> tuple[str, ...]:
        """Return all spellings of a key, in lower case; nothing where only the key itself finds its question."""
        del key
        return ()

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def at(
        self, when: When, *, known: When | None = None, recorded: When | None = None
    ) -> dict[K, ExplainedAnswer]:
        """Return the answer for every key, as :meth:`Question.at` does for one."""
        moment = QueryTime.of(when)
        asked = self.as_of(known=known, recorded=recorded)
        return {key: question.at(moment) for key, question in asked._all.items()}

    def value_at(
        self, when: When, *, known: When | None = None, recorded: When | None = None
    ) -> dict[K, Value]:
        """Return the bare answer for every key, as :meth:`KeyQuestion.value_at` does for one."""
        asked = self.as_of(known=known, recorded=recorded)
        return asked._values_at(QueryTime.of(when))

    def is_covered(self, moment: QueryTime) -> bool:
        """Return whether a moment is a day that the log covers for every key alike."""
        coverage = self.scope.coverage
        is_alike = moment.epoch is None and not coverage.is_declared(self.projection.name)
        return is_alike and holds(coverage.default, moment.ordinal)

    def changing(self, since: QueryTime, until: QueryTime) -> set[K] | None:
        """Return the keys whose bare answer may change after one day and by another, those whose answer is open on the
        first day, and those that must be folded; None where each key has to be looked at.
        """
        if self.scope.clocks != ALL or not (self.is_covered(since) and self.is_covered(until)):
            return None
        is_open = {key for key, value in self._values.at(since.ordinal).items() if not value.certain}
        return is_open | self._folded | self._values.changing(since.ordinal, until.ordinal)

    def _values_at(self, moment: QueryTime) -> dict[K, Value]:
        exact = self.scope.exact_keys(self.projection)
        if exact is None or not self.is_covered(moment):
            return {key: self._question(key).value_at(moment) for key in self._keys}
        index, length, known = exact
        if self.scope.clocks == ALL:
            return self._values.at(moment.ordinal)
        if (
            self.scope.clocks == AsOf(known=self.scope.clocks.known)
            and known is not None
            and moment.ordinal <= known
        ):
            return self._values_known(moment, known)
        found: dict[K, Value] = {}
        for key in self._keys:
            value = index.at(key, moment.ordinal, length, known)
            found[key] = self._question(key).value_at(moment) if value is None else value
        return found

    def _values_known(self, moment: QueryTime, known: int) -> dict[K, Value]:
        """Return the bare answers on a day as known by a day not before it.

        Where each event of a key was public on the one day on which it took effect, the answer is that of the whole
        log; the other keys are asked one by one.
        """
        scope, projection = self.scope, self.projection
        every: Questions[K, Q] = Questions(scope.at_clocks(ALL), projection, self.ask)
        values, public = every._values.at(moment.ordinal), every._public
        found: dict[K, Value] = {}
        for key, value in values.items():
            first = public.get(key)
            if first is None:
                if scope.has_key(projection, key):
                    found[key] = self._question(key).value_at(moment)
            elif first <= known:
                found[key] = value
        if scope.shared.graph.has_links:  # a key that was corrected away
            more = [key for key in self._keys if key not in values]
            found.update((key, self._question(key).value_at(moment)) for key in more)
        return found

    @property
    def _public(self) -> dict[K, int]:
        """Return, for each key whose events were all public on the one day on which they took effect, the first day."""
        return self._shared(
            "public", lambda: dict(public_days(self.projection, self.scope.shared.graph, self._keys))
        )

    @property
    def _values(self) -> CheckpointedStates[K, Value]:
        """Return the values of all keys on days that the log covers."""
        return self._shared("values", self._checkpointed)[0]

    @property
    def _folded(self) -> set[K]:
        """Return the keys whose changes are not read off their events."""
        return self._shared("values", self._checkpointed)[1]

    def _shared(self, name: str, make: Callable[[], T]) -> T:
        """Return what all questions about a projection in this scope share, made when it is first asked for."""
        slot = (name, "of all keys", self.projection)
        found: T | None = self.scope.questions.get(slot)
        if found is None:
            with gc_paused(len(self._keys)):
                found = self.scope.questions[slot] = make()
        return found

    def _checkpointed(self) -> tuple[CheckpointedStates[K, Value], set[K]]:
        folded: set[K] = set()
        states: CheckpointedStates[K, Value] = CheckpointedStates(self._changes(folded))
        return states, folded

    def _changes(self, folded: set[K]) -> Iterator[tuple[K, int, Value]]:
        scope, projection = self.scope, self.projection
        graph = scope.shared.graph
        if len(scope.events) < len(graph.events):  # the log has grown since
            folded.update(self._keys)
            for key in self._keys:
                yield from self._question(key).value_changes  # type: ignore[misc]
            return
        keys: Any = self._keys
        for one, changes in changes_of_keys(projection, graph, keys):
            found: Any = changes
            if changes is None:
                mine: Any = one
                folded.add(mine)
                found = self._question(mine).value_changes
            yield from found

    def _question(self, key: K) -> KeyQuestion[Any]:
        found: KeyQuestion[Any] = self[key]  # type: ignore[assignment]
        return found

    def as_of(self, *, known: When | None = None, recorded: When | None = None) -> Self:
        """Return the same questions with either clock turned back."""
        scope = self.scope.turned_back(*limits(known, recorded))
        if scope is self.scope:
            return self
        slot = (type(self), self.ask, self.projection)
        found: Self | None = scope.questions.get(slot)
        if found is None:
            found = scope.questions[slot] = self.with_changed(scope=scope)
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Questions) and (self.ask, self.projection, self.scope) == (
            other.ask,
            other.projection,
            other.scope,
        )

    def __hash__(self) -> int:
        return hash((Questions, self.projection.name))

    def __repr__(self) -> str:
        return f"<Questions {shown(self.projection.name)}: {len(self)} keys, ask [key].at(day)>"
