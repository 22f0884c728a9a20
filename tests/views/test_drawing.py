"""Pictures: what they hold, what they refuse, and that nothing in them meets or leaves them."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cstotimeline
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import Shape, club, histories
from cstotimeline.views import drawing as drawing_module
from cstotimeline.views.drawing import DrawingError
from cstotimeline.views.kinds import WORDS
from cstotimeline.views.legend import Legend
from cstotimeline.views.lettering import width_of
from tests.views.blind_reader import NS, classes

PAGE = Citation(publisher="a page")
HOSTILE = (
    "<script>alert(1)</script>",
    '" onload="alert(1)',
    "]]><svg onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "url(javascript:alert(1)) expression(1)",
    "\x00\x1b[31m\u202eevil\ufffe",
    "&amp; &#x3c;b&#x3e;",
)
NAMES = st.one_of(
    st.sampled_from(
        [
            *HOSTILE,
            "W" * 500,
            "i",
            "Ж" * 60,
            "ارمنستان قرقیزستان",
            "שלום עולם",
            "吉尔吉斯斯坦共和国",
            "a\u0301" * 90,
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip),
)


def took(number: int, holder: str, date: str) -> club.StewardTook:
    """Return the event of a steward who takes over."""
    return club.StewardTook(
        id=f"took-{number}", occurred=PartialDate.parse(date), holder=holder, sources=(PAGE,)
    )


@st.composite
def crowded(draw: st.DrawFn) -> Timeline:
    """Return a history of many stewards with any names, often on days close by."""
    days = st.integers(0, 3_000).map(lambda n: PartialDate.of_ordinal(730_000 + n).text)
    dates = st.one_of(days, days.map(lambda day: f"{day}?"), days.map(lambda day: day[:7]))
    drawn = draw(st.lists(st.tuples(NAMES, dates), min_size=1, max_size=30))
    events = [took(number, holder, date) for number, (holder, date) in enumerate(drawn)]
    return Timeline(events, [club.STEWARD], through="2008-01-01")


def texts(svg: str) -> list[tuple[str, float, float, float, float]]:
    """Return each text of a picture with its left, top, right and bottom, as widely as the writer takes it to be."""
    found: list[tuple[str, float, float, float, float]] = []
    for one in ElementTree.fromstring(svg).iter(f"{NS}text"):
        size = float(one.attrib["font-size"])
        words = one.text or ""
        wide = float(one.attrib.get("textLength", width_of(words, size)))
        wide *= 1.1 if "strong" in classes(one) and size > 11 else 1
        x, y = float(one.attrib["x"]), float(one.attrib["y"])
        found.append((words, x, y - size * 0.93, x + wide, y + size * 0.25))
    return found


def collisions(svg: str, width: int, height: int) -> list[str]:
    """Return which texts of a picture meet, or leave it."""
    found = texts(svg)
    faults = [
        f"{one!r} leaves"
        for one, left, top, right, bottom in found
        if left < 0 or top < 0 or right > width or bottom > height
    ]
    for (one, a, b, c, d), (other, e, f, g, h) in itertools.combinations(found, 2):
        if a < g and e < c and b < h and f < d:
            faults.append(f"{one!r} meets {other!r}")
    return faults


@settings(max_examples=60, deadline=None)
@given(crowded(), st.sampled_from([320, 400, 800]), st.sampled_from([None, "2000/2001"]))
def test_no_text_meets_another_or_leaves_the_picture(
    timeline: Timeline, width: int, during: str | None
) -> None:
    """Whatever the names, the dates and the width: all texts stand apart and inside, and the picture is sound XML."""
    drawing = timeline.draw(width=width, during=during)
    assert isinstance(drawing, drawing_module.Drawing)
    assert collisions(drawing.svg, drawing.width, drawing.height) == []


def test_the_check_sees_a_collision() -> None:
    """A text moved over another one, or out of the picture, would be found."""
    drawing = cstotimeline.load().draw(during="2014/2016", lanes="presidency")
    moved = re.sub(r'(<text class="name label" x=")[\d.]+', r"\g<1>790", drawing.svg)
    assert any("leaves" in fault for fault in collisions(moved, 800, 400))
    assert any("meets" in fault for fault in collisions(moved, 800, 400))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    """A name, a title or a source that looks like a script becomes no element and no attribute."""
    page = Citation(publisher=text or "a", title=text, says=text)
    event = club.StewardTook(id="a", occurred=PartialDate.parse("2004"), holder=text, sources=(page,))
    timeline = Timeline([event], [club.STEWARD])
    svg = timeline.draw(title=text).svg
    known = {"svg", "title", "style", "defs", "pattern", "path", "circle", "rect", "g", "line", "text"}
    root = ElementTree.fromstring(svg)
    assert {one.tag.removeprefix(NS) for one in root.iter()} == known
    assert not any(name.startswith("on") or "href" in name for one in root.iter() for name in one.attrib)
    assert not re.search(r"https?:(?!//www\.w3\.org/2000/svg)|@import", svg)
    for shown in (timeline, timeline["steward"], timeline["steward"].at("2005-01-01"), timeline.events()):
        html: str = shown._repr_html_()
        assert "<script" not in html
        assert "<svg onload" not in html
        assert '" onload' not in html


def test_each_kind_is_told_apart_without_colour() -> None:
    """Each kind of the legend is drawn otherwise than every other, once all classes, and so all colours, are gone."""
    drawn = {kind: Legend(kinds=(kind,), name="n")._swatch(kind, 0, 20) for kind in WORDS}
    bare = {kind: re.sub(r' class="[^"]*"|<title>.*?</title>', "", svg) for kind, svg in drawn.items()}
    assert len(set(bare.values())) == len(WORDS)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, by WCAG 2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_contrast_is_that_of_wcag_aa(scheme: str) -> None:
    """Text has a contrast of 4.5 with what it stands on, lines and patterns one of 3, in light and in dark."""
    svg = cstotimeline.load().draw(during="2015").svg
    light, _, dark = svg.partition("@media screen and (prefers-color-scheme:dark)")
    rules = dict(
        re.findall(
            r"\.cstotimeline-drawing \.(\w+)\{(?:fill|stroke):(#\w{6})\}",
            light if scheme == "light" else dark.partition("</style>")[0],
        )
    )

    def contrast(one: str, other: str) -> float:
        high, low = sorted((luminance(rules[one]), luminance(rules[other])), reverse=True)
        return (high + 0.05) / (low + 0.05)

    on = [("ink", "ground"), ("soft", "ground"), ("mark", "ground"), ("name", "even"), ("name", "odd")]
    assert {pair: contrast(*pair) >= 4.5 for pair in on} == dict.fromkeys(on, True)
    lines = [
        ("line", "ground"),
        ("fill", "ground"),
        ("claim", "ground"),
        ("news", "ground"),
        ("line", "even"),
    ]
    assert {pair: contrast(*pair) >= 3 for pair in lines} == dict.fromkeys(lines, True)


def test_every_stretch_and_date_has_its_words() -> None:
    """Each item of a picture has a name for who hovers or listens: who, when, and its doubt in words."""
    history = cstotimeline.load()
    root = ElementTree.fromstring(history.draw().svg)
    items = [one for one in root.iter(f"{NS}g") if one.attrib.get("role") == "listitem"]
    assert len(items) > 300
    named = {one: one.findtext(f"{NS}title") or "" for one in items}
    assert all(words.strip() for words in named.values())
    unsure = [words for one, words in named.items() if {"stretch", "uncovered"} <= classes(one)]
    assert unsure
    remarks = ("not covered", "last known", "at least", "as decided")
    assert [words for words in unsure if not any(remark in words for remark in remarks)] == []
    assert any("Kazinform" in words for words in named.values())


def test_two_pictures_of_a_page_share_no_id() -> None:
    """Pictures that differ have patterns of different names, so that one page can show both; equal ones are equal."""
    history = cstotimeline.load()
    one, other = (history.draw(during=year, lanes="presidency").svg for year in ("2014", "2015"))
    ids = [set(re.findall(r' id="([^"]+)"', svg)) for svg in (one, other)]
    assert ids[0]
    assert not ids[0] & ids[1]
    assert one == history.draw(during="2014", lanes="presidency").svg


def test_what_was_learned_is_framed() -> None:
    """Two days of knowledge make two rows, and frame exactly the days on which they differ."""
    history = cstotimeline.load()
    svg = history.draw(during="2015", lanes="presidency", known=("2015-09-14", "2015-09-16")).svg
    root = ElementTree.fromstring(svg)
    (frame,) = (one for one in root.iter(f"{NS}g") if classes(one) == {"learned"})
    plot = next(one for one in root.iter(f"{NS}rect") if "plot" in classes(one))
    box = next(frame.iter(f"{NS}rect"))
    day = float(plot.attrib["width"]) / 365
    begin = (float(box.attrib["x"]) - float(plot.attrib["x"])) / day
    assert (
        round(begin)
        == PartialDate.parse("2015-09-15").first_ordinal - PartialDate.parse("2015-01-01").first_ordinal
    )
    same = history.draw(during="2015", lanes="presidency", known=("2015-09-16", "2015-09-16")).svg
    assert 'class="learned"' not in same


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param(
            {"width": 100}, "width: expected a whole number of pixels from 320 to 4000, got 100", id="narrow"
        ),
        pytest.param({"width": True}, "width: expected a whole number", id="no-number"),
        pytest.param({"lanes": [3]}, "lanes: expected the name of an aspect, a pair", id="no-lane"),
        pytest.param({"lanes": "nobody"}, "office: no such office, got 'nobody'", id="no-aspect"),
        pytest.param(
            {"lanes": [("leaders", "Atlantis")]}, "leaders: no such name, got 'Atlantis'", id="no-key"
        ),
        pytest.param({"during": "2015-13"}, "date: no month 13 exists", id="no-period"),
        pytest.param(
            {"known": ("2015-01-01",)}, "known: expected a day or two of them, got 1", id="one-of-two"
        ),
        pytest.param({"known": "2015"}, "known: '2015' is a year", id="no-day"),
    ],
)
def test_bad_input_is_refused_on_one_line(asked: dict[str, Any], said: str) -> None:
    """What cannot be drawn is refused by what is wrong with it."""
    with pytest.raises(cstotimeline.TimelineError) as caught:
        cstotimeline.load().draw(**asked)
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


def test_an_empty_history_makes_a_picture_that_says_so() -> None:
    """A history without events, or without aspects, is drawn as a line that says that there is nothing."""
    assert "Nothing to draw" in Timeline([], []).draw().svg
    empty = Timeline([], [club.STEWARD, club.STANDING], through="2008-01-01").draw(lanes="standing").svg
    assert "holds nothing about what was asked" in empty
    assert cstotimeline.load().draw(lanes=[], during="2015").lanes == ()


@pytest.mark.parametrize(
    "during", ["2015-09-15", "0001/0500", "9999-12-31", "2015/..", "../1500", "0001-01-01"]
)
def test_any_period_can_be_drawn(during: str) -> None:
    """One day, ages before everything, the last day of the calendar and open ends make pictures without collisions."""
    drawing = cstotimeline.load().draw(during=during, lanes=["presidency", "summits"])
    assert isinstance(drawing, drawing_module.Drawing)
    assert collisions(drawing.svg, drawing.width, drawing.height) == []


@settings(max_examples=30, deadline=None)
@given(histories(Shape(amendments=2, announcements=2, coverage=2)), st.booleans(), st.booleans())
def test_anything_that_can_be_asked_can_be_drawn(
    events: list[Event], expecting: bool, is_learned: bool
) -> None:
    """Offices, statuses, counts, sets and lists of events of any history make a picture, under every view."""
    known = ("2020-01-31", None) if is_learned else None
    timeline = club.CLUB.timeline(events)
    lanes = [*timeline, club.members(timeline), timeline.events()]
    drawing = timeline.draw(lanes=lanes, known=known, expecting=expecting)
    assert isinstance(drawing, drawing_module.Drawing)
    assert collisions(drawing.svg, drawing.width, drawing.height) == []


def test_every_aspect_of_the_record_can_be_drawn() -> None:
    """Each name that a history answers to is a lane, or lanes."""
    history = cstotimeline.load()
    for name in history:
        assert history.draw(lanes=name).lanes, name


def test_an_office_of_thousands_is_drawn() -> None:
    """Of 3,000 holders those without room for a name are counted in the picture."""
    events = [took(n, f"Holder {n % 7}", PartialDate.of_ordinal(700_000 + 3 * n).text) for n in range(3_000)]
    svg = Timeline(events, [club.STEWARD]).draw().svg
    assert "more names without room: in the tool tips" in svg


def test_sets_and_qualified_parts_of_dates_are_drawn() -> None:
    """One of a set is coarse, a qualified part doubtful; a set without an end does not stretch the axis."""
    events = [
        took(n, f"H{n}", date)
        for n, date in enumerate(("[1990,1992]", "1995-~05", "?1996-~07-01", "[2000..]"))
    ]
    svg = Timeline(events, [club.STEWARD], through="2008-01-01").draw().svg
    kinds = {frozenset(re.findall(r"\w+", one)) for one in re.findall(r'class="edge ([^"]*)"', svg)}
    assert {
        frozenset({"coarse"}),
        frozenset({"coarse", "approximate"}),
        frozenset({"both"}),
    } <= kinds
    assert ">9990<" not in svg
    assert ">2000<" in svg


def test_three_hundred_lanes_are_drawn_and_too_many_refused() -> None:
    """Three hundred members are three hundred lanes; a thousand and one are refused with the number."""
    day = PartialDate.parse("2004-01-01")
    joined = [
        club.MemberJoined(id=f"joined-{n}", occurred=day, member=f"Member {n:04}", sources=(PAGE,))
        for n in range(1_001)
    ]
    timeline = Timeline(joined[:300], [club.STANDING])
    assert len(timeline.draw(lanes="standing").lanes) == 300
    with pytest.raises(DrawingError, match=r"lanes: expected at most 1,000 lanes, got 1,001; name fewer"):
        Timeline(joined, [club.STANDING]).draw()


def test_pictures_are_saved_by_their_ending(tmp_path: Path) -> None:
    """SVG is written as it is; another ending is refused, and a folder that is not there is the system's error."""
    drawing = cstotimeline.load().draw(during="2015", lanes="presidency")
    path = Path(drawing.save(tmp_path / "a.SVG"))
    assert path.read_text(encoding="utf-8") == f"{drawing.svg}\n"
    with pytest.raises(DrawingError, match=r"save: expected a file that ends in .svg or .png, got 'a.gif'"):
        drawing.save(tmp_path / "a.gif")
    with pytest.raises(OSError, match="No such file"):
        drawing.save(tmp_path / "nowhere" / "a.svg")


def test_png_is_refused_where_nothing_makes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library and without a browser one line says what to install."""
    monkeypatch.setitem(__import__("sys").modules, "vl_convert", None)
    monkeypatch.setattr(drawing_module, "_BROWSERS", ())
    drawing = cstotimeline.load().draw(during="2015", lanes="presidency")
    with pytest.raises(DrawingError, match=r"save: nothing here makes PNG; save as \.svg, or install"):
        drawing.save(tmp_path / "a.png")
