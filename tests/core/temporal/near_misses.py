"""Texts that are EDTF, nearly EDTF, or EDTF of the kinds that the library leaves out."""

from __future__ import annotations

from hypothesis import strategies as st

YEARS = (
    "2004",
    "2003",
    "199X",
    "19XX",
    "1XXX",
    "XXXX",
    "0000",
    "000X",
    "0001",
    "9999",
    "-2004",
    "1X99",
    "1900",
)
MONTHS = (
    "",
    "-02",
    "-06",
    "-12",
    "-13",
    "-00",
    "-XX",
    "-1X",
    "-X1",
    "-0X",
    "-X2",
    "-2X",
    "-21",
    "-25",
    "-41",
    "-42",
)
DAYS = ("", "-01", "-29", "-30", "-31", "-32", "-00", "-XX", "-3X", "-2X", "-0X", "-X0", "-X9", "-4X")
MARKS = ("", "?", "~", "%")
CLOCKS = (
    "T10:00:00",
    "T23:59:59",
    "T24:00:00",
    "T10:00",
    "T10",
    "T10:60:00",
    "T10:00:60",
    "T24:00:01",
    "T1:00:00",
)
OFFSETS = (
    "",
    "Z",
    "+05",
    "+05:00",
    "-12:30",
    "+00:30",
    "+14:00",
    "-14:00",
    "+14:01",
    "+15:00",
    "+5:00",
    "+0500",
    "z",
)
OTHER = (
    "Y12345", "Y-17E7", "1950S2", "Y171010000S3", "{1960,1961-12}", "[1667,1668,1670..1672]", "..", "/", "",
    "?2004-06-~11", "2004-06~-11", "2004?-06-11", "2004-%06", "2004-06-11?%", "XXXX-12-XX", "1XXX-XX", "1XXX-12",
    "[1929..1930]", "[1914,1915]", "[1782..]", "[..1877]", "[..1760-12-03]", "[1760-01,1760-02,1760-12..]",
    "[1667,1760-12]",
    "[1930..1929]", "[1915,1914]", "[1929]", "[]", "[..]", "[1667,[1668]]", "[1667, 1668]", "[1914,]", "[1929...1930]",
    "[1667,..1668]", "[1667..,1668]", "[2004-06..2005]", "[2003-02-29,2004]", "[0000..0005]", "[199X,2001]",
    "[1929?,1930]",
    "[199X..2001]", "[2004-06-18T10:00:00,2005]", "[2004-21,2005]", "{1667..1668}", "[1929..1930", "1929..1930",
    "2020-~05", "2004-06-~11", "?2004-06", "2004?-06", "?2004", "?2004?", "2004?-06~", "2004?-?06", "2004-~XX-11",
    "~199X",
    "199X~-06", "2004-%06-11%", "2004-?06?", "2004?-06-31", "2004?-21", "?2004-06-18T10:00:00", "uuuu",
    "199u", "2004-uu",
    "2004-6-18", "20040618", "2004-W05", "2004-170", "04-06-18", "+2004", "2004-06-18T10:00:00.5", "now", "2004 ",
)  # fmt: skip
INTERVAL_ENDS = (
    "", "..", "0000", "-0001", "XXXX", "200X", "2003", "2004", "2004?", "2004-06", "2004-06~", "2004-XX", "2004-21",
    "2003-02-29", "2003-02-2X", "2004-06-18", "2004-06-XX", "2004-06-18T10:00:00",
)  # fmt: skip
ALPHABET = "0123456789X-T:Z+?~%/. YSE[]{},\t\n\u0661"


def table() -> list[str]:
    """Return some nine hundred texts that put every part above beside parts that matter to it."""
    days = [f"{year}{month}{day}" for year in ("2004", "2003") for month in MONTHS[1:] for day in DAYS]
    years = [
        f"{year}{rest}" for year in YEARS for rest in ("", "-06", "-XX", "-21", "-06-18", "-02-29", "-06-XX")
    ]
    bases = (
        "2004",
        "2004-06",
        "2004-06-18",
        "200X",
        "2004-XX",
        "2004-06-XX",
        "2003-02-29",
        "2004-06-31",
        "2004-21",
    )
    marked = [f"{base}{mark}{more}" for base in bases for mark in MARKS[1:] for more in ("", "?")]
    timed_days = ("2004-06-18", "2004-06", "2004", "2004-06-XX", "200X", "-2004-06-18", "2003-02-29")
    clocks = [f"{day}{clock}{rest}" for day in timed_days for clock in CLOCKS for rest in ("", "Z", "?")]
    offsets = [f"2004-06-18{clock}{offset}" for clock in (CLOCKS[0], CLOCKS[2]) for offset in OFFSETS]
    return list(dict.fromkeys([*days, *years, *marked, *clocks, *offsets, *OTHER]))


def interval_table() -> list[str]:
    """Return some three hundred intervals: every end beside every other, supported or not, in order or reversed."""
    return [f"{start}/{end}" for start in INTERVAL_ENDS for end in INTERVAL_ENDS]


def mutated(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return ``texts`` with up to two characters put in, left out or exchanged."""
    edit = st.tuples(st.integers(0, 30), st.integers(0, 1), st.sampled_from(["", *ALPHABET]))
    return st.builds(_edited, texts, st.lists(edit, max_size=2))


def _edited(text: str, edits: list[tuple[int, int, str]]) -> str:
    for place, dropped, put in edits:
        at = place % (len(text) + 1)
        text = text[:at] + put + text[at + dropped :]
    return text
