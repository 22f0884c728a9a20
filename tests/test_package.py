from __future__ import annotations

import ast
import re
import subprocess
import sys
import zipfile
from importlib import import_module
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pytest

import cstotimeline

FOLDER = Path(cstotimeline.__file__).parent
STUB = (FOLDER / "__init__.pyi").read_text(encoding="utf-8")
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


def public_names() -> dict[str, str]:
    """Return the names of the stub, each with its module, as a type checker sees them."""
    imports = [node for node in ast.parse(STUB).body if isinstance(node, ast.ImportFrom)]
    pairs = [(alias.asname, alias.name, node.module or "") for node in imports for alias in node.names]
    assert all(as_name == name for as_name, name, _ in pairs)
    assert len({name for _, name, _ in pairs}) == len(pairs)
    return {name: module for _, name, module in pairs}


def old_names() -> dict[str, tuple[str, str]]:
    """Return the old names of the stub: of each its new name, and the version in which it goes."""
    lines = re.findall(r"^(\w+) = (\w+)  # since [\d.]+, remove in ([\d.]+)$", STUB, re.MULTILINE)
    assert len(lines) == sum(isinstance(node, ast.Assign) for node in ast.parse(STUB).body)
    return {old: (new, remove_in) for old, new, remove_in in lines}


def release(text: str) -> tuple[int, ...]:
    """Return what orders versions: the numbers of ``0.1.0``."""
    return tuple(map(int, text.split(".")))


def printed(code: str, *, path: Path | None = None) -> str:
    """Return what Python prints, running ``code`` in a process of its own, with ``path`` searched first."""
    search = f"import sys\nsys.path.insert(0, {str(path)!r})\n" if path else ""
    command = [sys.executable, "-c", search + code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("name", sorted(public_names()))
def test_every_public_name_is_that_of_its_module(name: str) -> None:
    """A name of the stub is the very object of the module that the stub names, and listed by dir."""
    assert getattr(cstotimeline, name) is getattr(import_module(public_names()[name]), name)
    assert name in dir(cstotimeline)


def test_the_names_stand_in_the_stub_alone() -> None:
    """Python lists the names of the stub and no other; the code of the package repeats none of them."""
    assert vars(cstotimeline)["__getattr__"]("__all__") == list(public_names())
    assert {name for name in dir(cstotimeline) if not name.startswith("_")} == set(public_names())
    code = (FOLDER / "__init__.py").read_text(encoding="utf-8")
    assert set(re.findall(r"\w+", code)) & set(public_names()) == set()


def test_what_users_hold_is_public() -> None:
    """Everything that the attributes of a history and their answers are has a public name."""
    held = (
        "Question Questions OfficeQuestion GroupQuestion StateQuestion EventList HistorySnapshot Office OfficeState "
        "QueryTime AsOf ResolvedEvents Fault Store Precision Severity When"
    )
    assert set(held.split()) <= set(public_names())


def test_a_newcomer_meets_twenty_names_first() -> None:
    """The first group of the stub is what most programs need: twenty names, and the declaration of coverage."""
    first, _, _ = STUB.partition("\n# Errors")
    assert len(re.findall(r"^from ", first, re.MULTILINE)) == 21


@pytest.mark.parametrize("old", sorted(old_names()))
def test_an_old_name_is_the_new_thing(old: str) -> None:
    """An old name gives the object of the new name, with a warning that says so, and dir does not list it."""
    new, _ = old_names()[old]
    with pytest.warns(
        DeprecationWarning, match=rf"cstotimeline\.{old} is named {new} since 0\.\d+\.\d+, and goes"
    ):
        assert getattr(cstotimeline, old) is getattr(cstotimeline, new)
    assert old not in dir(cstotimeline)


@pytest.mark.parametrize("old", sorted(old_names()))
def test_an_old_name_goes_when_it_is_due(old: str) -> None:
    """No old name is left in the version in which it was to be removed, or later."""
    assert release(cstotimeline.__version__) < release(old_names()[old][1])


def test_the_version_is_that_of_the_distribution() -> None:
    """The package says the version that is installed."""
    assert cstotimeline.__version__ == version("cstotimeline")
    assert "__version__" in dir(cstotimeline)


def test_importing_everything_gives_every_name() -> None:
    """``from cstotimeline import *`` gives the public names and nothing else of the package."""
    code = (
        "before = set(globals())\n"
        "from cstotimeline import *\n"
        "print(' '.join(sorted(set(globals()) - before - {'before'})))"
    )
    assert printed(code).split() == sorted(public_names())


def test_the_names_are_read_from_a_zip_file(tmp_path: Path) -> None:
    """A package that is imported from a zip file has the same names."""
    with zipfile.ZipFile(tmp_path / "library.zip", "w") as archive:
        for path in (path for pattern in ("*.py", "*.pyi", "*.json") for path in FOLDER.rglob(pattern)):
            archive.write(path, Path("cstotimeline", path.relative_to(FOLDER)))
    code = "import cstotimeline\nprint(cstotimeline.__file__, cstotimeline.PartialDate('2004'), *cstotimeline.__all__)"
    file, date, *names = printed(code, path=tmp_path / "library.zip").split()
    assert file.startswith(str(tmp_path / "library.zip"))
    assert (date, names) == ("2004", list(public_names()))


def test_an_unknown_name_is_refused() -> None:
    """A name that the package does not have raises what Python raises."""
    with pytest.raises(AttributeError, match="module 'cstotimeline' has no attribute 'nothing'"):
        _ = vars(cstotimeline)["__getattr__"]("nothing")


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
        f"for home in {sorted({*public_names().values(), 'cstotimeline.cli'})}:\n"
        "    import_module(home)\n"
        "print(*[path for path in opened if path.endswith(('.jsonl', '.json', '.pyi'))])"
    )
    assert printed(code) == ""


def test_the_package_is_typed() -> None:
    """The marker that tells type checkers to read the annotations is part of the package."""
    assert files("cstotimeline").joinpath("py.typed").is_file()
