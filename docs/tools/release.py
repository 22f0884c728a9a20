"""Cut a release of the record: ``python docs/tools/release.py 1 2026-11-27`` seals ``events/``, keeps the digest of the
log under that number, and writes ``docs/data/releases.md``. Cutting the newest number again replaces its digest.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import attrs

from cstotimeline import PartialDate, open_log
from cstotimeline.shipped import csto_codec
from cstotimeline.stores.jsonl_order import ORDER
from cstotimeline.stores.seals import write_seal

DOCS = Path(__file__).parents[1]
EVENTS, RELEASES = DOCS.parent / "events", DOCS / "accounting" / "releases.json"


@attrs.frozen(kw_only=True)
class Release:
    """A release of the record: its number, its day, the digest of its log, and how many of its answers differ from
    those of the release before.
    """

    number: int
    day: str
    digest: str
    differing: int | None = None

    @property
    def lines(self) -> int:
        """How many lines its log has."""
        return int(self.digest.partition(":")[0])


def releases() -> list[Release]:
    """Return the releases, oldest first."""
    return [Release(**row) for row in json.loads(RELEASES.read_text(encoding="utf-8"))]


def digest_of_the_log() -> str:
    """Return the digest of the log in ``events/``."""
    with open_log(EVENTS, read_only=True) as log:
        return str(log.digest())


def page(found: list[Release]) -> str:
    """Return the page about the releases."""
    rows = [
        f"| {one.number} | {one.day} | {one.lines:,} | {'-' if one.differing is None else f'{one.differing:,}'} "
        f"| `{one.digest}` |"
        for one in reversed(found)
    ]
    newest = found[-1]
    return (
        (DOCS / "accounting" / "releases.txt")
        .read_text(encoding="utf-8")
        .replace("@TABLE@", "\n".join(rows))
        .replace("@NUMBER@", str(newest.number))
        .replace("@DAY@", newest.day)
        .replace("@YEAR@", newest.day[:4])
        .replace("@LINES@", str(newest.lines))
        .replace("@DIGEST@", newest.digest)
    )


def cut(number: int, day: str) -> Release:
    """Seal the log, and return its release; it is kept, and the page written.

    Raises:
        ValueError: a number that is neither that of the newest release nor the next.
        LogError: a sealed line was changed, or a line breaks a rule.
    """
    from cstotimeline import load

    earlier = [one for one in releases() if one.number < number]
    if len(earlier) != number - 1:
        raise ValueError(f"release {number}: the one before is {len(releases())}; cut the next number")
    (EVENTS / ORDER).unlink(missing_ok=True)  # no clone has it
    write_seal(EVENTS, csto_codec())
    differing = len(load(EVENTS).compared_with(earlier[-1].digest)) if earlier else None
    made = Release(
        number=number, day=PartialDate.parse(day).text, digest=digest_of_the_log(), differing=differing
    )
    rows = [attrs.asdict(one) for one in [*earlier, made]]
    RELEASES.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    (DOCS / "data" / "releases.md").write_text(page(releases()), encoding="utf-8")
    return made


if __name__ == "__main__":
    print(cut(int(sys.argv[1]), sys.argv[2]))
