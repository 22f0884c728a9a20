"""The command line: questions to the shipped log, or to another one."""

from __future__ import annotations

from cstotimeline.cli.main import main

__all__ = ["main"]
