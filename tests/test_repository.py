"""What the repository promises about itself: its pins, its two commands, its examples."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINS = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]


def asked_for() -> list[Requirement]:
    """Return every requirement that pyproject.toml states for running, testing and building, once."""
    groups = [
        PROJECT["build-system"]["requires"],
        PROJECT["project"]["dependencies"],
        PROJECT["project"]["optional-dependencies"]["test"],
        PROJECT["dependency-groups"]["dev"],
    ]
    return [Requirement(text) for text in sorted({text for group in groups for text in group})]


@pytest.mark.parametrize("requirement", asked_for(), ids=str)
def test_a_requirement_is_pinned(requirement: Requirement) -> None:
    """requirements-dev.txt pins one version of each requirement, and it is one that pyproject.toml admits."""
    name = re.escape(canonicalize_name(requirement.name))
    versions = re.findall(rf"^{name}==(\S+)", PINS, re.MULTILINE)
    assert [requirement.specifier.contains(version) for version in versions] == [True]


def test_pins_are_hashed_and_bear_no_address() -> None:
    """Every pin has a hash, and no line of requirements-dev.txt says where from, on the net or on a disk."""
    pins = re.findall(r"^\S+==.*\n +--hash=sha256:[0-9a-f]{64}", PINS, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[^\s#]", PINS, re.MULTILINE))
    assert "/" not in PINS


def test_the_readme_opens_with_its_two_commands() -> None:
    """Title, one sentence, and two shell blocks of one line each stand first; no other shell block follows."""
    opening = r"# cstotimeline\n\n[^.]+\.\n\n```shell\n.+\n```\n\n```shell\n.+\n```\n"
    assert re.match(opening, README)
    assert README.count("```shell") == 2


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_no_example_is_left_out(page: Path) -> None:
    """Every ``>>>`` stands in a Python block that opens with one, which is what runs."""
    text = page.read_text(encoding="utf-8")
    run = "".join(re.findall(r"^```python\n(>>>.*?)^```$", text, re.MULTILINE | re.DOTALL))
    assert run.count(">>> ") == text.count(">>> ")
