"""Citing: text, BibTeX and CSL-JSON of citations, completed with what is known of their pages."""

from __future__ import annotations

import json
import re

import pytest

from cstotimeline import Citation, History, PartialDate, UnknownName
from cstotimeline.citing import bibtex, cited, csl
from cstotimeline.csto.pages import completed
from cstotimeline.csto.vocabulary import data_of

ARRIVAL = "http://tass.com/politics/820992"


def page(**said: str) -> Citation:
    """Return a citation; ``published`` as text."""
    published = PartialDate.parse(said.pop("published")) if "published" in said else PartialDate.UNKNOWN
    return Citation(publisher=said.pop("publisher", "A & B"), published=published, **said)  # type: ignore[arg-type]


def test_a_page_seen_again_completes_a_citation() -> None:
    """What a citation lacks comes from its page; what it says itself stays; an unknown page adds nothing."""
    full = completed(page(address=ARRIVAL))
    assert (full.title, full.published.text) == (
        "Putin arrives in Dushanbe to attend CSTO summit",
        "2015-09-14",
    )
    own = completed(page(address=ARRIVAL, title="mine", published="2015"))
    assert (own.title, own.published.text) == ("mine", "2015")
    unknown = page(address="https://example.org/nowhere")
    assert completed(unknown) is unknown


def test_a_page_named_without_an_address_gets_it() -> None:
    """A report that the log cites by publisher, title and day has the address under which it was seen again."""
    title = "Putin arrives in Kyrgyzstan for Collective Security Treaty Organization summit"
    cited_page = page(publisher="TASS", title=title, published="2019-11-28")
    assert completed(cited_page).address == "https://tass.com/politics/1093619"
    assert completed(page(publisher="TASS", title=title, published="2020-11-28")).address == ""


def test_every_known_page_is_one_that_the_log_cites(history: History) -> None:
    """No address stands twice, each is cited somewhere in the log, and each row adds a title or a date."""
    rows = [row for row in data_of("pages.json") if "publisher" not in row]
    addresses = [row["address"] for row in rows]
    assert len(set(addresses)) == len(addresses)
    listed = history.resolved.listed.values()
    events = [*listed, *(rival for rivals in history.resolved.rivals.values() for rival in rivals)]
    sources = {source.address for event in events for source in event.sources}
    assert {*addresses} - sources == set()
    assert all(row.get("title") or row.get("published") for row in rows)


def test_bibtex_escapes_what_tex_would_read() -> None:
    """Signs with a meaning in TeX are escaped, braces never open a field, and line ends do not end it."""
    entry = bibtex([page(title="50% of {x} & $y_1$ \\ ~^#\nnext", says="a} , url = {b")])
    assert (
        r"title = {50\% of \{x\} \& \$y\_1\$ \textbackslash{} \textasciitilde{}\textasciicircum{}\# next}"
        in entry
    )
    assert r"note = {a\} , url = \{b}" in entry
    assert "%7B" in bibtex([page(address="https://example.org/{a}")])


def test_keys_are_never_alike() -> None:
    """Citations of one publisher and year are told apart, in BibTeX as in CSL."""
    sources = [page(title=str(number), published="2020") for number in range(3)]
    keys = re.findall(r"@online\{([^,]+),", bibtex(sources))
    assert keys == ["a-b-2020", "a-b-2020-2", "a-b-2020-3"] == [item["id"] for item in csl(sources)]


@pytest.mark.parametrize(
    ("published", "issued"),
    [
        pytest.param("2015-09-14", {"date-parts": [[2015, 9, 14]]}, id="day"),
        pytest.param("2015-09", {"date-parts": [[2015, 9]]}, id="month"),
        pytest.param("2015?", {"date-parts": [[2015]], "circa": True}, id="doubtful-year"),
        pytest.param("201X", {"literal": "201X"}, id="decade"),
    ],
)
def test_csl_dates_have_the_parts_that_are_known(published: str, issued: object) -> None:
    """A date is cited as exactly as it is known, a doubtful one as about, another pattern as its text."""
    assert csl([page(published=published)])[0]["issued"] == issued


def test_what_is_not_known_is_left_out() -> None:
    """A citation without title, date and address has none of them in any form."""
    assert csl([page()]) == [{"id": "a-b", "type": "article-newspaper", "container-title": "A & B"}]
    assert bibtex([page()]) == "@online{a-b,\n  organization = {A \\& B},\n}"
    assert cited([page(), page()]) == "A & B"


def test_an_answer_cites_its_sources_in_each_form(history: History) -> None:
    """The sources behind an answer are those that it cites, each once; another form is refused by name."""
    answer = history.presidency.at("2019-11-20")
    assert len(json.loads(answer.cite("csl"))) == len(answer.sources)
    assert answer.cite("bibtex").count("@online{") == len(answer.sources)
    assert answer.cite().count("\n") == len(answer.sources) - 1
    with pytest.raises(
        UnknownName, match="no such form of citation, got 'ris'; write one of text, bibtex, csl"
    ):
        answer.cite("ris")
