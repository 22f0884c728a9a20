"""Lanes: what a picture shows of a question over a stretch of days, as data: stretches, edges, rivals, points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal

import attrs

from cstotimeline.core.errors import Fault
from cstotimeline.core.events.coverage import Days
from cstotimeline.core.events.event import Event
from cstotimeline.core.query.answers import ExplainedAnswer, cited_in_full
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.groups import Group
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.tenures import Tenure
from cstotimeline.core.temporal.day_spans import common, merged
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.core.temporal.wording import date_in_words, on_date
from cstotimeline.views.drawing import DrawingError
from cstotimeline.views.labels import labels_of
from cstotimeline.views.text import doubt, span

Standing = Literal["sure", "doubt", "later", "uncovered"]
"""How an answer stands: certain; left open by dates; after the day to which the clock of knowledge is turned; on days
for which the log was not looked through.
"""

_SHAPES = 40_000
_SOURCES_TOLD, _EVENTS_TOLD = 4, 4
_ANSWERS_EXPLAINED = 100
"""In a lane of more answers tool tips give no reasons: each costs as much as its key has events."""


@attrs.frozen
class View:
    """The days of a picture, as ordinals, both ends included."""

    first: int
    last: int

    @property
    def period(self) -> Period:
        """Return the days as a period."""
        return Period(f"{PartialDate.of_ordinal(self.first)}/{PartialDate.of_ordinal(self.last)}")

    def clipped(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the part of some days that is inside; None where none is."""
        low, high = max(first, self.first), min(last, self.last)
        return (low, high) if low <= high else None


@attrs.frozen(kw_only=True)
class Stretch:
    """Days of one answer.

    ``turn`` is the same for all stretches of one holder's time; ``labels`` name it, the longest first; empty where
    there is nothing to name.
    """

    first: int
    last: int
    standing: Standing
    expected: bool
    labels: tuple[str, ...]
    turn: int
    tip: str
    value: Any = attrs.field(repr=False)

    @property
    def is_held(self) -> bool:
        """Return whether somebody or something is there to be drawn."""
        return bool(self.labels)


@attrs.frozen(kw_only=True)
class Mark:
    """Days that a date may mean, with the kinds of its doubt: the start or end of a turn, an event, a rival's date."""

    first: int
    last: int
    kinds: tuple[str, ...]
    tip: str = attrs.field(eq=False)
    label: str = attrs.field(default="", eq=False)


@attrs.frozen(kw_only=True)
class Row:
    """One view of a question; ``caption`` says which."""

    caption: str
    stretches: tuple[Stretch, ...]
    edges: tuple[Mark, ...] = ()
    rivals: tuple[Mark, ...] = ()
    points: tuple[Mark, ...] = ()


@attrs.frozen(kw_only=True)
class Lane:
    """A question with its rows, below a ``heading`` where it is one of several; ``learned``: the days on which the two
    rows say different things.
    """

    title: str
    heading: str
    rows: tuple[Row, ...]
    learned: Days = ()

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is held and nothing happened in the view."""
        return not any(row.points or any(one.is_held for one in row.stretches) for row in self.rows)


def doubt_of(date: PartialDate) -> tuple[str, ...]:
    """Return the kinds of doubt of a date: of ``coarse``, ``uncertain``, ``approximate`` and ``both``.

    >>> doubt_of(PartialDate.parse("2004-06~")), doubt_of(PartialDate.parse("2004-06-18"))
    (('coarse', 'approximate'), ())
    """
    kinds = ["coarse"] if date.first_ordinal < date.last_ordinal else []
    text = date.text
    if "%" in text or ("?" in text and "~" in text):
        kinds.append("both")
    elif "?" in text:
        kinds.append("uncertain")
    elif "~" in text:
        kinds.append("approximate")
    return tuple(kinds)


def row_of(
    asked: Question[Any] | EventList[Any],
    plain: Question[Any] | EventList[Any] | None,
    view: View,
    caption: str,
) -> Row:
    """Return what a question answers over a view; where it differs from ``plain`` it is expected."""
    if isinstance(asked, EventList):
        return _row_of_events(asked, plain if isinstance(plain, EventList) else None, view, caption)
    answers = asked.during(view.period)
    others = plain.during(view.period) if isinstance(plain, Question) else None
    stretches = tuple(_bounded(_stretches(asked, answers, others)))
    expected = None if others is None else set(_edges(others, view))
    edges = [
        attrs.evolve(edge, kinds=(*edge.kinds, "expected"))
        if expected is not None and edge not in expected
        else edge
        for edge in _edges(answers, view)
    ]
    return Row(
        caption=caption,
        stretches=stretches,
        edges=tuple(dict.fromkeys((*edges, *_ends_of_turns(answers, view)))),
        rivals=tuple(dict.fromkeys(_rivals(answers, view))) if any(asked.resolved.rivals.values()) else (),
    )


def _bounded(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    for count, stretch in enumerate(stretches):
        if count >= _SHAPES:
            what = f"more than {_SHAPES:,} stretches in one lane"
            raise DrawingError(Fault(where="draw", what=what, remedy="draw a shorter period"))
        yield stretch


def _days(answer: ExplainedAnswer) -> tuple[int, int]:
    spell = answer.spell
    assert spell is not None  # noqa: S101  every answer of during has one
    return spell.start.first_ordinal, spell.end.last_ordinal


def _stretches(
    asked: Question[Any], answers: Sequence[ExplainedAnswer], others: Sequence[ExplainedAnswer] | None
) -> Iterator[Stretch]:
    before: Any = object()
    turn = -1
    known = _last_day_known(asked)
    is_brief = len(answers) > _ANSWERS_EXPLAINED
    for answer in answers:
        if _turn_of(answer) != before:
            before, turn = _turn_of(answer), turn + 1
        labels = labels_of(asked, answer)
        tell = _tip_maker(asked, answer, is_brief=is_brief)
        for first, last, expected in _pieces(answer, others, known):
            yield Stretch(
                first=first,
                last=last,
                standing=_standing(asked, answer, first),
                expected=expected,
                labels=labels,
                turn=turn,
                tip=tell(first, last),
                value=_said(answer),
            )


def _pieces(
    answer: ExplainedAnswer, others: Sequence[ExplainedAnswer] | None, known: int | None
) -> Iterator[tuple[int, int, bool]]:
    """Yield the days of an answer, parted after the day ``known``, and where it begins or ceases to differ from the
    other answers.
    """
    first, last = _days(answer)
    pieces = [(first, last, False)]
    if others is not None:
        overlaps = ((max(first, _days(one)[0]), min(last, _days(one)[1]), _said(one)) for one in others)
        pieces = [(low, high, said != _said(answer)) for low, high, said in overlaps if low <= high]
    if known is not None:
        parts = (
            ((low, min(high, known), new), (max(low, known + 1), high, new)) for low, high, new in pieces
        )
        pieces = [piece for pair in parts for piece in pair if piece[0] <= piece[1]]
    before: tuple[int, int, bool] | None = None
    for low, high, differs in pieces:
        if before is not None and before[2] == differs and low - 1 != known:
            before = (before[0], high, differs)
            continue
        if before is not None:
            yield before
        before = (low, high, differs)
    if before is not None:
        yield before


def _said(answer: Any) -> Any:
    if isinstance(answer, Tenure):
        return answer.label, answer.alternatives
    if isinstance(answer, Group):
        return answer.names, answer.undecided
    return answer.value, answer.alternatives


def _turn_of(answer: Any) -> Any:
    return (answer.label, answer.start, answer.end) if isinstance(answer, Tenure) else _said(answer)[0]


def _last_day_known(asked: Question[Any] | EventList[Any]) -> int | None:
    """Return the last day of which all is known that the clock of knowledge shows; None where that shows everything."""
    known = asked.scope.clocks.known
    return None if known is None else known.ordinal if known.epoch is None else known.ordinal - 1


def _standing(asked: Question[Any], answer: ExplainedAnswer, day: int) -> Standing:
    known = _last_day_known(asked)
    if answer.certain:
        return "sure"
    if not answer.covered:
        return "uncovered"
    return "later" if known is not None and day > known else "doubt"


def _edges(answers: Iterable[Any], view: View) -> Iterator[Mark]:
    for answer in answers:
        if isinstance(answer, Tenure) and answer.holder is not None:
            for date in (answer.start, answer.end):
                inside = view.clipped(date.first_ordinal, date.last_ordinal) if date.is_date else None
                if inside is not None:
                    words = f"{answer.label}, {span(answer.start, answer.end)}"
                    yield Mark(first=inside[0], last=inside[1], kinds=doubt_of(date), tip=words)


def _ends_of_turns(answers: Sequence[Any], view: View) -> Iterator[Mark]:
    """Yield marks for starts and ends without a date: open ends at the end of the view, unknown ones where seen."""
    for before, answer, after in zip((None, *answers), answers, (*answers[1:], None), strict=False):
        if not isinstance(answer, Tenure) or answer.holder is None:
            continue
        first, last = _days(answer)
        if answer.start.is_unknown and before is not None and before.label != answer.label:
            words = f"{answer.label}: in office from an unknown date on"
            yield Mark(first=first, last=first, kinds=("unknown",), tip=words)
        if answer.end.is_unknown and after is not None and after.label != answer.label:
            words = f"{answer.label}: in office until an unknown date"
            yield Mark(first=last, last=last, kinds=("unknown",), tip=words)
        if answer.end.is_open and last == view.last:
            yield Mark(first=last, last=last, kinds=("open",), tip=f"{answer.label}: no end is known")


def _rivals(answers: Iterable[ExplainedAnswer], view: View) -> Iterator[Mark]:
    for answer in answers:
        for rival in answer.rivals:
            inside = view.clipped(rival.effective.first_ordinal, rival.effective.last_ordinal)
            if inside is not None:
                words = f"Rival claim: {event_tip(rival)}"
                kinds = ("rival", *doubt_of(rival.effective))
                yield Mark(first=inside[0], last=inside[1], kinds=kinds, tip=words)


def _row_of_events(asked: EventList[Any], plain: EventList[Any] | None, view: View, caption: str) -> Row:
    known = {event.id for event in plain} if plain is not None else None
    points: list[Mark] = []
    for event in asked.during(view.period):
        inside = view.clipped(event.occurred.first_ordinal, event.occurred.last_ordinal)
        if inside is not None:
            kinds = doubt_of(event.occurred)
            if known is not None and event.id not in known:
                kinds = (*kinds, "expected")
            points.append(
                Mark(first=inside[0], last=inside[1], kinds=kinds, tip=event_tip(event), label=event.title)
            )
    return Row(caption=caption, stretches=tuple(_silence(asked, view)), points=tuple(points))


def _silence(asked: EventList[Any], view: View) -> Iterator[Stretch]:
    """Yield the days of a view by whether a list is complete for them."""
    known = _last_day_known(asked)
    covered = common(asked.days, ((view.first, view.last),))
    day = view.first
    for first, last in (*covered, (view.last + 1, view.last)):
        if day < first:
            yield _quiet(day, first - 1, "uncovered", asked.name)
        edge = last if known is None else min(last, known)
        if first <= edge:
            yield _quiet(first, edge, "sure", asked.name)
        if max(first, edge + 1) <= last:
            yield _quiet(max(first, edge + 1), last, "later", asked.name)
        day = last + 1


def _quiet(first: int, last: int, standing: Standing, name: str) -> Stretch:
    words = f"{name}: {'complete' if standing == 'sure' else 'at least these'}, {days_in_words(first, last)}"
    return Stretch(
        first=first, last=last, standing=standing, expected=False, labels=(), turn=0, tip=words, value=None
    )


def days_in_words(first: int, last: int) -> str:
    """Return the days from one ordinal to another in words."""
    one, other = (date_in_words(PartialDate.of_ordinal(day)) for day in (first, last))
    return one if first == last else f"{one} to {other}"


def _tip_maker(asked: Question[Any], answer: Any, *, is_brief: bool) -> Callable[[int, int], str]:
    """Return a function that gives the tool tip of an answer for some days: who, when, how sure, reasons and sources;
    with ``is_brief`` without reasons and sources.
    """
    if isinstance(answer, Tenure | Group):
        names = answer.alternatives if isinstance(answer, Tenure) else answer.undecided
        head, *cited = [asked.head(answer)] if is_brief else answer.why().split("\n")
    else:
        names = tuple(label for one in answer.alternatives for label in labels_of(asked, answer, one)[:1])
        head = (labels_of(asked, answer) or ("nothing",))[0]
        cited = [] if is_brief else [event_tip(event) for event in answer.events[:_EVENTS_TOLD]]
    remark = doubt(answer, names)
    rest = "\n".join(cited[: _SOURCES_TOLD + 1])

    def tell(first: int, last: int) -> str:
        said = f"{asked.name}, {days_in_words(first, last)}{f' ({remark})' if remark else ''}: {head}"
        return f"{said}\n{rest}" if rest else said

    return tell


def event_tip(event: Event) -> str:
    """Return the tool tip of an event: what, when, and its first sources."""
    lines = [f"{event.title}, {on_date(event.occurred)}"]
    if event.effective != event.occurred:
        lines[0] += f" (effective {date_in_words(event.effective)})"
    return "\n".join([*lines, *(cited_in_full(source) for source in event.sources[:_SOURCES_TOLD])])


def _seen(point: Mark) -> tuple[int, int, tuple[str, ...], str]:
    return point.first, point.last, point.kinds, point.tip


def difference(one: Row, other: Row) -> Days:
    """Return the days on which two rows of a lane say different things."""
    found: list[tuple[int, int]] = []
    for mine in one.stretches:
        for theirs in other.stretches:
            low, high = max(mine.first, theirs.first), min(mine.last, theirs.last)
            if low <= high and (mine.value, mine.expected) != (theirs.value, theirs.expected):
                found.append((low, high))
    points = {_seen(point) for point in one.points} ^ {_seen(point) for point in other.points}
    found.extend(point[:2] for point in points)
    return merged(found)
