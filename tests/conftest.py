"""How hard Hypothesis tries, and on which tests the engine and its second reading are known to differ."""

from __future__ import annotations

import pytest

from cstotimeline.testing.profiles import register_profiles

register_profiles()

DIFFER = (
    "doubt_is_exact",
    "known_uses_what_was_public",
    "recorded_uses_what_the_log_held",
    "nothing_is_certain_beyond_the_edge",
    "answers_travel",
    "all_ways_agree",
    "reasons_hold_under_the_clock_of_knowledge",
    "where_order_makes_no_difference_the_short_way_agrees",
    "the_rule_can_be_replaced",
    "coarse_statements_and_instants_are_doubt",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Expect that a test of :data:`DIFFER` may fail: which histories are drawn decides it for most of them."""
    mark = pytest.mark.xfail(
        strict=False, reason="known to differ: see the list of known differences in docs/testing.md"
    )
    for item in items:
        if any(f"test_{name}" in item.name for name in DIFFER):
            item.add_marker(mark)
