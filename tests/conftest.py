"""How hard Hypothesis tries, see :mod:`cstotimeline.testing.profiles`; and the command line, run in this process."""

from __future__ import annotations

import pytest

from cstotimeline.cli import main
from cstotimeline.testing.profiles import register_profiles
from tests.builders import Done, Run

register_profiles()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the command line in this process."""

    def called(*arguments: str) -> Done:
        try:
            status = main(arguments)
        except SystemExit as exit_:
            status = int(exit_.code or 0)
        printed = capsys.readouterr()
        return Done(status, printed.out, printed.err)

    return called
