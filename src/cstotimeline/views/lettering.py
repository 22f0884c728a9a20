"""Lettering: text made safe for a picture, and its width, on the safe side, without asking a font."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

ELLIPSIS = "…"
_JOINERS = "\u200c\u200d"  # which Persian and Indic spellings need
_MARKS_IN_ROW = 2

# Widths in ems: the widest of DejaVu Sans and Liberation Sans, rounded up. Measured by a browser.
_WIDTHS = {
    0.30: "'IijlÌÍÎÏìíîïĨĩĪīĬĭĮįİıĵĺļłІЇіїј",
    0.35: " ,./:;\\| ¦·ŀ’‘",
    0.40: "()-[]ftľţťŧſ",
    0.45: "!r¡²³¹ŕŗř",
    0.50: '"*J`¨ª°´¸ºĴЈ',
    0.55: "cszçćĉċčśŝşšźżžгзсэѓєѕ“”",
    0.60: "?L_kvxy§¯ýÿĳķĸĹĻĽĿŁŷвтухчьў–•",
    0.65: "0123456789$FTabdeghnopqu{}¢£¤¥«µ¶»¿ßàáâãäåèéêëðñòóôõöøùúûüþāăąďđēĕėęěĝğ"
    "ġģĥńņňŋōŏőŢŤŦũūŭůűųЃЎГЗТУабеийклоряѐёђќѝ",
    0.70: "ABEKPSVXYZÀÁÂÃÄÅÈÉÊËÝÞĀĂĄĒĔĖĘĚħĶŚŜŞŠŶŸŹŻŽЀЁЅАБВЕРХЧЬднпцћџ",
    0.75: "CNRUÇÑÙÚÛÜĆĈĊČĲŃŅŇŊŔŖŘŨŪŬŮŰŲЄЌЍИЙКСЭЯъ",
    0.80: "&DGHOQÐÒÓÔÕÖØĎĐĜĞĠĢĤŌŎŐЏДЛНОПЦмы",
    0.85: "#+<=>^w~¬±×÷ŉŵЪю≠",
    0.90: "MЂЋМФЫфњ",
    0.95: "Ħжшщљ",
    1.00: "%Wm©®¼½¾ÆæŴ—…→",
    1.10: "@œЊŒЉЖШЩЮ№",
}


@cache
def _widths() -> dict[str, float]:
    return {character: width for width, characters in _WIDTHS.items() for character in characters}


def lettering(text: object, limit: int = 1_000) -> str:
    r"""Return ``text`` on one line as a picture can hold it: no control characters, no piles of accents, at most
    ``limit`` characters.

    >>> lettering("a\x00b\u202ec\n")
    'a?b?c?'
    >>> lettering("abcdef", 4)
    'abc…'
    """
    found: list[str] = []
    row = 0
    for character in str(text)[: 4 * limit]:
        row = row + 1 if unicodedata.combining(character) else 0
        if row <= _MARKS_IN_ROW:
            found.append(character if character.isprintable() or character in _JOINERS else "?")
    whole = "".join(found)
    return whole if len(whole) <= limit else f"{whole[: limit - 1]}{ELLIPSIS}"


def _ems(character: str) -> float:
    found = _widths().get(character)
    if found is not None:
        return found
    if unicodedata.combining(character) or character in _JOINERS:
        return 0.0
    return 1.1 if unicodedata.east_asian_width(character) in "WF" or ord(character) > 0xFFFF else 0.75


def width_of(text: str, size: float) -> float:
    """Return how wide ``text`` is at most in a usual sans-serif font of a size, in the units of the size.

    Where :func:`is_measured` is False the width is a guess to which the writer of the picture fits the text.

    >>> width_of("ii", 10), width_of("WW", 10)
    (6.0, 20.0)
    """
    return round(sum(map(_ems, text)) * size, 2)


def is_measured(text: str) -> bool:
    """Return whether all characters of ``text`` have been measured: those of Latin and Cyrillic letters have.

    >>> is_measured("Жапаров"), is_measured("ارمنستان")
    (True, False)
    """
    return all(character in _widths() for character in text)


def cut(text: str, size: float, room: float, least: int = 3) -> str:
    """Return as much of ``text`` as has room, with an ellipsis where that is not all; empty where not even ``least``
    characters have.

    >>> cut("Kazakhstan", 10, 100), cut("Kazakhstan", 10, 50), cut("Kazakhstan", 10, 20)
    ('Kazakhstan', 'Kazakh…', '')
    """
    if width_of(text, size) <= room:
        return text
    used = width_of(ELLIPSIS, size)
    kept = 0
    for character in text:
        used += _ems(character) * size
        if used > room:
            break
        kept += 1
    return f"{text[:kept].rstrip()}{ELLIPSIS}" if kept >= least else ""


def fitting(candidates: Iterable[str], size: float, room: float) -> str:
    """Return the first of some texts that has room, whole; empty where none has.

    >>> fitting(("Nikolai Bordyuzha", "Bordyuzha"), 10, 70)
    'Bordyuzha'
    """
    return next((text for text in candidates if width_of(text, size) <= room), "")
