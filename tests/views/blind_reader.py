"""A reader who sees only the shapes of a picture: classes of groups, and where rectangles and lines begin and end."""

from __future__ import annotations

from xml.etree import ElementTree

import attrs

NS = "{http://www.w3.org/2000/svg}"
STANDINGS = frozenset({"sure", "doubt", "later", "uncovered"})
Span = tuple[int, int]


@attrs.frozen(kw_only=True)
class LaneSeen:
    """What can be read off the first row of a lane: for each day what is there; dates with the kinds of their doubt."""

    days: dict[int, tuple[bool, str, bool]]
    edges: frozenset[tuple[Span, frozenset[str]]]
    rivals: frozenset[tuple[Span, frozenset[str]]]
    points: tuple[tuple[Span, frozenset[str]], ...]


def read(svg: str, first: int, last: int) -> list[LaneSeen]:
    """Return what can be read off a picture that is known to be about the days from ``first`` to ``last``."""
    root = ElementTree.fromstring(svg)
    plot = next(one for one in root.iter(f"{NS}rect") if "plot" in classes(one))
    left, width = float(plot.attrib["x"]), float(plot.attrib["width"])

    def day(x: float) -> int:
        found = (x - left) * (last - first + 1) / width
        assert abs(found - round(found)) < 0.2, "no day begins here"
        return first + round(found)

    return [_lane(one, day) for one in root.iter(f"{NS}g") if classes(one) == {"lane"}]


def classes(one: ElementTree.Element) -> set[str]:
    """Return the classes of an element."""
    return set(one.attrib.get("class", "").split())


def _lane(lane: ElementTree.Element, day: object) -> LaneSeen:
    assert callable(day)
    days: dict[int, tuple[bool, str, bool]] = {}
    marks: dict[str, list[tuple[Span, frozenset[str]]]] = {"edge": [], "rival": [], "point": []}
    for one in lane:
        kinds = classes(one)
        if "stretch" in kinds:
            bar = next(one.iter(f"{NS}rect"))
            begin, length = float(bar.attrib["x"]), float(bar.attrib["width"])
            (standing,) = kinds & STANDINGS
            for number in range(day(begin), day(begin + length)):
                assert number not in days, "two stretches of a lane overlap"
                days[number] = ("held" in kinds, standing, "expected" in kinds)
        for name, found in marks.items():
            if name in kinds:
                line = next(other for other in one.iter(f"{NS}line") if "span" in classes(other))
                span = (day(float(line.attrib["x1"])), day(float(line.attrib["x2"])) - 1)
                found.append((span, frozenset(kinds - {name})))
    edges, rivals = frozenset(marks["edge"]), frozenset(marks["rival"])
    return LaneSeen(days=days, edges=edges, rivals=rivals, points=tuple(sorted(marks["point"], key=str)))
