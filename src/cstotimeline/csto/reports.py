"""Reports: budgets, figures that a page quotes, delegations, and what happened around the organization without changing
its state.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.events.field_types import Checked
from cstotimeline.csto.states import StateName


@attrs.frozen(kw_only=True)
class BudgetReported(Event):
    """A budget is adopted, or a figure of one reported: ``amount`` as the page writes it, in ``currency`` (ISO 4217
    where clear).
    """

    kind: ClassVar[str] = "budget_reported"
    stream: ClassVar[str] = "developments"

    summary: str
    year: int | None = None
    amount: str = ""
    currency: str = ""

    @property
    def title(self) -> str:
        """Return the budget in a sentence."""
        return self.summary


@attrs.frozen(kw_only=True)
class FigureReported(Event):
    """A page quotes a statistic: ``value`` as written, its ``unit``, the ``period`` that it covers (EDTF or the page's
    words).
    """

    kind: ClassVar[str] = "figure_reported"
    stream: ClassVar[str] = "developments"

    measure: str
    value: str
    unit: str = ""
    period: str = ""
    by: str = ""

    @property
    def title(self) -> str:
        """Return the figure in a few words."""
        period = f" ({self.period})" if self.period else ""
        return f"{self.measure}{period}: {self.value} {self.unit}".strip()


@attrs.frozen(kw_only=True)
class DevelopmentReported(Event):
    """Something happened, or was said, that concerns the organization but changes no state kept here."""

    kind: ClassVar[str] = "development_reported"
    stream: ClassVar[str] = "developments"

    topic: str
    summary: str
    persons: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    place: str = ""

    @property
    def title(self) -> str:
        """Return the development in a sentence."""
        return self.summary


@attrs.frozen(kw_only=True)
class Delegate(Checked):
    """A member of a delegation, and the ``office`` that a page says he held then.

    >>> Delegate(person="Alexander Fomin", office="deputy defence minister").office
    'deputy defence minister'
    """

    person: str
    office: str = ""


@attrs.frozen(kw_only=True)
class DelegationListed(Event):
    """A page lists who is in a state's delegation, with their offices; ``summit`` is the id of the session."""

    kind: ClassVar[str] = "delegation_listed"
    stream: ClassVar[str] = "developments"

    state: StateName
    members: tuple[Delegate, ...]
    summit: str = ""
    place: str = ""

    @property
    def title(self) -> str:
        """Return the delegation in a few words."""
        where = f", {self.place}" if self.place else ""
        return f"{self.state}'s delegation of {len(self.members)}{where}"


Development = BudgetReported | FigureReported | DelegationListed | DevelopmentReported
