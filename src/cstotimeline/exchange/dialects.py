"""Dialects of SQL: how names and values are written, so that nothing but our own quoting goes into a text."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, get_args

import attrs

from cstotimeline.core.errors import Fault, TableError, shown

DialectName = Literal["portable", "standard", "spark", "duckdb"]

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
# Words that one of the four engines does not take for the name of a column, or takes for something else.
_WORDS = """
all alter analyse analyze and any array as asc asymmetric authorization between binary both by case cast check collate
column commit concurrently constraint create cross current_catalog current_date current_role current_schema current_time
current_timestamp current_user default deferrable delete desc distinct do drop else end escape except exists false fetch
filter for foreign freeze from full grant group having if ilike in index initially inner insert intersect into is isnull
join lateral leading left like limit localtime localtimestamp minus natural not notnull null offset on only or order
outer overlaps pivot placing primary qualify references returning right rollback rowid select semi session_user set
similar some symmetric table tablesample then to trailing transaction true union unique unknown unpivot update user
using values variadic verbose when where window with
"""
_RESERVED = frozenset(_WORDS.split())


def _is_one(_: object, __: object, name: object) -> None:
    known = get_args(DialectName)
    if name not in known:
        what = f"expected one of {', '.join(known)}, got {shown(name)}"
        raise TableError(Fault(where="dialect", what=what, remedy="name one of them"))


@attrs.frozen
class Dialect:
    """How one engine, or all of them, read names and values."""

    name: DialectName = attrs.field(validator=_is_one)

    def identifier(self, name: str) -> str:
        """Return the name of a column or table: bare where every engine reads it so, else in quotes.

        >>> print(Dialect("portable").identifier("date"), Dialect("portable").identifier("Day"))
        date "Day"
        """
        if not isinstance(name, str) or not name or not name.isprintable():
            what = f"expected the name of a column, got {shown(name)}"
            raise TableError(Fault(where="sql", what=what, remedy="give a name of printable characters"))
        if _PLAIN.fullmatch(name) and name not in _RESERVED:
            return name
        mark = "`" if self.name == "spark" else '"'
        return f"{mark}{name.replace(mark, mark * 2)}{mark}"

    def text(self, value: str) -> str:
        r"""Return a text as a literal.

        Raises:
            TableError: a character that engines read differently: a quote, a backslash, one that does not print.

        >>> print(Dialect("standard").text("it's"), Dialect("spark").text("it's"))
        'it''s' 'it\'s'
        """
        differs = "'" in value or "\\" in value or not value.isprintable()
        if "\x00" in value or (self.name == "portable" and differs):
            what = f"engines read this value differently, got {shown(value)}"
            remedy = "name the dialect: standard, spark or duckdb"
            raise TableError(Fault(where="sql", what=what, remedy=remedy))
        if self.name == "spark":
            escaped = value.replace("\\", "\\\\").replace("'", "\\'")
            return f"'{escaped}'"
        return "'" + value.replace("'", "''") + "'"

    def literal(self, value: Any) -> str:
        """Return a value as a literal: text, truth, whole number, day, or a list of texts."""
        if value is None:
            return "NULL"
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, int):
            return str(value)
        if isinstance(value, date):
            return f"date('{value.isoformat()}')"
        if isinstance(value, list | tuple):
            return self.list(value)
        return self.text(str(value))

    def list(self, values: Sequence[str]) -> str:
        """Return a list of texts: of the engine where it is known, else as JSON text."""
        items = ", ".join(map(self.text, values))
        if self.name == "spark":
            return f"array({items})" if values else "cast(array() AS array<string>)"
        if self.name == "duckdb":
            return f"CAST([{items}] AS VARCHAR[])"
        return self.text(json.dumps(list(values), ensure_ascii=False))
