"""The CSTO at one moment: every aspect by name, and as a typed attribute."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal, overload

from cstotimeline.core.query.aspects import EventsAspect, StatesAspect, attributes_of
from cstotimeline.core.query.snapshot import Snapshot
from cstotimeline.csto.aspects import ASPECTS, GroupName, OfficeName, OfficesName, StatesName

if TYPE_CHECKING:
    from cstotimeline.core.query.answers import Answer
    from cstotimeline.core.query.groups import Group
    from cstotimeline.core.query.tenures import Tenure
    from cstotimeline.csto.exercises import ExerciseHeld
    from cstotimeline.csto.meetings import MeetingHeld
    from cstotimeline.csto.reports import Development
    from cstotimeline.csto.summits import SummitHeld

LASTS = {
    aspect.last: aspect for aspect in ASPECTS.values() if isinstance(aspect, EventsAspect) and aspect.last
}
"""The lists of events of which a snapshot shows the latest, by its name there."""

_DATA = {name: aspect for name, aspect in ASPECTS.items() if aspect.shown} | LASTS
"""What the plain data of a snapshot holds, by name."""

_SAYS = {name: aspect.says for name, aspect in ASPECTS.items()}


@attributes_of(_SAYS | {name: f"The latest of the {aspect.name}, or None." for name, aspect in LASTS.items()})
class HistorySnapshot(Snapshot):
    """The CSTO at the end of a day, or at an instant: a mapping from aspect to answer.

    ``in`` and iteration are about the names of aspects, beside those of a history ``last_summit``, ``expected`` and
    ``undecided``. Of aspects with keys there is a mapping from key to answer, of lists of events a tuple of those that
    have surely occurred.

    >>> from cstotimeline import load
    >>> day = load().at("2019-11-20")
    >>> day.presidency.holder, day["presidency"].holder, "presidency" in day
    ('Kyrgyzstan', 'Kyrgyzstan', True)
    """

    presidency: Tenure
    chairperson: Tenure
    secretary_general: Tenure
    joint_staff_chief: Tenure
    assembly_chair: Tenure
    membership: dict[str, Tenure]
    observing: dict[str, Tenure]
    members: Group
    suspended: Group
    observers: Group
    leaders: dict[str, Tenure]
    summits: tuple[SummitHeld, ...]
    meetings: tuple[MeetingHeld, ...]
    documents: dict[str, Answer[Any]]
    forces: dict[str, Answer[Any]]
    operations: dict[str, Answer[Any]]
    exercises: tuple[ExerciseHeld, ...]
    developments: tuple[Development, ...]
    last_summit: SummitHeld | None

    @overload
    def __getitem__(self, name: OfficeName | Literal["chairperson"]) -> Tenure: ...
    @overload
    def __getitem__(self, name: OfficesName) -> dict[str, Tenure]: ...
    @overload
    def __getitem__(self, name: GroupName) -> Group: ...
    @overload
    def __getitem__(self, name: StatesName) -> dict[str, Answer[Any]]: ...
    @overload
    def __getitem__(self, name: Literal["summits"]) -> tuple[SummitHeld, ...]: ...
    @overload
    def __getitem__(self, name: Literal["meetings"]) -> tuple[MeetingHeld, ...]: ...
    @overload
    def __getitem__(self, name: Literal["exercises"]) -> tuple[ExerciseHeld, ...]: ...
    @overload
    def __getitem__(self, name: Literal["developments"]) -> tuple[Development, ...]: ...
    @overload
    def __getitem__(self, name: Literal["last_summit"]) -> SummitHeld | None: ...
    @overload
    def __getitem__(self, name: str) -> Any: ...
    def __getitem__(self, name: str) -> Any:
        """Return what is known of an aspect.

        Raises:
            UnknownName: nothing has this name.
        """
        if name in ASPECTS:
            return ASPECTS[name].at(self.timeline, self.moment)
        if name in LASTS:
            found = self[LASTS[name].name]
            return found[-1] if found else None
        return getattr(self, name) if name in ("expected", "undecided") else super().__getitem__(name)

    def current(self, name: StatesName) -> dict[str, Answer[Any]]:
        """Return the operations under way, the documents in force or the forces in being, by slug.

        What had ended, had not begun, or is not known to be in force is in the aspect itself only.

        >>> from cstotimeline import load
        >>> list(load().at("2022-01-10").current("operations"))
        ['kazakhstan-2022']
        """
        aspect = ASPECTS[name]
        assert isinstance(aspect, StatesAspect)  # noqa: S101  (for type checkers)
        return aspect.lasting(self[name])

    def __iter__(self) -> Iterator[str]:
        names: Any = self.timeline
        yield from (*names, *LASTS, "expected", "undecided")

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def certain(self) -> bool:
        """Whether every answer is certain that :meth:`to_dict` contains."""
        return self._are_certain([name for name, aspect in ASPECTS.items() if aspect.shown])

    def _are_certain(self, names: Iterable[str]) -> bool:
        answers: list[Any] = []
        for name in names:
            found = getattr(self, name)
            answers.extend(found.values() if isinstance(found, dict) else (found,))
        return all(answer.certain for answer in answers)

    @property
    def _shown(self) -> tuple[str, ...]:
        return (*_DATA, "expected", "undecided")

    def to_dict(self, *, aspects: Collection[str] | None = None, reasons: bool = True) -> dict[str, Any]:
        """Return the snapshot as plain data: text, numbers, lists and mappings; dates as EDTF.

        Arguments:
            aspects: only these, and ``certain`` is about them; by default all of them.
            reasons: whether the answers name the events behind them, as ``because``.

        Raises:
            UnknownName: a snapshot shows no such aspect.

        >>> from cstotimeline import load
        >>> data = load().at("2019-11-20").to_dict(aspects=["presidency"], reasons=False)
        >>> data["presidency"]["holder"], sorted(data)
        ('Kyrgyzstan', ['at', 'certain', 'known', 'presidency', 'recorded'])
        """
        wanted = self._wanted(aspects)
        names = [name for name in _DATA if name in wanted]
        return {
            **self.clocks_to_dict(),
            "certain": self._are_certain(name for name in names if name in ASPECTS),
            **{name: _DATA[name].to_data(getattr(self, name), reasons=reasons) for name in names},
            **self._others_to_dict(wanted, reasons=reasons),
        }
