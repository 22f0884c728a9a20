"""Seals: what a log's files held when it was released, so that a changed or removed line is noticed."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cstotimeline.core.errors import Fault, LogError, shown

if TYPE_CHECKING:
    from cstotimeline.core.codec.codec import Codec

SEAL = "released.json"


class BrokenSeal(UserWarning):
    """A sealed line of a log that is read was changed or removed."""


def sealed(folder: Path) -> dict[str, Any]:
    """Return the seal of a log folder: for each ``.jsonl`` file its length in bytes and the SHA-256 of those
    bytes.
    """
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.jsonl"))}
    return {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
    }


def write_seal(folder: Path, codec: Codec) -> Path:
    """Write the seal of ``folder`` into it, in canonical form, and return its path.

    Every line is read strictly first, since what is sealed may be read without checking it again.

    Raises:
        LogError: the folder breaks the seal that it has, a line breaks a rule, or the seal cannot be written.
    """
    from cstotimeline.stores.jsonl import read_jsonl

    if faults := tuple(seal_faults(folder)):
        raise LogError(faults)
    seal = sealed(folder)  # before the lines are read, so that none is sealed that was not
    read_jsonl(folder, codec)
    path = folder / SEAL
    try:
        path.write_text(json.dumps(seal, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        what = f"cannot be written ({error.strerror})"
        raise LogError(Fault(where=SEAL, what=what, remedy="check the folder and its permissions")) from None
    return path


def seal_faults(folder: Path) -> Iterator[Fault]:
    """Yield what differs from the seal in ``folder``: a file that is gone, or whose sealed bytes are not its
    first ones.

    A folder without a seal has nothing to break; lines after the sealed ones are free.
    """
    path = folder / SEAL
    if not path.is_file():
        return
    seal = read_seal(path)
    for name, kept in seal.items():
        file = folder / Path(name).name
        if not file.is_file():
            what = "a released file is gone"
            yield Fault(where=name, what=what, remedy="bring it back; a log is only ever appended to")
            continue
        data = file.read_bytes()[: kept["bytes"]]
        if len(data) != kept["bytes"] or hashlib.sha256(data).hexdigest() != kept["sha256"]:
            what = f"a released line was changed or removed (within the first {kept['bytes']} bytes)"
            yield Fault(where=name, what=what, remedy="bring it back and append a correction instead")


def warn_of_broken_seal(folder: Path) -> None:
    """Warn where a log folder is not as it was sealed, for those who only read it.

    Warns:
        BrokenSeal: once for each file.
    """
    try:
        faults = tuple(seal_faults(folder))
    except OSError:  # a name that the system refuses, which opening the log tells
        return
    for fault in faults:
        warnings.warn(str(fault), BrokenSeal, stacklevel=3)


def read_seal(path: Path) -> Mapping[str, dict[str, Any]]:
    """Return what :func:`write_seal` wrote: for each file its length and its SHA-256.

    Raises:
        LogError: the file is no seal.
    """
    try:
        seal = json.loads(path.read_text(encoding="utf-8"))
        if all(type(kept["bytes"]) is int and type(kept["sha256"]) is str for kept in seal.values()):
            return dict(seal)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        reason = type(error).__name__
    else:
        reason = "unknown shape"
    what = f"expected the seal of a log, got {shown(path.name)} ({reason})"
    raise LogError(Fault(where=path.name, what=what, remedy="bring back the released file"))
