"""The worst logs that are known for each kind of question, by size."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import attrs

from cstotimeline.core.codec.codec import Codec
from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.log.append import new_events
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.core.rules.office_rules import AtMostOneHolder, CountBetween, HandoverChain, Inside, NoGap
from cstotimeline.testing import club
from cstotimeline.testing.club import KINDS, MEMBER, STANDING, STEWARD, StewardTook, timeline
from tests.builders import carried, corrected, joined, left, took

Ask = Callable[[], Any]
START = date(1900, 1, 1)


@attrs.frozen
class Case:
    """A kind of question on a kind of log.

    ``made`` returns, for a size, the question as a function: building the log is not timed.
    """

    log: str
    question: str
    sizes: tuple[int, ...]
    small: int
    made: Callable[[int], Ask]


def ordinary() -> Ask:
    """Return an ordinary question: who held an office with twenty exact handovers, asked of a new timeline."""
    events = handovers(20)
    return lambda: timeline(events)["steward"].at("1900-03-01")


def day(number: int) -> str:
    """Return a day, one week a number."""
    return (START + timedelta(days=7 * number)).isoformat()


def handovers(size: int) -> list[Event]:
    """Return takings on exact days, each by somebody else."""
    return [took(f"e{n}", day(n), holder=f"H{n}") for n in range(size)]


def coarse(size: int) -> list[Event]:
    """Return takings in one year, each by somebody else."""
    return [took(f"e{n}", "1990", holder=f"H{n}") for n in range(size)]


def ring(size: int) -> list[Event]:
    """Return takings in one year, of which each is to come after the next, and the last after the first."""
    return [took(f"e{n}", "1990", holder=f"H{n}", after=(f"e{(n + 1) % size}",)) for n in range(size)]


def line(size: int) -> list[Event]:
    """Return takings in one year, each stated to come after the one before."""
    return [took(f"e{n}", "1990", holder=f"H{n}", after=(f"e{n - 1}",) if n else ()) for n in range(size)]


def chain(size: int) -> list[Event]:
    """Return an event with corrections, each of the one before."""
    event = took("e", "2000-01-01", holder="X")
    found: list[Event] = [event]
    for n in range(size):
        replacement = attrs.evolve(event, holder=f"Y{n}")
        found.append(corrected(f"c{n}", "2010-01-01", replacement, target=found[-1].id))
    return found


def corrections(size: int, when: str = "2010-01-01") -> list[Event]:
    """Return an event with many corrections of it."""
    event = took("e", "2000-01-01", holder="X")
    return [event, *(corrected(f"c{n}", when, attrs.evolve(event, holder=f"Y{n}")) for n in range(size))]


def rivals(size: int) -> list[Event]:
    """Return rival takings of one claim."""
    return [took(f"r{n}", "2000-01-01", holder=f"H{n}", claim="c") for n in range(size)]


def leavings(size: int, mixed: int = 0) -> list[Event]:
    """Return exact takings and leavings of five in turn, the last ``mixed`` of the leavings known to the year."""
    found: list[Event] = []
    for n in range(size // 2):
        who = f"H{n % 5}"
        end = (START + timedelta(days=7 * n + 5)).isoformat()
        found += [
            took(f"t{n}", day(n), holder=who),
            left(f"l{n}", end[:4] if n >= size // 2 - mixed else end, who),
        ]
    return found


def one_day(size: int) -> list[Event]:
    """Return takings on one day."""
    return [took(f"e{n}", "2000-01-01", holder=f"H{n}") for n in range(size)]


def members(size: int, when: str = "2000-01-01") -> list[Event]:
    """Return as many members that joined, all in one year or on one day."""
    return [joined(f"m{n}", when) for n in range(size)]


COUNT: Projection[int] = Projection(
    name="count", initial=0, apply=lambda state, _: state + 1, kinds=(StewardTook,)
)


def motions(size: int) -> list[Event]:
    """Return motions on exact days, each another one."""
    return [carried(f"e{n}", day(n)) for n in range(size)]


def carried_by(events: list[Event]) -> Any:
    """Return the question which motions were carried: the state grows with every event."""
    return timeline(events)["motions"]


def counted(events: list[Event]) -> Any:
    """Return the question how many events there were."""
    return Timeline(events, projections=(COUNT,))["count"]


def steward(events: list[Event]) -> Any:
    """Return the question about the office of the club."""
    return timeline(events)["steward"]


def at(
    make: Callable[[int], list[Event]], when: str, of: Callable[[list[Event]], Any] = steward
) -> Callable[[int], Ask]:
    """Return the question for one day or instant."""

    def made(size: int) -> Ask:
        events = make(size)
        return lambda: of(events).at(when)

    return made


def because(
    make: Callable[[int], list[Event]], when: str, of: Callable[[list[Event]], Any] = steward
) -> Callable[[int], Ask]:
    """Return the question for the reasons of the answer for one day."""

    def made(size: int) -> Ask:
        events = make(size)

        def ask() -> Any:
            answer = of(events).at(when)
            assert answer.because is not None
            return answer

        return ask

    return made


def during(
    make: Callable[[int], list[Event]], when: str, of: Callable[[list[Event]], Any] = steward
) -> Callable[[int], Ask]:
    """Return the question for a period."""

    def made(size: int) -> Ask:
        events = make(size)
        return lambda: of(events).during(when)

    return made


def tenures(make: Callable[[int], list[Event]]) -> Callable[[int], Ask]:
    """Return the question for all tenures."""

    def made(size: int) -> Ask:
        events = make(size)
        return lambda: timeline(events)["steward"].tenures

    return made


RULES = (
    AtMostOneHolder(name="one", office=STEWARD),
    NoGap(name="gap", office=STEWARD, since="1900-01-01"),
    HandoverChain(
        name="chain", office=STEWARD, predecessor=lambda event: getattr(event, "predecessor", None)
    ),
    Inside(name="inside", inner=STEWARD, outer=STANDING, statuses=(MEMBER,)),
    CountBetween(name="count", office=STANDING, statuses=(MEMBER,), since="1900-01-01", at_least=1),
)


def check(make: Callable[[int], list[Event]]) -> Callable[[int], Ask]:
    """Return the check of every rule about offices."""

    def made(size: int) -> Ask:
        events = make(size)
        return lambda: timeline(events).check(RULES)

    return made


def grouped(make: Callable[[int], list[Event]], when: str, *, reasons: bool = False) -> Callable[[int], Ask]:
    """Return the question who the members were, or for the reasons of that answer."""

    def made(size: int) -> Ask:
        events = make(size)

        def ask() -> Any:
            answer = club.members(timeline(events)).at(when)
            if reasons:
                assert answer.because is not None
            return answer

        return ask

    return made


def line_with_keys(size: int) -> Ask:
    """Return the reading of one line with many unknown keys, the first of them twice."""
    text = "{" + ",".join(f'"k{n}":1' for n in range(size)) + ',"k0":1}'
    return lambda: Codec(KINDS).from_line(text, position=1)


def line_with_sources(size: int) -> Ask:
    """Return the reading of one line with many faulty sources."""
    head = '{"recorded":"2026-11-21T12:00:00Z","kind":"motion_carried","version":1,"id":"x","occurred":"2020"'
    text = head + ',"motion":"m","sources":[' + ",".join(['{"publisher":1}'] * size) + "]}"
    return lambda: Codec(KINDS).from_line(text, position=1)


def appended(make: Callable[[int], list[Event]]) -> Callable[[int], Ask]:
    """Return the admission of the last event of a log, and with it of all that it is linked with."""

    def made(size: int) -> Ask:
        *held, last = make(size)
        by_id = {event.id: event for event in held}
        return lambda: new_events([last], lambda ids: {name: by_id[name] for name in ids if name in by_id})

    return made


def unknown_key(size: int) -> Ask:
    """Return the question for a key that there is not, among many."""
    asked = Timeline(members(size), projections=(STANDING,))
    return lambda: asked["standing"]["nobody"].at("2000-01-01")


def whole(make: Callable[[int], list[Event]], when: str) -> Callable[[int], Ask]:
    """Return everything on one day, as data with reasons."""

    def made(size: int) -> Ask:
        events = make(size)
        return lambda: Timeline(events, projections=(STEWARD, STANDING)).at(when).to_dict()

    return made


def diff(make: Callable[[int], list[Event]], since: str, until: str) -> Callable[[int], Ask]:
    """Return what changed between two days."""

    def made(size: int) -> Ask:
        events = make(size)
        return lambda: tuple(Timeline(events, projections=(STEWARD, STANDING)).diff(since, until))

    return made


def turned(make: Callable[[int], list[Event]], when: str, **clocks: str) -> Callable[[int], Ask]:
    """Return the question for one day under another clock."""

    def made(size: int) -> Ask:
        events = make(size)
        return lambda: timeline(events)["steward"].at(when, **clocks)

    return made


def walks_inside(size: int) -> list[Event]:
    """Return coarse takings and leavings of four, of which every order has to be followed, who are members too."""
    found: list[Event] = []
    for n in range(size):
        found.append(took(f"t{n}", "1990", holder=f"H{n % 4}"))
        found.append(left(f"l{n}", "1990", f"H{n % 4}"))
        found.append(joined(f"m{n}", f"19{80 + n % 20}", member=f"H{n % 4}"))
    return found


CASES: tuple[Case, ...] = (
    Case("exact handovers", "`at`", (1_000, 20_000), 50, at(handovers, "1950-06-01")),
    Case("exact handovers", "`because`", (1_000, 20_000), 50, because(handovers, "1950-06-01")),
    Case("exact handovers", "`tenures`", (1_000, 4_000), 50, tenures(handovers)),
    Case("exact handovers", "all rules of an office", (1_000, 4_000), 50, check(handovers)),
    Case("exact takings and leavings of five", "`at`", (800, 3_200), 60, at(leavings, "1905-06-01")),
    Case("exact takings and leavings of five", "`tenures`", (800, 3_200), 60, tenures(leavings)),
    Case("exact takings and leavings of five", "all rules of an office", (800, 3_200), 60, check(leavings)),
    Case(
        "the same, one leaving known to the year",
        "`at`",
        (800, 3_200),
        60,
        at(lambda n: leavings(n, 1), "1905-06-01"),
    ),
    Case(
        "the same, one leaving known to the year",
        "`tenures`",
        (800, 3_200),
        60,
        tenures(lambda n: leavings(n, 1)),
    ),
    Case(
        "the same, one leaving known to the year",
        "all rules of an office",
        (800, 3_200),
        60,
        check(lambda n: leavings(n, 1)),
    ),
    Case(
        "the same, every leaving known to the year",
        "`at`",
        (800, 3_200),
        60,
        at(lambda n: leavings(n, n), "1905-06-01"),
    ),
    Case(
        "the same, every leaving known to the year",
        "`tenures`",
        (200, 800),
        60,
        tenures(lambda n: leavings(n, n)),
    ),
    Case(
        "the same, every leaving known to the year",
        "all rules of an office",
        (200, 800),
        60,
        check(lambda n: leavings(n, n)),
    ),
    Case("takings in one year", "`at`", (1_000, 30_000), 60, at(coarse, "1990-06-01")),
    Case("takings in one year", "`at` an instant", (1_000, 30_000), 60, at(coarse, "1990-06-01T12:00:00Z")),
    Case("takings in one year", "`during`", (1_000, 4_000), 60, during(coarse, "1990")),
    Case("takings in one year", "`because`", (1_000, 4_000), 60, because(coarse, "1990-06-01")),
    Case("takings in one year", "`because` later", (1_000, 4_000), 60, because(coarse, "1995-06-01")),
    Case("takings in one year", "`tenures`", (1_000, 4_000), 60, tenures(coarse)),
    Case("takings in one year", "all rules of an office", (1_000, 4_000), 60, check(coarse)),
    Case("events in one year", "a count, `at`", (1_000, 30_000), 60, at(coarse, "1990-06-01", counted)),
    Case(
        "events in one year", "a count, `because`", (400, 1_000), 60, because(coarse, "1990-06-01", counted)
    ),
    Case("events in one year", "a count, `during`", (1_000, 30_000), 60, during(coarse, "1990", counted)),
    Case(
        "events in one year",
        "a count later, `because`",
        (1_000, 30_000),
        60,
        because(coarse, "1995-06-01", counted),
    ),
    Case("a ring of `after`", "`at`", (400, 3_000), 60, at(ring, "1990-06-01")),
    Case("a ring of `after`", "`during`", (400, 3_000), 60, during(ring, "1990")),
    Case("a ring of `after`", "all rules of an office", (400, 1_500), 60, check(ring)),
    Case("a line of `after`", "`at`", (400, 3_000), 60, at(line, "1990-06-01")),
    Case("a line of `after`", "`because` later", (400, 1_000), 60, because(line, "1995-06-01")),
    Case("corrections, each of the one before", "`at`", (1_000, 4_000), 60, at(chain, "2005-01-01")),
    Case(
        "corrections, each of the one before", "`because`", (1_000, 4_000), 60, because(chain, "2005-01-01")
    ),
    Case("corrections, each of the one before", "`append` one more", (1_000, 4_000), 60, appended(chain)),
    Case(
        "corrections of one event on one day",
        "`because`",
        (1_000, 20_000),
        60,
        because(corrections, "2005-01-01"),
    ),
    Case(
        "corrections of one event in one year",
        "`at`",
        (1_000, 20_000),
        60,
        at(lambda n: corrections(n, "2010"), "2005-01-01"),
    ),
    Case(
        "corrections of one event in one year",
        "`because`",
        (400, 1_000),
        60,
        because(lambda n: corrections(n, "2010"), "2005-01-01"),
    ),
    Case(
        "corrections of one event in one year",
        "`at` as known",
        (1_000, 4_000),
        60,
        turned(lambda n: corrections(n, "2010"), "2005-01-01", known="2010-06-01"),
    ),
    Case("rivals of one claim", "`at`", (1_000, 20_000), 60, at(rivals, "2005-01-01")),
    Case("rivals of one claim", "`because`", (1_000, 20_000), 60, because(rivals, "2005-01-01")),
    Case("events on one day", "`at`", (1_000, 100_000), 60, at(one_day, "2005-01-01")),
    Case("events on one day", "a count, `at`", (1_000, 100_000), 60, at(one_day, "2005-01-01", counted)),
    Case("events on one day", "`at` an instant", (1_000, 20_000), 60, at(one_day, "2005-01-01T12:00:00Z")),
    Case(
        "events on one day",
        "a count, `because`",
        (1_000, 100_000),
        60,
        because(one_day, "2005-01-01", counted),
    ),
    Case("events on one day", "all rules of an office", (1_000, 4_000), 60, check(one_day)),
    Case("motions, exact", "a set, `because`", (200, 1_000), 60, because(motions, "2000-01-01", carried_by)),
    Case(
        "members, exact", "a group, `because`", (231, 4_000), 60, grouped(members, "2005-01-01", reasons=True)
    ),
    Case(
        "members who joined in one year",
        "a group, `at`",
        (1_000, 20_000),
        60,
        grouped(lambda n: members(n, "2000"), "2000-06-01"),
    ),
    Case(
        "members who joined in one year",
        "a group, `because`",
        (231, 4_000),
        60,
        grouped(lambda n: members(n, "2000"), "2000-06-01", reasons=True),
    ),
    Case(
        "members who joined in one year",
        "all rules of an office",
        (231, 4_000),
        60,
        check(lambda n: members(n, "2000")),
    ),
    Case("members, exact", "everything as data", (231, 4_000), 60, whole(members, "2005-01-01")),
    Case("members, exact", "`diff`", (1_000, 20_000), 60, diff(members, "1999-01-01", "2005-01-01")),
    Case("members, exact", "a key that there is not", (1_000, 50_000), 60, unknown_key),
    Case(
        "takings and leavings of four in one year", "`at`", (8, 100, 1_000), 6, at(walks_inside, "1990-06-01")
    ),
    Case(
        "takings and leavings of four in one year",
        "`because`",
        (8, 100),
        6,
        because(walks_inside, "1990-06-01"),
    ),
    Case(
        "takings and leavings of four in one year",
        "`during`",
        (8, 100, 1_000),
        6,
        during(walks_inside, "1990"),
    ),
    Case("takings and leavings of four in one year", "`tenures`", (8, 100, 1_000), 6, tenures(walks_inside)),
    Case(
        "takings and leavings of four in one year",
        "all rules of an office",
        (8, 100, 1_000),
        6,
        check(walks_inside),
    ),
    Case("one line with unknown keys, one of them twice", "reading it", (4_000, 80_000), 200, line_with_keys),
    Case("one line with faulty sources", "reading it", (4_000, 50_000), 200, line_with_sources),
)
"""The cases of docs/reference/bounds.md, with the sizes of a run that is quoted, and the one of the tests."""
