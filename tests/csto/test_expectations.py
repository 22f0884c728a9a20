"""The five reports that the record began with are mostly previews: what they expect, and what became of it."""

from __future__ import annotations

import pytest

from cstotimeline.csto.history import History

ARMENIA = "announcement-2015-09-14-presidency-armenia"
ST_PETERSBURG = "announcement-2018-11-08-st-petersburg-meeting"
ELECTION = "announcement-2015-09-14-secretary-general-election"
ROTATION = "announcement-2022-11-23-secretary-general-rotation"


def test_armenia_was_expected_before_it_took_over(history: History) -> None:
    """On the eve of the summit of 15 September 2015 Tajikistan holds the presidency and Armenia is expected."""
    eve = history.known(by="2015-09-14")
    assert eve.presidency.at("2015-12-01").holder == "Tajikistan"
    expected = eve.expecting().presidency.at("2015-12-01")
    assert (expected.holder, expected.because) == ("Armenia", (ARMENIA,))


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        (ARMENIA, "fulfilled"),
        (ST_PETERSBURG, "cancelled"),
        (ROTATION, "fulfilled"),
    ],
)
def test_what_became_of_an_expectation(history: History, name: str, outcome: str) -> None:
    """The presidency passed as announced, the meeting of 6 December 2018 was called off, the rotation came."""
    settled = history.outcome(name)
    assert settled is not None
    assert settled.outcome == outcome


def test_the_election_of_2015_did_not_come(history: History) -> None:
    """The election of a secretary general, expected in Dushanbe, did not come true there."""
    settled = history.outcome(ELECTION)
    assert settled is not None
    assert settled.outcome in ("fallen through", "postponed")
    assert history.secretary_general.at("2015-12-31").holder == "Nikolai Bordyuzha"


def test_the_called_off_meeting_is_no_summit(history: History) -> None:
    """A meeting that was expected and called off is in no list of summits, and was in that of the expected."""
    assert not history.summits.during("2018-12")
    assert ST_PETERSBURG in {one.id for one in history.at("2018-12-01").expected}
    assert [s.place for s in history.known(by="2018-12-01").expecting().summits.during("2018-12")] == [
        "St Petersburg"
    ]


def test_the_rotation_of_2023_was_open_until_it_came(history: History) -> None:
    """The rotation due on 1 January 2023 is expected in December 2022 and not any more from that day on."""
    assert ROTATION in {one.id for one in history.at("2022-12-31").expected}
    assert ROTATION not in {one.id for one in history.at("2023-01-01").expected}


def test_every_settlement_names_events_of_the_log(history: History) -> None:
    """What an expectation is said to have become stands in the log under the ids that it names."""
    known = set(history.log.events)
    for event in history.resolved.listed.values():
        for name in getattr(event, "by", ()) if event.kind == "announcement_settled" else ():
            assert name in known, (event.id, name)
