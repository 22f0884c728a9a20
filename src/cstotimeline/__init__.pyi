"""The public names of the package: the one list of them, which type checkers, the documentation and Python itself read.

Each line tells where a name comes from; Python imports it when it is first used.
"""

# First: asking the history of the CSTO. What most programs need.
# isort: split
from cstotimeline.core.errors import TimelineError as TimelineError
from cstotimeline.core.events.citations import Citation as Citation
from cstotimeline.core.events.coverage import CoverageDeclared as CoverageDeclared
from cstotimeline.core.log.records import Record as Record
from cstotimeline.core.query.answers import Answer as Answer
from cstotimeline.core.query.changes import Change as Change
from cstotimeline.core.query.changes import Changes as Changes
from cstotimeline.core.query.event_list import EventList as EventList
from cstotimeline.core.query.groups import Group as Group
from cstotimeline.core.query.tenures import Tenure as Tenure
from cstotimeline.core.rules.rule import Finding as Finding
from cstotimeline.core.temporal.edtf import PartialDate as PartialDate
from cstotimeline.core.temporal.intervals import Period as Period
from cstotimeline.csto.bodies import find_body as find_body
from cstotimeline.csto.history import History as History
from cstotimeline.csto.people import find_person as find_person
from cstotimeline.csto.places import find_place as find_place
from cstotimeline.csto.snapshot import HistorySnapshot as HistorySnapshot
from cstotimeline.csto.states import find_state as find_state
from cstotimeline.shipped import load as load
from cstotimeline.shipped import open_log as open_log

# Errors: every error that the library raises on purpose, and what it says.
# isort: split
from cstotimeline.core.errors import Conflict as Conflict
from cstotimeline.core.errors import DateError as DateError
from cstotimeline.core.errors import EventError as EventError
from cstotimeline.core.errors import Fault as Fault
from cstotimeline.core.errors import LogError as LogError
from cstotimeline.core.errors import NotAPoint as NotAPoint
from cstotimeline.core.errors import StatementError as StatementError
from cstotimeline.core.errors import TableError as TableError
from cstotimeline.core.errors import UnknownKeys as UnknownKeys
from cstotimeline.core.errors import UnknownName as UnknownName
from cstotimeline.views.drawing import DrawingError as DrawingError

# Time: dates of any precision, and when a question is asked.
# isort: split
from cstotimeline.core.log.as_of import AsOf as AsOf
from cstotimeline.core.temporal.edtf import Precision as Precision
from cstotimeline.core.temporal.edtf import Relation as Relation
from cstotimeline.core.temporal.intervals import Likelihood as Likelihood
from cstotimeline.core.temporal.points import QueryTime as QueryTime
from cstotimeline.core.temporal.points import When as When

# Events: what every kind has, and the events about other events.
# isort: split
from cstotimeline.core.events.amendments import EventCorrected as EventCorrected
from cstotimeline.core.events.amendments import EventRetracted as EventRetracted
from cstotimeline.core.events.announcements import AnnouncementSettled as AnnouncementSettled
from cstotimeline.core.events.announcements import EventAnnounced as EventAnnounced
from cstotimeline.core.events.announcements import Expectation as Expectation
from cstotimeline.core.events.event import Event as Event
from cstotimeline.core.events.terms import TermHeld as TermHeld
from cstotimeline.exchange.term_rows import read_terms as read_terms

# The engine: timelines of any organization, and how states follow from events.
# isort: split
from cstotimeline.core.fold.office import Absence as Absence
from cstotimeline.core.fold.office import LeavesOffice as LeavesOffice
from cstotimeline.core.fold.office import NoHolder as NoHolder
from cstotimeline.core.fold.office import Office as Office
from cstotimeline.core.fold.office import OfficeState as OfficeState
from cstotimeline.core.fold.office import TakesOffice as TakesOffice
from cstotimeline.core.fold.office import office as office
from cstotimeline.core.fold.projection import Projection as Projection
from cstotimeline.core.fold.projection import Value as Value
from cstotimeline.core.fold.resolved_events import ResolvedEvents as ResolvedEvents
from cstotimeline.core.fold.terms import terms as terms
from cstotimeline.core.query.snapshot import Snapshot as Snapshot
from cstotimeline.core.query.timeline import Timeline as Timeline

# Questions: what the attributes of a history are.
# isort: split
from cstotimeline.core.query.groups import GroupQuestion as GroupQuestion
from cstotimeline.core.query.holders import Holders as Holders
from cstotimeline.core.query.holders import HoldersQuestion as HoldersQuestion
from cstotimeline.core.query.key_questions import StateQuestion as StateQuestion
from cstotimeline.core.query.questions import Question as Question
from cstotimeline.core.query.questions_by_key import Questions as Questions
from cstotimeline.core.query.tenures import OfficeQuestion as OfficeQuestion

# Pictures: what drawing a history gives.
# isort: split
from cstotimeline.views.drawing import Drawing as Drawing

# Asking another way round: search, by holder, overlaps, verdicts, and what rests on a source.
# isort: split
from cstotimeline.core.query.comparison import Comparison as Comparison
from cstotimeline.core.query.comparison import Difference as Difference
from cstotimeline.core.query.dependence import Dependence as Dependence
from cstotimeline.core.query.dependence import DependentAnswer as DependentAnswer
from cstotimeline.core.query.gathered import Tenures as Tenures
from cstotimeline.core.query.gathered import Together as Together
from cstotimeline.core.query.overlaps import Overlap as Overlap
from cstotimeline.core.query.search import Hit as Hit
from cstotimeline.core.query.tenure_relations import Allen as Allen
from cstotimeline.core.query.tenure_relations import TenureRelation as TenureRelation
from cstotimeline.core.query.verdicts import StatementVerdict as StatementVerdict

# Other organizations: what the command line and the server for agents need of one.
# isort: split
from cstotimeline.core.query.names import Names as Names
from cstotimeline.core.query.organization import Organization as Organization

# Rules: what must hold of a history.
# isort: split
from cstotimeline.core.rules.event_rules import EachEvent as EachEvent
from cstotimeline.core.rules.event_rules import NoOverlap as NoOverlap
from cstotimeline.core.rules.office_rules import AtMostOneHolder as AtMostOneHolder
from cstotimeline.core.rules.office_rules import CountBetween as CountBetween
from cstotimeline.core.rules.office_rules import HandoverChain as HandoverChain
from cstotimeline.core.rules.office_rules import Inside as Inside
from cstotimeline.core.rules.office_rules import NoGap as NoGap
from cstotimeline.core.rules.rule import Rule as Rule
from cstotimeline.core.rules.rule import Severity as Severity
from cstotimeline.core.rules.seat_rules import AtMost as AtMost

# Logs and stores: where events are kept.
# isort: split
from cstotimeline.core.codec.codec import Codec as Codec
from cstotimeline.core.log.copying import copy_log as copy_log
from cstotimeline.core.log.digest import Digest as Digest
from cstotimeline.core.log.log import Log as Log
from cstotimeline.core.log.log import Records as Records
from cstotimeline.stores.base import Store as Store
from cstotimeline.stores.durable import TornLine as TornLine
from cstotimeline.stores.jsonl_log import JsonlLog as JsonlLog
from cstotimeline.stores.memory import MemoryLog as MemoryLog
from cstotimeline.stores.postgres import PostgresLog as PostgresLog
from cstotimeline.stores.sqlite import SqliteLog as SqliteLog

# Kinds: the presidency, the secretary general, the Joint Staff, the Assembly and the leaders.
# isort: split
from cstotimeline.csto.assembly import AssemblyChairAttested as AssemblyChairAttested
from cstotimeline.csto.assembly import AssemblyChairLeft as AssemblyChairLeft
from cstotimeline.csto.assembly import AssemblyChairTookOffice as AssemblyChairTookOffice
from cstotimeline.csto.assembly import AssemblyChairUnestablished as AssemblyChairUnestablished
from cstotimeline.csto.assembly import AssemblySessionHeld as AssemblySessionHeld
from cstotimeline.csto.assembly import AssemblyStepTaken as AssemblyStepTaken
from cstotimeline.csto.joint_staff import JointStaffChiefAttested as JointStaffChiefAttested
from cstotimeline.csto.joint_staff import JointStaffChiefLeft as JointStaffChiefLeft
from cstotimeline.csto.joint_staff import JointStaffChiefTookOffice as JointStaffChiefTookOffice
from cstotimeline.csto.joint_staff import JointStaffChiefUnestablished as JointStaffChiefUnestablished
from cstotimeline.csto.joint_staff import JointStaffStepTaken as JointStaffStepTaken
from cstotimeline.csto.leaders import LeaderLeft as LeaderLeft
from cstotimeline.csto.leaders import LeaderReconfirmed as LeaderReconfirmed
from cstotimeline.csto.leaders import LeaderTookOffice as LeaderTookOffice
from cstotimeline.csto.presidency import PresidencyTransferred as PresidencyTransferred
from cstotimeline.csto.presidency import PresidencyUnestablished as PresidencyUnestablished
from cstotimeline.csto.secretariat import SecretaryGeneralAttested as SecretaryGeneralAttested
from cstotimeline.csto.secretariat import SecretaryGeneralDismissed as SecretaryGeneralDismissed
from cstotimeline.csto.secretariat import SecretaryGeneralElected as SecretaryGeneralElected
from cstotimeline.csto.secretariat import SecretaryGeneralLeft as SecretaryGeneralLeft
from cstotimeline.csto.secretariat import SecretaryGeneralStepTaken as SecretaryGeneralStepTaken
from cstotimeline.csto.secretariat import SecretaryGeneralTermFixed as SecretaryGeneralTermFixed
from cstotimeline.csto.secretariat import SecretaryGeneralTookOffice as SecretaryGeneralTookOffice
from cstotimeline.csto.secretariat import SecretaryGeneralUnestablished as SecretaryGeneralUnestablished

# Kinds: members, documents, forces and operations.
# isort: split
from cstotimeline.csto.documents import DocumentEnteredIntoForce as DocumentEnteredIntoForce
from cstotimeline.csto.documents import DocumentRatified as DocumentRatified
from cstotimeline.csto.documents import DocumentRefused as DocumentRefused
from cstotimeline.csto.documents import DocumentSigned as DocumentSigned
from cstotimeline.csto.forces import ForceChanged as ForceChanged
from cstotimeline.csto.forces import ForceEstablished as ForceEstablished
from cstotimeline.csto.forces import ForceReported as ForceReported
from cstotimeline.csto.membership import MembershipStepTaken as MembershipStepTaken
from cstotimeline.csto.membership import ObserverAdmitted as ObserverAdmitted
from cstotimeline.csto.membership import ObserverLeft as ObserverLeft
from cstotimeline.csto.membership import StateJoined as StateJoined
from cstotimeline.csto.membership import StateLeft as StateLeft
from cstotimeline.csto.membership import StateSuspended as StateSuspended
from cstotimeline.csto.membership import StatusGranted as StatusGranted
from cstotimeline.csto.operations import Contingent as Contingent
from cstotimeline.csto.operations import OperationStepTaken as OperationStepTaken
from cstotimeline.csto.reports import Delegate as Delegate

# Kinds: summits, meetings, exercises and reports.
# isort: split
from cstotimeline.csto.exercises import ExerciseHeld as ExerciseHeld
from cstotimeline.csto.meetings import MeetingHeld as MeetingHeld
from cstotimeline.csto.reports import BudgetReported as BudgetReported
from cstotimeline.csto.reports import DelegationListed as DelegationListed
from cstotimeline.csto.reports import DevelopmentReported as DevelopmentReported
from cstotimeline.csto.reports import FigureReported as FigureReported
from cstotimeline.csto.summits import Attendance as Attendance
from cstotimeline.csto.summits import Preparation as Preparation
from cstotimeline.csto.summits import SummitDocument as SummitDocument
from cstotimeline.csto.summits import SummitHeld as SummitHeld

# The test kit: strategies, laws, an oracle, store contracts; it needs the extra ``test``.
# isort: split
from cstotimeline import testing as testing

__version__: str

# Old names of things that have another name now.
Glance = Value  # since 0.1.0, remove in 0.2.0
Leaves = LeavesOffice  # since 0.1.0, remove in 0.2.0
Stands = NoHolder  # since 0.1.0, remove in 0.2.0
Takes = TakesOffice  # since 0.1.0, remove in 0.2.0
Verdict = Likelihood  # since 0.1.0, remove in 0.2.0
