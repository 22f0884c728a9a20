"""Reasons as data: the sentence of an answer, its citations and its rivals, for readers that are programs."""

from __future__ import annotations

from typing import Any

from cstotimeline.core.events.citations import Citation
from cstotimeline.core.query.answers import ExplainedAnswer
from cstotimeline.core.query.tenure import Tenure


def citation_to_dict(source: Citation) -> dict[str, str]:
    """Return a citation as plain data: what it has of publisher, title, address, date, tier and what it says.

    >>> citation_to_dict(Citation(publisher="Kazinform", says="Kyrgyzstan hands over"))
    {'publisher': 'Kazinform', 'tier': 'press', 'says': 'Kyrgyzstan hands over'}
    """
    said = {
        "publisher": source.publisher,
        "title": source.title,
        "address": source.address,
        "published": source.published.text,
        "tier": source.tier,
        "says": source.says,
    }
    return {name: text for name, text in said.items() if text}


def why_to_dict(answer: Any) -> dict[str, Any]:
    """Return why an answer is what it is as plain data: the sentence, the events, the citations by number, the rivals.

    >>> from cstotimeline import load
    >>> why = why_to_dict(load().presidency.at("2019-11-28"))
    >>> why["sentence"][:35], why["sources"][0]["publisher"]
    ('Russia: took over from Kyrgyzstan a', 'Kazinform')
    """
    return {
        "sentence": answer.why().split("\n", 1)[0],
        "events": list(answer.because),
        "sources": [citation_to_dict(source) for source in answer.sources],
        "rivals": [rival.id for rival in getattr(answer, "rivals", ())],
    }


def answer_to_dict(answer: ExplainedAnswer, *, why: bool = False) -> dict[str, Any]:
    """Return an answer as plain data with the days for which it holds, of a tenure its office and label; with ``why``
    the reasons too.

    >>> from cstotimeline import load
    >>> data = answer_to_dict(load().presidency.at("2019-11-20"))
    >>> data["office"], data["label"], data["spell"]
    ('presidency', 'Kyrgyzstan', '2018-11-08/2019-11-27')
    """
    found: Any = answer
    data: dict[str, Any] = dict(found.to_dict())
    if isinstance(answer, Tenure):
        data = {"office": answer.office, "label": answer.label, **data}
    if answer.spell is not None:
        data["spell"] = answer.spell.text
    return data | ({"why": why_to_dict(answer)} if why else {})
