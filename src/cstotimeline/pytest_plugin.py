"""The pytest plugin: fixtures for a history, and ``--cstotimeline-log`` to hold a log to its rules and to the laws.

It is loaded by pytest wherever cstotimeline is installed, and imports nothing heavy until it is asked for something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from cstotimeline.core.log.log import Records
    from cstotimeline.csto.history import History
    from cstotimeline.testing.organizations import Organization

MARK = "cstotimeline_log"
PREFIX = "cstotimeline-log/"
"""What the ids of the checks of a log begin with."""

_WANTED: pytest.StashKey[list[str]] = pytest.StashKey()
LOG_LAWS = (
    "arrival_order_never_matters",
    "what_is_certain_comes_true",
    "absence_has_a_reason",
    "known_uses_what_was_public",
    "a_retraction_undoes",
    "expected_is_not_happened",
    "reasons_are_sufficient_and_needed",
    "why_cites_every_source",
    "during_tiles",
    "lines_round_trip",
)
"""The laws that a long history can be checked by: those that enumerate all choices of days are for short ones."""

READING = "can be read"
"""The first check of a log, without which no other is made."""

EXAMPLES = 3
"""On how many days and orders a law is tried, always the same ones: each time the whole log is asked."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("cstotimeline")
    group.addoption(
        "--cstotimeline-log",
        metavar="LOG",
        help="check this log: a .jsonl file, a folder of them, or an address of open_log",
    )
    group.addoption(
        "--cstotimeline-organization",
        metavar="MODULE:NAME",
        help="the Organization whose kinds, projections and rules the log is held to; by default the CSTO",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark of the tests that the options add."""
    config.addinivalue_line("markers", f"{MARK}: a check of the log given by --cstotimeline-log")


@pytest.fixture(scope="session")
def csto_history(request: pytest.FixtureRequest) -> History:
    """The history of the CSTO: of the log given by ``--cstotimeline-log``, else the shipped one."""
    from cstotimeline.shipped import load

    return load(request.config.getoption("--cstotimeline-log"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Take the ids of checks out of the arguments: they name no file."""
    config = session.config
    if config.getoption("--cstotimeline-log"):
        checks = [
            arg for arg in config.args if PREFIX in arg
        ]  # behind a path from here to the root of the tests
        config.stash[_WANTED] = [PREFIX + arg.partition(PREFIX)[2] for arg in checks]
        config.args = [arg for arg in config.args if arg not in checks]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the checks of the log behind all other tests, or those of them that the arguments name.

    Raises:
        pytest.UsageError: there is no such log, no such check, or no hypothesis.
    """
    address = config.getoption("--cstotimeline-log")
    if not address:
        return
    _demand_usable(str(address))
    log = LogChecks.from_parent(session, name=str(address), nodeid=f"{PREFIX}{Path(address).name}")
    checks = {item.nodeid: item for item in log.collect()}
    wanted = config.stash.get(_WANTED, [])
    if unknown := [name for name in wanted if name not in checks]:
        raise pytest.UsageError(f"--cstotimeline-log: no such check, got {', '.join(unknown)}")
    items.extend(item for name, item in checks.items() if not wanted or name in wanted)


def _demand_usable(address: str) -> None:
    try:
        import_module("hypothesis")
    except ImportError:
        what = "--cstotimeline-log: hypothesis is not installed; install cstotimeline[test]"
        raise pytest.UsageError(what) from None
    if ":" not in address and not Path(address).exists():
        raise pytest.UsageError(f"--cstotimeline-log: no such log, got {address!r}; name a file or a folder")


class LogChecks(pytest.Collector):
    """The checks of one log."""

    def collect(self) -> list[pytest.Item]:
        """Return a test for each rule of the organization and for each law, the reading of the log first."""
        organization = _organization(self.config.getoption("--cstotimeline-organization"))
        records = _once(lambda: _read(self.name, organization))
        found = _once(lambda: _findings(organization, records()))
        checks: list[tuple[str, Callable[[], Iterable[str]]]] = [(READING, partial(_unread, records))]
        for rule in organization.rules:
            checks.append((f"rule: {rule.name}", partial(_found, found, rule.name)))
        for name in LOG_LAWS:
            checks.append((f"law: {name}", partial(_law, organization, records, name)))
        made: list[pytest.Item] = []
        for label, faults in checks:
            name = re.sub(r"\W+", "-", label).strip("-")
            item = LogCheck.from_parent(self, name=name, label=label, faults=faults, records=records)
            item.add_marker(MARK)
            made.append(item)
        return made


class LogCheck(pytest.Item):
    """One check of a log: it fails with a line for each fault, and is skipped where the log cannot be read."""

    def __init__(
        self, *, label: str, faults: Callable[[], Iterable[str]], records: Callable[[], Records], **given: Any
    ) -> None:
        super().__init__(**given)
        self._label = label
        self._faults = faults
        self._records = records

    def runtest(self) -> None:
        """Run the check."""
        if self._label != READING and list(_unread(self._records)):
            pytest.skip("the log cannot be read")
        if found := list(self._faults()):
            raise _Faulty("\n".join(found))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the faults alone: the code that found them is not what is wrong."""
        from cstotimeline.core.errors import TimelineError

        if isinstance(excinfo.value, (_Faulty, TimelineError)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path | str, int | None, str]:
        """Return where the check stands in a report."""
        return "cstotimeline-log", None, self._label


class _Faulty(Exception):
    """Faults of a log, a line each."""


def _once(make: Callable[[], Any]) -> Callable[[], Any]:
    """Return a function that calls another one the first time, and later gives the same value or error."""

    @cache
    def outcome() -> tuple[Any, Exception | None]:
        try:
            return make(), None
        except Exception as error:
            return None, error

    def given() -> Any:
        value, error = outcome()
        if error is not None:
            raise error
        return value

    return given


def _organization(text: str | None) -> Organization:
    from cstotimeline.testing.organizations import Organization

    if text is None:
        return _csto()
    module, _, name = text.partition(":")
    try:
        found = getattr(import_module(module), name, None)
    except ImportError as error:
        raise pytest.UsageError(f"--cstotimeline-organization: no module {module!r} ({error})") from None
    if not isinstance(found, Organization):
        raise pytest.UsageError(f"--cstotimeline-organization: expected an Organization, got {text!r}")
    return found


def _csto() -> Organization:
    from cstotimeline.csto.history import History
    from cstotimeline.csto.kinds import KINDS, PROJECTIONS
    from cstotimeline.csto.membership import MEMBER, MEMBERSHIP
    from cstotimeline.csto.rules import RULES
    from cstotimeline.testing.organizations import LINKING, Organization

    return Organization(
        kinds=tuple(kind for kind in KINDS if kind not in LINKING),
        projections=PROJECTIONS,
        rules=RULES,
        groups={"members": (MEMBERSHIP, (MEMBER,))},
        make=History,
    )


def _read(address: str, organization: Organization) -> Records:
    from cstotimeline.stores.opening import open_store

    with open_store(address, organization.codec, read_only=True) as log:
        return log.read()


def _unread(records: Callable[[], Records]) -> Iterator[str]:
    from cstotimeline.core.errors import LogError

    try:
        records()
    except LogError as error:
        yield from (str(fault) for fault in error.faults)


def _found(found: Callable[[], dict[str, list[str]]], rule: str) -> Iterable[str]:
    return found().get(rule, ())


def _findings(organization: Organization, records: Records) -> dict[str, list[str]]:
    """Return the findings that matter, by rule: those without a reason on record, notes aside."""
    found: dict[str, list[str]] = {}
    for finding in organization.check(organization.timeline(records)):
        if not finding.reason and finding.severity != "note":
            line = f"{finding.message}, broken {finding.likelihood.value} ({', '.join(finding.events)})"
            found.setdefault(finding.rule, []).append(line)
    return found


def _law(organization: Organization, records: Callable[[], Records], name: str) -> Iterator[str]:
    """Hold a whole log to a law, on days around some of its events."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    from cstotimeline.testing.laws import LAWS
    from cstotimeline.testing.small_worlds import window_around
    from cstotimeline.testing.trials import LawBroken

    events = tuple(record.event for record in records())
    if not events:
        return

    whole: Any = list(HealthCheck)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=whole,
        phases=[Phase.generate],
    )
    @given(data=st.data())
    def held(data: st.DataObject) -> None:
        days = data.draw(window_around(events))
        LAWS[name].check(organization, events, data.draw, days)

    try:
        held()
    except LawBroken as broken:
        yield str(broken).partition("\n history:")[0]
