"""Places: where things happened, in which country and time zone, under all their names in sources."""

from __future__ import annotations

from functools import cache

import attrs

from cstotimeline.csto.vocabulary import Vocabulary, things_of


@attrs.frozen(kw_only=True)
class Place:
    """A place: ``name`` as this log writes it, its ``country`` and IANA ``zone`` (empty: unknown), other ``spellings``
    in sources.
    """

    name: str
    country: str = ""
    zone: str = ""
    spellings: tuple[str, ...] = ()


@cache
def places() -> Vocabulary[Place]:
    """Return all places of the vocabulary, sorted by name; read once, when first asked for."""
    return Vocabulary("place", things_of("places.json", Place))


def find_place(spelling: str) -> Place:
    """Return the place that ``spelling`` means: a preferred name, or another name in a source.

    Raises:
        UnknownName: no place has this name.

    >>> find_place("Nur-Sultan").name, find_place("bishkek").zone
    ('Astana', 'Asia/Bishkek')
    """
    return places().find(spelling)
