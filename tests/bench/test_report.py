"""The benchmarks work, whatever is installed: every chapter runs, small; its answers are equal; no time is judged."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.bench import plots, report, tables
from tests.bench.engine import CODEC, lines_of, records_of
from tests.bench.facts import drawn, naive, naive_state, questions
from tests.bench.rounds import Act, Way, asking, collector, course, interleaved
from tests.bench.settings import full, quick
from tests.bench.spells import OPEN, changes, rectangles
from tests.bench.values import Chapter, Claim, Course, Curve, Spread, Taken, from_json, is_met, to_json
from tests.bench.ways import bisecting, folding


def taken(name: str, *figures: float) -> Taken:
    """Return what a way took."""
    return Taken(name=name, figures=figures)


def chapter(*courses: Course, curves: Sequence[Curve] = ()) -> Chapter:
    """Return a chapter of some comparisons."""
    return Chapter(
        name="point", title="Points & <more>", conditions={"seed": "7"}, courses=courses, curves=tuple(curves)
    )


FASTER = Claim(own="ours", peer="theirs", kind="faster", bound=3, source="issue")
WITHIN = Claim(own="ours", peer="theirs", kind="within", bound=0.5)
TAKEN = (taken("ours", 1.0, 2.0, 4.0), taken("theirs", 4.0, 8.0, 8.0))
SOUND = Course(title="1,000 events", taken=TAKEN, claims=(FASTER, WITHIN))


@pytest.mark.parametrize("name", report.CHAPTERS)
def test_every_chapter_runs_and_all_ways_answer_alike(name: str) -> None:
    """A chapter yields comparisons or curves; no way is void, and each claim names ways that were timed or absent."""
    found = report.measured(name, quick())
    assert found.courses or found.curves
    for one in found.courses:
        assert one.void == {}
        names = {way.name for way in one.taken}
        assert all(figure > 0 for way in one.taken for figure in way.figures)
        assert names, one.title
        for claim in one.claims:
            absent = {peer for peer in (claim.own, claim.peer) if peer not in names}
            assert absent <= set(one.absent) or one.unit == "bytes", (one.title, claim, one.absent)
    assert all(len(curve.points) > 2 for curve in found.curves)
    assert from_json(to_json([found]))[0].name == name


def test_every_chapter_is_in_the_report() -> None:
    """The report has the chapters that there are modules for, each with a title of its own."""
    modules = {path.stem.removeprefix("chapter_") for path in Path(__file__).parent.glob("chapter_*.py")}
    assert modules == set(report.CHAPTERS)
    titles = [importlib.import_module(f"tests.bench.chapter_{name}").TITLE for name in report.CHAPTERS]
    assert len(set(titles)) == len(titles)


def test_ratios_are_those_of_single_rounds_in_the_direction_of_the_claim() -> None:
    """Being faster is the peer's time by ours, being within is ours by the peer's; the median decides."""
    assert SOUND.ratios(FASTER) == (4.0, 4.0, 2.0)
    assert SOUND.ratios(WITHIN) == (0.25, 0.25, 0.5)
    assert is_met(FASTER, SOUND.ratios(FASTER)) is True
    assert is_met(WITHIN, (0.5, 0.6, 0.7)) is False
    assert is_met(FASTER, ()) is None
    assert Spread.of(range(11)) == Spread(5, 1, 9)


@pytest.mark.parametrize(("power", "met"), [(1.0, True), (1.3, False)])
def test_a_curve_tells_the_power_that_made_it(power: float, met: bool) -> None:
    """Of seconds that are a power of n, the fit finds that power, and says whether it is between the bounds."""
    points = tuple((n, (3e-7 * n**power,) * 3) for n in (100, 1_000, 10_000))
    curve = Curve(title="load", points=points, law="power", low=0.9, high=1.1)
    assert curve.power == pytest.approx(power)
    assert curve.is_met is met


def test_a_logarithm_is_met_and_tells_what_a_doubling_adds() -> None:
    """Of seconds that grow by one tenth each time n is doubled, the fit tells that tenth."""
    points = tuple((2**n, (1 + n / 10,)) for n in range(1, 20))
    curve = Curve(title="ask", points=points, law="log", high=0.2)
    assert curve.per_doubling == pytest.approx(0.1 / 1.1)
    assert curve.is_met


def test_a_way_that_answers_otherwise_is_void_and_not_timed() -> None:
    """The other ways are timed; what is wrong is told; a way without answers of its own is timed as well."""
    asked = [(n,) for n in range(50)]
    ways = [
        asking("right", lambda n: n + 1, asked, seconds=0.001),
        asking("wrong", lambda n: n + (n > 1), asked, seconds=0.001),
        Way(name="silent", ready=lambda _: lambda: None),
    ]
    found = course("sums", ways, rounds=3, expected=[1, 2, 3])
    assert [way.name for way in found.taken] == ["right", "silent"]
    assert "differ, the first at 0" in found.void["wrong"]
    assert not chapter(found).is_sound


def test_a_wrong_answer_ends_the_report_with_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A void way makes the exit status 1; without one it is 0, and the files are there."""
    for void, status in (({}, 0), ({"theirs": "other answers"}, 1)):
        found = chapter(Course(title="sums", taken=TAKEN, claims=(FASTER,), void=void))
        monkeypatch.setattr(report, "measured", lambda *_, found=found: found)
        assert report.main(["--quick", "--only", "point", "--into", str(tmp_path)]) == status
        assert {path.name for path in tmp_path.iterdir()} >= {
            "report.json",
            "targets.md",
            "targets.svg",
            "point.md",
        }


def test_ways_take_turns_and_another_one_is_first_in_each_round() -> None:
    """In the second round the second way begins; each act is made ready before it is timed."""
    seen: list[str] = []

    def way(name: str) -> Way:
        def ready(number: int) -> Act:
            seen.append(f"{name}{number} ready")
            return lambda: seen.append(f"{name}{number}")

        return Way(name=name, ready=ready, operations=2)

    found = interleaved([way("a"), way("b")], 2)
    assert seen == ["a0 ready", "a0", "b0 ready", "b0", "b1 ready", "b1", "a1 ready", "a1"]
    assert [len(one.figures) for one in found] == [2, 2]


def test_the_collector_is_left_as_it_was() -> None:
    """After a comparison with the collector paused it runs again, and nothing is frozen."""
    import gc

    with collector("paused"):
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


@pytest.mark.parametrize("shape", ["uniform", "zipf", "hot", "one"])
@pytest.mark.parametrize("order", ["ordered", "backdated", "random"])
def test_workloads_depend_on_the_seed_alone(shape: Any, order: Any) -> None:
    """The same seed draws the same facts and questions, another one others; no key has two facts of one day."""
    first, again, other = (drawn(600, shape=shape, order=order, seed=seed) for seed in (1, 1, 2))
    assert list(first) == list(again)
    assert list(first) != list(other) or (shape, order) == ("one", "ordered")
    assert questions(first, 50, both=True) == questions(again, 50, both=True)
    assert len({(key, day) for key, day, *_ in first}) == len(first)
    assert {key for key, *_ in questions(first, 50)} <= set(first.by_key)


def test_lines_put_together_by_hand_are_those_of_the_codec() -> None:
    """What the long logs are made of is what the codec writes of the same records."""
    facts = drawn(200, order="random", seed=5)
    assert list(lines_of(facts)) == [CODEC.to_line(record) for record in records_of(facts)]


def test_the_slow_readings_agree_with_each_other() -> None:
    """One key, all keys, a bisection, a fold and rectangles tell the same of facts that came in any order."""
    facts = drawn(300, order="random", seed=3, keys=4)
    boxes = list(rectangles(facts))
    assert len(list(changes(facts))) == len(facts)
    for key, day, seen in questions(facts, 60, both=True):
        expected = naive(facts, (key, day, seen))
        inside = [v for k, d0, d1, s0, s1, v in boxes if k == key and d0 <= day < d1 and s0 <= seen < s1]
        assert inside == ([] if expected is None else [expected])
        assert naive_state(facts, day, seen).get(key) == expected
        assert bisecting(facts)(key, day) == naive(facts, (key, day))
        assert folding(facts)(day) == naive_state(facts, day)
    assert max(box[2] for box in boxes) == OPEN


def test_a_run_is_kept_and_drawn_again_alike(tmp_path: Path) -> None:
    """What is read back is what was written; tables and plots of it are the same, letter by letter."""
    curve = Curve(
        title="load", points=((10, (1e-3,)), (100, (1e-2,)), (1000, (1e-1,))), law="power", low=0.9, high=1.1
    )
    run = [chapter(SOUND, curves=[curve])]
    assert from_json(to_json(run)) == tuple(run)
    drawn_twice = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        files = [*tables.write(run, run, folder), *plots.write(run, folder)]
        drawn_twice.append({path.name: path.read_bytes() for path in files})
    assert drawn_twice[0] == drawn_twice[1]
    assert tables.counted(run) == {"met": 3, "missed": 0, "not measured": 0}


def test_the_table_of_targets_says_what_was_found() -> None:
    """A row has the work, the target, the ratio with its spread, the second run, and the verdict."""
    slow = Course(title="1,000 events", taken=(TAKEN[0], taken("theirs", 1.0, 2.0, 4.0)), claims=(FASTER,))
    text = "\n".join(tables.targets([chapter(SOUND)], [chapter(slow)]))
    assert "| 1,000 events | ours faster than theirs | at least 3 | 4 | 2 to 4 | 1 | met | issue |" in text
    missing = Course(title="none", taken=TAKEN[:1], claims=(FASTER,), absent={"theirs": "not installed"})
    assert "not measured: not installed" in "\n".join(tables.targets([chapter(missing)]))


def test_plots_are_sound_xml_whatever_the_names(tmp_path: Path) -> None:
    """Names with signs of markup are escaped; there is no background; no label lies outside the picture."""
    odd = Course(
        title="1,000 events",
        taken=(taken("<ours> & 'more'", 1e-6, 2e-6), taken("theirs", 1.0, 2.0)),
        claims=(Claim(own="<ours> & 'more'", peer="theirs", kind="faster", bound=3),),
    )
    for path in plots.write([chapter(odd)], tmp_path):
        root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
        assert root.find("{*}rect") is None
        width, height = map(float, root.attrib["viewBox"].split()[2:])
        places = [(float(one.attrib["x"]), float(one.attrib["y"])) for one in root.findall("{*}text")]
        assert places
        assert all(0 <= x <= width and 0 <= y <= height for x, y in places)
    assert "<ours>" not in (tmp_path / "targets.svg").read_text(encoding="utf-8")


def test_labels_are_apart() -> None:
    """Labels of lines that end close together keep their order and their distance."""
    found = plots._apart([100.0, 101.0, 102.0, 300.0])
    assert sorted(found) == found
    assert all(later - earlier >= 14.9 for earlier, later in pairwise(found))


def test_a_single_chapter_takes_its_place_among_those_that_were_kept() -> None:
    """The new figures of a chapter replace its old ones; the others stay, in the order of the report."""
    old = [Chapter(name=name, title=name, conditions={}) for name in ("point", "shipped")]
    new = Chapter(name="point", title="again", conditions={})
    assert [one.title for one in report.merged(old, [new])] == ["shipped", "again"]


def test_sizes_can_be_limited() -> None:
    """The largest number of events bounds every workload, of a full run and of a quick one."""
    assert full(7, 100_000).events == (1_000, 100_000)
    assert full(7).index[-1] == 10_000_000
    assert quick(7, 500).index[-1] == 500
    assert quick().at_most(100_000) == 1_000


KEPT = sorted((Path(__file__).parents[2] / "docs" / "bench").glob("*.json"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_kept_figures_can_be_read_and_name_no_place(path: Path) -> None:
    """A kept run is read whole, has every round of every way, and says nothing of folders or hosts."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"/(home|work|root|tmp)/", text)
    for one in from_json(text):
        for found in one.courses:
            assert len({len(way.figures) for way in found.taken}) <= 1 or found.unit == "bytes"
    assert json.loads(text)["chapters"]
