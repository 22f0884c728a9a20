"""What the pages say of the shipped record: counts, how it accounts for its research, what became of its review.
``python docs/counted.py`` writes them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cstotimeline import EventCorrected, EventRetracted, History, load
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.csto.pages import completed

FOLDER = Path(__file__).parent
ACCOUNTING = FOLDER / "accounting"
SECOND_PAGE = "a second page says the same"
"""The reason of a correction that only adds a source."""

OFTEN = 4
"""From how many citations on a page without a title is listed."""


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
    pages = [completed(source) for source in sources]
    addressed = sum(bool(page.address) for page in pages)
    titled, dated = sum(bool(page.title) for page in pages), sum(page.published.is_date for page in pages)
    counted = [event for event in history.resolved.listed.values() if event.sources]
    alone = sum(len(event.sources) == 1 for event in counted)
    bare = sum(not any(completed(source).address for source in event.sources) for event in counted)
    lines = [
        "# What the record holds",
        "",
        f"{len(events)} events with {len(sources)} citations, {addressed} of them with an address, {titled} with a "
        f"title, {dated} with a date. After corrections {len(counted)} events are listed: {alone} rest on one source, "
        f"{bare} on pages without an address. "
        f"By kind of source: {', '.join(f'{tier} {n}' for tier, n in tiers.most_common())}.",
        "",
        "By kind and by the decade in which an event occurred:",
        "",
        f"| kind | {' | '.join(decades)} | all |",
        f"|---|{'---|' * len(decades)}---|",
        *rows,
        f"| **all** | {' | '.join(map(str, sums))} | {len(events)} |",
        "",
        *_how_far(pages, counted),
        "This page is made by `python docs/counted.py`.",
    ]
    return "\n".join(lines) + "\n"


def _how_far(pages: list[Citation], counted: list[Event]) -> list[str]:
    """Return how far the citations are from what is wanted of them, and which pages lack a title most of all."""
    untitled = [page for page in pages if not page.title]
    alone = sum(len(event.sources) == 1 for event in counted)
    most = Counter(page.address for page in untitled if page.address)
    listed = [(address, count) for address, count in most.most_common() if count >= OFTEN]
    return [
        "## How far the citations are",
        "",
        f"{len(untitled) / len(pages):.1%} of the citations have no title; wanted: under half. "
        f"{alone / len(counted):.1%} of the events rest on one source; wanted: a quarter or less. A title is carried "
        "only where the page was seen again with it: "
        f"{len(most)} pages were not, or were seen without their headline.",
        "",
        f"Of these the following are cited {OFTEN} times or more:",
        "",
        "| page | citations |",
        "|---|---|",
        *(f"| `{address}` | {count} |" for address, count in listed),
        "",
    ]


def review_page(history: History) -> str:
    """Return the page that tells what became of each row of the review of November 2026."""
    rows: list[dict[str, Any]] = json.loads((ACCOUNTING / "review.json").read_text(encoding="utf-8"))
    events = history.log.events
    lines = [(FOLDER / "accounting" / "review.txt").read_text(encoding="utf-8").rstrip()]
    for part in dict.fromkeys(row["part"] for row in rows):
        lines += ["", f"### {part}", "", "| row | what became of it | events |", "|---|---|---|"]
        lines += [
            f"| {row['what']} | {row['became']} | {_named(row['events'], events)} |"
            for row in rows
            if row["part"] == part
        ]
    amended = Counter(event.kind for event in events.values() if event.stream == "corrections")
    seconds = sum(getattr(event, "reason", "") == SECOND_PAGE for event in events.values())
    lines += [
        "",
        f"The log holds {amended['event_corrected']} corrections, {seconds} of which only add a second page, and "
        f"{amended['event_retracted']} retractions; "
        "`cstotimeline show ID` shows each beside what it is about.",
        "",
        "This page is made by `python docs/counted.py`.",
    ]
    return "\n".join(lines) + "\n"


def _named(names: list[str], events: Mapping[str, Event]) -> str:
    """Return events by id; of one that corrects or withdraws another, that one and what is done to it."""
    return "<br>".join(_amended(events[name]) for name in names)


def _amended(event: Event) -> str:
    if isinstance(event, EventCorrected):
        return f"`{event.replacement.id}` corrected"
    return f"`{event.target}` withdrawn" if isinstance(event, EventRetracted) else f"`{event.id}`"


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
    (FOLDER / "data" / "counts.md").write_text(counts_page(load()), encoding="utf-8")
    (FOLDER / "data" / "review.md").write_text(review_page(load()), encoding="utf-8")
    (FOLDER / "data" / "accounting.md").write_text(accounting_page(), encoding="utf-8")
