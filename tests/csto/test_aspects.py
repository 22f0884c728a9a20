from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal, get_args, get_overloads

import pytest

import cstotimeline
from cstotimeline import (
    EventList,
    GroupQuestion,
    History,
    HistorySnapshot,
    LogError,
    OfficeState,
    Projection,
    Questions,
    UnknownName,
)
from cstotimeline.core.events.coverage import CoverageDeclared
from cstotimeline.core.query.aspects import (
    Aspect,
    EventsAspect,
    GroupAspect,
    KeyedOfficeAspect,
    OfficeAspect,
    StatesAspect,
    attributes_of,
    table_of,
)
from cstotimeline.csto import aspects
from cstotimeline.csto.aspects import ASPECTS
from cstotimeline.csto.snapshot import LASTS

DAY = "2015-09-15"
OTHERS = (*LASTS, "expected", "undecided")


def names_of(sort: type[Aspect]) -> list[str]:
    """Return the names of the aspects of one class."""
    return [name for name, aspect in ASPECTS.items() if isinstance(aspect, sort)]


OFFICES = names_of(OfficeAspect)
GROUPS = names_of(GroupAspect)
KEYED = [*names_of(KeyedOfficeAspect), *names_of(StatesAspect)]


# --- the names ---


def test_a_history_is_about_the_names_of_its_aspects(history: History) -> None:
    """Iteration, length and ``in`` are about the names of the table, and each name can be asked for."""
    assert list(history) == list(ASPECTS)
    assert len(history) == len(ASPECTS)
    for name in history:
        assert name in history
        assert history[name] is getattr(history, name)
    assert "nothing" not in history
    unknown: Any = 1
    assert unknown not in history


def test_a_snapshot_is_about_the_names_of_its_aspects(history: History) -> None:
    """A snapshot has the names of its history and of what it shows beside them, and each has an answer."""
    snapshot = history.at(DAY)
    assert list(snapshot) == [*ASPECTS, *OTHERS]
    assert len(snapshot) == len(list(snapshot))
    for name in snapshot:
        assert name in snapshot
        assert snapshot[name] == getattr(snapshot, name)
    assert "nothing" not in snapshot


@pytest.mark.parametrize("name", ["nothing", "Presidency", "chair", "", "members ", "events", "log"])
def test_an_unknown_aspect_is_refused(history: History, name: str) -> None:
    """A name that no aspect has is refused by a history and by a snapshot, with the names that they have."""
    for asked in (history, history.at(DAY)):
        assert name not in asked
        with pytest.raises(UnknownName, match=r"^history: no such aspect, got ") as refused:
            _ = asked[name]
        assert "ask for one of presidency, chairperson, " in refused.value.faults[0].remedy


def test_users_projections_are_aspects_as_well() -> None:
    """A projection of the user's own is among the names of a history and of its snapshots, after those of the table."""
    counted: Projection[int] = Projection(name="count", initial=0, apply=lambda count, _: count + 1)
    history = History([], [counted])
    assert list(history) == [*ASPECTS, "count"]
    assert (history["count"].at(DAY).value, history.at(DAY)["count"].value) == (0, 0)
    assert "count" not in History([])


@pytest.mark.parametrize("cls", [History, HistorySnapshot])
def test_the_annotated_attributes_are_those_of_the_table(cls: type[History] | type[HistorySnapshot]) -> None:
    """Type checkers see the attributes that Python makes from the table, with what the table says as their docs."""
    latest = LASTS if cls is HistorySnapshot else {}
    annotated = {name for name in cls.__annotations__ if not name.startswith("_")}
    assert annotated == {*ASPECTS, *latest}
    for name, aspect in ASPECTS.items():
        assert getattr(cls, name).__doc__ == aspect.says


@pytest.mark.parametrize("cls", [History, HistorySnapshot])
def test_the_names_and_the_attributes_have_the_same_types(cls: type[History] | type[HistorySnapshot]) -> None:
    """For each name that type checkers know, ``[name]`` is declared to be what the attribute is declared to be."""
    seen: dict[str, str] = {}
    *overloads, anything = get_overloads(cls.__getitem__)
    for one in overloads:
        literal = eval(one.__annotations__["name"], {**vars(aspects), "Literal": Literal})
        for part in get_args(literal):
            seen.update(dict.fromkeys(get_args(part) or (part,), one.__annotations__["return"]))
    assert seen == {name: text for name, text in cls.__annotations__.items() if not name.startswith("_")}
    assert anything.__annotations__ == {"name": "str", "return": "Any"}


def test_each_question_is_of_its_sort(history: History) -> None:
    """Aspects of one sort are asked alike: offices, groups, things by key, lists of events."""
    assert all(isinstance(history[name], GroupQuestion) for name in GROUPS)
    assert all(isinstance(history[name], Questions) for name in KEYED)
    assert all(isinstance(history[name], EventList) for name in names_of(EventsAspect))


def test_the_repr_says_what_it_counts(history: History) -> None:
    """The repr of a history tells its records from the events that count, and says how many aspects there are."""
    records, counting = len(history.log), len(history.events())
    assert records > counting
    assert repr(history) == (
        f"<History: {records} records, {counting} events that count, {len(ASPECTS)} aspects>"
    )
    assert repr(History([])) == f"<History: 0 records, 0 events that count, {len(ASPECTS)} aspects>"
    events = [record.event for record in history.log]
    assert repr(History(events)).startswith(f"<History: {records} events, {counting} events that count, ")


def test_a_snapshot_as_data_has_the_keys_of_the_design(history: History) -> None:
    """The keys of a snapshot as plain data are those that users rely on, in their order."""
    keys = (
        "at known recorded certain presidency chairperson secretary_general joint_staff_chief assembly_chair "
        "members suspended observers leaders documents forces operations last_summit expected undecided"
    )
    assert list(history.at(DAY).to_dict()) == keys.split()


# --- the questions of a sort ---


@pytest.mark.parametrize("name", OFFICES)
def test_every_office_has_tenures(history: History, name: str) -> None:
    """The tenures of an office, the chairperson's too, are those that the days of their starts answer with."""
    question = history[name]
    assert len(question.tenures) > 2
    for tenure in question.tenures:
        assert tenure.holder is not None
        if tenure.start.is_exact and tenure.end != tenure.start:
            assert question.at(tenure.start).label in (tenure.label, *tenure.alternatives), tenure


@pytest.mark.parametrize("name", OFFICES)
@pytest.mark.parametrize("day", ["1994-03-01", "2003-06-01", DAY, "2019-11-28", "2025-06-01"])
def test_the_bare_answer_of_an_office_agrees(history: History, name: str, day: str) -> None:
    """The value of an office, the chairperson's too, is that of the answer: holder, doubt and alternatives."""
    question = history[name]
    answer, value = question.at(day), question.value_at(day)
    assert isinstance(value.value, OfficeState)
    assert (value.value.label, value.certain) == (answer.label, answer.certain)
    assert value.alternatives == answer.alternatives
    assert question.value_at(day, known="1980-01-01") != value or value.value.holder is None


@pytest.mark.parametrize("name", GROUPS)
@pytest.mark.parametrize("day", ["1994-03-01", "2003-06-01", "2013-01-01", DAY])
def test_the_bare_answer_of_a_group_agrees(history: History, name: str, day: str) -> None:
    """The value of a group is the set of the answer's names, with the answer's doubt."""
    question = history[name]
    answer, value = question.at(day), question.value_at(day)
    assert (value.value, value.certain) == (frozenset(answer.names), answer.certain)
    assert set(value.alternatives) == set(answer.open)


def test_the_tenures_of_the_chairperson_explain_themselves(history: History) -> None:
    """Just the events that a chairperson's time names give it again; without any one of them it is another."""
    covered = history.events(CoverageDeclared)
    for tenure in history.chairperson.tenures:
        reasons = [history.log[name].event for name in tenure.because]
        assert tenure in History([*reasons, *covered]).chairperson.tenures, tenure
        for left_out in reasons:
            fewer = [event for event in reasons if event is not left_out]
            assert tenure not in History([*fewer, *covered]).chairperson.tenures, left_out.id


# --- unknown names ---


@pytest.mark.parametrize("name", ["Armenai", "France", ""])
def test_an_unknown_state_is_refused_everywhere(history: History, name: str) -> None:
    """A name that is no state's is refused by groups and by the aspects with keys, never answered."""
    for ask in (
        history.members.of,
        history.suspended.of,
        history.membership.__getitem__,
        history.leaders.__getitem__,
    ):
        with pytest.raises(UnknownName, match="no such name, got "):
            ask(name)


@pytest.mark.parametrize("ask", ["observers.of", "observing", "documents", "forces", "operations"])
def test_an_unknown_key_is_refused_everywhere(history: History, ask: str) -> None:
    """A key that no event has is refused by every aspect with keys."""
    name, _, of = ask.partition(".")
    question: Any = history[name]
    with pytest.raises(UnknownName, match="no such name, got 'nothing'"):
        _ = question.of("nothing") if of else question["nothing"]


@pytest.mark.parametrize("spelling", ["Kirghizstan", "Kyrgyz Republic", "KG", "kgz", "kyrgyzstan"])
def test_a_state_is_found_by_every_spelling(history: History, spelling: str) -> None:
    """A state's other spellings and codes find its membership, its leaders and its place in a group."""
    for asked, found in (
        (history.membership, history.membership[spelling]),
        (history.leaders, history.leaders[spelling]),
        (history.membership, history.members.of(spelling)),
    ):
        assert found is asked["Kyrgyzstan"]
    assert history.office(f"leader of {spelling}") is history.leaders["Kyrgyzstan"]
    assert history.office(f"membership of {spelling}") is history.membership["Kyrgyzstan"]


def test_a_single_name_of_a_group_is_asked_under_the_same_clocks(history: History) -> None:
    """The status of a member, asked of a view, is that of the view."""
    before = history.known(by="2012-06-01")
    assert history.members.of("Uzbekistan").at("2013-06-01").holder == "suspended"
    assert before.members.of("Uzbekistan").at("2013-06-01").holder == "member"


# --- the table ---


def test_two_aspects_with_one_name_are_refused() -> None:
    """A table in which a name stands twice is refused."""
    with pytest.raises(LogError, match=r"^aspects: another aspect has this name already, got 'presidency'; "):
        table_of(
            [*ASPECTS.values(), OfficeAspect(name="presidency", source="nowhere:OTHER", says="Another.")]
        )


def test_an_aspect_never_hides_an_attribute() -> None:
    """A name under which the class has something of its own is refused."""
    with pytest.raises(
        LogError, match=r"^aspects: an attribute of History has this name already, got 'known'; "
    ):
        attributes_of({"known": "What is known."})(History)


MODULE = '''"""Made up for a test: the treasurer, who looks after the chest."""

from __future__ import annotations

from typing import ClassVar

import attrs

from cstotimeline.core.fold.office import Office, office
from cstotimeline.csto.person_offices import TookOffice, step_of


@attrs.frozen(kw_only=True)
class TreasurerTookOffice(TookOffice):
    """A person takes the keys of the chest."""

    kind: ClassVar[str] = "treasurer_took_office"
    stream: ClassVar[str] = "treasury"
    post: ClassVar[str] = "treasurer"


TREASURER: Office = office("treasurer", step_of, kinds=(TreasurerTookOffice,))
'''
ENTRY = (
    '        OfficeAspect(name="treasurer", source="cstotimeline.csto.treasury:TREASURER", says="The treasurer.", '
    'kinds="TreasurerTookOffice"),\n'
)
LINE = (
    '{"kind": "treasurer_took_office", "version": 1, "id": "treasurer-2020", "occurred": "2020-01-01", '
    '"person": "Ann", "sources": [{"publisher": "a page"}]}\n'
)
ASKING = """
import pathlib, sys
from cstotimeline import load
from cstotimeline.cli import main
main(["append", sys.argv[1], "--log", "log"])
print(*(path.name for path in pathlib.Path("log").glob("*.jsonl")))
history = load("log")
print("treasurer" in history, history.treasurer.at("2021-01-01").holder, history["treasurer"] is history.treasurer)
print(history.office("Treasurer").tenures[0].holder)
snapshot = history.at("2021-01-01")
print(snapshot.treasurer.holder, snapshot["treasurer"].holder, snapshot.to_dict()["treasurer"]["holder"])
main(["who", "treasurer", "2021", "--log", "log"])
main(["at", "2021-01-01", "--log", "log"])
main(["at", "2021", "--log", "log"])
main(["who", "nobody", "2021", "--log", "log"])
"""


def test_adding_an_aspect_is_one_module_and_one_entry(tmp_path: Path) -> None:
    """A made-up office, added as one module and one entry of the table to a copy of the package, has a stream, an
    attribute of histories and of snapshots, a key of the data, an office by name, and its place on the command line.
    """
    package = tmp_path / "cstotimeline"
    shutil.copytree(Path(cstotimeline.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "csto" / "treasury.py").write_text(MODULE, encoding="utf-8")
    table = package / "csto" / "aspects.py"
    text, end = table.read_text(encoding="utf-8"), "\n    ]\n)\n"
    assert text.count(end) == 1
    table.write_text(text.replace(end, f"\n{ENTRY}{end[1:]}"), encoding="utf-8")
    (tmp_path / "draft.txt").write_text(LINE, encoding="utf-8")
    (tmp_path / "log").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\n{ASKING}", "draft.txt"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    _, said = done.stdout.split("treasury.jsonl\n")
    attribute, office, snapshot, who, *page = said.splitlines()
    assert attribute == "True Ann True"
    assert office == "Ann"
    assert snapshot == "Ann Ann Ann"
    assert who == "Ann  from 1 January 2020"
    assert [line for line in page if re.match(r"treasurer +Ann ", line)] != []
    assert "\ntreasurer\nAnn  from 1 January 2020" in done.stdout
    assert "assembly chair, treasurer, membership of STATE or leader of STATE" in done.stderr


def test_the_data_of_a_snapshot_say_what_is_undecided() -> None:
    """Who may belong to a group, what else a document's state may be, and how sure each is, stand in the data."""
    history = cstotimeline.load()
    data = history.at("2013-01-01").to_dict()
    observers = history.observers.at("2013-01-01")
    assert data["observers"] == observers.to_dict()
    assert data["observers"]["undecided"] == ["Parliamentary Assembly of the Union State"]
    assert {"certain", "covered"} <= data["members"].keys()
    documents = history.at("2013-01-01").documents
    assert {one["id"]: one["certain"] for one in data["documents"]} == {
        key: one.certain for key, one in documents.items()
    }
    open_ = {one["id"] for one in data["documents"] if "alternatives" in one}
    assert open_ == {key for key, one in documents.items() if one.alternatives}
