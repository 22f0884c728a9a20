"""Suspends the garbage collector while many values are built, none of which is garbage.

Python looks for cycles of dead objects each time some hundred new objects are alive: reading a long log it would go
through all that was read, over and over, and find nothing. :func:`gc_paused` suspends that, in the whole process, and
leaves everything as it was found. Only bulk loads do so: adding or reading a few events costs no more than the change.
"""

from __future__ import annotations

import gc
import threading
from contextlib import AbstractContextManager, nullcontext

BULK = 1_000
"""From how many values on building them is a bulk load."""


class _Pause:
    """The one pause of the process, which several threads may be in at once.

    It sets the collector's first threshold to 0, which no collection reaches; ``gc.disable`` and ``gc.enable`` are not
    touched and mean what they meant. Whoever comes out last sets the threshold back, unless somebody else has set it
    in between.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._before = gc.get_threshold()

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._before = gc.get_threshold()
                gc.set_threshold(0, *self._before[1:])
            self._inside += 1

    def __exit__(self, *error: object) -> None:
        with self._lock:
            self._inside = max(self._inside - 1, 0)
            if not self._inside:
                self._restore()

    def _restore(self) -> None:
        if gc.get_threshold() == (0, *self._before[1:]):
            gc.set_threshold(*self._before)

    def renew_in_child(self) -> None:
        """End the pauses of the parent's threads in a forked child, which has none of these threads."""
        if self._inside:
            self._restore()
        self._lock, self._inside = threading.Lock(), 0


PAUSE = _Pause()


def gc_paused(values: int = BULK) -> AbstractContextManager[None]:
    """Return a context manager that suspends automatic garbage collection while so many ``values`` are built.

    Below a thousand it does nothing. It may be entered again, in the same thread or in others; ``gc.collect()`` still
    works.

    >>> before = gc.get_threshold()
    >>> with gc_paused():
    ...     gc.get_threshold()[0]
    0
    >>> gc.get_threshold() == before
    True
    """
    return PAUSE if values >= BULK else nullcontext()
