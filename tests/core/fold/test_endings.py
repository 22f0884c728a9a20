"""Endings: which taking a leaving ends, and what an office says of a leaving that ends one, several or none."""

from __future__ import annotations

from itertools import permutations

import pytest

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.endings import endings
from cstotimeline.core.fold.office import office
from cstotimeline.core.fold.steps import Absence, LeavesOffice, NoHolder, Step, TakesOffice
from cstotimeline.core.query.tenures import OfficeQuestion
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from tests.builders import PAGE

Told = tuple[str, str, Step]

ANN, BOB = TakesOffice("Ann"), TakesOffice("Bob")
ACTING, SEEN = TakesOffice("Ann", acting=True), TakesOffice("Ann", attested=True)
ANN_LEAVES = LeavesOffice("Ann")
AFTER: dict[str, tuple[str, ...]] = {"a-after-l": ("l",), "a-after-m": ("m",), "m": ("l",)}


def event(name: str, when: str) -> Event:
    """Return the event ``name``, which comes after those that :data:`AFTER` names."""
    return Event(id=name, occurred=PartialDate.parse(when), sources=PAGE, after=AFTER.get(name, ()))


def ends(*told: Told) -> dict[str, tuple[str, ...]]:
    """Return the takings that each leaving may end."""
    return dict(endings([(event(name, when), step) for name, when, step in told]))


ENDS: dict[str, tuple[list[Told], dict[str, tuple[str, ...]]]] = {
    "no leaving": ([("a", "2019", ANN)], {}),
    "the taking that it names": (
        [("a", "2019", ANN), ("b", "2020", ANN), ("l", "2021", LeavesOffice("Ann", of="a"))],
        {"l": ("a",)},
    ),
    "a name of nothing": (
        [("a", "2019", ANN), ("l", "2021", LeavesOffice("Ann", of="x"))],
        {"l": ("a",)},
    ),
    "a name of another's taking": (
        [("a", "2019", ANN), ("b", "2020", BOB), ("l", "2021", LeavesOffice("Ann", of="b"))],
        {"l": ("a",)},
    ),
    "the only candidate": ([("a", "2019", ANN), ("l", "2021", ANN_LEAVES)], {"l": ("a",)}),
    "the only one of the holder": (
        [("a", "2019", ANN), ("b", "2020", BOB), ("l", "2021", ANN_LEAVES)],
        {"l": ("a",)},
    ),
    "on one day": ([("z", "2020-06-01", ANN), ("l", "2020-06-01", ANN_LEAVES)], {"l": ("z",)}),
    "on one day, the times in order": (
        [("a", "2020-06-01T09:00:00Z", ANN), ("l", "2020-06-01T12:00:00Z", ANN_LEAVES)],
        {"l": ("a",)},
    ),
    "on one day, the times reversed": (
        [("a", "2020-06-01T12:00:00Z", ANN), ("l", "2020-06-01T09:00:00Z", ANN_LEAVES)],
        {"l": ()},
    ),
    "in one month": ([("a", "2020-06", ANN), ("l", "2020-06", ANN_LEAVES)], {"l": ("a",)}),
    "within the month of the taking": (
        [("a", "2020-06", ANN), ("l", "2020-06-02", ANN_LEAVES)],
        {"l": ("a",)},
    ),
    "reversed": ([("a", "2021", ANN), ("l", "2020", ANN_LEAVES)], {"l": ()}),
    "stated to come before the taking": (
        [("a-after-l", "2020", ANN), ("l", "2020", ANN_LEAVES)],
        {"l": ()},
    ),
    "stated to come before the taking, through another": (
        [("a-after-m", "2020", ANN), ("m", "2020", BOB), ("l", "2020", ANN_LEAVES)],
        {"l": ()},
    ),
    "no taking at all": ([("b", "2019", BOB), ("l", "2020", ANN_LEAVES)], {"l": ()}),
    "two takings": (
        [("a", "2019", ANN), ("b", "2020", ANN), ("l", "2021", ANN_LEAVES)],
        {"l": ("a", "b")},
    ),
    "two takings, the later surely after it": (
        [("a", "2019", ANN), ("b", "2021", ANN), ("l", "2020", ANN_LEAVES)],
        {"l": ("a",)},
    ),
    "two takings, the later perhaps after it": (
        [("a", "2019", ANN), ("b", "2020-06-15", ANN), ("l", "2020-06", ANN_LEAVES)],
        {"l": ("a", "b")},
    ),
    "acting, then in full": (
        [("a", "2019", ACTING), ("b", "2020", ANN), ("l", "2021", ANN_LEAVES)],
        {"l": ("b",)},
    ),
    "acting, then perhaps in full": (
        [("a", "2020-06", ACTING), ("b", "2020-06", ANN), ("l", "2021", ANN_LEAVES)],
        {"l": ("a", "b")},
    ),
    "another holder between": (
        [("a", "2019", ANN), ("b", "2020", BOB), ("c", "2021", ANN), ("l", "2022", ANN_LEAVES)],
        {"l": ("c",)},
    ),
    "another holder perhaps between": (
        [("a", "2019", ANN), ("b", "2021", BOB), ("c", "2021", ANN), ("l", "2022", ANN_LEAVES)],
        {"l": ("a", "c")},
    ),
    "another holder between, left before the return": (
        [("a", "2019", ANN), ("b", "2020", BOB), ("c", "2022", ANN), ("l", "2021", ANN_LEAVES)],
        {"l": ("a",)},
    ),
    "nobody between": (
        [
            ("a", "2019", ANN),
            ("n", "2020", NoHolder(Absence.VACANT)),
            ("c", "2021", ANN),
            ("l", "2022", ANN_LEAVES),
        ],
        {"l": ("c",)},
    ),
    "seen after the taking": (
        [("a", "2019", ANN), ("s", "2020", SEEN), ("l", "2021", ANN_LEAVES)],
        {"l": ("a",)},
    ),
    "seen twice": (
        [("s", "2019", SEEN), ("t", "2020", SEEN), ("l", "2021", ANN_LEAVES)],
        {"l": ("s",)},
    ),
    "seen before the taking": (
        [("s", "2019", SEEN), ("a", "2020", ANN), ("l", "2021", ANN_LEAVES)],
        {"l": ("s", "a")},
    ),
    "of a taking that another holder replaced": (
        [
            ("a", "2019", ANN),
            ("b", "2020", BOB),
            ("c", "2021", ANN),
            ("l", "2022", LeavesOffice("Ann", of="a")),
        ],
        {"l": ("a",)},
    ),
    "the other one is named by another leaving": (
        [
            ("a", "2019", ANN),
            ("b", "2020", ANN),
            ("l", "2021", ANN_LEAVES),
            ("m", "2022", LeavesOffice("Ann", of="b")),
        ],
        {"l": ("a",), "m": ("b",)},
    ),
    "the other one is another's only candidate": (
        [
            ("a", "2019-01-01", ANN),
            ("l", "2019-06-01", ANN_LEAVES),
            ("b", "2020-01-01", ANN),
            ("m", "2020-06-01", ANN_LEAVES),
        ],
        {"l": ("a",), "m": ("b",)},
    ),
    "three in turn, each by the one before": (
        [
            *(("a", "2019-01-01", ANN), ("b", "2020-01-01", ANN), ("c", "2021-01-01", ANN)),
            *(
                ("l", "2019-06-01", ANN_LEAVES),
                ("m", "2020-06-01", ANN_LEAVES),
                ("n", "2021-06-01", ANN_LEAVES),
            ),
        ],
        {"l": ("a",), "m": ("b",), "n": ("c",)},
    ),
    "two leavings of two takings": (
        [
            *(("a", "2019", ANN), ("b", "2019", ANN)),
            *(("l", "2020-01-01", ANN_LEAVES), ("m", "2020-06-01", ANN_LEAVES)),
        ],
        {"l": ("a", "b"), "m": ("a", "b")},
    ),
    "two leavings of one taking": (
        [("a", "2019", ANN), ("l", "2020", ANN_LEAVES), ("m", "2021", ANN_LEAVES)],
        {"l": ("a",), "m": ()},
    ),
    "leavings of two holders": (
        [
            ("a", "2019", ANN),
            ("b", "2019", BOB),
            ("l", "2020", ANN_LEAVES),
            ("m", "2020", LeavesOffice("Bob")),
        ],
        {"l": ("a",), "m": ("b",)},
    ),
}


@pytest.mark.parametrize(("told", "found"), ENDS.values(), ids=ENDS)
def test_a_leaving_ends_the_taking_that_it_can_only_mean(
    told: list[Told], found: dict[str, tuple[str, ...]]
) -> None:
    """One taking where the names and dates leave one, several where they leave it open, none where none fits."""
    assert ends(*told) == found


@pytest.mark.parametrize("told", [told for told, _ in ENDS.values() if len(told) < 5])
def test_the_order_in_which_events_are_given_does_not_matter(told: list[Told]) -> None:
    """Any order gives the same takings to the same leavings."""
    for order in permutations(told):
        assert ends(*order) == ends(*told)


def test_an_event_that_means_nothing_to_the_office_ends_nothing() -> None:
    """An event without a step is passed over."""
    told = [(event("x", "2020"), None), (event("a", "2019"), ANN), (event("l", "2021"), ANN_LEAVES)]
    assert endings(told) == {"l": ("a",)}


def chair(*told: Told) -> OfficeQuestion:
    """Return the question who holds the chair."""
    steps = {name: step for name, _, step in told}
    post = office("chair", lambda one: steps[one.id], before=Absence.NOT_YET_FILLED)
    return Timeline([event(name, when) for name, when, _ in told]).ask(post)


def said(asked: OfficeQuestion, *days: str) -> list[str]:
    """Return the label on each day, with a question mark and the alternatives where it is not certain."""
    answers = [asked.at(day) for day in days]
    return [
        one.label if one.certain else "? ".join([one.label, ", ".join(one.alternatives)]).strip()
        for one in answers
    ]


SAID: dict[str, tuple[list[Told], dict[str, str]]] = {
    "on one day it comes after the taking": (
        [("z", "2020-06-01", ANN), ("l", "2020-06-01", ANN_LEAVES)],
        {"2020-05-31": "not yet filled", "2020-06-01": "vacant"},
    ),
    "in one month it comes after the taking": (
        [("z", "2020-06", ANN), ("l", "2020-06", ANN_LEAVES)],
        {"2020-06-15": "not yet filled? Ann, vacant", "2020-06-30": "vacant"},
    ),
    "the leaver of several takings may still hold the office": (
        [("a", "2019", ANN), ("b", "2020", ANN), ("l", "2021-06-01", ANN_LEAVES), ("c", "2022-01-01", BOB)],
        {"2021-05-31": "Ann", "2021-06-01": "vacant? Ann", "2022-01-01": "Bob"},
    ),
    "a leaver whose other taking is left open stays": (
        [("a", "2019", ANN), ("b", "2020", ANN), ("l", "2021", LeavesOffice("Ann", of="a"))],
        {"2020-12-31": "Ann", "2022-01-01": "Ann"},
    ),
    "of a taking that was replaced changes nothing": (
        [
            *(("a", "2019", ANN), ("b", "2020", BOB), ("c", "2021", ANN)),
            ("l", "2022-06-01", LeavesOffice("Ann", of="a")),
        ],
        {"2022-05-31": "Ann", "2022-06-01": "Ann"},
    ),
    "the first of two leavings of two takings": (
        [
            *(("a", "2019", ANN), ("b", "2019", ANN)),
            *(("l", "2020-01-01", ANN_LEAVES), ("m", "2020-06-01", ANN_LEAVES)),
        ],
        {"2020-01-01": "vacant? Ann"},
    ),
    "who leaves without a taking may have held the office before": (
        [("l", "2020-06-01", ANN_LEAVES)],
        {"2020-05-31": "not yet filled? Ann", "1900-01-01": "not yet filled? Ann", "2020-06-01": "vacant"},
    ),
    "back to the event before": (
        [("b", "2019-01-01", BOB), ("m", "2020-01-01", LeavesOffice("Bob")), ("l", "2020-06-01", ANN_LEAVES)],
        {
            "2018-12-31": "not yet filled",
            "2019-12-31": "Bob",
            "2020-01-01": "vacant? Ann",
            "2020-05-31": "vacant? Ann",
            "2020-06-01": "vacant",
        },
    ),
    "somebody else stays, not certain until the next taking": (
        [("b", "2019-01-01", BOB), ("l", "2020-06-01", ANN_LEAVES), ("c", "2021-01-01", TakesOffice("Cem"))],
        {
            "2018-12-31": "not yet filled",
            "2019-01-01": "Bob? Ann",
            "2020-05-31": "Bob? Ann",
            "2020-06-01": "Bob? vacant",
            "2020-12-31": "Bob? vacant",
            "2021-01-01": "Cem",
        },
    ),
    "a handover within a day, the taking of the leaver not on record": (
        [("l", "2020-06-01", ANN_LEAVES), ("m", "2020-06-01", BOB)],
        {"2020-05-31": "not yet filled? Ann", "2020-06-01": "Bob", "2020-12-31": "Bob"},
    ),
    "the same where the rule for ties puts the taking first": (
        [("m", "2020-06-01", BOB), ("n", "2020-06-01", ANN_LEAVES), ("o", "2021-01-01", TakesOffice("Cem"))],
        {"2020-05-31": "not yet filled", "2020-06-01": "Bob? vacant", "2021-01-01": "Cem"},
    ),
    "a leaving that surely lies before the taking": (
        [("a", "2021-01-01", ANN), ("l", "2020-06-01", ANN_LEAVES)],
        {
            "2020-05-31": "not yet filled? Ann",
            "2020-06-01": "vacant",
            "2020-12-31": "vacant",
            "2021-01-01": "Ann",
        },
    ),
}


@pytest.mark.parametrize(("told", "days"), SAID.values(), ids=SAID)
def test_what_a_leaving_means_for_the_days_around_it(told: list[Told], days: dict[str, str]) -> None:
    """Vacant where it ends one taking; open where it may end several; a tenure implied where none is on record."""
    assert dict(zip(days, said(chair(*told), *days), strict=True)) == days
