"""A disk that dies: the calls by which our files are written, counted, one of which is the last.

With a power failure everything is lost that was not flushed: bytes, the names of new files, the removal of old ones.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any, Literal

How = Literal["killed before", "killed half way", "killed after", "power failed"]
WAYS: tuple[How, ...] = ("killed before", "killed half way", "killed after", "power failed")


class DyingDisk:
    """Replaces the writing functions of ``os`` in this process, which ends with the call number ``last``."""

    def __init__(self, last: int, how: How) -> None:
        self._last, self._how = last, how
        self._calls = 0
        self._paths: dict[int, Path] = {}
        self._flushed: dict[Path, int] = {}
        self._unnamed: set[Path] = set()
        self._removed: dict[Path, bytes] = {}
        self._real: dict[str, Any] = {}
        for name in ("open", "write", "fsync", "ftruncate", "unlink"):
            self._real[name] = getattr(os, name)
            setattr(os, name, getattr(self, f"_{name}"))

    def _die(self) -> None:
        if self._how == "power failed":
            for path, length in self._flushed.items():
                if path.exists():
                    os.truncate(path, length)
            for path in self._unnamed:
                path.unlink(missing_ok=True)
            for path, data in self._removed.items():
                path.write_bytes(data)
        os.kill(os.getpid(), signal.SIGKILL)

    def _step(self) -> bool:
        """Count a call; die here, or return whether to die once it is done."""
        self._calls += 1
        if self._calls == self._last and self._how in ("killed before", "power failed"):
            for name, function in self._real.items():
                setattr(os, name, function)
            self._die()
        return self._calls == self._last

    def _open(self, path: Any, flags: int, mode: int = 0o777) -> int:
        found = Path(path)
        if flags & os.O_CREAT and not found.exists():
            self._unnamed.add(found)
            self._flushed[found] = 0
        handle: int = self._real["open"](path, flags, mode)
        self._paths[handle] = found
        if found.is_file():
            self._flushed.setdefault(found, found.stat().st_size)
        return handle

    def _write(self, handle: int, data: bytes) -> int:
        is_last = self._step()
        if is_last and self._how == "killed half way":
            data = data[: len(data) // 2]
        written: int = self._real["write"](handle, data)
        if is_last:
            self._die()
        return written

    def _fsync(self, handle: int) -> None:
        is_last = self._step()
        path = self._paths.get(handle)
        if path is not None and path.is_dir():
            self._unnamed = {new for new in self._unnamed if new.parent != path}
            self._removed = {old: data for old, data in self._removed.items() if old.parent != path}
        elif path is not None:
            self._flushed[path] = path.stat().st_size
        if is_last:
            self._die()

    def _ftruncate(self, handle: int, length: int) -> None:
        is_last = self._step()
        self._real["ftruncate"](handle, length)
        if is_last:
            self._die()

    def _unlink(self, path: Any, **more: Any) -> None:
        is_last = self._step()
        found = Path(path)
        if found.exists() and found not in self._unnamed:
            self._removed[found] = found.read_bytes()
        self._real["unlink"](path, **more)
        if is_last:
            self._die()
