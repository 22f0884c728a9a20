"""Group methods: when a name belonged to a group, and which belonged to it together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cstotimeline.core.events.coverage import LAST_DAY
from cstotimeline.core.query.gathered import Tenures, Together, joined
from cstotimeline.core.query.office_methods import EVER
from cstotimeline.core.temporal.day_spans import common, merged


class GroupMethods:
    """Questions to a group that do not begin with a day."""

    def held_by(self, name: str) -> Tenures:
        """Return the times for which one name belonged to the group, and on which covered days, surely or possibly.

        None is an answer too: then the name never belonged to it on the days that the log covers, as far as it is
        certain.

        Raises:
            UnknownName: no event is about this name.

        >>> from cstotimeline import load
        >>> [f"{one.start} to {one.end}" for one in load().members.held_by("Uzbekistan")]
        ['1992-05-15 to 1999-04-21', '2006-06-23 to 2012-12-19']
        """
        asked: Any = self
        office = asked.of(name)
        words = f"{asked.name}: {asked.name_of(office.key)}"
        labels = asked.statuses or [one for one in office.named_holders if one is not None]
        return joined(words, [office.tenures_with(label, asked=words) for label in labels])

    def together(self, *names: str) -> Together:
        """Return on which covered days all of some names belonged to the group, surely or possibly.

        Raises:
            UnknownName: no event is about one of the names.

        >>> from cstotimeline import load
        >>> load().members.together("Armenia", "Azerbaijan").days
        (2035, 2035)
        """
        asked: Any = self
        meant = tuple(dict.fromkeys(str(asked.of(name).key) for name in names))
        runs: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
        answers = []
        for spell in asked.during(EVER):
            period = spell.spell
            end = period.end.last_ordinal if period.end.is_date else LAST_DAY
            run = (period.start.first_ordinal if period.start.is_date else 1, end)
            is_surely = all(name in spell.names and name not in spell.undecided for name in meant)
            is_possibly = all(name in spell.names or name in spell.undecided for name in meant)
            if is_possibly and common((run,), asked.days):
                answers.append(spell)
                runs[is_surely].append(run)
        surely = common(merged(runs[True]), asked.days)
        possibly = common(merged([*runs[True], *runs[False]]), asked.days)
        return Together(
            asked=f"{asked.name}: {' and '.join(meant)} together",
            names=meant,
            surely=surely,
            possibly=possibly,
            covered_days=asked.days,
            answers=tuple(answers),
        )

    def alongside(self, name: str) -> Mapping[str, Together]:
        """Return for every other name that was in the group on one of the same days, on which.

        Raises:
            UnknownName: no event is about this name.

        >>> from cstotimeline import load
        >>> sorted(load().members.alongside("Georgia"))[:3]
        ['Armenia', 'Azerbaijan', 'Belarus']
        """
        asked: Any = self
        others = [str(key) for key in asked.scope.keys(asked.projection)]
        meant = str(asked.of(name).key)
        found = {other: self.together(meant, other) for other in sorted(others) if other != meant}
        return {other: together for other, together in found.items() if together.possibly}
