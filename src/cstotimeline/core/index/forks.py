"""Forked processes: what a child must not share with its parent is replaced in the child.

A lock that another thread holds at the moment of a fork is never released in the child, which has no such thread.
"""

from __future__ import annotations

import os
import sys
from functools import cache, cached_property
from threading import RLock
from typing import Protocol
from weakref import WeakSet

from cstotimeline.core.index.gc_guard import PAUSE


class Renewed(Protocol):
    """A value with a part that is of no use in a forked child: a lock that a thread may hold, an open file."""

    def renew_in_child(self) -> None:
        """Replace the parts that belong to the parent; called in the child, which has one thread, before all else."""
        ...


_RENEWED: WeakSet[Renewed] = WeakSet()


def renewed_in_children(value: Renewed) -> None:
    """Call :meth:`Renewed.renew_in_child` of ``value`` in every process that is forked from this one."""
    _register()
    _RENEWED.add(value)


@cache
def _register() -> None:
    if hasattr(os, "register_at_fork"):  # as wherever there is fork
        os.register_at_fork(after_in_child=_renew)


def _renew() -> None:
    PAUSE.renew_in_child()
    for value in list(_RENEWED):
        value.renew_in_child()
    for name in list(sys.modules):
        if name.startswith("cstotimeline."):
            _renew_cached_properties(sys.modules[name])


def _renew_cached_properties(module: object) -> None:
    """Replace the lock that each cached property of a module's classes has up to Python 3.11."""
    for kind in list(vars(module).values()):
        for found in vars(kind).values() if isinstance(kind, type) else ():
            if isinstance(found, cached_property) and hasattr(found, "lock"):
                vars(found)["lock"] = RLock()
