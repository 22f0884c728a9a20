"""The history of the CSTO as a timeline: every aspect by name, and as a typed attribute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from cstotimeline.core.errors import Fault, LogError, UnknownName, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.rivals import Prefer, default_preference
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.late import LateMapping
from cstotimeline.core.query.aspects import KeyedOfficeAspect, OfficeAspect, attributes_of
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.spelling import plainly
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.points import QueryTime, When
from cstotimeline.csto.aspects import (
    ASPECTS,
    PROJECTION_TEXTS,
    GroupName,
    OfficeName,
    OfficesName,
    StatesName,
)
from cstotimeline.csto.snapshot import HistorySnapshot

if TYPE_CHECKING:
    from cstotimeline.core.log.records import Record
    from cstotimeline.core.query.groups import GroupQuestion
    from cstotimeline.core.query.key_questions import StateQuestion
    from cstotimeline.core.query.questions_by_key import Questions
    from cstotimeline.core.query.tenures import OfficeQuestion
    from cstotimeline.core.query.view_methods import HtmlPage
    from cstotimeline.core.rules.rule import Finding, Rule
    from cstotimeline.csto.chairmanship import ChairpersonQuestion
    from cstotimeline.csto.exercises import ExerciseHeld
    from cstotimeline.csto.meetings import MeetingHeld
    from cstotimeline.csto.posts import Post
    from cstotimeline.csto.reports import Development
    from cstotimeline.csto.summits import SummitHeld


E = TypeVar("E", bound=Event)
_OFFICES = [aspect for aspect in ASPECTS.values() if isinstance(aspect, OfficeAspect)]
_KEYED = [aspect for aspect in ASPECTS.values() if isinstance(aspect, KeyedOfficeAspect) and aspect.one]


@attributes_of({name: aspect.says for name, aspect in ASPECTS.items()})
class History(Timeline):
    """A timeline of the CSTO: a mapping from the name of an aspect to what can be asked of it.

    ``in``, ``len`` and iteration are about the names of aspects: ``"presidency" in history``; the events are listed by
    :meth:`events`.

    Arguments:
        history: events, or the records of a log.
        projections: the user's own, beside those of the CSTO.
        prefer: the rule that chooses among rival claims.
        through: the last day that is covered where no coverage is declared; as for every timeline.

    Raises:
        LogError: as for every timeline; a projection with the name of an aspect.

    >>> from cstotimeline import load
    >>> history = load()
    >>> history.presidency.at("2019-11-20").holder, history["members"].at("2019-11-20").names[0]
    ('Kyrgyzstan', 'Armenia')
    """

    drawn_lanes = ("presidency", "secretary_general", "membership", "leaders", "operations", "summits")
    names = "cstotimeline.csto.names:NAMES"
    presidency: OfficeQuestion
    chairperson: ChairpersonQuestion
    secretary_general: OfficeQuestion
    joint_staff_chief: OfficeQuestion
    assembly_chair: OfficeQuestion
    membership: Questions[str, OfficeQuestion]
    observing: Questions[str, OfficeQuestion]
    members: GroupQuestion
    suspended: GroupQuestion
    observers: GroupQuestion
    leaders: Questions[str, OfficeQuestion]
    summits: EventList[SummitHeld]
    meetings: EventList[MeetingHeld]
    documents: Questions[str, StateQuestion[Any]]
    forces: Questions[str, StateQuestion[Any]]
    operations: Questions[str, StateQuestion[Any]]
    exercises: EventList[ExerciseHeld]
    developments: EventList[Development]

    def __init__(
        self,
        history: Iterable[Event] | Iterable[Record],
        projections: Iterable[Projection[Any]] = (),
        *,
        prefer: Prefer = default_preference,
        through: When | None = None,
    ) -> None:
        super().__init__(history, projections, prefer=prefer, through=through)
        own = self.projections
        folded: LateMapping[Projection[Any]] = LateMapping(PROJECTION_TEXTS)
        for name in own:
            if name in ASPECTS and not (name in folded and own[name] is folded[name]):
                what = f"two projections with one name, got {shown(name)}"
                raise LogError(Fault(where="projections", what=what, remedy="name each differently"))
        vars(self)["projections"] = LateMapping(PROJECTION_TEXTS, own)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*ASPECTS, *self.projections)))

    @cached_property
    def _aspects_asked(self) -> dict[str, Any]:
        return {}

    @overload
    def __getitem__(self, name: OfficeName) -> OfficeQuestion: ...
    @overload
    def __getitem__(self, name: Literal["chairperson"]) -> ChairpersonQuestion: ...
    @overload
    def __getitem__(self, name: OfficesName) -> Questions[str, OfficeQuestion]: ...
    @overload
    def __getitem__(self, name: GroupName) -> GroupQuestion: ...
    @overload
    def __getitem__(self, name: StatesName) -> Questions[str, StateQuestion[Any]]: ...
    @overload
    def __getitem__(self, name: Literal["summits"]) -> EventList[SummitHeld]: ...
    @overload
    def __getitem__(self, name: Literal["meetings"]) -> EventList[MeetingHeld]: ...
    @overload
    def __getitem__(self, name: Literal["exercises"]) -> EventList[ExerciseHeld]: ...
    @overload
    def __getitem__(self, name: Literal["developments"]) -> EventList[Development]: ...
    @overload
    def __getitem__(self, name: str) -> Any: ...
    def __getitem__(self, name: str) -> Any:
        """Return what can be asked of an aspect: a question, with keys a mapping from key to question, or a list of
        events.

        Raises:
            UnknownName: no aspect and no projection of the user's own has this name.
        """
        if name not in self._names:
            what = f"no such aspect, got {shown(name)}"
            raise UnknownName(Fault(where="history", what=what, remedy=f"ask for one of {', '.join(self)}"))
        if name not in ASPECTS:
            return super().__getitem__(name)
        if name not in self._aspects_asked:
            self._aspects_asked[name] = ASPECTS[name].ask(self)
        return self._aspects_asked[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the aspects, then of the user's own projections."""
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def events(self) -> EventList[Event]: ...
    @overload
    def events(self, *kinds: type[E]) -> EventList[E]: ...
    def events(self, *kinds: type[Event]) -> EventList[Any]:
        """Return the events that count, of some kinds, by default of all, in the order in which they occurred."""
        return EventList(self.scope, kinds or (Event,), names=self.names)

    def at(self, when: When, *, known: When | None = None, recorded: When | None = None) -> HistorySnapshot:
        """Return the state of everything at the end of a day, or at an instant; errors as for every timeline."""
        return HistorySnapshot(self.as_of(known=known, recorded=recorded), QueryTime.of(when))

    def check(self, rules: Iterable[Rule] = ()) -> tuple[Finding, ...]:
        """Return what breaks the rules of the record, and ``rules`` beside them; explained findings have their
        reason.
        """
        from cstotimeline.csto.rules import RULES, checked_history  # which import every body

        return checked_history(self.resolved, (*RULES, *rules, *self.effect_rules))

    def page(
        self, *, title: str = "The CSTO, day by day", spellings: Mapping[str, Iterable[str]] | None = None
    ) -> HtmlPage:
        """Return the history as one HTML file, as every timeline does; people and places are found in any spelling."""
        if spellings is None:
            from cstotimeline.csto.names import all_spellings

            spellings = all_spellings()
        return super().page(title=title, spellings=spellings)

    def posts(self, person: str) -> tuple[Post, ...]:
        """Return the posts in which the record shows a person, in the order of time: offices with their days, the
        beginnings of terms, bodies that he presided over, and what pages call him in lists of delegations.

        Arguments:
            person: in any spelling of the vocabulary.

        Raises:
            UnknownName: nobody of this name is in the vocabulary.

        >>> from cstotimeline import load
        >>> [str(one) for one in load().posts("Фомин")]
        ['deputy defence minister (Russia) (seen on 2019-11-28)']
        """
        from cstotimeline.csto.posts import posts_of

        return posts_of(self, person)

    def named(self, words: str) -> Any:
        """Return what can be asked of an aspect by the name that a person writes; ``leader of Armenia`` too.

        Raises:
            UnknownName: nothing is called so.
        """
        try:
            return super().named(words)
        except UnknownName:
            return self.office(words)

    def office(self, name: str) -> OfficeQuestion | ChairpersonQuestion:
        """Return an office by the name that a person writes: ``presidency``, ``secretary general``, ``leader of
        Armenia``, ``Armenia``.

        Raises:
            UnknownName: no office has this name.

        >>> from cstotimeline import load
        >>> load().office("secretary general").at("2015-09-15").holder
        'Nikolai Bordyuzha'
        """
        found: Any = next((self[one.name] for one in _OFFICES if one.title == plainly(name)), None)
        if found is None:
            found = next((question for one in _KEYED if (question := one.find(self, name))), None)
        if found is not None:
            return found  # type: ignore[no-any-return]
        if keyed := next((one for one in _KEYED if plainly(name).startswith(f"{one.one} of ")), None):
            states: Mapping[str, OfficeQuestion] = self[keyed.name]
            return states[name.split(" of ", 1)[-1].strip()]  # refused, with the states there are
        *titles, last = (
            *(one.title for one in _OFFICES),
            *(f"{one.one} of {one.key.upper()}" for one in _KEYED),
        )
        what = f"no such office, got {shown(name)}"
        raise UnknownName(Fault(where="office", what=what, remedy=f"ask for {', '.join(titles)} or {last}"))
