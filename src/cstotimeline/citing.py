"""Citing: citations as BibTeX, as CSL-JSON and as plain lines, completed with what is known of their pages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from cstotimeline.core.errors import Fault, UnknownName, shown
from cstotimeline.core.events.citations import Citation
from cstotimeline.core.query.answers import cited_in_full
from cstotimeline.core.temporal.edtf import PartialDate
from cstotimeline.csto.pages import completed

CiteFormat = Literal["text", "bibtex", "csl"]
"""``text``: one line a source; ``bibtex``: entries ``@online`` of BibLaTeX; ``csl``: a JSON array of CSL items."""

_ESCAPES = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def cited(sources: Iterable[Citation], form: str = "text") -> str:
    """Return citations as text in one of the forms of :data:`CiteFormat`, each page once.

    A title, a date or an address that no page showed is left out.

    Raises:
        UnknownName: no such form.

    >>> page = Citation(publisher="TASS", address="http://tass.com/politics/820992", says="he arrived")
    >>> print(cited([page], "bibtex"))
    @online{tass-2015,
      title = {Putin arrives in Dushanbe to attend CSTO summit},
      organization = {TASS},
      date = {2015-09-14},
      url = {http://tass.com/politics/820992},
      note = {he arrived},
    }
    """
    makers: dict[str, Callable[[Sequence[Citation]], str]] = {
        "text": lambda sources: "\n".join(map(cited_in_full, sources)),
        "bibtex": bibtex,
        "csl": lambda sources: json.dumps(csl(sources), ensure_ascii=False, indent=2),
    }
    if form not in makers:
        what = f"no such form of citation, got {shown(form)}"
        raise UnknownName(Fault(where="cite", what=what, remedy=f"write one of {', '.join(makers)}"))
    return makers[form](tuple(dict.fromkeys(map(completed, sources))))


def bibtex(sources: Sequence[Citation]) -> str:
    """Return BibLaTeX entries, one a citation; dates in EDTF, as ``biber`` reads them."""
    return "\n\n".join(_entry(key, source) for key, source in zip(_keys(sources), sources, strict=True))


def csl(sources: Sequence[Citation]) -> list[dict[str, Any]]:
    """Return CSL-JSON items, one a citation, as Zotero and pandoc read them."""
    return [_item(key, source) for key, source in zip(_keys(sources), sources, strict=True)]


def _keys(sources: Sequence[Citation]) -> list[str]:
    """Return a key for each, of its publisher and year, no two alike."""
    taken: dict[str, int] = {}
    keys: list[str] = []
    for source in sources:
        words = re.findall(r"[a-z0-9]+", source.publisher.lower()) or ["source"]
        base = "-".join([*words[:3], *([source.published.text[:4]] if source.published.is_date else [])])
        number = taken[base] = taken.get(base, 0) + 1
        keys.append(base if number == 1 else f"{base}-{number}")
    return keys


def _entry(key: str, source: Citation) -> str:
    fields = {
        "title": _escaped(source.title),
        "organization": _escaped(source.publisher),
        "date": source.published.text if source.published.is_date else "",
        "url": source.address.replace("{", "%7B").replace("}", "%7D"),
        "note": _escaped(source.says),
    }
    said = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{key},\n{said}}}"


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(sign, sign) for sign in " ".join(text.split()))


def _item(key: str, source: Citation) -> dict[str, Any]:
    said = {
        "id": key,
        "type": "article-newspaper" if source.tier in ("agency", "press") else "webpage",
        "title": source.title,
        "container-title": source.publisher,
        "issued": _issued(source.published),
        "URL": source.address,
        "note": source.says,
    }
    return {name: value for name, value in said.items() if value}


def _issued(date: PartialDate) -> dict[str, Any]:
    """Return a date as CSL has it: year, month and day as far as they are known; another date as its text."""
    if not date.is_date:
        return {}
    match = re.match(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?=[?~%T]|$)", date.text)
    if match is None:
        return {"literal": date.text}
    found: dict[str, Any] = {"date-parts": [[int(part) for part in match.groups() if part]]}
    return {**found, "circa": True} if date.qualifier else found
