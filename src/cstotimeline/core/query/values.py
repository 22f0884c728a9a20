"""Values: what the objects that users hold have in common: they cannot be changed, and some are sequences."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NoReturn, Self, TypeVar, overload

from cstotimeline.core.errors import shown

T = TypeVar("T")

_SHOWN = 12
"""How many items a repr lists."""


def without_cached(value: object) -> dict[str, Any]:
    """Return the attributes of a value but for what it has worked out about itself."""
    kind = type(value)
    return {
        name: found
        for name, found in vars(value).items()
        if not isinstance(getattr(kind, name, None), cached_property)
    }


class Immutable:
    """An object whose attributes are set once, by its constructor, through ``vars``."""

    __slots__ = ()

    def with_changed(self, **changed: Any) -> Self:
        """Return a copy with some other attributes, and without what was worked out about itself."""
        other = object.__new__(type(self))
        vars(other).update(without_cached(self), **changed)
        return other

    def __getstate__(self) -> dict[str, Any]:
        return without_cached(self)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: object) -> Self:
        return self

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} cannot be changed, got {name} = {shown(value)}")


class Listing(Sequence[T]):
    """A sequence of what was found."""

    __slots__ = ()

    @property
    @abstractmethod
    def _found(self) -> tuple[T, ...]:
        """Return what it holds."""

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        """Return one by its place, from 0 in the order of the list, or a tuple of them."""
        return self._found[index]

    def __iter__(self) -> Iterator[T]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def _listed(self, head: str) -> str:
        """Return ``head``, and below it the first of what was found, one a line."""
        lines = [f"  {one}" for one in self._found[:_SHOWN]]
        more = [f"  and {len(self) - _SHOWN} more"] if len(self) > _SHOWN else []
        return "\n".join([f"<{head}", *lines, *more]) + ">"
