"""Posts: in which posts the record shows a person."""

from __future__ import annotations

import pytest

from cstotimeline import History, UnknownName, load
from tests.builders import Run

HISTORY: History = load()


def test_a_delegate_is_shown_in_the_post_that_a_page_gives_him() -> None:
    """Who was deputy defence minister in November 2019 is answered by the list of the delegation."""
    (post,) = HISTORY.posts("Фомин")
    assert (post.post, str(post.period), post.seen, post.certain, post.because) == (
        "deputy defence minister (Russia)",
        "2019-11-28",
        True,
        True,
        ("delegation-2019-11-28-russia-bishkek",),
    )


def test_offices_come_with_their_days_and_single_days_are_marked() -> None:
    """A leader's posts bear the names that events give them; what was seen on a day claims no other day."""
    told = {str(one) for one in HISTORY.posts("Pashinyan")}
    assert "acting prime minister of Armenia (2018-10-16/2019-01-13)" in told
    assert "chairperson (2021-09-16/2022-11-22)" in told
    lavrov = HISTORY.posts("Lavrov")
    assert "foreign minister (Russia)" in {one.post for one in lavrov}
    assert "presiding over: Council of Foreign Ministers" in {one.post for one in lavrov}
    assert all(one.seen and one.period.start == one.period.end for one in lavrov)


def test_posts_are_in_the_order_of_time_and_name_their_events() -> None:
    """Each post names events of the log, and none begins before the one that comes first."""
    for person in ("Rahmon", "Bordyuzha", "Semerikov", "Putin"):
        posts = HISTORY.posts(person)
        starts = [one.period.start.sort_key for one in posts]
        assert starts == sorted(starts)
        assert all(set(one.because) <= set(HISTORY.log.events) and one.because for one in posts)


def test_a_name_that_nobody_has_is_refused() -> None:
    """A person who is not in the vocabulary is refused."""
    with pytest.raises(UnknownName):
        HISTORY.posts("Nobody Atall")


def test_the_command_line_shows_posts_of_single_days(run: Run) -> None:
    """Asked for a person alone, `when` lists what he was seen as, and that is an answer."""
    done = run("when", "Fomin")
    assert done.status == 0
    assert "deputy defence minister (Russia) (seen on 2019-11-28)" in done.out
    assert '"seen": [' in run("when", "Fomin", "--json").out
