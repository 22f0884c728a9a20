"""Sourced history as an event log that people can question: the CSTO from 1992, and an engine for any
organization.

The public names are listed in ``__init__.pyi``, beside this file, and imported when they are first used, so that
``import cstotimeline`` costs almost nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # what type checkers take for true; ``typing`` would cost more than all the rest
if TYPE_CHECKING:
    from typing import Any

_texts: dict[str, str] = {}
_renamed: dict[str, tuple[str, str, str]] = {}


def _read_names() -> None:
    """Fill the two tables above from the stub: where each name is; each old name's new one, since, remove in."""
    if _texts or __spec__ is None or __spec__.submodule_search_locations is None:
        return
    stub = f"{__spec__.submodule_search_locations[0]}/__init__.pyi"
    loader: Any = __spec__.loader  # of a folder or of a zip file: both read data
    found: dict[str, str] = {}
    for line in loader.get_data(stub).decode("utf-8").splitlines():
        match line.split():
            case ["from", home, "import", name, "as", _]:
                found[name] = f"{home}.{name}" if home == __name__ else f"{home}:{name}"
            case [old, "=", new, "#", "since", since, "remove", "in", remove_in]:
                _renamed[old] = (new, since.rstrip(","), remove_in)
            case _:
                pass
    _texts.update(found)  # at once, since another thread may be looking


def __getattr__(name: str) -> Any:
    _read_names()
    if name == "__all__":
        return list(_texts)
    if name == "__version__":
        from importlib.metadata import version

        return version(__name__)
    if name in _renamed:
        import warnings

        new, since, remove_in = _renamed[name]
        what = f"{__name__}.{name} is named {new} since {since}, and goes in {remove_in}"
        warnings.warn(what, DeprecationWarning, stacklevel=2)
        return __getattr__(new)
    if name not in _texts:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cstotimeline.core.late import resolve

    value = globals()[name] = resolve(_texts[name])
    return value


def __dir__() -> list[str]:
    _read_names()
    return sorted({name for name in (*globals(), "__version__") if name[:2] == "__"} | {*_texts})
