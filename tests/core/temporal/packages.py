"""The two EDTF packages that serve as oracles; they warn about each other's parser when they are imported."""

from __future__ import annotations

import warnings
from datetime import date
from time import struct_time

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from edtf import EDTFParseException, parse_edtf
    from edtf_validate.valid_edtf import is_valid

UNREADABLE: tuple[type[Exception], ...] = (ValueError, AttributeError, EDTFParseException)
"""The errors with which the package edtf fails on a text that it cannot read."""


def is_accepted(text: str) -> bool:
    """Return what edtf_validate says of ``text``; where it fails it does not accept."""
    try:
        return bool(is_valid(text))
    except (TypeError, ValueError, KeyError):
        return False


def edtf_bounds(text: str) -> tuple[date, date]:
    """Return the first and last day that the package edtf computes, without its padding for qualifiers.

    What it says goes on for ever begins or ends with the calendar.
    """
    parsed = parse_edtf(text)
    return _day(parsed.lower_strict()), _day(parsed.upper_strict())


def _day(bound: object) -> date:
    if isinstance(bound, float):
        return date.max if bound > 0 else date.min
    assert isinstance(bound, struct_time)
    return date(*bound[:3])
