"""Places that nobody may write to, also where the tests run as root."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

_NOBODY = 65534


@contextmanager
def shared_place() -> Generator[Path]:
    """Give a folder into which other users may look, unlike those that pytest makes."""
    place = Path(tempfile.mkdtemp())
    try:
        yield place
    finally:
        shutil.rmtree(place)


@contextmanager
def nobody_may_write(place: Path) -> Generator[None]:
    """Take away the right to write below ``place`` while the block runs; root is somebody else meanwhile."""
    modes = {path: path.stat().st_mode for path in (place, *place.rglob("*"))}
    was_root = os.geteuid() == 0
    for path in modes:
        path.chmod(0o555 if path.is_dir() else 0o444)
    if was_root:
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        if was_root:
            os.seteuid(0)
        for path, mode in modes.items():
            path.chmod(mode)
