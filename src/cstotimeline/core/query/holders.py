"""Holders: asking an office of several seats who holds it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property
from typing import Any

import attrs

from cstotimeline.core.errors import Fault, UnknownName, key_text, one_of, shown
from cstotimeline.core.events.coverage import Days, edges
from cstotimeline.core.fold.projection import Ground, Projection, Value
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.seats import PartProjection, SeatedOffice
from cstotimeline.core.fold.state_history import StateHistory
from cstotimeline.core.fold.steps import OfficeState
from cstotimeline.core.query.groups import Group, GroupQuestion
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.questions_by_key import Questions
from cstotimeline.core.query.scope import Scope
from cstotimeline.core.query.tenures import OfficeQuestion, Tenure
from cstotimeline.core.temporal.granularity import Granularity
from cstotimeline.core.temporal.points import QueryTime


@attrs.frozen(kw_only=True, getstate_setstate=False)
class Holders(Group):
    """Who holds an office of several seats: a collection of texts.

    Attributes:
        names: those who hold it as far as has surely happened, sorted; undecided ones among them.
        undecided: those of whom the dates leave open whether they do, sorted.
        office: what was asked, with the key of a keyed office.
        seats: how many may hold it at once; None: any number. Where more surely do, the answer is not certain.

    >>> from cstotimeline import Citation, Timeline, read_terms, terms
    >>> rows = [{"holder": name, "start": "1998-05-04", "end": "2002"} for name in ("Ann", "Bob")]
    >>> members = read_terms(rows, "member", source=Citation(publisher="The town's list"))
    >>> answer = Timeline(members, [terms("member", seats=2)])["member"].at("1999-01-01")
    >>> answer.holders, answer.certain, [str(one.last_day) for one in answer.tenures]
    (('Ann', 'Bob'), True, ['2002', '2002'])
    """

    office: str
    seats: int | None
    told: tuple[Tenure, ...] | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def holders(self) -> tuple[str, ...]:
        """Return who surely holds the office, sorted."""
        return tuple(name for name in self.names if name not in self.undecided)

    @property
    def tenures(self) -> tuple[Tenure, ...]:
        """Return the time of each holder in the office, and of each undecided one, with its own doubt and reasons."""
        if self.told is not None:
            return self.told
        question = getattr(self.explanation, "question", None)
        return question.tenures_of(self, self.explanation.when) if question is not None else ()  # type: ignore[attr-defined]

    def to_dict(self, *, reasons: bool = True) -> dict[str, Any]:
        """Return the answer as plain data: the holders as texts, each one's time as that of an office; ``because`` only
        with ``reasons``.
        """
        data = {
            "holders": list(self.holders),
            "undecided": list(self.undecided),
            "seats": self.seats,
            "certain": self.certain,
            "covered": self.covered,
            **self.ground_to_dict(),
            "tenures": [one.to_dict(reasons=reasons) for one in self.tenures],
        }
        return data | ({"because": list(self.because)} if reasons else {})

    def __getstate__(self) -> dict[str, Any]:
        return {**super().__getstate__(), "told": self.tenures}


class HoldersQuestion(GroupQuestion):
    """An office of several seats, ready to be asked who holds it."""

    by_part: Projection[Any]
    projection: SeatedOffice  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(self, scope: Scope, projection: SeatedOffice | PartProjection, key: Hashable = "") -> None:
        office: SeatedOffice = projection.office if isinstance(projection, PartProjection) else projection
        Question.__init__(self, scope, office, key)
        title = office.name if key == "" else f"{office.name}: {key_text(key)}"
        vars(self).update(statuses=(), title=title, by_part=office.by_part)

    @property
    def _slot(self) -> Hashable:
        return (type(self), self.projection, self.key)

    @property
    def aspect(self) -> str:
        """Return the name under which coverage is declared."""
        return self.projection.name

    def of(self, key: Hashable) -> OfficeQuestion:
        """Return the question about one holder alone: on a day, all terms.

        Raises:
            UnknownName: nobody of this name ever held the office.
        """
        own = self.projection.key_for(self.key, str(key))
        if not self.scope.exists(self.projection, own):
            known = one_of(key, [self.name_of(one) for one in self._keys])
            what = f"nobody of this name held the office, got {shown(key)}"
            raise UnknownName(Fault(where=self.title, what=what, remedy=f"ask for {known}"))
        return OfficeQuestion(self.scope, self.projection, own)

    @cached_property
    def _keys(self) -> list[Hashable]:
        return [key for key in self.scope.keys(self.projection) if self._is_mine(key)]

    def _is_mine(self, key: Hashable) -> bool:
        return self.projection.part_of(key) == self.key

    @property
    def tenures(self) -> tuple[Tenure, ...]:
        """Return every holder's time in the office, in order of their starts."""
        every = [one for key in self._keys for one in self.of(self.name_of(key)).tenures]
        return tuple(sorted(every, key=lambda one: (one.start.sort_key, one.holder or "")))

    def tenures_of(self, answer: Holders, when: QueryTime) -> tuple[Tenure, ...]:
        """Return the time in the office of those whom an answer names."""
        names = sorted({*answer.names, *answer.undecided})
        return tuple(self.of(name).at(when) for name in names)

    @property
    def resolved(self) -> ResolvedEvents:
        """Return all events that bear on any holder of the office, resolved."""
        if self.projection.office_key is None:
            return self.scope.resolved(self.projection)
        return self.scope.resolved(self.by_part, key=self.key)

    @cached_property
    def days(self) -> Days:
        """Return the covered days, as ordinals."""
        return self.scope.coverage.days(self.aspect, self.key)

    def days_of_key(self, key: Hashable) -> Days:  # noqa: ARG002
        """Return the days that are covered for a holder: those of the office."""
        return self.days

    def change_points(self, events: ResolvedEvents) -> Sequence[int]:
        """Return, sorted, the ordinals of the days on which the answer may differ from that of the day before."""
        return sorted(self.points_of(events).union(edges(self.days)))

    def ground(self, events: ResolvedEvents, when: QueryTime) -> Ground:
        """Return what the log knows of the office at a moment, beside the fold of its events."""
        return self._ground(self.histories(events), when, self.days)

    def histories_by_key(
        self, events: ResolvedEvents, granularity: Granularity = Granularity.DAY
    ) -> Mapping[Hashable, StateHistory[OfficeState]]:
        """Return the state histories of the holders of this office."""
        found = events.histories(self.projection, granularity)
        return {key: history for key, history in found.items() if self._is_mine(key)}

    def name_of(self, key: Hashable) -> str:
        """Return the holder that a key is about."""
        return self.projection.holder_of(key)

    def key_of(self, name: str) -> Hashable:
        """Return the key of a holder."""
        return self.projection.key_for(self.key, name)

    def belongs(self, state: OfficeState) -> bool:
        """Return whether somebody with this state holds a seat."""
        return state.holder is not None

    def is_candidate(self, state: OfficeState) -> bool:
        """Return whether somebody with this state may hold a seat all the same."""
        return bool(state.candidates)

    def answer(self, **said: Any) -> Holders:
        """Return the bare answer, which is not certain where more surely hold the office than it has seats."""
        seats = self.projection.seats
        if seats is not None and len({*said["names"]} - {*said["undecided"]}) > seats:
            said["certain"] = False
        return Holders(**said, office=self.title, seats=seats)


class HoldersByKey(Questions[Any, HoldersQuestion]):
    """The questions who holds each of several offices of one name, by the key of the office."""

    def _values_at(self, moment: QueryTime) -> dict[Any, Value]:
        """Return the bare answers; where the answer for every holder is certain, the office itself is not asked."""
        if not self:
            return {}
        office = self._office
        by_part: dict[Hashable, list[str] | None] = {}
        for key, value in self._by_holder.value_at(moment).items():
            part = office.part_of(key)
            names = by_part.setdefault(part, [])
            if not value.certain:
                by_part[part] = None
            elif names is not None and value.value.holder is not None:
                names.append(office.holder_of(key))
        return {key: self._value(key, by_part.get(key), moment) for key in self}

    def _value(self, key: Any, names: Sequence[str] | None, moment: QueryTime) -> Value:
        if names is None:
            return self[key].value_at(moment)
        seats = self._office.seats
        return Value(frozenset(names), seats is None or len(names) <= seats)

    @cached_property
    def _office(self) -> SeatedOffice:
        return self[next(iter(self))].projection

    @cached_property
    def _by_holder(self) -> Questions[Any, OfficeQuestion]:
        return Questions(self.scope, self._office, OfficeQuestion)


def asked_of_seats(scope: Scope, office: SeatedOffice, _: object = None) -> HoldersQuestion | HoldersByKey:
    """Return what can be asked of an office of several seats; with a key of its own a mapping from key to question."""
    if office.office_key is None:
        return HoldersQuestion(scope, office)
    return HoldersByKey(scope, office.by_part, HoldersQuestion)
