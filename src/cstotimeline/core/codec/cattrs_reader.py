"""The strict converter, made of cattrs: what it says about plain data is the rule, and it says all that is wrong.

Nothing is coerced, unknown keys are refused, and every fault is told with its path. The quicker readers
(:mod:`~cstotimeline.core.codec.compiled_reader`, :mod:`~cstotimeline.core.codec.msgspec_reader`) leave to it
whatever they do not take. cattrs is imported when the first value is converted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import attrs

from cstotimeline.core.errors import Fault, TimelineError, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.field_types import words_of
from cstotimeline.core.temporal.edtf import PartialDate

if TYPE_CHECKING:
    pass

Structure = Callable[[Any, Any], Any]


class StrictConverter:
    """Builds events from plain data; ``inner`` reads an event inside another, ``plain`` writes one."""

    def __init__(self, inner: Callable[[Any], Event], plain: Callable[[Event], dict[str, Any]]) -> None:
        import cattrs

        converter = cattrs.Converter(detailed_validation=True, forbid_extra_keys=True)
        self._converter = converter
        self._hooks: dict[type[Event], Structure] = {}
        for cls in (str, int, bool):
            converter.register_structure_hook(cls, _exactly(cls))
        converter.register_structure_hook(PartialDate, _date)
        converter.register_unstructure_hook(PartialDate, lambda date: date.text)
        converter.register_structure_hook_factory(_is(Literal), _literal)
        converter.register_structure_hook_factory(_is(tuple), self._tuple_hook)
        converter.register_structure_hook(Event, lambda data, _: inner(data))
        converter.register_unstructure_hook(Event, plain)
        converter.register_structure_hook_factory(attrs.has, self._class_hook)
        converter.register_unstructure_hook_factory(_is_value_class, self._plain_hook)

    def event(self, data: dict[str, Any], cls: type[Event]) -> Event:
        """Return the event of a kind that ``data`` writes, its kind and version left out.

        Raises:
            Exception: what :func:`faults_of` puts into words.
        """
        hook = self._hooks.get(cls)
        if hook is None:
            hook = self._hooks[cls] = self._fields_hook(cls)
        event: Event = hook(data, cls)
        return event

    def plain(self, value: object) -> Any:
        """Return the plain data of a value in a field of an event."""
        return self._converter.unstructure(value)

    def _fields_hook(self, cls: Any) -> Structure:
        from cattrs.gen import make_dict_structure_fn

        return make_dict_structure_fn(
            cls, self._converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True
        )

    def _class_hook(self, cls: Any) -> Structure:
        structure = self._fields_hook(cls)

        def strict(data: object, cls: Any) -> Any:
            if type(data) is not dict:
                raise _WrongType(dict, data)
            return structure(data, cls)

        return strict

    def _plain_hook(self, cls: Any) -> Callable[[Any], Any]:
        from cattrs.gen import make_dict_unstructure_fn

        return make_dict_unstructure_fn(cls, self._converter, _cattrs_omit_if_default=True)

    def _tuple_hook(self, annotation: Any) -> Structure:
        listed: Any = list[get_args(annotation)[0]]  # type: ignore[misc]
        inner = self._converter.get_structure_hook(listed)

        def structure(value: object, _: object) -> tuple[Any, ...]:
            if type(value) is not list:
                raise _WrongType(annotation, value)
            return tuple(inner(value, listed))

        return structure


class _WrongType(Exception):
    """A value that is not of the declared type, on its way to becoming a :class:`Fault`."""

    def __init__(self, annotation: object, value: object) -> None:
        super().__init__()
        self.what = f"expected {words_of(annotation)}, got {shown(value)}"
        self.remedy = f"write {words_of(annotation)}"


def _exactly(annotation: type) -> Structure:
    def structure(value: object, _: object) -> object:
        if type(value) is not annotation:
            raise _WrongType(annotation, value)
        return value

    return structure


def _date(value: object, _: object) -> PartialDate:
    if type(value) is not str:
        raise _WrongType(str, value)
    return PartialDate.UNKNOWN if value == "" else PartialDate.parse(value)


def _literal(annotation: Any) -> Structure:
    options = get_args(annotation)

    def structure(value: object, _: object) -> object:
        if type(value) is not str or value not in options:
            raise _WrongType(annotation, value)
        return value

    return structure


def _is(origin: object) -> Callable[[Any], bool]:
    return lambda annotation: get_origin(annotation) is origin


def _is_value_class(cls: Any) -> bool:
    return attrs.has(cls) and not issubclass(cls, PartialDate | Event)


def faults_of(error: BaseException, path: str = "") -> Iterator[Fault]:
    """Yield the faults inside what cattrs or a class raised, each at its path."""
    from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

    if isinstance(error, IterableValidationError | ClassValidationError):
        for inner in error.exceptions:
            yield from faults_of(inner, _deeper(path, inner))
    elif isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(error.extra_fields):
            known = [field.name for field in attrs.fields(error.cl)]
            yield Fault(where=_joined(path, key), what="unknown key", remedy=f"use one of {', '.join(known)}")
    elif isinstance(error, _WrongType):
        yield Fault(where=path or "event", what=error.what, remedy=error.remedy)
    elif isinstance(error, TimelineError):
        for fault in error.faults:
            plain = fault.where in ("date", "period", "event")
            yield attrs.evolve(fault, where=path if plain and path else _joined(path, fault.where))
    elif isinstance(error, KeyError):
        key = str(error.args[0])
        yield Fault(where=_joined(path, key), what="missing", remedy=f"add {key}")
    else:
        yield Fault(where=path or "event", what=shown(str(error)), remedy="mend the value")


def _deeper(path: str, error: BaseException) -> str:
    """Return the path one step in, read from the note that cattrs leaves on ``error``."""
    from cattrs.errors import AttributeValidationNote, IterableValidationNote

    for note in getattr(error, "__notes__", ()):
        if isinstance(note, IterableValidationNote):
            return f"{path}[{note.index}]"
        if isinstance(note, AttributeValidationNote) and not isinstance(error, KeyError):
            return _joined(path, note.name)
    return path


def _joined(path: str, name: str) -> str:
    """Return ``name`` behind ``path``; a name that would not stay on one line, as its repr."""
    plain = name if name.isprintable() else shown(name)
    return f"{path}.{plain}" if path else plain
