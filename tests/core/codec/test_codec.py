"""The codec: every kind comes back byte for byte, and every fault of a line is named with its path."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, ClassVar, Literal

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.codec.json_text import MAX_LINE_CHARACTERS
from cstotimeline.core.errors import LogError
from cstotimeline.core.events.amendments import EventCorrected, EventRetracted
from cstotimeline.core.events.announcements import AnnouncementSettled, EventAnnounced
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event, own_fields
from cstotimeline.core.log.records import Record
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.csto.kinds import KINDS
from cstotimeline.csto.presidency import PresidencyTransferred
from cstotimeline.testing.any_kind import Using, events, texts
from cstotimeline.testing.dates import partial_dates
from tests.builders import NOON
from tests.core.temporal.near_misses import mutated

CODEC = Codec(KINDS)
ABOUT_EVENTS = (EventCorrected, EventRetracted, EventAnnounced, AnnouncementSettled)
WORLD: Using = {PartialDate: partial_dates()}
USING: Using = {
    **WORLD,
    Event: st.one_of([events(kind, using=WORLD) for kind in KINDS if kind not in ABOUT_EVENTS]),
}
ANY_EVENT = st.sampled_from(KINDS).flatmap(lambda kind: events(kind, using=USING))
INSTANTS = st.datetimes(
    min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.timezones()
).map(lambda when: pendulum.instance(when.replace(microsecond=0)))
GOLDEN = (
    '{"recorded": "2026-11-21T12:00:00Z", "kind": "presidency_transferred", "version": 1, '
    '"id": "presidency-2019-11-28-russia", "occurred": "2019-11-28", "effective": "2020-01-01", '
    '"holder": "Russia", "predecessor": "Kyrgyzstan", "provisional": true, "after": ["summit-2019-11-28"], '
    '"zone": "Asia/Bishkek", "sources": [{"publisher": "Казинформ", "published": "2019-11-28~", "tier": "agency"}], '
    '"note": "«передано»"}'
)


def line_of(event: Event, recorded: pendulum.DateTime = NOON) -> str:
    """Return the line of an event."""
    return CODEC.to_line(Record(position=1, recorded=recorded, event=event))


# Round trips


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
@given(data=st.data())
def test_events_round_trip_byte_for_byte(kind: type[Event], data: st.DataObject) -> None:
    """An event of any kind, written, read and written again, is equal, of its class, and the same line."""
    event = data.draw(events(kind, using=USING))
    line = line_of(event)
    record = CODEC.from_line(line, 1)
    assert record == Record(position=1, recorded=NOON, event=event)
    assert type(record.event) is kind
    assert line_of(record.event) == line
    assert line.encode().decode() == line
    assert "\n" not in line
    assert "\r" not in line


@given(ANY_EVENT)
def test_plain_data_round_trips(event: Event) -> None:
    """The plain data of an event is JSON that gives the event back, and building it changes nothing."""
    data = CODEC.to_data(event)
    assert CODEC.from_data(json.loads(json.dumps(data))) == event
    assert CODEC.to_data(event) == data


@given(ANY_EVENT, INSTANTS)
def test_instants_are_written_in_utc(event: Event, recorded: pendulum.DateTime) -> None:
    """The instant of recording comes back as the same instant, whatever zone it was in."""
    line = line_of(event, recorded)
    again = CODEC.from_line(line, 1)
    # by timestamp: Python holds a local time that the clocks show twice for unequal to any in another zone (PEP 495)
    assert again.recorded.timestamp() == recorded.timestamp()
    assert again.recorded.utcoffset() == pendulum.duration(0)
    assert CODEC.to_line(again) == line


@given(ANY_EVENT, st.randoms())
def test_spacing_order_and_escapes_do_not_matter(event: Event, random: Any) -> None:
    """A line with other spaces, escapes and order of keys reads as the same event, and is written canonically."""
    line = line_of(event)
    items = list(json.loads(line).items())
    random.shuffle(items)
    assert line_of(CODEC.from_line(json.dumps(dict(items), indent=1), 1).event) == line


@given(ANY_EVENT)
def test_defaults_are_left_out(event: Event) -> None:
    """A canonical line holds no null, no empty text and no empty list, and its own fields in their order."""
    data = json.loads(line_of(event))
    assert not [
        key for key, value in data.items() if value in (None, "", [], False) and type(value) is not int
    ]
    keys = list(data)
    order = [
        "recorded",
        "kind",
        "version",
        "id",
        "occurred",
        "effective",
        "disclosed",
        *own_fields(type(event)),
    ]
    order += ["after", "claim", "rank", "zone", "sources", "note"]
    assert keys == [key for key in order if key in data]
    assert ("effective" in data) == (event.effective != event.occurred)


def test_a_date_equal_to_the_default_is_left_out() -> None:
    """An effective date that equals the one of occurrence counts as left out, although it is another object."""
    event = CODEC.from_line(GOLDEN, 1).event
    again = attrs.evolve(event, effective=PartialDate(event.occurred.text))
    assert again.effective is again.occurred
    assert "effective" not in CODEC.to_data(again)


def test_golden_line_loads_for_ever() -> None:
    """A line as the log has it reads as the event that it always was, and is written as it stands."""
    event = PresidencyTransferred(
        id="presidency-2019-11-28-russia",
        occurred=PartialDate("2019-11-28"),
        effective=PartialDate("2020-01-01"),
        holder="Russia",
        predecessor="Kyrgyzstan",
        provisional=True,
        after=("summit-2019-11-28",),
        zone="Asia/Bishkek",
        sources=(Citation(publisher="Казинформ", published=PartialDate("2019-11-28~"), tier="agency"),),
        note="«передано»",
    )
    assert CODEC.from_line(GOLDEN, 7) == Record(position=7, recorded=NOON, event=event)
    assert line_of(event) == GOLDEN


def test_drafts_have_no_instant() -> None:
    """A line without ``recorded`` reads as a draft; with it, it is refused as one."""
    draft = GOLDEN.replace('"recorded": "2026-11-21T12:00:00Z", ', "")
    assert CODEC.from_draft(draft) == CODEC.from_line(GOLDEN, 1).event
    with pytest.raises(LogError) as caught:
        CODEC.from_draft(GOLDEN)
    assert str(caught.value) == (
        "recorded: a draft has no instant of recording, got '2026-11-21T12:00:00Z'; leave it out; appending sets it"
    )
    with pytest.raises(LogError, match=r"^event: expected an object, got 3; write one event as an object$"):
        CODEC.from_draft("3")


# Faults

OMITTED = object()
SUMMIT = {
    "recorded": "2026-11-21T12:00:00Z",
    "kind": "summit_held",
    "version": 1,
    "id": "summit-2019-11-28-bishkek",
    "occurred": "2019-11-28",
    "format": "regular",
    "mode": "in person",
    "place": "Bishkek",
    "attendance": [{"state": "Russia"}],
    "agenda_count": 3,
    "sources": [{"publisher": "Kazinform", "published": "2019-11-28"}],
}
CORRECTION = {
    "recorded": "2026-11-21T12:00:00Z",
    "kind": "event_corrected",
    "version": 1,
    "id": "correction-2020",
    "occurred": "2020-01-01",
    "target": "summit-2019-11-28-bishkek",
    "reason": "another day",
    "sources": [{"publisher": "TASS"}],
}
DATE = "write a date such as 2004, 2004-06, 2004-06-18, 2004?, 200X or 2004-06-XX"
FORMAT = "one of 'regular', 'informal', 'extraordinary'"
INSTANT = "write it as 2026-11-21T12:00:00Z"
CITATION_KEYS = "use one of publisher, title, address, published, tier, says"
COARSEST = "write the coarsest date that the source supports"
EXPECTED_KINDS = "write one of " + ", ".join(sorted(kind.kind for kind in KINDS))
ONE_OBJECT = "write one JSON object on the line"


def changed(**fields: Any) -> str:
    """Return the line of a summit with other fields, or without some."""
    return json.dumps({key: value for key, value in {**SUMMIT, **fields}.items() if value is not OMITTED})


def replacing(**fields: Any) -> str:
    """Return the line of a correction whose replacement is the summit with other fields, or without some."""
    inner = {**SUMMIT, "recorded": OMITTED, "sources": OMITTED, **fields}
    replacement = {key: value for key, value in inner.items() if value is not OMITTED}
    return json.dumps({**CORRECTION, "replacement": replacement})


FAULTS = [
    # what a line is
    ("nothing", "", f"line: expected JSON, got '' (expecting value); {ONE_OBJECT}"),
    (
        "half a line",
        '{"a": 1',
        f"""line: expected JSON, got '{{"a": 1' (expecting ',' delimiter); {ONE_OBJECT}""",
    ),
    ("two objects", "{} {}", f"line: expected JSON, got '{{}} {{}}' (extra data); {ONE_OBJECT}"),
    ("too deep", "[" * 100_000, f"line: expected JSON, got '{'[' * 56}... (nested too deeply); {ONE_OBJECT}"),
    (
        "too long",
        "x" * (MAX_LINE_CHARACTERS + 1),
        "line: expected at most 1000000 characters, got 1000001; split the record",
    ),
    ("a list", "[]", "line: expected an object, got '[]'; write one record a line"),
    ("a text", '"x"', "line: expected an object, got '\"x\"'; write one record a line"),
    ("null", "null", "line: expected an object, got 'null'; write one record a line"),
    ("NaN", '{"a": NaN}', "line: NaN is no JSON; write a whole number"),
    ("Infinity", '{"a": [-Infinity]}', "line: -Infinity is no JSON; write a whole number"),
    (
        "a duplicate key",
        '{"b": 1, "a": 2, "b": 1}',
        "line: each key may be used once, got b twice; remove one of the two",
    ),
    (
        "many duplicate keys",
        "{" + ", ".join(f'"{key}": 1' for key in "hgfedcbahgfedcba") + "}",
        "line: each key may be used once, got a, b, c, d, e, f, g, h twice; remove one of the two",
    ),
    (
        "a duplicate key inside",
        changed().replace('{"state": "Russia"}', '{"state": "Russia", "state": "Belarus"}'),
        "line: each key may be used once, got state twice; remove one of the two",
    ),
    # what stands before the event
    ("no instant", changed(recorded=OMITTED), f"recorded: expected an instant in UTC, got None; {INSTANT}"),
    (
        "no such month",
        changed(recorded="2026-13-21T12:00:00Z"),
        f"recorded: expected an instant in UTC, got '2026-13-21T12:00:00Z'; {INSTANT}",
    ),
    (
        "an instant elsewhere",
        changed(recorded="2026-11-21T12:00:00+05:00"),
        f"recorded: expected an instant in UTC, got '2026-11-21T12:00:00+05:00'; {INSTANT}",
    ),
    (
        "24 o'clock",
        changed(recorded="2026-11-21T24:00:00Z"),
        f"recorded: expected an instant in UTC, got '2026-11-21T24:00:00Z'; {INSTANT}",
    ),
    (
        "a number for an instant",
        changed(recorded=1),
        f"recorded: expected an instant in UTC, got 1; {INSTANT}",
    ),
    ("no kind", changed(kind=OMITTED), f"kind: unknown kind, got None; {EXPECTED_KINDS}"),
    (
        "an unknown kind",
        changed(kind="sumit_held"),
        f"kind: unknown kind, got 'sumit_held'; {EXPECTED_KINDS}",
    ),
    (
        "a list for a kind",
        changed(kind=["summit_held"]),
        f"kind: unknown kind, got ['summit_held']; {EXPECTED_KINDS}",
    ),
    ("no version", changed(version=OMITTED), "version: expected 1 for summit_held, got None; write 1"),
    ("a later version", changed(version=2), "version: expected 1 for summit_held, got 2; write 1"),
    ("true for a version", changed(version=True), "version: expected 1 for summit_held, got True; write 1"),
    ("a float for a version", changed(version=1.0), "version: expected 1 for summit_held, got 1.0; write 1"),
    # keys
    ("a missing key", changed(format=OMITTED), "format: missing; add format"),
    ("no sources", changed(sources=OMITTED), "sources: missing; add sources"),
    (
        "a missing key inside",
        changed(sources=[{"publisher": "K"}, {"title": "x"}]),
        "sources[1].publisher: missing; add publisher",
    ),
    (
        "an unknown key inside",
        changed(sources=[{"publisher": "K", "adress": "x"}]),
        f"sources[0].adress: unknown key; {CITATION_KEYS}",
    ),
    # types
    (
        "a float for a count",
        changed(agenda_count=3.0),
        "agenda_count: expected whole number, got 3.0; write whole number",
    ),
    (
        "an endless float",
        changed().replace('"agenda_count": 3', '"agenda_count": 1e400'),
        "agenda_count: expected whole number, got inf; write whole number",
    ),
    (
        "a bool for a count",
        changed(agenda_count=True),
        "agenda_count: expected whole number, got True; write whole number",
    ),
    (
        "a text for a count",
        changed(agenda_count="3"),
        "agenda_count: expected whole number, got '3'; write whole number",
    ),
    (
        "an int for a bool",
        changed(attendance_complete=1),
        "attendance_complete: expected true or false, got 1; write true or false",
    ),
    (
        "a text for a bool",
        changed(attendance_complete="true"),
        "attendance_complete: expected true or false, got 'true'; write true or false",
    ),
    (
        "null for a bool",
        changed(attendance_complete=None),
        "attendance_complete: expected true or false, got None; write true or false",
    ),
    ("null for a text", changed(place=None), "place: expected text, got None; write text"),
    ("a number for a text", changed(place=3), "place: expected text, got 3; write text"),
    ("half a character", changed(place="\ud83d"), "place: expected text, got '\\ud83d'; write text"),
    (
        "a text for a list",
        changed(agenda="one"),
        "agenda: expected list of text, got 'one'; write list of text",
    ),
    (
        "an object for a list",
        changed(agenda={"0": "x"}),
        "agenda: expected list of text, got {'0': 'x'}; write list of text",
    ),
    ("a number in a list", changed(agenda=["one", 2]), "agenda[1]: expected text, got 2; write text"),
    (
        "a text for sources",
        changed(sources="Kazinform"),
        "sources: expected list of Citation, got 'Kazinform'; write list of Citation",
    ),
    (
        "a text for a source",
        changed(sources=["Kazinform"]),
        "sources[0]: expected object, got 'Kazinform'; write object",
    ),
    (
        "null for an object",
        changed(attendance=[{"state": "Russia"}, None]),
        "attendance[1]: expected object, got None; write object",
    ),
    ("a wrong literal", changed(format="usual"), f"format: expected {FORMAT}, got 'usual'; write {FORMAT}"),
    (
        "a list for a literal",
        changed(format=["regular"]),
        f"format: expected {FORMAT}, got ['regular']; write {FORMAT}",
    ),
    (
        "a wrong literal inside",
        changed(attendance=[{"state": "Russia", "presence": "here"}]),
        "attendance[0].presence: expected one of 'present', 'represented', 'absent', got 'here'; "
        "write one of 'present', 'represented', 'absent'",
    ),
    # dates
    ("a number for a date", changed(occurred=2019), "occurred: expected text, got 2019; write text"),
    ("an empty date", changed(occurred=""), f"occurred: expected a date, got ''; {COARSEST}"),
    ("an empty effective date", changed(effective=""), f"effective: expected a date, got ''; {COARSEST}"),
    (
        "a day that does not exist",
        changed(occurred="2019-11-31"),
        f"occurred: no day 31 exists in that month (proleptic Gregorian calendar), got '2019-11-31'; {DATE}",
    ),
    (
        "a season",
        changed(until="2019-21"),
        f"until: a season (level 1) is not supported here, got '2019-21'; {DATE}",
    ),
    (
        "a bad date inside",
        changed(sources=[{"publisher": "K", "published": "28.11.2019"}]),
        f"sources[0].published: expected an EDTF date, got '28.11.2019'; {DATE}",
    ),
    # rules of the classes
    (
        "sources left empty",
        changed(sources=[]),
        "sources: expected one or more, got []; name the page that says so",
    ),
    (
        "no slug",
        changed(id="Summit 1"),
        "id: expected a lower-case slug, got 'Summit 1'; write one such as presidency-2019-11-28-russia",
    ),
    (
        "a zone that is none",
        changed(zone="Asia/Bishkekk"),
        "zone: expected the IANA name of a time zone, got 'Asia/Bishkekk'; write Asia/Bishkek",
    ),
    (
        "a local time that the zone skips",
        changed(until="2004-03-28T02:30:00", zone="Europe/Moscow"),
        "until: the local time is skipped in Europe/Moscow, got '2004-03-28T02:30:00'; "
        "write a time that exists there, or the day",
    ),
    (
        "a negative count",
        changed(agenda_count=-1),
        "agenda_count: expected a count from 0 upwards, got -1; leave it out where no page states it",
    ),
    (
        "a seat of nobody",
        changed(attendance=[{}]),
        "attendance[0].state: expected a state or a person, got neither; name the state or the person",
    ),
    (
        "a blank publisher",
        changed(sources=[{"publisher": " "}]),
        "sources[0].publisher: expected a name, got ' '; name who published the page",
    ),
    # events inside events
    (
        "inside: bad date",
        replacing(occurred="x"),
        f"replacement.occurred: expected an EDTF date, got 'x'; {DATE}",
    ),
    (
        "inside: wrong literal",
        replacing(format="x"),
        f"replacement.format: expected {FORMAT}, got 'x'; write {FORMAT}",
    ),
    ("inside: missing", replacing(format=OMITTED), "replacement.format: missing; add format"),
    (
        "inside: unknown kind",
        replacing(kind="x"),
        f"replacement.kind: unknown kind, got 'x'; {EXPECTED_KINDS}",
    ),
    (
        "inside: no object",
        json.dumps({**CORRECTION, "replacement": 3}),
        "replacement: expected an object, got 3; write one event as an object",
    ),
]


@pytest.mark.parametrize(("line", "message"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_faults_are_named_with_their_path(line: str, message: str) -> None:
    """A line with one fault is refused with its path, the rule, the value as written and the remedy."""
    with pytest.raises(LogError) as caught:
        CODEC.from_line(line, 1)
    assert str(caught.value) == message
    assert len(caught.value.faults) == 1


def test_valid_lines_of_the_table_are_valid() -> None:
    """The lines that the table of faults changes are read without a fault."""
    summit = CODEC.from_line(changed(), 1).event
    corrected = CODEC.from_line(replacing(), 2).event
    assert isinstance(corrected, EventCorrected)
    assert corrected.replacement == attrs.evolve(summit, sources=corrected.sources)


def test_null_stands_for_a_value_that_may_be_missing() -> None:
    """A field that may have no value is read from null as if it were left out."""
    assert CODEC.from_line(changed(agenda_count=None), 1) == CODEC.from_line(changed(agenda_count=OMITTED), 1)


def test_unknown_keys_list_the_known_ones() -> None:
    """An unknown key is named with its path, and the remedy lists the fields of the class, common ones first."""
    with pytest.raises(LogError) as caught:
        CODEC.from_line(changed(colour="red"), 1)
    (fault,) = caught.value.faults
    assert (fault.where, fault.what) == ("colour", "unknown key")
    assert fault.remedy.startswith(
        "use one of id, occurred, sources, effective, disclosed, after, claim, rank, zone, note, "
    )
    assert "recorded" not in fault.remedy


def test_unknown_keys_are_listed_by_name() -> None:
    """Several unknown keys are told in the order of their names."""
    with pytest.raises(LogError) as caught:
        CODEC.from_line(changed(**dict.fromkeys("hgfedcba", 1)), 1)
    assert [fault.where for fault in caught.value.faults] == list("abcdefgh")


def test_a_line_of_the_greatest_length_is_read() -> None:
    """A line as long as a line may be is read as any other."""
    assert CODEC.from_line(GOLDEN.ljust(MAX_LINE_CHARACTERS), 1) == CODEC.from_line(GOLDEN, 1)


def test_numbers_of_too_many_digits_are_no_crash() -> None:
    """A whole number that Python refuses to read for its length is a fault of the line."""
    line = changed().replace('"agenda_count": 3', '"agenda_count": ' + "1" * 5000)
    with pytest.raises(LogError, match=r"^line: expected JSON, got .* \(a number of too many digits\); "):
        CODEC.from_line(line, 1)


def test_all_faults_of_a_line_come_together() -> None:
    """Faults of the instant, of several fields, of nested objects and of keys are reported in one error."""
    line = changed(
        recorded="today",
        occurred="someday",
        mode=OMITTED,
        place=3,
        attendance=[{"state": 1}, {"sate": "Russia"}],
        sources=[{"publisher": "K", "published": "x"}],
        colour="red",
    )
    with pytest.raises(LogError) as caught:
        CODEC.from_line(line, 1)
    assert [fault.where for fault in caught.value.faults] == [
        "recorded",
        "occurred",
        "sources[0].published",
        "mode",
        "place",
        "attendance[0].state",
        "attendance[1].sate",
        "colour",
    ]
    assert str(caught.value).count("\n") == 7


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(texts() | st.sampled_from(list(SUMMIT)), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(st.sampled_from([*SUMMIT, "effective", "agenda", "preparation", "parts", "colour"]), JSON)
def test_no_value_crashes_the_codec(key: str, value: Any) -> None:
    """Whatever stands in a field, the line is either read and written stably, or refused with faults."""
    assert_read_stably_or_refused(changed(**{key: value}))


@given(mutated(ANY_EVENT.map(line_of)))
def test_no_typing_error_crashes_the_codec(line: str) -> None:
    """A line with some characters too many, too few or wrong is read and written stably, or refused with faults."""
    assert_read_stably_or_refused(line)


def assert_read_stably_or_refused(line: str) -> None:
    """Fail on any other outcome."""
    try:
        record = CODEC.from_line(line, 1)
    except LogError as error:
        faults = error.faults
    else:
        assert CODEC.from_line(CODEC.to_line(record), 1) == record
        return
    assert faults
    assert not [fault for fault in faults if "\n" in str(fault)]


# Kinds and versions


@attrs.frozen(kw_only=True)
class Opened(Event):
    """A kind at its third version: ``place`` was once ``where``, and ``guests`` once a text."""

    kind: ClassVar[str] = "opened"
    version: ClassVar[int] = 3

    place: str
    guests: int = 0


@attrs.frozen(kw_only=True)
class OpenedAgain(Opened):
    """A kind that takes another's name."""


@attrs.frozen(kw_only=True)
class Nameless(Event):
    """A kind without a name of its own."""


@attrs.frozen
class Side:
    """A value that checks nothing by itself."""

    name: Literal["left", "right"]


def _noted(value: int) -> int:
    if value > 3:
        error = ValueError("too many")
        error.add_note("a note of the class, not of cattrs")
        raise error
    return value


@attrs.frozen(kw_only=True)
class Quoted(Event):
    """A kind with an event in a plain field, with values of a plain class, and with a field that adds notes."""

    kind: ClassVar[str] = "quoted"

    quote: Event
    sides: tuple[Side, ...] = ()
    times: int = attrs.field(default=1, converter=_noted)


def _second(data: dict[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in data.items() if key != "where"}
    return {**rest, "version": 2, "place": data["where"]}


def _third(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "version": 3, "guests": int(data["guests"])}


QUOTING = Codec([Opened, Quoted])
UPCASTING = Codec([Opened], upcast={("opened", 1): _second, ("opened", 2): _third})
OPENED = {"kind": "opened", "id": "a", "occurred": "2004", "sources": [{"publisher": "K"}]}


QUOTED = {
    "kind": "quoted",
    "version": 1,
    "id": "q",
    "occurred": "2005",
    "quote": {**OPENED, "version": 3, "place": "Minsk"},
    "sources": [{"publisher": "L"}],
}


def test_an_event_in_a_plain_field_is_written_in_full() -> None:
    """An event inside another that takes nothing over is written with its kind, its id and its own sources."""
    event = QUOTING.from_data(QUOTED)
    assert isinstance(event, Quoted)
    assert isinstance(event.quote, Opened)
    sources = {"sources": [{"publisher": "K"}]}
    assert QUOTING.to_data(event) == {**QUOTED, "quote": {**QUOTED["quote"], **sources}}  # type: ignore[dict-item]


def test_what_an_event_inside_takes_over_is_left_out() -> None:
    """The expected event of an announcement is written without the id and the sources that both have."""
    expected = {key: value for key, value in SUMMIT.items() if key not in ("recorded", "id", "sources")}
    line = {**CORRECTION, "kind": "event_announced", "id": "s", "expects": expected}
    data = {key: value for key, value in line.items() if key not in ("recorded", "target", "reason")}
    assert CODEC.to_data(CODEC.from_data(data))["expects"] == expected


@pytest.mark.parametrize("name", ["middle", 1, None, ["left"]], ids=repr)
def test_options_are_checked_in_classes_that_check_nothing(name: Any) -> None:
    """A value that is none of the options of a field is refused, although its class would take it."""
    event = QUOTING.from_data({**QUOTED, "sides": [{"name": "left"}, {"name": "right"}]})
    assert isinstance(event, Quoted)
    assert event.sides == (Side("left"), Side("right"))
    with pytest.raises(LogError) as caught:
        QUOTING.from_data({**QUOTED, "sides": [{"name": "left"}, {"name": name}]})
    options = "one of 'left', 'right'"
    assert str(caught.value) == f"sides[1].name: expected {options}, got {name!r}; write {options}"


def test_an_error_with_notes_is_a_fault_of_the_event() -> None:
    """Notes that a class leaves on its error are no path."""
    with pytest.raises(LogError) as caught:
        QUOTING.from_data({**QUOTED, "times": 4})
    assert [(fault.where, fault.what) for fault in caught.value.faults] == [("event", "'too many'")]


def test_kinds_are_found_by_their_name() -> None:
    """The class of each kind is found by its name; an unknown one is refused with the known ones."""
    assert [QUOTING.kind_named("opened"), QUOTING.kind_named("quoted")] == [Opened, Quoted]
    with pytest.raises(LogError) as caught:
        QUOTING.kind_named("closed")
    assert str(caught.value) == "kind: unknown kind, got 'closed'; write one of opened, quoted"


def test_old_versions_read_as_their_modern_twins() -> None:
    """A line of any older version reads as the same event as its modern twin, and is written as that."""
    first = {**OPENED, "version": 1, "where": "Minsk", "guests": "4"}
    second = {**OPENED, "version": 2, "place": "Minsk", "guests": "4"}
    third = {**OPENED, "version": 3, "place": "Minsk", "guests": 4}
    found = [UPCASTING.from_data(data) for data in (first, second, third)]
    assert found[0] == found[1] == found[2]
    assert UPCASTING.to_data(found[0]) == third
    assert first["version"] == 1


@pytest.mark.parametrize("version", [[1], {"a": 1}, True, 1.0, None, 0, 4], ids=repr)
def test_versions_that_are_none_are_not_upcast(version: Any) -> None:
    """A version that is no whole number, or no known one, is refused although steps exist for older ones."""
    with pytest.raises(LogError) as caught:
        UPCASTING.from_data({**OPENED, "version": version, "where": "Minsk", "guests": "4"})
    assert str(caught.value) == f"version: expected 3 for opened, got {version!r}; write 3"


@pytest.mark.parametrize(
    ("kinds", "message"),
    [
        (
            [Opened, OpenedAgain],
            "kinds: the kind 'opened' of OpenedAgain is taken by Opened; give each class its own kind",
        ),
        ([Nameless], "Nameless.kind: expected snake_case text, got ''; write one such as captain_chosen"),
    ],
    ids=["taken", "empty"],
)
def test_each_kind_has_a_name_of_its_own(kinds: list[type[Event]], message: str) -> None:
    """Two classes of one kind, or a class without one, are refused when the codec is built."""
    with pytest.raises(LogError) as caught:
        Codec(kinds)
    assert str(caught.value) == message


@given(events(Opened))
def test_events_of_other_kinds_are_not_written(event: Event) -> None:
    """An event of a kind that the codec does not know is refused, not written."""
    with pytest.raises(LogError, match=r"^event: unknown kind, got 'opened'; write one of "):
        CODEC.to_data(event)


def test_a_failing_upcast_is_a_fault_of_the_line() -> None:
    """An old line that its upcast cannot read is refused with a fault, not with the upcast's own error."""
    kind = PresidencyTransferred.kind
    codec = Codec(
        [PresidencyTransferred], upcast={(kind, 0): lambda data: {**data, "version": data["missing"]}}
    )
    with pytest.raises(LogError, match="cannot be brought to version 1"):
        codec.from_data({"kind": kind, "version": 0})


def test_a_key_with_a_line_end_stays_on_one_line() -> None:
    """An unknown key that holds a line end is named in a fault of one line."""
    data = {"kind": "summit_held", "version": 1, "attendance": [{"0\n": None}]}
    with pytest.raises(LogError) as told:
        Codec(KINDS).from_data(data)
    assert not any("\n" in str(fault) for fault in told.value.faults)
