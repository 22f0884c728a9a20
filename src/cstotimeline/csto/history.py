"""The history of the CSTO as a typed timeline: one property an aspect, each of which imports its own body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cstotimeline.core.errors import Fault, LogError, UnknownName, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.rivals import Prefer, default_preference
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.query.questions import Questions, StateQuestion
from cstotimeline.core.query.tenures import OfficeQuestion
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.csto.later import Later

if TYPE_CHECKING:
    from cstotimeline.core.log.records import Record
    from cstotimeline.core.query.answers import Answer
    from cstotimeline.core.query.event_list import EventList
    from cstotimeline.core.query.groups import GroupQuestion
    from cstotimeline.core.query.tenures import Tenure
    from cstotimeline.core.rules.rule import Finding, Rule
    from cstotimeline.core.temporal.points import When
    from cstotimeline.csto.chairmanship import ChairpersonQuestion
    from cstotimeline.csto.snapshot import HistorySnapshot
    from cstotimeline.csto.summits import SummitHeld

PROJECTIONS: tuple[Projection[Any], ...]
"""The aspects that are folded from events; more can be given to :class:`History`."""

_ASPECTS = {
    "presidency": "csto.presidency:PRESIDENCY",
    "secretary_general": "csto.secretariat:SECRETARY_GENERAL",
    "membership": "csto.membership:MEMBERSHIP",
    "observing": "csto.membership:OBSERVING",
    "leaders": "csto.leaders:LEADERS",
    "joint_staff_chief": "csto.joint_staff:JOINT_STAFF_CHIEF",
    "assembly_chair": "csto.assembly:ASSEMBLY_CHAIR",
    "documents": "csto.documents:DOCUMENTS",
    "forces": "csto.forces:FORCES",
    "operations": "csto.operations:OPERATIONS",
}


def __getattr__(name: str) -> Any:
    if name == "PROJECTIONS":
        return tuple(Later[Projection[Any]](_ASPECTS).values())
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class History(Timeline):
    """A timeline of the CSTO.

    Arguments:
        history: events, or the records of a log.
        projections: the user's own, beside those of the CSTO.
        prefer: the rule that chooses among rival claims.
    """

    def __init__(
        self,
        history: Iterable[Event] | Iterable[Record],
        projections: Iterable[Projection[Any]] = (),
        *,
        prefer: Prefer = default_preference,
    ) -> None:
        super().__init__(history, projections, prefer=prefer)
        own: Later[Projection[Any]] = Later(_ASPECTS)
        taken = [name for name, given in self.projections.items() if name in own and own[name] is not given]
        if taken:
            what = f"two projections with one name, got {shown(taken[0])}"
            raise LogError(Fault(where="projections", what=what, remedy="name each differently"))
        self.projections = Later(_ASPECTS, self.projections)

    @cached_property
    def presidency(self) -> OfficeQuestion:
        """Return the rotating presidency; its holders are states."""
        from cstotimeline.csto.presidency import PRESIDENCY

        return OfficeQuestion(self, PRESIDENCY)

    @cached_property
    def chairperson(self) -> ChairpersonQuestion:
        """Return the person presiding: the leader of the state that holds the presidency."""
        from cstotimeline.csto.chairmanship import ChairpersonQuestion
        from cstotimeline.csto.presidency import PRESIDENCY

        return ChairpersonQuestion(self, PRESIDENCY)

    @cached_property
    def secretary_general(self) -> OfficeQuestion:
        """Return the office of secretary general."""
        from cstotimeline.csto.secretariat import SECRETARY_GENERAL

        return OfficeQuestion(self, SECRETARY_GENERAL)

    @cached_property
    def joint_staff_chief(self) -> OfficeQuestion:
        """Return the office of chief of the Joint Staff."""
        from cstotimeline.csto.joint_staff import JOINT_STAFF_CHIEF

        return OfficeQuestion(self, JOINT_STAFF_CHIEF)

    @cached_property
    def assembly_chair(self) -> OfficeQuestion:
        """Return the office of chair of the Parliamentary Assembly."""
        from cstotimeline.csto.assembly import ASSEMBLY_CHAIR

        return OfficeQuestion(self, ASSEMBLY_CHAIR)

    @cached_property
    def leaders(self) -> Questions[Tenure]:
        """Return the leaders by state: ``leaders["Armenia"].at(...)``."""
        from cstotimeline.csto.leaders import LEADERS

        return Questions(self, LEADERS, OfficeQuestion)

    @cached_property
    def members(self) -> GroupQuestion:
        """Return the members; before October 2002 the states party to the Treaty."""
        from cstotimeline.core.query.groups import GroupQuestion
        from cstotimeline.csto.membership import MEMBER, MEMBERSHIP

        return GroupQuestion(self, MEMBERSHIP, (MEMBER,), "members")

    @cached_property
    def suspended(self) -> GroupQuestion:
        """Return the states whose membership is suspended."""
        from cstotimeline.core.query.groups import GroupQuestion
        from cstotimeline.csto.membership import MEMBERSHIP, SUSPENDED

        return GroupQuestion(self, MEMBERSHIP, (SUSPENDED,), "suspended")

    @cached_property
    def observers(self) -> GroupQuestion:
        """Return the observers, of the organization or of its Parliamentary Assembly."""
        from cstotimeline.core.query.groups import GroupQuestion
        from cstotimeline.csto.membership import OBSERVER, OBSERVING

        return GroupQuestion(self, OBSERVING, (OBSERVER,), "observers")

    @cached_property
    def documents(self) -> Questions[Answer]:
        """Return the documents by slug: how each stood at a date."""
        from cstotimeline.csto.documents import DOCUMENTS

        return Questions(self, DOCUMENTS, StateQuestion)

    @cached_property
    def forces(self) -> Questions[Answer]:
        """Return the forces by slug: how each stood at a date."""
        from cstotimeline.csto.forces import FORCES

        return Questions(self, FORCES, StateQuestion)

    @cached_property
    def operations(self) -> Questions[Answer]:
        """Return the operations by slug: how far each was at a date."""
        from cstotimeline.csto.operations import OPERATIONS

        return Questions(self, OPERATIONS, StateQuestion)

    @cached_property
    def summits(self) -> EventList[SummitHeld]:
        """Return the sessions of the Collective Security Council."""
        from cstotimeline.core.query.event_list import EventList
        from cstotimeline.csto.summits import SummitHeld

        return EventList(self, (SummitHeld,))

    def events(self, *kinds: type[Event]) -> EventList[Event]:
        """Return the events of some kinds, by default of all."""
        from cstotimeline.core.query.event_list import EventList

        return EventList(self, kinds or (Event,))

    def at(self, when: When, *, known: When | None = None, recorded: When | None = None) -> HistorySnapshot:
        """Return the state of everything at the end of a day, or at an instant; errors as for every timeline."""
        from cstotimeline.csto.snapshot import HistorySnapshot

        return HistorySnapshot(self.as_of(known=known, recorded=recorded), self.moment(when))

    def check(self, rules: Iterable[Rule] = ()) -> tuple[Finding, ...]:
        """Return what breaks the rules of the record, and ``rules`` beside them; explained findings bear
        their reason.
        """
        from cstotimeline.csto.rules import RULES, checked_history

        return checked_history(self.world, (*RULES, *rules))

    def office(self, name: str) -> OfficeQuestion | ChairpersonQuestion:
        """Return an office by the name that a person writes: ``presidency``, ``secretary general``, ``leader
        of Armenia``.

        Raises:
            UnknownName: no office has this name.
        """
        wanted = _plain(name)
        title, of, state = wanted.rpartition(" of ")
        if of:
            wanted = f"{title} of {_state(state)}"
        for title, question in self._offices():
            if wanted in (_plain(title), _plain(title.replace("leader of ", ""))):
                return question
        remedy = (
            "ask for presidency, chairperson, secretary general, joint staff chief, assembly chair, "
            "leader of STATE or membership of STATE"
        )
        raise UnknownName(Fault(where="office", what=f"no such office, got {shown(name)}", remedy=remedy))

    def _offices(self) -> Iterator[tuple[str, OfficeQuestion | ChairpersonQuestion]]:
        yield "presidency", self.presidency
        yield "chairperson", self.chairperson
        yield "secretary general", self.secretary_general
        yield "joint staff chief", self.joint_staff_chief
        yield "assembly chair", self.assembly_chair
        for title, name in (("leader", "leaders"), ("membership", "membership")):
            for key in self[name]:
                yield f"{title} of {key}", OfficeQuestion(self, self.projections[name], key)


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").split()).casefold()


def _state(spelling: str) -> str:
    """Return a state's name as offices are asked for, whatever the spelling; the spelling itself where no
    state bears it.
    """
    from cstotimeline.csto.states import find_state

    try:
        return _plain(find_state(spelling).name)
    except UnknownName:
        return spelling
