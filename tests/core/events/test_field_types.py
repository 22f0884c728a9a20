"""Field types: how a message names what a field may hold, and texts that no file can hold."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Literal

import pytest

from cstotimeline.core.errors import EventError
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.field_types import field_type
from cstotimeline.core.temporal.edtf import PartialDate


class Mode(StrEnum):
    """Values that are listed."""

    VIDEO = "video"
    HYBRID = "hybrid"


WORDS: dict[str, tuple[Any, str, str]] = {
    "text": (str, "text", "text"),
    "number": (int, "whole number", "whole number"),
    "truth": (bool, "true or false", "true or false"),
    "date": (PartialDate, "date", "text"),
    "class": (Citation, "Citation", "object"),
    "event": (Event, "Event", "object"),
    "union": (str | None, "text or None", "text or null"),
    "list": (tuple[int, ...], "tuple of whole number", "list of whole number"),
    "list of classes": (tuple[Citation, ...], "tuple of Citation", "list of Citation"),
    "set": (frozenset[str], "frozenset of text", "list of text, each once"),
    "choice": (Literal["a", "b"], "one of 'a', 'b'", "one of 'a', 'b'"),
    "enum": (Mode, "one of Mode.VIDEO, Mode.HYBRID", "one of 'video', 'hybrid'"),
}


@pytest.mark.parametrize(("annotation", "words", "json_words"), WORDS.values(), ids=WORDS)
def test_declared_types_have_names_for_people(annotation: Any, words: str, json_words: str) -> None:
    """Each type that a field may have is named in the words of Python, and in those of a line."""
    kind = field_type(annotation)
    assert (kind.words, kind.json_words) == (words, json_words)


def test_a_long_choice_is_named_in_part() -> None:
    """Of many options the first are named, and how many more there are."""
    options = tuple(f"n{number}" for number in range(100))
    words = field_type(Literal[options]).words
    assert words.startswith("one of 'n0', 'n1', ")
    assert words.endswith(", 'n39' and 60 more")


def test_half_a_surrogate_pair_is_no_text() -> None:
    """A text that UTF-8 cannot hold is refused where it stands."""
    with pytest.raises(EventError, match=r"^title: expected text, got '.ud800'; write text$"):
        Citation(publisher="a page", title="\ud800")
