"""Tenures: who holds an office, what is sure of the whole time in it, and how it is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Absence, NoHolder, Office, Step, TakesOffice, office
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.testing import club
from cstotimeline.testing.club import StewardLeft, StewardTook
from tests.builders import joined, left, limited, missing, took


def told(events: Sequence[Event], when: str) -> str:
    """Return the sentence about the steward, without citations."""
    sentence: str = club.timeline(events)["steward"].at(when).why()
    return sentence.split("\n", maxsplit=1)[0].replace(" [1]", "")


SENTENCES: dict[str, tuple[list[Event], str, str]] = {
    "the beginning": ([took("ann", "2019")], "2020-01-01", "Ann: took office in 2019."),
    "the end": (
        [took("ann", "2019"), took("bob", "2020-02-01")],
        "2020-01-01",
        "Ann: took office in 2019; handed over to Bob on 1 February 2020.",
    ),
    "leaving": (
        [took("ann", "2019"), left("l", "2020-02-01", "Ann")],
        "2020-01-01",
        "Ann: took office in 2019; left on 1 February 2020.",
    ),
    "seen in office": (
        [took("ann", "2019", attested=True)],
        "2020-01-01",
        "Ann: seen in office in 2019.",
    ),
    "nobody": (
        [missing("m", "2019", "vacant"), took("ann", "2020-02-01")],
        "2020-01-01",
        "nobody (vacant): vacant from 2019; handed over to Ann on 1 February 2020.",
    ),
    "an end without a reason": (
        [took("ann", "2019"), missing("m", "2020-02-01", "ended")],
        "2020-01-01",
        "Ann: took office in 2019; ended from 1 February 2020.",
    ),
    "before the first": (
        [took("ann", "2020-02-01")],
        "2020-01-01",
        "nobody (no data): until Ann took office on 1 February 2020.",
    ),
    "before the first left": (
        [left("l", "2020-02-01", "Ann")],
        "2020-02-02",
        "nobody (vacant): left on 1 February 2020.",
    ),
    "what else bears on it": (
        [took("ann", "2019"), took("bob", "2020"), took("cem", "2020-03-01")],
        "2020-02-01",
        "Ann: took office in 2019; Bob becomes steward in 2020; handed over to Cem on 1 March 2020.",
    ),
}


@pytest.mark.parametrize(("events", "when", "sentence"), SENTENCES.values(), ids=SENTENCES)
def test_a_tenure_is_told_in_a_sentence(events: list[Event], when: str, sentence: str) -> None:
    """The sentence names how the tenure began and ended, and what else leaves it open."""
    assert told(events, when) == sentence


def test_a_tenure_in_which_another_may_have_held_the_office_is_not_certain() -> None:
    """Doubt on any day of a tenure, up to the first on which its end may lie, is doubt about the tenure."""
    events = [
        took("ann", "2020-01-01"),
        took("bob", "2020-03"),
        took("cem", "2020-03-15"),
        took("dan", "2021"),
    ]
    found = {tenure.holder: tenure for tenure in club.timeline(events)["steward"].tenures}
    assert {name: (str(t.start), str(t.end)) for name, t in found.items()} == {
        "Ann": ("2020-01-01", "2020-03-15"),
        "Cem": ("2020-03-15", "2020-03"),
        "Bob": ("2020-03", "2021"),
        "Dan": ("2021", ".."),
    }
    assert {name: (t.certain, t.alternatives) for name, t in found.items()} == {
        "Ann": (False, ("Bob",)),
        "Cem": (True, ()),
        "Bob": (False, ("Cem",)),
        "Dan": (True, ()),
    }


def test_the_doubt_of_a_tenure_ends_where_that_of_its_end_begins() -> None:
    """Doubt about who came next is none about the time before: up to the first day that may be the end."""
    events = [took("ann", "2020-01-01"), took("bob", "2020-06"), took("cem", "2020-06")]
    ann = club.timeline(events)["steward"].tenures[0]
    assert (ann.certain, ann.alternatives) == (True, ())


def test_a_tenure_rests_on_what_makes_it_sure() -> None:
    """The reasons of a whole tenure are what began and ended it, and what makes its days certain."""
    events = [took("ann", "2020-01-01"), took("bob", "2020-03-01"), took("ann2", "2020-06-01", holder="Ann")]
    assert [(t.holder, t.because) for t in club.timeline(events)["steward"].tenures] == [
        ("Ann", ("ann", "bob")),
        ("Bob", ("bob", "ann2")),
        ("Ann", ("ann2",)),
    ]


def test_candidates_of_an_alternative_are_alternatives() -> None:
    """Where the office may be vacant and Cem may hold it then, both are listed, by name."""
    events = [
        took("ann", "2019"),
        missing("m", "2020", "vacant", candidates=("Cem", "Bob")),
    ]
    answer = club.timeline(events)["steward"].at("2020-06-01")
    assert (answer.label, answer.alternatives) == ("Ann", ("Bob", "Cem", "vacant"))


def test_a_key_is_told_with_the_office() -> None:
    """The office of a tenure is the projection's name, with its key if it has keys."""
    member = joined("j", "2020", member="Mia")
    timeline = club.timeline([took("ann", "2019"), member])
    assert timeline["steward"].at("2021-01-01").office == "steward"
    assert timeline["standing"]["Mia"].at("2021-01-01").office == "standing: Mia"
    assert timeline["standing"]["Mia"].at("2021-01-01").why().startswith("member: took office in 2020")


def test_an_office_of_too_many_coarse_dates_is_open_and_rests_on_all() -> None:
    """Where the walks are given up no other answer is listed, none is certain, all is named, and the answer says so."""
    events = [took("ann", "2020"), left("l", "2020", "Ann"), took("bob", "2020"), took("cem", "2019")]
    with limited(max_walks=0):
        timeline = club.timeline(events)
        answer = timeline["steward"].at("2020-06-01")
        assert (answer.holder, answer.certain, answer.alternatives) == ("Cem", False, ())
        assert answer.gave_up
        assert answer.because == ("cem", "ann", "bob", "l")
        assert "too many coarse dates overlap to tell" in answer.why()
        assert [tenure.holder for tenure in timeline["steward"].tenures if tenure.certain] == ["Cem"]


def test_a_renewal_is_no_end() -> None:
    """Who takes office twice in a row holds it from the first time up to the next holder."""
    events = [took("ann", "2019"), took("again", "2020-01-01", holder="Ann"), took("bob", "2021-01-01")]
    (ann, bob) = club.timeline(events)["steward"].tenures
    assert [(str(t.start), str(t.end)) for t in (ann, bob)] == [("2019", "2021-01-01"), ("2021-01-01", "..")]
    assert club.timeline(events)["steward"].at("2020-06-01").end == ann.end
    assert club.timeline(events)["steward"].at("2019-12-31").end == ann.end


def test_a_step_without_a_phrase_is_told_by_its_date() -> None:
    """Taking office with an empty phrase leaves the date alone."""
    post = office("post", lambda _: TakesOffice("Ann", phrase=""))
    assert (
        Timeline([took("ann", "2019")], [post])["post"].at("2020-01-01").why().startswith("Ann: in 2019 [1].")
    )


def test_a_step_may_bear_its_own_phrase() -> None:
    """What an office's steps call the beginning and the end of an absence stands in the sentence."""
    steps: dict[type[Event], Step] = {
        StewardTook: TakesOffice("Ann", phrase="was chosen"),
        StewardLeft: NoHolder(Absence.ENDED, phrase="the post was abolished"),
    }
    post: Office = office("post", lambda event: steps[type(event)], kinds=(StewardTook, StewardLeft))
    timeline = Timeline([took("ann", "2019"), left("l", "2020-02-01", "Ann")], [post])
    sentences = [timeline["post"].at(day).why().split(" [1]")[0] for day in ("2020-01-01", "2020-02-01")]
    assert sentences == [
        "Ann: was chosen in 2019",
        "nobody (ended): the post was abolished on 1 February 2020",
    ]
    assert "; the post was abolished on 1 February 2020" in timeline["post"].at("2020-01-01").why()


def test_a_tenure_within_a_day_has_its_reasons() -> None:
    """Who took office and lost it on one day held it, because of what began it and what came after."""
    ann, bob = club.timeline([took("ann", "2020-01-01"), took("bob", "2020-01-01")])["steward"].tenures
    assert (ann.certain, ann.alternatives, ann.because) == (True, (), ("ann", "bob"))
    assert ann.why().startswith(
        "Ann: took office on 1 January 2020 [1]; handed over to Bob on 1 January 2020 [1]."
    )
    assert (bob.certain, bob.because) == (True, ("bob",))


def test_of_two_tenures_within_a_day_each_has_its_own_reasons() -> None:
    """Of three who took office on one day the second certainly held it, between the first and the third."""
    events = [took(name, "2020-01-01") for name in ("ann", "bob", "cem")]
    _, bob, _ = club.timeline(events)["steward"].tenures
    assert (bob.holder, bob.certain, bob.because) == ("Bob", True, ("bob", "cem"))
