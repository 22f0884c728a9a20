"""The kit: test classes that hold an organization to every law, for pytest to collect."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any, ClassVar

import attrs
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.rules.rule import Rule
from cstotimeline.testing.laws import LAWS
from cstotimeline.testing.organizations import Organization
from cstotimeline.testing.shapes import EXACT, Shape
from cstotimeline.testing.small_worlds import histories
from cstotimeline.testing.trials import Law, LawBroken

FAULTS_SEED = 1992
"""Histories that may break a rule are drawn from here: always the same ones."""


class TimelineLaws:
    """All laws that apply to an ``organization``, as tests: subclass it, name the organization, and run pytest.

    For each rule of the organization one more test shows that some history breaks it: a rule that cannot be broken
    checks nothing. ``faults_tried`` says how many histories are tried for that, most of them of the rule's own kinds.
    ``shape`` says what the made-up histories hold; with more events or a larger budget of choices the tests become
    slower. How many histories a law is tried on is Hypothesis' ``max_examples``; see
    :func:`cstotimeline.testing.register_profiles`. No law fails because it takes long, whatever the profile.

    >>> from cstotimeline.testing import TimelineLaws, club
    >>> class TestClub(TimelineLaws):
    ...     organization = club.CLUB
    >>> "test_during_tiles" in dir(TestClub)
    True
    """

    organization: ClassVar[Organization]
    shape: ClassVar[Shape] = Shape(
        disclosed=True, coarse_clocks=True, leavings=True, amendments=2, announcements=1, coverage=1
    )
    faults_tried: ClassVar[int] = 2_000

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if not hasattr(cls, "organization"):
            return
        for law in LAWS.values():
            if law.needs(cls.organization):
                setattr(cls, f"test_{law.name}", _law_test(cls, law))
        for rule in cls.organization.rules:
            name = re.sub(r"[^a-z0-9]+", "_", rule.name.lower()).strip("_")
            setattr(cls, f"test_{name}_can_be_broken", _fault_test(rule))

    @classmethod
    def histories(cls) -> st.SearchStrategy[tuple[Event, ...]]:
        """Return the strategy for the histories to try; override it for histories of your own."""
        return histories(attrs.evolve(cls.shape, organization=cls.organization))


class _History(tuple[Event, ...]):
    """Events that Hypothesis shows by their ids: the failure itself shows them as lines."""

    __slots__ = ()

    def __repr__(self) -> str:
        return ", ".join(event.id for event in self) or "no events"


def _law_test(cls: type[TimelineLaws], law: Law) -> Any:
    """Return the test of a law, made for one class: shared between classes, Hypothesis would take it for one test."""

    def test(self: TimelineLaws, data: st.DataObject) -> None:
        __tracebackhide__ = True
        history = data.draw(self.histories().map(_History), label="history")
        law.check(self.organization, history, data.draw)

    test.__name__, test.__qualname__ = f"test_{law.name}", f"{cls.__qualname__}.test_{law.name}"
    test.__module__, test.__doc__ = cls.__module__, law.statement
    slow = [*settings.default.suppress_health_check, HealthCheck.too_slow] if settings.default else []
    return settings(deadline=None, suppress_health_check=slow)(given(data=st.data())(test))


def _fault_test(rule: Rule) -> Callable[[TimelineLaws], None]:
    def test(self: TimelineLaws) -> None:
        __tracebackhide__ = True
        _demand_breakable(type(self), rule)

    test.__doc__ = f"Some history breaks the rule {rule.name}."
    return test


def _demand_breakable(cls: type[TimelineLaws], rule: Rule) -> None:
    def is_broken(events: tuple[Event, ...]) -> bool:
        return any(found.rule == rule.name for found in cls.organization.timeline(events).check([rule]))

    near = Shape(
        organization=cls.organization, kinds=_kinds_of(rule, cls.organization), dates=EXACT, least=3, most=6
    )
    tried = settings(max_examples=cls.faults_tried, database=None, phases=[Phase.generate], deadline=None)
    always = Random(FAULTS_SEED)  # noqa: S311  always the same
    try:
        find(histories(near) | histories(near) | cls.histories(), is_broken, settings=tried, random=always)
    except NoSuchExample:
        raise LawBroken(
            f"no history of {cls.faults_tried} broke the rule {rule.name!r}: it may be unable to fail;"
            " check its dates and its office, or give the test class histories that come nearer to it"
        ) from None


def _kinds_of(rule: Rule, organization: Organization) -> tuple[type[Event], ...]:
    """Return the kinds of the organization that a rule is about, as far as its fields tell."""
    values = [getattr(rule, field.name) for field in attrs.fields(type(rule))]
    about = [kind for value in values if isinstance(value, Projection) for kind in value.kinds]
    about += getattr(rule, "kinds", ())
    return tuple(kind for kind in organization.kinds if issubclass(kind, tuple(about)))
