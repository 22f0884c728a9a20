"""Ways of asking beside each other: what is kept, under other clocks, as plain data, with reasons."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from cstotimeline import AtMostOneHolder, Event, Projection, Timeline, load, office
from cstotimeline.core.fold.office import LeavesOffice, TakesOffice
from cstotimeline.core.query.groups import GroupQuestion
from cstotimeline.core.query.tenures import OfficeQuestion
from cstotimeline.shipped import shipped_folder
from tests.bench.chapter_start import ran
from tests.bench.engine import HOLDER, SeatTaken, event_of
from tests.bench.rounds import Way, asking, collector, course
from tests.bench.settings import Size
from tests.bench.values import Claim, Course, Curve, Taken

TITLE = "Ways of asking, beside each other"
DAY, KNOWN, RECORDED = "2019-11-20", "2020-06-01", "2099-01-01T00:00:00Z"
AT, AT_KNOWN, AT_RECORDED = "at(day)", "at(day, known=K)", "at(day, recorded=R)"
MANY_KNOWN, MANY_RECORDED = (
    "at(day, known=K), another K each time",
    "at(day, recorded=R), another R each time",
)
FIRST_AT, FIRST_VALUE = "first at(day)", "first value_at(day)"
PARSED, DICT = "json.loads of the same", "history.at(day).to_dict()"
MEMBERS = 231
FIRST_DAY = date(1950, 1, 1).toordinal()


def run(size: Size) -> Iterator[Course | Curve]:
    """Yield what the ways of asking the shipped log cost beside each other, and how reasons and tenures grow."""
    yield _first(size)
    yield _clocks(size)
    yield _as_data(size)
    yield from _curves(size)


def _first(size: Size) -> Course:
    folder = str(shipped_folder())
    found: dict[str, list[float]] = {FIRST_AT: [], FIRST_VALUE: []}
    for number in range(2 if size.quick else size.rounds):
        names = [(FIRST_AT, "first_at"), (FIRST_VALUE, "first_value")]
        for name, what in names if number % 2 else reversed(names):
            found[name].append(float(ran("-m", "tests.bench.starters", what, folder)))
    return Course(
        title="the first question to the shipped log, in fresh processes",
        taken=tuple(Taken(name=name, figures=tuple(figures)) for name, figures in found.items()),
        claims=(Claim(own=FIRST_VALUE, peer=FIRST_AT, kind="within", bound=1, source="issue"),),
    )


def _clocks(size: Size) -> Course:
    presidency = load().presidency
    again = [()] * 2_000
    days = [date(2010, 1, 1) + timedelta(days=n) for n in range(2_000)]
    instants = [date(2090, 1, 1) + timedelta(days=n) for n in range(2_000)]
    seconds = size.seconds
    ways = [
        asking(AT, lambda: presidency.at(DAY), again, seconds=seconds),
        asking(AT_KNOWN, lambda: presidency.at(DAY, known=KNOWN), again, seconds=seconds),
        asking(AT_RECORDED, lambda: presidency.at(DAY, recorded=RECORDED), again, seconds=seconds),
        asking(
            MANY_KNOWN, lambda day: presidency.at(DAY, known=day), [(day,) for day in days], seconds=seconds
        ),
        asking(
            MANY_RECORDED,
            lambda day: presidency.at(DAY, recorded=day),
            [(day,) for day in instants],
            seconds=seconds,
        ),
    ]
    assert presidency.at(DAY) == presidency.at(DAY, known=KNOWN) == presidency.at(DAY, recorded=RECORDED)
    return course(
        "one day of the presidency, asked again",
        [Way(name=way.name, ready=way.ready, operations=way.operations) for way in ways],
        rounds=size.rounds,
        claims=[
            *(
                Claim(own=own, peer=AT, kind="within", bound=8, source="issue")
                for own in (AT_KNOWN, AT_RECORDED)
            ),
            *(Claim(own=own, peer=AT, kind="within") for own in (MANY_KNOWN, MANY_RECORDED)),
        ],
    )


def _as_data(size: Size) -> Course:
    history = load()
    text = json.dumps(history.at(DAY).to_dict())
    again = [()] * 50
    return course(
        "a snapshot as a dict",
        [
            asking(PARSED, lambda: json.loads(text), again, seconds=size.seconds),
            asking(DICT, lambda: history.at(DAY).to_dict(), again, seconds=size.seconds),
        ],
        rounds=size.rounds,
        claims=[Claim(own=DICT, peer=PARSED, kind="within", bound=5, source="issue")],
    )


def _curves(size: Size) -> Iterator[Curve]:
    sizes = (25, 50, 100) if size.quick else (250, 500, 1_000, 2_000)
    counts = (25, 50, 100) if size.quick else (200, 400, 800, 1_600)
    groups = (10, 20, 40) if size.quick else (58, 115, MEMBERS, 2 * MEMBERS)
    for title, prepared, numbers in (
        ("all tenures of one office", _tenures, sizes),
        ("a rule about one office, whose holders leave", _rule, sizes),
        ("the reasons of a count", _count, counts),
        ("the reasons of a group", _group, groups),
    ):
        points = tuple((n, _timed(partial(prepared, n), max(size.slow, 2))) for n in numbers)
        yield Curve(title=title, points=points, law="power", high=1.25, source="issue")


def _timed(prepared: Callable[[], Callable[[], object]], rounds: int) -> tuple[float, ...]:
    """Return the seconds of each round, each on a timeline of its own."""
    with collector("on"):
        ways = [Way(name=str(n), ready=lambda _: prepared()) for n in range(rounds)]
        return tuple(figure for way in ways for figure in course("", [way], rounds=1).taken[0].figures)


def _takings(count: int, *, key: int | None = 0) -> list[Event]:
    return [event_of(n if key is None else key, FIRST_DAY + 7 * n, n + 1) for n in range(count)]


def _tenures(count: int) -> Callable[[], object]:
    timeline = Timeline(_takings(count), [HOLDER])
    question: OfficeQuestion = timeline["office"]["office-0"]
    return lambda: question.tenures


def _rule(count: int) -> Callable[[], object]:
    seat = office(
        "seat",
        lambda event: (
            TakesOffice(event.holder) if event.id.startswith("seat") else LeavesOffice(event.holder)
        ),
        kinds=(SeatTaken,),
    )
    takings = _takings(count // 2)
    leavings = [_left(event) for event in takings]
    timeline = Timeline([*takings, *leavings], [seat])
    rule = AtMostOneHolder(name="one holder", office=seat)
    return lambda: list(rule.findings(timeline.resolved))


def _left(event: Event) -> SeatTaken:
    assert isinstance(event, SeatTaken)
    number = int(event.id.removeprefix("seat-"))
    later = event_of(0, event.effective.first_ordinal + 3, number)
    return SeatTaken(
        id=f"left-{number}",
        occurred=later.occurred,
        sources=later.sources,
        office=event.office,
        holder=event.holder,
    )


def _count(count: int) -> Callable[[], object]:
    counted: Projection[int] = Projection(
        name="count", initial=0, apply=lambda number, _: number + 1, kinds=(SeatTaken,)
    )
    answer = Timeline(_takings(count), [counted])["count"].at(date.max)
    return lambda: answer.because


def _group(count: int) -> Callable[[], object]:
    seat = office("seat", lambda _: TakesOffice("member"), kinds=(SeatTaken,), key=lambda event: event.office)
    timeline = Timeline(_takings(count, key=None), [seat])
    answer = GroupQuestion(timeline.scope, seat, ("member",), "members").at(date.max)
    return lambda: answer.because
