"""What EDTF knows and this library does not, by name, for those who write it."""

from __future__ import annotations

import re

YEARS_REMEDY = "write a year from 0001 to 9999 (others would take another calendar than Python's datetime)"
_LONGEST = 100
"""How many characters of a text are looked at: no name needs more."""

# Most particular first: (pattern, its name, what to write where that is more than a date).
_UNSUPPORTED = (
    (
        r"\{.*",
        "a set of dates that are all meant (level 2)",
        "write an event for each date, or [a,b] where one of them is meant",
    ),
    (r"\.\.", "an open end, which stands in an interval only, as in '2004-06/..'", ""),
    (r".*/.*", "an interval, which is a Period", ""),
    (r"-?Y.*", "a year of five digits or more (level 1)", YEARS_REMEDY),
    (r"-[0-9X]{4}.*", "a year before 0001 (level 1)", YEARS_REMEDY),
    (r"-?[0-9]+S[0-9]+.*", "significant digits (level 2)", ""),
    (r"-?[0-9]+E[0-9]+.*", "an exponential year (level 2)", ""),
    (r"XXXX.*", "a year without any digit", ""),
    (
        r"(X|[0-9]X[0-9]|[0-9]XX[0-9]|[0-9]{2}X[0-9]).*",
        "an unspecified digit before a known one in the year (level 2)",
        "",
    ),
    (r"[0-9X]{4}-(2[1-4])[?~%]?", "a season (level 1)", ""),
    (r"[0-9X]{4}-(2[5-9]|3[0-9]|4[01])[?~%]?", "a part of a year such as a quarter (level 2)", ""),
    (r"[0-9]*X[0-9X]*-.*", "a month after an unspecified year (level 2)", ""),
    (r"(?=.*[?~%])[0-9X?~%-]+T.*", "a qualifier on a time of day", ""),
    (r"[0-9X]{4}(-[0-9X]{2})?T.*", "a time of day on a month or a year", ""),
    (r"(?=.*X)[0-9X-]{10}T.*", "a time of day on an unspecified day", ""),
    (r"[0-9-]+T[0-9]{2}(:[0-9]{2})?(Z|[+-].*)?", "a time of day without its seconds", ""),
)
_TWICE = re.compile(r"[0-9X?~%-]*([?~%]{2}|[?~%][0-9X]+[?~%])[0-9X?~%-]*")
_DRAFT = re.compile(r"([0-9ux]{4})(-[0-9ux]{2}(-[0-9ux]{2})?)?")
_DRAFT_WORDS = {"unknown": "nothing, as in /1950", "open": "two dots, as in 1950/.."}


def refusal(text: str, remedy: str) -> tuple[str, str]:
    """Return what is wrong with a text that is no date of the supported scope, by its name in EDTF where it has one,
    and what to write, which is ``remedy`` where nothing more can be said.

    Source:
        EDTF specification (Library of Congress, 2019), levels 1 and 2; its draft of 2012, which wrote ``u`` and ``x``
        for digits that are not known.

    >>> refusal("2004-21", "write a date")
    ('a season (level 1) is not supported here', 'write a date')
    >>> refusal("199u", "write a date")
    ('a digit that is not known, written u as in the draft of 2012, is not supported here', 'write 199X')
    >>> refusal("yesterday", "write a date")
    ('expected an EDTF date', 'write a date')
    """
    text = text[:_LONGEST]
    draft = _draft(text)
    if draft is not None:
        return draft
    for shape in (text, re.sub("[?~%]", "", text)):  # a mark on a part does not change the name of the rest
        for pattern, name, more in _UNSUPPORTED:
            if re.fullmatch(pattern, shape):
                return f"{name} is not supported here", more or remedy
    if _TWICE.fullmatch(text):
        return "two qualifiers on one part of a date", "write one of ? ~ %, of which % means both"
    return "expected an EDTF date", remedy


def _draft(text: str) -> tuple[str, str] | None:
    """Return the same for a text that is one of the draft of 2012."""
    if text in _DRAFT_WORDS:
        what = f"the word {text} of the draft of 2012 is not supported here"
        return what, f"write {_DRAFT_WORDS[text]}; leave out a date of which nothing is known"
    match = _DRAFT.fullmatch(text)
    if match is None or not ("u" in text or "x" in text):
        return None
    digit = "u" if "u" in text else "x"
    what = f"a digit that is not known, written {digit} as in the draft of 2012, is not supported here"
    modern = re.sub("[ux]", "X", text)
    if not re.fullmatch("[0-9]+-.*|[0-9]*X*", modern):
        return what, "write X for each such digit at the end of the date, as in 199X or 2004-XX"
    if modern[0] == "X":
        return what, f"write a range such as [1900..1999], or leave the date out: {modern} names no year"
    return what, f"write {modern}"
