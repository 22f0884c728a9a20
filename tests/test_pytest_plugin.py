from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "events"
COUNCIL = ROOT / "tests" / "council"


def pytest_run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest in a folder of its own, where nothing of this project's settings holds."""
    path = os.pathsep.join([str(folder), str(ROOT / "src"), str(ROOT)])
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "PYTEST_ADDOPTS": "", "COV_CORE_SOURCE": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def council_lines() -> list[str]:
    """Return the lines of the Council's log."""
    return (COUNCIL / "council.jsonl").read_text(encoding="utf-8").splitlines()


def checked(log: Path, *more: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Hold a log of the Council to its rules and laws."""
    return pytest_run(
        folder or log.parent,
        *more,
        "--cstotimeline-log",
        str(log),
        "--cstotimeline-organization",
        "tests.council.council:COUNCIL",
    )


def test_the_shipped_log_keeps_its_rules_and_laws(tmp_path: Path) -> None:
    """The option alone, in an empty folder, checks a log: its reading, each rule, each law."""
    ran = pytest_run(tmp_path, "--cstotimeline-log", str(RECORD))
    assert "30 passed" in ran.stdout, ran.stdout
    assert ran.returncode == 0


def test_a_log_with_a_gap_is_named_with_its_rule(tmp_path: Path) -> None:
    """A log without its first turn breaks the rule that there is no gap, and no other check."""
    log = tmp_path / "gap.jsonl"
    log.write_text("\n".join(council_lines()[1:]) + "\n", encoding="utf-8")
    ran = checked(log)
    assert "1 failed, 12 passed" in ran.stdout, ran.stdout
    assert "FAILED cstotimeline-log/gap.jsonl::rule-presidency-without-gap" in ran.stdout
    assert "presidency: nobody holds the office" in ran.stdout
    assert "rule: presidency without gap" in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr


def test_a_log_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    """Each fault of a log is a line of the first check; no traceback."""
    log = tmp_path / "bad.jsonl"
    line = json.loads(council_lines()[0]) | {"holder": 7}
    log.write_text(json.dumps(line) + "\n", encoding="utf-8")
    ran = checked(log)
    assert "bad.jsonl:1 holder: expected text, got 7; write text" in ran.stdout, ran.stdout
    assert ran.returncode == 1
    assert "1 failed, 12 skipped" in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr


def test_a_check_is_run_again_by_its_id(tmp_path: Path) -> None:
    """The id that a failed check is printed with runs that check alone; an id of no check is a usage error."""
    log = tmp_path / "gap.jsonl"
    log.write_text("\n".join(council_lines()[1:]) + "\n", encoding="utf-8")
    again = checked(log, "../elsewhere/cstotimeline-log/gap.jsonl::rule-presidency-without-gap")
    assert "1 failed" in again.stdout, again.stdout + again.stderr
    assert "passed" not in again.stdout
    wrong = checked(log, "cstotimeline-log/gap.jsonl::rule-of-nobody")
    assert (wrong.returncode, "no such check" in wrong.stderr) == (4, True)


def test_a_log_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    """A log that is missing is named in one line, exit 4; no check fails."""
    ran = checked(tmp_path / "missing.jsonl")
    assert ran.returncode == 4
    assert "no such log" in ran.stderr
    assert "failed" not in ran.stdout
    assert "Traceback" not in ran.stdout + ran.stderr


def test_without_hypothesis_the_option_names_the_extra(tmp_path: Path) -> None:
    """Where hypothesis is not installed, the option is a usage error that says what to install."""
    hidden = tmp_path / "sitecustomize.py"
    hidden.write_text(
        "import sys\n"
        "class Hidden:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] == 'hypothesis':\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Hidden())\n",
        encoding="utf-8",
    )
    ran = checked(COUNCIL / "council.jsonl", "-p", "no:hypothesispytest", folder=tmp_path)
    assert ran.returncode == 4, ran.stdout + ran.stderr
    assert "install cstotimeline[test]" in ran.stderr
    assert "Traceback" not in ran.stdout + ran.stderr


def test_no_organization_under_that_name_is_a_usage_error(tmp_path: Path) -> None:
    """An organization that is not there is named in one line, exit 4."""
    for text, said in [
        ("no_such_module:X", "no module 'no_such_module'"),
        ("json:loads", "expected an Organization, got 'json:loads'"),
        ("json", "expected an Organization, got 'json'"),
    ]:
        ran = pytest_run(tmp_path, "--cstotimeline-log", str(RECORD), "--cstotimeline-organization", text)
        assert ran.returncode == 4
        assert said in ran.stderr


def test_the_fixture_gives_the_history_of_the_log_or_the_shipped_one(tmp_path: Path) -> None:
    """``csto_history`` is the shipped history, or that of the log that the option names."""
    test = tmp_path / "test_mine.py"
    test.write_text(
        "def test_mine(csto_history):\n"
        "    assert csto_history.presidency.at('2019-11-28').holder == 'Russia'\n",
        encoding="utf-8",
    )
    assert pytest_run(tmp_path).returncode == 0
    log = tmp_path / "mine.jsonl"
    record = (RECORD / "presidency.jsonl").read_text(encoding="utf-8").splitlines()[0]
    log.write_text(f"{record}\n", encoding="utf-8")
    ran = pytest_run(tmp_path, "-m", "not cstotimeline_log", "--cstotimeline-log", str(log))
    assert "1 failed" in ran.stdout
    assert "AssertionError" in ran.stdout


def test_without_the_option_nothing_is_imported(tmp_path: Path) -> None:
    """A plugin that everybody who installs the package gets loads neither hypothesis nor the engine."""
    test = tmp_path / "test_light.py"
    test.write_text(
        "import sys\n"
        "def test_light():\n"
        "    heavy = {'hypothesis', 'attrs', 'pendulum', 'cattrs', 'cstotimeline.core'}\n"
        "    assert not heavy & set(sys.modules)\n",
        encoding="utf-8",
    )
    ran = pytest_run(tmp_path, "-p", "no:hypothesispytest", "-p", "no:sybil")
    assert ran.returncode == 0, ran.stdout
