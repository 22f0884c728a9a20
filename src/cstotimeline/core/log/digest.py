"""Digests: one short text that stands for every line of a log, so that anyone can tell that none was rewritten."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import attrs

from cstotimeline.core.errors import Fault, LogError, shown

START = bytes(32)
"""The head of the chain of an empty log."""

_TEXT = re.compile(r"(0|[1-9][0-9]{0,18}):([0-9a-f]{64})")


def is_digest(text: str) -> bool:
    """Return whether a text has the form of a digest: a length, a colon and 64 hexadecimal digits.

    >>> is_digest("0:" + 64 * "0"), is_digest("events")
    (True, False)
    """
    return _TEXT.fullmatch(text) is not None


def link(head: bytes, line: str) -> bytes:
    """Return the head of the chain after one more canonical ``line``: SHA-256 of the head before and the line."""
    return hashlib.sha256(head + line.encode("utf-8")).digest()


@attrs.frozen
class Digest:
    """The head of the hash chain of a log's first ``length`` canonical lines.

    Each head is the SHA-256 of the head before it (32 zero bytes at first) followed by the line in UTF-8, so that
    a changed, removed, added or moved line changes every later head. Publish the text; whoever kept it can verify
    later that a log still begins with those lines.

    >>> Digest.of([])
    Digest(length=0, sha256='0000000000000000000000000000000000000000000000000000000000000000')
    >>> str(Digest.of(["{}"]))[:12]
    '1:fb1634c4e6'
    """

    length: int
    sha256: str

    @classmethod
    def of(cls, lines: Iterable[str]) -> Digest:
        """Return the digest of canonical lines, in the order of their positions, without line ends."""
        head, length = START, 0
        for line in lines:
            head, length = link(head, line), length + 1
        return cls(length, head.hex())

    @classmethod
    def parse(cls, text: str) -> Digest:
        """Return the digest that a text such as ``960:fb16…`` writes.

        Raises:
            LogError: another form.
        """
        found = _TEXT.fullmatch(text)
        if found is None:
            what = f"expected a length, a colon and 64 hexadecimal digits, got {shown(text)}"
            raise LogError(Fault(where="digest", what=what, remedy="give what cstotimeline digest printed"))
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.length}:{self.sha256}"
