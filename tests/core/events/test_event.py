"""Events and citations: what they refuse on construction, and the strategies that build them from annotations alone."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Literal, TypeVar

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from cstotimeline.core.errors import EventError, Fault
from cstotimeline.core.events.amendments import EventCorrected
from cstotimeline.core.events.announcements import EventAnnounced
from cstotimeline.core.events.citations import TIERS, Citation
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.events.event import Event, own_fields
from cstotimeline.core.events.field_types import type_faults
from cstotimeline.core.events.single_types import DateOrOpen
from cstotimeline.core.temporal.edtf import PartialDate, Precision
from cstotimeline.csto.kinds import KINDS
from cstotimeline.csto.operations import Contingent
from cstotimeline.csto.reports import Delegate
from cstotimeline.csto.summits import Attendance, Preparation, SummitDocument, SummitHeld
from cstotimeline.testing.any_kind import EARLIEST, LATEST, citations, events, slugs, texts, values
from cstotimeline.testing.dates import partial_dates
from tests.builders import faults_of

DAY = PartialDate("2004-06-18")
SOURCES = (Citation(publisher="Kazinform"),)


class Mood(StrEnum):
    """A type of option that is no Literal."""

    CALM = "calm"
    TENSE = "tense"


@attrs.frozen(kw_only=True)
class Guest:
    """A nested class with a rule of its own."""

    name: str = ""
    seats: int = 1

    def __attrs_post_init__(self) -> None:
        found = list(type_faults(self))
        if not found and not self.name:
            found.append(Fault(where="name", what="expected a name, got ''", remedy="name the guest"))
        if found:
            raise EventError(found)


@attrs.frozen(kw_only=True)
class PartyHeld(Event):
    """A kind with a field of every supported type, and with rules."""

    kind: ClassVar[str] = "party_held"

    host: str
    mood: Mood
    ways: tuple[Literal["in", "out"], ...]
    open: bool
    count: int
    since: DateOrOpen
    guests: tuple[Guest, ...] = ()
    best: Guest | None = None
    colours: frozenset[str] = frozenset()
    ended: PartialDate = PartialDate.UNKNOWN
    follows: Event | None = None

    def faults(self) -> Iterator[Fault]:
        """Yield what breaks a rule: those of every event, guests at an open party, none who is the host."""
        yield from Event.faults(self)
        if self.open and not self.guests:
            yield Fault(where="guests", what="an open party has guests, got []", remedy="name them")
        if self.host == self.id:
            yield Fault(where="host", what="the host is no event", remedy="name the host")


_T = TypeVar("_T")
ANY_KIND = st.sampled_from([Event, PartyHeld, *KINDS])
EVERY_KIND: st.SearchStrategy[type[Event]] = st.sampled_from([Event, *KINDS])


def drawn(strategy: st.SearchStrategy[_T], condition: Callable[[_T], bool] = lambda _: True) -> _T:
    """Return the first value of a strategy that meets a condition, not made smaller."""
    return find(strategy, condition, settings=settings(phases=[Phase.generate], max_examples=1000))


# Rules of every event

SLUGS = ["a", "1", "presidency-2019-11-28-russia", "a-b-c", "2004"]
NO_SLUGS = ["", "A", "a_b", "-a", "a-", "a--b", "a b", "é", "a\n", "a/b", "\u0661"]


@pytest.mark.parametrize("name", SLUGS)
def test_lower_case_slugs_are_ids(name: str) -> None:
    """Words of lower-case letters and digits, joined by single hyphens, are an id."""
    assert Event(id=name, occurred=DAY, sources=SOURCES).id == name


@pytest.mark.parametrize("name", NO_SLUGS, ids=repr)
def test_other_texts_are_no_ids(name: str) -> None:
    """Anything else is refused as id, with an example of one."""
    assert faults_of(Event, id=name, occurred=DAY, sources=SOURCES) == (
        f"id: expected a lower-case slug, got {name!r}; write one such as presidency-2019-11-28-russia",
    )


@given(slugs())
def test_slugs_of_the_strategy_are_ids(name: str) -> None:
    """The strategy for ids gives ids only."""
    assert Event(id=name, occurred=DAY, sources=SOURCES).id == name


RULES: list[tuple[str, dict[str, Any], str]] = [
    ("no source", {"sources": ()}, "sources: expected one or more, got []; name the page that says so"),
    (
        "itself before itself",
        {"after": ("b", "a")},
        "after: an event cannot follow itself, got 'a'; name events that came before it",
    ),
    (
        "occurred on no date",
        {"occurred": PartialDate.UNKNOWN},
        "occurred: expected a date, got ''; write the coarsest date that the source supports",
    ),
    (
        "effective from no date",
        {"effective": PartialDate.UNKNOWN},
        "effective: expected a date, got ''; write the coarsest date that the source supports",
    ),
    (
        "occurred never",
        {"occurred": PartialDate.OPEN, "effective": DAY},
        "occurred: expected a date, got '..'; write the date, or leave it out",
    ),
    (
        "disclosed never",
        {"disclosed": PartialDate.OPEN},
        "disclosed: expected a date, got '..'; write the date, or leave it out",
    ),
    ("no text", {"note": None}, "note: expected text, got None; write text"),
    ("half a character", {"note": "\ud83d"}, "note: expected text, got '\\ud83d'; write text"),
    (
        "a text for a date",
        {"effective": "2004"},
        "effective: expected date, got '2004'; write PartialDate.parse('2004')",
    ),
    (
        "a day for a date",
        {"effective": date(2004, 6, 18)},
        "effective: expected date, got datetime.date(2004, 6, 18); write PartialDate.parse('2004-06-18')",
    ),
    (
        "an instant for a date",
        {"occurred": datetime(2004, 6, 18, 14, 40, 0, 5, tzinfo=UTC)},
        "occurred: expected date, got datetime.datetime(2004, 6, 18, 14, 40, 0, 5, tzinfo=datet...; "
        "write PartialDate.parse('2004-06-18T14:40:00+00:00')",
    ),
    (
        "a text that is no date",
        {"occurred": "in June"},
        "occurred: expected date, got 'in June'; write PartialDate.parse('2004-06-18')",
    ),
    (
        "a list for a tuple",
        {"sources": list(SOURCES)},
        f"sources: expected tuple of Citation, got {repr(list(SOURCES))[:57]}...; "
        "write a tuple: (a, b), or (a,) for a single one",
    ),
    (
        "a text for a source",
        {"sources": ("TASS",)},
        "sources[0]: expected Citation, got 'TASS'; write Citation(...)",
    ),
    (
        "no such rank",
        {"rank": "best"},
        "rank: expected one of 'preferred', 'normal', 'deprecated', got 'best'; "
        "write one of 'preferred', 'normal', 'deprecated'",
    ),
    (
        "a misspelt zone",
        {"zone": "Asia/Dushanbee"},
        "zone: expected the IANA name of a time zone, got 'Asia/Dushanbee'; write Asia/Dushanbe",
    ),
    (
        "a zone that differs by machine",
        {"zone": "localtime"},
        "zone: expected the IANA name of a time zone, got 'localtime'; write one such as Asia/Dushanbe",
    ),
    (
        "an hour that Moscow skipped",
        {"effective": PartialDate.parse("2004-03-28T02:30:00"), "zone": "Europe/Moscow"},
        "effective: the local time is skipped in Europe/Moscow, got '2004-03-28T02:30:00'; "
        "write a time that exists there, or the day",
    ),
    (
        "a day that Samoa skipped",
        {"disclosed": PartialDate.parse("2011-12-30T12:00:00"), "zone": "Pacific/Apia"},
        "disclosed: the local time is skipped in Pacific/Apia, got '2011-12-30T12:00:00'; "
        "write a time that exists there, or the day",
    ),
]


@pytest.mark.parametrize(("fields", "message"), [row[1:] for row in RULES], ids=[row[0] for row in RULES])
def test_broken_rule_is_named(fields: dict[str, Any], message: str) -> None:
    """One wrong field gives one fault: the field, what is wrong with it, and what to do."""
    assert faults_of(Event, **{"id": "a", "occurred": DAY, "sources": SOURCES, **fields}) == (message,)


@pytest.mark.parametrize(
    ("occurred", "zone"),
    [
        ("2004-03-28T02:30:00", ""),
        ("2004-03-28T02:30:00Z", "Europe/Moscow"),
        ("2004-03-28T03:00:00", "Europe/Moscow"),
        ("2004-10-31T02:30:00", "Europe/Moscow"),
        ("0001-01-01T00:00:00", "Asia/Tokyo"),
        ("9999-12-31T23:59:59", "America/New_York"),
    ],
)
def test_a_local_time_that_there_is_is_no_fault(occurred: str, zone: str) -> None:
    """Without a zone, with an offset, right after the hour left out, twice, and at the calendar's ends."""
    assert Event(id="a", occurred=PartialDate.parse(occurred), zone=zone, sources=SOURCES).zone == zone


def test_wrong_types_are_reported_at_once() -> None:
    """Every field of another type is reported in one error, in the order of the fields."""
    found = faults_of(
        SummitHeld,
        id=1,
        occurred="2004",
        effective=DAY,
        sources=["x"],
        after=("a", 2),
        format="usual",
        mode="video",
        agenda_count=1.0,
        documents_count=True,
        attendance_complete=0,
        attendance=({},),
        until=PartialDate.OPEN,
    )
    assert [fault.partition(":")[0] for fault in found] == [
        "id",
        "occurred",
        "sources",
        "after[1]",
        "format",
        "until",
        "attendance[0]",
        "attendance_complete",
        "agenda_count",
        "documents_count",
    ]


def test_broken_rules_are_reported_at_once() -> None:
    """Every broken rule of the event and of its kind is reported in one error."""
    found = faults_of(
        SummitHeld,
        id="A",
        occurred=PartialDate.UNKNOWN,
        effective=DAY,
        sources=(),
        after=("A",),
        format="regular",
        mode="in person",
        agenda_count=-1,
        documents_count=-2,
    )
    wheres = [fault.partition(":")[0] for fault in found]
    assert wheres == ["id", "occurred", "sources", "after", "place", "agenda_count", "documents_count"]


def test_missing_and_unknown_fields_are_refused() -> None:
    """A required field must be given, and by its name; a field that no event has is refused."""
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'sources'"):
        Event(id="a", occurred=DAY)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        Event(id="a", occurred=DAY, sources=SOURCES, colour="red")  # type: ignore[call-arg]


# Values


@given(ANY_KIND.flatmap(events))
def test_events_are_values(event: Event) -> None:
    """An event equals its copies, hashes alike, and cannot be changed."""
    for other in (copy.deepcopy(event), pickle.loads(pickle.dumps(event)), attrs.evolve(event)):
        assert other == event
        assert hash(other) == hash(event)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        event.note = "changed"  # type: ignore[misc]


CLASSES = {cls.__name__: cls for cls in (Event, Citation, PartialDate, *KINDS)}


@given(EVERY_KIND.flatmap(events))
def test_repr_can_be_pasted_back(event: Event) -> None:
    """The repr of an event, evaluated, is the event."""
    names = {
        **CLASSES,
        "Attendance": Attendance,
        "SummitDocument": SummitDocument,
        "Preparation": Preparation,
    }
    assert eval(repr(event), {**names, "Contingent": Contingent, "Delegate": Delegate}) == event


def test_a_repr_leaves_out_what_was_not_given() -> None:
    """It has the fields that were given, with the names under which they are given again."""
    event = announced()
    assert repr(event.expects) == f"Event(id='a', occurred=PartialDate('2005'), sources={SOURCES!r})"
    assert f"expects={event.expects!r}" in repr(event)
    assert "effective=PartialDate('2004')" in repr(attrs.evolve(event, effective=PartialDate("2004")))


class Plain(Event):
    """A kind with a repr of its own."""

    def __repr__(self) -> str:
        return "plain"


def test_a_kind_may_have_a_repr_of_its_own() -> None:
    """It is not replaced."""
    assert repr(attrs.frozen(kw_only=True)(Plain)(id="a", occurred=DAY, sources=SOURCES)) == "plain"


# What is left out stays left out


DATES = partial_dates()


@given(ANY_KIND.flatmap(events), DATES, DATES)
def test_what_was_left_out_follows_in_a_changed_copy(
    event: Event, occurred: PartialDate, given: PartialDate
) -> None:
    """An effective date that was left out is the one of occurrence in each changed copy; one that was given stays."""
    left_out = attrs.evolve(event, effective=event.occurred)
    assert attrs.evolve(left_out, occurred=occurred).effective == occurred
    assert attrs.evolve(attrs.evolve(left_out, note="x"), occurred=occurred).effective == occurred
    stated = attrs.evolve(event, occurred=occurred, effective=given)
    expected = given if given != occurred else DAY
    assert stated.effective == given
    assert attrs.evolve(stated, occurred=DAY).effective == expected
    assert attrs.evolve(stated, occurred=DAY, effective=occurred).effective == occurred


@given(ANY_KIND.flatmap(events))
def test_an_effective_date_that_was_left_out_is_not_written(event: Event) -> None:
    """Given as the date of occurrence it is as if it had been left out: equal, and not in the repr."""
    left_out = attrs.evolve(event, effective=None)
    for same in (
        attrs.evolve(event, effective=event.occurred),
        attrs.evolve(event, effective=PartialDate(event.occurred.text)),
    ):
        assert (same, hash(same), repr(same)) == (left_out, hash(left_out), repr(left_out))
    assert left_out.effective is left_out.occurred
    for copied in (copy.copy(left_out), copy.deepcopy(left_out), pickle.loads(pickle.dumps(left_out))):
        assert attrs.evolve(copied, occurred=DAY).effective == DAY


def announced(**fields: Any) -> EventAnnounced:
    """Return an announcement whose expected event shares its id and sources."""
    expected = Event(id="a", occurred=PartialDate("2005"), sources=SOURCES)
    return EventAnnounced(**{"id": "a", "occurred": DAY, "sources": SOURCES, "expects": expected, **fields})


OTHER = (Citation(publisher="TASS"),)


def test_an_expected_event_follows_its_announcement() -> None:
    """What an expected event takes over from its announcement follows it in changed copies, and in copies of those."""
    event = announced()
    changed = attrs.evolve(event, id="b", sources=OTHER)
    assert (changed.expects.id, changed.expects.sources) == ("b", OTHER)
    assert changed.expects.occurred == event.expects.occurred
    again = attrs.evolve(pickle.loads(pickle.dumps(changed)), id="c", sources=SOURCES)
    assert (again.expects.id, again.expects.sources) == ("c", SOURCES)
    assert attrs.evolve(event, note="x").expects == event.expects


def test_what_an_expected_event_says_itself_stays() -> None:
    """Sources of its own stay, and so does an expected event that is given with the change."""
    own = announced(expects=Event(id="a", occurred=PartialDate("2005"), sources=OTHER))
    assert attrs.evolve(own, sources=(Citation(publisher="Interfax"),)).expects.sources == OTHER
    event = announced()
    assert attrs.evolve(event, sources=OTHER, expects=event.expects).expects.sources == SOURCES


def test_a_replacement_follows_its_correction() -> None:
    """The sources that the replacement shares with a correction follow it."""
    event = Event(id="a", occurred=DAY, sources=SOURCES)
    corrected = EventCorrected(
        id="c", occurred=DAY, sources=SOURCES, target="a", reason="another day", replacement=event
    )
    assert attrs.evolve(corrected, sources=OTHER).replacement == attrs.evolve(event, sources=OTHER)
    assert corrected.replacement is event


def test_a_wrong_change_is_a_fault_of_the_outer_event() -> None:
    """A wrong value that the event inside would take over is reported once, at the outer event."""
    with pytest.raises(EventError, match=r"^id: expected a lower-case slug, got 'A B'") as caught:
        attrs.evolve(announced(), id="A B")
    assert [fault.where for fault in caught.value.faults] == ["id", "expects.id"]
    with pytest.raises(EventError, match=r"^sources: expected tuple of Citation, got 3") as caught:
        attrs.evolve(announced(), sources=3)  # type: ignore[arg-type]
    assert [fault.where for fault in caught.value.faults] == ["sources"]
    with pytest.raises(EventError, match=r"^expects: expected Event, got 'x'; write Event\(...\)$"):
        announced(expects="x")


@given(slugs(), partial_dates(), partial_dates())
def test_event_counts_and_is_known_from_the_day_it_occurred(
    name: str, occurred: PartialDate, disclosed: PartialDate
) -> None:
    """Unless it says otherwise an event takes effect, and is public, when it occurred."""
    event = Event(id=name, occurred=occurred, sources=SOURCES)
    assert (event.effective, event.known_from) == (occurred, occurred)
    assert attrs.evolve(event, disclosed=disclosed).known_from == disclosed


def test_own_fields_are_those_that_the_kind_adds() -> None:
    """The fields of a kind without those of every event, in the order of the class."""
    assert own_fields(Event) == ()
    assert own_fields(PartyHeld)[:3] == ("host", "mood", "ways")
    assert set(own_fields(PartyHeld)) & {field.name for field in attrs.fields(Event)} == set()


def test_kinds_have_names_of_their_own() -> None:
    """No two kinds share a name, and each name is snake case."""
    names = [kind.kind for kind in KINDS]
    assert len(set(names)) == len(names)
    assert all(name.replace("_", "").isalpha() and name.islower() for name in names)


@given(ANY_KIND.flatmap(events))
def test_titles_are_one_line(event: Event) -> None:
    """Every event has a title of one line where its own texts are."""
    assert event.title or not event.kind
    if all("\n" not in str(value) for value in attrs.asdict(event).values()):
        assert "\n" not in event.title


# The strategies themselves


@given(events(PartyHeld))
def test_any_kind_is_built_from_its_annotations(event: PartyHeld) -> None:
    """Events of a kind that the test kit has never seen have each field of its declared type, and keep its rules."""
    assert type_faults(event) == ()
    assert not list(event.faults())
    assert isinstance(event.mood, Mood)
    assert all(guest.name for guest in event.guests)
    assert event.guests or not event.open


@pytest.mark.parametrize(
    "condition",
    [
        lambda e: e.best is None,
        lambda e: e.best is not None and e.best.seats > 1,
        lambda e: len(e.guests) == 2,
        lambda e: not e.guests,
        lambda e: bool(e.colours),
        lambda e: e.since.is_open,
        lambda e: e.since.is_date,
        lambda e: e.ended.is_unknown,
        lambda e: e.ended.is_date,
        lambda e: e.effective != e.occurred,
        lambda e: e.known_from != e.occurred,
        lambda e: e.follows is not None,
        lambda e: e.mood is Mood.TENSE,
        lambda e: {"in", "out"} <= set(e.ways),
        lambda e: e.open,
        lambda e: e.rank == "deprecated",
        lambda e: bool(e.after) and bool(e.zone),
        lambda e: len(e.sources) == 2,
        lambda e: e.sources[0].address != "" and e.sources[0].tier == TIERS[-1],
    ],
    ids=range(19),
)
def test_strategy_reaches_every_corner(condition: Any) -> None:
    """Optional fields come up filled and left out, every option comes up, in nested classes too."""
    assert condition(drawn(events(PartyHeld), condition))


@given(ANY_KIND.flatmap(events))
def test_dates_of_the_strategy_are_near_each_other(event: Event) -> None:
    """Unless pinned all events occur within forty years, and count and are known no earlier than they occur."""
    occurred, effective, known = event.occurred, event.effective, event.known_from
    assert EARLIEST.toordinal() <= occurred.first_ordinal <= occurred.last_ordinal <= LATEST.toordinal()
    assert effective.first_ordinal >= occurred.first_ordinal
    assert known.first_ordinal >= occurred.first_ordinal


@given(
    events(
        SummitHeld,
        id="a",
        mode="in person",
        occurred=partial_dates(precision=Precision.DAY, latest=date(1999, 12, 31)),
        attendance=st.lists(values(Attendance, presence="represented"), min_size=1).map(tuple),
    )
)
def test_fields_are_pinned_to_values_and_strategies(event: SummitHeld) -> None:
    """A pinned field has the value, or comes from the strategy; the kind's rules are kept by the others."""
    assert (event.id, event.mode, event.occurred.precision) == ("a", "in person", Precision.DAY)
    assert event.occurred.last_ordinal <= date(1999, 12, 31).toordinal()
    assert event.place
    assert all(seat.presence == "represented" and seat.represented_by for seat in event.attendance)


@given(citations(tier="agency", published=PartialDate("2004")))
def test_citations_are_pinned(citation: Citation) -> None:
    """A pinned field of a citation has the value."""
    assert (citation.tier, citation.published) == ("agency", PartialDate("2004"))


@given(
    events(PartyHeld, using={str: st.just("x"), PartialDate: st.just(DAY), Guest: st.just(Guest(name="Ann"))})
)
def test_types_are_given_other_strategies(event: PartyHeld) -> None:
    """A strategy given for a type is used for every field of that type, in nested classes too."""
    assert (event.host, event.occurred, event.effective) == ("x", DAY, DAY)
    assert set(event.colours) <= {"x"}
    assert set(event.guests) <= {Guest(name="Ann")}
    assert {citation.publisher for citation in event.sources} == {"x"}
    assert {citation.published for citation in event.sources} <= {DAY, PartialDate.UNKNOWN}


@given(events(EventCorrected, replacement=events(SummitHeld, mode="video")))
def test_events_inside_events_are_pinned(event: EventCorrected) -> None:
    """A field that holds another event takes the strategy for it."""
    assert isinstance(event.replacement, SummitHeld)
    assert event.replacement.mode == "video"


@given(texts())
def test_texts_hold_something(text: str) -> None:
    """A drawn text does not begin with a blank, and can be written as UTF-8."""
    assert text.strip()
    assert not text[0].isspace()
    assert text.encode().decode() == text


@attrs.frozen(kw_only=True)
class Odd(Event):
    """A kind with a field that no log could hold."""

    kind: ClassVar[str] = "odd"

    how: complex


def test_unknown_types_are_refused_unless_given() -> None:
    """A type that nothing is known about is an error that names the field, until it is pinned or given a strategy."""
    with pytest.raises(
        InvalidArgument, match=r"^Odd\.how: no strategy for complex; pin the field, or give using="
    ):
        events(Odd)
    assert drawn(events(Odd, how=1j)).how == 1j
    assert drawn(events(Odd, using={complex: st.just(2j)})).how == 2j


def test_unknown_fields_cannot_be_pinned() -> None:
    """Pinning a field that the kind does not have is an error that lists those it has."""
    with pytest.raises(
        InvalidArgument, match=r"^Odd has no field colour; pin one of id, occurred, sources, .*how$"
    ):
        events(Odd, colour="red")


def test_rules_that_pins_break_are_errors() -> None:
    """Where pinned fields break a rule, drawing fails with the rule and what was drawn."""
    with pytest.raises(EventError, match=r"^place: a summit in person has a place, got ''") as caught:
        drawn(events(SummitHeld, mode="in person", place=""))
    assert "pin the fields that the rule is about" in "".join(caught.value.__notes__)


@attrs.frozen(kw_only=True)
class NeverHeld(Event):
    """A kind whose rule no host keeps."""

    kind: ClassVar[str] = "never_held"

    host: str

    def faults(self) -> Iterator[Fault]:
        """Yield a fault of every host."""
        yield Fault(where="host", what="there is none", remedy="ask another")


def test_a_kind_that_refuses_every_draw_is_an_error() -> None:
    """Where no draw keeps the rules of a kind, its own error is raised: the example is not thrown away."""
    with pytest.raises(EventError, match=r"^host: there is none; ask another"):
        drawn(events(NeverHeld))


@given(events(CoverageDeclared) | events(CoverageDeclared, using={PartialDate: partial_dates()}))
def test_declarations_of_coverage_are_drawn_with_days_in_order(declared: CoverageDeclared) -> None:
    """Both ends are exact days, the first not after the last, whatever the other dates are; the first may be open."""
    assert declared.through.is_exact
    assert declared.since.is_open or declared.since.first_ordinal <= declared.through.first_ordinal


@pytest.mark.parametrize(
    "condition",
    [
        lambda e: e.since.is_open,
        lambda e: e.days[0] < e.days[1],
        lambda e: e.days[0] == e.days[1],
        lambda e: e.keys,
    ],
    ids=range(4),
)
def test_declarations_of_coverage_reach_every_corner(condition: Any) -> None:
    """Open, long, of a single day, and of some keys."""
    assert condition(drawn(events(CoverageDeclared), condition))
