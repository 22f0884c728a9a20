"""What a page holds is what the timeline answers, on every day and under every known day."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given

import cstotimeline as csto
from cstotimeline import Event, LogError, Timeline
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.testing import club, histories
from cstotimeline.testing.shapes import DAYS
from cstotimeline.views.page_answers import Cells, asked_of
from cstotimeline.views.page_data import packed, page_data, unpacked
from cstotimeline.views.page_tables import break_days
from tests.builders import corrected, left, took
from tests.views.page_reading import answers_asked, answers_read, asked, cell, expected_asked, expected_read


def data_of(history: Timeline) -> Any:
    """Return the data of a page as its script gets it."""
    return unpacked(packed(page_data(history, title="a page", spellings={})))


@given(events=histories())
def test_a_page_answers_as_the_timeline_does(events: list[Event]) -> None:
    """Of any small history, each day as known by each day has the answers, reasons and expectations of ``at``."""
    history = club.timeline(events)
    data = data_of(history)
    days = [day.toordinal() for day in DAYS]
    around = [days[0] - 400, days[0] - 1, *days, days[-1] + 1, days[-1] + 400]
    for known in (None, *around):
        for day in random.Random(0).sample(around, 5):
            assert answers_read(data, day, known) == answers_asked(history, day, known), (day, known)
            assert expected_read(data, day, known) == expected_asked(asked(history, day, known)), (day, known)


COARSE: list[Event] = [
    took("ann", "2010"),
    took("ben", "2010-06-15"),
    left("out", "2011-03", "Ben"),
    took("cem", "201X"),
    corrected("k0", "2012-05", took("ann", "2010-02-01")),
]


def test_the_known_day_turns_coarse_events_exactly() -> None:
    """Events that were public on an unknown day of a month, a year or a decade: on days some weeks apart."""
    history = Timeline(COARSE, club.PROJECTIONS)
    data = data_of(history)
    first, last = (QueryTime.of(day).ordinal for day in ("2009-12-25", "2012-06-10"))
    for known in range(first, last, 37):
        for day in (*range(first, last, 97), known - 1, known, known + 1):
            assert answers_read(data, day, known) == answers_asked(history, day, known), (day, known)


@pytest.mark.parametrize("aspect", ["presidency", "secretary_general", "members", "leaders", "forces"])
def test_the_shipped_record_is_tabulated_as_it_answers(aspect: str) -> None:
    """Days around the changes of an aspect, known on days around them, have the answer of the timeline in the table."""
    history = csto.load()
    numbers = {name: number for number, name in enumerate(history.scope.events)}
    draw = random.Random(aspect)
    for one in [one for one in asked_of(history) if one.aspect == aspect][:3]:
        cells = Cells(history, numbers)
        table = cells.table(one)
        days = break_days(one.question)[1:]
        for _ in range(40):
            day = draw.choice(days) + draw.choice([-40, -1, 0, 0, 1, 300])
            known = draw.choice([None, day, draw.choice(days) + draw.choice([-300, -1, 0, 1])])
            answer, reasons, _ = cells.cells.values[cell(table, day, known)]
            seen = history if known is None else history.known(by=QueryTime.of_ordinal(known))
            there = seen[aspect] if one.key is None else dict(seen[aspect]).get(one.key)
            said = None if there is None else there.at(QueryTime.of_ordinal(day)).to_dict()
            because = [list(numbers)[n] for n in cells.reasons.values[reasons]] if answer >= 0 else []
            read = None if answer < 0 else {**cells.answers.values[answer], "because": because}
            assert read == said, (one.key, day, known)


def test_expecting_timelines_have_no_page() -> None:
    """A timeline in which announcements come true is refused with one line that says what to do."""
    with pytest.raises(LogError, match=r"^page: .*; make the page of the timeline itself$"):
        page_data(club.timeline([]).expecting(), title="", spellings={})


def test_a_turned_timeline_has_the_page_of_what_it_shows() -> None:
    """A page of a history as known on a day answers as that history does, and names no later event."""
    history = Timeline(COARSE, club.PROJECTIONS).known(by="2010-12-31")
    data = data_of(history)
    assert "k0" not in json.dumps(data)
    for text in ("2010-01-31", "2010-06-15", "2011-01-01", "2012-06-01"):
        day = QueryTime.of(text).ordinal
        assert answers_read(data, day, None) == answers_asked(history, day, None)
    assert data["known"] == "2010-12-31"


def test_packing_loses_nothing() -> None:
    """Any JSON data comes back, and the text has neither of the signs that begin something in HTML."""
    data = {"</script>": ["<!--", "&lt;", "б", "\u2028", 1, None, {"a": [True, [-1]]}]}
    assert unpacked(packed(data)) == data
    assert not set("<&\n") & set(packed([data] * 99))


def test_dates_that_the_script_cannot_read_come_with_their_words() -> None:
    """Sets of dates and dates qualified in part have the library's words in the data; others do not."""
    data = data_of(club.timeline([took("a", "[1914,1915]"), took("b", "2020-~05"), took("c", "2004-06~")]))
    assert data["words"] == {"2020-~05": "May 2020 (month about)", "[1914,1915]": "1914 or 1915"}
