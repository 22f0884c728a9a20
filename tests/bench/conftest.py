"""The parts are timed with ``--benchmark-only``; else each is done once, with `pytest-benchmark` or without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Part = Callable[..., Any]
TIMED = "--benchmark-only"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the plugin see that a test with a part has something to time: it leaves out every other one."""
    if config.getoption(TIMED, default=False):
        for item in items:
            names = getattr(item, "fixturenames", [])
            if "part" in names:
                names.append("benchmark")


@pytest.fixture
def part(request: pytest.FixtureRequest) -> Part:
    """Return what times a call, or where nothing is to be timed, what makes it once."""
    if request.config.getoption(TIMED, default=False):
        found: Part = request.getfixturevalue("benchmark")
        return found
    return lambda act, *arguments: act(*arguments)
