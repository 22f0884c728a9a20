"""A fact that comes late: put into a long column of earlier ones, and asked for at once."""

from __future__ import annotations

import random
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

from cstotimeline.core.log.records import Record
from cstotimeline.core.query.timeline import Timeline
from tests.bench import peers_sql as sql
from tests.bench.engine import event_of, index_of, instant_of, number_of, office_of, timeline_of
from tests.bench.facts import FIRST, SPAN, Facts, a_day, drawn
from tests.bench.rounds import Absent, Act, Way, course
from tests.bench.settings import Size
from tests.bench.values import Claim, Course
from tests.bench.ways import GLANCE, INDEX

TITLE = "A backdated fact, and the next question"
POINTS = 100_000
ADD, THEN = "Index.add", f"Index.add, then {INDEX}"
INSERT, INSERT_THEN = "sqlite3 insert", "sqlite3 insert, then select"
SERVER, SERVER_THEN = "postgresql insert", "postgresql insert, then select"
REFOLD = "refolding the suffix"
EXTENDED = f"Timeline.extended, then {GLANCE}"
Insert = Callable[[int, int], object]
Ask = Callable[[int], object]


def run(size: Size) -> Iterator[Course]:
    """Yield the comparison in a column of 100,000 facts."""
    count = size.at_most(POINTS)
    facts = drawn(count, shape="one", order="random", seed=size.seed)
    chance = random.Random(f"late {size.seed}")
    late = [FIRST + int(chance.random() * SPAN) for _ in range(2_000 if size.quick else 40_000)]
    absent: dict[str, str] = {}
    with ExitStack() as stack:
        ways = [*_ours(facts, late, size), *_sqlite(facts, late, size, stack), _refolding(facts, late)]
        try:
            ways.extend(_server(facts, late, size, stack))
        except Absent as why:
            absent.update(dict.fromkeys((SERVER, SERVER_THEN), str(why)))
        ways.append(_extended(facts, late))
        yield course(
            f"into {count:,} facts of one key, days in any order",
            ways,
            rounds=size.rounds,
            expected=list(range(count + 1, count + 1 + _each(size))),
            claims=[
                Claim(own=ADD, peer=INSERT, kind="faster", bound=1.2, source="issue"),
                Claim(own=THEN, peer=INSERT_THEN, kind="faster", bound=1.2, source="issue"),
                Claim(own=THEN, peer=REFOLD, kind="faster", bound=1_000, source="issue"),
                Claim(own=THEN, peer=SERVER_THEN, kind="faster", bound=40, source="T23"),
                Claim(own=EXTENDED, peer=INSERT_THEN, kind="faster"),
                Claim(own=EXTENDED, peer=REFOLD, kind="faster"),
            ],
            absent=absent,
            notes=("each round puts in facts that no round before it had; the columns grow alike",),
        )


def _way(name: str, insert: Insert, ask: Ask, facts: Facts, late: list[int], each: int, *, then: bool) -> Way:
    """Return the way that puts in ``each`` facts a round; ``then`` asks for each at once.

    To be compared, the first of them are put in before any round, and asked for.
    """
    place = len(facts) + 1

    def answers() -> list[object]:
        found = []
        for number in range(each):
            insert(late[number], place + number)
            found.append(ask(late[number]))
        return found

    def ready(number: int) -> Act:
        begin = (number + 1) * each % (len(late) - each)
        chosen = list(enumerate(late[begin : begin + each], place + begin))

        def act() -> None:
            for seen, day in chosen:
                insert(day, seen)
                if then:
                    ask(day)

        return act

    return Way(name=name, ready=ready, answers=answers, operations=each)


def _each(size: Size) -> int:
    return 50 if size.quick else 2_000


def _ours(facts: Facts, late: list[int], size: Size) -> Iterator[Way]:
    for name, then in ((ADD, False), (THEN, True)):
        index = index_of(facts)
        insert, ask = _by_index(index.add, index.at)
        yield _way(name, insert, ask, facts, late, _each(size), then=then)


def _by_index(add: Callable[..., object], at: Callable[..., object]) -> tuple[Insert, Ask]:
    return lambda day, seen: add(0, day, seen, seen), lambda day: at(0, day)


def _sqlite(facts: Facts, late: list[int], size: Size, stack: ExitStack) -> Iterator[Way]:
    for name, then in ((INSERT, False), (INSERT_THEN, True)):
        base = sql.sqlite(facts, stack, clustered=False)
        base.execute("BEGIN")
        insert, ask = _by_sql(base.cursor().execute, "?", sql.sqlite_asking(base, sql.POINT))
        yield _way(name, insert, ask, facts, late, _each(size), then=then)


def _server(facts: Facts, late: list[int], size: Size, stack: ExitStack) -> Iterator[Way]:
    for name, then in ((SERVER, False), (SERVER_THEN, True)):
        base = stack.enter_context(sql.postgres())
        select = sql.postgres_asking(base, facts, sql.POINT)
        stack.enter_context(base.transaction())
        insert, ask = _by_sql(partial(base.cursor().execute, prepare=True), "%s::int4", select)
        yield _way(name, insert, ask, facts, late, max(_each(size) // 10, 10), then=then)


def _by_sql(execute: Callable[..., object], mark: str, select: sql.Ask) -> tuple[Insert, Ask]:
    text = f"INSERT INTO facts VALUES (0, {mark}, {mark}, {mark})"
    return lambda day, seen: execute(text, (day, seen, seen)), lambda day: sql.first(select(0, day))


def _refolding(facts: Facts, late: list[int]) -> Way:
    """Return what a fold that keeps the state after each fact must do: work out all states behind the new one."""
    rows = sorted((day, seen) for _, day, seen, _ in facts)
    days, values = array("q", (day for day, _ in rows)), [seen for _, seen in rows]
    states: list[dict[int, int]] = [{0: value} for value in values]

    def insert(day: int, seen: int) -> None:
        place = bisect_right(days, day)
        days.insert(place, day)
        values.insert(place, seen)
        del states[place:]
        for value in values[place:]:
            states.append({0: value})

    return _way(REFOLD, insert, lambda day: states[bisect_right(days, day) - 1][0], facts, late, 3, then=True)


def _extended(facts: Facts, late: list[int]) -> Way:
    kept: list[Timeline] = [timeline_of(facts)]
    given: dict[int, Record] = {}

    def record(day: int, seen: int) -> Record:
        if seen not in given:
            given[seen] = Record(position=seen, recorded=instant_of(seen), event=event_of(0, day, seen))
        return given[seen]

    def insert(day: int, seen: int) -> None:
        kept[0] = kept[0].extended([record(day, seen)])

    def ask(day: int) -> object:
        return number_of(kept[0]["office"][office_of(0)].value_at(a_day(day)))

    return _way(EXTENDED, insert, ask, facts, late, 10, then=True)
