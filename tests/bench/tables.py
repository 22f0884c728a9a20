"""Tables of a run, as Markdown: the targets, and for each chapter what every way took."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.bench.values import Chapter, Claim, Course, Curve, Spread, Taken, is_met

SCALES = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))


def write(chapters: Sequence[Chapter], again: Sequence[Chapter], folder: Path) -> Iterator[Path]:
    """Write the tables of a run into a folder, with the medians of a second run beside them, and yield the files."""
    texts = {"targets": targets(chapters, again), "conditions": conditions(chapters, again)}
    texts.update({chapter.name: tables(chapter) for chapter in chapters})
    for name, lines in texts.items():
        path = folder / f"{name}.md"
        path.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
        yield path


def targets(chapters: Sequence[Chapter], again: Sequence[Chapter] = ()) -> Iterator[str]:
    """Yield the table of everything that was promised: what was found, and whether it was met."""
    second = _ratios(again)
    for chapter in chapters:
        rows = [
            _row(course, claim, second.get((chapter.name, course.title, claim), ()))
            for course in chapter.courses
            for claim in course.claims
            if claim.bound is not None
        ]
        rows += [_curve_row(c, _curve(again, c.title)) for c in chapter.curves if c.is_met is not None]
        if rows:
            yield f"**{chapter.title}**"
            yield ""
            yield "| work | what | target | found | 10th to 90th percentile | second run | verdict | from |"
            yield "|---|---|--:|--:|--:|--:|---|---|"
            yield from rows
            yield ""


def counted(chapters: Iterable[Chapter]) -> dict[str, int]:
    """Return how many targets were met, missed, and not measured."""
    found = {"met": 0, "missed": 0, "not measured": 0}
    for chapter in chapters:
        for course in chapter.courses:
            for claim in course.claims:
                if claim.bound is not None:
                    found[_verdict(is_met(claim, course.ratios(claim)))] += 1
        for curve in chapter.curves:
            if curve.is_met is not None:
                found[_verdict(curve.is_met)] += 1
    return found


def _ratios(chapters: Sequence[Chapter]) -> dict[tuple[str, str, Claim], tuple[float, ...]]:
    return {
        (chapter.name, course.title, claim): course.ratios(claim)
        for chapter in chapters
        for course in chapter.courses
        for claim in course.claims
    }


def _curve(chapters: Sequence[Chapter], title: str) -> Curve | None:
    return next((curve for chapter in chapters for curve in chapter.curves if curve.title == title), None)


def _verdict(met: bool | None) -> str:
    return "not measured" if met is None else "met" if met else "missed"


def _row(course: Course, claim: Claim, other: Sequence[float]) -> str:
    ratios = course.ratios(claim)
    verdict = _verdict(is_met(claim, ratios))
    head = (course.title, f"{claim.own} {_beside(claim)}", _bound(claim))
    if not ratios:
        reasons = {**course.absent, **course.void}
        why = [reasons[name] for name in (claim.own, claim.peer) if name in reasons]
        return _line(*head, "", "", "", ": ".join([verdict, *why]), claim.source)
    spread = Spread.of(ratios)
    second = times(Spread.of(other).middle) if other else ""
    return _line(*head, times(spread.middle), _interval(spread), second, verdict, claim.source)


def _curve_row(curve: Curve, other: Curve | None) -> str:
    found, second = f"{curve.power:.2f}", "" if other is None else f"{other.power:.2f}"
    bound = f"{curve.low} to {curve.high}" if curve.law == "power" else f"at most {curve.high}"
    sizes = f"{curve.points[0][0]:,} to {curve.points[-1][0]:,} events"
    title = f"{curve.title}: the power p of n"
    return _line(sizes, title, bound, found, "", second, _verdict(curve.is_met), curve.source)


def _beside(claim: Claim) -> str:
    return f"faster than {claim.peer}" if claim.kind == "faster" else f"beside {claim.peer}"


def _bound(claim: Claim) -> str:
    if claim.bound is None:
        return ""
    return f"at {'least' if claim.kind == 'faster' else 'most'} {times(claim.bound)}"


def _interval(spread: Spread) -> str:
    return f"{times(spread.low)} to {times(spread.high)}"


def times(ratio: float) -> str:
    """Return a ratio to three digits.

    >>> times(1234.5), times(3.456), times(0.01234)
    ('1,230', '3.46', '0.0123')
    """
    text = f"{ratio:.3g}"
    return f"{float(text):,.0f}" if abs(ratio) >= 1_000 else f"{float(text):g}"


def amount(figure: float, unit: str) -> str:
    """Return seconds or bytes as people read them.

    >>> amount(0.0000021, "seconds"), amount(1234.0, "bytes")
    ('2.1 µs', '1,230 bytes')
    """
    if unit == "bytes":
        return f"{times(figure)} bytes"
    scale, word = next((one for one in SCALES if figure >= one[0]), SCALES[-1])
    return f"{times(figure / scale)} {word}"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def conditions(chapters: Sequence[Chapter], again: Sequence[Chapter] = ()) -> Iterator[str]:
    """Yield under which conditions the figures were taken; a chapter that was run by itself says its own."""
    for words, run in (("First run", chapters), ("Second run", again)):
        if not run:
            continue
        common = run[0].conditions
        yield f"{words}, {sum(chapter.seconds for chapter in run) / 60:.1f} minutes of measuring:"
        yield ""
        yield from (f"- {name}: {value}" for name, value in common.items())
        for chapter in run[1:]:
            yield from _differing(chapter, common)
        yield ""


def _differing(chapter: Chapter, common: Mapping[str, str]) -> Iterator[str]:
    passing = ("when", "load")
    other = {k: v for k, v in chapter.conditions.items() if common.get(k) != v and k not in passing}
    if other:
        yield f"- of the chapter {chapter.title}: {'; '.join(f'{k} {v}' for k, v in other.items())}"


def tables(chapter: Chapter) -> Iterator[str]:
    """Yield what every way took in each comparison of a chapter, and the ratios."""
    for course in chapter.courses:
        yield from _course(course)
    if chapter.curves:
        yield from _curves(chapter.curves)


def _course(course: Course) -> Iterator[str]:
    yield f"**{course.title[0].upper()}{course.title[1:]}**"
    yield ""
    yield "| way | median | 10th to 90th percentile | settings |"
    yield "|---|--:|--:|---|"
    for taken in course.taken:
        spread = Spread.of(taken.figures)
        interval = f"{amount(spread.low, course.unit)} to {amount(spread.high, course.unit)}"
        yield _line(taken.name, amount(taken.middle, course.unit), interval, _settings(taken))
    for name, why in course.absent.items():
        yield _line(name, "not measured", "", why)
    for name, why in course.void.items():
        yield _line(name, "void", "", why)
    yield ""
    if course.claims:
        yield "| beside each other | ratio | 10th to 90th percentile | target | verdict |"
        yield "|---|--:|--:|--:|---|"
        for claim in course.claims:
            if ratios := course.ratios(claim):
                spread = Spread.of(ratios)
                verdict = "" if claim.bound is None else _verdict(is_met(claim, ratios))
                words = f"{claim.own} {_beside(claim)}"
                yield _line(words, times(spread.middle), _interval(spread), _bound(claim), verdict)
        yield ""
    said = [*course.notes, *(["collector paused"] if course.collector == "paused" else [])]
    if course.checked:
        said.append(f"equal answers, hash {course.checked}")
    yield f"{'; '.join(said)[:1].upper()}{'; '.join(said)[1:]}." if said else ""
    yield ""


def _settings(taken: Taken) -> str:
    each = f"{taken.operations:,} a round" if taken.operations > 1 else ""
    return "; ".join(part for part in (taken.settings, each) if part)


def _curves(curves: Sequence[Curve]) -> Iterator[str]:
    sizes = sorted({size for curve in curves for size, _ in curve.points})
    yield _line(
        "median time", *(f"{size:,}" for size in sizes), "power of n", "each doubling adds", "verdict"
    )
    yield "|---|" + "--:|" * (len(sizes) + 2) + "---|"
    for curve in curves:
        found = dict(curve.middles())
        cells = [amount(found[size], "seconds") if size in found else "" for size in sizes]
        adds = f"{curve.per_doubling:.0%}" if curve.law == "log" else ""
        verdict = "" if curve.is_met is None else _verdict(curve.is_met)
        yield _line(curve.title, *cells, f"{curve.power:.2f}", adds, verdict)
    yield ""
