"""Kinds: what is written can be read; a class whose events could not come back is refused when the codec is made."""

from __future__ import annotations

import enum
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Generic, Literal, NewType, TypeVar

import attrs
import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.codec.json_schema import line_schema
from cstotimeline.core.errors import EventError, Fault, LogError
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event, inside
from cstotimeline.core.events.field_types import ALLOWED, Checked
from cstotimeline.core.events.single_types import SINGLE_TYPES, DateOrOpen, Single
from cstotimeline.core.log.records import Record
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.csto.presidency import PresidencyTransferred
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.testing.any_kind import events
from tests.builders import NOON

D = PartialDate.parse
COMMON: dict[str, Any] = {"id": "a", "occurred": D("2020"), "sources": (Citation(publisher="p"),)}


def made(annotation: Any, /, kind: str = "held", **values: Any) -> Any:
    """Return a kind with one field of its own, of that annotation."""
    field = attrs.field(**values)
    body = {"__annotations__": {"field": annotation}, "field": field, "kind": kind, "__module__": __name__}
    return attrs.frozen(kw_only=True)(type("Held", (Event,), body))


def refusal(kinds: Any, **options: Any) -> tuple[str, ...]:
    """Return the faults with which a codec of these kinds is refused, as texts."""
    with pytest.raises(LogError) as caught:
        Codec(kinds, **options)
    return tuple(str(fault) for fault in caught.value.faults)


# Types of fields

T = TypeVar("T")
UserId = NewType("UserId", str)


class Mode(enum.StrEnum):
    """Options that are texts."""

    VIDEO = "video"
    IN_PERSON = "in person"


class Number(enum.IntEnum):
    """Options that are numbers."""

    ONE = 1


@attrs.frozen
class Pair(Generic[T]):
    """A value of any type."""

    first: T


@attrs.frozen
class Spot:
    """A value that checks nothing itself."""

    name: str
    height: int = 0


@attrs.define
class Changeable:
    """A value that can be changed."""

    name: str = ""


@attrs.frozen
class Holder:
    """A value with a field that no line can hold."""

    how: float


@attrs.frozen
class Self:
    """A value that holds others of its class."""

    name: str
    inner: tuple[Self, ...] = ()


REFUSED: dict[str, Any] = {
    "dict": dict[str, int],
    "list": list[str],
    "set": set[str],
    "date": date,
    "decimal": Decimal,
    "float": float,
    "bytes": bytes,
    "any": Any,
    "object": object,
    "new type": UserId,
    "generic class": Pair[str],
    "class with any type": Pair,
    "tuple of two": tuple[int, str],
    "bare tuple": tuple,
    "literal of numbers": Literal["a", 1],
    "literal with none": Literal["a", None],
    "enum of numbers": Number,
    "union": int | str,
    "three": int | bool | None,
    "none": None,
    "a kind": PresidencyTransferred,
    "set of objects": frozenset[Spot],
    "optional of a refused one": float | None,
    "list of refused ones": tuple[float, ...],
    "callable": Callable[[], None],
    "unhashable metadata": Annotated[float, []],
}
TAKEN: dict[str, tuple[Any, list[Any]]] = {
    "text": (str, ["", "a", "Казинформ «x» \u2028 \x00 \x7f", "\\", '"']),
    "number": (int, [0, -1, 10**999]),
    "truth": (bool, [True, False]),
    "date": (PartialDate, [D("2004-06~"), PartialDate.UNKNOWN]),
    "date or open": (DateOrOpen, [D("2004"), PartialDate.OPEN]),
    "literal": (Literal["a", "b"], ["a", "b"]),
    "enum": (Mode, [Mode.VIDEO, Mode.IN_PERSON]),
    "optional": (Mode | None, [None, Mode.VIDEO]),
    "tuple": (tuple[int, ...], [(), (1, 1)]),
    "tuple of tuples": (tuple[tuple[Mode | None, ...], ...], [((Mode.VIDEO, None), ())]),
    "set": (frozenset[str], [frozenset(), frozenset({"b", "a"})]),
    "set of options": (frozenset[Mode], [frozenset(Mode)]),
    "class": (Spot, [Spot("x"), Spot("y", 3)]),
    "classes": (tuple[Spot, ...], [(), (Spot("x"), Spot("x"))]),
    "class that holds itself": (Self, [Self("a", (Self("b", (Self("c"),)), Self("d")))]),
    "event": (Event, []),
}


@pytest.mark.parametrize("annotation", REFUSED.values(), ids=REFUSED)
def test_a_type_that_no_line_can_hold_is_refused(annotation: Any) -> None:
    """The refusal names the class, the field, the type, and what is allowed, in one line."""
    (fault,) = refusal([made(annotation)])
    place = "Pair.first" if annotation is Pair else "Held.field"
    assert fault.startswith(f"{place}: no line can hold values of the type ")
    assert fault.endswith(f"; declare {ALLOWED}")


@pytest.mark.parametrize(("annotation", "found"), TAKEN.values(), ids=TAKEN)
def test_a_type_that_is_taken_comes_back(annotation: Any, found: list[Any]) -> None:
    """An event with a field of any other type is read as it was, in every way, and its line is valid by the schema."""
    kind = made(annotation)
    values = found or [Event(**COMMON), PresidencyTransferred(**COMMON, holder="Russia")][1:]
    for value in values:
        event = kind(**COMMON, field=value)
        kinds = [kind, PresidencyTransferred]
        for codec in (Codec(kinds, fast=False), Codec(kinds)):
            line = codec.to_line(Record(position=1, recorded=NOON, event=event))
            assert codec.from_line(line, 1).event == event
            assert codec._strictly(line)[1] == event
            assert codec.from_data(codec.to_data(event)) == event
        jsonschema.Draft202012Validator(line_schema(kinds)).validate(json.loads(line))


@pytest.mark.parametrize("annotation", [row[0] for row in TAKEN.values()], ids=TAKEN)
@given(data=st.data())
def test_the_kit_draws_events_of_every_type_that_is_taken(annotation: Any, data: st.DataObject) -> None:
    """Strategies give events of any field type, and they come back."""
    kind = made(annotation)
    using = {Event: events(PresidencyTransferred)}
    event = data.draw(events(kind, using=using))
    codec = Codec([kind, PresidencyTransferred])
    line = codec.to_line(Record(position=1, recorded=NOON, event=event))
    assert codec.from_line(line, 1).event == event


@attrs.frozen(kw_only=True)
class Taller(Spot):
    """A value of a class below the one that is declared."""

    width: int = 1


class Text(str):
    """A text of a class of its own."""

    __slots__ = ()


WRONG: dict[str, tuple[Any, Any]] = {
    "a subclass": (Spot, Taller(name="x")),
    "a text of another class": (str, Text("x")),
    "an option of another class": (Literal["video"], Mode.VIDEO),
    "a text for an option": (Mode, "video"),
    "a truth for a number": (int, True),
    "a number of 5,000 digits": (int, 10**5_000),
    "a number of 1,001 digits": (int, -(10**1_000)),
    "half a surrogate pair": (str, "\ud800"),
    "an unchecked class with a wrong value": (Spot, Spot(3)),  # type: ignore[arg-type]
    "the same in a list": (tuple[Spot, ...], (Spot("x"), Spot("x", "y"))),  # type: ignore[arg-type]
    "a list": (tuple[str, ...], ["x"]),
    "a set": (frozenset[str], {"x"}),
    "no event": (Event, Citation(publisher="p")),
}


@pytest.mark.parametrize(("annotation", "value"), WRONG.values(), ids=WRONG)
def test_what_could_not_be_read_back_is_no_value(annotation: Any, value: Any) -> None:
    """A value that a line could not give back is refused when the event is built, by a fault at the field."""
    with pytest.raises(EventError) as caught:
        made(annotation)(**COMMON, field=value)
    assert all(fault.where.startswith("field") for fault in caught.value.faults)
    assert all(len(str(fault)) < 400 for fault in caught.value.faults)


def test_an_enum_fault_names_the_member() -> None:
    """A text for a member of an enum is answered with that member, any other value with all of them."""
    kind = made(Mode)
    for value, remedy in (("video", "Mode.VIDEO"), ("tv", "one of Mode.VIDEO, Mode.IN_PERSON")):
        with pytest.raises(EventError) as caught:
            kind(**COMMON, field=value)
        assert str(caught.value) == (
            f"field: expected one of Mode.VIDEO, Mode.IN_PERSON, got {value!r}; write {remedy}"
        )


def test_a_new_type_of_values_is_one_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """One entry makes a type known to the check, the readers, the writer, the schema and the strategies."""
    number = r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"
    entry = Single(
        Decimal,
        "decimal number",
        str,
        json_words="a text such as 12.50",
        fits=lambda value: type(value) is Decimal and value.is_finite(),
        read=lambda text: Decimal(text) if text.isascii() else Decimal("x"),
        write=lambda value: f"{value:f}",
        schema={"type": "string", "pattern": f"^{number}$"},
    )
    kind = made(tuple[Decimal, ...])
    assert refusal([kind])
    monkeypatch.setitem(SINGLE_TYPES, Decimal, entry)
    _check_decimal_numbers()


def _check_decimal_numbers() -> None:
    kind = made(tuple[Decimal, ...], kind="weighed")
    codec = Codec([kind])
    event = kind(**COMMON, field=(Decimal("12.50"),))
    line = codec.to_line(Record(position=1, recorded=NOON, event=event))
    assert '"field": ["12.50"]' in line
    assert codec.from_line(line, 1).event == codec._strictly(line)[1] == event
    schema = jsonschema.Draft202012Validator(line_schema([kind]))
    assert schema.is_valid(json.loads(line))
    assert not schema.is_valid(json.loads(line.replace("12.50", "x")))
    with pytest.raises(
        EventError, match=r"^field\[0\]: expected decimal number, got 1.5; write decimal number$"
    ):
        kind(**COMMON, field=(1.5,))
    with pytest.raises(
        LogError, match=r"^field\[0\]: expected a text such as 12.50, got 'x'; write a text such"
    ):
        codec.from_line(line.replace("12.50", "x"), 1)

    @given(events(kind))
    def comes_back(event: Any) -> None:
        line = codec.to_line(Record(position=1, recorded=NOON, event=event))
        assert codec.from_line(line, 1).event == event

    comes_back()


# Classes


@attrs.frozen(kw_only=True)
class Bad(Event):
    """A kind whose name is none."""

    kind = "Bad Kind"


@attrs.frozen(kw_only=True)
class Evil(Event):
    """A kind whose name is a path."""

    kind = "../evil"


@attrs.frozen(kw_only=True)
class Numbered(Event):
    """A kind whose name is no text."""

    kind = 3  # type: ignore[assignment]


@attrs.frozen(kw_only=True)
class Zeroth(Event):
    """A kind whose versions begin too early."""

    kind: ClassVar[str] = "zeroth"
    version: ClassVar[int] = 0


class Bare(Event):
    """A class that is not decorated: its field is none."""

    kind: ClassVar[str] = "bare"

    holder: str


@attrs.frozen(kw_only=True)
class Partly(Event):
    """A kind with an attribute that is no argument."""

    kind: ClassVar[str] = "partly"

    made: str = attrs.field(init=False, default="x")


@attrs.frozen(kw_only=True)
class Misbuilt(Event):
    """A kind with a default of another type."""

    kind: ClassVar[str] = "misbuilt"

    count: int = True
    name: str = None  # type: ignore[assignment]


@attrs.frozen(kw_only=True)
class Computed(Event):
    """A kind with a default that is computed from another field."""

    kind: ClassVar[str] = "computed"

    label: str = attrs.field(default=attrs.Factory(lambda self: self.id, takes_self=True))


@attrs.frozen(kw_only=True)
class Recorded(Event):
    """A kind with fields that every line has."""

    kind: ClassVar[str] = "recorded_twice"

    recorded: str = ""
    note: int = 0  # type: ignore[assignment]


@attrs.frozen(kw_only=True)
class Passing(Event):
    """A kind that passes on what an event inside cannot take over."""

    kind: ClassVar[str] = "passing"
    inherits: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "quote": ("sources",),
        "said": ("note",),
        "gone": ("id",),
    }

    quote: Event
    _said: Event = attrs.field(alias="said")

    @property
    def said(self) -> Event:
        """The event inside."""
        return inside(self._said)


CLASSES: dict[str, tuple[Any, list[str]]] = {
    "a kind with a blank": (Bad, ["Bad.kind: expected snake_case text, got 'Bad Kind'"]),
    "a path": (Evil, ["Evil.kind: expected snake_case text, got '../evil'"]),
    "a number for a kind": (Numbered, ["Numbered.kind: expected snake_case text, got 3"]),
    "version 0": (Zeroth, ["Zeroth.version: expected a whole number from 1 upwards, got 0"]),
    "not decorated": (Bare, ["Bare: the class is not frozen"]),
    "no argument": (Partly, ["Partly.made: an attribute that is no argument is not written"]),
    "wrong defaults": (
        Misbuilt,
        [
            "Misbuilt.count: the default is no whole number, got True",
            "Misbuilt.name: the default is no text, got None",
        ],
    ),
    "a computed default": (
        Computed,
        ["Computed.label: a default that is computed from other fields stays as it was in a changed copy"],
    ),
    "fields of every line": (
        Recorded,
        [
            "Recorded.note: every event has this field, of another type",
            "Recorded.recorded: every line has a key of this name",
        ],
    ),
    "inheriting": (
        Passing,
        [
            "Passing.inherits: 'gone' is no private attribute that holds an Event",
            "Passing.inherits: 'quote' is no private attribute that holds an Event",
            "Passing.inherits: 'said' can take over id, occurred, sources and no other fields",
        ],
    ),
    "a nested class that can change": (made(Changeable), ["Changeable: the class is not frozen"]),
    "a nested field": (
        made(tuple[Holder, ...]),
        ["Holder.how: no line can hold values of the type float"],
    ),
    "a nested class with an attribute that is no argument": (
        made(Period),
        [
            "Period.end: an attribute that is no argument is not written",
            "Period.start: an attribute that is no argument is not written",
        ],
    ),
    "no event class": (str, ["kinds: expected subclasses of Event, got <class 'str'>"]),
    "an event": (Event(**COMMON), ["kinds: expected subclasses of Event, got Event(id='a', "]),
    "the class of all": (Event, ["Event.kind: expected snake_case text, got ''"]),
}


@pytest.mark.parametrize(("cls", "expected"), CLASSES.values(), ids=CLASSES)
def test_a_class_whose_events_could_not_come_back_is_refused(cls: Any, expected: list[str]) -> None:
    """The refusal names the class, the field and the reason, all of them at once."""
    found = sorted(refusal([cls]))
    assert len(found) == len(expected)
    for text, beginning in zip(found, expected, strict=True):
        assert text.startswith(beginning)


def test_all_faults_of_all_kinds_come_at_once() -> None:
    """One error tells of every class that is refused, each fault once."""
    holders = [made(Holder, kind="one"), made(Holder, kind="two")]
    found = refusal([Bad, Zeroth, *holders, PresidencyTransferred])
    assert [text.partition(":")[0] for text in found] == ["Bad.kind", "Zeroth.version", "Holder.how"]


def test_a_kind_that_is_imported_late_is_looked_at_when_it_is_used() -> None:
    """A mapping of kinds is not gone through; a kind in it that is refused is refused at its first event."""
    codec = Codec({"bare": Bare, "presidency_transferred": PresidencyTransferred})
    data = {"version": 1, "id": "a", "occurred": "2020", "sources": [{"publisher": "p"}]}
    assert codec.from_data({**data, "kind": "presidency_transferred", "holder": "Russia"}).id == "a"
    for use in (lambda: codec.from_data({**data, "kind": "bare"}), lambda: codec.kind_named("bare")):
        with pytest.raises(LogError, match=r"^Bare: the class is not frozen; decorate it with @attrs.frozen"):
            use()


def test_a_mapping_gives_each_kind_its_class() -> None:
    """A class under another kind than its own is refused when it is used."""
    codec = Codec({"presidency": PresidencyTransferred})
    with pytest.raises(LogError) as caught:
        codec.kind_named("presidency")
    assert str(caught.value) == (
        "kinds: PresidencyTransferred has the kind 'presidency_transferred', got 'presidency'; "
        "map each kind to its class"
    )


@pytest.mark.parametrize("kinds", [PresidencyTransferred, None, 5], ids=repr)
def test_kinds_are_given_in_a_list(kinds: Any) -> None:
    """A single class, or what is no list at all, is a fault with the call to write."""
    (fault,) = refusal(kinds)
    assert fault.startswith("kinds: expected event classes, got ")
    assert fault.endswith("; give them in a list: Codec([CaptainChosen])")


def test_an_annotation_that_names_nothing_is_a_fault() -> None:
    """A name that is not known in the module of the class is a fault of the codec, and of an event."""
    kind = made("Nowhere")
    (fault,) = refusal([kind])
    assert fault.startswith(
        "Held: an annotation names nothing (name 'Nowhere' is not defined); define what it"
    )
    with pytest.raises(EventError, match=r"^Held: an annotation names nothing"):
        kind(**COMMON, field="x")


# Classes that change what they are given


def _twice(value: int) -> int:
    return value * 2


def _stripped(value: str) -> str:
    return value.strip()


@attrs.frozen(kw_only=True)
class Doubling(Event):
    """A kind that doubles its number whenever it is built."""

    kind: ClassVar[str] = "doubling"

    times: int = attrs.field(default=0, converter=_twice)


@attrs.frozen(kw_only=True)
class Stripping(Event):
    """A kind that strips its text whenever it is built."""

    kind: ClassVar[str] = "stripping"

    name: str = attrs.field(default="", converter=_stripped)


@attrs.frozen(kw_only=True)
class Quoting(Event):
    """A kind with an event inside."""

    kind: ClassVar[str] = "quoting"

    quote: Event | None = None


CHANGING = Codec([Doubling, Stripping, Quoting])


def test_an_event_that_would_come_back_as_another_is_not_written() -> None:
    """A kind that changes its values once more when it is read is refused, also inside another; one that does not is
    taken.
    """
    doubled = Doubling(**COMMON, times=2)
    changed: list[Event] = [doubled, Quoting(**COMMON, quote=doubled)]
    for event in changed:
        with pytest.raises(LogError, match=r"^a: read back from its line it is another event, got "):
            CHANGING.to_line(Record(position=1, recorded=NOON, event=event))
        with pytest.raises(LogError):
            MemoryLog(codec=CHANGING).append(event)
    sound: list[Event] = [Doubling(**COMMON), Stripping(**COMMON, name=" x ")]
    for event in (*sound, Quoting(**COMMON, quote=sound[1])):
        line = CHANGING.to_line(Record(position=1, recorded=NOON, event=event))
        assert CHANGING.from_line(line, 1).event == event


def nested(depth: int) -> Event:
    """Return an event that has others inside, one in the other."""
    event: Event = Quoting(**COMMON)
    for _ in range(depth):
        event = Quoting(**COMMON, quote=event)
    return event


@pytest.mark.parametrize("depth", [1, 9, 40, 100, 150, 200, 250, 300, 330, 400])
def test_events_nested_too_deeply_are_not_written(depth: int) -> None:
    """An event in an event, and so on, is written and read, or refused by an error of ours."""
    record = Record(position=1, recorded=NOON, event=nested(depth))
    try:
        line = CHANGING.to_line(record)
    except LogError:
        assert depth > 20
    else:
        assert CHANGING.from_line(line, 1).event == record.event


def test_threads_may_use_a_codec_at_once() -> None:
    """Several threads that write and read the first lines of a codec at once all get the event that was written."""
    kind = made(Self)
    event = kind(**COMMON, field=Self("a", (Self("b", (Self("c"),)), Self("d"))))
    for _ in range(20):
        codec, barrier = Codec([kind], fast=False), threading.Barrier(4)

        def use(codec: Codec = codec, barrier: threading.Barrier = barrier) -> bool:
            barrier.wait(60)
            line = codec.to_line(Record(position=1, recorded=NOON, event=event))
            return codec.from_line(line, 1).event == event and codec._quickly(line) is not None

        with ThreadPoolExecutor(4) as pool:
            found = [pool.submit(use) for _ in range(4)]
            assert all(one.result(60) for one in found)


# Upcasts


@attrs.frozen(kw_only=True)
class Two(Event):
    """A kind at its third version."""

    kind: ClassVar[str] = "two"
    version: ClassVar[int] = 3

    a: str
    b: int = 0


OLD = {"kind": "two", "version": 1, "id": "x", "occurred": "2020", "a": "b", "sources": [{"publisher": "p"}]}


def _in_place(data: dict[str, Any]) -> None:
    data["a"] = data["a"].upper()
    data["sources"][0]["publisher"] = "q"


STEPS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "returns": lambda data: {**data, "a": "B", "sources": [{"publisher": "q"}]},
    "changes in place": _in_place,
    "sets the version": lambda data: {**data, "a": "B", "sources": [{"publisher": "q"}], "version": 2},
    "drops the version": lambda data: {
        **{key: value for key, value in data.items() if key != "version"},
        "a": "B",
        "sources": [{"publisher": "q"}],
    },
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_an_upcast_returns_the_data_or_changes_them(step: Any) -> None:
    """The next version is set for the author, and the data that were given stay as they were."""
    codec = Codec([Two], upcast={("two", 1): step, ("two", 2): lambda data: {**data, "b": 5}})
    before = json.dumps(OLD)
    event = codec.from_data(OLD)
    assert isinstance(event, Two)
    assert (event.a, event.b, event.sources[0].publisher) == ("B", 5, "q")
    assert json.dumps(OLD) == before


def test_an_upcast_may_pass_over_versions() -> None:
    """A version that the upcast sets itself is kept."""
    codec = Codec([Two], upcast={("two", 1): lambda data: {**data, "version": 3}})
    assert codec.from_data(OLD).id == "x"


def _deep(data: dict[str, Any]) -> Any:
    return _deep(data)


BROKEN: dict[str, tuple[Any, str]] = {
    "a list": (lambda data: [data], "its upcast returned [{'kind': 'two', "),
    "a number": (lambda _: 3, "its upcast returned 3"),
    "an error": (lambda data: data["missing"], "KeyError: \"'missing'\""),
    "an older version": (lambda data: {**data, "version": 0}, "its upcast returned {'kind': 'two', "),
    "no version": (lambda data: {**data, "version": "2"}, "its upcast returned {'kind': 'two', "),
    "endless": (_deep, "RecursionError: "),
}


@pytest.mark.parametrize(("step", "reason"), BROKEN.values(), ids=BROKEN)
def test_an_upcast_that_fails_is_a_fault_of_the_line(step: Any, reason: str) -> None:
    """Whatever an upcast does, the fault says which version could not be reached, and why."""
    codec = Codec([Two], upcast={("two", 1): step})
    line = json.dumps({"recorded": "2026-11-21T12:00:00Z", **OLD})
    for read in (lambda: codec.from_data(OLD), lambda: codec.from_line(line, 1)):
        with pytest.raises(LogError) as caught:
            read()
        (fault,) = caught.value.faults
        assert fault.where == "version"
        assert fault.what.startswith(f"the line cannot be brought to version 2 ({reason}")
        assert fault.remedy == "correct the line, or the upcast of this version"


UPCASTS: dict[str, tuple[Any, str]] = {
    "an unknown kind": ({("tow", 1): dict}, "upcast: unknown kind, got 'tow'; write one of two"),
    "the newest version": (
        {("two", 3): dict},
        "upcast: expected a version before 3, that of Two, got 3; bring old versions to newer ones",
    ),
    "no version": (
        {"two": dict},
        "upcast: expected a function by kind and version, got 'two'; write {(\"opened\", 1): function}",
    ),
    "no function": (
        {("two", 1): "x"},
        "upcast: expected a function by kind and version, got ('two', 1); write {(\"opened\", 1): function}",
    ),
}


@pytest.mark.parametrize(("upcast", "message"), UPCASTS.values(), ids=UPCASTS)
def test_an_upcast_that_no_line_needs_is_refused(upcast: Any, message: str) -> None:
    """An upcast of an unknown kind, from no older version, or that is none, is refused when the codec is made."""
    assert refusal([Two], upcast=upcast) == (message,)


# Values that are checked


@attrs.frozen(kw_only=True)
class Guest(Checked):
    """A value with a rule of its own."""

    name: str
    seats: int = 1

    def faults(self) -> Iterator[Fault]:
        """Yield what breaks a rule: an empty name."""
        if not self.name:
            yield Fault(where="name", what="expected a name, got ''", remedy="name the guest")


def test_a_checked_value_refuses_types_and_rules() -> None:
    """Its types first, all of them; its own rules where all types are right."""
    with pytest.raises(EventError) as caught:
        Guest(name=3, seats="x")  # type: ignore[arg-type]
    assert [fault.where for fault in caught.value.faults] == ["name", "seats"]
    with pytest.raises(EventError, match=r"^name: expected a name, got ''; name the guest$"):
        Guest(name="")
    assert Guest(name="Ann").seats == 1
