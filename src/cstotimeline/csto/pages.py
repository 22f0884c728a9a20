"""Pages: titles, dates and addresses of the pages that the record cites, as found when the pages were visited again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import attrs

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.csto.vocabulary import data_of


@cache
def _by_address() -> Mapping[str, dict[str, Any]]:
    return {row["address"]: row for row in data_of("pages.json") if "publisher" not in row}


@cache
def _by_title() -> Mapping[tuple[str, str, str], dict[str, Any]]:
    """Return the pages that citations name without an address: by publisher, title and date."""
    rows = (row for row in data_of("pages.json") if "publisher" in row)
    return {(row["publisher"], row["title"], row["published"]): row for row in rows}


def completed(citation: Citation) -> Citation:
    """Return a citation with the title, date and address of its page where it lacks them and they were seen.

    What the citation says itself stays. A page that was not visited again adds nothing.

    >>> page = Citation(publisher="TASS", address="http://tass.com/politics/820992")
    >>> completed(page).title
    'Putin arrives in Dushanbe to attend CSTO summit'
    """
    found = _by_address().get(citation.address)
    if not citation.address:
        found = _by_title().get((citation.publisher, citation.title, citation.published.text))
    if found is None:
        return citation
    published = citation.published
    if not published.is_date and "published" in found:
        published = PartialDate.parse(found["published"])
    return attrs.evolve(
        citation,
        title=citation.title or found.get("title", ""),
        address=citation.address or found["address"],
        published=published,
    )
