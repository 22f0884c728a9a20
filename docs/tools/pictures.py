"""The pictures of the pages. ``python docs/tools/pictures.py`` writes them into docs/pictures."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import ClassVar

import attrs

import cstotimeline as csto
from cstotimeline.core.events.announcements import EventAnnounced
from cstotimeline.core.fold.steps import LeavesOffice

FOLDER = Path(__file__).parents[1] / "pictures"


@attrs.frozen(kw_only=True)
class CaptainTook(csto.Event):
    """``holder`` becomes captain of ``team``; ``seen``: is met in office."""

    kind: ClassVar[str] = "captain_took"

    team: str
    holder: str
    seen: bool = False


@attrs.frozen(kw_only=True)
class CaptainLeft(csto.Event):
    """``holder`` stops being captain of ``team``."""

    kind: ClassVar[str] = "captain_left"
    order: ClassVar[int] = 20

    team: str
    holder: str


@attrs.frozen(kw_only=True)
class MatchPlayed(csto.Event):
    """A match."""

    kind: ClassVar[str] = "match_played"


def _steps(event: csto.Event) -> csto.TakesOffice | LeavesOffice | None:
    if isinstance(event, CaptainTook):
        return csto.TakesOffice(event.holder, attested=event.seen)
    return LeavesOffice(event.holder) if isinstance(event, CaptainLeft) else None


def _team(event: CaptainTook | CaptainLeft) -> str:
    return event.team


PAGE = csto.Citation(publisher="The club's paper", title="Made up")
CAPTAIN = csto.office("captain", _steps, kinds=(CaptainTook, CaptainLeft), key=_team)


def took(team: str, holder: str, date: str, **more: object) -> CaptainTook:
    """Return the event of a captain who takes over."""
    name = f"{team}-{holder}-{date}".lower().replace(" ", "-")
    slug = "".join(c for c in name if c.isalnum() or c == "-").strip("-")
    return CaptainTook(
        id=slug,
        occurred=csto.PartialDate.parse(date),
        team=team,
        holder=holder,
        sources=(PAGE,),
        **more,  # type: ignore[arg-type]
    )


def all_doubts() -> csto.Timeline:
    """Return a made-up history in which every kind of doubt occurs."""
    day = csto.PartialDate.parse
    expected = took("Rivals", "Eve", "2009-06")
    return csto.Timeline(
        [
            took("Coarse", "Ann", "2001-03-01"),
            took("Coarse", "Bob", "2003"),
            took("Coarse", "Cem", "2006-05"),
            took("Uncertain", "Ann", "2001-03-01?"),
            took("Uncertain", "Bob", "2004?"),
            took("Approximate", "Ann", "2001-03-01~"),
            took("Approximate", "Bob", "2004-06~"),
            took("Both", "Ann", "2001-03-01%"),
            took("Both", "Bob", "2004%"),
            took("Unknown", "Ann", "2002-01-01", seen=True),
            CaptainLeft(
                id="ann-left", occurred=day("2006-07-01"), team="Unknown", holder="Ann", sources=(PAGE,)
            ),
            took("Rivals", "Dan", "2003-02-01", claim="dan"),
            took("Rivals", "Dan", "2004-08-01", claim="dan", rank="deprecated"),
            EventAnnounced(id=expected.id, occurred=day("2007-01-01"), expects=expected, sources=(PAGE,)),
            *(
                MatchPlayed(id=f"match-{n}", occurred=day(date), sources=(PAGE,))
                for n, date in enumerate(("2001-05-06", "2002-10~", "2004", "2005-06-18?", "2007-01-30"))
            ),
        ],
        [CAPTAIN],
        through="2008-06-30",
    )


def pictures() -> dict[str, str]:
    """Return the pictures by the names of their files."""
    history = csto.load()
    doubts = all_doubts()
    drawn = {
        "front.svg": history.draw(during="2018/2020", lanes=["presidency", "secretary general", "summits"]),
        "record.svg": history.draw(title="The CSTO, 1990 to today"),
        "2014-2016.svg": history.draw(during="2014/2016"),
        "narrow.svg": history.draw(during="2014/2016", lanes=["presidency", "summits"], width=400),
        "learned.svg": history.draw(
            during="2015", lanes=["presidency", "summits"], known=("2015-09-14", "2015-09-16"), expecting=True
        ),
        "doubts.svg": doubts.draw(
            during="2000/2010",
            lanes=["captain", doubts.events(MatchPlayed)],
            expecting=True,
            title="Every kind of doubt",
        ),
    }
    rooms = runpy.run_path(str(Path(__file__).with_name("rooms.py")))["rooms"]()
    return {**{name: f"{drawing.svg}\n" for name, drawing in drawn.items()}, "rooms.svg": f"{rooms}\n"}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file, text in pictures().items():
        (FOLDER / file).write_text(text, encoding="utf-8")
