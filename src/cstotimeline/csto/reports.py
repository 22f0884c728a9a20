"""Reports: budgets, figures that a page quotes, and what happened around the organization without changing
its state.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from cstotimeline.core.events.event import Event


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


Development = BudgetReported | FigureReported | DevelopmentReported
