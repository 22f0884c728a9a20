"""Labels: what a picture calls an answer, and where there is room for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import attrs

from cstotimeline.core.errors import shown
from cstotimeline.core.fold.steps import OfficeState
from cstotimeline.core.plain import plain
from cstotimeline.core.query.groups import Group
from cstotimeline.core.query.questions import Question
from cstotimeline.core.query.tenures import Tenure
from cstotimeline.views.lettering import cut, fitting, lettering, width_of

_GIVEN = object()
LEADER_GAP, _PADDING = 3.0, 4.0
_ASIDE = (0.0, 1.5, -1.5)
_CLEAR_ROWS = 4
_MOST_BELOW = 150


def labels_of(asked: Question[Any], answer: Any, value: Any = _GIVEN) -> tuple[str, ...]:
    """Return what an answer, or another ``value`` of it, is called, the longest first; nothing where nobody or
    nothing is there.
    """
    if isinstance(answer, Tenure):
        return (answer.label,) if answer.holder is not None else ()
    if isinstance(answer, Group):
        return (", ".join(answer.names), f"{len(answer)} names") if answer.names else ()
    said = answer.value if value is _GIVEN else value
    initial = asked.projection.view(asked.projection.initial)
    text = label_of(said)
    return (text,) if said != initial and text else ()


def label_of(value: Any) -> str:
    """Return what a value of a projection is called: its ``label`` where it has one, else its own text.

    >>> label_of(frozenset({"b", "a"})), label_of(3), label_of(None)
    ('a, b', '3', '')
    """
    label = getattr(value, "label", None)
    if isinstance(value, OfficeState):
        return value.label if value.holder is not None else ""
    if isinstance(label, str):
        return label
    if value is None or isinstance(value, str | int | float):
        return "" if value is None else str(value)
    if isinstance(value, frozenset | tuple):
        members: Sequence[Any] = sorted(value, key=str) if isinstance(value, frozenset) else value
        return ", ".join(str(one) for one in members)
    return shown(plain(value))


@attrs.frozen
class Box:
    """A place in a picture, with its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Box, gap: float = 0.0) -> bool:
        """Return whether two places share anything, or come nearer than ``gap`` from left or right.

        >>> Box(0, 0, 10, 10).overlaps(Box(10, 0, 5, 5)), Box(0, 0, 10, 10).overlaps(Box(9, 9, 5, 5))
        (False, True)
        """
        return (
            self.x < other.x + other.width + gap
            and other.x < self.x + self.width + gap
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


@attrs.frozen(kw_only=True)
class LabelRequest:
    """A label that needs a place: its texts, the longest first, and the ends of what it names; ``is_plain`` where that
    is filled without a pattern.
    """

    labels: tuple[str, ...]
    left: float
    right: float
    is_plain: bool = True


@attrs.frozen(kw_only=True)
class PlacedLabel:
    """A label with its place: ``row`` 0 inside of what it names, else below it, beside a leader at ``x``."""

    text: str
    row: int
    x: float
    width: float
    is_left: bool = False
    is_plain: bool = True

    @property
    def span(self) -> tuple[float, float]:
        """Return the left and the right end of the text."""
        if self.is_left:
            return self.x - LEADER_GAP - self.width, self.x - LEADER_GAP
        start = self.x if self.row == 0 else self.x + LEADER_GAP
        return start, start + self.width


def placed(
    requests: Sequence[LabelRequest], *, size: float, left: float, right: float, rows: int
) -> tuple[list[PlacedLabel], int]:
    """Return the places of labels, and how many found none.

    A label stands inside of what it names where it fits; else below, in the first of ``rows`` rows where it meets no
    other, and in the upper ones no leader either. None leaves the room between ``left`` and ``right``.

    >>> here = LabelRequest(labels=("Armenia",), left=0, right=100)
    >>> there = LabelRequest(labels=("Russia",), left=100, right=110)
    >>> [(one.text, one.row) for one in placed([here, there], size=10, left=0, right=300, rows=2)[0]]
    [('Armenia', 0), ('Russia', 1)]
    """
    rows = rows if len(requests) <= _MOST_BELOW else 0
    inside: list[PlacedLabel] = []
    below: list[PlacedLabel] = []
    lost = 0
    for request in reversed(requests):  # from the right, so that a longer leader finds no label on its way
        labels = tuple(lettering(label, 200) for label in request.labels)
        room = request.right - request.left - 2 * _PADDING
        text = fitting(labels, size, room)
        found = None if text else _below(request, labels, below, size=size, left=left, right=right, rows=rows)
        if found is not None:
            below.append(found)
            continue
        text = text or cut(labels[-1], size, room)
        if text:
            x, width = request.left + _PADDING, width_of(text, size)
            inside.append(PlacedLabel(text=text, row=0, x=x, width=width, is_plain=request.is_plain))
        else:
            lost += 1
    return [*inside, *below], lost


def _below(
    request: LabelRequest,
    labels: tuple[str, ...],
    below: Sequence[PlacedLabel],
    *,
    size: float,
    left: float,
    right: float,
    rows: int,
) -> PlacedLabel | None:
    middle = (request.left + min(request.right, request.left + 8)) / 2
    room = max(right - left - LEADER_GAP, 0) / 3
    texts = [cut(label, size, room) for label in labels]
    tries = product(((False, True), (False, False), (True, True), (True, False)), range(1, rows + 1))
    for (is_left, is_strict), row in tries:
        if is_strict and row > _CLEAR_ROWS:
            continue  # in lower rows leaders may pass behind labels, which have a halo
        for text, aside in product(filter(None, texts), _ASIDE):
            width = width_of(text, size)
            one = PlacedLabel(text=text, row=row, x=middle + aside, width=width, is_left=is_left)
            start, end = one.span
            if (
                left <= start
                and end <= right
                and not any(_meet(one, it, is_strict=is_strict) for it in below)
            ):
                return one
    return None


def _meet(one: PlacedLabel, other: PlacedLabel, *, is_strict: bool) -> bool:
    """Return whether two labels, two leaders, or strictly a label and the leader of the other meet."""
    if abs(one.x - other.x) < 1:
        return True
    if one.row == other.row:
        (first, last), (start, end) = one.span, other.span
        return first - LEADER_GAP < end + LEADER_GAP and start < last + 2 * LEADER_GAP
    if not is_strict:
        return False
    upper, lower = (one, other) if one.row < other.row else (other, one)
    first, last = upper.span
    return first - 1 < lower.x < last + 1
