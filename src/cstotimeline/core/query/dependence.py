"""Dependence on sources: the log without a page, what then changes, and what rests on one page alone."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import attrs

from cstotimeline.core.errors import Fault, UnknownName, shown
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.coverage import LAST_DAY, CoverageDeclared
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.references import acts_on
from cstotimeline.core.log.log import Records
from cstotimeline.core.plain import plain
from cstotimeline.core.query.comparison import both_said, question_of, runs, said
from cstotimeline.core.query.event_filters import is_from
from cstotimeline.core.query.scope import Scope
from cstotimeline.core.query.spelling import nearest_spelt
from cstotimeline.core.temporal.intervals import Period


@attrs.frozen(kw_only=True)
class DependentAnswer:
    """An answer that would be another without a source: about ``aspect`` (and ``key``) during ``period``.

    ``before`` and ``after`` are what is said with and without the source, ``certain`` and ``certain_after`` whether
    that is certain.
    """

    aspect: str
    key: Hashable
    period: Period
    before: Any = attrs.field(hash=False)
    after: Any = attrs.field(hash=False)
    certain: bool
    certain_after: bool

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**attrs.asdict(self, recurse=False), "key": plain(self.key), "period": self.period.text}


@attrs.frozen(kw_only=True)
class Dependence:
    """What rests on a source.

    Attributes:
        source: the source, as it was asked for.
        cited_by: the ids of the events that cite it.
        lost: of those, the ids of the events that cite nothing else, with what can only act on them.
        answers: the answers about keys of projections that would be others without it, in the order of the aspects.
    """

    source: str
    cited_by: tuple[str, ...]
    lost: tuple[str, ...]
    answers: tuple[DependentAnswer, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "source": self.source,
            "cited_by": list(self.cited_by),
            "lost": list(self.lost),
            "answers": [answer.to_dict() for answer in self.answers],
        }


def without_source(timeline: Any, source: str | Citation) -> Any:
    """Return a timeline of the same log without a source, under the same clocks; see :meth:`Timeline.without`."""
    scope: Scope = timeline.scope
    kept, _ = _kept(scope.events, source)
    records = None
    if scope.records is not None:
        records = Records(
            [
                attrs.evolve(record, event=kept[record.event.id])
                for record in scope.records
                if record.event.id in kept
            ]
        )
        kept = dict(records.events)
    default = scope.coverage.default
    through = scope.through
    if through is None and default and default[-1][1] < LAST_DAY:
        through = default[-1][1]  # the log was looked through as far as before
    found = Scope(kept, records, clocks=scope.clocks, prefer=scope.prefer, through=through)
    return timeline.in_scope(found)


def _kept(events: Mapping[str, Event], source: str | Citation) -> tuple[dict[str, Event], list[str]]:
    """Return the events that have another source, without this one, and the ids of those that cite it.

    Raises:
        UnknownName: no event cites the source.
    """
    cited: list[str] = []
    kept: dict[str, Event] = {}
    for event in events.values():
        rest = tuple(one for one in event.sources if not is_from(one, source))
        if len(rest) < len(event.sources) and not isinstance(event, CoverageDeclared):
            cited.append(event.id)
            if rest:
                kept[event.id] = attrs.evolve(event, sources=rest)
        else:
            kept[event.id] = event
    if not cited:
        publishers = {one.publisher for event in events.values() for one in event.sources}
        near = (
            ", ".join(nearest_spelt(str(source), publishers, 3))
            or "a publisher, a host or an address of the log"
        )
        raise UnknownName(
            Fault(
                where="source",
                what=f"no event cites this source, got {shown(source)}",
                remedy=f"write {near}",
            )
        )
    while without_target := [
        event.id for event in kept.values() if (target := acts_on(event)) and target not in kept
    ]:
        for name in without_target:
            del kept[name]
    for event in list(kept.values()):
        if any(name in events and name not in kept for name in event.after):
            kept[event.id] = attrs.evolve(event, after=tuple(name for name in event.after if name in kept))
    return kept, cited


def dependence_on(timeline: Any, source: str | Citation) -> Dependence:
    """Return what rests on a source; see :meth:`Timeline.resting_on`."""
    kept, cited = _kept(timeline.scope.events, source)
    lost = tuple(name for name in timeline.scope.events if name not in kept)
    return Dependence(
        source=source if isinstance(source, str) else source.address or source.label,
        cited_by=tuple(cited),
        lost=lost,
        answers=tuple(_changed_answers(timeline, without_source(timeline, source), {*cited, *lost})),
    )


def _changed_answers(timeline: Any, other: Any, touched: set[str]) -> Iterator[DependentAnswer]:
    graph = timeline.scope.shared.graph
    for name, projection in timeline.projections.items():
        for key in timeline.scope.all_keys(projection):
            if not touched & set(graph.component(graph.ids_by_key(projection).get(key, ()))):
                continue
            asked, without = (question_of(one.ask(projection), key) for one in (timeline, other))
            for period, before, after in runs(asked, without, _is_same):
                yield DependentAnswer(aspect=name, key=key, period=period, **both_said(before, after))


def _is_same(before: Any, after: Any) -> bool:
    return said(before) == said(after) and bool(before.certain == after.certain)


def sole_pages(timeline: Any) -> dict[str, tuple[str, ...]]:
    """Return the pages on which events rest alone; see :meth:`Timeline.sole_pages`."""
    found: dict[str, list[str]] = {}
    for event in timeline.resolved.everything:
        pages = {source.address or source.label for source in event.sources}
        if len(pages) == 1:
            found.setdefault(pages.pop(), []).append(event.id)
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return {page: tuple(ids) for page, ids in ordered}
