from __future__ import annotations

import pickle
import sys
from pathlib import Path

import pytest

from cstotimeline.core.late import LateMapping, resolve

HOME = "imported_late_by_a_test"


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LateMapping[object]:
    """Return a mapping of one thing in a module that nobody has imported, and one that is there."""
    (tmp_path / f"{HOME}.py").write_text("TWO = 2\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, HOME, raising=False)
    return LateMapping({"two": f"{HOME}:TWO"}, {"one": 1})


def test_a_text_names_a_thing_of_a_module() -> None:
    """A resolved text gives the very object of the module, and without a name the module."""
    found = resolve("cstotimeline.core.temporal.edtf:PartialDate")
    module = resolve("cstotimeline.core.temporal.edtf")
    assert module is sys.modules["cstotimeline.core.temporal.edtf"]
    assert found is module.PartialDate


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param("cstotimeline.nowhere:NAME", ImportError, id="module"),
        pytest.param("cstotimeline.core.errors:nothing", AttributeError, id="name"),
    ],
)
def test_a_text_that_names_nothing_is_refused(text: str, error: type[Exception]) -> None:
    """A text without its module, or without its name in it, raises what Python raises."""
    with pytest.raises(error):
        resolve(text)


def test_a_late_mapping_imports_what_is_asked_for(texts: LateMapping[object]) -> None:
    """Looking at the names of a late mapping imports nothing; asking for a value imports its module."""
    assert (list(texts), len(texts), "two" in texts, "three" in texts) == (["two", "one"], 2, True, False)
    assert HOME not in sys.modules
    assert (texts["two"], texts["one"]) == (2, 1)
    assert HOME in sys.modules
    with pytest.raises(KeyError):
        _ = texts["three"]


def test_a_late_mapping_is_pickled_by_its_texts(texts: LateMapping[object]) -> None:
    """A pickled late mapping has the same names, and imports what it is asked for."""
    copied = pickle.loads(pickle.dumps(texts))
    assert HOME not in sys.modules
    assert dict(copied) == {"two": 2, "one": 1}
