"""The states: their English names, ISO 3166-1 codes and the time zones of their capitals."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import attrs

if TYPE_CHECKING:
    from cstotimeline.csto.vocabulary import Vocabulary

StateName = Literal[
    "Armenia",
    "Azerbaijan",
    "Belarus",
    "Georgia",
    "Kazakhstan",
    "Kyrgyzstan",
    "Russia",
    "Tajikistan",
    "Uzbekistan",
]
"""A state that is or was party to the Treaty of 1992."""


@attrs.frozen(kw_only=True)
class State:
    """A state: its English name, ISO 3166-1 alpha-2 and alpha-3 codes, its number in the system of states of
    Correlates of War (version 2016), capital, the IANA time zone of the capital, other spellings in sources.
    """

    name: StateName
    alpha2: str
    alpha3: str
    cow: int
    capital: str
    zone: str
    spellings: tuple[str, ...] = ()


# Name, ISO 3166-1 codes, number in Correlates of War, capital, time zone.
_ROWS: tuple[tuple[StateName, str, str, int, str, str], ...] = (
    ("Armenia", "AM", "ARM", 371, "Yerevan", "Asia/Yerevan"),
    ("Azerbaijan", "AZ", "AZE", 373, "Baku", "Asia/Baku"),
    ("Belarus", "BY", "BLR", 370, "Minsk", "Europe/Minsk"),
    ("Georgia", "GE", "GEO", 372, "Tbilisi", "Asia/Tbilisi"),
    ("Kazakhstan", "KZ", "KAZ", 705, "Astana", "Asia/Almaty"),
    ("Kyrgyzstan", "KG", "KGZ", 703, "Bishkek", "Asia/Bishkek"),
    ("Russia", "RU", "RUS", 365, "Moscow", "Europe/Moscow"),
    ("Tajikistan", "TJ", "TJK", 702, "Dushanbe", "Asia/Dushanbe"),
    ("Uzbekistan", "UZ", "UZB", 704, "Tashkent", "Asia/Tashkent"),
)
_SPELLINGS: dict[StateName, tuple[str, ...]] = {
    "Armenia": ("Армения",),
    "Azerbaijan": ("Азербайджан",),
    "Belarus": ("Belorussia", "Byelorussia", "Беларусь", "Белоруссия"),
    "Georgia": ("Грузия",),
    "Kazakhstan": ("Kazakstan", "Казахстан"),
    "Kyrgyzstan": ("Kirghizstan", "Kirgizstan", "Kyrgyz Republic", "Kirghizia", "Киргизия", "Кыргызстан"),
    "Russia": ("Russian Federation", "Россия", "Российская Федерация"),
    "Tajikistan": ("Tadjikistan", "Tadzhikistan", "Таджикистан"),
    "Uzbekistan": ("Узбекистан",),
}
STATES = tuple(
    State(
        name=name, alpha2=two, alpha3=three, cow=cow, capital=capital, zone=zone, spellings=_SPELLINGS[name]
    )
    for name, two, three, cow, capital, zone in _ROWS
)


def state_of(event: Any) -> str:
    """Return the state that an event is about, the key of offices with one holder a state."""
    return str(event.state)


@cache
def states() -> Vocabulary[State]:
    """Return the nine states, findable by name, by other spellings and by their ISO codes."""
    from cstotimeline.csto.vocabulary import Vocabulary  # the names of the states do not need it

    return Vocabulary("state", STATES, also=lambda state: [state.alpha2, state.alpha3])


def find_state(spelling: str) -> State:
    """Return the state that ``spelling`` means: its name, another spelling, or an ISO 3166-1 code.

    Raises:
        UnknownName: no state of the Treaty has this name.

    >>> find_state("Kirghizstan").name, find_state("BLR").name
    ('Kyrgyzstan', 'Belarus')
    """
    return states().find(spelling)


def state_spellings(name: str) -> tuple[str, ...]:
    """Return every spelling, in lower case, by which :func:`find_state` finds a state; of another name itself.

    >>> state_spellings("Uzbekistan")
    ('uz', 'uzb', 'uzbekistan', 'узбекистан')
    """
    found = next((state for state in STATES if state.name == name), None)
    return (name,) if found is None else tuple(sorted(states().all_spellings_of(found)))
