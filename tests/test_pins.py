"""The pins of requirements-dev.txt: complete, hashed, without an address, and installable on any later day."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINS = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")


def pinned(text: str) -> dict[str, Requirement]:
    """Return the pins that hold for this Python, by name."""
    found = [Requirement(line) for line in re.findall(r"^([^\s#].*?) \\$", text, re.MULTILINE)]
    return {canonicalize_name(pin.name): pin for pin in found if pin.marker is None or pin.marker.evaluate()}


def faults_of(text: str) -> Iterator[str]:
    """Yield what a pinned package asks for and the pins do not give: a package, or an extra of one.

    Pip installs a file of hashed pins alone. It takes a requirement such as ``coverage[toml]>=7.10`` to be met by a
    pin that names the extra; where the pin does not, an older pip looks for the newest release with that extra, and
    refuses it unless it happens to be the pinned one. So the check looks at the names and extras that the installed
    metadata ask for, and at no index: it fails on the day the pins are written.
    """
    pins = pinned(text)
    for name, pin in pins.items():
        for stated in distribution(name).requires or ():
            asked = Requirement(stated)
            if asked.marker and not any(
                asked.marker.evaluate({"extra": extra}) for extra in ("", *pin.extras)
            ):
                continue
            answer = pins.get(canonicalize_name(asked.name))
            if answer is None or not asked.extras <= answer.extras:
                yield f"{pin} asks for {asked}, the pin is {answer}"


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
    """requirements-dev.txt pins one version of each requirement, with its extras, that pyproject.toml admits."""
    pin = pinned(PINS)[canonicalize_name(requirement.name)]
    (exact,) = pin.specifier
    assert exact.operator == "=="
    assert requirement.specifier.contains(exact.version)
    assert requirement.extras <= pin.extras


def test_pins_are_hashed_and_have_no_address() -> None:
    """Every pin has a hash, and no line of requirements-dev.txt says where from, on the net or on a disk."""
    hashed = re.findall(r"^\S+==.*\n +--hash=sha256:[0-9a-f]{64}", PINS, re.MULTILINE)
    assert len(hashed) == len(re.findall(r"^[^\s#]", PINS, re.MULTILINE))
    assert "/" not in PINS


def test_every_package_and_extra_asked_for_is_pinned() -> None:
    """Whatever a pinned package asks for is pinned with the extras that it asks for."""
    assert list(faults_of(PINS)) == []


@pytest.mark.parametrize(
    ("pin", "without", "fault"),
    [
        ("coverage[toml]==", "coverage==", "asks for coverage[toml]"),
        ("pluggy==", "# pluggy==", "asks for pluggy"),
    ],
    ids=["extra", "package"],
)
def test_a_gap_in_the_pins_is_found(pin: str, without: str, fault: str) -> None:
    """A pin that lost its extra, or is gone, is reported with the package that asks for it."""
    assert pin in PINS
    found = list(faults_of(PINS.replace(pin, without)))
    assert found
    assert all(fault in text for text in found)
