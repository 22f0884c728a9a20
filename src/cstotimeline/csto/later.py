"""Things by name, each imported when it is first asked for: who asks for one body pays for one body."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TypeVar

T = TypeVar("T")


class Later(Mapping[str, T]):
    """What stands in modules of the package, by name, and after it ``others``, which are there already.

    ``homes`` says where: ``csto.presidency:PRESIDENCY``.

    >>> found = Later({"presidency": "csto.presidency:PRESIDENCY"}, {"one": 1})
    >>> list(found), found["presidency"].name
    (['presidency', 'one'], 'presidency')
    """

    def __init__(self, homes: Mapping[str, str], others: Mapping[str, T] | None = None) -> None:
        self._homes = homes
        self._there: dict[str, T] = dict(others or {})
        self._names = tuple(dict.fromkeys((*homes, *self._there)))

    def __getitem__(self, name: str) -> T:
        if name not in self._there:
            module, _, attribute = self._homes[name].partition(":")
            self._there[name] = getattr(import_module(f"cstotimeline.{module}"), attribute)
        return self._there[name]

    def __contains__(self, name: object) -> bool:
        return name in self._there or name in self._homes

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
