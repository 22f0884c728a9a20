"""Generated questions of every type about the shipped log: the answer of the library, and that of the fold in SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from random import Random
from typing import Any

import attrs

from cstotimeline import History
from tests.asking.sql_fold import Fold, ordinal

STATES = (
    "Armenia",
    "Azerbaijan",
    "Belarus",
    "Georgia",
    "Kazakhstan",
    "Kyrgyzstan",
    "Russia",
    "Tajikistan",
    "Uzbekistan",
)
PLACES = ("Moscow", "Bishkek", "Yerevan", "Minsk", "Dushanbe", "Astana", "Almaty", "Sochi")
PUBLISHERS = ("Kremlin", "TASS", "CSTO", "RIA Novosti", "Kazinform")
KINDS = ("summit_held", "meeting_held", "exercise_held", "document_signed")
INEXACT = ("Nikolai Bordyuzha",)
"""Whose predecessor a page has in office on a coarse day of the same month, so that his start is not exact."""


@attrs.frozen
class Asked:
    """A question: its type, in words, the answer of the library and that of the fold."""

    type: str
    words: str
    mine: Any
    truth: Any


def day_of(number: int) -> str:
    """Return the day with an ordinal."""
    return date.fromordinal(number).isoformat()


class Asker:
    """Draws questions from a seed."""

    def __init__(self, history: History, fold: Fold, seed: int) -> None:
        self.history, self.fold, self.random = history, fold, Random(seed)

    def covered_day(self, aspect: str, name: str = "") -> str:
        """Return a day that the log covers for an office; of the secretaries general one since they have exact days."""
        since, through = self.random.choice(
            self.fold.rows(
                "SELECT max(since, ?), through FROM coverage WHERE aspect = ? AND name IN ('', ?) AND through > ?",
                *("2003-04-28" if aspect == "secretary_general" else "1995-01-01", aspect, name),
                "2003-04-28" if aspect == "secretary_general" else "1995-01-01",
            )
        )
        return day_of(self.random.randint(ordinal(since), ordinal(through)))

    def question(self, office: str, name: str = "") -> Any:
        """Return the question of the library."""
        asked: Any = self.history[office]
        return asked[name] if name else asked

    def office(self) -> tuple[str, str]:
        """Return an office of the record, and its key."""
        office = self.random.choice(["presidency", "secretary_general", "leaders"])
        states = [
            s for s in STATES if self.fold.one("SELECT 1 FROM coverage WHERE aspect='leaders' AND name=?", s)
        ]
        return office, self.random.choice(states) if office == "leaders" else ""

    def at_a_day(self) -> Asked:
        """Who held an office on a day."""
        office, name = self.office()
        day = self.covered_day(office, name)
        return Asked(
            "at",
            f"{office} {name} {day}",
            self.question(office, name).at(day).holder,
            self.fold.holder(office, name, day),
        )

    def during(self) -> Asked:
        """Who presided during some months."""
        day = ordinal(self.covered_day("presidency"))
        first, last = day_of(day), day_of(day + self.random.randint(0, 400))
        found = [one.holder for one in self.history.presidency.during(f"{first}/{last}") if one.holder]
        rows = self.fold.rows(
            "SELECT holder FROM tenure WHERE office = 'presidency' AND start <= ? "
            "AND (end IS NULL OR end > ?) ORDER BY start",
            last,
            first,
        )
        return Asked(
            "during",
            f"{first}/{last}",
            list(dict.fromkeys(found)),
            list(dict.fromkeys(row[0] for row in rows)),
        )

    def members_then(self) -> Asked:
        """Which states were members on a day."""
        day = (
            self.covered_day("members")
            if self.fold.one("SELECT 1 FROM coverage WHERE aspect = 'members'")
            else self.covered_day("membership")
        )
        rows = self.fold.rows(
            "SELECT name FROM tenure WHERE office = 'membership' AND holder = 'member' AND start <= ? "
            "AND (end IS NULL OR end > ?) ORDER BY name",
            day,
            day,
        )
        return Asked("members", day, list(self.history.members.at(day).names), [row[0] for row in rows])

    def how_often(self) -> Asked:
        """How often a state presided."""
        state = self.random.choice(STATES)
        held = self.history.presidency.held_by(state)
        return Asked("how often", state, held.times[0], len(self.fold.tenures("presidency", "", state)))

    def when_first_and_last(self) -> Asked:
        """When somebody held an office: the starts."""
        office, name = self.office()
        holder = self.random.choice(
            [row[0] for row in self.fold.tenures(office, name) if row[0] not in INEXACT]
        )
        mine = [str(one.start)[:10] for one in self.question(office, name).held_by(holder)]
        return Asked(
            "when", f"{office} {holder}", mine, [row[1] for row in self.fold.tenures(office, name, holder)]
        )

    def how_long(self) -> Asked:
        """How long a tenure lasted."""
        office, name = self.random.choice(
            [("presidency", ""), ("secretary_general", ""), ("leaders", "Armenia")]
        )
        ended = [
            row
            for row in self.fold.tenures(office, name)
            if row[2] and row[1] > "1995" and row[0] not in INEXACT
        ]
        holder, start, end = self.random.choice(ended)
        tenure = next(one for one in self.question(office, name).tenures if str(one.start)[:10] == start)
        return Asked(
            "how long", f"{office} {holder} {start}", tenure.days, (ordinal(end or "") - ordinal(start),) * 2
        )

    def in_all(self) -> Asked:
        """How many days in all, of a state that does not preside now."""
        state = self.random.choice([s for s in STATES if s != "Russia"])
        rows = self.fold.tenures("presidency", "", state)
        days = sum(ordinal(end or "") - ordinal(start) for _, start, end in rows)
        return Asked("in all", state, self.history.presidency.held_by(state).days, (days, days))

    def longest(self) -> Asked:
        """Who led a state longest without a break, of those whose days are exact."""
        rows = self.fold.rows(
            "SELECT holder, julianday(end) - julianday(start) FROM tenure "
            "WHERE office = 'presidency' AND end IS NOT NULL ORDER BY 2 DESC LIMIT 1"
        )
        return Asked(
            "longest",
            "presidency",
            [(one.holder, one.days[0]) for one in self.history.presidency.longest],
            [(rows[0][0], int(rows[0][1]))],
        )

    def before_and_after(self) -> Asked:
        """Who presided before and after the holder of a day."""
        day = self.covered_day("presidency")
        tenure = self.history.presidency.at(day)
        holders = self.fold.tenures("presidency", "")
        place = max(number for number, row in enumerate(holders) if row[1] <= day)
        truth = (
            holders[place - 1][0] if place else None,
            holders[place + 1][0] if place + 1 < len(holders) else None,
        )
        mine = (
            tenure.previous.holder if tenure.previous else None,
            tenure.next.holder if tenure.next else None,
        )
        return Asked("before and after", day, mine, truth)

    def nth(self) -> Asked:
        """Who was the n-th holder."""
        rows = self.fold.tenures("presidency", "")
        number = self.random.randrange(len(rows))
        return Asked("n-th", str(number), self.history.presidency.tenures[number].holder, rows[number][0])

    def how_many_in_a_period(self) -> Asked:
        """How many tenures lie in a year."""
        year = str(self.random.randint(2005, 2025))
        truth = self.fold.one(
            "SELECT count(*) FROM tenure WHERE office = 'presidency' AND start <= ? AND (end IS NULL OR end > ?)",
            f"{year}-12-31",
            f"{year}-01-01",
        )
        return Asked("how many in a period", year, self.history.presidency.counted(year), (truth, truth))

    def relation(self) -> Asked:
        """How two presidencies lie to each other, of those that ended."""
        rows = [row for row in self.fold.tenures("presidency", "") if row[2]]
        one, other = self.random.choice(rows), self.random.choice(rows)
        tenures = {str(t.start): t for t in self.history.presidency.tenures}
        truth = (
            "equals"
            if one == other
            else "meets"
            if one[2] == other[1]
            else "met by"
            if other[2] == one[1]
            else "before"
            if one[1] < other[1]
            else "after"
        )
        found = tenures[one[1]].relation(tenures[other[1]]).surely
        return Asked("relation", f"{one} {other}", str(found), truth)

    def at_once(self) -> Asked:
        """Which pairs of a presidency and a secretary general since 2003 overlap."""
        rows = self.fold.rows(
            "SELECT a.holder, b.holder, a.start FROM tenure a JOIN tenure b "
            "ON a.start < coalesce(b.end, '9') AND b.start < coalesce(a.end, '9') "
            "WHERE a.office = 'presidency' AND b.office = 'secretary_general' AND a.start >= '2004' AND a.holder = ? "
            "ORDER BY a.start, b.start",
            state := self.random.choice(STATES),
        )
        found = [
            (one.first.holder, one.second.holder, str(one.first.start))
            for one in self.history.overlaps("presidency", "secretary general")
            if one.first.holder == state and str(one.first.start) >= "2004"
        ]
        return Asked("at once", state, sorted(found), sorted(rows))

    def together(self) -> Asked:
        """On how many days two states that both left, or one of them, were members together."""
        one, other = self.random.sample(STATES, 2)
        if {one, other} <= {"Armenia", "Belarus", "Kazakhstan", "Kyrgyzstan", "Russia", "Tajikistan"}:
            other = "Georgia"
        since, through = self.fold.rows(
            "SELECT min(since), max(through) FROM coverage WHERE aspect = 'membership'"
        )[0]
        spans = [
            [
                (
                    max(ordinal(start), ordinal(since)),
                    min(ordinal(end) if end else 10**7, ordinal(through) + 1),
                )
                for _, start, end in self.fold.rows(
                    "SELECT holder, start, end FROM tenure "
                    "WHERE office = 'membership' AND name = ? AND holder = 'member'",
                    state,
                )
            ]
            for state in (one, other)
        ]
        days = sum(max(0, min(b, d) - max(a, c)) for a, b in spans[0] for c, d in spans[1])
        return Asked(
            "together", f"{one} {other}", self.history.members.together(one, other).days, (days, days)
        )

    def events_at(self) -> Asked:
        """How many summits were at a place."""
        place = self.random.choice(PLACES)
        truth = self.fold.one(
            "SELECT count(*) FROM counting WHERE kind = 'summit_held' AND json_extract(line, '$.place') = ?",
            place,
        )
        return Asked("events at", place, len(self.history.summits.where(place=place)), truth)

    def events_of_kind(self) -> Asked:
        """How many events of a kind have a date in a year."""
        kind, year = self.random.choice(KINDS), str(self.random.randint(1999, 2025))
        truth = self.fold.one(
            "SELECT count(*) FROM counting WHERE kind = ? AND occurred LIKE ?", kind, f"{year}%"
        )
        return Asked(
            "events of a kind",
            f"{kind} {year}",
            len(self.history.events().where(kind=kind, period=year)),
            truth,
        )

    def events_of_a_source(self) -> Asked:
        """How many events cite a publisher."""
        publisher, kind = self.random.choice(PUBLISHERS), self.random.choice(KINDS)
        truth = self.fold.one(
            "SELECT count(DISTINCT id) FROM counting JOIN source ON event = id "
            "WHERE publisher = ? COLLATE NOCASE AND kind = ?",
            publisher,
            kind,
        )
        found = [
            event
            for event in self.history.events().where(kind=kind)
            if any(source.publisher.casefold() == publisher.casefold() for source in event.sources)
        ]
        listed = self.history.events().where(kind=kind, source=publisher)
        assert {event.id for event in found} <= {event.id for event in listed}
        return Asked("events of a source", f"{publisher} {kind}", len(found), truth)

    def who_came(self) -> Asked:
        """At how many summits somebody had a seat or presided."""
        person = self.random.choice(
            ["Vladimir Putin", "Alexander Lukashenko", "Emomali Rahmon", "Nikol Pashinyan"]
        )
        truth = self.fold.one(
            "SELECT count(DISTINCT counting.id) FROM counting LEFT JOIN json_each(line, '$.attendance') AS seat "
            "WHERE kind = 'summit_held' AND ? IN (json_extract(line, '$.chairperson'), "
            "json_extract(seat.value, '$.person'), json_extract(seat.value, '$.represented_by'))",
            person,
        )
        return Asked("who came", person, len(self.history.summits.where(person=person)), truth)

    def as_known_then(self) -> Asked:
        """Who was shown to preside on a day by what was public on an earlier one."""
        day = ordinal(self.covered_day("presidency"))
        known = day_of(day - self.random.randint(0, 60))
        truth = self.fold.one(
            "SELECT CASE WHEN what = 'took' THEN holder END FROM step WHERE office = 'presidency' AND occurred <= ? "
            "AND day <= ? ORDER BY day DESC LIMIT 1",
            known,
            day_of(day),
        )
        mine = self.history.presidency.at(day_of(day), known=known).holder
        return Asked("as known", f"{day_of(day)} known {known}", mine, truth)

    def changed(self) -> Asked:
        """Whether the presidency is another one on two days."""
        one, other = sorted((self.covered_day("presidency"), self.covered_day("presidency")))
        found = any(change.aspect == "presidency" for change in self.history.diff(one, other))
        truth = self.fold.holder("presidency", "", one) != self.fold.holder("presidency", "", other)
        return Asked("changed", f"{one} {other}", found, truth)

    def what_became_of_it(self) -> Asked:
        """What became of an announcement that was settled once."""
        rows = self.fold.rows(
            "SELECT json_extract(line, '$.announcement'), json_extract(line, '$.outcome') FROM counting "
            "WHERE kind = 'announcement_settled' GROUP BY 1 HAVING count(*) = 1"
        )
        name, outcome = self.random.choice(rows)
        settled = self.history.outcome(name)
        return Asked("what became of it", name, settled.outcome if settled else None, outcome)

    def is_it_true(self) -> Asked:
        """Whether a state presided on a day."""
        day, state = self.covered_day("presidency"), self.random.choice(STATES)
        holds = self.fold.holder("presidency", "", day) == state
        found = self.history.verdict("presidency", state, at=day).verdict
        return Asked("is it true", f"{state} {day}", found, "supported" if holds else "contradicted")

    @property
    def types(self) -> tuple[Callable[[], Asked], ...]:
        """Return the types of questions."""
        return (
            *(self.at_a_day, self.during, self.members_then, self.how_often, self.when_first_and_last),
            *(self.how_long, self.in_all, self.longest, self.before_and_after, self.nth),
            *(self.how_many_in_a_period, self.relation, self.at_once, self.together, self.events_at),
            *(self.events_of_kind, self.events_of_a_source, self.who_came, self.as_known_then, self.changed),
            *(self.what_became_of_it, self.is_it_true),
        )

    def questions(self, count: int) -> Iterator[Asked]:
        """Yield questions, of one type after another."""
        for number in range(count):
            yield self.types[number % len(self.types)]()
