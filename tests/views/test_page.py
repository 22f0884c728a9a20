"""The page as HTML: what stands in it, what cannot come into it, and what refuses to be made."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cstotimeline import Timeline
from cstotimeline.cli import main
from cstotimeline.testing import club
from cstotimeline.views.page import Page, page
from cstotimeline.views.page_data import chronicle_of, unpacked
from tests.browser.hostile import ATTACKS, hostile_history
from tests.builders import left, took

COUNCIL_LOG = str(Path(__file__).parents[1] / "council" / "council.jsonl")


class Parsed(HTMLParser):
    """The elements of a page as a browser with scripts meets them, and the texts of styles and scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inside = ""
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        """Note that an element ended."""
        del tag
        self.inside = ""

    def handle_data(self, data: str) -> None:
        """Note the text of a style or script."""
        if self.inside in ("script", "style"):
            self.raw.append((self.inside, data))


@pytest.fixture(scope="module")
def hostile() -> str:
    """Return the page of a history with hostile text in every field."""
    return page(hostile_history(), title=ATTACKS[0], spellings={ATTACKS[1]: (ATTACKS[2],)}).html


def test_hostile_text_adds_no_element(hostile: str) -> None:
    """The page of hostile events has the elements of an empty page, but for the lines of its chronicle."""
    added = {"li", "ul", "h2", "p"}
    kept = [[tag for tag, _ in Parsed(html).elements if tag not in added] for html in (hostile, empty().html)]
    assert kept[0] == kept[1]
    handlers = [name for _, attrs in Parsed(hostile).elements for name in attrs if name.startswith("on")]
    assert handlers == []


def empty() -> Page:
    """Return the page of a log without events."""
    return page(Timeline([]), title="empty")


def test_only_the_style_and_the_script_of_the_page_may_run(hostile: str) -> None:
    """The policy names the hashes of the one style and the one script, and nothing that is loaded."""
    parsed = Parsed(hostile)
    policy = next(
        attrs["content"] or ""
        for _, attrs in parsed.elements
        if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    (style,) = (text for tag, text in parsed.raw if tag == "style")
    data, script = (text for tag, text in parsed.raw if tag == "script")
    for name, text in (("style", style), ("script", script)):
        digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert unpacked(data)["title"] == ATTACKS[0]
    assert [
        attrs for _, attrs in parsed.elements if attrs.get("src") or attrs.get("href", "data:,") != "data:,"
    ] == []


def test_the_script_sets_no_markup() -> None:
    """No script of the page writes markup, evaluates text, or asks the network."""
    words = r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(|fetch\(|XMLHttp|import\(|WebSocket"
    folder = Path(__file__).parents[2] / "src" / "cstotimeline" / "views"
    scripts = sorted(folder.glob("page_*.js"))
    assert len(scripts) == 7
    assert [path.name for path in scripts if re.search(words, path.read_text(encoding="utf-8"))] == []


def test_titles_come_back_from_the_chronicle() -> None:
    """Every title stands in the data, or as the only text after the date on its line of the chronicle."""
    history = club.timeline([took("a", "2010-01-01"), left("b", "2011", "Ben")])
    html = page(history).html
    lines = re.findall(r"^<li>(\S+) (.*)$", html.partition("<noscript>")[2], re.MULTILINE)
    assert lines == [(line.occurred, line.title) for line in chronicle_of(history)]
    titles = unpacked(Parsed(html).raw[1][1])["versions"]["title"]
    assert titles == ["", ""]


def test_an_empty_log_has_a_page_that_says_so() -> None:
    """Without events there is no day to show, and the chronicle says so."""
    html = empty().html
    assert "<p>This log holds no event.</p>" in html
    assert unpacked(Parsed(html).raw[1][1])["last"] == 0


def test_pages_are_the_same_each_time() -> None:
    """Two pages of one history are equal byte for byte, in whatever order its events came."""
    events = [took("a", "2010-01-01"), left("b", "2011", "Ben")]
    assert page(club.timeline(events)) == page(club.timeline(events))


def test_the_command_writes_a_page_of_any_organization(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another organization's log, as known on a day, becomes a page with its title and its aspects."""
    target = tmp_path / "council.html"
    given = ["-o", str(target), "--organization", "tests.council.council:COUNCIL", "--log", COUNCIL_LOG]
    assert main(["page", *given, "--title", "The Council", "--known", "2015-01-01"]) == 0
    assert capsys.readouterr().out == f"wrote {target}: {target.stat().st_size} bytes\n"
    html = target.read_text(encoding="utf-8")
    data = unpacked(Parsed(html).raw[1][1])
    assert (data["title"], data["aspects"], data["known"]) == ("The Council", ["presidency"], "2015-01-01")
    assert len(html) < 400_000


BAD = {
    "no such module": (
        ["--organization", "no.such:X", "--log", COUNCIL_LOG],
        "organization: ",
    ),
    "no organization": (
        ["--organization", "json:dumps", "--log", COUNCIL_LOG],
        "organization: ",
    ),
    "no log": (
        ["--organization", "tests.council.council:COUNCIL"],
        "log: no log of tests.council.council:COUNCIL",
    ),
    "a month": (["--known", "2019-11", "--log", "sqlite:///none.db"], "none.db"),
}


@pytest.mark.parametrize(("given", "said"), BAD.values(), ids=BAD)
def test_bad_input_is_one_line_and_leaves_no_file(
    given: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be asked is told on one line, and no file is left."""
    target = tmp_path / "page.html"
    assert main(["page", "-o", str(target), *given]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not target.exists()


@pytest.mark.parametrize("where", ["missing/page.html", "."])
def test_a_file_that_cannot_be_written_is_told_before_the_work(where: str, tmp_path: Path) -> None:
    """A folder that is not there, or is in the place of the file, is one line."""
    target = os.fspath(tmp_path / where)
    done = subprocess.run(
        [sys.executable, "-m", "cstotimeline", "page", "-o", target],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"cstotimeline: {target}: refused by the system")
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_the_shipped_record_fits(tmp_path: Path) -> None:
    """The page of the whole shipped record is at most 400,000 bytes, and its chronicle has every event."""
    import cstotimeline

    history = cstotimeline.load()
    made = history.page()
    assert len(made) <= 400_000
    assert made.html.partition("<noscript>")[2].count("\n<li>") == len(history.events())
    assert made.save(str(tmp_path / "csto.html")).stat().st_size == len(made)
