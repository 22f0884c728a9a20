"""Declarations of coverage, made in one line or drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.temporal.edtf import PartialDate

_FIRST, _DAYS = date(2020, 1, 28), 8


def covered(
    name: str, *, aspect: str, through: str, since: str = "..", keys: Sequence[str] = (), **more: Any
) -> CoverageDeclared:
    """Return the declaration ``name``: an aspect (of some keys, or of all) was looked through from a day to a day."""
    given: dict[str, Any] = {
        "occurred": PartialDate.parse("2020-03-01"),
        "sources": (Citation(publisher=f"page on {name}"),),
        **more,
    }
    return CoverageDeclared(
        id=name,
        aspect=aspect,
        keys=tuple(keys),
        since=PartialDate.OPEN if since == ".." else PartialDate.parse(since),
        through=PartialDate.parse(through),
        **given,
    )


@st.composite
def declarations(draw: st.DrawFn, name: str, aspects: Sequence[str]) -> CoverageDeclared:
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
