"""Rules about events: each is shown to catch a planted fault, surely or possibly."""

from __future__ import annotations

import attrs
import pytest

from cstotimeline.core.events.event import Event
from tests.core.rules.examples import AGREE, NOTED, TRIPS, found, told, took, trip


@pytest.mark.parametrize(
    ("second", "verdicts"),
    [("2020-04-04", ["surely"]), ("2020-04-05", []), ("2020-04", ["possibly"])],
)
def test_overlaps_are_found(second: str, verdicts: list[str]) -> None:
    """A trip that begins inside another is found; on its last day it is none; in its month it may be."""
    trips = (trip("2020-04-01", "2020-04-05"), trip(second, "2020-05-09"))
    assert [verdict for verdict, _ in found(TRIPS, *trips)] == verdicts


def test_a_condition_on_single_events_is_found() -> None:
    """An event that breaks a condition is found under its id."""
    assert found(NOTED, trip("2020-04-01", "2020-04-05", note="")) == [("surely", ("trip-2020-04-01",))]


def test_a_predecessor_that_is_missing_or_later_is_found() -> None:
    """Naming a predecessor that is not there, or that dates put later, is found."""
    first = attrs.evolve(took("2020-01-01", "Ann"), after=("took-bob-2020-02-01",))
    assert found(AGREE, first) == [("surely", ("took-ann-2020-01-01",))]
    assert found(AGREE, first, took("2020-02-01", "Bob")) == [
        ("surely", ("took-ann-2020-01-01", "took-bob-2020-02-01"))
    ]


def test_stretches_without_a_key_or_an_end_do_not_overlap() -> None:
    """An event that has no key, or no last day, is passed over."""
    trips = [trip("2020-04-01", "2020-04-09"), trip("2020-04-02", "2020-04-08")]
    keyless = attrs.evolve(TRIPS, key=lambda e: None if e.id.endswith("01") else "the club")
    endless = attrs.evolve(TRIPS, stretch=lambda e: None if e.id.endswith("01") else (e.occurred, e.until))
    nobodys = attrs.evolve(TRIPS, key=lambda _: None)
    assert found(keyless, *trips) == []
    assert found(nobodys, *trips) == []
    assert found(endless, *trips) == []
    assert len(found(TRIPS, *trips, took("2020-04-02", "Ann"))) == 1


FOUND: dict[str, tuple[list[Event], list[str]]] = {
    "trips: three at once": (
        [
            trip("2020-04-01", "2020-04-09"),
            trip("2020-04-02", "2020-04-08"),
            trip("2020-04-03", "2020-04-04"),
        ],
        [
            (
                "surely: trip-2020-04-01 trip-2020-04-02:"
                " the club: trip-2020-04-02 begins (2020-04-02) before trip-2020-04-01 ends (2020-04-09)"
            ),
            (
                "surely: trip-2020-04-01 trip-2020-04-03:"
                " the club: trip-2020-04-03 begins (2020-04-03) before trip-2020-04-01 ends (2020-04-09)"
            ),
            (
                "surely: trip-2020-04-02 trip-2020-04-03:"
                " the club: trip-2020-04-03 begins (2020-04-03) before trip-2020-04-02 ends (2020-04-08)"
            ),
        ],
    ),
    "trips: from the first day that may be the last": (
        [trip("2020-04-01", "2020-05"), trip("2020-05-01", "2020-06-01")],
        [
            (
                "possibly: trip-2020-04-01 trip-2020-05-01:"
                " the club: trip-2020-05-01 begins (2020-05-01) before trip-2020-04-01 ends (2020-05)"
            ),
        ],
    ),
    "trips: from the last day on": (
        [trip("2020-04-01", "2020-04"), trip("2020-04-02", "2020-04-08")],
        [
            (
                "possibly: trip-2020-04-01 trip-2020-04-02:"
                " the club: trip-2020-04-02 begins (2020-04-02) before trip-2020-04-01 ends (2020-04)"
            ),
        ],
    ),
}


@pytest.mark.parametrize(("events", "findings"), FOUND.values(), ids=FOUND)
def test_an_overlap_is_told_with_both_events(events: list[Event], findings: list[str]) -> None:
    """Verdict, events and sentence of each pair, what is sure first."""
    assert told(TRIPS, events) == findings
