from __future__ import annotations

import json
import sys

import attrs
import pendulum
import pytest

from cstotimeline import (
    Absence,
    AnnouncementSettled,
    Answer,
    Attendance,
    Citation,
    EventAnnounced,
    EventRetracted,
    History,
    PartialDate,
    PresidencyTransferred,
    PresidencyUnestablished,
    Record,
    SummitHeld,
)
from cstotimeline.views import text

PAGE = Citation(publisher="a page", address="https://example.org/page", says="it says so")
EVIL = "one\x1b[31m two\x9b31m\r three\u202e\x07\nfour\x00"
"""Characters that colour, move, ring, reverse or end a line of a terminal."""

DATE = PartialDate.parse
HANDOVER = PresidencyTransferred(
    id="presidency-2019-11-28-russia", occurred=DATE("2019-11-28"), sources=(PAGE,), holder="Russia"
)


def record(event: PresidencyTransferred | SummitHeld | EventRetracted) -> Record:
    """Return an event as the first record of a log."""
    return Record(
        position=1, recorded=pendulum.DateTime.fromisoformat("2026-11-21T12:00:00+00:00"), event=event
    )


# --- what a terminal may get ---


def test_no_control_character_is_printable() -> None:
    """Of all characters only those that a terminal shows, and the end of a line, stay as they are."""
    for code in range(sys.maxunicode + 1):
        shown = text.printable(chr(code))
        assert shown == chr(code) if chr(code).isprintable() or code == 10 else shown == "?", hex(code)


def test_one_line_has_no_line_end() -> None:
    """Neither a control character nor a line end survives where one line is promised."""
    assert text.one_line(EVIL) == "one?[31m two?31m? three???four?"


def test_escaped_json_reads_as_before() -> None:
    """JSON with its control characters escaped holds none, and reads as the same data."""
    data = {"a": EVIL, "б": ["Ж", "\U000e0001", "\u2028", "\ud800"]}
    written = text.escaped(json.dumps(data, ensure_ascii=False, indent=2))
    assert all(c.isprintable() or c == "\n" for c in written)
    assert json.loads(written) == data
    assert "Ж" in written


# --- tables ---


def test_columns_are_aligned() -> None:
    """Every column begins at one place, two blanks after the longest cell before it, and no line ends in one."""
    lines = text.table([("a", "bb", "c"), ("aaa", "b", ""), ("", "bbb", "ccc")]).split("\n")
    assert lines == ["a    bb   c", "aaa  b", "     bbb  ccc"]


def test_colour_does_not_move_a_column() -> None:
    """A coloured table without its codes is the plain one."""
    rows = [("a", "b"), ("long", "c")]
    coloured = text.table(rows, text.Style(colour=True))
    assert coloured != text.table(rows)
    assert coloured.replace("\x1b[1m", "").replace("\x1b[0m", "") == text.table(rows)


def test_a_cell_stays_on_its_line() -> None:
    """A line end in a cell makes no new row."""
    assert text.table([("a", "b\nforged  row")]) == "a  b?forged  row"


def test_no_rows_are_no_text() -> None:
    """A table without rows is empty."""
    assert text.table([]) == ""


def test_an_empty_word_bears_no_codes() -> None:
    """Nothing to mark is nothing, with colour too."""
    assert text.Style(colour=True).mark("", "bold") == ""


# --- dates and doubt ---


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        pytest.param("2018-11-08", "2019-11-28", "from 8 November 2018 until 28 November 2019", id="both"),
        pytest.param("2018-11", "..", "from November 2018", id="goes-on"),
        pytest.param("..", "1992-05-15", "until 15 May 1992", id="always-before"),
        pytest.param("", "2003-04-28", "from an unknown date until 28 April 2003", id="seen-in-office"),
        pytest.param("2004?", "2005~", "from 2004 (uncertain) until 2005 (about)", id="doubtful"),
        pytest.param("..", "..", "", id="nothing-told"),
    ],
)
def test_a_span_in_words(start: str, end: str, words: str) -> None:
    """An open end is left out, an unknown start is told, and doubt is said."""
    ends = {"": PartialDate.UNKNOWN, "..": PartialDate.OPEN}
    first, last = (ends[date] if date in ends else DATE(date) for date in (start, end))
    assert text.span(first, last) == words


def test_doubt_is_told_with_what_is_possible() -> None:
    """A certain answer has no remark; another says why it is not certain, and what else is possible."""
    doubtful = Answer(value=1, certain=False)
    outside = attrs.evolve(doubtful, covered=False, last_known_ordinal=DATE("2026-02-13").first_ordinal)
    assert text.doubt(Answer(value=1, certain=True)) == ""
    assert text.doubt(doubtful) == "not certain"
    assert text.doubt(doubtful, ("Armenia", "no data")) == "not certain; possible: Armenia, no data"
    assert text.doubt(outside) == "last known, 13 February 2026"
    assert text.doubt(attrs.evolve(doubtful, covered=False)) == "not covered"
    assert text.doubt(attrs.evolve(doubtful, decided=True)) == "as decided"
    assert text.doubt(attrs.evolve(doubtful, gave_up=True)) == "too many coarse dates overlap to tell"


# --- answers ---


def test_tenures_one_a_line_with_reasons_below() -> None:
    """Each spell has its line; asked why, the sentence and the citations stand indented below it."""
    spells = History([HANDOVER]).presidency.during("2019-11")
    assert (
        text.answers(spells)
        == "not yet existing  until 28 November 2019\nRussia            from 28 November 2019"
    )
    blocks = text.answers(spells, why=True).split("\n\n")
    assert len(blocks) == 2
    assert blocks[1].split("\n") == [
        "Russia            from 28 November 2019",
        "  Russia: took over on 28 November 2019 [1].",
        "  [1] a page - https://example.org/page - it says so",
    ]


def test_no_tenures_are_no_text() -> None:
    """Without a spell there is no line."""
    assert text.answers(()) == ""


def test_an_absence_is_shown_by_its_reason() -> None:
    """Nobody in office is a line with the reason, and with the candidates where there are some."""
    gap = PresidencyUnestablished(
        id="gap", occurred=DATE("2003"), sources=(PAGE,), candidates=("Russia", "Tajikistan")
    )
    spells = (History([gap]).presidency.at("2004-01-01"),)
    assert spells[0].absence is Absence.NO_DATA
    assert text.answers(spells) == "no data  from 2003  not certain; possible: Russia, Tajikistan"


def test_a_chronicle_names_date_source_and_id() -> None:
    """An event is one line: when, from when in force, what, the first source and how many more, the id."""
    later = attrs.evolve(HANDOVER, id="later", effective=DATE("2020-01-01"), sources=(PAGE, PAGE))
    lines = text.chronicle([HANDOVER, later]).split("\n")
    assert [line.split() for line in lines] == [
        [
            "2019-11-28",
            *["presidency", "passes", "to", "Russia", "[a", "page]", "presidency-2019-11-28-russia"],
        ],
        [
            *["2019-11-28", "(effective", "2020-01-01)"],
            *["presidency", "passes", "to", "Russia", "[a", "page", "and", "1", "more]", "later"],
        ],
    ]
    assert lines[0].index("presidency passes") == lines[1].index("presidency passes")


def test_a_chronicle_tells_in_words_what_another_event_is_about() -> None:
    """What became of an announcement, and what was corrected, is told by its title, not by an id."""
    handed = attrs.evolve(HANDOVER, id="a")
    announced = EventAnnounced(id="a", occurred=DATE("2019-11-01"), expects=handed, sources=(PAGE,))
    settled = AnnouncementSettled(
        id="s",
        occurred=DATE("2019-11-28"),
        announcement="a",
        outcome="in part",
        by=("e",),
        reason="so",
        sources=(PAGE,),
    )
    retracted = EventRetracted(
        id="r", occurred=DATE("2020-01-01"), target="s", reason="wrong", sources=(PAGE,)
    )
    others = {event.id: event for event in (announced, settled)}
    assert text.in_words(settled, others) == "presidency passes to Russia: came in part (so)"
    assert (
        text.in_words(retracted, others)
        == "withdrawn: presidency passes to Russia: came in part (so) (wrong)"
    )
    assert text.in_words(settled, {}) == settled.title
    assert "presidency passes to Russia: came in part" in text.chronicle([settled], others=others)


def test_a_whole_event_tells_every_field_that_says_something() -> None:
    """Fields that hold their default are left out, lists take a line an item, nested values a line each."""
    event = SummitHeld(
        id="summit-2019-11-28-bishkek",
        occurred=DATE("2019-11-28"),
        sources=(PAGE,),
        format="regular",
        mode="in person",
        place="Bishkek",
        attendance=(
            Attendance(state="Armenia", person="Nikol Pashinyan"),
            Attendance(state="Belarus", presence="absent", reason="ill"),
        ),
        documents_count=0,
        rank="preferred",
    )
    assert text.whole_event(record(event)).split("\n") == [
        "Bishkek summit (regular)",
        "",
        "id               summit-2019-11-28-bishkek",
        "kind             summit_held",
        "occurred         2019-11-28",
        "format           regular",
        "mode             in person",
        "place            Bishkek",
        "attendance       Armenia, Nikol Pashinyan, present",
        "                 Belarus, absent, ill",
        "documents count  0",
        "rank             preferred",
        "recorded         2026-11-21T12:00:00Z",
        "",
        "[1] a page - https://example.org/page - it says so (press)",
    ]


@pytest.mark.parametrize("colour", [False, True])
def test_nothing_of_a_log_moves_a_terminal(*, colour: bool) -> None:
    """Whatever texts an event bears, every view of it holds the codes of its style and no other control."""
    page = Citation(publisher=EVIL, title=EVIL, address=f"https://{EVIL}", says=EVIL)
    style = text.Style(colour=colour)
    # A summit id is put into the sentence; chairperson and note stand in the whole event.
    event = attrs.evolve(
        HANDOVER, sources=(page,), summit=f"summit-2019-11-28-{EVIL}", chairperson=EVIL, note=EVIL
    )
    tenures = History([event]).presidency.during("2019-11")
    shown = [
        text.chronicle([event], style),
        text.whole_event(record(event), style),
        text.answers(tenures, style, why=True),
    ]
    for view in shown:
        for code in ("1", "2", "33", "36", "0"):
            view = view.replace(f"\x1b[{code}m", "") if colour else view  # noqa: PLW2901
        assert all(c.isprintable() or c == "\n" for c in view)
    assert len(shown[0].split("\n")) == 1
