"""Where the library and ``edtf_validate`` disagree about what is EDTF: every row is on purpose and says why."""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs

from cstotimeline.core.errors import DateError
from cstotimeline.core.temporal.edtf import PartialDate
from tests.core.temporal.oracle import days_matching, walk


def _anything(_: str) -> bool:
    return True


@attrs.frozen(kw_only=True)
class Disagreement:
    """One kind of text: its pattern, on which side it is accepted, an example, the reason, and what the refusal says.

    ``holds`` narrows the pattern. ``refusal`` is empty where the library accepts.
    """

    name: str
    pattern: str
    example: str
    why: str
    refusal: str = ""
    holds: Callable[[str], bool] = _anything

    def explains(self, text: str, refusal: str) -> bool:
        """Return whether this is why ``text`` is accepted (``refusal`` is empty) or refused with that message."""
        said = self.refusal in refusal if self.refusal else not refusal
        return said and re.fullmatch(self.pattern, text, re.DOTALL) is not None and self.holds(text)


def _no_such_day(text: str) -> bool:
    return next(walk(text), None) is None


def _refusal(text: str) -> str:
    """Return what the library says against a text; empty where it accepts it."""
    try:
        PartialDate.parse(text)
    except DateError as error:
        return str(error)
    return ""


REFUSED_DATES = (
    Disagreement(
        name="a day that does not exist",
        pattern=r"[?~%]?[0-9]{4}[?~%]?-[?~%]?[0-9X]{2}[?~%]?-[?~%]?[0-9X]{2}(T.*|[?~%]?)",
        example="2003-02-29",
        why="the oracle knows no leap years, no short months beside a qualifier, and fills a 3X without the month",
        refusal="exists in that month",
        holds=_no_such_day,
    ),
    Disagreement(
        name="year 0000",
        pattern=r"0(000|00X|0XX|XXX).*",
        example="0000-06",
        why="the civil calendar of Python and pendulum begins with the year 1; sources of this subject never need 0",
        refusal="the year 0000 is not supported",
    ),
    Disagreement(
        name="years before 0001",
        pattern=r"-[0-9X]{4}.*",
        example="-2004",
        why="as year 0000",
        refusal="a year before 0001 (level 1) is not supported here",
    ),
    Disagreement(
        name="years of five digits or more",
        pattern=r"Y.*",
        example="Y12345",
        why="as year 0000",
        refusal="a year of five digits or more (level 1) is not supported here",
    ),
    Disagreement(
        name="significant digits",
        pattern=r"[0-9]{4}S[1-9][0-9]*",
        example="1950S2",
        why="level 2",
        refusal="significant digits (level 2) is not supported here",
    ),
    Disagreement(
        name="seasons",
        pattern=r"[0-9]{4}-2[1-4][?~%]?",
        example="2004-21",
        why="hemispheres differ on the months of a season",
        refusal="a season (level 1) is not supported here",
    ),
    Disagreement(
        name="parts of a year",
        pattern=r"[0-9]{4}-(2[5-9]|3[0-9]|4[01])",
        example="2004-33",
        why="level 2",
        refusal="a part of a year such as a quarter (level 2) is not supported here",
    ),
    Disagreement(
        name="sets of which all dates are meant",
        pattern=r"\{.*",
        example="{1960,1961-12}",
        why="level 2: an event happens once; several that happened are several events",
        refusal="a set of dates that are all meant (level 2) is not supported here",
    ),
    Disagreement(
        name="a range that ends before it starts",
        pattern=r"\[.*",
        example="[1930..1929]",
        why="it has no day; the oracle's grammar does not look",
        refusal="the end of a range lies before its start",
    ),
    Disagreement(
        name="a blank in a set",
        pattern=r"\[.* .*",
        example="[1914 ..]",
        why="the oracle's parser skips some, the specification has none",
        refusal="a blank in a set of dates",
    ),
    Disagreement(
        name="members that are refused alone as well",
        pattern=r"\[.*",
        example="[2003-02-29,2004]",
        why="as the rows about single dates say",
        refusal="' in '[",
        holds=lambda text: any(
            row.explains(end, _refusal(end)) for end in re.split(r",|\.\.", text[1:-1]) for row in SINGLE
        ),
    ),
    Disagreement(
        name="a year without any digit",
        pattern=r"XXXX.*",
        example="XXXX-12-XX",
        why="level 2: a month of no year has no place in a history",
        refusal="a year without any digit is not supported here",
    ),
    Disagreement(
        name="an unspecified digit before a known one in the year",
        pattern=r"[0-9X]{4}.*",
        example="1X99",
        why="level 2: years that are not next to each other",
        refusal="an unspecified digit before a known one in the year (level 2) is not supported here",
        holds=lambda text: re.match(r"[0-9]*X+[0-9]", text) is not None,
    ),
    Disagreement(
        name="a month after an unspecified year",
        pattern=r"[0-9]+X+-.*",
        example="1XXX-12",
        why="level 2: months of years that are not next to each other",
        refusal="a month after an unspecified year (level 2) is not supported here",
    ),
    Disagreement(
        name="24:00:00",
        pattern=r"[0-9-]{10}T24:00:00.*",
        example="2004-06-18T24:00:00",
        why="it names an instant of the next day, which has a name of its own",
        refusal="no such time of day (00:00:00 to 23:59:59)",
    ),
    Disagreement(
        name="a time of day on a month or a year",
        pattern=r"[0-9]{4}(-[0-9]{2})?T.*",
        example="2004-06T10:00:00",
        why="the oracle's grammar lets any date stand before T; the specification asks for a complete one",
        refusal="a time of day on a month or a year is not supported here",
    ),
    Disagreement(
        name="white space",
        pattern=r".*[\t\n\r].*",
        example="2004-06\t~",
        why="the oracle's parser skips it, the specification has none",
        refusal="got",
    ),
    Disagreement(
        name="intervals",
        pattern=r".*/.*",
        example="2004/2005",
        why="they are periods, a type of its own",
        refusal="an interval, which is a Period is not supported here",
    ),
)

SINGLE: tuple[Disagreement, ...] = tuple(row for row in REFUSED_DATES if not row.pattern.startswith("\\["))
"""Why single dates are refused."""

ACCEPTED_DATES = (
    Disagreement(
        name="a qualifier beside unspecified digits",
        pattern=r"(?=.*[?~%])[0-9X?~%-]*X[0-9X?~%-]*",
        example="199X~",
        why="'about the nineties': the oracle's grammar qualifies only dates without X; the package edtf reads it",
    ),
    Disagreement(
        name="an unspecified or qualified date among others",
        pattern=r"\[(?=.*[X?~%]).*",
        example="[199X?,2001]",
        why="a member is any date of the scope: the oracle's grammar leaves out some of them in some places of a set",
    ),
    Disagreement(
        name="a range of mixed precision",
        pattern=r"\[.*[0-9]{4}(-[0-9]{2}){0,2}\.\.[0-9]{4}(-[0-9]{2}){0,2}.*",
        example="[2004-06..2005]",
        why="from the first day of the one to the last of the other; the oracle wants two years, months or days",
    ),
    Disagreement(
        name="an open range between other dates",
        pattern=r"\[(.*[^,\[]\.\.,|.*,\.\.[^,]).*",
        example="[1667,..1668]",
        why="members stand in any order; the oracle's grammar wants an open range first or last",
    ),
    Disagreement(
        name="offset nought",
        pattern=r"[0-9-]{10}T[0-9:]{8}\+00(:00)?",
        example="2004-06-18T10:00:00+00:00",
        why="ISO 8601 and Python write UTC so; the oracle's grammar begins at +00:01",
    ),
    Disagreement(
        name="fourteen hours without minutes",
        pattern=r"[0-9-]{10}T[0-9:]{8}[+-]14",
        example="2004-06-18T10:00:00+14",
        why="the oracle takes +14:00, the same offset",
    ),
)


def _sides(text: str) -> list[str]:
    return [side for side in text.split("/") if side not in ("", "..")]


def _touches(text: str) -> bool:
    """Return whether the end's first day is before the start's first, and its last day is not."""
    start, end = (days_matching(side) for side in text.split("/"))
    return end[0] < start[0] <= end[-1]


def _fills_to_no_day(text: str) -> bool:
    """Return whether an unspecified month and day filled separately may give no day of the calendar."""
    months_and_days = [re.sub("[?~%]", "", side)[4:] for side in _sides(text)]
    return any(re.fullmatch(r"-[0-9X]{2}-[0-9X]{2}", part) and "X" in part for part in months_and_days)


REFUSED_PERIODS = (
    Disagreement(
        name="no date at all",
        pattern=r"(\.\.)?/(\.\.)?",
        example="../..",
        why="a period without any date says nothing",
        refusal="a period needs one date at least",
    ),
)

ACCEPTED_PERIODS = (
    Disagreement(
        name="unspecified digits beside an open or unknown end",
        pattern=r".*X.*/(\.\.)?|(\.\.)?/.*X.*",
        example="200X/..",
        why="'since some year of that decade': the oracle's grammar pairs X with dates only",
    ),
    Disagreement(
        name="unspecified digits beside a qualifier",
        pattern=r"(?=.*[?~%]).*X.*",
        example="200X~/2011",
        why="as for dates: the oracle's grammar qualifies only dates without X",
    ),
    Disagreement(
        name="a qualifier on a part of an end",
        pattern=r"(?=.*([?~%][0-9X]|[?~%]-)).*/.*",
        example="/2003-01-?01",
        why="an end is any date of the scope: the oracle leaves some of them out beside an open or unknown end",
    ),
    Disagreement(
        name="an end coarser than the start, which lies in it",
        pattern=r"[^/.]+/[^/.]+",
        example="2004-06-18/2004",
        why="'from that day until some day of that year': the oracle reads a coarse end as its first day",
        holds=_touches,
    ),
    Disagreement(
        name="an unspecified day filled without its month",
        pattern=r"[^/.]+/[^/.]+",
        example="2003/2003-02-2X",
        why="the oracle fills month and day one after the other, and may land on no day (or fails: 2004/2004-02-X0)",
        holds=_fills_to_no_day,
    ),
)
