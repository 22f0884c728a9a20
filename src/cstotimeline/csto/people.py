"""People: one preferred English spelling each, and the spellings met in sources, all of which find the
person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import attrs

from cstotimeline.core.errors import Fault, UnknownName, shown


@attrs.frozen(kw_only=True)
class Person:
    """A person of the record: ``name`` as this log spells it, other ``spellings`` met, ``states`` served."""

    name: str
    spellings: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


@cache
def people() -> tuple[Person, ...]:
    """Return everybody in the vocabulary, sorted by name; read once, when first asked for."""
    text = files("cstotimeline.csto").joinpath("people.json").read_text(encoding="utf-8")
    return tuple(
        Person(name=row["name"], spellings=tuple(row["spellings"]), states=tuple(row["states"]))
        for row in json.loads(text)
    )


def find_person(spelling: str) -> Person:
    """Return the person whom ``spelling`` means: a preferred name, a spelling met in a source, or a surname
    that only one bears.

    Case does not matter.

    Raises:
        UnknownName: nobody, or more than one person, is spelt so.

    >>> find_person("rakhmon").name, find_person("Sadyr Zhaparov").name
    ('Emomali Rahmon', 'Sadyr Japarov')
    """
    found = _spelt().get(spelling.strip().casefold(), ())
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(person.name for person in found)
        what = f"more than one person is spelt so, got {shown(spelling)}"
        raise UnknownName(Fault(where="person", what=what, remedy=f"write one of {names}"))
    what = f"nobody is spelt so, got {shown(spelling)}"
    raise UnknownName(Fault(where="person", what=what, remedy="write the name as in the sources"))


@cache
def _spelt() -> Mapping[str, tuple[Person, ...]]:
    table: dict[str, tuple[Person, ...]] = {}
    for person in people():
        for spelling in {person.name.casefold(), *(s.casefold() for s in person.spellings)}:
            table[spelling] = (*table.get(spelling, ()), person)
    for person in people():
        surname = person.name.split()[-1].casefold()
        bearers = [p for p in people() if p.name.split()[-1].casefold() == surname]
        table.setdefault(surname, tuple(bearers))
    return table
