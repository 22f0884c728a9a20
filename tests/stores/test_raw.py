"""Raw lines: whatever pieces a file is read in, its lines are those that stand in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cstotimeline.core.errors import Fault
from cstotimeline.stores import raw
from cstotimeline.stores.raw import RawLine, Torn, raw_lines

LONGEST = 12
PIECES = st.lists(
    st.sampled_from([b"\n", b"a", b"{}", b"bcdefg", b"x" * 11, b"y" * 30, b"\xd0\xb9", b"\r\n", b"\x00"])
)


def expected(data: bytes, number: int) -> tuple[list[RawLine], list[tuple[bool, int]]]:
    """Return the lines of ``data`` and its faults, each by whether it is a torn line and by its number."""
    *whole, last = data.split(b"\n")
    lines = [RawLine("log", place, line) for place, line in enumerate(whole, number + 1)]
    faults = [(False, line.number) for line in lines if len(line.data) > LONGEST]
    faults += [(True, number + len(whole) + 1)] if last else []
    return [line for line in lines if len(line.data) <= LONGEST], faults


@given(PIECES.map(b"".join), st.integers(1, LONGEST), st.integers(0, 5))
@example(data=b"y" * 30 + b"\n{}\n{}\n", piece=5, number=0)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lines_do_not_depend_on_the_pieces(tmp_path: Path, data: bytes, piece: int, number: int) -> None:
    """Read in pieces of any size, from a byte on, the lines are numbered, too long ones told and left out, and a last
    one without an end is told.
    """
    path = tmp_path / "log"
    path.write_bytes(b"before" + data)
    faults: list[Fault] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(raw, "_CHUNK_BYTES", piece)
        patch.setattr(raw, "MAX_LINE_BYTES", LONGEST)
        found = list(raw_lines(path, "log", faults, start=len(b"before"), number=number))
    told = [
        (isinstance(fault, Torn), int(fault.where.partition(":")[2].partition(" ")[0])) for fault in faults
    ]
    assert (found, told) == expected(data, number)
    assert all(type(line) is RawLine for line in found)
