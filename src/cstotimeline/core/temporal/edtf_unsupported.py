"""What EDTF knows and this library does not, by name, for those who write it."""

from __future__ import annotations

import re

# Most particular first: (pattern, its name).
_UNSUPPORTED = (
    (r"[\[{].*", "a set of dates (level 2)"),
    (r"\.\.", "an open end, which stands in an interval only, as in '2004-06/..'"),
    (r".*/.*", "an interval, which is a Period"),
    (r"-?Y.*", "a year of five digits or more (level 1)"),
    (r"-[0-9X]{4}.*", "a year before 0001 (level 1)"),
    (r"-?[0-9]+S[0-9]+.*", "significant digits (level 2)"),
    (r"-?[0-9]+E[0-9]+.*", "an exponential year (level 2)"),
    (r"XXXX.*", "a year without any digit"),
    (
        r"(X|[0-9]X[0-9]|[0-9]XX[0-9]|[0-9]{2}X[0-9]).*",
        "an unspecified digit before a known one in the year (level 2)",
    ),
    (r"[0-9X]{4}-(2[1-4])[?~%]?", "a season (level 1)"),
    (r"[0-9X]{4}-(2[5-9]|3[0-9]|4[01])[?~%]?", "a part of a year such as a quarter (level 2)"),
    (r"[0-9]*X[0-9X]*-.*", "a month after an unspecified year (level 2)"),
    (r".*[?~%].+", "a qualifier on a part of a date (level 2)"),
    (r"[0-9-]+T.*[?~%]", "a qualifier on a time of day"),
    (r"[0-9X]{4}(-[0-9X]{2})?T.*", "a time of day on a month or a year"),
    (r"(?=.*X)[0-9X-]{10}T.*", "a time of day on an unspecified day"),
    (r"[0-9-]+T[0-9]{2}(:[0-9]{2})?(Z|[+-].*)?", "a time of day without its seconds"),
)


def named(text: str) -> str:
    """Return what is wrong with a text that is no date of the supported scope, by its name in EDTF where it has one.

    Source:
        EDTF specification (Library of Congress, 2019), levels 1 and 2.

    >>> named("2004-21")
    'a season (level 1) is not supported here'
    >>> named("yesterday")
    'expected an EDTF date'
    """
    for pattern, name in _UNSUPPORTED:
        if re.fullmatch(pattern, text):
            return f"{name} is not supported here"
    return "expected an EDTF date"
