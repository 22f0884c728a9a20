"""The store contract: what every store of a log promises, as tests that a store of your own inherits.

Say how your log is opened, and let pytest collect the rest:

>>> from pathlib import Path
>>> from cstotimeline.core.log.log import Log
>>> class TestMyStore(StoreContract):
...     def open_at(self, place: Path) -> Log:
...         return MyLog(place / "log", CODEC)
"""

# ruff: noqa: S101  tests assert

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import attrs
import pendulum

from cstotimeline.core.codec.json_text import MAX_LINE_CHARACTERS
from cstotimeline.core.errors import Conflict, LogError
from cstotimeline.core.log.copying import copy_log
from cstotimeline.core.log.digest import Digest
from cstotimeline.core.log.records import now
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.testing import club
from cstotimeline.testing.store_crowd import CrowdContract
from cstotimeline.testing.store_events import (
    CODEC,
    NOON,
    PAGE,
    Stranger,
    correction,
    ids,
    lines,
    refusal,
    retraction,
    took,
)

__all__ = [
    "CODEC",
    "NOON",
    "PAGE",
    "StoreContract",
    "Stranger",
    "correction",
    "ids",
    "lines",
    "refusal",
    "retraction",
    "took",
]


class StoreContract(CrowdContract):
    """The promises of every store, as tests; a subclass whose name begins with ``Test`` says how to open one.

    ``shared`` is false for a store whose log lives only in the object that it was opened as.
    """

    def test_an_empty_log_has_nothing(self, tmp_path: Path) -> None:
        """A new log has no record and the digest of no line."""
        log = self.open_at(tmp_path)
        assert (len(log), list(log.read()), log.digest()) == (0, [], Digest.of([]))

    def test_records_stand_in_the_order_of_appending(self, tmp_path: Path) -> None:
        """Positions count from 1 upwards without a gap, through batches of every kind, in the order given."""
        log = self.open_at(tmp_path)
        motion = club.MotionCarried(
            id="b", occurred=PartialDate.parse("2019"), sources=PAGE, motion="tea", repeals=True
        )
        returned = (*log.append(took("z")), *log.append(motion, took("a")), *log.append(took("m")))
        assert tuple(log.read()) == returned
        assert [record.position for record in returned] == [1, 2, 3, 4]
        self.holds(log, tmp_path, ["z", "b", "a", "m"])

    def test_appending_nothing_adds_nothing(self, tmp_path: Path) -> None:
        """An append without events returns no record."""
        log = self.open_at(tmp_path)
        assert log.append() == ()
        log.append(took("a"))
        assert log.append(expected=1) == ()
        self.holds(log, tmp_path, ["a"])

    def test_a_large_batch_is_one_append(self, tmp_path: Path) -> None:
        """A thousand events are added at once, in order."""
        log = self.open_at(tmp_path)
        names = [f"e{number}" for number in range(1000)]
        assert ids(log.append(*map(took, names))) == names
        self.holds(log, tmp_path, names)

    def test_a_log_as_expected_grows(self, tmp_path: Path) -> None:
        """A writer that names the length that the log has succeeds."""
        log = self.open_at(tmp_path)
        log.append(took("a"), expected=0)
        log.append(took("b"), took("c"), expected=1)
        log.append(took("d"), expected=3)
        self.holds(log, tmp_path, ["a", "b", "c", "d"])

    def test_a_conflict_names_what_came_in_between(self, tmp_path: Path) -> None:
        """A writer that saw another length is told the ids that came since, in order, and adds nothing."""
        log = self.open_at(tmp_path)
        log.append(took("a"))
        log.append(took("c"), retraction("b", "a"))
        for expected, new in ((0, "a, c, b"), (1, "c, b"), (2, "b"), (7, "nothing")):
            refused = refusal(Conflict, lambda expected=expected: log.append(took("d"), expected=expected))  # type: ignore[misc]
            (fault,) = refused.faults
            assert fault.what == f"expected a log of {expected} records, it has 3 (new: {new})"
        self.holds(log, tmp_path, ["a", "c", "b"])

    def test_a_conflict_names_ten_and_counts_the_rest(self, tmp_path: Path) -> None:
        """The message stays short, however much came in between."""
        log = self.open_at(tmp_path)
        log.append(*(took(f"e{number}") for number in range(12)))
        refused = refusal(Conflict, lambda: log.append(took("late"), expected=0))
        assert "(new: e0, e1, e2, e3, e4, e5, e6, e7, e8, e9 and 2 more)" in str(refused)

    def test_a_conflict_comes_before_any_other_refusal(self, tmp_path: Path) -> None:
        """A writer that saw less gets a conflict, whatever else is wrong."""
        log = self.open_at(tmp_path)
        log.append(took("a"))
        refusal(Conflict, lambda: log.append(took("a", "Bob"), expected=0))
        refusal(Conflict, lambda: log.append(retraction("r", "nothing"), expected=0))
        refusal(Conflict, lambda: log.append(expected=0))
        self.holds(log, tmp_path, ["a"])

    def test_a_retry_whose_answer_was_lost_succeeds(self, tmp_path: Path) -> None:
        """Events that are all there are answered with their records, whatever length was expected; with a new one
        among them a conflict is raised.
        """
        log = self.open_at(tmp_path)
        first = log.append(took("a"), took("b"), expected=0)
        log.append(took("c"))
        assert log.append(took("a"), took("b"), expected=0) == first
        assert log.append(took("b"), expected=7) == first[1:]
        refusal(Conflict, lambda: log.append(took("a"), took("b"), took("d"), expected=0))
        self.holds(log, tmp_path, ["a", "b", "c"])

    def test_the_same_event_again_is_not_added(self, tmp_path: Path) -> None:
        """An event that is there with the same content is answered with its record, alone or in a batch."""
        log = self.open_at(tmp_path)
        (first,) = log.append(took("a"), recorded=NOON)
        assert log.append(took("a"), recorded=NOON.add(days=1)) == (first,)
        again, new, double = log.append(took("a"), took("b"), took("b"), recorded=NOON.add(days=1))
        assert (again, new.position, double) == (first, 2, new)
        self.holds(log, tmp_path, ["a", "b"])

    def test_other_content_under_an_id_is_refused(self, tmp_path: Path) -> None:
        """An id that is there, or given before in the batch, with other content is refused by name."""
        log = self.open_at(tmp_path)
        log.append(took("a"))
        refused = refusal(LogError, lambda: log.append(took("b"), took("a", "Bob"), took("b", note="x")))
        assert [fault.what for fault in refused.faults] == [
            "another event has this id, got 'a'",
            "another event has this id, got 'b'",
        ]
        self.holds(log, tmp_path, ["a"])

    def test_a_link_to_no_event_is_refused(self, tmp_path: Path) -> None:
        """A retraction of nothing is refused, and the sound events beside it are not added."""
        log = self.open_at(tmp_path)
        refused = refusal(LogError, lambda: log.append(took("a"), retraction("r", "nothing")))
        assert "no event with this id, got 'nothing'" in str(refused)
        self.holds(log, tmp_path, [])

    def test_links_lead_back_through_the_log(self, tmp_path: Path) -> None:
        """A correction may be about an event of the log or of its batch, and must replace that event."""
        log = self.open_at(tmp_path)
        log.append(took("a"))
        log.append(retraction("r", "b"), took("b"))
        log.append(correction("fix", took("a")))
        log.append(retraction("undo", "fix"))
        wrong = attrs.evolve(correction("c", took("b")), target="undo")
        refusal(LogError, lambda: log.append(wrong))
        self.holds(log, tmp_path, ["a", "r", "b", "fix", "undo"])

    def test_an_event_of_an_unknown_kind_is_refused(self, tmp_path: Path) -> None:
        """An event that the codec cannot write is refused, and the sound events beside it are not added."""
        log = self.open_at(tmp_path)
        stranger = Stranger(id="s", occurred=PartialDate.parse("2020"), sources=PAGE)
        refused = refusal(LogError, lambda: log.append(took("a"), stranger))
        assert "unknown kind, got 'stranger'" in str(refused)
        self.holds(log, tmp_path, [])

    def test_a_line_that_nobody_could_read_is_refused(self, tmp_path: Path) -> None:
        """An event whose line would be too long to be read again is refused, and those beside it are not added."""
        log = self.open_at(tmp_path)
        long = took("b", note="x" * MAX_LINE_CHARACTERS)
        refusal(LogError, lambda: log.append(took("a"), long))
        self.holds(log, tmp_path, [])

    def test_reading_from_a_position_on(self, tmp_path: Path) -> None:
        """Reading after a position gives the later records with their positions, whatever they are about."""
        log = self.open_at(tmp_path)
        log.append(took("a"), took("b"))
        log.append(retraction("r", "a"))
        every = list(log.read())
        for after in range(5):
            assert list(log.read(after=after)) == every[after:]

    def test_what_was_read_does_not_grow(self, tmp_path: Path) -> None:
        """Records that were read stay as they are while the log is added to."""
        log = self.open_at(tmp_path)
        log.append(took("a"))
        seen = log.read()
        log.append(took("b"))
        assert ids(seen) == ["a"]
        assert ids(log.read()) == ["a", "b"]

    def test_lines_come_out_byte_for_byte(self, tmp_path: Path) -> None:
        """The canonical lines are the same when read back, whatever characters the texts hold."""
        log = self.open_at(tmp_path)
        texts = ("Токаев", "a\nb\r\n\tc", "\u2028\u2029\x85", "\x00\x1f\x7f", "'\"\\%s{}", "🏔 e\u0301", "  ")
        events = [took(f"e{number}", text, note=text) for number, text in enumerate(texts)]
        written = [CODEC.to_line(record) for record in log.append(*events, recorded=NOON)]
        assert lines(log) == written
        self.holds(log, tmp_path, [event.id for event in events])

    def test_an_instant_not_given_is_now(self, tmp_path: Path) -> None:
        """Without an instant the present one is kept, in UTC and whole seconds."""
        before = now()
        (record,) = self.open_at(tmp_path).append(took("a"))
        assert before <= record.recorded <= now()
        assert (record.recorded.microsecond, record.recorded.timezone_name) == (0, "UTC")

    def test_instants_never_go_back(self, tmp_path: Path) -> None:
        """An instant before the last record's is refused; where the clock is a little behind it, that one is kept."""
        log = self.open_at(tmp_path)
        later = now() + timedelta(hours=1)
        log.append(took("a"), recorded=later)
        refused = refusal(LogError, lambda: log.append(took("b"), recorded=later - timedelta(seconds=1)))
        assert refused.faults[0].where == "recorded"
        (same,) = log.append(took("b"), recorded=later + timedelta(microseconds=900))
        (clamped,) = log.append(took("c"))
        assert (same.recorded, clamped.recorded) == (later, later)
        self.holds(log, tmp_path, ["a", "b", "c"])

    def test_a_clock_far_behind_the_log_is_an_error(self, tmp_path: Path) -> None:
        """Where the last record lies more than a day after the clock, an append must name its instant."""
        log = self.open_at(tmp_path)
        later = now().replace(year=9000, day=1)
        log.append(took("a"), recorded=later)
        refused = refusal(LogError, lambda: log.append(took("b")))
        assert refused.faults[0].where == "recorded"
        assert refused.faults[0].remedy.startswith("set the clock, or give recorded=")
        assert log.append(took("b"), recorded=later)[0].recorded == later
        self.holds(log, tmp_path, ["a", "b"])

    def test_an_instant_without_a_zone_is_refused(self, tmp_path: Path) -> None:
        """A naive instant is refused, and nothing is added."""
        log = self.open_at(tmp_path)
        refusal(LogError, lambda: log.append(took("a"), recorded=pendulum.naive(2026, 11, 21)))
        self.holds(log, tmp_path, [])

    def test_the_digest_is_that_of_the_lines(self, tmp_path: Path) -> None:
        """The digest of any beginning of the log is that of its canonical lines, also after more were added."""
        log = self.open_at(tmp_path)
        log.append(took("a"), took("b", "Токаев"))
        log.append(retraction("r", "a"))
        for length in range(4):
            assert log.digest(length) == Digest.of(lines(log)[:length])
        kept = log.digest()
        assert kept == Digest.of(lines(log))
        log.append(took("c"))
        assert log.digest(kept.length) == kept
        assert log.digest() != kept

    def test_a_digest_of_more_than_there_is_is_refused(self, tmp_path: Path) -> None:
        """A length beyond the log, or below nothing, is refused."""
        log = self.open_at(tmp_path)
        log.append(took("a"))
        for length in (2, -1):
            refused = refusal(LogError, lambda length=length: log.digest(length))  # type: ignore[misc]
            assert f"expected a length from 0 to 1, got {length}" in str(refused)

    def test_following_skips_nothing(self, tmp_path: Path) -> None:
        """A follower gets what is there and then what is added, by itself or by another, each once, in order."""
        log = self.open_at(tmp_path)
        other = self.open_at(tmp_path) if self.shared else log
        log.append(took("a"), took("b"))
        follower = log.follow(after=1, every=0.001, patience=60)
        seen = [next(follower)]
        for number in range(5):
            other.append(took(f"x{number}"))
            log.append(took(f"y{number}"), took(f"z{number}"))
            seen += [next(follower) for _ in range(3)]
        assert seen == list(log.read(after=1))
        assert list(log.follow(after=15, every=0.001, patience=0)) == list(log.read(after=15))

    def test_following_from_beyond_the_end_is_an_error(self, tmp_path: Path) -> None:
        """A follower that has seen more records than there are gets an error, and is not left waiting."""
        log = self.open_at(tmp_path)
        log.append(took("a"))
        refused = refusal(LogError, lambda: list(log.follow(after=2, patience=0)))
        assert "the follower has seen 2 records, the log has 1" in str(refused)

    def test_two_who_opened_it_see_each_other(self, tmp_path: Path) -> None:
        """What one adds the other reads at once; ids, lengths and conflicts count for both."""
        if not self.shared:
            return
        with self.open_at(tmp_path) as one, self.open_at(tmp_path) as other:
            one.append(took("a"))
            assert ids(other.read()) == ["a"]
            other.append(took("b"), expected=1)
            refused = refusal(Conflict, lambda: one.append(took("c"), expected=1))
            assert "(new: b)" in str(refused)
            refusal(LogError, lambda: one.append(took("b", "Bob")))
            assert [record.position for record in one.append(took("b"), took("c"))] == [2, 3]
            assert (len(one), len(other)) == (3, 3)
            self.holds(other, tmp_path, ["a", "b", "c"])

    def test_a_log_is_there_when_opened_again(self, tmp_path: Path) -> None:
        """What was appended is there for whoever opens the log later, and is continued."""
        if not self.shared:
            return
        with self.open_at(tmp_path) as log:
            written = log.append(took("a"), took("b"))
        with self.open_at(tmp_path) as log:
            assert tuple(log.read()) == written
            log.append(retraction("r", "a"), expected=2)
        self.holds(self.open_at(tmp_path), tmp_path, ["a", "b", "r"])

    def test_copies_keep_lines_instants_and_digest(self, tmp_path: Path) -> None:
        """A log copied to another, there and back, has the same lines and digest; a copy can be continued."""
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
        source, target = self.open_at(tmp_path / "one"), self.open_at(tmp_path / "two")
        source.append(took("a"), recorded=NOON)
        source.append(retraction("r", "b"), took("b"), recorded=NOON.add(days=1))
        assert copy_log(source, target) == tuple(source.read())
        source.append(took("c"), recorded=NOON.add(days=2))
        assert ids(copy_log(source, target)) == ["c"]
        assert lines(target) == lines(source)
        assert target.digest() == source.digest()
        self.holds(target, tmp_path / "two", ["a", "r", "b", "c"])
        target.append(took("d"))
        source.append(took("e"))
        refusal(LogError, lambda: copy_log(source, target))
