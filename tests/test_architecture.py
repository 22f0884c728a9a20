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


TOP = ""  # __init__.py and shipped.py, which stand above every folder
LAYERS = {
    "core": layer(folders="core", libraries="attrs cattrs msgspec pendulum"),
    "csto": layer(folders="core csto", libraries="attrs"),
    "stores": layer(folders="core stores", libraries="attrs psycopg"),
    "views": layer(folders="core views", libraries="attrs vl_convert"),
    "exchange": layer(folders="core exchange", libraries="attrs narwhals pyarrow pyspark icalendar prov"),
    "agents": layer(folders="core agents", libraries="mcp"),
    "testing": layer(folders="core exchange stores testing", libraries="attrs hypothesis pendulum pytest"),
    "cli": layer(folders="core csto exchange stores views agents cli", libraries="attrs shtab"),
}
USES_TOP = frozenset({"cli"})  # the shipped log is opened at the top
TOP_LAYER = layer(folders=" ".join(LAYERS), libraries="attrs hypothesis pytest")
ALWAYS_INSTALLED = frozenset({"attrs", "cattrs", "pendulum"})
HOMES = {
    "cattrs": "core/codec/cattrs_reader.py",
    "msgspec": "core/codec/msgspec_reader.py",
    "pendulum": "core/temporal/pendulum_values.py",
}
# The parts of core, each of which may import itself and those of the lines above it. Three modules stand in no folder.
CORE_ORDER = (
    ("errors", "late"),
    ("temporal",),
    ("plain", "events"),
    ("log", "fold"),
    ("codec", "index", "rules"),
    ("query",),
)
FLAT = frozenset({"errors", "late", "plain"})
PLUGIN = "pytest_plugin.py"  # which only pytest imports
# Core knows no file, no screen, no process and no network; one module is told when this process is forked.
OUTSIDE_WORLD = frozenset(
    {"argparse", "io", "os", "pathlib", "shutil", "socket", "sqlite3", "subprocess", "sys"}
)
FORKS = "core/index/forks.py"


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
    part = core_part(place.removesuffix(".py").split("/"))
    if part is not None and (part not in FLAT if place.count("/") == 1 else part in FLAT or not rank(part)):
        yield f"{place}:1: core has no such part"
        return
    package = ".".join([PACKAGE, *place.split("/")[:-1]])
    for found in imports_in(text, package=package):
        what = import_fault(found, place=place, folder=folder) or order_fault(found, part)
        if what:
            yield f"{place}:{found.line}: {what}"


def import_fault(found: Import, *, place: str, folder: str) -> str | None:
    """Return what is wrong with one import, or None."""
    allowed = LAYERS[folder] if folder else TOP_LAYER
    root, *rest = found.module.split(".")
    if root == PACKAGE:
        target = rest[0] if rest and rest[0] in LAYERS else TOP
        if target == TOP and folder in USES_TOP:
            return None
        if target != folder and target not in allowed.folders:
            return f"{folder or 'the top'} may not import {target or 'the top of the package'}"
        return None
    if root in sys.stdlib_module_names:
        outside = folder == "core" and place != FORKS and root in OUTSIDE_WORLD
        return f"core may not import {root}" if outside else None
    if root not in allowed.libraries:
        return f"{folder or 'the top'} may not import {root}"
    if folder != "testing" and place != HOMES.get(root, place):
        return f"{root} has its one home in {HOMES[root]}"
    if found.eager and root not in ALWAYS_INSTALLED and folder != "testing" and place != PLUGIN:
        return f"{root} may be missing: import it where it is used"
    return None


def core_part(names: list[str]) -> str | None:
    """Return the part of core that a module is in, given its names below the package; None outside core."""
    return names[1] if names[0] == "core" and len(names) > 1 and names[1] != "__init__" else None


def rank(part: str) -> int:
    """Return on which line of the order of core a part stands, from 1; 0 where it is on none."""
    return next((number for number, parts in enumerate(CORE_ORDER, 1) if part in parts), 0)


def order_fault(found: Import, part: str | None) -> str | None:
    """Return what is wrong with an import by a module in a part of core, or None."""
    root, *rest = found.module.split(".")
    target = core_part(rest) if root == PACKAGE and rest else None
    if part is None or target is None or target == part or rank(target) < rank(part):
        return None
    return f"in core, {part} may not import {target}"


def circles_in(source: Path) -> list[set[str]]:
    """Return the circles of modules under ``source``, those through late imports and those for types among them."""
    places = {
        path.relative_to(source).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__"): path
        for path in source.rglob("*.py")
    }
    arrows: dict[str, set[str]] = {}
    for name, path in places.items():
        package = ".".join([PACKAGE, *path.relative_to(source).parts[:-1]])
        for found in imports_in(path.read_text(encoding="utf-8"), package=package):
            target = found.module.removeprefix(f"{PACKAGE}.")
            while target and target not in places:
                target = target.rpartition(".")[0]
            if target and target != name and found.module.startswith(f"{PACKAGE}."):
                arrows.setdefault(name, set()).add(target)
    reached = {name: reachable(name, arrows) for name in places}
    circles = ({other for other in reached[name] if name in reached[other]} for name in sorted(places))
    return [circle for circle in circles if circle]


def reachable(name: str, arrows: dict[str, set[str]]) -> set[str]:
    """Return all modules to which arrows lead from one, itself only through others."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = arrows.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def plant(path: Path, text: str) -> None:
    """Write one module of a package that need not hold others."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_arrows_point_downwards() -> None:
    """No module imports what its folder may not, and none is longer than 400 lines."""
    assert faults_of(SOURCE) == []


def test_no_modules_import_one_another() -> None:
    """There is no circle of imports, late ones and those for types among them."""
    assert circles_in(SOURCE) == []


@pytest.mark.parametrize(
    "back",
    [
        "from cstotimeline.a import x",
        "def f():\n    from . import a",
        "if TYPE_CHECKING:\n    from .a import x",
    ],
    ids=["plain", "late", "for-types"],
)
def test_a_planted_circle_is_caught(tmp_path: Path, back: str) -> None:
    """A circle of three is found, through an import of any sort, from each of its modules."""
    plant(tmp_path / "a.py", "from cstotimeline.b import x")
    plant(tmp_path / "b.py", "from cstotimeline.c import x")
    plant(tmp_path / "c.py", back)
    plant(tmp_path / "d.py", "from cstotimeline.a import x")
    assert circles_in(tmp_path) == [{"a", "b", "c"}] * 3


@pytest.mark.parametrize(("library", "place"), HOMES.items(), ids=HOMES)
def test_the_guard_reads_the_real_modules(library: str, place: str) -> None:
    """The one home of a library is among the modules that are read, and its import there is seen."""
    text = (SOURCE / place).read_text(encoding="utf-8")
    assert library in {found.module.split(".")[0] for found in imports_in(text, package=f"{PACKAGE}.core")}


@pytest.mark.parametrize(
    ("place", "text", "fault"),
    [
        pytest.param("core/fold/x.py", "import cstotimeline.csto", "core may not import csto", id="up"),
        pytest.param(
            "core/fold/x.py", "from cstotimeline import csto", "core may not import csto", id="up-from"
        ),
        pytest.param(
            "core/fold/x.py", "from ...csto import kinds", "core may not import csto", id="up-relative"
        ),
        pytest.param(
            "core/fold/x.py", "def f():\n    from ... import csto", "core may not import csto", id="up-late"
        ),
        pytest.param("core/fold/x.py", "import numpy", "core may not import numpy", id="core-library"),
        pytest.param(
            "core/fold/x.py", "from pathlib import Path", "core may not import pathlib", id="core-file"
        ),
        pytest.param(
            "core/fold/x.py",
            "import cattrs",
            "cattrs has its one home in core/codec/cattrs_reader.py",
            id="cattrs-core",
        ),
        pytest.param(
            "core/fold/x.py",
            "def f():\n    import msgspec",
            "msgspec has its one home in core/codec/msgspec_reader.py",
            id="msgspec-core",
        ),
        pytest.param(
            "core/fold/x.py",
            "if TYPE_CHECKING:\n    import pendulum",
            "pendulum has its one home in core/temporal/pendulum_values.py",
            id="pendulum-core",
        ),
        pytest.param("csto/x.py", "from cattrs.gen import f", "csto may not import cattrs", id="cattrs-csto"),
        pytest.param("csto/x.py", "import pendulum", "csto may not import pendulum", id="pendulum-csto"),
        pytest.param("shipped.py", "import pendulum", "the top may not import pendulum", id="pendulum-top"),
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
        pytest.param(
            "core/temporal/x.py",
            "def f():\n    from cstotimeline.core.events import event",
            "in core, temporal may not import events",
            id="up-in-core",
        ),
        pytest.param(
            "core/log/x.py",
            "if TYPE_CHECKING:\n    from ..fold.office import Office",
            "in core, log may not import fold",
            id="sideways-in-core",
        ),
        pytest.param(
            "core/errors.py",
            "from cstotimeline.core.plain import plain",
            "in core, errors may not import plain",
            id="up-in-core-flat",
        ),
        pytest.param("core/more.py", "", "core has no such part", id="flat-module-in-core"),
        pytest.param("core/more/x.py", "", "core has no such part", id="new-folder-in-core"),
        pytest.param(
            "agents/x.py",
            "from cstotimeline.csto import kinds",
            "agents may not import csto",
            id="agents-csto",
        ),
        pytest.param(
            "agents/x.py", "import mcp", "mcp may be missing: import it where it is used", id="agents-eager"
        ),
        pytest.param("extras/x.py", "", "the folder 'extras' has no layer", id="unknown-folder"),
        pytest.param("core/fold/x.py", "a = 1\n" * 400 + "b = 2", "longer than 400 lines", id="too-long"),
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
        pytest.param("cli/new.py", "from cstotimeline.shipped import load", id="cli-from-top"),
        pytest.param("csto/x.py", "from cstotimeline.core.temporal.edtf import PartialDate", id="downwards"),
        pytest.param("core/codec/cattrs_reader.py", "import cattrs, json", id="strict"),
        pytest.param("core/codec/msgspec_reader.py", "def read():\n    import msgspec", id="fast-lines"),
        pytest.param("stores/x.py", "def connect():\n    import psycopg", id="optional-library-late"),
        pytest.param("stores/x.py", "if TYPE_CHECKING:\n    import psycopg", id="optional-library-for-types"),
        pytest.param("core/temporal/pendulum_values.py", "def day():\n    import pendulum", id="pendulum"),
        pytest.param("testing/x.py", "from hypothesis import strategies\nimport pendulum", id="testing"),
    ],
)
def test_an_allowed_import_passes(tmp_path: Path, place: str, text: str) -> None:
    """The guard raises no false alarm over imports that the design allows."""
    plant(tmp_path / place, text)
    assert faults_of(tmp_path) == []
