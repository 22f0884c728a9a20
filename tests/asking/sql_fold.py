"""An independent fold in SQL: the lines of the shipped log in SQLite, and who held what by queries over them alone."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

DAY = "____-__-__"
SCHEMA = """
CREATE TABLE event (id TEXT PRIMARY KEY, kind TEXT, occurred TEXT, effective TEXT, line TEXT);
CREATE TABLE source (event TEXT, publisher TEXT);
CREATE TABLE coverage (aspect TEXT, name TEXT, since TEXT, through TEXT);
CREATE VIEW counting AS
    SELECT * FROM event
    WHERE json_extract(line, '$.claim') IS NULL OR json_extract(line, '$.rank') = 'preferred';
CREATE VIEW step AS
    SELECT 'presidency' AS office, '' AS name, effective AS day, 1 AS place, 'took' AS what,
        json_extract(line, '$.holder') AS holder, 0 AS acting, occurred
    FROM counting WHERE kind = 'presidency_transferred'
    UNION ALL SELECT 'presidency', '', effective, 1, 'none', NULL, 0, occurred
    FROM counting WHERE kind = 'presidency_unestablished'
    UNION ALL SELECT 'leaders', json_extract(line, '$.state'), effective, kind = 'leader_took_office',
        CASE kind WHEN 'leader_took_office' THEN 'took' ELSE 'left' END, json_extract(line, '$.person'),
        coalesce(json_extract(line, '$.acting'), 0), occurred
    FROM counting WHERE kind IN ('leader_took_office', 'leader_left')
    UNION ALL SELECT 'secretary_general', '', effective, kind = 'secretary_general_took_office',
        CASE kind WHEN 'secretary_general_took_office' THEN 'took' ELSE 'left' END,
        json_extract(line, '$.person'), coalesce(json_extract(line, '$.acting'), 0), occurred
    FROM counting
    WHERE kind IN ('secretary_general_took_office', 'secretary_general_left', 'secretary_general_dismissed')
    UNION ALL SELECT 'membership', json_extract(line, '$.state'), effective, 1,
        CASE kind WHEN 'state_left' THEN 'none' ELSE 'took' END,
        CASE kind WHEN 'state_joined' THEN 'member' WHEN 'state_suspended' THEN 'suspended' END, 0, occurred
    FROM counting WHERE kind IN ('state_joined', 'state_left', 'state_suspended');
CREATE TABLE tenure (office TEXT, name TEXT, holder TEXT, acting INT, start TEXT, end TEXT);
INSERT INTO tenure
    WITH took AS (
        SELECT *, lag(holder) OVER w AS last, lag(what) OVER w AS last_what, lag(acting) OVER w AS last_acting
        FROM step AS one
        WHERE what <> 'left' OR holder = (
            SELECT holder FROM step AS other
            WHERE other.office = one.office AND other.name = one.name AND other.what <> 'left'
                AND (other.day, other.place) < (one.day, one.place)
            ORDER BY other.day DESC, other.place DESC LIMIT 1
        )
        WINDOW w AS (PARTITION BY office, name ORDER BY day, place)
    ), changed AS (
        SELECT * FROM took
        WHERE NOT (what = 'took' AND last_what = 'took' AND last = holder AND last_acting = acting)
            OR last_what IS NULL
    )
    SELECT office, name, holder, acting, day, ends FROM (
        SELECT *, lead(day) OVER (PARTITION BY office, name ORDER BY day, place) AS ends FROM changed
    ) WHERE what = 'took';
"""


def amended(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the events as they are after corrections and retractions, of which none here is itself retracted."""
    withdrawn = {data["target"] for data in lines if data["kind"] == "event_retracted"}
    found = {data["id"]: data for data in lines if data["id"] not in withdrawn}
    for data in sorted(lines, key=lambda data: (data["recorded"], data["id"])):
        if data["kind"] == "event_corrected" and data["id"] not in withdrawn:
            said = data["replacement"]
            found[said["id"]] = {"sources": data["sources"], **said}
    return list(found.values())


class Fold:
    """The shipped log in SQL."""

    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(":memory:")
        tables, _, rest = SCHEMA.partition("CREATE TABLE tenure")
        self.db.executescript(tables)
        lines = [
            json.loads(line)
            for path in sorted(folder.glob("*.jsonl"))
            for line in path.read_text(encoding="utf-8").splitlines()
        ]
        for data in amended(lines):
            self._add(data, json.dumps(data))
        self.db.executescript(f"CREATE TABLE tenure{rest}")

    def _add(self, data: dict[str, Any], line: str) -> None:
        occurred = data["occurred"]
        self.db.execute(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?)",
            (data["id"], data["kind"], occurred, data.get("effective", occurred)[:10], line),
        )
        self.db.executemany(
            "INSERT INTO source VALUES (?, ?)", [(data["id"], one["publisher"]) for one in data["sources"]]
        )
        if data["kind"] == "coverage_declared" and data.get("extent", "complete") == "complete":
            for name in data.get("keys") or [""]:
                row = (data["aspect"], name, data["since"].replace("..", "0001-01-01"), data["through"])
                self.db.execute("INSERT INTO coverage VALUES (?, ?, ?, ?)", row)

    def rows(self, query: str, *given: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self.db.execute(query, given).fetchall()

    def one(self, query: str, *given: Any) -> Any:
        """Return the first cell of a query; None where it has no row."""
        found = self.db.execute(query, given).fetchone()
        return found[0] if found else None

    def holder(self, office: str, name: str, day: str) -> str | None:
        """Return who held an office at the end of a day."""
        found: str | None = self.one(
            "SELECT holder FROM tenure WHERE office = ? AND name = ? AND start <= ? AND (end IS NULL OR end > ?)",
            office,
            name,
            day,
            day,
        )
        return found

    def tenures(self, office: str, name: str, holder: str | None = None) -> list[tuple[str, str, str | None]]:
        """Return the tenures of an office, of one holder or of all: holder, start, end."""
        return self.rows(
            "SELECT holder, start, end FROM tenure WHERE office = ? AND name = ? AND (? IS NULL OR holder = ?) "
            "ORDER BY start",
            office,
            name,
            holder,
            holder,
        )


def ordinal(day: str) -> int:
    """Return the ordinal of a day."""
    return date.fromisoformat(day).toordinal()
