"""Any organization on a page of text: every aspect at a moment, or through a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cstotimeline.views import text

if TYPE_CHECKING:
    from cstotimeline.core.query.snapshot import Snapshot
    from cstotimeline.core.query.timeline import Timeline
    from cstotimeline.core.temporal.intervals import Period


def at_moment(snapshot: Snapshot, style: text.Style, *, why: bool) -> str:
    """Return a snapshot as a table; with ``why`` the reasons and sources of each answer below it."""
    answers = list(_answers(snapshot))
    rows = []
    for name, one in answers:
        said, *remarks = text.answer_row(one)
        rows.append((name, said, "  ".join(filter(None, remarks))))
    blocks = [style.mark(f"At {snapshot.moment.text}", "bold"), text.table(rows, style)]
    if why:
        blocks.extend(f"{style.mark(name, 'bold')}\n{text.reasons(one)}" for name, one in answers)
    return "\n\n".join(block for block in blocks if block)


def _answers(snapshot: Snapshot) -> Iterator[tuple[str, Any]]:
    for name in snapshot:
        found = snapshot[name]
        for key, answer in found.items() if isinstance(found, Mapping) else (("", found),):
            yield f"{name} of {key}" if key != "" else name, answer


def during_period(history: Timeline, period: Period) -> dict[str, tuple[Any, ...]]:
    """Return the spells of every aspect during a period."""
    spells: dict[str, tuple[Any, ...]] = {}
    for name, asked in history.items():
        if isinstance(asked, Mapping):
            spells |= {f"{name}_of_{key}": asked[key].during(period) for key in asked}
        else:
            spells[name] = asked.during(period)
    return spells
