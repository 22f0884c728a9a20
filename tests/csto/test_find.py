"""Search: people, states, places, bodies, documents and events, by any spelling."""

from __future__ import annotations

import pytest

from cstotimeline import UnknownName, load
from cstotimeline.csto.people import people

HISTORY = load()


@pytest.mark.parametrize(
    ("text", "sort", "name"),
    [
        ("Бордюжа", "person", "Nikolai Bordyuzha"),
        ("николай бордюжа", "person", "Nikolai Bordyuzha"),
        ("Pashinian", "person", "Nikol Pashinyan"),
        ("Lukashenkko", "person", "Alexander Lukashenko"),
        ("Киргизия", "state", "Kyrgyzstan"),
        ("BLR", "state", "Belarus"),
        ("Erevan", "place", "Yerevan"),
        ("Москва", "place", "Moscow"),
        ("ОДКБ", "body", "Collective Security Treaty Organization"),
        ("CSTO", "body", "Collective Security Treaty Organization"),
        ("Charter", "documents", "Charter of the Collective Security Treaty Organization"),
        ("peacekeeping forces", "forces", "Collective Peacekeeping Forces"),
        ("presidency-2019-11-28-russia", "event", "presidency passes to Russia from Kyrgyzstan"),
    ],
)
def test_the_first_hit_is_what_is_meant(text: str, sort: str, name: str) -> None:
    """A name in any spelling or script finds the thing first, and says why."""
    hit = HISTORY.find(text)[0]
    assert (hit.sort, hit.name) == (sort, name)
    assert hit.why


def test_less_than_no_hit_is_refused() -> None:
    """A limit below 0 is refused; 0 gives nothing."""
    assert HISTORY.find("Yerevan", limit=0) == ()
    with pytest.raises(UnknownName, match="limit: expected how many at most, got -1"):
        HISTORY.find("Yerevan", limit=-1)


def test_everybody_is_found_by_every_spelling() -> None:
    """Each person of the vocabulary is among the hits for the name and for each spelling."""
    for person in people().things:
        for spelling in (person.name, *person.spellings):
            assert person.name in {hit.name for hit in HISTORY.find(spelling, sorts=["person"])}


def test_hits_are_ranked_and_limited() -> None:
    """Better matches come first, things before events of the same rank, no more than asked for."""
    hits = HISTORY.find("Russia", limit=7)
    assert len(hits) == 7
    assert [hit.rank for hit in hits] == sorted(hit.rank for hit in hits)
    assert hits[0].to_dict() == {"sort": "state", "name": "Russia", "why": "the name", "rank": 0}


def test_events_about_what_is_meant_are_found() -> None:
    """Events whose fields name the person are found by a Cyrillic name, chosen further as event lists are."""
    hits = HISTORY.find("Бордюжа", kind="meeting_held", period="2010", limit=100)
    assert hits
    assert {hit.sort for hit in hits} == {"event"}
    assert {hit.date[:4] for hit in hits} == {"2010"}
    for hit in hits:
        assert "Bordyuzha" in str(HISTORY.log[hit.id].event)


@pytest.mark.parametrize("text", ["", "  ", "!?", "x" * 201])
def test_nothing_to_look_for_is_refused(text: str) -> None:
    """A text without letters, or one that is too long, is refused."""
    with pytest.raises(UnknownName, match="expected a name or words, up to 200 characters"):
        HISTORY.find(text)


def test_nothing_found_is_no_error() -> None:
    """A text that is like nothing has no hits; a sort that does not exist is refused with the sorts."""
    assert HISTORY.find("qqqqqq zzzz") == ()
    with pytest.raises(UnknownName, match="no such sort of thing, got 'persn'; write one of body, country"):
        HISTORY.find("Putin", sorts=["persn"])
