"""The laws: what DESIGN's promises demand of every history, each as a callable that any organization can be held to.

A law draws what else it needs (days, orders, clocks) and compares the engine with a slow second reading or with
itself. A broken law raises :class:`~cstotimeline.testing.trials.LawBroken`, with the history as lines that can be
pasted into a log.
"""

from __future__ import annotations

from cstotimeline.testing.laws import amending, asking, doubt, edge, reasons, tables, values
from cstotimeline.testing.laws.lawbook import LAWS

__all__ = ["LAWS", "amending", "asking", "doubt", "edge", "reasons", "tables", "values"]
