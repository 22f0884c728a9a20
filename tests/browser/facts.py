"""Write what the browser test needs into a folder: pages, and what the library answers on days drawn at random.

Run as ``python -m tests.browser.facts FOLDER``.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path
from typing import Any

import cstotimeline as csto
from cstotimeline import Timeline
from cstotimeline.core.query.event_list import EventList
from cstotimeline.core.temporal.points import QueryTime
from cstotimeline.core.temporal.wording import date_in_words
from cstotimeline.views.page_data import day_range
from tests.browser.hostile import hostile_history
from tests.views.page_reading import answers_asked, asked

DAYS = 50


def state(history: Timeline, day: int, known: int | None) -> dict[str, Any]:
    """Return what ``explorer.stateAt`` must return: every answer, the lists by id, what was expected and undecided."""
    snapshot = asked(history, day, known)
    lists = {name for name in history if isinstance(history[name], EventList)}
    return {
        **answers_asked(history, day, known),
        **{name: [event.id for event in snapshot[name]] for name in lists},
        "expected": [one.to_dict() for one in snapshot.expected],
        "undecided": list(snapshot.undecided),
    }


def shown(history: Timeline, day: int, known: int | None) -> dict[str, str]:
    """Return how the rows of single offices begin, as the library says them: ``Russia (last known, ...)``."""
    snapshot = asked(history, day, known)
    found = {
        name: snapshot[name] for name in history if name in ("presidency", "secretary_general", "chairperson")
    }
    return {name: answer.label + answer.doubt_in_words() for name, answer in found.items()}


def days_drawn(history: Timeline, first: int, last: int) -> list[tuple[int, int | None]]:
    """Return days with known days: any, near an event, on the same day, none."""
    draw = random.Random(17)
    near = [event.occurred.first_ordinal for event in history.events()]
    found: list[tuple[int, int | None]] = []
    for number in range(DAYS):
        day = draw.randint(first, last)
        known = [None, draw.randint(first, last), draw.choice(near), day, day + draw.randint(-400, 400)][
            number % 5
        ]
        found.append((day, None if known is None else min(max(known, first), last)))
    return found


def main(folder: Path) -> None:
    """Write the pages and the facts."""
    history = csto.load()
    page = history.page()
    page.save(folder / "csto.html")
    hostile_history().page(title="<b>hostile</b>").save(folder / "hostile.html")
    Timeline([]).page(title="empty").save(folder / "empty.html")
    first, last = day_range(history)
    questions = [
        {
            "day": QueryTime.of_ordinal(day).text,
            "known": None if known is None else QueryTime.of_ordinal(known).text,
            "state": state(history, day, known),
            "shown": shown(history, day, known),
        }
        for day, known in days_drawn(history, first, last)
    ]
    diffs = [
        {"since": since, "until": until, **history.diff(since, until).to_dict()}
        for since, until in (
            ("2016-01-01", "2020-01-01"),
            ("2003-05-01", "2004-07-01"),
            ("2012-06-01", "2013-01-01"),
        )
    ]
    dates = {event.occurred.text: date_in_words(event.occurred) for event in history.events()}
    more = ("2004-06~", "200X", "2004-XX-18", "19XX", "2004-06-1X", "2004-XX", "2004-06-XX?", "2004%")
    dates |= {text: date_in_words(csto.PartialDate.parse(text)) for text in more}
    facts = {
        "questions": questions,
        "diffs": diffs,
        "dates": dates,
        "bytes": len(page),
        "last": QueryTime.of_ordinal(last).text,
    }
    (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
