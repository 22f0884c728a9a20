"""The reference reader, a strict cattrs converter: what it takes is the rule, and it reports all that is wrong.

Nothing is coerced, unknown keys are refused, and every fault is given with its path. The quicker readers
(:mod:`~cstotimeline.core.codec.compiled_reader`, :mod:`~cstotimeline.core.codec.msgspec_reader`) leave to it
whatever they do not take. cattrs is imported when the first value is converted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import attrs

from cstotimeline.core.errors import Fault, TimelineError, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.field_types import field_type, fields_of
from cstotimeline.core.events.single_types import SINGLE_TYPES, FieldType, Read

Structure = Callable[[Any, Any], Any]

_WRONG_ITEMS = 1_000
"""After how many wrong items of one list the others are not looked at."""


class ReferenceReader:
    """Builds events from plain data; ``event`` reads an event inside another."""

    def __init__(self, event: Read) -> None:
        import cattrs

        self.event = event
        self._hooks: dict[type[Event], Structure] = {}
        self._kinds: dict[Any, FieldType] = {}
        converter = self._converter = cattrs.Converter(detailed_validation=True)
        converter.register_structure_hook_factory(attrs.has, self._class_hook)
        converter.register_structure_hook_func(lambda cls: cls is Event, lambda data, _: event(data))
        converter.register_structure_hook_factory(
            lambda a: field_type(a).form == "collection", self._list_hook
        )
        converter.register_structure_hook_func(lambda a: field_type(a).form == "single", self._single)
        for cls in SINGLE_TYPES:
            if isinstance(cls, type):  # cattrs has hooks for some of them, which coerce
                converter.register_structure_hook(cls, self._single)

    def of(self, cls: type[Event]) -> Structure:
        """Return what makes an event of a kind of its data, kind and version left out.

        What that raises :func:`faults_of` puts into words.
        """
        hook = self._hooks.get(cls)
        if hook is None:
            hook = self._hooks[cls] = self._fields_hook(cls)
        return hook

    def _fields_hook(self, cls: Any) -> Structure:
        from cattrs.gen import make_dict_structure_fn, override

        renamed: dict[str, Any] = {
            field.slot: override(rename=field.name, struct_hook=self._hook_of(field.type.annotation))
            for field in fields_of(cls)
            if field.slot != field.name
        }
        return make_dict_structure_fn(
            cls,
            self._converter,
            _cattrs_forbid_extra_keys=True,
            _cattrs_detailed_validation=True,
            **renamed,
        )

    def _hook_of(self, annotation: Any) -> Structure:
        """Return what reads values of an annotation, whatever the attribute that keeps them declares."""
        hook = self._converter.get_structure_hook(annotation)
        return lambda value, _: hook(value, annotation)

    def _class_hook(self, cls: Any) -> Structure:
        structure = self._fields_hook(cls)

        def strict(data: object, cls: Any) -> Any:
            if type(data) is not dict:
                raise _WrongType("object", data)
            return structure(data, cls)

        return strict

    def _list_hook(self, annotation: Any) -> Structure:
        kind = field_type(annotation)
        container: Any = kind.container
        item: Any = kind.inner and kind.inner.annotation
        read = self._converter.get_structure_hook(item)

        def structure(value: object, _: object) -> Any:
            if type(value) is not list:
                raise _WrongType(kind.json_words, value)
            found: list[Any] = []
            wrong: list[tuple[str, Exception]] = []
            for index, one in enumerate(value):
                try:
                    found.append(read(one, item))
                except Exception as error:
                    wrong.append((f"[{index}]", error))
                    if len(wrong) == _WRONG_ITEMS:
                        wrong.append(("", _TOO_MANY))
                        break
            if wrong:
                raise _WrongItems(wrong)
            values = container(found)
            if len(values) < len(found):
                raise _WrongType(kind.json_words, value)
            return values

        return structure

    def _single(self, value: object, annotation: Any) -> Any:
        """Return the value of a text, number or boolean; the hook for texts is given enums of texts too."""
        kind = self._kinds.get(annotation)
        if kind is None:
            kind = self._kinds[annotation] = field_type(annotation)
        try:
            if type(value) is kind.json:
                return kind.reader(self)(value)
        except TimelineError:
            raise
        except Exception:
            raise _WrongType(kind.json_words, value) from None
        raise _WrongType(kind.json_words, value)


class _Wrong(Exception):
    """A value that is refused, on its way to becoming a :class:`Fault`."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__()
        self.what, self.remedy = what, remedy


class _WrongItems(Exception):
    """The errors of a list, each with the place of its item."""

    def __init__(self, errors: list[tuple[str, Exception]]) -> None:
        super().__init__()
        self.errors = errors


class _WrongType(_Wrong):
    """A value that is not of the declared type."""

    def __init__(self, words: str, value: object) -> None:
        super().__init__(f"expected {words}, got {shown(value)}", f"write {words}")


_TOO_MANY = _Wrong(f"{_WRONG_ITEMS:,} items are wrong; the others were not looked at", "correct these first")


def faults_of(error: BaseException, path: str = "") -> Iterator[Fault]:
    """Yield the faults inside what cattrs or a class raised, each at its path."""
    from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError

    if isinstance(error, ClassValidationError):
        names = {field.slot: field.name for field in fields_of(error.cl)}
        for inner in error.exceptions:
            yield from faults_of(inner, _deeper(path, inner, names))
    elif isinstance(error, _WrongItems):
        for place, inner in error.errors:
            yield from faults_of(inner, f"{path}{place}")
    elif isinstance(error, ForbiddenExtraKeysError):
        remedy = f"use one of {', '.join(field.name for field in fields_of(error.cl))}"
        for key in sorted(error.extra_fields):
            yield Fault(where=_joined(path, key), what="unknown key", remedy=remedy)
    elif isinstance(error, _Wrong):
        yield Fault(where=path or "event", what=error.what, remedy=error.remedy)
    elif isinstance(error, TimelineError):
        for fault in error.faults:
            plain = fault.where in ("date", "period", "event")
            yield attrs.evolve(fault, where=path if plain and path else _joined(path, fault.where))
    elif isinstance(error, KeyError):
        key = str(error.args[0])
        yield Fault(where=_joined(path, key), what="missing", remedy=f"add {key}")
    else:
        yield Fault(where=path or "event", what=shown(str(error)), remedy="correct the value")


def _deeper(path: str, error: BaseException, names: Mapping[str, str]) -> str:
    """Return the path one step in, read from the note that cattrs leaves on ``error``."""
    from cattrs.errors import AttributeValidationNote

    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote) and not isinstance(error, KeyError):
            return _joined(path, names[note.name])
    return path


def _joined(path: str, name: str) -> str:
    """Return ``name`` behind ``path``; a name that is long or would not stay on one line is cut and escaped."""
    plain = name if name.isprintable() and len(name) <= 200 else shown(name)
    return f"{path}.{plain}" if path else plain
