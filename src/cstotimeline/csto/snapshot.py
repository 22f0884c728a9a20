"""The CSTO at one moment: every aspect as a typed attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cstotimeline.core.plain import plain
from cstotimeline.core.query.answers import Answer
from cstotimeline.core.query.groups import Group
from cstotimeline.core.query.snapshot import Snapshot
from cstotimeline.core.query.tenures import Tenure
from cstotimeline.csto.documents import DocumentStatus
from cstotimeline.csto.forces import ForceStatus
from cstotimeline.csto.operations import OperationStatus
from cstotimeline.csto.summits import SummitHeld

if TYPE_CHECKING:
    from cstotimeline.csto.history import History

OFFICES = ("presidency", "chairperson", "secretary_general", "joint_staff_chief", "assembly_chair")
GROUPS = ("members", "suspended", "observers")


class HistorySnapshot(Snapshot):
    """The CSTO at the end of a day, or at an instant."""

    timeline: History

    @property
    def presidency(self) -> Tenure:
        """Return who held the presidency."""
        return self.timeline.presidency.at(self.moment)

    @property
    def chairperson(self) -> Tenure:
        """Return who presided: the leader of the state in the presidency."""
        return self.timeline.chairperson.at(self.moment)

    @property
    def secretary_general(self) -> Tenure:
        """Return who was secretary general."""
        return self.timeline.secretary_general.at(self.moment)

    @property
    def joint_staff_chief(self) -> Tenure:
        """Return who was chief of the Joint Staff."""
        return self.timeline.joint_staff_chief.at(self.moment)

    @property
    def assembly_chair(self) -> Tenure:
        """Return who chaired the Parliamentary Assembly."""
        return self.timeline.assembly_chair.at(self.moment)

    @property
    def members(self) -> Group:
        """Return the members; before October 2002 the states party to the Treaty."""
        return self.timeline.members.at(self.moment)

    @property
    def suspended(self) -> Group:
        """Return the suspended states."""
        return self.timeline.suspended.at(self.moment)

    @property
    def observers(self) -> Group:
        """Return the observers."""
        return self.timeline.observers.at(self.moment)

    @property
    def leaders(self) -> dict[str, Tenure]:
        """Return the leaders of the members, by state."""
        members = self.members
        led = set(self.timeline.leaders.keys)
        states = sorted({*members.names, *members.open} & {str(key) for key in led})
        return {state: self.timeline.leaders[state].at(self.moment) for state in states}

    @property
    def documents(self) -> dict[str, Answer]:
        """Return the documents that had been signed, refused or put into force by then, by slug."""
        return _present(self.timeline.documents.at(self.moment), DocumentStatus())

    @property
    def forces(self) -> dict[str, Answer]:
        """Return the forces that existed by then, by slug."""
        return _present(self.timeline.forces.at(self.moment), ForceStatus())

    @property
    def operations(self) -> dict[str, Answer]:
        """Return the operations that had been decided by then, by slug."""
        return _present(self.timeline.operations.at(self.moment), OperationStatus())

    @property
    def last_summit(self) -> SummitHeld | None:
        """Return the latest summit that had surely been held by then; None where there was none."""
        held = self.timeline.summits.by(self.moment)
        return held[-1] if held else None

    @property
    def certain(self) -> bool:
        """Return whether every office, group and list of the snapshot is certain."""
        answers: list[Any] = [getattr(self, name) for name in (*OFFICES, *GROUPS)]
        for name in ("leaders", "documents", "forces", "operations"):
            answers.extend(getattr(self, name).values())
        return all(answer.certain for answer in answers)

    def to_dict(self) -> dict[str, Any]:
        """Return the snapshot as plain data: text, numbers, lists and mappings; dates as EDTF."""
        summit = self.last_summit
        return {
            **self.clocks_to_dict(),
            "certain": self.certain,
            **{name: getattr(self, name).to_dict() for name in OFFICES},
            **{name: list(getattr(self, name).names) for name in GROUPS},
            "leaders": {state: tenure.to_dict() for state, tenure in self.leaders.items()},
            "documents": _listed(self.documents),
            "forces": _listed(self.forces),
            "operations": _listed(self.operations),
            "last_summit": None if summit is None else summit_to_dict(summit),
            "expected": [one.to_dict() for one in self.expected],
            "undecided": list(self.undecided),
        }


def _present(answers: dict[Any, Answer], nothing: object) -> dict[str, Answer]:
    return {
        str(key): answer
        for key, answer in sorted(answers.items(), key=lambda pair: str(pair[0]))
        if answer.value != nothing or not answer.certain
    }


def _listed(answers: dict[str, Answer]) -> list[dict[str, Any]]:
    return [
        {
            "id": key,
            **plain(answer.value),
            "certain": answer.certain,
            "because": list(answer.because),
        }
        for key, answer in answers.items()
    ]


def summit_to_dict(summit: SummitHeld) -> dict[str, Any]:
    """Return what names a summit: its id, date, place, format, mode, host and chairperson."""
    names = ("id", "place", "country", "format", "mode", "host", "chairperson")
    return {"occurred": summit.occurred.text, **{name: getattr(summit, name) for name in names}}
