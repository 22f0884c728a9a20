"""Three ways of reading a line, with msgspec, with the readers and by the rule: the same event, or the same faults."""

from __future__ import annotations

import enum
import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.codec import codec as codec_module
from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.codec.compiled_reader import CompiledReader
from cstotimeline.core.codec.msgspec_reader import MsgspecReader, is_installed
from cstotimeline.core.errors import EventError, Fault, LogError
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.field_types import Checked
from cstotimeline.core.events.single_types import DateOrOpen
from cstotimeline.core.log.records import Record
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.csto.kinds import KINDS
from cstotimeline.testing.any_kind import Using, events
from tests.builders import NOON
from tests.core.codec.test_codec import ANY_EVENT, FAULTS, UPCASTING, WORLD, line_of
from tests.core.temporal.near_misses import mutated

needs_msgspec = pytest.mark.skipif(not is_installed(), reason="msgspec is not installed")


class ByTheRule(Codec):
    """A codec that gives every line to the strict converter."""

    def _quickly(self, _: str) -> None:
        return None


Outcome = tuple[Record | None, tuple[Fault, ...]]


def outcome(codec: Codec, line: str) -> Outcome:
    """Return what a codec reads, or why it refuses."""
    try:
        return codec.from_line(line, 1), ()
    except LogError as error:
        return None, error.faults


def codecs(kinds: Sequence[type[Event]], upcast: Any = None) -> list[Codec]:
    """Return a codec for each way that can be gone here; the last goes by the rule."""
    found = [Codec(kinds, upcast=upcast, fast=False), ByTheRule(kinds, upcast=upcast, fast=False)]
    return [Codec(kinds, upcast=upcast, fast=True), *found] if is_installed() else found


def assert_one_outcome(codecs: Sequence[Codec], line: str) -> Outcome:
    """Fail unless all ways lead to one outcome, and return it."""
    *others, expected = [outcome(codec, line) for codec in codecs]
    for found in others:
        assert found == expected, line
        assert repr(found) == repr(expected), line  # True is 1 and 1.0, but is not written so
    return expected


# Kinds with all that a field may be


@attrs.frozen
class Spot:
    """A value that checks nothing by itself."""

    name: str
    height: int = 0
    kinds: tuple[Literal["a", "b"], ...] = ()


@attrs.frozen(kw_only=True)
class Box(Checked):
    """A value that is checked when it is built, with a private attribute and values that can be listed."""

    label: str = ""
    _weight: int | None = attrs.field(default=None, alias="weight")
    colours: frozenset[Literal["red", "blue"]] = frozenset()

    def faults(self) -> Iterator[Fault]:
        """Yield what breaks a rule: a negative weight."""
        if self._weight is not None and self._weight < 0:
            yield Fault(where="weight", what=f"expected 0 or more, got {self._weight}", remedy="leave it out")


class Mode(enum.StrEnum):
    """Values that are listed."""

    VIDEO = "video"
    IN_PERSON = "in person"


class Grade(enum.Enum):
    """Such that are no texts themselves."""

    HIGH = "high"
    LOW = "low"


@attrs.frozen
class Branch:
    """A value that holds others of its class."""

    name: str
    branches: tuple[Branch, ...] = ()


@attrs.frozen(kw_only=True)
class Manifold(Event):
    """A kind with fields of every sort, and with defaults that are not empty."""

    kind: ClassVar[str] = "manifold"

    needed: str | None
    many: int = 1000
    few: int | None = None
    word: str | None = "x"
    other: str = "y"
    numbers: tuple[int, ...] = (1, 2)
    words: tuple[str, ...] = ("a",)
    side: Literal["left", "right"] | None = None
    truth: bool = True
    truths: tuple[bool, ...] = ()
    when: PartialDate | None = None
    until: PartialDate = PartialDate.UNKNOWN
    days: tuple[PartialDate, ...] = ()
    spot: Spot = Spot("here")
    spots: tuple[Spot, ...] = ()
    boxes: tuple[Box, ...] = ()
    tree: Branch | None = None
    mode: Mode = Mode.VIDEO
    grade: Grade | None = None
    modes: tuple[Mode, ...] = ()
    grades: frozenset[Grade] = frozenset()
    numbered: frozenset[int] = frozenset({1})
    since: DateOrOpen = PartialDate.OPEN


@attrs.frozen(kw_only=True)
class Converted(Event):
    """A kind whose values are changed as it is built."""

    kind: ClassVar[str] = "converted"

    times: int = attrs.field(default=1, converter=abs)


@attrs.frozen(kw_only=True)
class Validated(Event):
    """A kind that checks more than the types when it is built."""

    kind: ClassVar[str] = "checked"

    name: str = attrs.field(default="", validator=attrs.validators.max_len(5))


@attrs.frozen(kw_only=True)
class Particular(Event):
    """A kind with a last word of its own."""

    kind: ClassVar[str] = "particular"

    name: str = ""

    def __attrs_post_init__(self) -> None:
        Event.__attrs_post_init__(self)
        if self.name == "no":
            raise EventError(Fault(where="name", what="not this one", remedy="give another"))


@attrs.frozen(kw_only=True)
class Counting(Event):
    """A kind of which each event has a list made for it."""

    kind: ClassVar[str] = "counting"

    names: tuple[str, ...] = attrs.field(factory=tuple)


@attrs.frozen(kw_only=True)
class Telling(Event):
    """A kind with another event in a plain field."""

    kind: ClassVar[str] = "telling"

    told: Event


ODD_KINDS: tuple[type[Event], ...] = (
    Manifold,
    Converted,
    Validated,
    Particular,
    Counting,
    Telling,
)
ODD = codecs(ODD_KINDS)
CSTO = codecs(KINDS)
ODD_USING: Using = {**WORLD, Event: events(Counting, using=WORLD)}
PINNED: dict[type[Event], dict[str, Any]] = {
    Validated: {"name": st.text("abc", max_size=5)},
    Converted: {"times": st.integers(-5, 5)},
}
ODD_EVENT = st.sampled_from(ODD_KINDS).flatmap(
    lambda kind: events(kind, using=ODD_USING, **PINNED.get(kind, {}))
)


def odd_line(event: Event) -> str:
    """Return the line of an event of an odd kind."""
    return ODD[-1].to_line(Record(position=1, recorded=NOON, event=event))


# Lines that are out of the ordinary

VALUES = st.sampled_from(
    [
        *(
            "NaN",
            "-Infinity",
            "1e400",
            "1.0",
            "1E2",
            "-0",
            "-0.0",
            "01",
            "true",
            "false",
            "null",
            "0",
            "1",
            "1000",
        ),
        *(
            "123456789012345678901234567890",
            "9" * 5000,
            '""',
            '"x"',
            '"y"',
            '"a"',
            '"\\ud800"',
            '"\\u0041"',
            '"\\""',
        ),
        *(
            "[]",
            "{}",
            "[[]]",
            '["a"]',
            '["a", "a"]',
            "[1, 2]",
            "[null]",
            '[{"name": "a"}]',
            '[{"name": "a", "name": "b"}]',
        ),
        *(
            '{"name": "a", "height": 1, "name": "b"}',
            '{"name": "a", "branches": [{"name": "b"}]}',
            '{"label": ""}',
            '[{"label": "b"}, {"weight": 2}, {"weight": -2}]',
            '[{"weight": null}]',
            '[{"colours": ["blue", "red"]}, {"colours": ["red", "red"]}]',
        ),
        *(
            '"2004"',
            '"2004-02-30"',
            '".."',
            '"normal"',
            '"left"',
            '"video"',
            '"VIDEO"',
            '"high"',
            '["video", "in person"]',
            '["low", "high"]',
            '["low", "low"]',
            "[2, 1]",
            "[2, 2]",
            "[true, 1]",
            "1" * 1001,
            "0",
            "false",
            "[" * 3000 + "]" * 3000,
            '"\t"',
            '"\x7f"',
            '"a":',
        ),
        *(
            '[{"publisher": "K"}]',
            '[{"publisher": "K", "tier": "press"}]',
            '[{"publisher": "K", "publisher": "K"}]',
        ),
    ]
)
KEYS = st.sampled_from(
    [
        *(
            "id",
            "occurred",
            "effective",
            "disclosed",
            "after",
            "claim",
            "rank",
            "zone",
            "sources",
            "note",
            "kind",
        ),
        *(
            "recorded",
            "version",
            "unknown",
            "",
            *(field.name for field in attrs.fields(Manifold)),
            "name",
            "times",
        ),
    ]
)


def escaped(value: str) -> str:
    """Return a JSON text with escapes for what is not ASCII; what is no JSON, as it is."""
    try:
        return json.dumps(json.loads(value))
    except (ValueError, RecursionError):
        return value


@st.composite
def twisted(draw: st.DrawFn, lines: st.SearchStrategy[str]) -> str:
    """Draw a line and change it: keys twice, unknown, left out or moved, other values, other spaces."""
    pairs = [
        (json.dumps(key), json.dumps(value, ensure_ascii=False))
        for key, value in json.loads(draw(lines)).items()
    ]
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(pairs) - 1)) if pairs else 0
        change = draw(st.sampled_from(["add", "double", "remove", "move", "replace", "escape"]))
        if change == "add" or not pairs:
            pairs.insert(place, (json.dumps(draw(KEYS)), draw(VALUES)))
        elif change == "double":
            pairs.insert(draw(st.integers(0, len(pairs))), pairs[place])
        elif change == "remove":
            del pairs[place]
        elif change == "move":
            pairs.insert(draw(st.integers(0, len(pairs))), pairs.pop(place))
        elif change == "replace":
            pairs[place] = (pairs[place][0], draw(VALUES))
        else:
            key, value = pairs[place]
            pairs[place] = (key, escaped(value) if draw(st.booleans()) else '"\\u0022"')
    comma, colon = draw(st.sampled_from([(", ", ": "), (",", ":"), (" , ", " : "), (",\t", " :\r")]))
    before, after = draw(
        st.sampled_from([("", ""), ("", ""), (" ", " "), ("\ufeff", ""), ("", "x"), ("", "\n")])
    )
    return before + "{" + comma.join(f"{key}{colon}{value}" for key, value in pairs) + "}" + after


# The laws


@given(ANY_EVENT)
def test_every_kind_of_the_csto_is_read_alike(event: Event) -> None:
    """An event of any kind of the CSTO reads as itself in every way."""
    record, _ = assert_one_outcome(CSTO, line_of(event))
    assert record is not None
    assert record.event == event


@given(ODD_EVENT)
def test_every_odd_kind_is_read_alike(event: Event) -> None:
    """So does one of a kind that converts, checks, or holds values of other classes."""
    record, _ = assert_one_outcome(ODD, odd_line(event))
    assert record is not None


@given(mutated(ANY_EVENT.map(line_of)) | mutated(ODD_EVENT.map(odd_line)))
def test_damaged_lines_are_told_alike(line: str) -> None:
    """A line with typing errors is read or refused alike in every way, fault by fault."""
    assert_one_outcome(CSTO, line)
    assert_one_outcome(ODD, line)


@given(twisted(ANY_EVENT.map(line_of)))
def test_twisted_lines_are_told_alike(line: str) -> None:
    """So is a line with keys twice, moved, unknown or missing, with odd values or spaces."""
    assert_one_outcome(CSTO, line)


@given(twisted(ODD_EVENT.map(odd_line)))
def test_twisted_lines_of_odd_kinds_are_told_alike(line: str) -> None:
    """So is such a line of an odd kind."""
    assert_one_outcome(ODD, line)


@pytest.mark.parametrize("line", [row[1] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_each_known_fault_is_told_alike(line: str) -> None:
    """So is each line of the table of faults."""
    assert_one_outcome(CSTO, line)


PLACES = {
    "the first key": ('{"recorded"', '{"recorded": "2026-11-21T12:00:00Z", "recorded"'),
    "a text": ('"holder"', '"holder": "Armenia", "holder"'),
    "a date": ('"occurred"', '"occurred": "2019-11-28", "occurred"'),
    "a truth": ('"provisional"', '"provisional": true, "provisional"'),
    "a list": ('"after"', '"after": ["b"], "after"'),
    "an empty list": ('"after"', '"after": [], "after"'),
    "the sources": ('"sources"', '"sources": [], "sources"'),
    "inside a source": ('"tier"', '"tier": "agency", "tier"'),
    "the version": ('"version"', '"version": 1, "version"'),
    "the kind": ('"kind"', '"kind": "presidency_transferred", "kind"'),
    "behind a text with a quotation mark": ('"note": "', '"note": "\\"", "note": "'),
    "a null": ('"term"', '"term": null, "term"'),
}
LINE = (
    '{"recorded": "2026-11-21T12:00:00Z", "kind": "presidency_transferred", "version": 1, "id": "p", '
    '"occurred": "2019-11-28", "holder": "Russia", "term": "2019", "provisional": true, "after": ["a"], '
    '"sources": [{"publisher": "K", "tier": "agency"}], "note": "n"}'
)


@pytest.mark.parametrize(("old", "new"), PLACES.values(), ids=PLACES)
def test_a_key_that_stands_twice_is_seen_in_every_way(old: str, new: str) -> None:
    """Wherever it stands, and whatever its values."""
    assert assert_one_outcome(CSTO, LINE)[0] is not None
    assert LINE.count(old) == 1
    record, faults = assert_one_outcome(CSTO, LINE.replace(old, new))
    assert record is None
    assert "each key may be used once" in faults[0].what


BARE = (
    '{"recorded": "2026-11-21T12:00:00Z", "kind": "manifold", "version": 1, "id": "a", "occurred": "2004", '
)
BARE += '"needed": null, "sources": [{"publisher": "K"}]}'
FULL = {
    "id": '"a"',
    "occurred": '"2004"',
    "effective": '"2005"',
    "disclosed": '"2006"',
    "needed": '"n"',
    "many": "7",
    "few": "7",
    "word": "null",
    "other": '"o"',
    "numbers": "[]",
    "words": "[]",
    "side": '"left"',
    "truth": "false",
    "truths": "[true]",
    "mode": '"in person"',
    "grade": '"high"',
    "modes": '["video"]',
    "grades": '["low"]',
    "numbered": "[]",
    "since": '"2003"',
    "when": '"2007"',
    "until": '"2008"',
    "days": '["2009"]',
    "spot": '{"name": "s"}',
    "spots": '[{"name": "s"}]',
    "boxes": "[{}]",
    "tree": '{"name": "t"}',
    "after": '["b"]',
    "claim": '"c"',
    "rank": '"preferred"',
    "zone": '"UTC"',
    "sources": '[{"publisher": "K"}]',
    "note": '"n"',
}


@pytest.mark.parametrize("key", FULL)
def test_each_key_of_an_odd_kind_may_stand_once(key: str) -> None:
    """A field given twice is refused in every way, in a line of all fields and in one of the fewest, before and after
    the value that would be kept, whatever the other value is.
    """
    full = '{"recorded": "2026-11-21T12:00:00Z", "kind": "manifold", "version": 1, '
    full += ", ".join(f'"{name}": {value}' for name, value in FULL.items()) + "}"
    assert assert_one_outcome(ODD, full)[0] is not None
    assert assert_one_outcome(ODD, BARE)[0] is not None
    for value in (FULL[key], "null", "1", "true", "[]", "{}", '""', '"x"', '["a"]'):
        pair = f'"{key}": {value}'
        for line in (
            f"{full[:-1]}, {pair}}}",
            full.replace('"id"', f'{pair}, "id"'),
            BARE.replace('"id"', f'{pair}, {pair}, "id"'),
        ):
            record, faults = assert_one_outcome(ODD, line)
            assert record is None
            assert "each key may be used once" in faults[0].what


HEAD = '{"recorded": "2026-11-21T12:00:00Z", "kind": "%s", "version": 1, "id": "a", "occurred": "2004", '
SOURCES = '"sources": [{"publisher": "K"}]}'
OWN_CHECKS = {
    "a validator": (HEAD % "checked" + '"name": "abcdef", ' + SOURCES, "event"),
    "a last word": (HEAD % "particular" + '"name": "no", ' + SOURCES, "name"),
    "a value that its class checks": (
        HEAD % "manifold" + '"needed": null, "boxes": [{"weight": -1}], ' + SOURCES,
        "boxes[0].weight",
    ),
    "a rule of every event": (HEAD % "manifold" + '"needed": null, "after": ["a"], ' + SOURCES, "after"),
    "an id": (HEAD.replace('"a"', '"A"') % "manifold" + '"needed": null, ' + SOURCES, "id"),
    "no source": (HEAD % "manifold" + '"needed": null, "sources": []}', "sources"),
}


@pytest.mark.parametrize(("line", "where"), OWN_CHECKS.values(), ids=OWN_CHECKS)
def test_what_a_kind_checks_itself_is_checked_in_every_way(line: str, where: str) -> None:
    """A value of the declared type that a kind, or every event, does not allow is refused in every way."""
    record, faults = assert_one_outcome(ODD, line)
    assert record is None
    assert [fault.where for fault in faults] == [where]


@pytest.mark.parametrize("version", [1, 2, 3, 4, True])
def test_old_versions_are_read_alike(version: object) -> None:
    """A line of an old version is brought up to date in every way, or refused in every way."""
    upcast = UPCASTING._upcast
    ways = codecs(list(UPCASTING.kinds.values()), upcast)
    data = {
        "recorded": "2026-11-21T12:00:00Z",
        "kind": "opened",
        "version": version,
        "id": "a",
        "occurred": "2004",
    }
    line = json.dumps({**data, "place": "M", "where": "M", "guests": "4", "sources": [{"publisher": "K"}]})
    assert_one_outcome(ways, line)
    new = json.dumps({**data, "version": 3, "place": "M", "guests": 4, "sources": [{"publisher": "K"}]})
    assert assert_one_outcome(ways, new)[0] is not None


# That the quick ways are gone at all


@given(ANY_EVENT)
def test_readers_take_every_canonical_line(event: Event) -> None:
    """No canonical line of a kind of the CSTO has to be read by the rule."""
    assert Codec(KINDS, fast=False)._quickly(line_of(event)) is not None


@needs_msgspec
@given(ANY_EVENT)
def test_msgspec_takes_canonical_lines_without_a_backslash(event: Event) -> None:
    """All but those of kinds whose event inside takes something over."""
    lines = MsgspecReader({kind.kind: kind for kind in KINDS}.get, CompiledReader(CSTO[1].from_data))
    line = line_of(event)
    assert (lines.read(line) is not None) == ("\\" not in line and not event.inherits)


def test_equal_sources_are_one_object() -> None:
    """Sources, dates and zones that many lines have alike stand in memory once."""
    for codec in CSTO[:-1]:
        first, second = (
            codec.from_line(LINE.replace('"id": "p"', f'"id": "{name}", "zone": "Asia/Almaty"'), 1).event
            for name in "pq"
        )
        assert first.sources[0] is second.sources[0]
        assert first.occurred is second.occurred
        assert first.zone is second.zone


# Whether msgspec is there


def test_fast_needs_msgspec(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for and not there, it is a fault; not asked for, lines are read without it."""
    monkeypatch.setattr(codec_module, "is_installed", lambda: False)
    with pytest.raises(LogError, match=r"^fast: msgspec is missing; install cstotimeline\[fast\]$"):
        Codec(KINDS, fast=True)
    assert Codec(KINDS).from_line(LINE, 1).event.id == "p"


@needs_msgspec
@pytest.mark.parametrize(
    ("fast", "expected"),
    [(None, [False, False, True, True]), (True, [True] * 4), (False, [False] * 4)],
    ids=["by itself", "asked", "refused"],
)
def test_msgspec_is_used_where_it_is_there(
    fast: bool | None, expected: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When asked for, at once; by itself, after the first lines; and not where it is not wanted."""
    monkeypatch.setattr(codec_module, "AFTER", 2)
    codec = Codec(KINDS, fast=fast)
    plainly: list[str] = []
    quickly = codec._quickly

    def noted(line: str) -> Any:
        plainly.append(line)
        return quickly(line)

    monkeypatch.setattr(codec, "_quickly", noted)
    found: list[bool] = []
    for _ in expected:
        before = len(plainly)
        assert codec.from_line(LINE, 1).event.id == "p"
        found.append(len(plainly) == before)
    assert found == expected


def test_the_bare_codec_imports_neither_library() -> None:
    """Making a codec loads nothing: libraries come with the first line that needs them."""
    import subprocess

    code = "import sys; from cstotimeline.core.codec.codec import Codec; Codec(()); print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"cattrs", "msgspec", "pendulum"}.isdisjoint(found.stdout.split())
    assert "attrs" in found.stdout.split()


# Writing


@given(ANY_EVENT)
def test_lines_are_the_plain_data_as_json(event: Event) -> None:
    """The line that is put together from texts is the one that the json module writes of the plain data."""
    data = {"recorded": "2026-11-21T12:00:00Z", **CSTO[0].to_data(event)}
    assert line_of(event) == json.dumps(data, ensure_ascii=False)


@given(ODD_EVENT)
def test_lines_of_odd_kinds_are_the_plain_data_as_json(event: Event) -> None:
    """So is that of an event of an odd kind."""
    data = {"recorded": "2026-11-21T12:00:00Z", **ODD[0].to_data(event)}
    assert odd_line(event) == json.dumps(data, ensure_ascii=False)


def test_an_equal_date_is_left_out_of_the_line() -> None:
    """A date that equals its default counts as left out, and the line leaves it out, although it was another object."""
    event = CSTO[0].from_line(LINE, 1).event
    again = attrs.evolve(event, effective=PartialDate(event.occurred.text), note="".join(["n"]))
    assert again == event
    assert again.effective is again.occurred
    assert line_of(again) == LINE
