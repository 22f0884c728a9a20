"""Tiramemsu and Macrame, which keep intervals under both clocks: the same facts, ends stated by us, and what they
are asked.

Each fact is one transaction: the spell that it cuts off is given its end, and its own begins. Neither has a smaller
way to say it, and without ends they would keep every value for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.bench.facts import Facts
from tests.bench.settings import peer
from tests.bench.spells import OPEN, changes

Lent = tuple[Callable[[int, int], Any], Callable[[Any], dict[int, int]], str]
TIRAMEMSU, MACRAME = "tiramemsu", "macrame"
CONCEPTS = 2_000


@contextmanager
def tiramemsu(facts: Facts, folder: Path) -> Iterator[Lent]:
    """Lend the question to a Tiramemsu that holds the facts, how its answer is read, and its settings.

    Raises:
        Absent: it is not installed.
    """
    module = peer("tiramemsu")
    base = module.Database(str(folder / "tiramemsu.db"))
    holds = module.Iri("urn:holds")
    known: dict[tuple[int, int], int] = {}
    for change in changes(facts):
        with base.transact() as entry:
            if change.before is not None:
                entry.supersede(known[change.key, change.before[0]], valid_to=_text(change.begin))
            entry.assert_(  # noqa: PT009
                module.Iri(f"urn:office:{change.key}"),
                holds,
                change.value,
                valid_from=_text(change.begin),
                valid_to=None if change.end == OPEN else _text(change.end),
            )
        eids = [found["eid"] for found in entry.report.results]
        if change.before is not None:
            known[change.key, change.before[0]] = eids[0]
        known[change.key, change.begin] = eids[-1]
        assert entry.report.t == change.seen

    def ask(day: int, seen: int) -> Any:
        return base.as_of(tx=seen).valid_at(_text(day)).triples(p=holds)

    def plain(statements: Any) -> dict[int, int]:
        return {int(one.s.value.rpartition(":")[2]): int(one.o) for one in statements}

    yield ask, plain, "triples() of as_of(tx=).valid_at(), on a file"


@contextmanager
def macrame(facts: Facts, folder: Path) -> Iterator[Lent]:
    """Lend the question to a Macrame that holds the facts, how its answer is read, and its settings.

    Raises:
        Absent: it is not installed.
    """
    module = peer("macrame")
    instants: list[datetime] = []
    with module.Database.open(folder / "macrame.db") as base:
        names = [f"office-{key}" for key in range(facts.count)] + [f"h{seen}" for *_, seen in facts]
        concepts = [module.ConceptUpsert(name, name, valid_from=_text(1)) for name in names]
        for n in range(0, len(concepts), CONCEPTS):
            base.write_concepts(concepts[n : n + CONCEPTS])
        for change in changes(facts):
            edges = [(change.value, change.begin, change.end)]
            if change.before is not None:
                edges.insert(0, (change.before[2], change.before[0], change.begin))
            base.write_bulk_atomic(
                [
                    module.EdgeAssertion(
                        f"office-{change.key}",
                        f"h{value}",
                        "HELD",
                        valid_from=_text(begin),
                        valid_to=None if end == OPEN else _text(end),
                    )
                    for value, begin, end in edges
                ]
            )
            instants.append(datetime.now(UTC))
        base.analyze()

        def ask(day: int, seen: int) -> Any:
            return base.edges(module.ReadPlan(valid=_text(day), recorded=instants[seen - 1]))

        def plain(edges: Any) -> dict[int, int]:
            return {int(edge[0].removeprefix("office-")): int(edge[1][1:]) for edge in edges}

        yield ask, plain, "edges() of a ReadPlan with valid and recorded, on a file"


def _text(day: int) -> str:
    when = date.fromordinal(day)
    return f"{when.year:04}-{when.month:02}-{when.day:02}T00:00:00.000000Z"
