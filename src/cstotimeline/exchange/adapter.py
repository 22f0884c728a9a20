"""Adapters: how the columns of one kind of table are read and added."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from cstotimeline.exchange.plan import Plan


class Adapter(ABC):
    """A table of some kind, as columns that can be read and added."""

    def __init__(self, frame: Any) -> None:
        self.frame = frame

    @property
    @abstractmethod
    def columns(self) -> Sequence[str]:
        """The names of its columns."""

    @abstractmethod
    def annotated(self, plan: Plan) -> Any:
        """Return a table of the same kind, with more columns."""
