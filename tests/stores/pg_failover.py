"""A primary is killed under load, its synchronous standby promoted: is everything that was acknowledged there?

    python -m tests.stores.pg_failover

Two servers of its own on this machine; four writers and a follower know both by one address. Prints the counts.
"""

from __future__ import annotations

import json
import random
import time

from cstotimeline.stores.postgres import PostgresLog
from cstotimeline.testing.store_contract import CODEC, took
from tests.stores.pg_load import PATIENCE, Child, append_some, follow, forked, heard, none_left, sound
from tests.stores.pg_server import Cluster, Server, rows

WRITERS = 4
EVENTS = 600
SCHEMA = "failover"


def primary_and_standby(cluster: Cluster) -> tuple[Server, Server]:
    """Return a primary whose commits wait for its standby, and that standby, once the two are in step."""
    primary = cluster.new("primary", "synchronous_standby_names=standby", "synchronous_commit=on")
    standby = cluster.copy(primary, "standby")
    end = time.monotonic() + PATIENCE
    while rows(primary.dsn, "SELECT sync_state FROM pg_stat_replication") != [("sync",)]:
        assert time.monotonic() < end, "the standby does not get in step"
        time.sleep(0.05)
    return primary, standby


def failover(cluster: Cluster) -> dict[str, float]:
    """Kill the primary at some moment, promote the standby, let the writers finish, and return the counts.

    Raises:
        AssertionError: an acknowledged event is not there, one is there twice, or the follower skipped one.
    """
    primary, standby = primary_and_standby(cluster)
    dsn = (
        f"postgresql://postgres@127.0.0.1:{primary.port},127.0.0.1:{standby.port}/postgres"
        "?target_session_attrs=read-write&connect_timeout=5"
    )
    children = [
        forked(lambda say, n=n: append_some(dsn, SCHEMA, f"w{n}", EVENTS, say, careful=n % 2 == 1))  # type: ignore[misc]
        for n in range(WRITERS)
    ]
    follower = forked(lambda say: follow(dsn, SCHEMA, say))
    moment = random.SystemRandom().randrange(EVENTS // 4, 3 * EVENTS // 4) * WRITERS
    for _ in heard(children, lambda: acknowledged(children) >= moment):
        pass
    before = acknowledged(children)
    primary.kill()
    killed = time.monotonic()
    assert rows(standby.dsn, "SELECT pg_promote()") == [(True,)]
    for child in children:
        drained(child)
    seen = acknowledged(children)
    for _ in heard(children, lambda: acknowledged(children) > seen):
        pass
    pause = time.monotonic() - killed
    codes = [child.wait() for child in children]
    with PostgresLog(dsn, CODEC, schema=SCHEMA) as log:
        log.append(took("end"))
        names = sound(log)
    said = {name for child in children for name in child.said if name.startswith("w")}
    assert follower.wait() == 0
    assert codes == [0] * WRITERS
    assert follower.said == [f"{place} {name}" for place, name in enumerate(names, 1)]
    return {
        "acknowledged before the kill": before,
        "acknowledged in all": len(said),
        "in the log": len(names) - 1,
        "lost": len(said - set(names)),
        "twice": len(names) - len(set(names)),
        "followed": len(follower.said) - 1,
        "conflicts": sum(int(child.said[-1].split()[1]) for child in children),
        "seconds without an answer": round(pause, 2),
    }


def acknowledged(children: list[Child]) -> int:
    """Return how many events were acknowledged to the children, as far as they were heard."""
    return sum(name.startswith("w") for child in children for name in child.said)


def drained(child: Child) -> None:
    """Take in what a child had said by now."""
    while child.waiting:
        child.listen()


if __name__ == "__main__":
    place = Cluster()
    try:
        with none_left():
            print(json.dumps(failover(place)))
    finally:
        place.remove()
