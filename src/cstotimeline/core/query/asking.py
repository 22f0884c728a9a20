"""Questions of a timeline that do not begin with an aspect and a day: search, holders, overlaps, verdicts, sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from cstotimeline.core.errors import Fault, UnknownName, shown
from cstotimeline.core.events.announcements import Expectation, expectations
from cstotimeline.core.events.coverage import run_of
from cstotimeline.core.query.spelling import one_of_spelt, plainly
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.core.temporal.intervals import Period
from cstotimeline.core.temporal.points import QueryTime, When

if TYPE_CHECKING:
    from cstotimeline.core.events.citations import Citation
    from cstotimeline.core.query.comparison import Comparison
    from cstotimeline.core.query.dependence import Dependence
    from cstotimeline.core.query.gathered import Tenures
    from cstotimeline.core.query.overlaps import Overlap
    from cstotimeline.core.query.search import Hit
    from cstotimeline.core.query.verdicts import StatementVerdict


class AskingMethods:
    """Questions of a timeline that do not begin with an aspect and a day."""

    def find(
        self, text: str, *, sorts: Collection[str] = (), limit: int = 20, **where: Any
    ) -> tuple[Hit, ...]:
        """Return what a text may mean: people, states, places, bodies, documents, events, the best matches first.

        Arguments:
            text: a name or words, in Latin or Cyrillic letters, in any spelling; up to 200 characters.
            sorts: only these sorts of things, such as ``person`` or ``event``.
            limit: how many at most.
            where: only events, chosen as :meth:`EventList.where` does.

        Raises:
            UnknownName: nothing to look for, no such sort; what :meth:`EventList.where` raises.

        >>> from cstotimeline import load
        >>> hit = load().find("Бордюжа")[0]
        >>> hit.sort, hit.name, hit.why
        ('person', 'Nikolai Bordyuzha', 'sounds like Bordiuzha')
        """
        from cstotimeline.core.query.search import found_in

        return found_in(self, text, sorts=sorts, limit=limit, **where)

    def named(self, words: str) -> Any:
        """Return what can be asked of an aspect by the name that a person writes: ``secretary general``, ``leaders of
        Armenia``.

        Raises:
            UnknownName: no aspect is called so, or it has no such key; the nearest are named.

        >>> from cstotimeline import load
        >>> load().named("Secretary General").at("2015-09-15").holder
        'Nikolai Bordyuzha'
        """
        timeline: Any = self
        asked_for = plainly(words)
        for name in timeline:
            own = plainly(name)
            if own == asked_for:
                return timeline[name]
            asked = timeline[name] if asked_for.startswith(f"{own} of ") else None
            if isinstance(asked, Mapping):
                key = words.split(" of ", 1)[-1].strip()
                return asked[next((one for one in asked if str(one).casefold() == key.casefold()), key)]
        what = f"no such office or aspect, got {shown(words)}"
        remedy = f"ask for {one_of_spelt(words, tuple(timeline))}"
        raise UnknownName(Fault(where="office", what=what, remedy=remedy))

    def held_by(self, holder: str) -> Tenures:
        """Return the tenures of one holder in every office, in the order of time.

        Raises:
            UnknownName: no vocabulary and no office knows this name; the nearest are named.

        >>> from cstotimeline import load
        >>> [(one.office, str(one.start)) for one in load().held_by("Stanislav Zas")]
        [('secretary_general', '2020-01-01')]
        """
        from cstotimeline.core.query.overlaps import tenures_of_holder

        return tenures_of_holder(self, holder)

    def overlaps(self, one: str, other: str, *, same_holder: bool = False) -> tuple[Overlap, ...]:
        """Return the pairs of tenures of two offices that overlap, surely or possibly, in the order of time.

        Arguments:
            one: an office, or several by key such as ``leaders``.
            other: likewise; an office is not compared with itself.
            same_holder: only where one holder had both at once.

        Raises:
            UnknownName: no office is called so.

        >>> from cstotimeline import load
        >>> found = load().overlaps("presidency", "secretary general")
        >>> [(one.first.holder, one.second.holder) for one in found][-1]
        ('Russia', 'Taalatbek Masadykov')
        """
        from cstotimeline.core.query.overlaps import overlaps_of

        return overlaps_of(self, one, other, same_holder=same_holder)

    def verdict(
        self,
        office: str,
        holder: str,
        *,
        at: When | None = None,
        during: str | date | PartialDate | Period | None = None,
        throughout: bool = False,
        known: When | None = None,
        recorded: When | None = None,
    ) -> StatementVerdict:
        """Return what the log says of the statement that somebody held an office, or belonged to a group.

        ``contradicted`` only where the log covers the days and nothing leaves it open.

        Arguments:
            office: an office such as ``presidency``, or a group such as ``members``, as a person writes it.
            holder: who is said to have held it, in any spelling.
            at: the day of the statement.
            during: its period: the statement is about any day of it.
            throughout: about all of its days.
            known: only what had been made public by then.
            recorded: only what the log held by then.

        Raises:
            UnknownName: no office or group is called so.
            StatementError: neither a day nor a period, or both.
            DateError: no day, no period.

        >>> from cstotimeline import load
        >>> found = load().verdict("presidency", "Russia", at="2019-11-20")
        >>> found.verdict, found.holds
        ('contradicted', ('Kyrgyzstan',))
        """
        from cstotimeline.core.query.verdicts import verdict_on

        timeline: Any = self
        asked = timeline.as_of(known=known, recorded=recorded)
        return verdict_on(asked, office, holder, at=at, during=during, throughout=throughout)

    def verdicts(self, statements: Iterable[Mapping[str, Any]]) -> tuple[StatementVerdict, ...]:
        """Return the verdict on each statement: rows with ``office``, ``holder``, ``at`` or ``during``, and if wanted
        ``throughout``, ``known`` and ``recorded``. Other columns are passed over.

        Raises:
            StatementError: all faults of all rows, each with the number of its row.

        >>> from cstotimeline import load
        >>> rows = [{"office": "members", "holder": "Georgia", "during": "2010"}]
        >>> [one.verdict for one in load().verdicts(rows)]
        ['contradicted']
        """
        from cstotimeline.core.query.verdicts import verdicts_on

        return verdicts_on(self, statements)

    def without(self, *, source: str | Citation) -> Self:
        """Return the timeline as it would be if a source had never been read, under the same clocks and coverage.

        Events that cite another source stay, without this one. Events that cite no other are gone, and with them what
        can only act on them.

        Arguments:
            source: a publisher, the host or the address of a page, the beginning of an address, or a citation.

        Raises:
            UnknownName: no event cites the source; the nearest publishers are named.

        >>> from cstotimeline import load
        >>> history = load()
        >>> len(history.log) > len(history.without(source="Kremlin").log)
        True
        """
        from cstotimeline.core.query.dependence import without_source

        found: Self = without_source(self, source)
        return found

    def resting_on(self, source: str | Citation) -> Dependence:
        """Return what rests on a source: the events that cite it, those that cite no other, and the answers that would
        be others without it.

        Raises:
            UnknownName: no event cites the source; the nearest publishers are named.

        >>> from cstotimeline import load
        >>> found = load().resting_on("https://inforos.com/ru/?module=news&action=view&id=186423")
        >>> len(found.cited_by), found.lost
        (2, ())
        """
        from cstotimeline.core.query.dependence import dependence_on

        return dependence_on(self, source)

    def compared_with(self, before: Any) -> Comparison:
        """Return in what this timeline answers differently from another of the same organization: every aspect, key
        and day, and the events by which.

        Arguments:
            before: a timeline of another log, or of an earlier release of this one; or the digest or stamp of an
                earlier release, which stands for the first lines of this log.

        Raises:
            LogError: the log does not begin with the lines of the digest or stamp; a text that is neither.

        >>> from cstotimeline import load
        >>> history = load()
        >>> earlier = history.recorded(by="2026-11-22")
        >>> found = history.compared_with(earlier)
        >>> any(one.aspect == "leaders" and one.key == "Uzbekistan" for one in found)
        True
        >>> history.compared_with(history).differences
        ()
        """
        from cstotimeline.core.query.comparison import compared

        timeline: Any = self
        return compared(timeline.as_of_stamp(before) if isinstance(before, str) else before, timeline)

    @property
    def sole_pages(self) -> Mapping[str, tuple[str, ...]]:
        """Return the pages on which events rest alone, by address, with the ids of those events; the page with most of
        them first.

        >>> from cstotimeline import load
        >>> all(ids for ids in load().sole_pages.values())
        True
        """
        from cstotimeline.core.query.dependence import sole_pages

        return sole_pages(self)

    def expected_during(self, period: str | date | PartialDate | Period) -> tuple[Expectation, ...]:
        """Return the announcements that were open on any day of a period, surely or possibly, each with what had become
        of it by its end; the next expected first.

        Raises:
            DateError: no period.

        >>> from cstotimeline import load
        >>> "fulfilled" in {one.status for one in load().expected_during("2019")}
        True
        """
        timeline: Any = self
        first, last = run_of(Period.of(period))
        found = expectations(timeline.scope.about_expectations, QueryTime.of_ordinal(last))
        return tuple(
            one for one in found if one.settled is None or one.settled.occurred.last_ordinal >= first
        )
