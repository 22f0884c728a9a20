"""The bitemporal index against a list of facts that is searched from one end to the other."""

from __future__ import annotations

from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.index.bitemporal import BitemporalIndex, Version

Facts = list[Version[str, int]]

DAYS = st.integers(1, 12)
LIMITS = st.none() | st.integers(0, 40)

# Chunks so small that a few facts fill many of them.
small_index = partial(BitemporalIndex, chunk=2)


@st.composite
def many_facts(draw: st.DrawFn) -> Facts:
    """Draw facts of three keys in a few days, in the order in which they were seen or in another."""
    said = draw(st.lists(st.tuples(st.sampled_from("abc"), DAYS), max_size=40))
    facts = [Version(key, day, seen, seen) for seen, (key, day) in enumerate(said, 1)]
    return draw(st.permutations(facts)) if draw(st.booleans()) else facts


def searched(facts: Facts, key: str, day: int, seen: int | None) -> list[int]:
    """Return the values of a key that count by a day, the newest first."""
    then = [f for f in facts if f.key == key and f.day <= day and (seen is None or f.seen <= seen)]
    return [fact.value for fact in sorted(then, key=lambda fact: (fact.day, fact.seen), reverse=True)]


def filled(facts: Facts, at_once: int) -> BitemporalIndex[str, int]:
    """Return an index that took the first facts at once and the others one by one."""
    found: BitemporalIndex[str, int] = small_index()
    found.extend(facts[:at_once])
    for fact in facts[at_once:]:
        found.add(*fact)
    return found


@given(many_facts(), st.integers(0, 40), st.sampled_from("abcd"), st.integers(0, 13), LIMITS)
def test_what_is_looked_up_is_what_a_search_finds(
    facts: Facts, at_once: int, key: str, day: int, seen: int | None
) -> None:
    """Whatever order facts come in, at once or one by one, for any day and any number."""
    found = filled(facts, at_once)
    wanted = searched(facts, key, day, seen)
    assert found.at(key, day, seen) == (wanted[0] if wanted else None)
    assert found.has(key, day) == any((fact.key, fact.day) == (key, day) for fact in facts)


@given(many_facts(), st.integers(0, 40))
def test_it_holds_what_was_added(facts: Facts, at_once: int) -> None:
    """Its keys, and the facts of each in the order of their days are those of the facts."""
    found = filled(facts, at_once)
    assert set(found) == {fact.key for fact in facts}
    for key in found:
        mine = [fact for fact in facts if fact.key == key]
        assert key in found
        assert list(found.of(key)) == sorted(mine, key=lambda fact: (fact.day, fact.seen))


@given(st.lists(st.integers(1, 6), min_size=6, max_size=24), st.integers(0, 24))
def test_a_long_column_answers_for_every_day_and_number(steps: list[int], at_once: int) -> None:
    """Of one key with many facts, in many chunks: each day by each number."""
    facts = [Version("a", day, seen, seen) for seen, day in enumerate(steps, 1)]
    column = filled(facts, at_once)
    for limit in (*range(len(facts) + 2), None):
        for day in range(8):
            wanted = searched(facts, "a", day, limit)
            assert column.at("a", day, limit) == (wanted[0] if wanted else None)


@given(st.permutations(range(1, 9)), st.lists(st.integers(1, 4), min_size=8, max_size=8))
def test_facts_may_come_in_any_order_of_their_numbers(order: list[int], days: list[int]) -> None:
    """Within one chunk: what was seen earlier may be put in later, before and after others."""
    column: BitemporalIndex[str, int] = BitemporalIndex(chunk=8)
    for seen, day in zip(order, days, strict=True):
        column.add("a", day, seen, seen)
    facts = [Version("a", day, seen, seen) for seen, day in zip(order, days, strict=True)]
    for limit in range(10):
        for day in range(6):
            wanted = searched(facts, "a", day, limit)
            assert column.at("a", day, limit) == (wanted[0] if wanted else None)
