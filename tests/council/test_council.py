from __future__ import annotations

from pathlib import Path

from cstotimeline.stores.jsonl import read_jsonl
from cstotimeline.testing import TimelineLaws
from tests.council.council import COUNCIL

HISTORY = COUNCIL.timeline(read_jsonl(Path(__file__).with_name("council.jsonl"), COUNCIL.codec))


class TestCouncil(TimelineLaws):
    """Another organization keeps every law."""

    organization = COUNCIL


def test_the_record_keeps_its_rules() -> None:
    """From 2004 to today no half-year is without a presidency."""
    assert HISTORY.check(COUNCIL.rules) == ()
    assert HISTORY["presidency"].at("2026-11-21").holder == "Ireland"


def test_what_was_planned_in_2015_is_not_what_came() -> None:
    """The United Kingdom was to preside from July 2017; Estonia did."""
    assert (
        HISTORY.known(by="2015-01-01").expecting()["presidency"].at("2017-09-01").holder == "United Kingdom"
    )
    assert HISTORY["presidency"].at("2017-09-01").holder == "Estonia"
