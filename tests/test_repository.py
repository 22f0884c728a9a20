"""What the repository promises about itself: its two commands, its examples, the files that strangers look for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("docs/*/*.md"))]


def test_the_readme_opens_with_its_two_commands() -> None:
    """Title, one sentence, and the two commands that .ci/run takes, a shell block of one line each, come first."""
    opening = r"# cstotimeline\n\n[^.]+\.\n\n```shell\n.+\n```\n\n```shell\n.+\n```\n"
    assert re.match(opening, README)


def test_every_claimed_python_is_one_that_the_gate_installs_on() -> None:
    """The Pythons of the classifiers are among those for which .ci/run knows the oldest pip."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    claimed = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    assert claimed
    known = re.findall(r"\[(3\.\d+)\]=", (ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    assert set(claimed) <= set(known)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_example_is_left_out(page: Path) -> None:
    """Every ``>>>`` stands in a Python block that opens with one, which is what runs."""
    text = page.read_text(encoding="utf-8")
    run = "".join(re.findall(r"^```python\n(>>>.*?)^```$", text, re.MULTILINE | re.DOTALL))
    assert run.count(">>> ") == text.count(">>> ")


def test_every_test_that_a_page_names_is_there() -> None:
    """A page that says which test shows a promise names one that exists."""
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*ROOT.glob("tests/**/*.py"), *ROOT.glob("src/**/testing/*.py")]
    )
    named = {name for page in PAGES for name in re.findall(r"`(test_\w+)`", page.read_text(encoding="utf-8"))}
    assert len(named) > 40
    assert {name for name in named if f"def {name}(" not in code} == set()


UPKEEP = {path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / ".github").glob("*.md"))}


@pytest.mark.parametrize("name", UPKEEP)
def test_what_a_page_of_upkeep_names_is_there(name: str) -> None:
    """Each file, folder and linked page that the pages in .github name exists."""
    linked = re.findall(r"\]\(([^)#:]+)", UPKEEP[name])
    named = re.findall(r"`((?:src|tests|docs|events|\.ci)/[\w./-]+)`", UPKEEP[name])
    assert [path for path in linked if not (ROOT / ".github" / path).exists()] == []
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_page_that_a_page_links_is_there() -> None:
    """A link of the README, of a page or of llms.txt to a file leads to one, and llms.txt names only pages."""
    pages = [*PAGES, ROOT / "docs" / "llms.txt"]
    links = [
        (page, link)
        for page in pages
        for link in re.findall(r"\]\(([^)#:\s]+)", page.read_text(encoding="utf-8"))
    ]
    assert len(links) > 100
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []


def test_the_citation_is_of_this_version() -> None:
    """CITATION.cff and pyproject.toml name one version and one licence."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {project['version']}\n" in citation
    assert f"\nlicense: {project['license']}\n" in citation
