"""The arrows of the design, read off the imports: they point downwards, and each library has its one home."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

PACKAGE = "cstotimeline"
SOURCE = Path(__file__).parents[1] / "src" / PACKAGE
MAX_LINES = 400


@attrs.frozen(kw_only=True)
class Layer:
    """What the modules of one folder may import: folders of the package, and libraries."""

    folders: frozenset[str]
    libraries: frozenset[str]


def layer(*, folders: str, libraries: str) -> Layer:
    """Return the layer that two texts of names, parted by spaces, describe."""
    return Layer(folders=frozenset(folders.split()), libraries=frozenset(libraries.split()))


TOP = ""  # cli.py and __init__.py, which stand above every folder
LAYERS = {
    "core": layer(folders="core", libraries="attrs cattrs msgspec pendulum"),
    "csto": layer(folders="core csto", libraries="attrs"),
    "stores": layer(folders="core stores", libraries="attrs psycopg"),
    "views": layer(folders="core views", libraries="attrs"),
    "exchange": layer(folders="core exchange", libraries="attrs narwhals pyarrow pyspark icalendar prov"),
    "testing": layer(folders="core stores testing", libraries="attrs hypothesis pendulum pytest"),
}
TOP_LAYER = layer(folders=" ".join(LAYERS), libraries="attrs hypothesis pytest")
ALWAYS_INSTALLED = frozenset({"attrs", "cattrs", "pendulum"})
HOMES = {"cattrs": "core/codec/cattrs_reader.py", "msgspec": "core/codec/msgspec_reader.py"}
PLUGIN = "pytest_plugin.py"  # which only pytest imports
# Core knows no file, no screen, no process and no network.
OUTSIDE_WORLD = frozenset(
    {"argparse", "io", "os", "pathlib", "shutil", "socket", "sqlite3", "subprocess", "sys"}
)


@attrs.frozen(kw_only=True)
class Import:
    """One imported module, absolute, and whether it is imported as soon as its importer is."""

    module: str
    line: int
    eager: bool


def imports_in(text: str, *, package: str) -> Iterator[Import]:
    """Yield what a module of ``package`` (dotted) imports; ``from a import b`` counts as ``a.b``."""
    tree = ast.parse(text)
    late = {
        id(inner)
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or is_for_types_only(outer)
        for inner in ast.walk(outer)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            modules = [f"{origin}.{alias.name}" for alias in node.names]
        else:
            continue
        for module in modules:
            yield Import(module=module, line=node.lineno, eager=id(node) not in late)


def is_for_types_only(node: ast.AST) -> bool:
    """Return whether ``node`` is ``if TYPE_CHECKING:``."""
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def faults_of(source: Path) -> list[str]:
    """Return every arrow that points the wrong way under ``source``, as ``path:line: what``."""
    return [fault for path in sorted(source.rglob("*.py")) for fault in module_faults(source, path)]


def module_faults(source: Path, path: Path) -> Iterator[str]:
    """Yield what is wrong with one module: its place, its length, its imports."""
    place = path.relative_to(source).as_posix()
    folder = place.split("/")[0] if "/" in place else TOP
    text = path.read_text(encoding="utf-8")
    if folder != TOP and folder not in LAYERS:
        yield f"{place}:1: the folder {folder!r} has no layer"
        return
    lines = len(text.splitlines())
    if lines > MAX_LINES:
        yield f"{place}:{lines}: longer than {MAX_LINES} lines"
    package = ".".join([PACKAGE, *place.split("/")[:-1]])
    for found in imports_in(text, package=package):
        what = import_fault(found, place=place, folder=folder)
        if what:
            yield f"{place}:{found.line}: {what}"


def import_fault(found: Import, *, place: str, folder: str) -> str | None:
    """Return what is wrong with one import, or None."""
    allowed = LAYERS[folder] if folder else TOP_LAYER
    root, *rest = found.module.split(".")
    if root == PACKAGE:
        target = rest[0] if rest and rest[0] in LAYERS else TOP
        if target != folder and target not in allowed.folders:
            return f"{folder or 'the top'} may not import {target or 'the top of the package'}"
        return None
    if root in sys.stdlib_module_names:
        return f"core may not import {root}" if folder == "core" and root in OUTSIDE_WORLD else None
    if root not in allowed.libraries:
        return f"{folder or 'the top'} may not import {root}"
    if place != HOMES.get(root, place):
        return f"{root} has its one home in {HOMES[root]}"
    if found.eager and root not in ALWAYS_INSTALLED and folder != "testing" and place != PLUGIN:
        return f"{root} may be missing: import it where it is used"
    return None


def plant(path: Path, text: str) -> None:
    """Write one module of a package that need not hold others."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_arrows_point_downwards() -> None:
    """No module imports what its folder may not, and none is longer than 400 lines."""
    assert faults_of(SOURCE) == []


@pytest.mark.parametrize(("library", "place"), HOMES.items(), ids=HOMES)
def test_the_guard_reads_the_real_modules(library: str, place: str) -> None:
    """The one home of a library is among the modules that are read, and its import there is seen."""
    text = (SOURCE / place).read_text(encoding="utf-8")
    assert library in {found.module.split(".")[0] for found in imports_in(text, package=f"{PACKAGE}.core")}


@pytest.mark.parametrize(
    ("place", "text", "fault"),
    [
        pytest.param("core/x.py", "import cstotimeline.csto", "core may not import csto", id="up"),
        pytest.param("core/x.py", "from cstotimeline import csto", "core may not import csto", id="up-from"),
        pytest.param("core/x.py", "from ..csto import kinds", "core may not import csto", id="up-relative"),
        pytest.param(
            "core/x.py", "def f():\n    from .. import csto", "core may not import csto", id="up-late"
        ),
        pytest.param("core/x.py", "import numpy", "core may not import numpy", id="core-library"),
        pytest.param("core/x.py", "from pathlib import Path", "core may not import pathlib", id="core-file"),
        pytest.param(
            "core/x.py",
            "import cattrs",
            "cattrs has its one home in core/codec/cattrs_reader.py",
            id="cattrs-core",
        ),
        pytest.param(
            "core/x.py",
            "def f():\n    import msgspec",
            "msgspec has its one home in core/codec/msgspec_reader.py",
            id="msgspec-core",
        ),
        pytest.param("csto/x.py", "from cattrs.gen import f", "csto may not import cattrs", id="cattrs-csto"),
        pytest.param("csto/x.py", "import pendulum", "csto may not import pendulum", id="pendulum-csto"),
        pytest.param("cli.py", "import pendulum", "the top may not import pendulum", id="pendulum-top"),
        pytest.param(
            "stores/x.py", "import cstotimeline.csto", "stores may not import csto", id="stores-csto"
        ),
        pytest.param(
            "views/x.py", "import cstotimeline.stores", "views may not import stores", id="sideways"
        ),
        pytest.param(
            "exchange/x.py",
            "if TYPE_CHECKING:\n    from cstotimeline.csto import kinds",
            "exchange may not import csto",
            id="up-for-types",
        ),
        pytest.param(
            "testing/x.py",
            "from cstotimeline import load",
            "testing may not import the top of the package",
            id="up-to-top",
        ),
        pytest.param(
            "stores/x.py",
            "import psycopg",
            "psycopg may be missing: import it where it is used",
            id="optional-library-eager",
        ),
        pytest.param("extras/x.py", "", "the folder 'extras' has no layer", id="unknown-folder"),
        pytest.param("core/x.py", "a = 1\n" * 400 + "b = 2", "longer than 400 lines", id="too-long"),
    ],
)
def test_a_planted_fault_is_caught(tmp_path: Path, place: str, text: str, fault: str) -> None:
    """Each fault, planted on the last line of an otherwise sound package, is reported there and once."""
    plant(tmp_path / place, text)
    assert faults_of(tmp_path) == [f"{place}:{text.count(chr(10)) + 1}: {fault}"]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        pytest.param("__init__.py", "import cstotimeline.csto\nimport cstotimeline.views", id="top"),
        pytest.param("cli.py", "from cstotimeline import load", id="top-from-top"),
        pytest.param("csto/x.py", "from cstotimeline.core.temporal.edtf import PartialDate", id="downwards"),
        pytest.param("core/codec/cattrs_reader.py", "import cattrs, json, pendulum", id="strict"),
        pytest.param("core/codec/msgspec_reader.py", "def read():\n    import msgspec", id="fast-lines"),
        pytest.param("stores/x.py", "def connect():\n    import psycopg", id="optional-library-late"),
        pytest.param("stores/x.py", "if TYPE_CHECKING:\n    import psycopg", id="optional-library-for-types"),
        pytest.param("testing/x.py", "from hypothesis import strategies", id="testing"),
    ],
)
def test_an_allowed_import_passes(tmp_path: Path, place: str, text: str) -> None:
    """The guard raises no false alarm over imports that the design allows."""
    plant(tmp_path / place, text)
    assert faults_of(tmp_path) == []
