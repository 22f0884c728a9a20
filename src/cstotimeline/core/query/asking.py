"""Asking another way round: search, by holder, overlaps, verdicts, and what rests on a source; for every timeline."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cstotimeline.core.query.search import Hit


class AskingMethods:
    """Questions of a timeline that do not begin with an aspect and a day."""

    def find(
        self, text: str, *, sorts: Collection[str] = (), limit: int = 20, **where: Any
    ) -> tuple[Hit, ...]:
        """Return what a text may mean: people, states, places, bodies, documents, events, the best matches first.

        Arguments:
            text: a name or words, in Latin or Cyrillic letters, in any spelling; up to 200 characters.
            sorts: only these sorts of things, such as ``person`` or ``event``.
            limit: how many at most.
            where: only events, chosen as :meth:`EventList.where` does.

        Raises:
            UnknownName: nothing to look for, no such sort; what :meth:`EventList.where` raises.

        >>> from cstotimeline import load
        >>> hit = load().find("Бордюжа")[0]
        >>> hit.sort, hit.name, hit.why
        ('person', 'Nikolai Bordyuzha', 'sounds like Bordyuzha')
        """
        from cstotimeline.core.query.search import found_in

        return found_in(self, text, sorts=sorts, limit=limit, **where)
