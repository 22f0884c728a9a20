"""Rules: what must hold of a history; broken surely, possibly or not. They report, and never refuse."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Iterator
from itertools import islice
from typing import Any, Literal

import attrs

from cstotimeline.core.errors import key_text
from cstotimeline.core.fold.projection import Projection
from cstotimeline.core.fold.resolved_events import ResolvedEvents
from cstotimeline.core.fold.term_ends import stated_id
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Likelihood
from cstotimeline.core.temporal.wording import date_in_words

Severity = Literal["error", "warning", "note"]


@attrs.frozen(kw_only=True)
class Finding:
    """What a rule found: which ``rule``, how bad, broken ``surely`` or ``possibly``, by which events, in a
    sentence.

    ``events`` are ids, sorted. ``reason`` explains why the record stands as it is; empty for a finding that
    nobody explained.
    """

    rule: str
    severity: Severity
    likelihood: Likelihood
    events: tuple[str, ...]
    message: str
    reason: str = ""

    @property
    def verdict(self) -> Likelihood:
        """Return :attr:`likelihood`, by the name that it had before 0.1."""
        return self.likelihood

    @property
    def key(self) -> str:
        """Return what stays the same while the wording changes: the rule and the events."""
        return f"{self.rule}: {' '.join(self.events)}"

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain data."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "likelihood": self.likelihood.value,
            "events": list(self.events),
            "message": self.message,
            "reason": self.reason,
        }


@attrs.frozen(kw_only=True)
class Rule(ABC):
    """Something that must hold; ``name`` stands in its findings."""

    name: str
    severity: Severity = "error"

    @abstractmethod
    def findings(self, events: ResolvedEvents) -> Iterator[Finding]:
        """Yield what breaks the rule in some events."""

    def found(self, likelihood: Likelihood, events: Iterable[str], message: str) -> Finding:
        """Return a finding of this rule."""
        return Finding(
            rule=self.name,
            severity=self.severity,
            likelihood=likelihood,
            events=tuple(sorted({stated_id(name) for name in events})),
            message=message,
        )


MAX_FINDINGS = 1_000
"""How many findings of one rule are reported."""


def checked(events: ResolvedEvents, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """Return what breaks any of ``rules``, the worst first, then by rule and events.

    Of one rule no more than :data:`MAX_FINDINGS` are reported, and then a note that there are more.
    """
    found = [finding for rule in rules for finding in _bounded(rule, events)]
    order = ("error", "warning", "note")
    return tuple(sorted(found, key=lambda f: (order.index(f.severity), f.likelihood != "surely", f.key)))


def _bounded(rule: Rule, events: ResolvedEvents) -> Iterator[Finding]:
    findings = rule.findings(events)
    yield from islice(findings, MAX_FINDINGS)
    if next(findings, None) is not None:
        message = f"more than {MAX_FINDINGS} findings; those after the first {MAX_FINDINGS} are not reported"
        yield attrs.evolve(rule.found(Likelihood.SURELY, (), message), severity="note")


def likelihood(surely: bool) -> Likelihood:  # noqa: FBT001
    """Return *surely*, or else *possibly*."""
    return Likelihood.SURELY if surely else Likelihood.POSSIBLY


def on_day(day: int) -> str:
    """Return an ordinal as a message has it: the day in words."""
    return f"on {date_in_words(PartialDate.of_ordinal(day))}"


def titled(projection: Projection[Any], key: Hashable) -> str:
    """Return how a message names a projection, or one key of it."""
    name = projection.name.replace("_", " ")
    return name if key == "" else f"{name} of {key_text(key)}"
