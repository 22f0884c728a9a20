"""What is loaded when: nothing that a question does not need, so that a short answer does not wait for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cstotimeline.shipped import csto_codec, shipped_folder
from cstotimeline.stores.seals import write_seal

# Libraries, of the standard library too, that cost more than the answer to a short question.
HEAVY = (
    *("cattrs", "pendulum", "dateutil", "zoneinfo", "msgspec", "hypothesis", "psycopg"),
    *("argparse", "sqlite3", "shutil", "calendar", "importlib.metadata", "importlib.resources"),
)
ASKING = "import cstotimeline\nhistory = cstotimeline.load()\n"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the shipped log, sealed."""
    folder = tmp_path_factory.mktemp("sealed")
    for path in shipped_folder().glob("*.jsonl"):
        shutil.copy(path, folder)
    write_seal(folder, csto_codec())
    return folder


def loaded(code: str, sealed: Path) -> set[str]:
    """Return the modules that a fresh process has loaded, beyond those of the bare interpreter, by running ``code`` on
    the sealed log; what ``code`` prints goes before them.
    """
    script = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "import cstotimeline\n"
        f"{_instead(sealed) if 'load' in code or 'main' in code else ''}\n"
        f"{code}\n"
        "print()\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def _instead(sealed: Path) -> str:
    """Return what makes a folder the shipped one."""
    return (
        "from pathlib import Path\n"
        "from cstotimeline import shipped\n"
        f"shipped.shipped_folder = lambda: Path({str(sealed)!r})"
    )


def heavy(modules: set[str]) -> list[str]:
    """Return the heavy libraries among ``modules``."""
    return [name for name in HEAVY if name in modules]


def bodies(modules: set[str]) -> set[str]:
    """Return the names of the modules of the domain among ``modules``."""
    return {name.rpartition(".")[2] for name in modules if name.startswith("cstotimeline.csto.")}


def test_a_question_about_the_shipped_log_loads_one_body(sealed: Path) -> None:
    """Loading the shipped log loads no body at all and no heavy library; a question about the presidency, that one."""
    found = loaded(ASKING, sealed)
    assert heavy(found) == []
    assert bodies(found) == {"aspects", "history", "snapshot"}
    asked = loaded(f"{ASKING}assert history.presidency.at('2019-11-20').holder == 'Kyrgyzstan'", sealed)
    assert heavy(asked) == []
    assert bodies(asked) == {"aspects", "history", "snapshot", "presidency", "states"}


@pytest.mark.parametrize(
    ("question", "needed"),
    [
        pytest.param("history.secretary_general.at('2019-11-20')", "secretariat", id="secretary-general"),
        pytest.param("history.members.at('2019-11-20').names", "membership", id="members"),
        pytest.param("history['documents'].at('2019-11-20')", "documents", id="by-name"),
        pytest.param("history.presidency.during('2019-11')", "presidency", id="during"),
        pytest.param("history.summits.during('2015')", "summits", id="summits"),
        pytest.param("history.presidency.at('2019-11-20').why()", "presidency", id="why"),
    ],
)
def test_questions_load_their_own_body(sealed: Path, question: str, needed: str) -> None:
    """A question loads the body that it is about; neither the other bodies nor a heavy library."""
    found = loaded(ASKING + question, sealed)
    assert heavy(found) == []
    assert needed in bodies(found)
    assert not {"exercises", "reports", "people", "rules", "drafts"} & bodies(found)


def test_the_command_line_loads_what_the_command_needs(sealed: Path) -> None:
    """A question on the command line loads the parser of options, and neither the rules nor other commands' helpers."""
    found = loaded("from cstotimeline.cli import main\nmain(['who', 'presidency', '2019-11-20'])", sealed)
    assert heavy(found) == ["argparse", "shutil"]  # which argparse asks how wide the screen is
    assert (
        not {"cstotimeline.core.rules.rule", "cstotimeline.cli.overview", "cstotimeline.stores.memory"}
        & found
    )
    assert bodies(found) == {"aspects", "history", "snapshot", "presidency", "states"}


def test_parsing_a_date_loads_no_library_but_attrs(sealed: Path) -> None:
    """A partial date is read and compared without pendulum, which comes with the first day that is handed out."""
    code = "when = cstotimeline.PartialDate.parse('2004-06~')\nwhen.compare(when)"
    assert heavy(loaded(code, sealed)) == []
    assert {"pendulum", "dateutil"} <= loaded(f"{code}\nwhen.earliest", sealed)


def test_the_guard_sees_what_reading_strictly_loads(sealed: Path) -> None:
    """A log that is not sealed is decoded whole, with every body; the guard would tell."""
    (sealed / "unsealed").mkdir()
    for path in sealed.glob("*.jsonl"):
        shutil.copy(path, sealed / "unsealed")
    found = loaded(ASKING, sealed / "unsealed")
    assert {"presidency", "exercises", "reports", "summits"} <= bodies(found)
