"""All vocabularies together: every name that has other spellings."""

from __future__ import annotations

from cstotimeline.csto.bodies import bodies
from cstotimeline.csto.people import people
from cstotimeline.csto.places import places
from cstotimeline.csto.vocabulary import Spelt


def all_spellings() -> dict[str, tuple[str, ...]]:
    """Return the other spellings of people, places and bodies, by the preferred name.

    >>> all_spellings()["Emomali Rahmon"][:1]
    ('Emomali Rahmonov',)
    """
    things: list[Spelt] = [*people().things, *places().things, *bodies().things]
    return {thing.name: thing.spellings for thing in things}
