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
from cstotimeline.core.events.field_types import Collection, OrNone, fields_of
from cstotimeline.core.events.single_types import Context, FieldType, Read, Single

_WRONG_ITEMS = 1_000
"""After how many wrong items of one list the others are not looked at."""


class ReferenceReader(Context):
    """What reads values of classes, and events of kinds; ``event`` reads an event inside another.

    What it raises :func:`faults_of` puts into words.
    """

    def __init__(self, event: Read) -> None:
        import cattrs

        super().__init__()
        self.event = event
        self._converter = cattrs.Converter()

    def made(self, cls: Any) -> Read:
        """Return what makes a value of a class, or an event of a kind, of an object's data."""
        from cattrs.gen import make_dict_structure_fn, override

        hooks: dict[str, Any] = {
            field.slot: override(rename=field.name, struct_hook=self._hook(field.type))
            for field in fields_of(cls)
        }
        structure = make_dict_structure_fn(
            cls, self._converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True, **hooks
        )

        def read(data: Any) -> Any:
            if type(data) is not dict:
                raise _WrongType("object", data)
            return structure(data, cls)

        return read

    def _hook(self, kind: FieldType) -> Callable[[Any, Any], Any]:
        """Return what reads the values of a field, as cattrs calls it."""
        read = self._reading(kind)
        return lambda value, _: read(value)

    def _reading(self, kind: FieldType) -> Read:
        if isinstance(kind, OrNone):
            inner = self._reading(kind.inner)
            return lambda value: None if value is None else inner(value)
        if isinstance(kind, Collection):
            return _list(kind, self._reading(kind.inner))
        return _single(kind, self) if isinstance(kind, Single) else kind.reader(self)


def _list(kind: Collection, read: Read) -> Read:
    def read_all(value: Any) -> Any:
        if type(value) is not list:
            raise _WrongType(kind.json_words, value)
        found: list[Any] = []
        wrong: list[tuple[str, Exception]] = []
        for index, one in enumerate(value):
            try:
                found.append(read(one))
            except Exception as error:
                wrong.append((f"[{index}]", error))
                if len(wrong) == _WRONG_ITEMS:
                    wrong.append(("", _TOO_MANY))
                    break
        if wrong:
            raise _WrongItems(wrong)
        values = kind.container(found)
        if len(values) < len(found):
            raise _WrongType(kind.json_words, value)
        return values

    return read_all


def _single(kind: Single, context: Context) -> Read:
    read = kind.reader(context)

    def read_one(value: Any) -> Any:
        try:
            if type(value) is kind.json:
                return read(value)
        except TimelineError:
            raise
        except Exception:
            raise _WrongType(kind.json_words, value) from None
        raise _WrongType(kind.json_words, value)

    return read_one


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
