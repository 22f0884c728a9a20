from __future__ import annotations

import doctest
import re
import runpy
import shlex
from importlib import import_module
from pathlib import Path

import pytest

import cstotimeline
from cstotimeline.cli import main
from cstotimeline.core.rules.effect_rules import effect_rules
from cstotimeline.csto.presidency import PRESIDENCY
from cstotimeline.testing import LAWS
from tests.kit.faults import FAULTS, Planted

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = {
    path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted([*DOCS.glob("*.md"), *DOCS.glob("*/*.md")])
    if path.parent.name != "bench"  # tables that a page takes in
}
PUBLIC = sorted(name for name in dir(cstotimeline) if name != "testing" and not name.startswith("_"))
GENERATED = runpy.run_path(str(ROOT / "docs" / "tools" / "generated.py"))


def consoles() -> list[tuple[str, str, str]]:
    """Return each command that a console block shows: page, command, what it prints."""
    return [
        (page, command, output)
        for page, text in PAGES.items()
        for block in re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        for command, output in re.findall(r"^\$ ([^\n]*)\n((?:(?!\$ )[^\n]*\n)*)", block, re.MULTILINE)
    ]


@pytest.mark.parametrize(("page", "command", "output"), consoles(), ids=lambda text: text.split("\n")[0][:60])
def test_a_command_prints_what_the_page_shows(
    page: str, command: str, output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command of a console block prints the lines below it; three dots stand for anything."""
    program, *arguments = shlex.split(command)
    assert program == "cstotimeline", page
    main(arguments)
    printed = capsys.readouterr()
    assert doctest.OutputChecker().check_output(output, printed.out + printed.err, doctest.ELLIPSIS), (
        printed.out + printed.err
    )


def test_the_pages_show_commands() -> None:
    """The page on the command line shows six commands or more, and no page hides one in another block."""
    shown = [page for page, _, _ in consoles()]
    assert shown.count("reference/command-line.md") >= 6
    assert sum(text.count("\n$ cstotimeline") for text in PAGES.values()) == len(shown)


def test_every_command_is_documented(capsys: pytest.CaptureFixture[str]) -> None:
    """Each command that --help lists stands in the table of commands, and no other does."""
    with pytest.raises(SystemExit):
        main(["--help"])
    listed = re.findall(r"^    ([a-z]+)\b", capsys.readouterr().out, re.MULTILINE)
    documented = re.findall(r"^\| `([a-z]+)[^`]*` \|", PAGES["reference/command-line.md"], re.MULTILINE)
    assert sorted(documented) == sorted(set(listed))


def test_the_generated_parts_are_those_of_the_code() -> None:
    """The tables of kinds and of rules and the page of public names are what docs/tools/generated.py writes."""
    made = GENERATED["pages"]()
    assert {name: PAGES[name] for name in made} == made


def test_an_old_table_of_kinds_would_be_mended() -> None:
    """A table that stands in a page is replaced by that of the classes, and the text around it stays."""
    begin, end = GENERATED["BEGIN"].format("kinds"), GENERATED["END"].format("kinds")
    table = GENERATED["kinds_table"]()
    old, new = f"a\n{begin}| old |\n{end}b\n", f"a\n{begin}\n{table}\n{end}b\n"
    assert GENERATED["with_table"](old, "kinds", table) == new


def test_every_public_name_has_its_place_in_the_reference() -> None:
    """The reference documents each public name once."""
    named = re.findall(r"^\.\. auto[a-z]+:: cstotimeline\.(\w+)$", PAGES["reference/names.md"], re.MULTILINE)
    assert sorted(named) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_has_an_example(name: str) -> None:
    """The docstring of a name has an example that runs, or else the reference shows one or names a page that does."""
    value = getattr(cstotimeline, name)
    shown = GENERATED["example"](name, value)
    assert GENERATED["has_example"](value) or shown
    assert not shown or GENERATED["has_example"](value) or shown in PAGES["reference/names.md"]


def test_no_example_of_a_name_is_left_over() -> None:
    """Each example of docs/tools/examples.txt is of a public name whose docstring has none."""
    names = GENERATED["examples"]()
    assert set(names) <= set(PUBLIC)
    assert [name for name in names if GENERATED["has_example"](getattr(cstotimeline, name))] == []


def test_every_page_is_in_the_index() -> None:
    """The tables of contents list every page but the index, each once."""
    tables = re.findall(r"^```{toctree}\n(.*?)^```$", PAGES["index.md"], re.MULTILINE | re.DOTALL)
    listed = [line for table in tables for line in table.split("\n") if line and not line.startswith(":")]
    assert sorted(f"{name}.md" for name in listed) == sorted(PAGES.keys() - {"index.md"})


def test_the_tutorial_gives_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever types the tutorial's Python gets its answers, and the picture that the page shows."""
    code = "".join(
        re.findall(r"^```python\n(.*?)^```$", PAGES["tutorial/first-answer.md"], re.MULTILINE | re.DOTALL)
    )
    typed = code.replace("  # doctest: +SKIP", "")
    test = doctest.DocTestParser().get_doctest(typed, {}, "tutorial", None, None)
    monkeypatch.chdir(tmp_path)
    assert doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test).failed == 0
    assert (tmp_path / "three-years.svg").read_text("utf-8") == (DOCS / "pictures/front.svg").read_text(
        "utf-8"
    )


@pytest.mark.parametrize("page", sorted(PAGES))
def test_no_page_loads_anything_from_outside(page: str) -> None:
    """Pages show no picture and no script of another address."""
    assert not re.search(r"!\[|<img|<script|<link|<iframe", PAGES[page])


def test_every_law_is_on_the_page() -> None:
    """The table of laws has each law with its promise and its statement, and no other."""
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \| (.*) \|$", PAGES["reference/guarantees.md"], re.MULTILINE)
    laws = [
        (str(law.promise), law.name, law.statement.replace("``", "`").rstrip(".")) for law in LAWS.values()
    ]
    assert rows == laws


def test_every_rule_is_on_its_page() -> None:
    """The page of rules has each rule that always holds, and each public class of rules, and no other."""
    page = PAGES["reference/rules.md"]
    always = {rule.name for rule in effect_rules([PRESIDENCY, cstotimeline.terms("seat", seats=2)], ())}
    part = page.partition("## Rules that always hold")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| ([^|]+) \| [^|]+ \|$", part, re.MULTILINE)) - {"rule"} == always
    values = {name: getattr(cstotimeline, name) for name in PUBLIC}
    rules = [
        name for name, one in values.items() if isinstance(one, type) and issubclass(one, cstotimeline.Rule)
    ]
    assert set(re.findall(r"^\| `(\w+)\(", page, re.MULTILINE)) == {*rules} - {"Rule"}


def test_every_planted_fault_is_on_its_page() -> None:
    """The page of planted faults shows each of them, caught; and no other."""
    shown = re.findall(r"^## (.*)$", PAGES["reference/planted.md"], re.MULTILINE)
    assert shown == [f"{fault.name[0].upper()}{fault.name[1:]}" for fault in FAULTS]
    assert PAGES["reference/planted.md"].count("promise ") >= len(FAULTS)
    assert "NOT CAUGHT" not in PAGES["reference/planted.md"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_what_a_planted_fault_replaces_is_there(fault: Planted) -> None:
    """Each fault names functions that the engine has, and no class of defects but those of the kit."""
    for target in fault.targets:
        module, _, path = target.partition(":")
        holder: object = import_module(f"cstotimeline.{module}")
        for name in path.split("."):
            holder = vars(holder)[name]
    assert fault.defects in ("", *"ABCDEFG")
