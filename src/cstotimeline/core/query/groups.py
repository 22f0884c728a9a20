"""Groups: which keys of an office have one of some statuses, such as the states that are members."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

import attrs

from cstotimeline.core.errors import Fault, UnknownName, key_text, one_of, shown
from cstotimeline.core.events.coverage import Days, edges, run_of
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Office
from cstotimeline.core.fold.projection import Ground, Value
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.state_history import StateHistory
from cstotimeline.core.fold.steps import Absence, OfficeState
from cstotimeline.core.fold.term_ends import stated_id
from cstotimeline.core.query.answers import ExplainedAnswer
from cstotimeline.core.query.explanations import Part
from cstotimeline.core.query.gathered import Tenures, Together, joined
from cstotimeline.core.query.office_methods import EVER
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.scope import Scope
from cstotimeline.core.query.tenures import OfficeQuestion
from cstotimeline.core.temporal.day_spans import common, merged
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.core.temporal.points import QueryTime, When
from cstotimeline.core.temporal.wording import listed


@attrs.frozen(kw_only=True, getstate_setstate=False)
class Group(ExplainedAnswer):
    """The names in a group on a day: a collection of texts.

    Attributes:
        names: those that belong to it as far as has surely happened, sorted.
        undecided: those of which the dates leave open whether they do, sorted.
    """

    names: tuple[str, ...]
    undecided: tuple[str, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """Return :attr:`undecided`, by the name that it had before 0.1."""
        return self.undecided

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def to_dict(self, *, reasons: bool = True) -> dict[str, Any]:
        """Return the group as plain data; ``because`` only with ``reasons``."""
        data = {
            "names": list(self.names),
            "undecided": list(self.undecided),
            "certain": self.certain,
            "covered": self.covered,
            **self.ground_to_dict(),
        }
        return data | ({"because": list(self.because)} if reasons else {})


Collection.register(Group)  # pyright: ignore[reportAttributeAccessIssue]


class GroupQuestion(Question[Group]):
    """The names whose status in a keyed office is one of ``statuses``."""

    projection: Office  # pyright: ignore[reportIncompatibleVariableOverride]
    statuses: tuple[str, ...]
    title: str

    def __init__(self, scope: Scope, projection: Office, statuses: tuple[str, ...], title: str) -> None:
        super().__init__(scope, projection)
        vars(self).update(statuses=statuses, title=title)

    @property
    def name(self) -> str:
        """Return what is asked for."""
        return self.title

    @property
    def _slot(self) -> Hashable:
        return (type(self), self.projection, self.statuses, self.title)

    def of(self, key: Hashable) -> OfficeQuestion:
        """Return the question about one name alone: its status on a day, its spells.

        Raises:
            UnknownName: no event of the log is about this name.
        """
        if not self.scope.exists(self.projection, key):
            known = one_of(key, [key_text(name) for name in self.scope.keys(self.projection)])
            what = f"no such name, got {shown(key)}"
            raise UnknownName(Fault(where=self.title, what=what, remedy=f"ask for {known}"))
        return OfficeQuestion(self.scope, self.projection, key)

    def held_by(self, name: str) -> Tenures:
        """Return the times for which one name belonged to the group, and on which covered days, surely or possibly.

        None is an answer too: then the name never belonged to it on the days that the log covers, as far as it is
        certain.

        Raises:
            UnknownName: no event is about this name.

        >>> from cstotimeline import load
        >>> [f"{one.start} to {one.end}" for one in load().members.held_by("Uzbekistan")]
        ['1992-05-15 to 1999-04-21', '2006-06-23 to 2012-12-19']
        """
        office = self.of(name)
        words = f"{self.name}: {self.name_of(office.key)}"
        labels = self.statuses or office.named_holders
        return joined(words, [office.tenures_with(label, asked=words) for label in labels])

    def together(self, *names: str) -> Together:
        """Return on which covered days all of some names belonged to the group, surely or possibly.

        Raises:
            UnknownName: no name is given, or no event is about one.

        >>> from cstotimeline import load
        >>> load().members.together("Armenia", "Azerbaijan").days
        (2035, 2035)
        """
        if not names:
            what = "expected one name or more, got none"
            raise UnknownName(Fault(where=self.title, what=what, remedy="name two, such as two members"))
        meant = tuple(dict.fromkeys(str(self.of(name).key) for name in names))
        runs: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
        answers = []
        for spell in self.during(EVER):
            run = run_of(spell.spell or EVER)
            is_surely = all(name in spell.names and name not in spell.undecided for name in meant)
            is_possibly = all(name in spell.names or name in spell.undecided for name in meant)
            if is_possibly and common((run,), self.days):
                answers.append(spell)
                runs[is_surely].append(run)
        surely = common(merged(runs[True]), self.days)
        possibly = common(merged([*runs[True], *runs[False]]), self.days)
        return Together(
            asked=f"{self.name}: {' and '.join(meant)} together",
            names=meant,
            surely=surely,
            possibly=possibly,
            covered_days=self.days,
            answers=tuple(answers),
        )

    def alongside(self, name: str) -> Mapping[str, Together]:
        """Return for every other name that was in the group on one of the same days, on which.

        Raises:
            UnknownName: no event is about this name.

        >>> from cstotimeline import load
        >>> sorted(load().members.alongside("Georgia"))[:3]
        ['Armenia', 'Azerbaijan', 'Belarus']
        """
        others = [str(key) for key in self.scope.keys(self.projection)]
        meant = str(self.of(name).key)
        found = {other: self.together(meant, other) for other in sorted(others) if other != meant}
        return {other: together for other, together in found.items() if together.possibly}

    def value_at(self, when: When, *, known: When | None = None, recorded: When | None = None) -> Value:
        """Return the bare answer: a frozen set of names, whether it is certain, and the undecided names."""
        group = self.at(when, known=known, recorded=recorded)
        return Value(
            frozenset(group.names),
            group.certain,
            group.undecided,
            covered=group.covered,
            decided=group.decided,
            gave_up=group.gave_up,
        )

    @property
    def resolved(self) -> ResolvedEvents:
        """Return all events that bear on any of the names, resolved."""
        return self.scope.resolved(self.projection)

    @property
    def aspect(self) -> str:
        """Return the name under which coverage is declared: the group's own, else that of its office."""
        return self.title if self.scope.coverage.is_declared(self.title) else self.projection.name

    @cached_property
    def days(self) -> Days:
        """Return the days that are covered for every name, as ordinals."""
        return self._days_of(self.scope.keys(self.projection))

    def _days_of(self, keys: Iterable[Hashable]) -> Days:
        """Return the days that are covered for all of some names; with no names, those declared for every name."""
        coverage, aspect = self.scope.coverage, self.aspect
        if not coverage.is_declared(aspect):
            return coverage.default
        first, *rest = dict.fromkeys(coverage.days(aspect, key) for key in keys) or [coverage.days(aspect)]
        for days in rest:
            first = common(first, days)
        return first

    def change_points(self, events: ResolvedEvents) -> Sequence[int]:
        """Return, sorted, the ordinals of the days on which the answer may differ from that of the day before."""
        keys = list(events.histories(self.projection))
        covered = [self._days_of(keys), *(self.scope.coverage.days(self.aspect, key) for key in keys)]
        return sorted(self.points_of(events).union(*map(edges, covered)))

    def ground(self, events: ResolvedEvents, when: QueryTime) -> Ground:
        """Return what the log knows of the names at a moment, beside the fold of their events."""
        return self._ground(self.histories(events), when, self._days_of(events.histories(self.projection)))

    def histories(self, events: ResolvedEvents) -> Sequence[StateHistory[Any]]:
        """Return the state histories of all names."""
        return list(self.histories_by_key(events).values())

    def histories_by_key(
        self, events: ResolvedEvents, granularity: Granularity = Granularity.DAY
    ) -> Mapping[Hashable, StateHistory[OfficeState]]:
        """Return the state histories of the keys that the group is about."""
        return events.histories(self.projection, granularity)

    def name_of(self, key: Hashable) -> str:
        """Return the name that a key has in the answer."""
        return key_text(key)

    def key_of(self, name: str) -> Hashable:
        """Return the key of a name in the answer."""
        return name

    def answer(self, **said: Any) -> Group:
        """Return the bare answer."""
        return Group(**said)

    def days_of_key(self, key: Hashable) -> Days:
        """Return the days that are covered for a key."""
        return self.scope.coverage.days(self.aspect, key)

    def belongs(self, state: OfficeState) -> bool:
        """Return whether a name with this status belongs to the group."""
        return state.holder in self.statuses

    def is_candidate(self, state: OfficeState) -> bool:
        """Return whether a name with this status may belong to the group all the same."""
        return bool(set(self.statuses) & set(state.candidates))

    def evaluate(self, events: ResolvedEvents, when: QueryTime) -> Group:
        """Return the bare answer that some events give."""
        inside: list[str] = []
        undecided: list[str] = []
        gave_up = decided = False
        for key, history in self.histories_by_key(events, when.granularity).items():
            one = self.membership(key, history, when)
            if one.belongs:
                inside.append(self.name_of(key))
            if one.is_open:
                undecided.append(self.name_of(key))
            gave_up |= one.gave_up
            decided |= one.decided
        ground = self.ground(events, when)
        return self.answer(
            names=tuple(sorted(inside)),
            undecided=tuple(sorted(undecided)),
            certain=not undecided and ground.inside and (ground.declared or not ground.lacks),
            covered=ground.covered,
            decided=decided,
            gave_up=gave_up,
            last_known_ordinal=ground.last_known,
        )

    def membership(self, key: Hashable, history: StateHistory[OfficeState], when: QueryTime) -> _Membership:
        """Return whether a name belongs to the group."""
        found = history.at(when.at)
        ground = self._ground([history], when, self.days_of_key(key))
        shown, views = self.projection.shown(found.state, found.founded, ground)
        is_open = found.founded is None or len({one for view in views for one in self._may_belong(view)}) > 1
        return _Membership(self.belongs(shown), is_open, found.founded is None, ground.decided)

    def parts(self, events: ResolvedEvents, when: QueryTime) -> Sequence[Part] | None:
        """Return what makes each name belong or not, where no event bears on two of them; else None."""
        graph = self.scope.shared.graph
        found: list[Part] = []
        met = 0
        for key, history in self.histories_by_key(events, when.granularity).items():
            names = graph.component(graph.ids_by_key(self.projection).get(key, ())) & events.given.keys()
            met += len(names)
            target = self.membership(key, history, when)
            gives = partial(self._gives_membership, target, events, key, when)
            if not gives(names):
                return None
            if target.belongs or target.is_open:
                guess = [stated_id(item.event.id) for item in history.placed if item.low <= when.at]
                found.append(Part(guess, sorted(names), gives))
        return found if met == len(events.given) else None

    def _gives_membership(
        self,
        target: _Membership,
        events: ResolvedEvents,
        key: Hashable,
        when: QueryTime,
        names: Iterable[str],
    ) -> bool:
        """Return whether just some of the events say of a key what all of them say, and are about it at all."""
        histories = events.only(names).histories(self.projection, when.granularity)
        return key in histories and self.membership(key, histories[key], when) == target

    def _may_belong(self, view: object) -> set[bool]:
        """Return whether a name with this status belongs to the group: both where nothing tells."""
        if not isinstance(view, OfficeState):
            return {False}
        if view.absence is Absence.NO_DATA or self.is_candidate(view):
            return {True, False}
        return {self.belongs(view)}

    def guess(self, events: ResolvedEvents, when: QueryTime, answer: Group) -> Sequence[Event]:
        """Return the events of the names in the group that may have happened."""
        return [
            item.event
            for name in (*answer.names, *answer.undecided)
            for item in events.history(self.projection, self.key_of(name), when.granularity).placed
            if item.low <= when.at
        ]

    def head(self, answer: Group) -> str:
        """Return the names."""
        return f"{self.title}: {listed(answer.names)}"


@attrs.frozen
class _Membership:
    """Whether a name belongs to a group, whether that is open, was given up, or was decided for later."""

    belongs: bool
    is_open: bool
    gave_up: bool
    decided: bool
