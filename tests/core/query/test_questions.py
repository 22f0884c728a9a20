"""Questions: states and keys, asked on a day or during a period."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pendulum
import pytest

from cstotimeline import load
from cstotimeline.core.errors import UnknownName
from cstotimeline.core.fold.office import TakesOffice, office
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.query.key_questions import StateQuestion
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.testing import club
from tests.builders import carried, joined, limited, record, took

MOTIONS = [carried(f"m{n}", when) for n, when in enumerate(("2020-01-10", "2020-01-20", "2020-01-30"))]


@pytest.mark.parametrize(
    ("period", "spells"),
    [
        ("2020-01-15/..", ["2020-01-15/2020-01-19", "2020-01-20/2020-01-29", "2020-01-30/.."]),
        ("2020-02-01/..", ["2020-02-01/.."]),
        ("../2020-01-20", ["../2020-01-09", "2020-01-10/2020-01-19", "2020-01-20"]),
        ("../2019-06-01", ["../2019-06-01"]),
        ("2020-01-10", ["2020-01-10"]),
        ("2020-01-10/2020-01-20", ["2020-01-10/2020-01-19", "2020-01-20"]),
    ],
)
def test_spells_end_with_the_period(period: str, spells: list[str]) -> None:
    """An open period begins before the first event and goes on after the last; a spell of one day is that day."""
    timeline = Timeline(MOTIONS, [club.MOTIONS])
    found = timeline["motions"].during(period)
    assert [str(answer.spell) for answer in found] == spells
    assert [answer.value for answer in found] == [
        timeline["motions"].at(str(answer.spell).split("/")[0].replace("..", "2000-01-01")).value
        for answer in found
    ]


@pytest.mark.parametrize(
    ("day", "spell"),
    [
        ("2020-01-09", "../2020-01-09"),
        ("2020-01-10", "2020-01-10/2020-01-19"),
        ("2020-01-19", "2020-01-10/2020-01-19"),
        ("2020-01-20", "2020-01-20/2020-01-29"),
        ("2020-01-30", "2020-01-30/.."),
        ("2022-06-01", "2020-01-30/.."),
    ],
)
def test_an_answer_says_for_which_days_it_holds(day: str, spell: str) -> None:
    """From the change point at or before the day up to the day before the next; the ends are open."""
    assert str(Timeline(MOTIONS, [club.MOTIONS])["motions"].at(day).spell) == spell


def test_where_nothing_ever_changes_an_answer_holds_for_its_own_day() -> None:
    """Without any change point the interval is the day that was asked for."""
    asked = Timeline([joined("mia", "2020")], [club.MOTIONS])["motions"]
    assert [str(asked.at(day).spell) for day in ("2020-01-03", "2020-01-05")] == ["2020-01-03", "2020-01-05"]


def test_between_two_change_points_an_answer_is_worked_out_once() -> None:
    """All days of two months are asked, twice and in another order: four bare answers are worked out."""
    asked = Timeline(MOTIONS, [club.MOTIONS])["motions"]
    days = [date(2020, 1, 1) + timedelta(days=n) for n in range(60)]
    with patch.object(
        StateQuestion, "evaluate", autospec=True, side_effect=StateQuestion.evaluate
    ) as counted:
        answers = [asked.at(day) for day in days]
        again = [asked.at(day) for day in reversed(days)]
        spells = asked.during("2020-01/2020-02")
    assert counted.call_count == 4
    assert all(one is other for one, other in zip(answers, reversed(again), strict=True))
    assert answers[10] == answers[9]
    assert [len(spell.value) for spell in spells] == [0, 1, 2, 3]


def test_a_history_without_events_has_one_spell() -> None:
    """Nothing that happens leaves one spell, as long as the period."""
    timeline = Timeline([], [club.MOTIONS])
    for period in ("2020", "2020/..", "../2020"):
        (only,) = timeline["motions"].during(period)
        assert (
            str(only.spell)
            == {"2020": "2020-01-01/2020-12-31", "2020/..": "2020-01-01/..", "../2020": "../2020-12-31"}[
                period
            ]
        )


def test_the_first_days_of_the_calendar_can_be_asked_for() -> None:
    """An event of the first day there is leaves no day before it: an open period begins with it."""
    (only,) = Timeline([took("a", "0001-01-01")], [club.JOINED, club.STEWARD])["steward"].during("../2020")
    assert (only.holder, str(only.spell)) == ("A", "../2020-12-31")


def test_a_state_of_too_many_coarse_dates_is_open_and_rests_on_all() -> None:
    """Where the walks are given up there are no alternatives, no certainty, and all events are reasons."""
    minutes = [joined("ann", "2020"), joined("bob", "2020"), joined("cem", "2021")]
    with limited(max_walks=0):
        answer = Timeline(minutes, [club.MINUTES])["minutes"].at("2020-06-01")
        assert (answer.value, answer.certain, answer.alternatives) == ((), False, ())
        assert answer.because == ("ann", "bob", "cem")
    answer = Timeline(minutes, [club.MINUTES])["minutes"].at("2020-06-01")
    assert answer.because == ("ann", "bob")


def test_keys_are_a_mapping_in_the_order_of_their_text() -> None:
    """Keys are counted, listed and asked as a mapping's; one that is not there is answered by those that are."""
    asked = Timeline([joined("mia", "2020"), joined("ann", "2020"), joined("10", "2020")], [club.STANDING])
    standing = asked["standing"]
    assert ([*standing.keys()], len(standing), [*standing]) == (["10", "Ann", "Mia"], 3, ["10", "Ann", "Mia"])
    assert [question.key for question in standing.values()] == ["10", "Ann", "Mia"]
    assert ("Ann" in standing, "Bob" in standing, standing.get("Ann")) == (True, False, standing["Ann"])
    assert list(standing.at("2021-01-01")) == ["10", "Ann", "Mia"]
    with pytest.raises(
        UnknownName, match=r"^standing: no such name, got 'Bob'; ask for one of 10, Ann, Mia$"
    ):
        standing["Bob"]
    with pytest.raises(UnknownName, match=r"ask for one of none$"):
        Timeline([], [club.STANDING])["standing"]["Bob"]


def test_keys_of_several_kinds_are_sorted_by_their_text() -> None:
    """Numbers and texts may be keys of one projection."""
    mixed: Projection[int] = Projection(
        name="mixed", initial=0, apply=lambda n, _: n + 1, key=lambda e: int(e.id) if e.id.isdigit() else e.id
    )
    timeline = Timeline([joined("a", "2020"), joined("9", "2020"), joined("10", "2020")], [mixed])
    assert [*timeline["mixed"]] == [10, 9, "a"]


def test_keys_are_asked_under_other_clocks() -> None:
    """Both other clocks can be turned for all keys at once."""
    events = [joined("ann", "2019"), joined("bob", "2020-06-01")]
    records = [
        record(event, position=n, recorded=pendulum.datetime(2021, n, 1)) for n, event in enumerate(events, 1)
    ]
    standing = Timeline(records, [club.STANDING])["standing"]
    for clocks in ({"known": "2020-01-01"}, {"recorded": "2021-01-15"}):
        answers = standing.at("2022-01-01", **clocks)
        assert [key for key, answer in answers.items() if answer.holder] == ["Ann"]


def test_what_changes_no_office_leaves_it() -> None:
    """An event that means no step leaves the holder, and is no reason."""
    post = office("post", lambda event: TakesOffice("Ann") if event.id == "a" else None)
    answer = Timeline([took("a", "2020-01-01"), took("b", "2020-02-01")], [post])["post"].at("2020-03-01")
    assert (answer.holder, str(answer.start), str(answer.end), answer.because) == (
        "Ann",
        "2020-01-01",
        "..",
        ("a",),
    )


def test_after_too_many_coarse_dates_all_is_open() -> None:
    """What comes after a cluster that was given up is open as well, coarse or not."""
    events = [
        joined("ann", "2018"),
        joined("bob", "2018"),
        joined("cem", "2019"),
        joined("dan", "2020-01-01"),
    ]
    with limited(max_walks=0):
        asked = Timeline(events, [club.MINUTES])["minutes"]
        for day in ("2018-06-01", "2019-01-01", "2019-06-01", "2019-12-31", "2021-01-01"):
            assert (asked.at(day).certain, asked.at(day).alternatives) == (False, ())
        assert asked.at("2017-12-31").certain


@pytest.mark.parametrize("name", ["presidency", "members", "documents", "chairperson"])
def test_what_a_question_is_made_of_is_not_listed(name: str) -> None:
    """Completion shows what a reader asks by: at most twenty names, each a question or what it is about."""
    history: Any = load()
    asked = next(iter(history.documents.values())) if name == "documents" else history[name]
    shown = {one for one in dir(asked) if not one.startswith("_")}
    assert {"at", "during", "value_at", "as_of", "coverage", "name"} <= shown
    assert not {"scope", "evaluate", "spare", "bearing", "value_in", "named_holders"} & shown
    assert len(shown) <= 20
    assert {one for one in dir(history.membership) if not one.startswith("_")} == {
        *("as_of", "at", "get", "items", "keys", "spellings", "value_at", "values")
    }
