"""An oracle: a second reading of a history, slow and obvious, to hold the engine against.

It makes every choice that dates leave open, one after another: what was public, which correction and which rival
holds, which taking a leaving ends, and the day or second of each event. For each choice it puts the events into their
order and folds them. Nothing of the engine is used but the classes of events and steps, and the functions that a
projection itself brings along; dates are read from their texts.
"""

from __future__ import annotations

from cstotimeline.testing.oracle.answers import Oracle
from cstotimeline.testing.oracle.calendar import seconds_of_event
from cstotimeline.testing.oracle.results import OfficeResult
from cstotimeline.testing.oracle.selections import counting, standing
from cstotimeline.testing.oracle.worlds import TooManyWorlds

__all__ = [
    "OfficeResult",
    "Oracle",
    "TooManyWorlds",
    "counting",
    "seconds_of_event",
    "standing",
]
