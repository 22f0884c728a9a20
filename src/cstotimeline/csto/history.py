"""The history of the CSTO as a typed timeline: one property an aspect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from cstotimeline.core.answers import Answer
from cstotimeline.core.claims import Prefer, preferred
from cstotimeline.core.errors import Fault, UnknownName, shown
from cstotimeline.core.eventlists import EventList
from cstotimeline.core.events import Event
from cstotimeline.core.groups import GroupQuestion
from cstotimeline.core.moments import When
from cstotimeline.core.offices import Tenure
from cstotimeline.core.projections import Projection
from cstotimeline.core.questions import Questions, StateQuestion
from cstotimeline.core.records import Record
from cstotimeline.core.rules import Finding, Rule
from cstotimeline.core.tenures import OfficeQuestion
from cstotimeline.core.timeline import Timeline
from cstotimeline.csto.assembly import ASSEMBLY_CHAIR
from cstotimeline.csto.chairmanship import ChairpersonQuestion
from cstotimeline.csto.documents import DOCUMENTS
from cstotimeline.csto.forces import FORCES
from cstotimeline.csto.joint_staff import JOINT_STAFF_CHIEF
from cstotimeline.csto.leaders import LEADERS
from cstotimeline.csto.membership import MEMBER, MEMBERSHIP, OBSERVER, OBSERVING, SUSPENDED
from cstotimeline.csto.operations import OPERATIONS
from cstotimeline.csto.presidency import PRESIDENCY
from cstotimeline.csto.rules import RULES, checked_history
from cstotimeline.csto.secretariat import SECRETARY_GENERAL
from cstotimeline.csto.snapshot import HistorySnapshot
from cstotimeline.csto.states import find_state
from cstotimeline.csto.summits import SummitHeld

PROJECTIONS: tuple[Projection[Any], ...] = (
    PRESIDENCY,
    SECRETARY_GENERAL,
    MEMBERSHIP,
    OBSERVING,
    LEADERS,
    JOINT_STAFF_CHIEF,
    ASSEMBLY_CHAIR,
    DOCUMENTS,
    FORCES,
    OPERATIONS,
)
"""The aspects that are folded from events; more can be given to :class:`History`."""


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
        prefer: Prefer = preferred,
    ) -> None:
        super().__init__(history, (*PROJECTIONS, *projections), prefer=prefer)

    @cached_property
    def presidency(self) -> OfficeQuestion:
        """Return the rotating presidency; its holders are states."""
        return OfficeQuestion(self, PRESIDENCY)

    @cached_property
    def chairperson(self) -> ChairpersonQuestion:
        """Return the person presiding: the leader of the state that holds the presidency."""
        return ChairpersonQuestion(self, PRESIDENCY)

    @cached_property
    def secretary_general(self) -> OfficeQuestion:
        """Return the office of secretary general."""
        return OfficeQuestion(self, SECRETARY_GENERAL)

    @cached_property
    def joint_staff_chief(self) -> OfficeQuestion:
        """Return the office of chief of the Joint Staff."""
        return OfficeQuestion(self, JOINT_STAFF_CHIEF)

    @cached_property
    def assembly_chair(self) -> OfficeQuestion:
        """Return the office of chair of the Parliamentary Assembly."""
        return OfficeQuestion(self, ASSEMBLY_CHAIR)

    @cached_property
    def leaders(self) -> Questions[Tenure]:
        """Return the leaders by state: ``leaders["Armenia"].at(...)``."""
        return Questions(self, LEADERS, OfficeQuestion)

    @cached_property
    def members(self) -> GroupQuestion:
        """Return the members; before October 2002 the states party to the Treaty."""
        return GroupQuestion(self, MEMBERSHIP, (MEMBER,), "members")

    @cached_property
    def suspended(self) -> GroupQuestion:
        """Return the states whose membership is suspended."""
        return GroupQuestion(self, MEMBERSHIP, (SUSPENDED,), "suspended")

    @cached_property
    def observers(self) -> GroupQuestion:
        """Return the observers, of the organization or of its Parliamentary Assembly."""
        return GroupQuestion(self, OBSERVING, (OBSERVER,), "observers")

    @cached_property
    def documents(self) -> Questions[Answer]:
        """Return the documents by slug: how each stood at a date."""
        return Questions(self, DOCUMENTS, StateQuestion)

    @cached_property
    def forces(self) -> Questions[Answer]:
        """Return the forces by slug: how each stood at a date."""
        return Questions(self, FORCES, StateQuestion)

    @cached_property
    def operations(self) -> Questions[Answer]:
        """Return the operations by slug: how far each was at a date."""
        return Questions(self, OPERATIONS, StateQuestion)

    @cached_property
    def summits(self) -> EventList[SummitHeld]:
        """Return the sessions of the Collective Security Council."""
        return EventList(self, (SummitHeld,))

    def events(self, *kinds: type[Event]) -> EventList[Event]:
        """Return the events of some kinds, by default of all."""
        return EventList(self, kinds or (Event,))

    def at(self, when: When, *, known: When | None = None, recorded: When | None = None) -> HistorySnapshot:
        """Return the state of everything at the end of a day, or at an instant; errors as for every timeline."""
        return HistorySnapshot(self.seen(known=known, recorded=recorded), self.moment(when))

    def check(self, rules: Iterable[Rule] = ()) -> tuple[Finding, ...]:
        """Return what breaks the rules of the record, and ``rules`` beside them; explained findings bear
        their reason.
        """
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
        for title, projection in (("leader", LEADERS), ("membership", MEMBERSHIP)):
            for key in self.world.tracks(projection):
                yield f"{title} of {key}", OfficeQuestion(self, projection, key)


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").split()).casefold()


def _state(spelling: str) -> str:
    """Return a state's name as offices are asked for, whatever the spelling; the spelling itself where no
    state bears it.
    """
    try:
        return _plain(find_state(spelling).name)
    except UnknownName:
        return spelling
