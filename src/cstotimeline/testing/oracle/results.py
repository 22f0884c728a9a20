"""Results: what the oracle answers about an office, a state and a group, and where a question lies at the edge."""

from __future__ import annotations

from collections.abc import Hashable

import attrs

from cstotimeline.core.temporal.edtf import PartialDate


@attrs.frozen(kw_only=True)
class Result:
    """What every answer says in addition to its value."""

    certain: bool
    covered: bool
    decided: bool
    last_known: int | None


@attrs.frozen(kw_only=True)
class OfficeResult(Result):
    """What the oracle says of an office; ``last_known`` is the ordinal of a day."""

    holder: str | None
    acting: bool
    absence: str | None
    start: PartialDate
    end: PartialDate
    alternatives: frozenset[str]


@attrs.frozen(kw_only=True)
class StateResult(Result):
    """What the oracle says of a projection that is no office."""

    value: Hashable
    alternatives: frozenset[Hashable]


@attrs.frozen(kw_only=True)
class GroupResult(Result):
    """What the oracle says of the keys that have one of some statuses."""

    names: frozenset[str]
    open: frozenset[str]


@attrs.frozen(kw_only=True)
class Edge:
    """Where a day or an instant lies: ``inside`` what is covered and what ``known=`` lets through, or not.

    ``day`` is the last day before the edge, 0 where none is; None inside.
    """

    covered: bool
    inside: bool
    last_known: int | None
    day: int | None
