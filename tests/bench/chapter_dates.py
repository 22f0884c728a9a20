"""Parsing partial dates, beside two libraries that read EDTF."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date

from cstotimeline.core.temporal import edtf, edtf_grammar
from cstotimeline.core.temporal.edtf import PartialDate
from tests.bench.rounds import Absent, Act, Way, asking, course
from tests.bench.settings import Size, peer
from tests.bench.values import Claim, Course

TITLE = "Reading a partial date"
OWN, AGAIN, EDTF, UNDATE, BARE = (
    "PartialDate.parse, new texts",
    "PartialDate.parse, texts read before",
    "edtf.parse_edtf",
    "undate.Undate.parse",
    "datetime.date.fromisoformat",
)
Bounds = tuple[str, str]
TEXTS = 40_000


def run(size: Size) -> Iterator[Course]:
    """Yield two comparisons: dates of every precision, and whole days alone beside the standard library."""
    chance = random.Random(f"texts {size.seed}")
    yield _course(
        "dates of every precision that all three read, some of them doubtful", list(_texts(chance)), size
    )
    days = [date.fromordinal(1 + int(chance.random() * 3_000_000)).isoformat() for _ in range(TEXTS)]
    yield _days(days, size)


def _texts(chance: random.Random) -> Iterator[str]:
    for _ in range(TEXTS):
        year, month, day = 1000 + chance.randrange(1100), 1 + chance.randrange(12), 1 + chance.randrange(28)
        forms = [f"{year}-{month:02}-{day:02}"] * 5 + [f"{year}-{month:02}"] * 2
        yield chance.choice([*forms, f"{year}", f"{year // 10}X", f"{year}-{month:02}-{day:02}?"])


def _course(title: str, texts: list[str], size: Size) -> Course:
    asked = [(text,) for text in texts]
    absent: dict[str, str] = {}
    ways = [
        _fresh(asking(OWN, PartialDate.parse, asked, seconds=size.seconds, plain=_own)),
        asking(AGAIN, PartialDate.parse, asked[:2_000], seconds=size.seconds, plain=_own, again=True),
    ]
    makers: dict[str, Callable[[], Way]] = {
        EDTF: lambda: asking(EDTF, peer("edtf").parse_edtf, asked, seconds=size.seconds, plain=_edtf),
        UNDATE: lambda: _undate(asked, size),
    }
    for name, make in makers.items():
        try:
            ways.append(make())
        except Absent as why:
            absent[name] = str(why)
    return course(
        title,
        ways,
        rounds=size.rounds,
        claims=[
            Claim(own=OWN, peer=EDTF, kind="faster", bound=300, source="issue"),
            Claim(own=OWN, peer=UNDATE, kind="faster", bound=200, source="issue"),
            Claim(own=AGAIN, peer=EDTF, kind="faster"),
        ],
        absent=absent,
        notes=("compared by the first and the last day that a text may mean",),
    )


def _days(texts: list[str], size: Size) -> Course:
    asked = [(text,) for text in texts]
    ways = [
        _fresh(asking(OWN, PartialDate.parse, asked, seconds=size.seconds, plain=_own)),
        asking(BARE, date.fromisoformat, asked, seconds=size.seconds, plain=lambda day: (str(day), str(day))),
    ]
    claims = [Claim(own=OWN, peer=BARE, kind="within")]
    return course("days, all different", ways, rounds=size.rounds, claims=claims)


def _fresh(way: Way) -> Way:
    """Return the way with nothing remembered of the rounds before."""
    forget = [
        value.cache_clear
        for module in (edtf, edtf_grammar)
        for value in vars(module).values()
        if hasattr(value, "cache_clear")
    ]

    def ready(number: int) -> Act:
        for one in forget:
            one()
        return way.ready(number)

    words = "nothing remembered"
    return Way(name=way.name, ready=ready, answers=way.answers, operations=way.operations, settings=words)


def _undate(asked: list[tuple[str]], size: Size) -> Way:
    parse = peer("undate").Undate.parse
    return asking(UNDATE, lambda text: parse(text, "EDTF"), asked, seconds=size.seconds, plain=_undated)


def _own(found: PartialDate) -> Bounds:
    return str(found.earliest), str(found.latest)


def _edtf(found: object) -> Bounds:
    bounds = (found.lower_strict(), found.upper_strict())  # type: ignore[attr-defined]
    first, last = (f"{one[0]:04}-{one[1]:02}-{one[2]:02}" for one in bounds)
    return first, last


def _undated(found: object) -> Bounds:
    return str(found.earliest), str(found.latest)  # type: ignore[attr-defined]
