"""The shipped log, read once for all tests of this folder."""

from __future__ import annotations

import pytest

from cstotimeline import History, load


@pytest.fixture(scope="session")
def history() -> History:
    """Return the shipped log as a timeline."""
    return load()
