"""What the pages take from the code: the table of kinds and the reference. ``python docs/generated.py`` writes both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from inspect import isclass
from pathlib import Path

import cstotimeline
from cstotimeline.core.events.event import Event, own_fields
from cstotimeline.csto.kinds import KINDS

FOLDER = Path(__file__).parent
BEGIN, END = "<!-- kinds: begin -->\n", "<!-- kinds: end -->\n"
# What the properties of a history return: asked all the time, seldom named.
RETURNED = {
    "core.query.questions": "Question Questions StateQuestion",
    "core.query.tenures": "OfficeQuestion",
    "core.query.groups": "GroupQuestion",
    "core.query.event_list": "EventList",
    "csto.snapshot": "HistorySnapshot",
}


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
    """Return the page of all public names, by the module that defines them, and of what they return."""
    parts = [
        "# Reference\n\nEvery public name. All of them are imported from `cstotimeline`, when first used.\n",
        *_sections(vars(cstotimeline)["_NAMES_BY_HOME"], public=True),
        "## What the questions are\n\nThese are returned by the properties of a history, and seldom named.\n",
        *_sections(RETURNED, public=False),
    ]
    return "\n".join(parts)


def _sections(homes: dict[str, str], *, public: bool) -> Iterator[str]:
    for home, names in homes.items():
        module = import_module(f"cstotimeline.{home}")
        if public:
            title, _, rest = (
                " ".join((module.__doc__ or "").split("\n\n")[0].split()).rstrip(".").partition(": ")
            )
            yield f"## {title}\n" + (f"\n{rest[0].upper()}{rest[1:]}.\n" if rest else "")
        for name in names.split():
            yield _entry(
                f"cstotimeline.{name}" if public else f"{module.__name__}.{name}", getattr(module, name)
            )


def _entry(path: str, value: object) -> str:
    is_error = isclass(value) and issubclass(value, Exception)
    what = "exception" if is_error else "class" if isclass(value) else "function"
    members = "   :members:\n" if what == "class" else ""
    return f"```{{eval-rst}}\n.. auto{what}:: {path}\n{members}```\n"


if __name__ == "__main__":
    record = FOLDER / "record.md"
    record.write_text(with_kinds(record.read_text(encoding="utf-8")), encoding="utf-8")
    (FOLDER / "reference.md").write_text(reference(), encoding="utf-8")
