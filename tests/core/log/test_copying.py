"""Copying: a log copied to another keeps positions and instants, is continued, and never mixes two histories."""

from __future__ import annotations

import pytest

from cstotimeline.core.errors import LogError
from cstotimeline.core.log.copying import copy_log
from cstotimeline.core.log.log import Records
from cstotimeline.stores.memory import MemoryLog
from cstotimeline.testing import club
from tests.builders import NOON, took

ANN, BOB, CEM = (took(name, "2020") for name in ("ann", "bob", "cem"))


def log_of(*events: club.StewardTook) -> MemoryLog:
    """Return a log to which the first two events were appended at noon, and the others a day later."""
    log = MemoryLog()
    for batch, instant in ((events[:2], NOON), (events[2:], NOON.add(days=1))):
        if batch:
            log.append(*batch, recorded=instant)
    return log


class WrittenMeanwhile(MemoryLog):
    """A log to which another writer appends as soon as it was read."""

    def read(self, after: int = 0) -> Records:
        """Return the records from before the other's."""
        found = super().read(after)
        self.append(CEM, recorded=NOON)
        return found


def test_a_copy_is_continued_by_copying_again() -> None:
    """What the target holds already is not copied again, and the records are those of the source."""
    source, target = log_of(ANN, BOB), MemoryLog()
    assert copy_log(source, target) == tuple(source.read())
    assert copy_log(source, target) == ()
    source.append(CEM, recorded=NOON.add(days=1))
    assert [record.event for record in copy_log(source, target)] == [CEM]
    assert tuple(target.read()) == tuple(source.read())


def test_a_target_with_another_history_is_refused() -> None:
    """A record of the target that is not that of the source is named with its position, and nothing is added."""
    source, target = log_of(ANN, BOB, CEM), log_of(ANN, CEM)
    with pytest.raises(LogError) as caught:
        copy_log(source, target)
    assert str(caught.value) == (
        "copy: the target holds another record at position 2, cem; copy to a log that is empty or was copied"
    )
    assert len(target.read()) == 2


def test_a_target_that_is_ahead_is_refused() -> None:
    """A target that holds more than the source is not the copy but the original."""
    with pytest.raises(LogError) as caught:
        copy_log(log_of(ANN, BOB), log_of(ANN, BOB, CEM))
    assert str(caught.value) == "copy: the target holds 3 records, the source 2; copy the other way round"


def test_a_target_that_others_write_to_is_refused() -> None:
    """What another writer appended after the target was read is not taken for a part of the copy."""
    target = WrittenMeanwhile()
    with pytest.raises(LogError):
        copy_log(log_of(ANN, BOB), target)
    assert [record.event for record in MemoryLog.read(target)] == [CEM]
