"""Declarations of coverage, to be drawn: the kind of the engine, or a substitute where the engine has none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any, ClassVar, Literal

import attrs
from hypothesis import strategies as st

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.temporal.edtf import PartialDate

_HOME = "cstotimeline.core.events.coverage"
_FIRST, _DAYS = date(2020, 1, 28), 8


@attrs.frozen(kw_only=True)
class _Substitute(Event):
    """The log claims to have been looked through for an aspect and some keys."""

    kind: ClassVar[str] = "coverage_declared"

    aspect: str
    keys: tuple[str, ...] = ()
    since: PartialDate
    through: PartialDate
    extent: Literal["complete", "partial"] = "complete"

    def __attrs_post_init__(self) -> None:
        """Take ``..`` for a date, which no field of another kind may hold."""


def coverage_kind() -> Any:
    """Return the class of declarations of coverage."""
    return _Substitute if find_spec(_HOME) is None else import_module(_HOME).CoverageDeclared


def covered(
    name: str, *, aspect: str, through: str, since: str = "..", keys: Sequence[str] = (), **more: Any
) -> Event:
    """Return the declaration ``name``: an aspect (of some keys, or of all) was looked through from a day to a day."""
    given: dict[str, Any] = {
        "occurred": PartialDate.parse("2020-03-01"),
        "sources": (Citation(publisher=f"page on {name}"),),
        **more,
    }
    declared: Event = coverage_kind()(
        id=name,
        aspect=aspect,
        keys=tuple(keys),
        since=PartialDate.OPEN if since == ".." else PartialDate.parse(since),
        through=PartialDate.parse(through),
        **given,
    )
    return declared


@st.composite
def declarations(draw: st.DrawFn, name: str, aspects: Sequence[str]) -> Event:
    """Draw the declaration ``name``: complete or partial, of one of the aspects, for all keys or some, since long or
    a day.
    """
    through = draw(st.integers(0, _DAYS))
    since = draw(st.none() | st.integers(0, through))
    return covered(
        name,
        aspect=draw(st.sampled_from(aspects)),
        keys=draw(st.sampled_from([(), (), ("Ann",), ("Ann", "Bob")])),
        since=".." if since is None else _day(since),
        through=_day(through),
        extent=draw(st.sampled_from(["complete", "complete", "complete", "partial"])),
    )


def _day(number: int) -> str:
    return (_FIRST + timedelta(days=number)).isoformat()
