"""What a notebook shows: small, escaped, with the words that matter."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest

import cstotimeline
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club

HISTORY = cstotimeline.load()


class Balanced(HTMLParser):
    """Reads HTML and keeps its tags; an end that fits no begin is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a begin."""
        del attrs
        self.seen.add(tag)
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Take away the begin."""
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element without content."""
        del attrs
        self.seen.add(tag)


@pytest.mark.parametrize(
    ("shown", "words", "bytes_"),
    [
        pytest.param(
            HISTORY.presidency.at("2015-10-01"), "Rival claim: presidency passes", 4_000, id="tenure"
        ),
        pytest.param(
            HISTORY.presidency.at("2031-01-01"), "(last known, 13 February 2026)", 4_000, id="uncovered"
        ),
        pytest.param(HISTORY.members.at("2010-01-01"), "Armenia, Belarus", 8_000, id="group"),
        pytest.param(HISTORY.operations["kazakhstan-2022"].at("2022-01-08"), "begun", 4_000, id="answer"),
        pytest.param(HISTORY.presidency, "<svg", 60_000, id="question"),
        pytest.param(HISTORY.leaders, "Nikol Pashinyan", 100_000, id="questions"),
        pytest.param(HISTORY.at("2019-11-20"), "<strong>Kyrgyzstan</strong>", 8_000, id="snapshot"),
        pytest.param(HISTORY.diff("2019-01-01", "2020-01-01"), "status: signed", 10_000, id="changes"),
        pytest.param(HISTORY.summits, "Moscow summit", 6_000, id="events"),
        pytest.param(HISTORY, "ask one of presidency", 250_000, id="history"),
    ],
)
def test_a_value_is_shown_as_small_sound_html(shown: Any, words: str, bytes_: int) -> None:
    """Each value that users hold is shown by balanced HTML that says the word that matters, within a size."""
    html = shown._repr_html_()
    assert words in html
    assert len(html.encode()) < bytes_
    reader = Balanced()
    reader.feed(html)
    assert reader.open == []
    assert not reader.seen & {"script", "link", "img", "iframe", "object"}


def test_html_states_no_colour_of_its_own() -> None:
    """Outside of pictures, which bring their ground, HTML leaves all colours to the theme."""
    for shown in (HISTORY.at("2019-11-20"), HISTORY.presidency.at("2019-11-20"), HISTORY.summits):
        html: str = shown._repr_html_()
        assert "color:inherit" in html or "color" not in html
        assert "background" not in html


def test_an_address_that_is_a_script_is_no_link() -> None:
    """Only http and https addresses become links, and quotes in them stay inside the attribute."""
    page = Citation(publisher="a page", address='https://example.org/" onclick="alert(1)')
    event = club.StewardTook(id="a", occurred=PartialDate.parse("2004"), holder="Ann", sources=(page,))
    html = Timeline([event], [club.STEWARD])["steward"].at("2005-01-01")._repr_html_()
    assert 'href="https://example.org/&quot; onclick=&quot;alert(1)"' in html
    with pytest.raises(cstotimeline.EventError):
        Citation(publisher="a page", address="javascript:alert(1)")


def test_an_empty_history_is_shown() -> None:
    """A history without events, its questions and its snapshot are shown without an error."""
    empty = Timeline([], [club.STEWARD, club.STANDING, club.MOTIONS])
    for shown in (empty, empty["steward"], empty["standing"], empty.at("2004-01-01"), empty.events()):
        assert shown._repr_html_().startswith("<div>")
    assert "<table" not in empty.diff("2004-01-01", "2005-01-01")._repr_html_()
