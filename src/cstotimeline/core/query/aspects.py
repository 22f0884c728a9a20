"""Aspects: the names that a history answers to, what can be asked of each, and how a snapshot shows it.

An organization lists its aspects in one table. The attributes of its timeline and of its snapshots, the offices that
are found by name, the projections and the kinds of event follow from the table.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cached_property
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import attrs

from cstotimeline.core.errors import Fault, LogError, UnknownName, shown
from cstotimeline.core.late import resolve
from cstotimeline.core.plain import plain, plain_mapping
from cstotimeline.core.query.answers import Answer
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.groups import Group, GroupQuestion
from cstotimeline.core.query.key_questions import StateQuestion
from cstotimeline.core.query.questions_by_key import Questions
from cstotimeline.core.query.scope import Scope
from cstotimeline.core.query.spelling import plainly
from cstotimeline.core.query.tenures import OfficeQuestion, Tenure
from cstotimeline.core.temporal.points import QueryTime

if TYPE_CHECKING:
    from cstotimeline.core.events.event import Event
    from cstotimeline.core.query.timeline import Timeline

T = TypeVar("T")
Q = TypeVar("Q")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Aspect(ABC):
    """A name that a history answers to: an entry of one table, equal to itself alone.

    Attributes:
        name: what it is called, in snake case.
        source: where its projection is, as a text for :func:`~cstotimeline.core.late.resolve`; or its module alone.
        says: what it is, in one sentence.
        kinds: the classes of its events, by their names in that module, parted by blanks.
        shown: whether a snapshot shows it, as plain data or on a page.
    """

    is_folded: ClassVar[bool] = True
    """Whether the source is a projection."""

    name: str
    source: str
    says: str
    kinds: str = ""
    shown: bool = True

    @property
    def title(self) -> str:
        """The name as a person writes it: ``secretary general``."""
        return self.name.replace("_", " ")

    @property
    def kind_texts(self) -> dict[str, str]:
        """Where each of its classes of events is, by the kind."""
        return kind_texts(self.source.partition(":")[0], self.kinds)

    @property
    def classes(self) -> tuple[type[Event], ...]:
        """Its classes of events."""
        return tuple(resolve(text) for text in self.kind_texts.values())

    @abstractmethod
    def ask(self, timeline: Timeline) -> Any:
        """Return what can be asked of it."""

    def at(self, timeline: Timeline, moment: QueryTime) -> Any:
        """Return what a snapshot has under its name."""
        return timeline[self.name].at(moment)

    def to_data(self, found: Any, *, reasons: bool = True) -> Any:
        """Return what a snapshot has under its name as plain data; with ``reasons`` the ids of the events behind it."""
        return found.to_dict(reasons=reasons)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class OfficeAspect(Aspect):
    """An office."""

    def ask(self, timeline: Timeline) -> Any:
        """Return the question who holds the office."""
        return _with_names(OfficeQuestion(timeline.scope, timeline.projections[self.name]), timeline.names)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class DerivedOfficeAspect(OfficeAspect):
    """An office that follows from others and has no events: ``source`` is its class of question."""

    is_folded: ClassVar[bool] = False

    def ask(self, timeline: Timeline) -> Any:
        """Return the question who holds the office."""
        return _with_names(resolve(self.source)(timeline.scope), timeline.names)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class GroupAspect(Aspect):
    """The keys of the offices ``of`` that have one of ``statuses``, such as the members."""

    is_folded: ClassVar[bool] = False

    of: str
    statuses: tuple[str, ...]

    def ask(self, timeline: Timeline) -> GroupQuestion:
        """Return the question who belongs to the group."""
        return _GroupQuestion(timeline, self)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class KeyedOfficeAspect(Aspect):
    """Offices of one sort by their keys, such as the leaders of states.

    Attributes:
        one: what one of them is called before ``of KEY``: ``leader``; empty: none is found by name.
        key: what a key is, in one word: ``state``.
        spelling: a text for ``resolve``: a function from any spelling of a key to what has the key as its ``name``.
        spellings: a text for ``resolve``: a function from a key to all its spellings, in lower case.
        among: the group whose offices a snapshot shows; empty: all.
        by_key: whether the key alone finds the office.
    """

    one: str = ""
    key: str = "key"
    spelling: str = ""
    spellings: str = ""
    among: str = ""
    by_key: bool = False

    def ask(self, timeline: Timeline) -> Questions[Any, Any]:
        """Return the questions who holds each office."""
        projection = timeline.projections[self.name]
        return _SpeltQuestions(timeline.scope, projection, self.spelling, self.spellings, timeline.names)

    def at(self, timeline: Timeline, moment: QueryTime) -> dict[Any, Tenure]:
        """Return who holds each office, by key, sorted; of those in the group, where there is one."""
        questions = timeline[self.name]
        keys = set(questions)
        if self.among:
            group: Group = timeline[self.among].at(moment)
            keys &= {*group.names, *group.open}
        return {key: questions[key].at(moment) for key in sorted(keys, key=str)}

    def to_data(self, found: Mapping[Any, Tenure], *, reasons: bool = True) -> Any:
        """Return the tenures by key as plain data."""
        return plain_mapping({key: tenure.to_dict(reasons=reasons) for key, tenure in found.items()})

    def find(self, timeline: Timeline, words: str) -> Any:
        """Return the question of the office that is called ``words``, such as ``leader of Armenia``; None where there
        is no such office.
        """
        key = plainly(words).removeprefix(f"{self.one} of ")
        if not self.one or (key == plainly(words) and not self.by_key):
            return None
        questions = timeline[self.name]
        named = [name for name in questions if plainly(str(name)) == key]
        try:
            return questions[named[0] if named else key]
        except UnknownName:
            return None


@attrs.frozen(kw_only=True, eq=False, repr=False)
class StatesAspect(Aspect):
    """Things of one sort by their keys, with a state that events change, such as documents.

    Attributes:
        current: the attribute of a state that says whether it lasts: ``in_force``; empty: all last.
        counted: whether a page counts the things, instead of naming those that last.
    """

    current: str = ""
    counted: bool = False

    def ask(self, timeline: Timeline) -> Questions[Any, Any]:
        """Return the questions about the state of each."""
        return Questions(timeline.scope, timeline.projections[self.name], StateQuestion)

    def at(self, timeline: Timeline, moment: QueryTime) -> dict[Any, Answer[Any]]:
        """Return the states by key, sorted: those that are, or may be, another than before all events."""
        projection = timeline.projections[self.name]
        before = projection.view(projection.initial)
        answers: dict[Any, Answer[Any]] = timeline[self.name].at(moment)
        found = sorted(answers.items(), key=lambda pair: str(pair[0]))
        return {
            key: answer
            for key, answer in found
            if answer.value != before or answer.alternatives or answer.gave_up
        }

    def lasting(self, found: Mapping[Any, Answer[Any]]) -> dict[Any, Answer[Any]]:
        """Return those that last, by key: in force, under way, in being."""
        return {
            key: one for key, one in found.items() if not self.current or getattr(one.value, self.current)
        }

    def to_data(self, found: Mapping[Any, Answer[Any]], *, reasons: bool = True) -> list[dict[str, Any]]:
        """Return the states as plain data, each with its key as ``id``; those that last come first."""
        lasting = self.lasting(found)
        ordered = lasting | {key: one for key, one in found.items() if key not in lasting}
        data: list[dict[str, Any]] = []
        for key, one in ordered.items():
            said: dict[str, Any] = {"id": plain(key), **plain(one.value), **_doubt_of(one)}
            if reasons:
                said["because"] = list(one.because)
            data.append(said)
        return data


def _doubt_of(answer: Answer[Any]) -> dict[str, Any]:
    data: dict[str, Any] = {"certain": answer.certain, "covered": answer.covered}
    if answer.alternatives:
        data["alternatives"] = [plain(value) for value in answer.alternatives]
    return data


@attrs.frozen(kw_only=True, eq=False, repr=False)
class EventsAspect(Aspect):
    """A list of events, such as the summits; a snapshot has those that have surely occurred.

    Attributes:
        last: under which name a snapshot shows the latest event; empty: under none.
        fields: which fields of it are in plain data beside its date and id, parted by blanks.
    """

    is_folded: ClassVar[bool] = False

    shown: bool = False
    last: str = ""
    fields: str = ""

    def ask(self, timeline: Timeline) -> EventList[Any]:
        """Return the list."""
        return EventList(timeline.scope, self.classes, self.name, timeline.names)

    def at(self, timeline: Timeline, moment: QueryTime) -> tuple[Event, ...]:
        """Return the events that have surely occurred, oldest first."""
        found: EventList[Event] = timeline[self.name]
        return found.by(moment)

    def to_data(self, found: Event | None, *, reasons: bool = True) -> Any:
        """Return the latest event as plain data."""
        del reasons
        if found is None:
            return None
        said = {name: plain(getattr(found, name)) for name in self.fields.split()}
        return {"occurred": found.occurred.text, "id": found.id, **said}


def table_of(aspects: Iterable[Aspect]) -> Mapping[str, Aspect]:
    """Return the table of aspects, by name, in the order in which they are shown.

    Raises:
        LogError: two aspects have one name.
    """
    table: dict[str, Aspect] = {}
    for aspect in aspects:
        if table.setdefault(aspect.name, aspect) is not aspect:
            raise _taken(aspect.name, "another aspect")
    return MappingProxyType(table)


def _taken(name: str, by: str) -> LogError:
    what = f"{by} has this name already, got {shown(name)}"
    return LogError(Fault(where="aspects", what=what, remedy="name the aspect differently"))


def kind_texts(module: str, names: str) -> dict[str, str]:
    """Return where classes of events are, by kind: of ``names`` in ``module``, parted by blanks.

    >>> kind_texts("club.meetings", "MeetingHeld")
    {'meeting_held': 'club.meetings:MeetingHeld'}
    """
    return {_kind_of(name): f"{module}:{name}" for name in names.split()}


def _kind_of(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)[1:]


def attributes_of(aspects: Mapping[str, str]) -> Callable[[type[T]], type[T]]:
    """Return a class decorator: for each name an attribute, which is what the object has under that name, kept after
    the first time; the texts become their docstrings.

    Raises:
        LogError: the class has an attribute of one of the names.
    """

    def decorated(cls: type[T]) -> type[T]:
        for name, says in aspects.items():
            if hasattr(cls, name):
                raise _taken(name, f"an attribute of {cls.__name__}")
            attribute: cached_property[Any] = cached_property(itemgetter(name))
            attribute.__doc__ = says
            attribute.__set_name__(cls, name)
            setattr(cls, name, attribute)
        return cls

    return decorated


def _with_names(question: Q, names: str) -> Q:
    """Return a question that knows how its organization spells names."""
    vars(question)["names"] = names
    return question


class _SpeltQuestions(Questions[Hashable, OfficeQuestion]):
    """Questions by key, found by every spelling of the key that a vocabulary has."""

    def __init__(self, scope: Scope, projection: Any, spelling: str, spellings: str, names: str) -> None:
        super().__init__(scope, projection, OfficeQuestion)
        vars(self).update(spelling=spelling, all_spellings=spellings, names=names)

    spelling: str
    all_spellings: str
    names: str

    def spellings(self, key: Hashable) -> tuple[str, ...]:
        """Return all spellings of a key, in lower case, where a vocabulary has them; else nothing."""
        found: tuple[str, ...] = resolve(self.all_spellings)(key) if self.all_spellings else ()
        return found

    def __getitem__(self, key: Hashable) -> OfficeQuestion:
        try:
            return _with_names(super().__getitem__(key), self.names)
        except UnknownName:
            name = self._name_of(key)
            if name == key:
                raise
        return _with_names(super().__getitem__(name), self.names)

    def _name_of(self, key: Hashable) -> Hashable:
        if not self.spelling or not isinstance(key, str):
            return key
        try:
            name: str = resolve(self.spelling)(key).name
        except UnknownName:
            return key
        return name


class _GroupQuestion(GroupQuestion):
    """A group whose names are found by every spelling."""

    def __init__(self, timeline: Timeline, aspect: GroupAspect) -> None:
        projection: Any = timeline.projections[aspect.of]
        super().__init__(timeline.scope, projection, aspect.statuses, aspect.name)
        vars(self).update(offices=timeline[aspect.of])

    offices: Questions[Any, Any]

    def of(self, key: Hashable) -> Any:
        """Return the question about one name alone: its status on a day, its spells.

        Raises:
            UnknownName: no event is about this name.
        """
        return self.offices[key]
