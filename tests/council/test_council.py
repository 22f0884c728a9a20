from __future__ import annotations

from pathlib import Path

from cstotimeline import open_log
from cstotimeline.testing import TimelineLaws
from tests.council.council import COUNCIL

LOG = open_log(Path(__file__).with_name("council.jsonl"), codec=COUNCIL.codec, read_only=True)
HISTORY = COUNCIL.timeline(LOG.read())


class TestCouncil(TimelineLaws):
    """Another organization keeps every law."""

    organization = COUNCIL


def test_the_record_keeps_its_rules() -> None:
    """From 2004 to today no half-year is without a presidency."""
    assert HISTORY.check(COUNCIL.rules) == ()
    assert HISTORY["presidency"].at("2026-11-21").holder == "Ireland"


def test_what_was_planned_is_not_what_came() -> None:
    """The United Kingdom was to preside from July 2017; Estonia did."""
    planned = HISTORY.known(by="2015-01-01").expecting()["presidency"]
    assert planned.at("2017-09-01").holder == "United Kingdom"
    assert HISTORY["presidency"].at("2017-09-01").holder == "Estonia"
