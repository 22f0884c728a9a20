"""Pictures in a real browser: where it puts the texts, and that PNG files come out."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest
from hypothesis import find, settings
from hypothesis import strategies as st

import cstotimeline
from cstotimeline.core.query.timeline import Timeline
from tests.views.test_drawing import crowded

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="there is no Chromium on PATH")

MEASURE = """
const found = [...document.querySelectorAll('svg')].map(svg => {
  const at = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].map(one => {
    const box = one.getBoundingClientRect();
    const [left, right] = [box.left - at.left, box.right - at.left];
    const [top, bottom] = [box.top - at.top, box.bottom - at.top];
    return [one.textContent, left, right, top, bottom, at.width, at.height];
  });
});
const said = document.createElement('pre');
said.id = 'measured';
said.textContent = JSON.stringify(found);
document.body.replaceChildren(said);
"""


def measured(svgs: list[str], folder: Path) -> list[list[list[float]]]:
    """Return where a browser puts each text of some pictures: text, left, right, top, bottom, size of the picture."""
    page = folder / "page.html"
    body = "".join(f"<div>{svg}</div>" for svg in svgs)
    page.write_text(
        f"<!doctype html><meta charset=utf-8><body>{body}<script>{MEASURE}</script>", encoding="utf-8"
    )
    command = [
        *(str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"),
        *("--window-size=900,900", "--dump-dom", page.as_uri()),
    ]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    (said,) = re.findall(r'<pre id="measured">(.*?)</pre>', done.stdout.decode("utf-8"), re.DOTALL)
    found: list[list[list[float]]] = json.loads(unescape(said))
    return found


def histories(count: int) -> list[Timeline]:
    """Return some random histories, the same in every run."""
    found: list[Timeline] = []

    def collect(timeline: Timeline) -> bool:
        found.append(timeline)
        return len(found) >= count

    drawn = settings(database=None, deadline=None, derandomize=True, max_examples=10 * count)
    find(st.shared(crowded()) | crowded(), collect, settings=drawn)
    return found[:count]


def test_no_text_meets_another_in_a_browser(tmp_path: Path) -> None:
    """As a browser sets them in its own fonts, texts of random histories and of the record stand apart and inside."""
    pictures = [one.draw(width=width).svg for one in histories(12) for width in (400, 800)]
    record = cstotimeline.load()
    pictures += [
        record.draw(during=during, width=width).svg for during in (None, "2014/2016") for width in (400, 800)
    ]
    for texts in measured(pictures, tmp_path):
        for words, left, right, top, bottom, width, height in texts:
            assert left >= -0.5, words
            assert right <= width + 0.5, words
            assert top >= -2, words
            assert bottom <= height + 2, words
        for one, other in itertools.combinations(texts, 2):
            apart = one[2] <= other[1] + 0.5 or other[2] <= one[1] + 0.5
            above = (
                one[4] <= other[3] + 2.5 or other[4] <= one[3] + 2.5
            )  # the room above letters counts as text
            assert apart or above, (one, other)


def test_png_is_made_by_a_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library is not installed a browser makes the PNG, in the size asked for."""
    monkeypatch.setitem(__import__("sys").modules, "vl_convert", None)
    drawing = cstotimeline.load().draw(during="2015", lanes="presidency", width=400)
    data = Path(drawing.save(tmp_path / "a.png", scale=2)).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(data[16:20], "big") == 800
