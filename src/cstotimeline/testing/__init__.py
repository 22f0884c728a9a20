"""The test kit: strategies, laws, an oracle, a state machine and contracts, for histories of any organization.

It needs hypothesis (extra ``test``), and pytest for its test classes to be collected. Names are loaded when used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cstotimeline.testing.any_kind import citations as citations
    from cstotimeline.testing.any_kind import events as events
    from cstotimeline.testing.asking import Inquiry as Inquiry
    from cstotimeline.testing.asking import inquiries as inquiries
    from cstotimeline.testing.asking import logs as logs
    from cstotimeline.testing.dates import days as days
    from cstotimeline.testing.dates import partial_dates as partial_dates
    from cstotimeline.testing.dates import periods as periods
    from cstotimeline.testing.declarations import covered as covered
    from cstotimeline.testing.kit import TimelineLaws as TimelineLaws
    from cstotimeline.testing.laws import LAWS as LAWS
    from cstotimeline.testing.machine import TimelineMachine as TimelineMachine
    from cstotimeline.testing.oracle import Oracle as Oracle
    from cstotimeline.testing.oracle import TooManyWorlds as TooManyWorlds
    from cstotimeline.testing.organizations import Organization as Organization
    from cstotimeline.testing.profiles import register_profiles as register_profiles
    from cstotimeline.testing.shapes import Shape as Shape
    from cstotimeline.testing.small_worlds import histories as histories
    from cstotimeline.testing.small_worlds import questions as questions
    from cstotimeline.testing.small_worlds import recorded as recorded
    from cstotimeline.testing.store_contract import StoreContract as StoreContract
    from cstotimeline.testing.store_machine import LogMachine as LogMachine
    from cstotimeline.testing.trials import Law as Law
    from cstotimeline.testing.trials import LawBroken as LawBroken
    from cstotimeline.testing.turned import Turned as Turned
    from cstotimeline.testing.turned import instants as instants

_NAMES_BY_HOME = {
    "dates": "days partial_dates periods",
    "any_kind": "citations events",
    "shapes": "Shape",
    "small_worlds": "histories questions recorded",
    "asking": "Inquiry inquiries logs",
    "declarations": "covered",
    "kit": "TimelineLaws",
    "laws": "LAWS",
    "machine": "TimelineMachine",
    "oracle": "Oracle TooManyWorlds",
    "organizations": "Organization",
    "profiles": "register_profiles",
    "store_contract": "StoreContract",
    "store_machine": "LogMachine",
    "trials": "Law LawBroken",
    "turned": "Turned instants",
}
_HOMES = {name: home for home, names in _NAMES_BY_HOME.items() for name in names.split()}
_MODULES = ("club",)


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted({*_HOMES, *_MODULES})
