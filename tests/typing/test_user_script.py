"""A user's script has the types that it says: mypy and pyright accept it, refuse a wrong one, and it runs."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

import cstotimeline as csto
from tests.typing.user_script import SCRIPT

ROOT = Path(__file__).parents[2]
SCRIPT_FILE = Path(__file__).with_name("user_script.py")
WRONG = "import cstotimeline as csto\nx: int = csto.load().presidency.at('2019-11-20').holder\n"


def mypy(*files: Path) -> list[str]:
    """Return the errors that mypy --strict finds, a line each."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", *map(str, files)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert not ran.stderr, ran.stderr
    return [line for line in ran.stdout.splitlines() if ": error:" in line]


def pyright(folder: Path, *files: Path) -> list[str]:
    """Return the errors that pyright in its strict mode finds, a line each."""
    settings = {
        "include": [file.relative_to(folder).as_posix() for file in files],
        "extraPaths": [str(ROOT / "src")],
        "typeCheckingMode": "strict",
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    options = ["--project", str(folder), "--pythonpath", sys.executable, "--outputjson"]
    command = [sys.executable, "-m", "pyright", *options]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = json.loads(ran.stdout)
    assert found["summary"]["filesAnalyzed"] == len(files)
    return [f"{one['file']}: {one['message']}" for one in found["generalDiagnostics"]]


def has_pyright() -> bool:
    """Return whether pyright can run here: it needs node, which it would fetch otherwise."""
    return shutil.which("node") is not None and find_spec("pyright") is not None


@pytest.mark.parametrize("part", SCRIPT, ids=lambda part: part.__name__)
def test_the_script_runs(part: Callable[[csto.History], None]) -> None:
    """Every line that the checkers accept can be run with the shipped log."""
    part(csto.load())


@pytest.mark.slow
def test_mypy_accepts_the_script_and_refuses_a_wrong_type(tmp_path: Path) -> None:
    """No line of the script has another type for mypy than it says; a wrong one in another file is found."""
    wrong = tmp_path / "wrong.py"
    wrong.write_text(WRONG, encoding="utf-8")
    (found,) = mypy(SCRIPT_FILE, wrong)
    assert "wrong.py:2: error: Incompatible types in assignment" in found


@pytest.mark.slow
@pytest.mark.skipif(not has_pyright(), reason="there is no node on PATH, or no pyright")
def test_pyright_accepts_the_script_and_refuses_a_wrong_type(tmp_path: Path) -> None:
    """No line of the script has another type for pyright than it says; a wrong one in another file is found."""
    wrong, script = tmp_path / "wrong.py", tmp_path / "user_script.py"
    wrong.write_text(WRONG, encoding="utf-8")
    shutil.copy(SCRIPT_FILE, script)
    found = pyright(tmp_path, script, wrong)
    assert found
    assert all("wrong.py" in line and "is not assignable to" in line for line in found)
