"""Errors: values that travel, texts of one line a fault and of bounded length, and names that are nearly right."""

from __future__ import annotations

import copy
import pickle
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cstotimeline.core.errors import (
    Conflict,
    DateError,
    EventError,
    Fault,
    LogError,
    NotAPoint,
    TimelineError,
    UnknownName,
    nearest,
    one_of,
    shown,
)
from cstotimeline.stores.postgres_session import InDoubt

CLASSES = (TimelineError, DateError, NotAPoint, EventError, LogError, Conflict, UnknownName, InDoubt)
TRAVELS: dict[str, Callable[[TimelineError], TimelineError]] = {
    "pickled": lambda error: pickle.loads(pickle.dumps(error)),
    "copied": copy.copy,
    "copied deeply": copy.deepcopy,
}
FAULT = Fault(where="id", what="missing", remedy="add id")


@pytest.mark.parametrize("travel", TRAVELS.values(), ids=TRAVELS)
@pytest.mark.parametrize("cls", CLASSES)
@given(faults=st.lists(st.builds(Fault, where=st.text(), what=st.text(), remedy=st.text()), max_size=4))
def test_errors_travel(
    cls: type[TimelineError], travel: Callable[[TimelineError], TimelineError], faults: list[Fault]
) -> None:
    """An error that was pickled or copied is of its class, with its text, its faults and its notes."""
    error = cls(faults)
    error.add_note("drawn here")
    again = travel(error)
    assert (type(again), str(again), again.faults) == (cls, str(error), tuple(faults))
    assert again.__notes__ == ["drawn here"]


def test_an_error_has_one_fault_or_many() -> None:
    """A single fault may be given alone."""
    assert LogError(FAULT).faults == LogError([FAULT]).faults == (FAULT,)
    assert str(LogError([FAULT, FAULT])) == "id: missing; add id\nid: missing; add id"
    assert repr(LogError(FAULT)) == "<LogError: 'id: missing; add id'>"


def test_the_text_of_many_faults_ends_with_a_count() -> None:
    """Of many faults the text has the first hundred and how many more there are; ``faults`` has them all."""
    error = LogError(Fault(where=f"line {n}", what="wrong", remedy="mend it") for n in range(50_000))
    lines = str(error).split("\n")
    assert len(error.faults) == 50_000
    assert lines[0] == "line 0: wrong; mend it"
    assert lines[99:] == ["line 99: wrong; mend it", "... and 49,900 more"]


@given(st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_a_fault_is_one_line_that_prints(where: str, what: str, remedy: str) -> None:
    """Whatever is in a fault, its text is one line without escape characters, controls or changes of direction."""
    assert str(Fault(where=where, what=what, remedy=remedy)).isprintable()


def test_a_fault_is_bounded() -> None:
    """A fault with a megabyte in it has a text of some thousand characters."""
    text = str(Fault(where="x" * 10**6, what="y" * 10**6, remedy="z" * 10**6))
    assert len(text) <= 3 * 4_000 + 4


class _Faulty:
    def __repr__(self) -> str:
        raise RuntimeError("no repr")


SHOWN: dict[str, tuple[object, str]] = {
    "a text": ("a", "'a'"),
    "a long text": ("a" * 100, "'" + "a" * 56 + "..."),
    "an escape": ("\x1b[31m", r"'\x1b[31m'"),
    "a line end": ("a\nb", r"'a\nb'"),
    "another direction": ("a\u202eb", r"'a\u202eb'"),
    "half a character": ("\ud83d", r"'\ud83d'"),
    "a number of 5,000 digits": (10**5_000, "a number of too many digits"),
    "a faulty repr": (_Faulty(), "<_Faulty>"),
}


@pytest.mark.parametrize(("value", "text"), SHOWN.values(), ids=SHOWN)
def test_values_are_shown_safely(value: object, text: str) -> None:
    """A value is shown in one line that prints, at most 60 characters long, whatever it is."""
    assert shown(value) == text


def test_a_repr_of_many_lines_is_shown_in_one() -> None:
    """Line ends in the repr of a value are escaped."""
    several = type("Several", (), {"__repr__": lambda _: "a\nb\x1b"})()
    assert shown(several) == r"a\nb\x1b"


def test_the_nearest_names_come_first() -> None:
    """Names are found that are spelt alike, whatever their case, and at most so many."""
    names = ["Armenia", "Azerbaijan", "Belarus", "Georgia", "Kazakhstan"]
    assert nearest("armenai", names) == ("Armenia",)
    assert nearest("qqq", names) == ()
    assert len(nearest("n", [f"n{n}" for n in range(9)], limit=2)) == 2


def test_few_names_are_listed_and_many_counted() -> None:
    """A remedy lists all of a few names; of many it gives the count and those nearest, or else the first."""
    many = [f"state-{n:05}" for n in range(49_463)]
    assert one_of("x", ["b", "a"]) == "one of a, b"
    assert one_of("state-00017x", many).startswith("one of 49,463, such as state-00017, ")
    assert one_of("?", many) == f"one of 49,463, such as {', '.join(many[:5])}"
    assert one_of(3, many) == f"one of 49,463, such as {', '.join(many[:5])}"


def test_looking_for_a_name_is_bounded() -> None:
    """Names of a log of half a million events, and a name of a megabyte, are compared in a few seconds."""
    start = time.perf_counter()
    assert nearest("presidency-2019-11-28-rusia" + "x" * 10**6, (f"event-{n}" for n in range(500_000))) == ()
    assert time.perf_counter() - start < 20
