"""Faults to plant in the engine, each as a patch of one function, so that it is seen whether the kit catches it.

A fault names its targets by module and path below ``cstotimeline``, and an expression that makes the wrong function of
the right one. Where the target moves or changes its arguments, the fault says so when it is planted.
"""

from __future__ import annotations

import attrs


@attrs.frozen
class Planted:
    """A fault: what it makes the engine do, the ``targets`` that it replaces, and what it makes of each (``wrong``).

    ``defects`` is the class of known defects that it brings back, by its letter; empty for others. ``law`` is the one
    that is tried, for a fault that others rarely show; by default all are.
    """

    name: str
    targets: tuple[str, ...]
    wrong: str
    defects: str = ""
    law: str = ""


FAULTS = (
    Planted(
        "events of one day stand in the order of arrival",
        ("core.fold.ordering:tie_break_key",),
        "lambda right: lambda event: right(event) if event.effective.clock else (right(event)[0], 0, '')",
    ),
    Planted(
        "time of day is ignored",
        ("core.fold.ordering:tie_break_key",),
        "lambda right: lambda event: (-864_000, event.order, event.id)",
    ),
    Planted(
        "an end that is open is a day",
        ("core.query.tenures:Tenure.__init__",),
        "lambda right: lambda self, *, end, **more:"
        " right(self, end=PartialDate.parse('2026-11-22') if end.is_open else end, **more)",
    ),
    Planted(
        "the mark of a doubtful date is lost",
        ("core.codec.codec:Codec.to_line",),
        """lambda right: lambda self, record: re.sub('("occurred": "[^"]*)[?~%]"', r'\\1"', right(self, record))""",
    ),
    Planted(
        "retractions are ignored",
        ("core.events.amendments:_ways",),
        "lambda right: lambda event, about, *more: right(event, {name: [one for one in ones"
        " if not isinstance(one, EventRetracted)] for name, ones in about.items()}, *more)",
    ),
    Planted(
        "the earliest correction holds",
        ("core.events.amendments:correction_order",),
        "lambda right: lambda correction: (*(-n for n in right(correction)[:3]), right(correction)[3])",
    ),
    Planted(
        "a coarse date is known from its first day",
        ("core.events.event:Event.known_from",),
        "lambda right: property(lambda self: PartialDate.of(date.fromordinal(right.fget(self).first_ordinal)))",
    ),
    Planted(
        "recorded= shows the whole log",
        ("core.query.shared_indexes:SharedIndexes.recorded_by",),
        "lambda right: lambda self, second: right(self, 2**40)",
    ),
    Planted(
        "state answers are always certain",
        ("core.fold.projection:Projection.evaluate",),
        "lambda right: lambda self, *given, **more: attrs.evolve(right(self, *given, **more), certain=True)",
    ),
    Planted(
        "a turn between the ends of a coarse date is missed",
        ("core.fold.state_history:StateHistory.change_points",),
        "lambda right: property(lambda self:"
        " sorted({n for item in self.placed for n in (item.low, item.high)}))",
    ),
    Planted(
        "of rivals the one of the lowest rank counts",
        ("core.events.rivals:_RANKS",),
        "lambda right: right[::-1]",
    ),
    Planted(
        "announced events have happened",
        ("core.fold.resolved_events:ResolvedEvents.__init__",),
        "lambda right: lambda self, events, **more: right(self, events, **{**more, 'expecting': True})",
    ),
    Planted(
        "reasons are every event that may bear on an answer",
        ("core.query.minimal_cause:minimal_cause",),
        "lambda right: lambda tries, *more, **named: tuple(sorted(tries[-1]))",
    ),
    Planted(
        "predecessors that events name are not followed",
        ("core.fold.ordering:Ordering.__init__",),
        "lambda right: lambda self, events, *more:"
        " right(self, {name: attrs.evolve(event, after=()) for name, event in events.items()}, *more)",
    ),
    Planted(
        "a timeline that grew keeps its old answers",
        ("core.query.timeline:Timeline.extended",),
        "lambda right: lambda self, records:"
        " (lambda other: (other.scope.questions.update(self.scope.questions), other)[1])(right(self, records))",
    ),
    Planted(
        "an answer is kept a day too long",
        ("core.query.questions:_PiecewiseCache.at",),
        "lambda right: lambda self, day: right(self, max(day - 1, 1))",
    ),
    Planted(
        "nobody in office is vacant, whatever the reason",
        ("core.fold.steps:after_step",),
        "lambda right: lambda state, step, *name: right(state, attrs.evolve(step, absence=Absence.VACANT)"
        " if hasattr(step, 'absence') else step, *name)",
    ),
    Planted(
        "rivals are not asked for together",
        ("core.events.references:references_in",),
        "lambda right: lambda event: frozenset(one for one in right(event) if one[0] != 'claim')",
    ),
    Planted(
        "a bare value does not mind predecessors and rivals",
        ("core.index.exact_keys:_agree",),
        "lambda right: lambda linked: True",
    ),
    Planted(
        "a bare value sees what was recorded later",
        ("core.index.exact_keys:ExactKeyIndex.at",),
        "lambda right: lambda self, key, day, length, known=None: right(self, key, day, 2**40, known)",
    ),
    Planted(
        "the table of all keys misses its last change",
        ("core.index.checkpoints:CheckpointedStates.__init__",),
        "lambda right: lambda self, changes, **more: right(self, list(changes)[:-1], **more)",
        law="a_bare_value_is_the_answer",
    ),
    Planted(
        "what is complete up to a day is complete for ever",
        ("core.query.timeline:Timeline.__init__",),
        "lambda right: lambda self, *given, through=None, **more: right(self, *given, **more)",
        defects="A",
    ),
    Planted(
        "a coarse day of disclosure is its last day",
        ("core.events.event:Event.known_from",),
        "lambda right: property(lambda self: PartialDate.of(date.fromordinal(right.fget(self).last_ordinal)))",
        defects="B",
    ),
    Planted(
        "of two coarse corrections the canonical one holds, certainly",
        ("core.events.amendments:_ways",),
        "lambda right: lambda *given: right(*given)[:1]",
        defects="B",
    ),
    Planted(
        "offsets of times of day are not read",
        ("core.temporal.edtf:PartialDate.instant",),
        "lambda right: property(lambda self: None)",
        defects="C",
        law="doubt_is_exact_at_instants",
    ),
    Planted(
        "a leaving does not say which taking it ends",
        ("core.fold.office:LeavesOffice.__init__",),
        "lambda right: lambda self, holder, **more:"
        " right(self, holder, **{name: value for name, value in more.items() if name != 'of'})",
        defects="D",
        law="what_ends_nothing_is_reported",
    ),
    Planted(
        "a pattern is its hull",
        ("core.temporal.edtf:PartialDate.spans",),
        "lambda right: property(lambda self:"
        " ((self.first_ordinal, self.last_ordinal),) if self.is_date else ())",
        defects="E",
    ),
    Planted(
        "a clock turned to an instant shows the whole day",
        ("core.temporal.points:QueryTime.of",),
        "lambda right: classmethod(lambda cls, when, *, name='at': (lambda found:"
        " attrs.evolve(found, epoch=None) if name == 'known' else found)(right.__func__(cls, when, name=name)))",
        defects="F",
    ),
    Planted(
        "equal answers of other days share their reasons",
        ("core.query.questions:Question.at",),
        "lambda right: lambda self, when, **more: (lambda found: self.__dict__.setdefault('kept', [])"
        " and next((one for one in self.kept if one == found), None) or (self.kept.append(found), found)[1])"
        "(right(self, when, **more))",
        defects="G",
        law="asked_in_any_order",
    ),
)
