"""Immutable objects: what users hold cannot be changed, so a copy is the object itself."""

from __future__ import annotations

from typing import NoReturn, Self

from cstotimeline.core.errors import shown


class Immutable:
    """An object whose attributes are set once, by its constructor, through ``vars``."""

    __slots__ = ()

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: object) -> Self:
        return self

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed, got {name} = {shown(value)}")
