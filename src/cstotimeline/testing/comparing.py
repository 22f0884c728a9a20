"""What the engine answers beside what the oracle says, part by part."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

import attrs

from cstotimeline.core.fold.office import Office
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.testing.oracle import Oracle
from cstotimeline.testing.organizations import Organization

Part = tuple[str, object, object]
"""A part of an answer by name: what the engine has, and what the oracle has."""

_EDGE = ("covered", "decided", "last_known")


@attrs.frozen(kw_only=True)
class Compared:
    """One ``part`` of the answer to a question: what the engine ``got``, and what the oracle ``wanted``."""

    question: str
    when: date
    part: str
    got: object
    wanted: object

    @property
    def agrees(self) -> bool:
        """Return whether they are equal."""
        return self.got == self.wanted


def compared(
    organization: Organization, timeline: Timeline, oracle: Oracle, when: date
) -> Iterator[Compared]:
    """Yield every part of every answer at the end of a day or at an instant, of all keys that the log ever had.

    Keys of which the dates contradict a stated order are skipped: dates do not decide which order is then ignored.
    """

    def answer(name: str, projection: Projection[Any] | None, key: Hashable) -> Any:
        return organization.question(timeline, name, projection, key).at(when)

    for projection in organization.projections:
        for key in oracle.keys(projection) if projection.key is not None else [""]:
            if oracle.contradictions(projection, key):
                continue
            name = projection.name if projection.key is None else f"{projection.name} of {key}"
            parts = parts_of_key(answer(name, projection, key), oracle, projection, key, when)
            yield from _named(name, when, parts)
    for name, (keyed, statuses) in organization.groups.items():
        if not any(oracle.contradictions(keyed, key) for key in oracle.keys(keyed)):
            yield from _named(
                name, when, parts_of_group(answer(name, None, ""), oracle, keyed, statuses, when)
            )


def _named(question: str, when: date, parts: Iterable[Part]) -> Iterator[Compared]:
    for part, got, wanted in parts:
        yield Compared(question=question, when=when, part=part, got=got, wanted=wanted)


def parts_of_key(
    answer: Any, oracle: Oracle, projection: Projection[Any], key: Hashable, when: date
) -> Iterator[Part]:
    """Yield the parts of the answer about one key of a projection."""
    if isinstance(projection, Office):
        said: Any = oracle.office(projection, when, key)
        value = (answer.holder, answer.acting, text_of(answer.absence))
        wanted = (said.holder, said.acting, said.absence)
        dates = (answer.start.text, answer.end.text), (said.start.text, said.end.text)
        mine, others = answer.label, set(answer.alternatives)
        canonical = oracle.shown(projection, when, key).label
    else:
        said = oracle.state(projection, when, key)
        value, wanted, dates = answer.value, said.value, (("", ""), ("", ""))
        mine, others, canonical = answer.value, set(answer.alternatives), said.value
    yield from _edge_of(answer, said)
    if answer.gave_up:
        yield "certain, though given up", answer.certain, False
        return
    if is_loose(oracle, projection, key, when):
        missing = {canonical, *said.alternatives} - {mine, *others}
        yield "what is possible and not said", missing, set()
        yield "certain against what is possible", answer.certain and not said.certain, False
        return
    yield "value", value, wanted
    yield "start and end", dates[0], dates[1]
    yield "certain", answer.certain, said.certain
    yield "alternatives", others, set(said.alternatives)
    yield "alternatives, each once", len(answer.alternatives), len(others)


def parts_of_group(
    group: Any, oracle: Oracle, keyed: Office, statuses: tuple[str, ...], when: date
) -> Iterator[Part]:
    """Yield the parts of the answer about a group."""
    said = oracle.group(keyed, statuses, when)
    yield from _edge_of(group, said)
    if any(is_loose(oracle, keyed, key, when) for key in oracle.keys(keyed)):
        yield "open names missing", set(said.open) - set(group.undecided), set()
        return
    yield "names", set(group.names), set(said.names)
    yield "open names", set(group.undecided), set(said.open)
    yield "certain", group.certain, said.certain


def _edge_of(answer: Any, said: Any) -> Iterator[Part]:
    for name in _EDGE:
        got = getattr(answer, name)
        yield name, _ordinal(got) if name == "last_known" else got, getattr(said, name)


def text_of(absence: object) -> str | None:
    """Return a reason for absence as text."""
    return None if absence is None else str(absence)


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def is_loose(oracle: Oracle, projection: Projection[Any], key: Hashable, when: date) -> bool:
    """Return whether, at an instant, coarse dates and stated orders meet, or it is open which taking a leaving ends.

    Within a civil day that a coarse event may share, more orders may then be left open than there are.
    """
    return isinstance(when, datetime) and any(
        (case.days.pairs and any(len(e.effective.ordinals) > 1 for e in case.days.events.values()))
        or any(len(takings) > 1 for takings in case.candidates.values())
        for case in oracle.cases(projection, key)
    )
