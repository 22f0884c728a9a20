"""What the pages take from the code: the table of kinds, that of rules, and the page of all public names.
``python docs/tools/generated.py`` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from inspect import isclass, isfunction, ismodule
from pathlib import Path

import cstotimeline
from cstotimeline.core.events.event import Event, own_fields
from cstotimeline.core.rules.rule import Rule
from cstotimeline.csto.kinds import KINDS
from cstotimeline.csto.rules import RULES

FOLDER = Path(__file__).parents[1]
EXAMPLES = Path(__file__).with_name("examples.txt")
BEGIN, END = "<!-- {}: begin -->\n", "<!-- {}: end -->\n"
# Bases whose members are Python's own.
PYTHONS = "ABC, Collection, Enum, Generic, Mapping, Sequence, Set, StrEnum, str, tuple"


def kinds_table() -> str:
    """Return the table of all kinds, in the order in which they are listed."""
    head = "| kind | says | order | fields of its own |\n|---|---|---|---|\n"
    return head + "".join(f"{_row(cls)}\n" for cls in KINDS)


def _row(cls: type[Event]) -> str:
    fields = ", ".join(f"`{name}`" for name in own_fields(cls))
    return f"| `{cls.kind}` | {_first_sentence(cls)} | {cls.order} | {fields} |"


def rules_table() -> str:
    """Return the table of the rules of the record, in the order in which they are checked."""
    rows = (f"| {rule.name} | {rule.severity} | {_kind_of_rule(rule)} |\n" for rule in RULES)
    return "| rule | severity | is |\n|---|---|---|\n" + "".join(rows)


def _kind_of_rule(rule: Rule) -> str:
    name = type(rule).__name__
    return f"`{name}`" if name in cstotimeline.__all__ else _first_sentence(type(rule))


def _first_sentence(cls: type) -> str:
    words = " ".join((cls.__doc__ or "").split()).replace("``", "`")
    return re.split(r"(?<=[.:]) ", words)[0].rstrip(".:")


def with_table(page: str, name: str, table: str) -> str:
    """Return ``page`` with ``table`` between the two comments that bear its name."""
    begin, end = BEGIN.format(name), END.format(name)
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{table}\n{end}{after}"


@cache
def examples() -> dict[str, str]:
    """Return an example for each public name whose docstring has none and that no page uses."""
    parts = re.split(r"^## (\w+)\n", EXAMPLES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@cache
def code_of_pages() -> dict[str, str]:
    """Return the code that each page runs, in the order of the tables of contents; not that of generated pages."""
    index = (FOLDER / "index.md").read_text(encoding="utf-8")
    listed = re.findall(r"^((?:tutorial|howto|explanation|reference)/[\w-]+)$", index, re.MULTILINE)
    pages = {name: (FOLDER / f"{name}.md").read_text(encoding="utf-8") for name in listed}
    del pages["reference/names"]
    return {
        name: "".join(re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
        for name, text in pages.items()
    }


@cache
def recorded_events() -> dict[str, Event]:
    """Return the first event of each kind that the record has; lines are only ever added, so that it stays."""
    found: dict[str, Event] = {}
    for record in cstotimeline.load().log:
        found.setdefault(record.event.kind, record.event)
    return found


def example(name: str, value: object) -> str:
    """Return an example of a public name beside those of its docstring, or where to find one; else nothing."""
    if name in examples():
        return f"```python\n{examples()[name]}```\n"
    if isclass(value) and issubclass(value, Event) and (event := recorded_events().get(value.kind)):
        return f'```python\n>>> history.log["{event.id}"].event.title\n{event.title!r}\n```\n'
    for page, code in code_of_pages().items():
        if re.search(rf"\b{name}\b", code):
            title = (FOLDER / f"{page}.md").read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
            return f"Used in [{title}](../{page}.md).\n"
    return ""


def has_example(value: object) -> bool:
    """Return whether the docstring of a name, or of one of its members, has an example that runs."""
    said = [value]
    if isclass(value):  # from Python 3.13 on, attrs and Python bring two with examples of their own
        said += [one for name, one in vars(value).items() if name not in ("__replace__", "__firstlineno__")]
    return any(">>>" in (getattr(one, "__doc__", None) or "") for one in said)


def reference() -> str:
    """Return the page of all public names, in the groups of the stub that lists them."""
    head = (
        "# Public names\n\nEvery public name, with an example in its description or below it. All of them are\n"
        "imported from `cstotimeline`, when first used. The examples begin with\n\n"
        "```python\n>>> import cstotimeline as csto\n>>> history = csto.load()\n```\n"
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
        return f"`cstotimeline.{name}` has [a page of its own](../howto/test.md).\n"
    what, options = "data", ""
    if isclass(value) and issubclass(value, Exception):
        what = "exception"
    elif isclass(value):
        what, options = "class", "   :members:\n"
        if not issubclass(value, Event):  # what all events have is said once, of Event
            options += f"   :inherited-members: {PYTHONS}\n"
    elif isfunction(value):
        what = "function"
    more = "" if has_example(value) else f"\n{example(name, value)}"
    return f"```{{eval-rst}}\n.. auto{what}:: cstotimeline.{name}\n{options}```\n{more}"


def pages() -> dict[str, str]:
    """Return each page that is made here, wholly or in part, by its place in docs."""
    tables = {"reference/kinds.md": ("kinds", kinds_table()), "reference/rules.md": ("rules", rules_table())}
    made = {
        page: with_table((FOLDER / page).read_text(encoding="utf-8"), name, table)
        for page, (name, table) in tables.items()
    }
    return {**made, "reference/names.md": reference()}


if __name__ == "__main__":
    for place, text in pages().items():
        (FOLDER / place).write_text(text, encoding="utf-8")
