"""Search: what a text may mean, among the names of a vocabulary, the keys of projections, holders and events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any

import attrs

from cstotimeline.core.errors import Fault, UnknownName, one_of, shown
from cstotimeline.core.events.event import Event
from cstotimeline.core.events.references import nested_in
from cstotimeline.core.fold.office import Office
from cstotimeline.core.fold.steps import TakesOffice
from cstotimeline.core.query.event_filters import words_of
from cstotimeline.core.query.names import Named, Names
from cstotimeline.core.query.spelling import by_sound

_LONGEST, _NEAR, _SHORTEST_NEAR = 200, 0.8, 4
_NAME, _SPELLING, _SOUND, _WORDS, _BEGINS, _IS_NEAR = range(6)
_NAMES_IT, _TITLE, _SAYS = 6, 7, 8


@attrs.frozen(kw_only=True)
class Hit:
    """Something that a text may mean.

    Attributes:
        sort: ``person``, ``state``, ``place`` or another sort of the vocabulary; the name of a projection with keys,
            such as ``documents``; ``holder``; or ``event``.
        name: the preferred name; of an event its title.
        id: the key of a projection, or the id of an event; empty for a name.
        why: why it was found.
        rank: how good the match is, 0 the best: the name, another spelling, the same sound, its words, beginnings of
            words, nearly its words; then events: a field that names what was found, the title, other words.
        date: of an event when it occurred, in EDTF.
    """

    sort: str
    name: str
    why: str
    rank: int
    id: str = ""
    date: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the hit as plain data."""
        data: dict[str, Any] = {"sort": self.sort, "name": self.name, "why": self.why, "rank": self.rank}
        return data | {name: text for name, text in (("id", self.id), ("date", self.date)) if text}


@attrs.frozen
class _Asked:
    """A text that is looked for: as written without capitals, by its sound, and the words of that."""

    text: str
    sound: str
    words: tuple[str, ...]

    def match(self, name: str, spellings: Iterable[str]) -> tuple[int, str] | None:
        """Return how well a name with its spellings matches, and why; None where it does not."""
        best: tuple[int, str] | None = None
        for number, spelling in enumerate((name, *spellings)):
            found = self._match(spelling, is_name=not number)
            if found is not None and (best is None or found[0] < best[0]):
                best = found
        return best

    def _match(self, spelling: str, *, is_name: bool) -> tuple[int, str] | None:
        if spelling.casefold() == self.text:
            return (_NAME, "the name") if is_name else (_SPELLING, f"spelt {spelling}")
        sound = by_sound(spelling)
        if sound == self.sound:
            return _SOUND, f"sounds like {spelling}"
        words = sound.split()
        if all(word in words for word in self.words):
            return _WORDS, f"words of {spelling}"
        if all(any(_begins(word, one) for one in words) for word in self.words):
            return _BEGINS, f"beginnings of words of {spelling}"
        if all(any(_is_near(word, one) for one in words) for word in self.words):
            return _IS_NEAR, f"nearly {spelling}"
        return None


def _begins(word: str, other: str) -> bool:
    return other.startswith(word) and (len(word) > 2 or word == other)


def _is_near(word: str, other: str) -> bool:
    if word == other:
        return True
    if min(len(word), len(other)) < _SHORTEST_NEAR or abs(len(word) - len(other)) > 2:
        return False
    matcher = SequenceMatcher(None, word, other, autojunk=False)
    return matcher.quick_ratio() >= _NEAR and matcher.ratio() >= _NEAR


def found_in(
    timeline: Any,
    text: str,
    *,
    sorts: Collection[str],
    limit: int,
    **where: Any,
) -> tuple[Hit, ...]:
    """Return what a text may mean, the best matches first; see :meth:`Timeline.find`.

    Raises:
        UnknownName: nothing to look for, no such sort, or a limit below 0.
    """
    sound = by_sound(text[: _LONGEST + 1])
    if not sound or len(text) > _LONGEST:
        what = f"expected a name or words, up to {_LONGEST} characters, got {shown(text)}"
        raise UnknownName(Fault(where="find", what=what, remedy="write a name such as Bordyuzha"))
    if limit < 0:
        what = f"expected how many at most, got {shown(limit)}"
        raise UnknownName(Fault(where="limit", what=what, remedy="give 0 or more"))
    asked = _Asked(" ".join(text.split()).casefold(), sound, tuple(sound.split()))
    events = timeline.events()
    names: Names = events.naming
    given = {name: value for name, value in where.items() if value}
    _check_sorts(timeline, names, sorts)
    wanted = sorts or (("event",) if given else ())
    things = [
        hit for hit in _things(timeline, names, asked) if not sorts or hit.sort in sorts or "event" in sorts
    ]
    hits = [hit for hit in things if not wanted or hit.sort in wanted]
    if not wanted or "event" in wanted:
        chosen = events.where(**given) if given else events
        hits.extend(_event_hits(timeline, chosen, names, asked, things, limit))
    return tuple(sorted(hits, key=lambda hit: (hit.rank, hit.sort == "event"))[:limit])


def _check_sorts(timeline: Any, names: Names, sorts: Collection[str]) -> None:
    known = {*names.vocabularies, "holder", "event", *(one.name for one in _keyed(timeline))}
    for sort in sorts:
        if sort not in known:
            what = f"no such sort of thing, got {shown(sort)}"
            raise UnknownName(Fault(where="find", what=what, remedy=f"write {one_of(sort, sorted(known))}"))


def _keyed(timeline: Any) -> list[Any]:
    """Return the projections with keys that are no offices, such as documents."""
    return [
        one for one in timeline.projections.values() if one.key is not None and not isinstance(one, Office)
    ]


def _things(timeline: Any, names: Names, asked: _Asked) -> Iterator[Hit]:
    seen: set[str] = set()
    for sort in names.vocabularies:
        for thing in names.things(sort):
            if sort in names.within.values():  # those are found as what they are themselves
                continue
            seen.add(thing.name)
            yield from _hit(asked, thing)
    for thing, key in _keys_and_holders(timeline):
        if thing.name not in seen or key:
            yield from _hit(asked, thing, key=key)


def _hit(asked: _Asked, thing: Named, *, key: str = "") -> Iterator[Hit]:
    found = asked.match(thing.name, thing.spellings)
    if found is not None:
        yield Hit(sort=thing.sort, name=thing.name, id=key, rank=found[0], why=found[1])


def _keys_and_holders(timeline: Any) -> Iterator[tuple[Named, str]]:
    """Yield the keys of projections with the name that events give them, then the holders of offices."""
    resolved = timeline.resolved
    keyed = {
        (sort, key): str(getattr(event, "name", "") or key)
        for event in resolved.everything
        for sort, key in _keys_of(timeline, event)
    }
    for (sort, key), name in keyed.items():
        yield Named(sort=sort, name=name, spellings=(key.replace("-", " "),)), key
    offices = [one for one in timeline.projections.values() if isinstance(one, Office)]
    holders = {
        step.holder
        for office in offices
        for event in resolved.everything
        if isinstance(event, office.kinds) and isinstance(step := office.steps(event), TakesOffice)
    }
    for holder in sorted(holders):
        yield Named(sort="holder", name=holder), ""


def _keys_of(timeline: Any, event: Event) -> list[tuple[str, str]]:
    """Return the keys of projections that an event, or one that it announces, is about."""
    found = [(one.name, one.key_of(said)) for one in _keyed(timeline) for said in nested_in(event)]
    return [(sort, str(key)) for sort, key in found if key is not None]


def _event_hits(
    timeline: Any, events: Iterable[Event], names: Names, asked: _Asked, things: Collection[Hit], limit: int
) -> Iterator[Hit]:
    """Yield events that name one of the best things, then events with the words in their titles, then, where those are
    few, events that say them elsewhere; each once.
    """
    best = min((hit.rank for hit in things if hit.rank <= _WORDS), default=None)
    meant = [hit for hit in things if hit.rank == best and not hit.id]
    keys = {(hit.sort, hit.id): hit.name for hit in things if hit.rank == best and hit.id}
    rest: list[Event] = []
    count = 0
    for event in events:
        if event.id == asked.text:
            yield _event_hit(event, "the id", _NAME)
            continue
        named = next((hit for hit in meant if hit.name in names.values(event, hit.sort)), None)
        title = by_sound(event.title).split()
        if named is not None:
            yield _event_hit(event, f"names the {named.sort} {named.name}", _NAMES_IT)
        elif about := [keys[one] for one in _keys_of(timeline, event) if one in keys] if keys else []:
            yield _event_hit(event, f"is about {about[0]}", _NAMES_IT)
        elif all(word in title for word in asked.words):
            yield _event_hit(event, "words of its title", _TITLE)
        else:
            rest.append(event)
            continue
        count += 1
    if count < limit:
        for event in rest:
            if asked.text in words_of(event).casefold():
                yield _event_hit(event, "words of its fields, note or sources", _SAYS)


def _event_hit(event: Event, why: str, rank: int) -> Hit:
    return Hit(sort="event", name=event.title, id=event.id, date=event.occurred.text, why=why, rank=rank)
