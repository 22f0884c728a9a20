"""The tables of a log in PostgreSQL: the SQL that makes them, and how a database is seen to hold them."""

from __future__ import annotations

import hashlib
from typing import Any, LiteralString

from cstotimeline.core.errors import Fault, LogError, shown

VERSION = 1
"""The version of the tables that this module makes and reads."""

MAX_NAME_BYTES = 63
_COLUMNS = {
    "about": "product text, version integer",
    "records": "position bigint, id text, recorded timestamp with time zone, line text, head bytea",
}
_GUARDS = "only_added:A only_at_the_end:A p{1} u{2}"

_SCHEMA: LiteralString = "CREATE SCHEMA IF NOT EXISTS {schema};\n"
_TABLES: LiteralString = """\
CREATE TABLE {schema}.about (
    product text PRIMARY KEY CHECK (product = 'cstotimeline'),
    version integer NOT NULL
);
INSERT INTO {schema}.about VALUES ('cstotimeline', {version});

CREATE TABLE {schema}.records (
    position bigint PRIMARY KEY CHECK (position > 0),
    id text COLLATE "C" NOT NULL UNIQUE,
    recorded timestamptz NOT NULL,
    line text NOT NULL,
    head bytea NOT NULL,
    -- The canonical line begins with what stands in the other columns.
    CHECK (substring(line FROM '^[{{]"recorded": "([^"]*)", "kind"')::timestamptz IS NOT DISTINCT FROM recorded),
    CHECK (substring(line FROM '^[^,]*, "kind": "[^"]*", "version": [0-9]+, "id": "([^"]*)"') IS NOT DISTINCT FROM id)
);

-- Positions have no gap, instants never go back, and each head is the SHA-256 of the head before it and the line.
CREATE FUNCTION {schema}.only_at_the_end() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, {schema}, pg_temp
    SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $body$
DECLARE
    wrong bigint;
BEGIN
    SELECT min(a.position) INTO wrong
    FROM added AS a LEFT JOIN records AS b ON b.position = a.position - 1
    WHERE (b.position IS NULL AND a.position > 1)
        OR a.recorded < b.recorded
        OR a.head <> sha256(
            coalesce(b.head, decode(repeat('00', 32), 'hex')) || convert_to(a.line, 'UTF8')
        );
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'the record at position % does not follow the one before it', wrong;
    END IF;
    PERFORM pg_notify('cstotimeline_' || TG_RELID, '');
    RETURN NULL;
END
$body$;
CREATE TRIGGER only_at_the_end AFTER INSERT ON {schema}.records
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION {schema}.only_at_the_end();

CREATE FUNCTION {schema}.only_added() RETURNS trigger LANGUAGE plpgsql
AS $body$
BEGIN
    RAISE EXCEPTION 'a log is only ever added to';
END
$body$;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON {schema}.records
    FOR EACH STATEMENT EXECUTE FUNCTION {schema}.only_added();

ALTER TABLE {schema}.records ENABLE ALWAYS TRIGGER only_at_the_end;
ALTER TABLE {schema}.records ENABLE ALWAYS TRIGGER only_added;
"""

# What the two names in the schema are, in the words of the catalogue, which everyone may read.
_FOUND = """
SELECT c.relname, c.oid::bigint,
    (SELECT string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
     FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
    (SELECT string_agg(found, ' ' ORDER BY found COLLATE "C") FROM (
        SELECT k.contype::text || k.conkey::text FROM pg_constraint k
        WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u')
        UNION ALL
        SELECT t.tgname || ':' || t.tgenabled::text FROM pg_trigger t
        WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgname IN ('only_added', 'only_at_the_end')
    ) AS guards(found))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = %s AND c.relname IN ('about', 'records')
"""


def checked_name(schema: str) -> str:
    """Return the name of a schema as it is.

    Raises:
        LogError: an empty name, one that PostgreSQL would cut or keeps for itself, or one with a NUL.
    """
    if 0 < len(schema.encode("utf-8", "replace")) <= MAX_NAME_BYTES and "\x00" not in schema:
        if not schema.startswith("pg_") and schema != "information_schema":
            return schema
        what = f"PostgreSQL keeps this name for itself, got {shown(schema)}"
    else:
        what = f"expected a name of 1 to {MAX_NAME_BYTES} bytes without NUL, got {shown(schema)}"
    raise LogError(Fault(where="schema", what=what, remedy="name another schema"))


def lock_key(schema: str) -> int:
    """Return the number of the advisory lock that writers of the log in ``schema`` take, one after another."""
    return int.from_bytes(hashlib.sha256(f"cstotimeline {schema}".encode()).digest()[:8], signed=True)


def schema_sql(schema: str) -> str:
    """Return the SQL that makes the tables of a log in ``schema``, for an owner who runs it by hand."""
    return _sql(_SCHEMA, schema) + _sql(_TABLES, schema)


def _sql(text: LiteralString, schema: str) -> str:
    from psycopg import sql

    composed = sql.SQL(text).format(schema=sql.Identifier(schema), version=sql.Literal(VERSION))
    return composed.as_string()


def make_tables(connection: Any, schema: str) -> None:
    """Make the tables of a log, and ``schema`` unless it is there, in the transaction of ``connection``."""
    there = connection.execute("SELECT FROM pg_namespace WHERE nspname = %s", [schema]).rowcount
    connection.execute(("" if there else _sql(_SCHEMA, schema)) + _sql(_TABLES, schema))


def find_tables(connection: Any, schema: str) -> int | None:
    """Return the number by which PostgreSQL knows the table of records in ``schema``; None: there is no log yet.

    Raises:
        LogError: the names are those of other tables, a newer or older version, or tables whose guards are gone.
    """
    from psycopg import sql

    found = {
        name: (oid, columns, guards) for name, oid, columns, guards in connection.execute(_FOUND, [schema])
    }
    if not found:
        return None
    where = f"schema {shown(schema)}"
    if found.keys() != _COLUMNS.keys() or found["about"][1] != _COLUMNS["about"]:
        what = f"there are other tables under the names of a log's, got {', '.join(sorted(found))}"
        raise LogError(Fault(where=where, what=what, remedy="name another schema"))
    about = sql.SQL("SELECT version FROM {} WHERE product = 'cstotimeline'")
    row = connection.execute(about.format(sql.Identifier(schema, "about"))).fetchone()
    version = row[0] if row else None
    if version != VERSION:
        what = f"expected tables of version {VERSION}, got {version}"
        remedy = "install a newer cstotimeline" if (version or 0) > VERSION else "name another schema"
        raise LogError(Fault(where=where, what=what, remedy=remedy))
    oid, columns, guards = found["records"]
    if columns != _COLUMNS["records"] or guards != _GUARDS:
        what = f"the table of records was altered, got {shown(f'{columns} {guards}', 300)}"
        raise LogError(Fault(where=where, what=what, remedy="restore its columns, keys and triggers"))
    return int(oid)
