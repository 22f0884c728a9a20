"""The record accounts for all of its research, and the pages that count it are up to date."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from cstotimeline import load

DOCS = Path(__file__).parents[1] / "docs"
COUNTED = runpy.run_path(str(DOCS / "counted.py"))
FACTS: dict[str, Any]
SEEDS: dict[str, Any]
FACTS, SEEDS = COUNTED["accounting"]()


def test_every_fact_is_accounted_for() -> None:
    """Each of the 659 facts leads to events or to a reason, and to nothing else."""
    assert sorted(FACTS) == [f"F{number:03d}" for number in range(1, 660)]
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


@pytest.mark.parametrize("page", ["counts", "accounting"])
def test_the_pages_are_up_to_date(page: str) -> None:
    """The pages in docs are what ``python docs/counted.py`` writes."""
    made = COUNTED["counts_page"](load()) if page == "counts" else COUNTED["accounting_page"]()
    assert (DOCS / f"{page}.md").read_text(encoding="utf-8") == made
