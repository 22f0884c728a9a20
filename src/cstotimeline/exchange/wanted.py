"""What is wanted of a history: each new column with the questions that fill it, by key and clocks."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import attrs

from cstotimeline.core.errors import Fault, TableError, UnknownName, shown
from cstotimeline.core.fold.office import Office
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.groups import GroupQuestion
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.questions_by_key import Questions
from cstotimeline.exchange.event_counts import EventCount

if TYPE_CHECKING:
    from cstotimeline.core.query.timeline import Timeline
    from cstotimeline.core.temporal.points import When

Sort = Literal["office", "group", "value"]
Asked = str | Projection[Any] | Question[Any]
Add = Asked | Sequence[Asked] | Mapping[str, Asked]


@attrs.frozen(kw_only=True, eq=False)
class Wanted:
    """One new column: its name, and what fills it.

    Attributes:
        column: the name of the new column, before which its companions begin.
        aspect: the name of an aspect, a projection, or a question.
        keyed: whether there is one question a key.
        sort: whether answers are holders of an office, groups of names, or values.
        timeline: what is asked.
    """

    column: str
    aspect: Asked
    keyed: bool
    sort: Sort
    timeline: Timeline

    def demand_key(self, key: str | None, where: str) -> None:
        """Raise where there is one question a key, and no column of keys is named."""
        if self.keyed and key is None:
            what = f"the aspect has keys, got {shown(self.column)} without key="
            raise TableError(Fault(where=where, what=what, remedy="name the column of keys: key='country'"))

    def questions(self, known: When | None, recorded: When | None) -> Any:
        """Return what is asked under some clocks: a question, or with keys a mapping from key to question."""
        if isinstance(self.aspect, Question):
            return self.aspect.as_of(known=known, recorded=recorded)
        return _asked(self.timeline.as_of(known=known, recorded=recorded), self.aspect)

    def question(self, key: Hashable, known: When | None, recorded: When | None) -> Any:
        """Return the question of one key; None where the log does not know the key."""
        found = self.questions(known, recorded)
        if not self.keyed:
            return found
        try:
            return found[key]
        except (UnknownName, TypeError):
            return None


def _asked(timeline: Timeline, aspect: Any) -> Any:
    found = timeline.ask(aspect) if isinstance(aspect, Projection) else timeline[aspect]
    return EventCount(found) if isinstance(found, EventList) else found


def wanted(timeline: Timeline, add: Add) -> list[Wanted]:
    """Return the columns that ``add`` asks for.

    Raises:
        UnknownName: no aspect has a name.
        TableError: two columns of one name, or something that is no aspect.
    """
    if isinstance(add, Mapping):
        pairs: Iterable[tuple[Any, Any]] = add.items()
    else:
        listed = [add] if isinstance(add, str | Projection | Question) else add
        pairs = [(getattr(one, "name", one), one) for one in listed]
    found: dict[str, Wanted] = {}
    for column, aspect in pairs:
        if not isinstance(aspect, str | Projection | Question) or not isinstance(column, str):
            what = f"expected the name of an aspect, a projection or a question, got {shown(aspect)}"
            raise _fault(what, f"name one of {', '.join(timeline) or 'the projections'}")
        if column in found:
            raise _fault(f"two columns of one name, got {shown(column)}", "name each differently")
        asked = aspect if isinstance(aspect, Question) else _asked(timeline, aspect)
        found[column] = Wanted(
            column=column,
            aspect=aspect,
            keyed=isinstance(asked, Questions),
            sort=_sort(asked),
            timeline=timeline,
        )
    if not found:
        raise _fault("nothing is asked for", f"name some of {', '.join(timeline)}")
    return list(found.values())


def _sort(asked: Any) -> Sort:
    if isinstance(asked, GroupQuestion):
        return "group"
    return "office" if isinstance(getattr(asked, "projection", None), Office) else "value"


def _fault(what: str, remedy: str) -> TableError:
    return TableError(Fault(where="add", what=what, remedy=remedy))
