"""The two EDTF packages that serve as oracles; they warn about each other's parser when they are imported."""

from __future__ import annotations

import warnings
from datetime import date
from time import struct_time

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from edtf import EDTFParseException, parse_edtf
    from edtf_validate.valid_edtf import is_valid

__all__ = ["EDTFParseException", "edtf_bounds", "is_valid"]


def edtf_bounds(text: str) -> tuple[date, date]:
    """Return the first and last day that the package edtf computes, without its padding for qualifiers."""
    parsed = parse_edtf(text)
    lower, upper = parsed.lower_strict(), parsed.upper_strict()
    assert isinstance(lower, struct_time)
    assert isinstance(upper, struct_time)
    return date(*lower[:3]), date(*upper[:3])
