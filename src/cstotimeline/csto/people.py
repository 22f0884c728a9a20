"""People: one preferred English spelling each, and the other spellings in sources, which find the same person."""

from __future__ import annotations

from functools import cache

import attrs

from cstotimeline.csto.vocabulary import Vocabulary, things_of


@attrs.frozen(kw_only=True)
class Person:
    """A person of the record: ``name`` as this log writes it, other ``spellings`` in sources, ``states`` served."""

    name: str
    spellings: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


@cache
def people() -> Vocabulary[Person]:
    """Return everybody in the vocabulary, sorted by name; read once, when first asked for."""
    return Vocabulary(
        "person", things_of("people.json", Person), also=lambda person: [person.name.split()[-1]]
    )


def find_person(spelling: str) -> Person:
    """Return the person whom ``spelling`` means: a preferred name, a spelling in a source, or a surname
    that only one person has.

    Case does not matter.

    Raises:
        UnknownName: nobody, or more than one person, has this name.

    >>> find_person("rakhmon").name, find_person("Sadyr Zhaparov").name
    ('Emomali Rahmon', 'Sadyr Japarov')
    """
    return people().find(spelling)
