"""Drawings: a picture as a value, shown in a notebook and saved to a file."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import attrs

from cstotimeline.core.errors import Fault, TimelineError, shown

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_SECONDS = 60


class DrawingError(TimelineError, ValueError):
    """What cannot be drawn: too much, a size out of bounds, a file of another kind."""


@attrs.frozen(kw_only=True, repr=False)
class Drawing:
    """A picture of a history.

    Attributes:
        svg: the picture as an SVG document of its own: no script, nothing from outside.
        width: its width in pixels.
        height: its height in pixels.
        lanes: the titles of its lanes.

    >>> from cstotimeline import load
    >>> drawing = load().draw(during="2014/2016", lanes=["presidency"])
    >>> drawing.lanes, drawing.svg[:4]
    (('presidency',), '<svg')
    """

    svg: str
    width: int
    height: int
    lanes: tuple[str, ...]

    def save(self, path: str | os.PathLike[str], *, scale: float = 2.0) -> Path:
        """Return the path after writing the picture to it, by its ending as ``.svg`` or ``.png``.

        PNG is made by ``vl-convert-python`` (extra ``pictures``) where it is installed, else by a Chromium browser on
        the ``PATH``; ``scale`` is the number of its pixels for each of the picture.

        Raises:
            DrawingError: another ending, or nothing that makes PNG.
            OSError: the file cannot be written.
        """
        target = Path(path)
        if target.suffix.lower() == ".svg":
            target.write_text(f"{self.svg}\n", encoding="utf-8")
        elif target.suffix.lower() == ".png":
            target.write_bytes(_png(self, scale))
        else:
            what = f"expected a file that ends in .svg or .png, got {shown(str(target.name))}"
            raise DrawingError(Fault(where="save", what=what, remedy="name it so, such as history.svg"))
        return target

    def _repr_svg_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f"<Drawing: {len(self.lanes)} lanes, {self.width} by {self.height}; .save(path) writes it>"


def _png(drawing: Drawing, scale: float) -> bytes:
    if not 0.1 <= scale <= 10:
        what = f"expected a scale from 0.1 to 10, got {shown(scale)}"
        raise DrawingError(Fault(where="save", what=what, remedy="leave it out"))
    try:
        import vl_convert  # pyright: ignore[reportMissingImports]
    except ImportError:
        return _png_by_browser(drawing, scale)
    made: bytes = vl_convert.svg_to_png(drawing.svg, scale=scale)
    return made


def _png_by_browser(drawing: Drawing, scale: float) -> bytes:
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        what = "nothing here makes PNG"
        remedy = "save as .svg, or install vl-convert-python or chromium"
        raise DrawingError(Fault(where="save", what=what, remedy=remedy))
    with tempfile.TemporaryDirectory() as folder:
        page, made = Path(folder) / "drawing.svg", Path(folder) / "drawing.png"
        page.write_text(drawing.svg, encoding="utf-8")
        command = [
            *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            *(f"--user-data-dir={folder}/profile", f"--force-device-scale-factor={scale}"),
            *(f"--window-size={drawing.width},{drawing.height}", f"--screenshot={made}", page.as_uri()),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603
            return made.read_bytes()
        except (subprocess.SubprocessError, OSError):
            what = f"{Path(browser).name} made no picture"
            raise DrawingError(Fault(where="save", what=what, remedy="save as .svg")) from None
