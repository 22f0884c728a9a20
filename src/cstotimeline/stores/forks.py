"""Forked processes: what a child must not share with its parent is made anew in the child."""

from __future__ import annotations

import os
from functools import cache
from typing import Protocol
from weakref import WeakSet

from cstotimeline.core.index.gc_guard import renew_pauses_in_child


class Renewed(Protocol):
    """A value with a part that is of no use in a forked child: a lock that a thread may hold, an open file."""

    def renew_in_child(self) -> None:
        """Replace the parts that belong to the parent; called in the child, which has one thread, before all else."""
        ...


_RENEWED: WeakSet[Renewed] = WeakSet()


def renewed_in_children(value: Renewed) -> None:
    """See that :meth:`Renewed.renew_in_child` of ``value`` is called in every process that is forked from this one."""
    _register()
    _RENEWED.add(value)


@cache
def _register() -> None:
    if hasattr(os, "register_at_fork"):  # as wherever there is fork
        os.register_at_fork(after_in_child=_renew)


def _renew() -> None:
    renew_pauses_in_child()
    for value in list(_RENEWED):
        value.renew_in_child()
