"""Vocabularies: names with their spellings in sources, all of which find the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from cstotimeline.core.errors import Fault, UnknownName, shown


class Spelt(Protocol):
    """A thing with a preferred name and other spellings."""

    @property
    def name(self) -> str:
        """The preferred name."""
        ...

    @property
    def spellings(self) -> tuple[str, ...]:
        """The other spellings in sources."""
        ...


T = TypeVar("T", bound=Spelt)


def data_of(file: str) -> Any:
    """Return the data of a JSON file of this package."""
    import json
    from importlib.resources import files

    return json.loads(files("cstotimeline.csto").joinpath(file).read_text(encoding="utf-8"))


def things_of(file: str, make: Callable[..., T]) -> list[T]:
    """Return the things of a vocabulary file of this package, each made of a row, with tuples for its lists."""
    return [
        make(**{name: tuple(said) if isinstance(said, list) else said for name, said in row.items()})
        for row in data_of(file)
    ]


class Vocabulary(Generic[T]):
    """Things by their spellings, in upper or lower case; ``also`` yields further spellings, which count where no thing
    has them as its own.

    ``what`` is what a thing is called in errors: ``person``, ``place``.
    """

    def __init__(
        self, what: str, things: Iterable[T], *, also: Callable[[T], Iterable[str]] = lambda _: ()
    ) -> None:
        self.what = what
        self.things = tuple(things)
        self._also = also
        own = self._by_spelling(lambda thing: (thing.name, *thing.spellings))
        self._table: Mapping[str, tuple[T, ...]] = {**self._by_spelling(also), **own}

    def _by_spelling(self, spellings: Callable[[T], Iterable[str]]) -> dict[str, tuple[T, ...]]:
        found: dict[str, tuple[T, ...]] = {}
        for thing in self.things:
            for spelling in {name.casefold() for name in spellings(thing)}:
                found[spelling] = (*found.get(spelling, ()), thing)
        return found

    def all_spellings_of(self, thing: T) -> tuple[str, ...]:
        """Return every spelling, in lower case, by which :meth:`find` finds a thing."""
        return tuple(spelling for spelling, found in self._table.items() if found == (thing,))

    def find(self, spelling: str) -> T:
        """Return what ``spelling`` means.

        Raises:
            UnknownName: nothing, or more than one thing, has this spelling.
        """
        found = self._table.get(" ".join(spelling.split()).casefold(), ()) or self._by_sound(spelling)
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(thing.name for thing in found)
            what = f"more than one {self.what} has this name, got {shown(spelling)}"
            raise UnknownName(Fault(where=self.what, what=what, remedy=f"write one of {names}"))
        near = self.nearest(spelling)
        remedy = f"write one such as {', '.join(near)}" if near else "write the name as in the sources"
        what = f"no {self.what} has this name, got {shown(spelling)}"
        raise UnknownName(Fault(where=self.what, what=what, remedy=remedy))

    def get(self, spelling: str) -> T | None:
        """Return what ``spelling`` means; None where nothing, or more than one thing, has it."""
        try:
            return self.find(spelling)
        except UnknownName:
            return None

    def spellings_of(self, thing: T) -> tuple[str, ...]:
        """Return the other spellings of a thing, with those that count where no thing has them as its own."""
        return (*thing.spellings, *self._also(thing))

    def nearest(self, spelling: str) -> tuple[str, ...]:
        """Return the names of the things whose spelling or sound is nearest to ``spelling``."""
        from cstotimeline.core.query.spelling import nearest_spelt

        names = {
            name: thing.name for thing in self.things for name in (*self.spellings_of(thing), thing.name)
        }
        return tuple(dict.fromkeys(names[one] for one in nearest_spelt(spelling, names)))

    def _by_sound(self, spelling: str) -> tuple[T, ...]:
        """Return the things that have a spelling which sounds the same, such as one in Cyrillic letters."""
        from cstotimeline.core.query.spelling import by_sound  # most names are written as in the sources

        sound = by_sound(spelling)
        return self._sounds.get(sound, ()) if sound else ()

    @cached_property
    def _sounds(self) -> dict[str, tuple[T, ...]]:
        from cstotimeline.core.query.spelling import by_sound

        table: dict[str, dict[str, T]] = {}
        for spelling, things in self._table.items():
            if len(spelling) > 3:  # an abbreviation is written, not heard
                table.setdefault(by_sound(spelling), {}).update((thing.name, thing) for thing in things)
        return {sound: tuple(things.values()) for sound, things in table.items()}
