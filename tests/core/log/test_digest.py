"""Digests: read as they are written."""

from __future__ import annotations

import pytest

from cstotimeline.core.errors import LogError
from cstotimeline.core.log.digest import Digest


def test_a_digest_is_read_as_it_is_written() -> None:
    """Length, colon, sixty-four hexadecimal digits; anything else is refused."""
    digest = Digest.of(["{}", "[]"])
    assert Digest.parse(str(digest)) == digest
    assert digest.length == 2
    assert digest != Digest.of(["[]", "{}"])
    for text in ("", "2", str(digest)[:-1], f"0{digest}", str(digest).upper().replace("2:", "x:")):
        with pytest.raises(
            LogError, match=r"^digest: expected a length, a colon and 64 hexadecimal digits, got"
        ):
            Digest.parse(text)
