"""Late imports: things named by a text, ``package.module:NAME``, and imported when they are first used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, TypeVar

T = TypeVar("T")


def resolve(text: str) -> Any:
    """Return the thing that a text names, such as ``cstotimeline.csto.presidency:PRESIDENCY``; without ``:NAME``, the
    module.

    Raises:
        ImportError: there is no such module.
        AttributeError: the module has no such name.

    >>> resolve("cstotimeline.core.errors:shown")("a")
    "'a'"
    """
    home, _, name = text.partition(":")
    module = import_module(home)
    return getattr(module, name) if name else module


class LateMapping(Mapping[str, T]):
    """A mapping from names to things that are imported when they are first asked for.

    ``texts`` say where they are (see :func:`resolve`); ``others`` are things that are there already. Names keep the
    order in which they are given, those of ``texts`` first. A pickled copy imports them again.

    >>> found = LateMapping({"shown": "cstotimeline.core.errors:shown"}, {"one": 1})
    >>> list(found), found["one"]
    (['shown', 'one'], 1)
    """

    def __init__(self, texts: Mapping[str, str], others: Mapping[str, T] | None = None) -> None:
        self._texts = texts
        self._others = dict(others or {})
        self._found: dict[str, T] = dict(self._others)
        self._names = tuple(dict.fromkeys((*texts, *self._others)))

    def __getitem__(self, name: str) -> T:
        if name not in self._found:
            self._found[name] = resolve(self._texts[name])
        return self._found[name]

    def __contains__(self, name: object) -> bool:
        return name in self._found or name in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._texts, self._others)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {', '.join(self._names)}>"
