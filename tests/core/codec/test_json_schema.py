"""The JSON Schema kept beside the log is that of the classes, and it tells good lines from bad ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cstotimeline.core.codec.json_schema import line_schema
from cstotimeline.csto.kinds import KINDS

FOLDER = Path(__file__).parents[3] / "events"
SCHEMA: dict[str, Any] = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
LINE: dict[str, Any] = json.loads((FOLDER / "presidency.jsonl").read_text(encoding="utf-8").splitlines()[-1])


def test_the_schema_is_that_of_the_classes() -> None:
    """events/schema.json is what line_schema makes of the kinds that a CSTO log may hold."""
    assert line_schema(KINDS) == SCHEMA
    VALIDATOR.check_schema(SCHEMA)


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.jsonl")), ids=lambda path: path.stem)
def test_lines_of_the_log_keep_the_schema(file: Path) -> None:
    """The first and last lines of each file are valid."""
    lines = file.read_text(encoding="utf-8").splitlines()
    for line in (*lines[:3], *lines[-3:]):
        assert [error.message for error in VALIDATOR.iter_errors(json.loads(line))] == []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"holder": "Rusia"}, id="no such state"),
        pytest.param({"provisional": 1}, id="a number for yes"),
        pytest.param({"sources": {}}, id="no list"),
        pytest.param({"sources": [{"title": "a page"}]}, id="a source without publisher"),
        pytest.param({"kind": "presidency"}, id="no such kind"),
        pytest.param({"version": 2}, id="another version"),
        pytest.param({"recorded": "2026-11-21"}, id="no instant"),
        pytest.param({"colour": "red"}, id="unknown key"),
        pytest.param({"occurred": 2020}, id="a number for a date"),
        pytest.param({"occurred": "28.11.2019"}, id="no EDTF"),
        pytest.param({"occurred": "199u"}, id="a date of the draft"),
        pytest.param({"occurred": ".."}, id="an open end"),
        pytest.param({"occurred": "{1960,1961}"}, id="dates that are all meant"),
        pytest.param({"occurred": f"[{'1914,' * 50_000}"}, id="a long set without its end"),
    ],
)
def test_bad_lines_break_the_schema(changes: dict[str, object]) -> None:
    """A line with a wrong name, type, kind, version or key is not valid."""
    assert VALIDATOR.is_valid(LINE)
    assert not VALIDATOR.is_valid({**LINE, **changes})


@pytest.mark.parametrize(
    "text", ["2019-11-28", "2019", "199X~", "2004-06-~11", "[1914,1915]", "[..1877,1900..]", ""]
)
def test_dates_of_every_form_keep_the_schema(text: str) -> None:
    """A line may have any date, a set, or the empty text of an unknown end."""
    assert VALIDATOR.is_valid({**LINE, "disclosed": text})


@pytest.mark.parametrize("key", ["recorded", "kind", "version", "id", "occurred", "sources", "holder"])
def test_a_missing_key_breaks_the_schema(key: str) -> None:
    """A line without a required key is not valid."""
    assert not VALIDATOR.is_valid({name: value for name, value in LINE.items() if name != key})
