"""A history with hostile text in every field that takes text."""

from __future__ import annotations

from typing import ClassVar

import attrs

from cstotimeline import Citation, Event, EventAnnounced, PartialDate, TakesOffice, Timeline, office

ATTACKS = (
    "</script><script>window.attacked = 1</script>",
    "<img src=x onerror='window.attacked = 1'>",
    '"><svg onload="window.attacked = 1">',
    "' onmouseover='window.attacked = 1' x='",
    "</noscript><iframe srcdoc='<script>top.attacked = 1</script>'></iframe>",
    "<!--<script>",
    "${window.attacked = 1} {{7*7}} $title $script",
    "</style><style>* { display: none }</style>",
    "javascript:window.attacked=1",
    "a\u2028b\u202e\r\n\tc\x00d\U0001f600",
)
ADDRESSES = (
    'http://example.org/"onmouseover="window.attacked=1',
    "https://example.org/</script><script>window.attacked=1</script>",
    "http://[bad",
    "https://user:pass@example.org/?a=<b>&c='d'",
)


@attrs.frozen(kw_only=True)
class Taken(Event):
    """Somebody takes the office; every text is hostile."""

    kind: ClassVar[str] = "taken"

    holder: str
    said: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return the hostile text itself."""
        return self.holder


KEEPER = office("keeper", lambda event: TakesOffice(event.holder), kinds=(Taken,))
BY_NAME = office("by_name", lambda event: TakesOffice(event.holder), kinds=(Taken,), key=lambda e: e.holder)


def hostile_events() -> list[Event]:
    """Return an event for each attack, and an announcement of each."""
    found: list[Event] = []
    for number, attack in enumerate(ATTACKS):
        address = ADDRESSES[number % len(ADDRESSES)]
        page = Citation(publisher=attack, title=attack, address=address, says=attack)
        when = PartialDate.parse(f"20{number + 10}-01-0{number % 3 + 1}{'~' if number % 4 == 3 else ''}")
        taken = Taken(
            id=f"taken-{number}", occurred=when, sources=(page,), holder=attack, said=(attack,), note=attack
        )
        later = attrs.evolve(taken, id=f"said-{number}", occurred=PartialDate.parse("2030"))
        announced = EventAnnounced(
            id=f"said-{number}", occurred=when, sources=(page,), expects=later, by=attack, note=attack
        )
        found += [taken, announced]
    return found


def hostile_history() -> Timeline:
    """Return the timeline of the hostile events."""
    return Timeline(hostile_events(), [KEEPER, BY_NAME])
