"""The states: their English names, ISO 3166-1 codes and the time zones of their capitals."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

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


STATES: tuple[State, ...] = (
    State(
        name="Armenia",
        alpha2="AM",
        alpha3="ARM",
        cow=371,
        capital="Yerevan",
        zone="Asia/Yerevan",
        spellings=("Армения",),
    ),
    State(
        name="Azerbaijan",
        alpha2="AZ",
        alpha3="AZE",
        cow=373,
        capital="Baku",
        zone="Asia/Baku",
        spellings=("Азербайджан",),
    ),
    State(
        name="Belarus",
        alpha2="BY",
        alpha3="BLR",
        cow=370,
        capital="Minsk",
        zone="Europe/Minsk",
        spellings=("Belorussia", "Byelorussia", "Беларусь", "Белоруссия"),
    ),
    State(
        name="Georgia",
        alpha2="GE",
        alpha3="GEO",
        cow=372,
        capital="Tbilisi",
        zone="Asia/Tbilisi",
        spellings=("Грузия",),
    ),
    State(
        name="Kazakhstan",
        alpha2="KZ",
        alpha3="KAZ",
        cow=705,
        capital="Astana",
        zone="Asia/Almaty",
        spellings=("Kazakstan", "Казахстан"),
    ),
    State(
        name="Kyrgyzstan",
        alpha2="KG",
        alpha3="KGZ",
        cow=703,
        capital="Bishkek",
        zone="Asia/Bishkek",
        spellings=("Kirghizstan", "Kirgizstan", "Kyrgyz Republic", "Kirghizia", "Киргизия", "Кыргызстан"),
    ),
    State(
        name="Russia",
        alpha2="RU",
        alpha3="RUS",
        cow=365,
        capital="Moscow",
        zone="Europe/Moscow",
        spellings=("Russian Federation", "Россия", "Российская Федерация"),
    ),
    State(
        name="Tajikistan",
        alpha2="TJ",
        alpha3="TJK",
        cow=702,
        capital="Dushanbe",
        zone="Asia/Dushanbe",
        spellings=("Tadjikistan", "Tadzhikistan", "Таджикистан"),
    ),
    State(
        name="Uzbekistan",
        alpha2="UZ",
        alpha3="UZB",
        cow=704,
        capital="Tashkent",
        zone="Asia/Tashkent",
        spellings=("Узбекистан",),
    ),
)


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
