"""Pauses of the garbage collector while many values are built, none of which is garbage.

Python looks for circles of dead objects each time some hundred new objects are alive: reading a long log it would go
through all that was read, over and over, and find nothing. :func:`paused` keeps it from that, in the whole process,
and leaves everything as it was found.
"""

from __future__ import annotations

import gc
import threading
from types import TracebackType


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

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside and gc.get_threshold() == (0, *self._before[1:]):
                gc.set_threshold(*self._before)


_PAUSE = _Pause()


def gc_paused() -> _Pause:
    """Return what, in a ``with`` statement, keeps the garbage collector from starting by itself.

    It may be entered again, in the same thread or in others; ``gc.collect()`` works as ever.

    >>> before = gc.get_threshold()
    >>> with gc_paused():
    ...     gc.get_threshold()[0]
    0
    >>> gc.get_threshold() == before
    True
    """
    return _PAUSE
