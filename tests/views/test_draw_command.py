"""The command that draws: files, views, and one line where it cannot."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cstotimeline.cli import main


def test_a_picture_is_written_where_it_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command writes the lanes of the period, and prints the path and how many lanes there are."""
    target = tmp_path / "a.svg"
    arguments = [
        "draw",
        "-o",
        str(target),
        "--during",
        "2015",
        "--lane",
        "presidency",
        "--lane",
        "leader of Armenia",
    ]
    assert (
        main([*arguments, "--known", "2015-09-14", "--known", "2015-09-16", "--expecting", "--width", "400"])
        == 0
    )
    assert capsys.readouterr().out == f"{target}: 2 lanes\n"
    svg = target.read_text(encoding="utf-8")
    assert 'width="400"' in svg
    assert "what the second view says differently" in svg
    assert "expected, not happened" in svg


def test_one_lane_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One lane is told in the singular."""
    target = tmp_path / "one.svg"
    assert main(["draw", "-o", str(target), "--during", "2015", "--lane", "presidency"]) == 0
    assert capsys.readouterr().out == f"{target}: 1 lane\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["-o", "{}/a.gif"], "save: expected a file that ends in .svg or .png", id="ending"),
        pytest.param(["-o", "{}"], "save: expected a file that ends in .svg or .png", id="a-folder"),
        pytest.param(
            ["-o", "{}/a.svg", "--width", "9"], "width: expected a whole number of pixels", id="width"
        ),
        pytest.param(["-o", "{}/a.svg", "--lane", "x"], "office: no such office, got 'x'", id="lane"),
        pytest.param(
            ["-o", "{}/a.svg", *["--known", "2015-01-01"] * 3], "known: expected one day or two", id="days"
        ),
    ],
)
def test_what_cannot_be_drawn_is_said_on_one_line(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bad input exits with 2, prints nothing, and says what is wrong on one line."""
    assert main(["draw", *(one.format(tmp_path) for one in arguments)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert printed.err.count("\n") == 1
    assert not (tmp_path / "a.svg").exists()


def test_a_file_that_cannot_be_written_is_said_on_one_line(tmp_path: Path) -> None:
    """A folder that is not there is the system's refusal, on one line, without a traceback."""
    command = [
        sys.executable,
        "-m",
        "cstotimeline",
        "draw",
        "-o",
        str(tmp_path / "no" / "a.svg"),
        "--during",
        "2015",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "refused by the system (No such file or directory)" in done.stderr
    assert done.stderr.count("\n") == 1
