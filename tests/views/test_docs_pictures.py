"""The pictures of the docs are those that the code draws today, and show what they are there to show."""

from __future__ import annotations

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from cstotimeline.views.kinds import WORDS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"


def drawn() -> dict[str, str]:
    """Return what the script of the docs draws; its classes need a module that Python can find again."""
    spec = spec_from_file_location("docs_tools_pictures", ROOT / "docs" / "tools" / "pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, str] = module.pictures()
    return found


DRAWN = drawn()


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_that_of_the_code(name: str) -> None:
    """Each picture is what docs/tools/pictures.py draws; ``python docs/tools/pictures.py`` mends it."""
    assert (FOLDER / name).read_text(encoding="utf-8") == DRAWN[name]


def test_the_pages_show_every_picture_and_no_other() -> None:
    """Each file of the folder is drawn by the script and shown by a page."""
    pages = [page.read_text(encoding="utf-8") for page in (ROOT / "docs").glob("**/*.md")]
    shown = {name for page in pages for name in re.findall(r"\{image\} (?:\.\./)?pictures/(\S+)", page)}
    assert sorted(shown) == sorted(DRAWN) == sorted(path.name for path in FOLDER.iterdir())


def test_the_picture_of_the_rooms_has_them_all() -> None:
    """The picture of the rooms names every folder of the package and of core, and no room that there is not."""
    package = ROOT / "src" / "cstotimeline"
    rooms = [*package.iterdir(), *(package / "core").iterdir()]
    named = set(re.findall(r'class="name strong"[^>]*>(\w+)<', DRAWN["rooms.svg"]))
    assert {room.name for room in rooms if room.is_dir() and not room.name.startswith("_")} <= named
    assert named <= {room.stem for room in rooms}


def test_every_kind_of_doubt_occurs() -> None:
    """The made-up history shows every kind but those that two views of knowledge add."""
    legend = DRAWN["doubts.svg"].partition('class="legend"')[2]
    assert {kind for kind, words in WORDS.items() if f">{words}</text>" in legend} == {*WORDS} - {
        "later",
        "learned",
    }
    both = DRAWN["learned.svg"].partition('class="legend"')[2]
    assert WORDS["later"] in both
    assert WORDS["learned"] in both
