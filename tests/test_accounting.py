"""The record accounts for all of its research, and the pages that count it are up to date."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from cstotimeline import load, open_log
from cstotimeline.core.log.digest import Digest

DOCS = Path(__file__).parents[1] / "docs"
RELEASE = runpy.run_path(str(DOCS / "tools" / "release.py"))
COUNTED = runpy.run_path(str(DOCS / "counted.py"))
FACTS: dict[str, Any]
SEEDS: dict[str, Any]
FACTS, SEEDS = COUNTED["accounting"]()


def test_every_fact_is_accounted_for() -> None:
    """Each of the 749 facts leads to events or to a reason, and to nothing else."""
    first = [f"F{number:03d}" for number in range(1, 660)]
    assert sorted(FACTS) == [*first, *(f"R{number:03d}" for number in range(1, 91))]
    for name, fact in FACTS.items():
        assert bool(fact.get("events")) != bool(fact.get("left_out")), name


def test_every_report_is_accounted_for() -> None:
    """Each of the five reports has its statements in order, each of which leads to events or to a reason."""
    assert len(SEEDS) == 5
    for report, statements in SEEDS.items():
        numbers = [statement["sentence"] for statement in statements]
        assert numbers == sorted(numbers), report
        for statement in statements:
            assert statement["about"], report
            assert bool(statement.get("events")) != bool(statement.get("left_out")), (report, statement)


def test_accounts_lead_to_events_of_the_log() -> None:
    """No fact and no statement leads to an event that is not in the log."""
    known = set(load().log.events)
    entries = [*FACTS.values(), *(s for statements in SEEDS.values() for s in statements)]
    named = {name for entry in entries for name in entry.get("events", ())}
    assert named - known == set()


def test_the_review_leads_to_events_of_the_log() -> None:
    """No row of the review leads to an event that is not in the log, and every row says what became of it."""
    rows: list[dict[str, Any]] = json.loads((DOCS / "accounting" / "review.json").read_text(encoding="utf-8"))
    named = {name for row in rows for name in row["events"]}
    assert named - set(load().log.events) == set()
    assert all(row["became"] for row in rows)


@pytest.mark.parametrize("page", ["counts", "accounting", "review"])
def test_the_pages_are_up_to_date(page: str) -> None:
    """The pages in docs are what ``python docs/counted.py`` writes."""
    made = COUNTED["accounting_page"]() if page == "accounting" else COUNTED[f"{page}_page"](load())
    assert (DOCS / "data" / f"{page}.md").read_text(encoding="utf-8") == made


def test_the_log_begins_with_the_lines_of_every_release() -> None:
    """The digest of each release verifies in the shipped log, and the page shows them all, newest first."""
    found = RELEASE["releases"]()
    assert found, "python docs/tools/release.py 1 DAY"
    with open_log(DOCS.parent / "events", read_only=True) as log:
        for release in found:
            log.verify(Digest.parse(release.digest))
    page = (DOCS / "data" / "releases.md").read_text(encoding="utf-8")
    assert page == RELEASE["page"](found)
    assert [release.number for release in found] == list(range(1, len(found) + 1))
