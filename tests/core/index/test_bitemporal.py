"""The index against a list of facts that is searched from one end to the other."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.index import bitemporal as index
from cstotimeline.core.index import checkpoints as states
from cstotimeline.core.index.bitemporal import BitemporalIndex, Version
from cstotimeline.core.index.checkpoints import CheckpointedStates

Facts = list[Version[str, int]]

DAYS = st.integers(1, 12)
LIMITS = st.none() | st.integers(0, 40)


@st.composite
def many_facts(draw: st.DrawFn) -> Facts:
    """Draw facts of three keys in a few days, in the order in which they were seen or in another."""
    said = draw(st.lists(st.tuples(st.sampled_from("abc"), DAYS), max_size=40))
    facts = [Version(key, day, seen, seen) for seen, (key, day) in enumerate(said, 1)]
    return draw(st.permutations(facts)) if draw(st.booleans()) else facts


@pytest.fixture(autouse=True)
def _small_pieces() -> Iterator[None]:
    """Cut chunks and states so small that a few facts fill many of them."""
    with patch.object(index, "_CHUNK", 2), patch.object(states, "_STEP", 2):
        yield


def searched(facts: Facts, key: str, day: int, seen: int | None) -> list[int]:
    """Return the values of a key that count by a day, the newest first."""
    then = [f for f in facts if f.key == key and f.day <= day and (seen is None or f.seen <= seen)]
    return [fact.value for fact in sorted(then, key=lambda fact: (fact.day, fact.seen), reverse=True)]


def filled(facts: Facts, at_once: int, *, asked: bool = False) -> BitemporalIndex[str, int]:
    """Return an index that took the first facts at once and the others one by one."""
    filled: BitemporalIndex[str, int] = BitemporalIndex()
    filled.extend(facts[:at_once])
    if asked:
        filled.state(6)
    for fact in facts[at_once:]:
        filled.add(*fact)
    return filled


@given(many_facts(), st.integers(0, 40), st.sampled_from("abcd"), st.integers(0, 13), LIMITS)
def test_what_is_looked_up_is_what_a_search_finds(
    facts: Facts, at_once: int, key: str, day: int, seen: int | None
) -> None:
    """Whatever order facts come in, at once or one by one, for any day and any number."""
    found = filled(facts, at_once)
    wanted = searched(facts, key, day, seen)
    assert found.at(key, day, seen) == (wanted[0] if wanted else None)
    assert list(found.back(key, day, seen)) == wanted


@given(many_facts(), st.data(), st.sampled_from("abcd"), st.integers(0, 13), LIMITS)
def test_what_was_withdrawn_counts_until_then(
    facts: Facts, data: st.DataObject, key: str, day: int, seen: int | None
) -> None:
    """Facts withdrawn between others, in any order, are found just under the numbers before they were."""
    index: BitemporalIndex[str, int] = BitemporalIndex()
    until: dict[int, int] = {}
    for place, fact in enumerate(facts):
        index.add(*fact)
        for other in facts[: place + 1] if data.draw(st.booleans()) else ():
            if other.value not in until and data.draw(st.booleans()):
                until[other.value] = data.draw(st.integers(other.seen, 41))
                assert index.withdraw(other.key, other.day, until[other.value], other.value.__eq__)
                assert not index.withdraw(other.key, other.day, 50, other.value.__eq__)
    limit = 100 if seen is None else seen
    wanted = [value for value in searched(facts, key, day, seen) if until.get(value, 200) > limit]
    assert index.at(key, day, seen) == (wanted[0] if wanted else None)
    assert list(index.back(key, day, seen)) == wanted
    assert index.state(day).get(key) == index.at(key, day)
    on = sorted(fact.value for fact in facts if (fact.key, fact.day) == (key, day))
    assert sorted(index.on(key, day)) == on
    if key in index:
        standing = [fact for fact in facts if fact.key == key and fact.value not in until]
        assert list(index.of(key)) == sorted(standing, key=lambda fact: (fact.day, fact.seen))


@given(many_facts(), st.integers(0, 40), st.booleans(), st.integers(0, 13), LIMITS)
def test_the_state_is_what_each_key_says(
    facts: Facts, at_once: int, asked: bool, day: int, seen: int | None
) -> None:
    """All keys at once, before and after facts were added, say what each says alone."""
    found = filled(facts, at_once, asked=asked)
    each = {key: found.at(key, day, seen) for key in "abc"}
    assert found.state(day, seen) == {key: value for key, value in each.items() if value is not None}


@given(many_facts())
def test_a_state_that_was_given_is_the_callers_own(facts: Facts) -> None:
    """To change it changes no later answer."""
    found = filled(facts, 20)
    before = found.state(13)
    found.state(13).clear()
    assert found.state(13) == before


@given(st.lists(st.tuples(DAYS, st.integers(0, 3)), max_size=20), DAYS)
def test_of_one_day_the_highest_rank_counts(said: list[tuple[int, int]], day: int) -> None:
    """With a rank, facts of one day stand by it and not by when they were seen; equals by when they came."""
    ranked: BitemporalIndex[str, tuple[int, int]] = BitemporalIndex(rank=lambda value: value[0])
    for seen, (when, rank) in enumerate(said, 1):
        ranked.add("a", when, seen, (rank, seen))
    then = [(when, rank, seen) for seen, (when, rank) in enumerate(said, 1) if when <= day]
    assert ranked.at("a", day) == (max(then)[1:] if then else None)


@given(many_facts(), st.integers(0, 40))
def test_it_tells_what_it_holds(facts: Facts, at_once: int) -> None:
    """Its length, its keys, the facts of each in the order of their days,."""
    found = filled(facts, at_once)
    assert len(found) == len(facts)
    assert set(found) == {fact.key for fact in facts}
    for key in found:
        mine = [fact for fact in facts if fact.key == key]
        assert key in found
        assert list(found.of(key)) == sorted(mine, key=lambda fact: (fact.day, fact.seen))


@given(many_facts(), st.integers(0, 40))
def test_it_tells_which_days_facts_share(facts: Facts, at_once: int) -> None:
    """Just those keys and days of which there is more than one fact."""
    slots = [(fact.key, fact.day) for fact in facts]
    assert set(filled(facts, at_once).shared_days()) == {slot for slot in slots if slots.count(slot) > 1}


@given(st.lists(st.tuples(st.sampled_from("abc"), DAYS, st.integers(0, 3)), max_size=30), st.data())
def test_states_are_those_of_the_turns_put_in(turns: list[tuple[str, int, int]], data: st.DataObject) -> None:
    """Turns given at first, put in between and dropped, asked all the while, lead to the states of a fold."""
    first = data.draw(st.integers(0, len(turns)))
    found = CheckpointedStates(turns[:first])
    left = turns[:first]
    for turn in turns[first:]:
        if data.draw(st.booleans()):
            found.at(turn[1])
        if turn[2] == 0:
            found.replace({turn[0]}, [turn])
            left = [other for other in left if other[0] != turn[0]] + [turn]
        else:
            found.put(*turn)
            left = [other for other in left if other[:2] != turn[:2]] + [turn]
    day = data.draw(DAYS)
    wanted: dict[str, int] = {}
    for key, when, value in sorted(left, key=lambda turn: turn[1]):
        if when <= day:
            wanted[key] = value
    assert found.at(day) == wanted


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(0, 3)), min_size=6, max_size=24),
    st.integers(0, 24),
    st.booleans(),
)
def test_a_long_column_tells_every_day_and_number(
    steps: list[tuple[int, int]], at_once: int, ranked: bool
) -> None:
    """Of one key with many facts, some withdrawn between others: each day by each number, alone and as a state.

    A fact of rank 0 is withdrawn by the next fact that comes.
    """
    column: BitemporalIndex[str, tuple[int, int]] = BitemporalIndex(
        rank=(lambda value: value[0]) if ranked else None
    )
    rows = [(day, rank, seen) for seen, (day, rank) in enumerate(steps, 1)]
    column.extend([Version("a", day, seen, (rank, seen)) for day, rank, seen in rows[:at_once]])
    until: dict[int, int] = {}
    for day, rank, seen in rows[at_once:]:
        for earlier, _, before in [row for row in rows[: seen - 1] if row[1] == 0 and row[2] not in until]:
            until[before] = seen
            assert column.withdraw("a", earlier, seen, (0, before).__eq__) is True
        assert column.withdraw("a", day, seen, (9, 9).__eq__) is False
        column.add("a", day, seen, (rank, seen))
        column.state(day)
    for limit in (*range(len(rows) + 2), None):
        last = len(rows) if limit is None else limit
        there = [row for row in rows if row[2] <= last < until.get(row[2], 99)]
        for day in range(8):
            then = [row for row in there if row[0] <= day]
            newest = sorted(then, key=lambda row: row if ranked else (row[0], row[2]), reverse=True)
            wanted = [(rank, seen) for _, rank, seen in newest]
            assert list(column.back("a", day, limit)) == wanted
            assert column.at("a", day, limit) == (wanted[0] if wanted else None)
            assert column.state(day, limit) == ({"a": wanted[0]} if wanted else {})


@given(st.permutations(range(1, 9)), st.lists(st.integers(1, 4), min_size=8, max_size=8))
def test_facts_may_come_in_any_order_of_their_numbers(order: list[int], days: list[int]) -> None:
    """Within one chunk: what was seen earlier may be put in later, before and after others."""
    with patch.object(index, "_CHUNK", 8):
        column: BitemporalIndex[str, int] = BitemporalIndex()
        for seen, day in zip(order, days, strict=True):
            column.add("a", day, seen, seen)
        facts = [Version("a", day, seen, seen) for seen, day in zip(order, days, strict=True)]
        for limit in range(10):
            for day in range(6):
                wanted = searched(facts, "a", day, limit)
                assert column.at("a", day, limit) == (wanted[0] if wanted else None)
