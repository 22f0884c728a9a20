"""Group methods: who belonged to a group together, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cstotimeline.core.events.coverage import LAST_DAY, added_up, common
from cstotimeline.core.query.gathered import Together
from cstotimeline.core.query.office_methods import EVER


class GroupMethods:
    """Questions to a group that do not begin with a day."""

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
        surely = common(added_up(runs[True]), asked.days)
        possibly = common(added_up([*runs[True], *runs[False]]), asked.days)
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
