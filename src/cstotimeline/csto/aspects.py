"""The table of aspects: everything that the history of the CSTO answers to.

One entry makes an aspect: the attributes of a history and of a snapshot, the keys of ``to_dict()``, the offices that
are found by name, what the command line lists, and the kinds of event that a log may hold follow from it. Nothing that
an entry names is imported before it is asked for. The order is that of snapshots.
"""

from __future__ import annotations

from typing import Literal

from cstotimeline.core.events.event import Event
from cstotimeline.core.late import LateMapping
from cstotimeline.core.query.aspects import (
    DerivedOfficeAspect,
    EventsAspect,
    GroupAspect,
    KeyedOfficeAspect,
    OfficeAspect,
    StatesAspect,
    kind_texts,
    table_of,
)

_STATE_NAMED = "cstotimeline.csto.states:find_state"
_STATE_SPELLINGS = "cstotimeline.csto.states:state_spellings"
_MEMBERSHIP = "cstotimeline.csto.membership"

ASPECTS = table_of(
    [
        OfficeAspect(
            name="presidency",
            source="cstotimeline.csto.presidency:PRESIDENCY",
            says="The rotating presidency; its holders are states.",
            kinds="PresidencyTransferred PresidencyUnestablished",
        ),
        DerivedOfficeAspect(
            name="chairperson",
            source="cstotimeline.csto.chairmanship:ChairpersonQuestion",
            says="The person presiding: the leader of the state that holds the presidency.",
        ),
        OfficeAspect(
            name="secretary_general",
            source="cstotimeline.csto.secretariat:SECRETARY_GENERAL",
            says="The office of secretary general.",
            kinds=(
                "SecretaryGeneralElected SecretaryGeneralTookOffice SecretaryGeneralAttested "
                "SecretaryGeneralLeft SecretaryGeneralDismissed SecretaryGeneralTermFixed "
                "SecretaryGeneralUnestablished SecretaryGeneralStepTaken"
            ),
        ),
        OfficeAspect(
            name="joint_staff_chief",
            source="cstotimeline.csto.joint_staff:JOINT_STAFF_CHIEF",
            says="The office of chief of the Joint Staff.",
            kinds=(
                "JointStaffChiefTookOffice JointStaffChiefAttested JointStaffChiefLeft "
                "JointStaffChiefUnestablished JointStaffStepTaken"
            ),
        ),
        OfficeAspect(
            name="assembly_chair",
            source="cstotimeline.csto.assembly:ASSEMBLY_CHAIR",
            says="The office of chair of the Parliamentary Assembly.",
            kinds=(
                "AssemblyChairTookOffice AssemblyChairAttested AssemblyChairLeft AssemblyChairUnestablished "
                "AssemblySessionHeld AssemblyStepTaken"
            ),
        ),
        KeyedOfficeAspect(
            name="membership",
            source=f"{_MEMBERSHIP}:MEMBERSHIP",
            says="The status of each state: member, suspended, or the reason for neither.",
            kinds=(
                "StateJoined StateLeft StateSuspended MembershipStepTaken ObserverAdmitted ObserverLeft "
                "StatusGranted"
            ),
            shown=False,
            one="membership",
            key="state",
            spelling=_STATE_NAMED,
            spellings=_STATE_SPELLINGS,
        ),
        KeyedOfficeAspect(
            name="observing",
            source=f"{_MEMBERSHIP}:OBSERVING",
            says="The status of each observer, or the reason for none.",
            shown=False,
            key="observer",
        ),
        GroupAspect(
            name="members",
            source=_MEMBERSHIP,
            says="The members; before October 2002 the states party to the Treaty.",
            of="membership",
            statuses=("member",),
        ),
        GroupAspect(
            name="suspended",
            source=_MEMBERSHIP,
            says="The states whose membership is suspended.",
            of="membership",
            statuses=("suspended",),
        ),
        GroupAspect(
            name="observers",
            source=_MEMBERSHIP,
            says="The observers, of the organization or of its Parliamentary Assembly.",
            of="observing",
            statuses=("observer",),
        ),
        KeyedOfficeAspect(
            name="leaders",
            source="cstotimeline.csto.leaders:LEADERS",
            says="The leaders by state; in a snapshot those of the members.",
            kinds="LeaderTookOffice LeaderLeft LeaderReconfirmed",
            one="leader",
            key="state",
            spelling=_STATE_NAMED,
            spellings=_STATE_SPELLINGS,
            among="members",
            by_key=True,
        ),
        EventsAspect(
            name="summits",
            source="cstotimeline.csto.summits",
            says="The sessions of the Collective Security Council.",
            kinds="SummitHeld",
            last="last_summit",
            fields="place country format mode host chairperson",
        ),
        EventsAspect(
            name="meetings",
            source="cstotimeline.csto.meetings",
            says="The meetings that are no summits: of ministers, of two or three leaders, telephone calls.",
            kinds="MeetingHeld",
        ),
        StatesAspect(
            name="documents",
            source="cstotimeline.csto.documents:DOCUMENTS",
            says="The documents by slug: signed, ratified, in force, refused.",
            kinds="DocumentSigned DocumentEnteredIntoForce DocumentRatified DocumentRefused",
            current="in_force",
            counted=True,
        ),
        StatesAspect(
            name="forces",
            source="cstotimeline.csto.forces:FORCES",
            says="The forces by slug: since when they exist, and their strength.",
            kinds="ForceEstablished ForceReported ForceChanged",
            current="exists",
        ),
        StatesAspect(
            name="operations",
            source="cstotimeline.csto.operations:OPERATIONS",
            says="The operations by slug: how far each is.",
            kinds="OperationStepTaken",
            current="under_way",
        ),
        EventsAspect(
            name="exercises",
            source="cstotimeline.csto.exercises",
            says="The joint exercises, held, moved or cancelled.",
            kinds="ExerciseHeld",
        ),
        EventsAspect(
            name="developments",
            source="cstotimeline.csto.reports",
            says="Budgets, figures, and what happened around the organization without changing its state.",
            kinds="BudgetReported FigureReported DelegationListed DevelopmentReported",
        ),
    ]
)

# The names by what is asked of them, for type checkers.
OfficeName = Literal["presidency", "secretary_general", "joint_staff_chief", "assembly_chair"]
OfficesName = Literal["membership", "observing", "leaders"]
GroupName = Literal["members", "suspended", "observers"]
StatesName = Literal["documents", "forces", "operations"]

PROJECTION_TEXTS = {name: aspect.source for name, aspect in ASPECTS.items() if aspect.is_folded}
"""Where each projection is."""

KINDS_BY_NAME: LateMapping[type[Event]] = LateMapping(
    {
        **kind_texts("cstotimeline.core.events.amendments", "EventCorrected EventRetracted"),
        **kind_texts("cstotimeline.core.events.announcements", "EventAnnounced AnnouncementSettled"),
        **kind_texts("cstotimeline.core.events.coverage", "CoverageDeclared"),
        **{kind: text for aspect in ASPECTS.values() for kind, text in aspect.kind_texts.items()},
    }
)
"""The class of each kind, by the name that lines have; no kind is a subclass of another."""
