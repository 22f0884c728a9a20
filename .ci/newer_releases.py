"""Write an empty wheel of a later release of each pinned package: ``newer_releases.py PINS FOLDER``.

A pip that finds these wheels beside the index is in the place of one who installs on some later day, when every pinned
package has had another release. Pins that leave something open fail then, and should fail today: an old pip refuses a
package that is asked for with an extra (``coverage[toml]``) and pinned without, once the newest release is another.
"""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;]+)", re.MULTILINE)


def write_later_releases(pins: Path, folder: Path) -> None:
    """Write one wheel for each pin in ``pins`` into ``folder``, of the pinned release's first post-release."""
    for name, version in PIN.findall(pins.read_text(encoding="utf-8")):
        stem = f"{name.replace('-', '_').replace('.', '_')}-{version}.post1"
        with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as wheel:
            head = "Wheel-Version: 1.0\nGenerator: newer_releases\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            wheel.writestr(f"{stem}.dist-info/WHEEL", head)
            about = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}.post1\n"
            wheel.writestr(f"{stem}.dist-info/METADATA", about)
            wheel.writestr(f"{stem}.dist-info/RECORD", "")


if __name__ == "__main__":
    write_later_releases(Path(sys.argv[1]), Path(sys.argv[2]))
