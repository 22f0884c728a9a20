"""The list of laws, and how a function becomes one of them."""

from __future__ import annotations

from collections.abc import Callable

from cstotimeline.core.fold.office import Office
from cstotimeline.testing.organizations import Organization
from cstotimeline.testing.trials import Law, Trial

LAWS: dict[str, Law] = {}
"""Every law that a history can be held to, by name; those of stores are in
:mod:`cstotimeline.testing.store_contract`.
"""

_Holds = Callable[[Trial], None]


def law(*, promise: int, needs: Callable[[Organization], bool] = lambda _: True) -> Callable[[_Holds], Law]:
    """Return a decorator that makes a law of a function: its name, and the first line of its docstring."""

    def made(holds: _Holds) -> Law:
        statement = (holds.__doc__ or holds.__name__).partition("\n")[0]
        found = Law(name=holds.__name__, promise=promise, statement=statement, holds=holds, needs=needs)
        LAWS[found.name] = found
        return found

    return made


def has_offices(organization: Organization) -> bool:
    """Return whether anything of an organization is held by somebody."""
    return any(isinstance(projection, Office) for projection in organization.projections)
