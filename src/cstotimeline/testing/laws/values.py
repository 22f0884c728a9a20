"""Laws of what users hold: values that travel, and collections that are collections: promise 19."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

from cstotimeline.core.errors import TimelineError
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.query.key_questions import KeyQuestion
from cstotimeline.core.query.snapshot import Snapshot
from cstotimeline.core.query.timeline import Timeline
from cstotimeline.testing.laws.lawbook import law
from cstotimeline.testing.trials import Broken, Trial, demand


@law(promise=19)
def answers_travel(trial: Trial) -> None:
    """Answers, spells, snapshots and bare values are equal after copying and pickling, and so are their reasons.

    A snapshot asks its timeline, so it is pickled where the functions of all projections can be imported.
    """
    day = trial.day()
    through = trial.through()
    timeline = trial.timeline(through=through)
    held: dict[str, Any] = {"the snapshot": timeline.at(day)}
    for name, question in trial.organization.questions(timeline).items():
        held[f"{name} on {day}"] = question.at(day)
        held |= {f"{name} during {s.spell}": s for s in question.during(f"{trial.days[0]}/{trial.days[-1]}")}
        if isinstance(question, KeyQuestion):
            held[f"{name} on {day} as a bare value"] = question.value_at(day)
    anew = trial.timeline(through=through)
    demand(anew.at(day), timeline.at(day), "two snapshots of equal timelines")
    for name, value in held.items():
        copies = {"copied": copy.copy(value), "copied deeply": copy.deepcopy(value)}
        if not isinstance(value, Snapshot) or _is_importable(timeline):
            copies["pickled"] = pickle.loads(pickle.dumps(value))  # noqa: S301  made here
        for how, other in copies.items():
            demand(other, value, f"{name}, {how}")
            if isinstance(value, Hashable):
                demand(hash(other), hash(value), f"{name}, {how}: the hash")
            for part in ("because", "to_dict", "why"):
                if hasattr(value, part):
                    one, two = (_called(getattr(one, part)) for one in (other, value))
                    demand(one, two, f"{name}, {how}: {part}")


def _is_importable(timeline: Timeline) -> bool:
    try:
        pickle.dumps(timeline.projections)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return True


def _called(part: Any) -> object:
    return part() if callable(part) else part


@law(promise=19)
def errors_travel(trial: Trial) -> None:
    """An error is after copying and pickling of the same class, text and faults."""
    timeline = trial.timeline()
    for wrong in ("2020-01", "soon"):
        for name, question in trial.organization.questions(timeline).items():
            try:
                question.at(wrong)
            except TimelineError as error:
                for other in (copy.copy(error), pickle.loads(pickle.dumps(error))):  # noqa: S301  made here
                    demand(type(other), type(error), f"{name} at {wrong!r}: the class of the error")
                    demand(str(other), str(error), f"{name} at {wrong!r}: the text of the error")
                    demand(other.faults, error.faults, f"{name} at {wrong!r}: the faults")
            else:
                raise Broken(f"{name} at {wrong!r}: expected a refusal")


@law(promise=19)
def what_users_hold_are_collections(trial: Trial) -> None:
    """Records, lists of events, keys, groups and snapshots keep what ``collections.abc`` promises of their sort."""
    timeline = trial.timeline(trial.records())
    day = trial.day()
    _is_sequence(timeline.log, "the records")
    for kind in trial.organization.kinds:
        _is_sequence(EventList(timeline.scope, (kind,)), f"the list of {kind.__name__}")
    for name in trial.organization.groups:
        _is_collection(trial.organization.group(timeline, name).at(day), f"{name} on {day}")
    for projection in trial.organization.projections:
        if projection.key is not None:
            _is_mapping(timeline[projection.name], f"the keys of {projection.name}")
            _is_mapping(timeline[projection.name].at(day), f"{projection.name} of all keys")
            _is_mapping(timeline[projection.name].value_at(day), f"{projection.name} of all keys, bare")
    _is_mapping(timeline.at(day), f"the snapshot of {day}")
    demand(len(list(timeline)), len(timeline), "the length of the timeline")


def _is_collection(held: Any, what: str) -> None:
    demand(isinstance(held, Collection), True, f"{what}: whether it is a collection")  # noqa: FBT003
    items = list(held)
    demand(len(held), len(items), f"{what}: the length")
    demand(bool(held), bool(items), f"{what}: whether there is any")
    for item in items:
        demand(item in held, True, f"{what}: whether {item!r} is in it")  # noqa: FBT003
    for stranger in ("nothing of the kind", 0, None):
        demand(stranger in held, stranger in items, f"{what}: whether {stranger!r} is in it")


def _is_sequence(held: Any, what: str) -> None:
    _is_collection(held, what)
    demand(isinstance(held, Sequence), True, f"{what}: whether it is a sequence")  # noqa: FBT003
    items = list(held)
    demand([held[n] for n in range(len(items))], items, f"{what}: by place")
    demand([held[-n] for n in range(1, len(items) + 1)], items[::-1], f"{what}: by place from the end")
    demand(list(reversed(held)), items[::-1], f"{what}: backwards")
    demand(list(held[1:3]), items[1:3], f"{what}: a part")
    for item in items:
        demand(held.index(item), items.index(item), f"{what}: the place of {item!r}")
        demand(held.count(item), items.count(item), f"{what}: how often there is {item!r}")
    try:
        held[len(items)]
    except IndexError:
        return
    raise Broken(f"{what}: there is one more than there are")


def _is_mapping(held: Any, what: str) -> None:
    _is_collection(held, what)
    demand(isinstance(held, Mapping), True, f"{what}: whether it is a mapping")  # noqa: FBT003
    keys: list[Hashable] = list(held)
    demand(list(held.keys()), keys, f"{what}: the keys")
    demand([key for key, _ in held.items()], keys, f"{what}: the keys of the items")
    demand(len(list(held.values())), len(keys), f"{what}: the values")
    demand(list(dict(held)), keys, f"{what}: as a dict")
    demand(held.get("nothing of the kind", "none"), "none", f"{what}: what is not there")
    try:
        held["nothing of the kind"]
    except KeyError:
        return
    raise Broken(f"{what}: something is there under any key")
