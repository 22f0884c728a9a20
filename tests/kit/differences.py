"""Random histories, random questions in random order: the engine beside the oracle.

``python -m tests.kit.differences --histories 20000 --seed 1`` prints how many questions were asked, how many answers
differ, by what they turn on, and the smallest history of each sort that shows a difference. Exit 1 where there is one.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from datetime import date, datetime
from random import Random
from typing import Any

import attrs
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.office import Office
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.log.records import Record
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.testing import Oracle, Shape, Turned, club, histories
from cstotimeline.testing.comparing import Compared, Part, is_loose, parts_of_group, parts_of_key, text_of
from cstotimeline.testing.oracle import TooManyWorlds
from cstotimeline.testing.oracle.calendar import has_offset
from cstotimeline.testing.oracle.selections import was_public
from cstotimeline.testing.shapes import DAYS, MEMBERS, STEWARDS
from cstotimeline.testing.small_worlds import arrivals, linked, records_of
from cstotimeline.testing.turned import instants, turned

WHOLE = Shape(least=1, most=5, disclosed=True, coarse_clocks=True, amendments=2, announcements=1, coverage=1)
ZONED = ("", "", "Asia/Dushanbe", "America/New_York")
STEWARD_SHAPE = attrs.evolve(
    STEWARDS,
    least=2,
    most=5,
    leavings=True,
    predecessors=True,
    amendments=1,
    coverage=1,
    disclosed=True,
    coarse_clocks=True,
)
MEMBER_SHAPE = attrs.evolve(MEMBERS, least=1, amendments=1, coverage=1, disclosed=True, coarse_clocks=True)
ORGANIZATION = attrs.evolve(
    club.CLUB, pins={kind: pins for kind, pins in club.CLUB.pins.items() if kind is not club.StewardTook}
)
QUESTIONS = 10
"""How many questions a history is asked."""

CLASSES = {
    "A": "the edge of knowledge",
    "B": "coarse dates of statements: disclosure, corrections, sources",
    "C": "days beside instants",
    "D": "leavings and what they end",
    "E": "patterns taken for their hull",
    "F": "clocks turned to an instant",
    "G": "what was asked before",
    "-": "something else",
}


@attrs.frozen(kw_only=True)
class Inquiry:
    """One question of a sequence: about a key of a projection, or about a group (without projection)."""

    name: str
    projection: Projection[Any] | None
    key: Hashable
    way: str
    when: date
    clocks: Turned


@attrs.frozen(kw_only=True)
class Story:
    """A history, as bare events complete ``through`` a day, or as records."""

    events: tuple[Event, ...]
    records: tuple[Record, ...] = ()
    through: date | None = None

    def timeline(self) -> Timeline:
        """Return the timeline of the history."""
        return ORGANIZATION.timeline(self.records or self.events, through=self.through)

    def oracle(self, clocks: Turned) -> Oracle:
        """Return the oracle of the history under clocks."""
        return Oracle(self.records or self.events, through=self.through, **clocks.options)

    def without(self, event: Event) -> Story:
        """Return the history without an event, and without what is about it."""
        kept = {e.id for e in linked(e for e in self.events if e is not event)}
        return attrs.evolve(
            self,
            events=tuple(e for e in self.events if e.id in kept),
            records=tuple(r for r in self.records if r.event.id in kept),
        )


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Draw a history: any, or of one office, in one zone or several, as bare events or as records."""
    shape = draw(st.sampled_from([WHOLE, STEWARD_SHAPE, STEWARD_SHAPE, MEMBER_SHAPE]))
    if draw(st.booleans()):
        shape = attrs.evolve(shape, zones=ZONED)
    if draw(st.booleans()):
        shape = attrs.evolve(shape, coverage=0)
    events = draw(histories(attrs.evolve(shape, organization=ORGANIZATION)))
    if draw(st.booleans()):
        return Story(events=events, records=draw(arrivals(events).flatmap(records_of)))
    return Story(events=events, through=draw(st.none() | st.none() | st.sampled_from(DAYS)))


@st.composite
def inquiries(draw: st.DrawFn, story: Story) -> list[Inquiry]:
    """Draw the questions to a history, in the order in which they are asked."""
    plain = story.oracle(Turned())
    things: list[tuple[str, Projection[Any] | None, Hashable]] = [
        (projection.name if projection.key is None else f"{projection.name} of {key}", projection, key)
        for projection in ORGANIZATION.projections
        for key in (plain.keys(projection) if projection.key is not None else [""])
    ]
    things += [(name, None, "") for name in ORGANIZATION.groups]
    clocks = [Turned(), draw(turned(story.events, story.records)), draw(turned(story.events, story.records))]
    whens: list[date] = [*DAYS, draw(instants()), draw(instants())]
    at_random = Random(draw(st.integers(0, 2**32)))  # quicker than a draw for each
    found: list[Inquiry] = []
    for _ in range(QUESTIONS):
        name, projection, key = at_random.choice(things)
        way = at_random.choice(["at", "at", "value_at", "during"])
        when, turns = at_random.choice(whens), at_random.choice(clocks)
        found.append(Inquiry(name=name, projection=projection, key=key, way=way, when=when, clocks=turns))
    return found


def parts(asked: Inquiry, timeline: Timeline, oracle: Oracle, shared: dict[str, Any]) -> Iterator[Compared]:
    """Yield the parts of an engine's answer beside those of the oracle."""
    question: Any = shared.get(asked.name)
    if question is None:
        question = ORGANIZATION.question(timeline, asked.name, asked.projection, asked.key)
        shared[asked.name] = question
    options = asked.clocks.options
    if asked.projection is None:
        keyed, statuses = ORGANIZATION.groups[asked.name]
        group = question.at(asked.when, **options)
        found = parts_of_group(group, oracle, keyed, statuses, asked.when)
    elif asked.way == "value_at":
        value = question.value_at(asked.when, **options)
        found = bare_parts(value, oracle, asked.projection, asked.key, asked.when)
    elif asked.way == "during" and not options and not isinstance(asked.when, datetime):
        spells = question.during(f"{DAYS[0]}/{DAYS[-1]}")
        (spell,) = (s for s in spells if s.spell.earliest <= asked.when <= s.spell.latest)
        found = parts_of_key(spell, oracle, asked.projection, asked.key, asked.when)
    else:
        answer = question.at(asked.when, **options)
        found = parts_of_key(answer, oracle, asked.projection, asked.key, asked.when)
    for part, got, wanted in found:
        yield Compared(question=asked.name, when=asked.when, part=part, got=got, wanted=wanted)


def bare_parts(
    value: Any, oracle: Oracle, projection: Projection[Any], key: Hashable, when: date
) -> Iterator[Part]:
    """Yield the parts of a bare value of one key of a projection."""
    if is_loose(oracle, projection, key, when):
        return
    if isinstance(projection, Office):
        said: Any = oracle.office(projection, when, key)
        seat = value.value
        yield (
            "value",
            (seat.holder, seat.acting, text_of(seat.absence)),
            (said.holder, said.acting, said.absence),
        )
    else:
        said = oracle.state(projection, when, key)
        yield "value", value.value, said.value
    yield "certain", value.certain, said.certain
    yield "alternatives", set(value.alternatives), set(said.alternatives)


def reasons(asked: Inquiry, story: Story, shared: dict[str, Any]) -> Compared:
    """Return the reasons of an answer that is asked again, beside those of a fresh timeline."""
    fresh = ORGANIZATION.question(story.timeline(), asked.name, asked.projection, asked.key)
    got, wanted = (one.at(asked.when, **asked.clocks.options).because for one in (shared[asked.name], fresh))
    return Compared(question=asked.name, when=asked.when, part="because", got=got, wanted=wanted)


@attrs.frozen(kw_only=True)
class Difference:
    """An answer that differs: the history, the question, and the parts in which it does."""

    story: Story
    asked: Inquiry
    found: tuple[Compared, ...]
    sort: str

    @property
    def size(self) -> tuple[int, int]:
        """Return how large the history is, for finding the smallest."""
        return len(self.story.events), sum(len(str(event)) for event in self.story.events)

    def __str__(self) -> str:
        story, asked = self.story, self.asked
        records = ", ".join(f"{r.event.id} recorded {r.recorded}" for r in story.records)
        lines = [f"{asked.way} of {asked.name} at {asked.when}, {asked.clocks}, through={story.through}"]
        lines += [f"  {f.part}: engine {f.got!r}, oracle {f.wanted!r}" for f in self.found]
        lines += [records] if records else []
        return "\n".join([*lines, ORGANIZATION.lines(story.events)])


def differing(
    asked: Inquiry, timeline: Timeline, oracle: Oracle, shared: dict[str, Any] | None = None
) -> tuple[Compared, ...]:
    """Return the parts of an answer that differ; where the engine raises, the error as the only one."""
    keyed = asked.projection or ORGANIZATION.groups[asked.name][0]
    keys = [asked.key] if asked.projection is not None else oracle.keys(keyed)
    if any(oracle.contradictions(keyed, key) for key in keys):
        return ()
    try:
        return tuple(
            part
            for part in parts(asked, timeline, oracle, {} if shared is None else shared)
            if not part.agrees
        )
    except TooManyWorlds:
        raise
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        return (
            Compared(question=asked.name, when=asked.when, part="an error", got=what, wanted="an answer"),
        )


def sort_of(story: Story, asked: Inquiry, oracle: Oracle) -> str:
    """Return the class of defects that a difference belongs to, by what its question turns on."""
    if not differing(asked, story.timeline(), oracle):
        return "G"
    keyed = asked.projection or ORGANIZATION.groups[asked.name][0]
    keys = [asked.key] if asked.projection is not None else oracle.keys(keyed)
    cases = [case for key in keys for case in oracle.cases(keyed, key)]
    edges = [oracle.edge(keyed.name, key, asked.when) for key in keys]
    if not cases or not all(edge.inside for edge in edges) or not all(case.mine for case in cases):
        return "A"
    if isinstance(asked.clocks.known, datetime):
        return "F"
    open_ = [event for event in story.events if was_public(event, asked.clocks.known) is None]
    if (
        open_
        or len({case.mine for case in cases}) > 1
        or (len(cases) > len(keys) and not isinstance(keyed, Office))
    ):
        return "B"
    if isinstance(keyed, Office) and any(case.endings for case in cases):
        return "D"
    texts = [e.effective.text for case in cases for e in case.days.events.values()]
    if any("X" in text[5:] for text in texts):
        return "E"
    events = [event for case in cases for event in case.days.events.values()]
    if isinstance(asked.when, datetime) or any(e.zone or has_offset(e.effective) for e in events):
        return "C"
    return "B" if len(cases) > len(keys) else "-"


def shrunk(difference: Difference) -> Difference:
    """Return the difference of a smaller history, of the same class, as long as leaving out an event gives one."""
    for event in difference.story.events:
        story = difference.story.without(event)
        try:
            oracle = story.oracle(difference.asked.clocks)
            found = differing(difference.asked, story.timeline(), oracle)
            sort = sort_of(story, difference.asked, oracle) if found else ""
        except Exception:
            continue
        if found and sort == difference.sort:
            return shrunk(attrs.evolve(difference, story=story, found=found))
    return difference


@attrs.define
class Tally:
    """What was asked and what differed."""

    histories: int = 0
    questions: int = 0
    passed_over: int = 0
    by_sort: Counter[str] = attrs.field(factory=Counter)
    smallest: dict[str, Difference] = attrs.field(factory=dict)

    def ask(self, story: Story, asked: Sequence[Inquiry]) -> None:
        """Ask a history one question after another, of one timeline."""
        timeline = story.timeline()
        oracles: dict[Turned, Oracle] = {}
        shared: dict[str, Any] = {}
        self.histories += 1
        for one in asked:
            oracle = oracles.setdefault(one.clocks, story.oracle(one.clocks))
            try:
                found = differing(one, timeline, oracle, shared)
            except TooManyWorlds:
                self.passed_over += 1
                continue
            self.questions += 1
            if not found and one is asked[-1] and one.name in shared:
                again = reasons(one, story, shared)
                found = () if again.agrees else (again,)
            if found:
                sort = sort_of(story, one, oracle)
                self.by_sort[sort] += 1
                self._keep(Difference(story=story, asked=one, found=found, sort=sort))

    def _keep(self, difference: Difference) -> None:
        smallest = self.smallest.get(difference.sort)
        if smallest is None or difference.size < smallest.size:
            self.smallest[difference.sort] = difference

    def report(self, seconds: float) -> str:
        """Return what was found, as lines."""
        lines = [
            f"{self.histories} histories, {self.questions} questions, {sum(self.by_sort.values())} differences"
            f" ({self.passed_over} questions with too many worlds passed over), {seconds:.0f} s"
        ]
        for sort, count in sorted(self.by_sort.items()):
            lines.append(f"\n{sort}: {CLASSES[sort]}: {count}")
            lines.append(str(shrunk(self.smallest[sort]) if sort != "G" else self.smallest[sort]))
        return "\n".join(lines)


def compare(histories_: int, number: int) -> Tally:
    """Compare the engine with the oracle on so many random histories, drawn from a seed."""
    tally = Tally()

    @seed(number)
    @settings(
        max_examples=histories_,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def run(data: st.DataObject) -> None:
        story = data.draw(stories())
        tally.ask(story, data.draw(inquiries(story)))

    run()
    return tally


def main(arguments: list[str]) -> int:
    """Run the comparison, print the report, and return 1 where an answer differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.kit.differences")
    parser.add_argument("--histories", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given_ = parser.parse_args(arguments)
    start = time.monotonic()
    tally = compare(given_.histories, given_.seed)
    print(tally.report(time.monotonic() - start))
    return 1 if tally.by_sort else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
