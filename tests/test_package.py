from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import pytest

import cstotimeline

SOURCE = Path(cstotimeline.__file__)
# What importing the package alone must not load: libraries, and modules of the package that load them.
HEAVY = (
    "attrs",
    "attr",
    "cattrs",
    "pendulum",
    "zoneinfo",
    "typing",
    "importlib",
    "hypothesis",
    "cstotimeline.core",
    "cstotimeline.csto",
)


def names_for_type_checkers() -> dict[str, str]:
    """Return what ``__init__`` imports for type checkers: each name with its module."""
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    (guarded,) = (node for node in tree.body if isinstance(node, ast.If))
    assert ast.unparse(guarded.test) == "TYPE_CHECKING"
    annotated, *imports = (node for node in guarded.body if isinstance(node, ast.ImportFrom))
    assert ast.unparse(annotated) == "from typing import Any"
    assert len(imports) == len(guarded.body) - 1
    pairs = [(alias, node.module or "") for node in imports for alias in node.names]
    assert all(alias.asname == alias.name for alias, _ in pairs)
    assert len({alias.name for alias, _ in pairs}) == len(pairs)
    return {alias.name: module for alias, module in pairs}


def printed(code: str) -> str:
    """Return what Python prints, running ``code`` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_type_checkers_and_python_see_the_same_names() -> None:
    """The names imported for type checkers are those of the lazy table, each from the same module."""
    table = vars(cstotimeline)["_HOMES"]
    assert {name: f"cstotimeline.{home}" for name, home in table.items()} == names_for_type_checkers()


@pytest.mark.parametrize("name", sorted(names_for_type_checkers()))
def test_every_public_name_is_that_of_its_module(name: str) -> None:
    """A public name is the very object of the module that defines it, and listed by dir."""
    assert getattr(cstotimeline, name) is getattr(import_module(names_for_type_checkers()[name]), name)
    assert name in dir(cstotimeline)


def test_importing_everything_gives_every_name() -> None:
    """``from cstotimeline import *`` gives the public names and nothing else of the package."""
    code = (
        "before = set(globals())\n"
        "from cstotimeline import *\n"
        "print(' '.join(sorted(set(globals()) - before - {'before'})))"
    )
    assert printed(code).split() == sorted([*names_for_type_checkers(), "testing"])


def test_an_unknown_name_is_refused() -> None:
    """A name that the package does not have raises what Python raises."""
    with pytest.raises(AttributeError, match="module 'cstotimeline' has no attribute 'nothing'"):
        _ = cstotimeline.nothing


def test_importing_the_package_loads_nothing_heavy() -> None:
    """``import cstotimeline`` loads no library and no module of its own beyond the first."""
    code = "import sys\nbefore = set(sys.modules)\nimport cstotimeline\nprint(*sorted(set(sys.modules) - before))"
    loaded = printed(code).split()
    assert "cstotimeline" in loaded
    assert [name for name in loaded if name in HEAVY or name.startswith(("cattrs", "pendulum"))] == []
    assert [name for name in loaded if name.startswith("cstotimeline")] == ["cstotimeline"]


def test_the_guard_against_heavy_imports_sees_them() -> None:
    """Using a name loads the libraries that importing the package did not."""
    code = "import sys\nimport cstotimeline\ncstotimeline.PartialDate.parse('2004').latest\nprint(*sorted(sys.modules))"
    assert {"attrs", "pendulum", "cstotimeline.core"} <= set(printed(code).split())


def test_importing_every_module_reads_no_file_of_the_log() -> None:
    """Neither the package nor any public module reads the log, the vocabulary or the clock while it is imported."""
    code = (
        "import sys, time\n"
        "from importlib import import_module\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\n"
        "import cstotimeline\n"
        "for home in set(cstotimeline._HOMES.values()) | {'cli'}:\n"
        "    import_module(f'cstotimeline.{home}')\n"
        "print(*[path for path in opened if path.endswith(('.jsonl', '.json'))])"
    )
    assert printed(code) == ""


def test_the_package_is_typed() -> None:
    """The marker that tells type checkers to read the annotations is part of the package."""
    assert files("cstotimeline").joinpath("py.typed").is_file()
