"""Plans: what is to be added to a table, and the columns that fill it, as Arrow arrays."""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from cstotimeline.core.errors import Fault, TableError, UnknownKeys, UnknownName, one_of, shown
from cstotimeline.core.temporal.points import QueryTime, When
from cstotimeline.exchange.columns import Companions, to_arrow
from cstotimeline.exchange.libraries import arrow, compute
from cstotimeline.exchange.lookup import Groups, Lookup, look_up
from cstotimeline.exchange.moments import encoded, read
from cstotimeline.exchange.stamps import stamp_or_nothing
from cstotimeline.exchange.wanted import Add, Wanted, wanted

if TYPE_CHECKING:
    from cstotimeline.core.query.timeline import Timeline

ROWS_AT_ONCE = 1 << 20
_KEYS_NAMED = 20


@attrs.frozen(kw_only=True, eq=False)
class Plan:
    """What to add to a table: the columns wanted, and the names of the columns that they are looked up by.

    ``known`` and ``recorded`` are the names of columns where the flags say so, else days or instants.
    """

    on: str
    wanted: Sequence[Wanted]
    companions: Companions
    key: str | None = None
    known: When | None = None
    recorded: When | None = None
    known_column: bool = False
    recorded_column: bool = False

    @property
    def inputs(self) -> list[str]:
        """The names of the columns that are read, each once."""
        clocks = [(self.known, self.known_column), (self.recorded, self.recorded_column)]
        names = [self.on, self.key, *(name for name, is_column in clocks if is_column)]
        return [str(name) for name in dict.fromkeys(names) if name is not None]

    @property
    def metadata(self) -> dict[str, Any]:
        """The metadata of the table that comes out, as plain data: what was asked, and the stamp of the timeline."""
        clocks = {"known": self.known, "recorded": self.recorded}
        return {
            "stamp": stamp_or_nothing(self.wanted[0].timeline),
            "on": self.on,
            "key": self.key,
            **{name: value if value is None else _text_of(value) for name, value in clocks.items()},
            "add": {one.column: one.aspect for one in self.wanted if isinstance(one.aspect, str)},
            "options": attrs.asdict(self.companions),
        }

    @property
    def outputs(self) -> list[str]:
        """The names of the columns that are added."""
        return [name for one in self.wanted for name in self.companions.names(one.column, one.sort)]


def _text_of(clock: When) -> str:
    return clock if isinstance(clock, str) else QueryTime.of(clock).text


def planned(
    timeline: Timeline,
    columns: Sequence[str],
    *,
    on: str,
    add: Add,
    key: str | None,
    known: When | None,
    recorded: When | None,
    companions: Companions,
) -> Plan:
    """Return the plan for a table with some columns.

    Raises:
        UnknownName: no column or no aspect has a name.
        TableError: a new column has the name of one that is there; an aspect has keys and no ``key`` is given.
        DateError: ``known`` or ``recorded`` is neither a column nor a day.
    """
    for name in (on, *(() if key is None else (key,))):
        if name not in columns:
            what = f"no such column, got {shown(name)}"
            raise UnknownName(
                Fault(where="table", what=what, remedy=f"name {one_of(name, list(map(str, columns)))}")
            )
    plan = Plan(
        on=on,
        key=key,
        wanted=wanted(timeline, add),
        companions=companions,
        known=known,
        recorded=recorded,
        known_column=isinstance(known, str) and known in columns,
        recorded_column=isinstance(recorded, str) and recorded in columns,
    )
    for clock, value, is_column in (
        ("known", known, plan.known_column),
        ("recorded", recorded, plan.recorded_column),
    ):
        if value is not None and not is_column:
            QueryTime.of(value, name=clock)
    for one in plan.wanted:
        one.demand_key(key, "add")
    taken = [name for name in plan.outputs if name in columns]
    if taken:
        what = f"the table has a column of this name already, got {shown(taken[0])}"
        remedy = "name the new column differently: add={'another': 'presidency'}"
        raise TableError(Fault(where="add", what=what, remedy=remedy))
    return plan


def arrow_columns(plan: Plan, table: Any) -> dict[str, Any]:
    """Return the new columns for an Arrow table that has the columns of the plan, by name."""
    axis = read(table[plan.on], plan.on)
    groups = {keyed: _groups(plan, table, keyed=keyed) for keyed in {one.keyed for one in plan.wanted}}
    found: dict[str, Any] = {}
    for one in plan.wanted:
        lookup, unknown = look_up(one, axis, groups[one.keyed])
        if unknown:
            warn_unknown(one.column, unknown)
        found |= _filled(one, lookup, plan.companions)
    return found


def _filled(one: Wanted, lookup: Lookup, companions: Companions) -> dict[str, Any]:
    pa = arrow()
    makers = companions.makers(one.sort)
    values = {
        suffix: to_arrow(maker.kind, maker.make(lookup.answers, lookup.asked))
        for suffix, maker in makers.items()
    }
    pieces = [
        lookup.places.slice(start, ROWS_AT_ONCE)
        for start in range(0, max(len(lookup.places), 1), ROWS_AT_ONCE)
    ]
    filled: dict[str, Any] = {}
    for suffix, some in values.items():
        chunks: list[Any] = []
        for piece in pieces:
            column = attrs.evolve(lookup, places=piece).column(some)
            chunks += column.chunks if isinstance(column, pa.ChunkedArray) else [column]
        filled[f"{one.column}{suffix}"] = pa.chunked_array(chunks, some.type)
    return filled


def _groups(plan: Plan, table: Any, *, keyed: bool) -> Groups:
    """Return the rows of a table by what tells questions apart: the key, where there are keys, and the two clocks."""
    return _combined(
        [
            encoded(table[plan.key]) if keyed else (None, [""]),
            _moments(table, plan.known, is_column=plan.known_column),
            _moments(table, plan.recorded, is_column=plan.recorded_column),
        ]
    )


def _moments(table: Any, clock: Any, *, is_column: bool) -> tuple[Any, Sequence[Any]]:
    """Return, for each row, the place of its moment, and the distinct moments; None for the places where all rows have
    the same.
    """
    if not is_column:
        return None, [clock]
    axis = read(table[clock], clock)
    places, distinct = encoded(axis.places)
    return places, [axis.moment(place) for place in distinct]


def _combined(parts: Sequence[tuple[Any, Sequence[Any]]]) -> Groups:
    pa, pc = arrow(), compute()
    codes: Any = None
    members: list[Any] = [()]
    for part, values in parts:
        if part is None:
            members = [(*member, values[0]) for member in members]
            continue
        if codes is None:
            codes, members = part, [(*m, value) for value in values for m in members]
            continue
        wide = codes.cast(pa.int64())
        both = pc.add(pc.multiply(wide, pa.scalar(max(len(values), 1), pa.int64())), part.cast(pa.int64()))
        codes, pairs = encoded(both)
        split = [divmod(pair, len(values)) for pair in pairs]
        members = [(*members[first], values[second]) for first, second in split]
    return Groups(codes=codes, members=members)


def warn_unknown(column: str, keys: Sequence[Hashable]) -> None:
    """Warn once of the keys that the log does not know."""
    named = ", ".join(shown(key, 40) for key in keys[:_KEYS_NAMED])
    more = f" and {len(keys) - _KEYS_NAMED:,} more" if len(keys) > _KEYS_NAMED else ""
    text = f"annotate: {column}: the log does not know {named}{more}; their rows are null"
    warnings.warn(UnknownKeys(text), stacklevel=2)
