"""What the pages say of the shipped record: counts, and how it accounts for its research. ``python
docs/counted.py`` writes both.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from cstotimeline import History, load
from cstotimeline.core.events.event import Event

FOLDER = Path(__file__).parent
ACCOUNTING = FOLDER / "accounting"


def decade(event: Event) -> str:
    """Return the decade in which an event occurred, by its first possible day."""
    earliest = event.occurred.earliest
    return f"{earliest.year // 10 * 10}s" if earliest is not None else "unknown"


def counts_page(history: History) -> str:
    """Return the page that counts the record by kind and by decade, and its sources."""
    events = [record.event for record in history.log]
    decades = sorted({decade(event) for event in events})
    by_kind = Counter((event.kind, decade(event)) for event in events)
    rows = [
        f"| `{kind}` | {' | '.join(str(by_kind[kind, d] or '') for d in decades)} | {total} |"
        for kind, total in sorted(Counter(event.kind for event in events).items())
    ]
    sums = [sum(by_kind[kind, d] for kind in {event.kind for event in events}) for d in decades]
    sources = [source for event in events for source in event.sources]
    tiers = Counter(source.tier for source in sources)
    addressed = sum(bool(source.address) for source in sources)
    lines = [
        "# What the record holds",
        "",
        f"{len(events)} events with {len(sources)} citations, {addressed} of them with an address. "
        f"By kind of source: {', '.join(f'{tier} {n}' for tier, n in tiers.most_common())}.",
        "",
        "By kind and by the decade in which an event occurred:",
        "",
        f"| kind | {' | '.join(decades)} | all |",
        f"|---|{'---|' * len(decades)}---|",
        *rows,
        f"| **all** | {' | '.join(map(str, sums))} | {len(events)} |",
        "",
        "This page is made by `python docs/counted.py`.",
    ]
    return "\n".join(lines) + "\n"


def accounting() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what became of each research fact and of each statement of the reports that the record began
    with.
    """
    facts: dict[str, Any] = json.loads((ACCOUNTING / "facts.json").read_text(encoding="utf-8"))
    seeds: dict[str, Any] = json.loads((ACCOUNTING / "seeds.json").read_text(encoding="utf-8"))
    return facts, seeds


def accounting_page() -> str:
    """Return the page that accounts for every fact and every statement."""
    facts, seeds = accounting()
    entered = sum("events" in fact for fact in facts.values())
    lines = [
        "# How the record accounts for its research",
        "",
        f"The record was written from {len(facts)} numbered facts, each with the pages that say so, and from five news "
        f"reports. {entered} facts are in the log; {len(facts) - entered} were left out, with the reason given here.",
        "",
        "## Facts",
        "",
        "| fact | events, or why not |",
        "|---|---|",
        *(f"| {name} | {_became(fact)} |" for name, fact in sorted(facts.items())),
        "",
        "## Reports",
        "",
    ]
    for report, statements in seeds.items():
        lines += [f"### {report}", "", "| sentence | about | events, or why not |", "|---|---|---|"]
        lines += [f"| {s['sentence']} | {s['about']} | {_became(s)} |" for s in statements]
        lines.append("")
    lines.append("This page is made by `python docs/counted.py`.")
    return "\n".join(lines) + "\n"


def _became(entry: dict[str, Any]) -> str:
    return ", ".join(f"`{name}`" for name in entry["events"]) if "events" in entry else str(entry["left_out"])


if __name__ == "__main__":
    (FOLDER / "counts.md").write_text(counts_page(load()), encoding="utf-8")
    (FOLDER / "accounting.md").write_text(accounting_page(), encoding="utf-8")
