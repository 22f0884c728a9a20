"""What is shipped, tried as a stranger would: the wheel alone, in an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    """Return what a command prints, run in ``cwd`` with no variable set that steers Python."""
    environment = {name: os.environ[name] for name in os.environ if not name.startswith(("PYTHON", "COV"))}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} exits with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def run_time_requirements(name: str) -> set[str]:
    """Return the distributions that ``name`` needs, directly or not, with no extra asked for."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for text in distribution(waiting.pop()).requires or ():
            requirement = Requirement(text)
            name = canonicalize_name(requirement.name)
            wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
            if wanted and name not in found:
                found.add(name)
                waiting.append(name)
    return found


def lend(names: set[str], folder: Path) -> None:
    """Link the installed files of the distributions ``names``, and nothing else of theirs, into ``folder``."""
    folder.mkdir()
    for name in names:
        borrowed = distribution(name)
        tops = {file.parts[0] for file in borrowed.files or ()} - {"..", "__pycache__"}
        for top in tops:
            (folder / top).symlink_to(Path(str(borrowed.locate_file(top))))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from the sources as they are."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of commands of a new environment that holds the wheel and what it says it needs."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv", cwd=folder)
    python = folder / "venv" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    lend(run_time_requirements("cstotimeline"), folder / "lent")
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (site / "lent.pth").write_text(f"{folder / 'lent'}\n", encoding="utf-8")
    return python.parent


def test_the_wheel_carries_the_log(wheel: Path) -> None:
    """Every stream of the log lies in the wheel, byte for byte, and no other does."""
    streams = {f"cstotimeline/_events/{path.name}": path.read_bytes() for path in ROOT.glob("events/*.jsonl")}
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name: archive.read(name) for name in archive.namelist() if name.endswith(".jsonl")}
    assert streams, "events holds no stream"
    assert shipped == streams


def test_the_wheel_is_typed_and_holds_no_tests(wheel: Path) -> None:
    """The wheel says that it is typed, names its licence, and installs one package only."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "cstotimeline/py.typed" in names
    assert {f"cstotimeline/views/page{end}" for end in (".html", ".css", "_view.js")} <= set(names)
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"cstotimeline"}


def test_the_library_needs_only_what_it_says(scripts: Path) -> None:
    """The package is imported from the new environment, with nothing there but its declared requirements."""
    where = run(scripts / "python", "-c", "import cstotimeline; print(cstotimeline.__file__)", cwd=scripts)
    assert Path(where.strip()).is_relative_to(scripts.parent / "lib")


def test_the_main_question_is_answered(scripts: Path, tmp_path: Path) -> None:
    """The presidency passes from Kyrgyzstan to Russia on 28 November 2019, says the installed command."""
    printed = run(scripts / "cstotimeline", "who", "presidency", "2019-11", "--json", cwd=tmp_path)
    answer: Any = json.loads(printed)
    spells = answer["spells"] if isinstance(answer, dict) else answer
    assert [spell["holder"] for spell in spells] == ["Kyrgyzstan", "Russia"]
    assert spells[0]["end"] == spells[1]["start"] == "2019-11-28"
