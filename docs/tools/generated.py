"""What the pages take from the code: the table of kinds and the reference. ``python docs/tools/generated.py`` writes
both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from inspect import isclass, isfunction, ismodule
from pathlib import Path

import cstotimeline
from cstotimeline.core.events.event import Event, own_fields
from cstotimeline.csto.kinds import KINDS

FOLDER = Path(__file__).parents[1]
BEGIN, END = "<!-- kinds: begin -->\n", "<!-- kinds: end -->\n"
# Bases whose members are Python's own.
PYTHONS = "ABC, Collection, Enum, Generic, Mapping, Sequence, Set, StrEnum, str, tuple"


def kinds_table() -> str:
    """Return the table of all kinds, in the order in which they are listed."""
    head = "| kind | says | order | fields of its own |\n|---|---|---|---|\n"
    return head + "".join(f"{_row(cls)}\n" for cls in KINDS)


def _row(cls: type[Event]) -> str:
    fields = ", ".join(f"`{name}`" for name in own_fields(cls))
    return f"| `{cls.kind}` | {_first_sentence(cls)} | {cls.order} | {fields} |"


def _first_sentence(cls: type[Event]) -> str:
    words = " ".join((cls.__doc__ or "").split()).replace("``", "`")
    return re.split(r"(?<=[.:]) ", words)[0].rstrip(".:")


def with_kinds(page: str) -> str:
    """Return ``page`` with the table of kinds as it should stand in it."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{kinds_table()}\n{END}{after}"


def reference() -> str:
    """Return the page of all public names, in the groups of the stub that lists them."""
    head = (
        "# Reference\n\nEvery public name. All of them are imported from `cstotimeline`, when first used.\n"
    )
    return "\n".join([head, *_sections(files("cstotimeline").joinpath("__init__.pyi").read_text("utf-8"))])


def _sections(stub: str) -> Iterator[str]:
    for line in stub.splitlines():
        match line.split():
            case ["#", "isort:", *_]:
                pass
            case ["#", *words]:
                title, _, says = " ".join(words).replace("``", "`").rstrip(".").partition(": ")
                yield f"## {title}\n" + (f"\n{says[0].upper()}{says[1:]}.\n" if says else "")
            case ["from", _, "import", name, "as", _]:
                yield _entry(name, getattr(cstotimeline, name))
            case [old, "=", new, "#", *notice]:
                yield f"- `{old}` is `{new}` ({' '.join(notice)}).\n"
            case _:
                pass


def _entry(name: str, value: object) -> str:
    if ismodule(value):
        return f"`cstotimeline.{name}` has [a page of its own]({name}.md).\n"
    what, options = "data", ""
    if isclass(value) and issubclass(value, Exception):
        what = "exception"
    elif isclass(value):
        what, options = "class", "   :members:\n"
        if not issubclass(value, Event):  # what all events have is said once, of Event
            options += f"   :inherited-members: {PYTHONS}\n"
    elif isfunction(value):
        what = "function"
    return f"```{{eval-rst}}\n.. auto{what}:: cstotimeline.{name}\n{options}```\n"


if __name__ == "__main__":
    record = FOLDER / "record.md"
    record.write_text(with_kinds(record.read_text(encoding="utf-8")), encoding="utf-8")
    (FOLDER / "reference.md").write_text(reference(), encoding="utf-8")
