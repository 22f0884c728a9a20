"""Sourced history as an event log that people can question: the CSTO from 1992, and an engine for any
organization.

The names below are imported when first used, so that ``import cstotimeline`` costs almost nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # what type checkers take for true; ``typing`` would cost more than all the rest

if TYPE_CHECKING:
    from typing import Any

    from cstotimeline.core.codec.codec import Codec as Codec
    from cstotimeline.core.errors import Conflict as Conflict
    from cstotimeline.core.errors import DateError as DateError
    from cstotimeline.core.errors import EventError as EventError
    from cstotimeline.core.errors import LogError as LogError
    from cstotimeline.core.errors import NotAPoint as NotAPoint
    from cstotimeline.core.errors import TimelineError as TimelineError
    from cstotimeline.core.errors import UnknownName as UnknownName
    from cstotimeline.core.events.amendments import EventCorrected as EventCorrected
    from cstotimeline.core.events.amendments import EventRetracted as EventRetracted
    from cstotimeline.core.events.announcements import AnnouncementSettled as AnnouncementSettled
    from cstotimeline.core.events.announcements import EventAnnounced as EventAnnounced
    from cstotimeline.core.events.announcements import Expectation as Expectation
    from cstotimeline.core.events.citations import Citation as Citation
    from cstotimeline.core.events.event import Event as Event
    from cstotimeline.core.fold.office import Absence as Absence
    from cstotimeline.core.fold.office import LeavesOffice as LeavesOffice
    from cstotimeline.core.fold.office import NoHolder as NoHolder
    from cstotimeline.core.fold.office import TakesOffice as TakesOffice
    from cstotimeline.core.fold.office import office as office
    from cstotimeline.core.fold.projection import Projection as Projection
    from cstotimeline.core.fold.projection import Value as Value
    from cstotimeline.core.log.copying import copy_log as copy_log
    from cstotimeline.core.log.digest import Digest as Digest
    from cstotimeline.core.log.log import Log as Log
    from cstotimeline.core.log.log import Records as Records
    from cstotimeline.core.log.records import Record as Record
    from cstotimeline.core.query.answers import Answer as Answer
    from cstotimeline.core.query.changes import Change as Change
    from cstotimeline.core.query.changes import Changes as Changes
    from cstotimeline.core.query.groups import Group as Group
    from cstotimeline.core.query.snapshot import Snapshot as Snapshot
    from cstotimeline.core.query.tenures import Tenure as Tenure
    from cstotimeline.core.query.timeline import Timeline as Timeline
    from cstotimeline.core.rules.event_rules import EachEvent as EachEvent
    from cstotimeline.core.rules.event_rules import NoOverlap as NoOverlap
    from cstotimeline.core.rules.office_rules import AtMostOneHolder as AtMostOneHolder
    from cstotimeline.core.rules.office_rules import CountBetween as CountBetween
    from cstotimeline.core.rules.office_rules import HandoverChain as HandoverChain
    from cstotimeline.core.rules.office_rules import Inside as Inside
    from cstotimeline.core.rules.office_rules import NoGap as NoGap
    from cstotimeline.core.rules.rule import Finding as Finding
    from cstotimeline.core.rules.rule import Rule as Rule
    from cstotimeline.core.temporal.edtf import PartialDate as PartialDate
    from cstotimeline.core.temporal.edtf import Relation as Relation
    from cstotimeline.core.temporal.intervals import Likelihood as Likelihood
    from cstotimeline.core.temporal.intervals import Period as Period
    from cstotimeline.csto.assembly import AssemblyChairAttested as AssemblyChairAttested
    from cstotimeline.csto.assembly import AssemblyChairLeft as AssemblyChairLeft
    from cstotimeline.csto.assembly import AssemblyChairTookOffice as AssemblyChairTookOffice
    from cstotimeline.csto.assembly import AssemblyChairUnestablished as AssemblyChairUnestablished
    from cstotimeline.csto.assembly import AssemblySessionHeld as AssemblySessionHeld
    from cstotimeline.csto.assembly import AssemblyStepTaken as AssemblyStepTaken
    from cstotimeline.csto.bodies import find_body as find_body
    from cstotimeline.csto.documents import DocumentEnteredIntoForce as DocumentEnteredIntoForce
    from cstotimeline.csto.documents import DocumentRatified as DocumentRatified
    from cstotimeline.csto.documents import DocumentRefused as DocumentRefused
    from cstotimeline.csto.documents import DocumentSigned as DocumentSigned
    from cstotimeline.csto.exercises import ExerciseHeld as ExerciseHeld
    from cstotimeline.csto.forces import ForceChanged as ForceChanged
    from cstotimeline.csto.forces import ForceEstablished as ForceEstablished
    from cstotimeline.csto.forces import ForceReported as ForceReported
    from cstotimeline.csto.history import History as History
    from cstotimeline.csto.joint_staff import JointStaffChiefAttested as JointStaffChiefAttested
    from cstotimeline.csto.joint_staff import JointStaffChiefLeft as JointStaffChiefLeft
    from cstotimeline.csto.joint_staff import JointStaffChiefTookOffice as JointStaffChiefTookOffice
    from cstotimeline.csto.joint_staff import JointStaffChiefUnestablished as JointStaffChiefUnestablished
    from cstotimeline.csto.joint_staff import JointStaffStepTaken as JointStaffStepTaken
    from cstotimeline.csto.leaders import LeaderLeft as LeaderLeft
    from cstotimeline.csto.leaders import LeaderReconfirmed as LeaderReconfirmed
    from cstotimeline.csto.leaders import LeaderTookOffice as LeaderTookOffice
    from cstotimeline.csto.meetings import MeetingHeld as MeetingHeld
    from cstotimeline.csto.membership import MembershipStepTaken as MembershipStepTaken
    from cstotimeline.csto.membership import ObserverAdmitted as ObserverAdmitted
    from cstotimeline.csto.membership import ObserverLeft as ObserverLeft
    from cstotimeline.csto.membership import StateJoined as StateJoined
    from cstotimeline.csto.membership import StateLeft as StateLeft
    from cstotimeline.csto.membership import StateSuspended as StateSuspended
    from cstotimeline.csto.membership import StatusGranted as StatusGranted
    from cstotimeline.csto.operations import Contingent as Contingent
    from cstotimeline.csto.operations import OperationStepTaken as OperationStepTaken
    from cstotimeline.csto.people import find_person as find_person
    from cstotimeline.csto.places import find_place as find_place
    from cstotimeline.csto.presidency import PresidencyTransferred as PresidencyTransferred
    from cstotimeline.csto.presidency import PresidencyUnestablished as PresidencyUnestablished
    from cstotimeline.csto.reports import BudgetReported as BudgetReported
    from cstotimeline.csto.reports import DevelopmentReported as DevelopmentReported
    from cstotimeline.csto.reports import FigureReported as FigureReported
    from cstotimeline.csto.secretariat import SecretaryGeneralAttested as SecretaryGeneralAttested
    from cstotimeline.csto.secretariat import SecretaryGeneralDismissed as SecretaryGeneralDismissed
    from cstotimeline.csto.secretariat import SecretaryGeneralElected as SecretaryGeneralElected
    from cstotimeline.csto.secretariat import SecretaryGeneralLeft as SecretaryGeneralLeft
    from cstotimeline.csto.secretariat import SecretaryGeneralStepTaken as SecretaryGeneralStepTaken
    from cstotimeline.csto.secretariat import SecretaryGeneralTookOffice as SecretaryGeneralTookOffice
    from cstotimeline.csto.secretariat import SecretaryGeneralUnestablished as SecretaryGeneralUnestablished
    from cstotimeline.csto.states import find_state as find_state
    from cstotimeline.csto.summits import Attendance as Attendance
    from cstotimeline.csto.summits import Preparation as Preparation
    from cstotimeline.csto.summits import SummitDocument as SummitDocument
    from cstotimeline.csto.summits import SummitHeld as SummitHeld
    from cstotimeline.shipped import load as load
    from cstotimeline.shipped import open_log as open_log
    from cstotimeline.stores.durable import TornLine as TornLine
    from cstotimeline.stores.jsonl_log import JsonlLog as JsonlLog
    from cstotimeline.stores.memory import MemoryLog as MemoryLog
    from cstotimeline.stores.postgres import PostgresLog as PostgresLog
    from cstotimeline.stores.sqlite import SqliteLog as SqliteLog

_NAMES_BY_HOME = {
    "core.events.announcements": "AnnouncementSettled EventAnnounced Expectation",
    "core.query.answers": "Answer",
    "core.query.changes": "Change Changes",
    "core.codec.codec": "Codec",
    "core.events.amendments": "EventCorrected EventRetracted",
    "core.temporal.edtf": "PartialDate Relation",
    "core.log.copying": "copy_log",
    "core.log.digest": "Digest",
    "core.errors": "Conflict DateError EventError LogError NotAPoint TimelineError UnknownName",
    "core.events.event": "Event",
    "core.query.groups": "Group",
    "core.log.log": "Log Records",
    "core.fold.office": "Absence LeavesOffice NoHolder TakesOffice office",
    "core.temporal.intervals": "Likelihood Period",
    "core.fold.projection": "Projection Value",
    "core.log.records": "Record",
    "core.query.tenures": "Tenure",
    "core.rules.rule": "Finding Rule",
    "core.rules.event_rules": "EachEvent NoOverlap",
    "core.rules.office_rules": "AtMostOneHolder CountBetween HandoverChain Inside NoGap",
    "core.events.citations": "Citation",
    "core.query.snapshot": "Snapshot",
    "core.query.timeline": "Timeline",
    "csto.assembly": (
        "AssemblyChairAttested AssemblyChairLeft AssemblyChairTookOffice "
        "AssemblyChairUnestablished AssemblySessionHeld AssemblyStepTaken"
    ),
    "csto.exercises": "ExerciseHeld",
    "csto.forces": "ForceChanged ForceEstablished ForceReported",
    "csto.joint_staff": (
        "JointStaffChiefAttested JointStaffChiefLeft JointStaffChiefTookOffice "
        "JointStaffChiefUnestablished JointStaffStepTaken"
    ),
    "csto.meetings": "MeetingHeld",
    "csto.operations": "Contingent OperationStepTaken",
    "csto.reports": "BudgetReported DevelopmentReported FigureReported",
    "csto.documents": "DocumentEnteredIntoForce DocumentRatified DocumentRefused DocumentSigned",
    "csto.history": "History",
    "csto.leaders": "LeaderLeft LeaderReconfirmed LeaderTookOffice",
    "csto.membership": (
        "MembershipStepTaken ObserverAdmitted ObserverLeft StateJoined StateLeft "
        "StateSuspended StatusGranted "
    ),
    "csto.bodies": "find_body",
    "csto.people": "find_person",
    "csto.places": "find_place",
    "csto.states": "find_state",
    "csto.presidency": "PresidencyTransferred PresidencyUnestablished",
    "csto.secretariat": (
        "SecretaryGeneralAttested SecretaryGeneralDismissed SecretaryGeneralElected "
        "SecretaryGeneralLeft SecretaryGeneralStepTaken SecretaryGeneralTookOffice "
        "SecretaryGeneralUnestablished "
    ),
    "csto.summits": "Attendance Preparation SummitDocument SummitHeld",
    "shipped": "load open_log",
    "stores.memory": "MemoryLog",
    "stores.jsonl_log": "JsonlLog",
    "stores.durable": "TornLine",
    "stores.sqlite": "SqliteLog",
    "stores.postgres": "PostgresLog",
}
_ALIASES = {
    "Glance": "Value",
    "Leaves": "LeavesOffice",
    "Stands": "NoHolder",
    "Takes": "TakesOffice",
    "Verdict": "Likelihood",
}
"""Names of before 0.1, kept for one release."""
_HOMES = {name: home for home, names in _NAMES_BY_HOME.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "testing":
        return import_module("cstotimeline.testing")
    if name == "__all__":
        return [*_HOMES, "testing"]
    home = _HOMES.get(_ALIASES.get(name, name))
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"cstotimeline.{home}"), _ALIASES.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES, "testing"})
