from __future__ import annotations

from typing import Any

import pytest

from cstotimeline import (
    DocumentEnteredIntoForce,
    DocumentRatified,
    DocumentRefused,
    DocumentSigned,
    Event,
    History,
    PartialDate,
)
from cstotimeline.csto.documents import DocumentStatus
from tests.builders import PAGE


def signed(day: str, *, name: str = "The Pact", **fields: Any) -> DocumentSigned:
    """Return a signing of the document ``pact``."""
    return DocumentSigned(
        id=f"signed-{day}",
        occurred=PartialDate.parse(day),
        sources=PAGE,
        document="pact",
        name=name,
        form="treaty",
        **fields,
    )


def in_force(day: str) -> DocumentEnteredIntoForce:
    """Return an entry into force of the document ``pact``."""
    return DocumentEnteredIntoForce(
        id=f"in-force-{day}", occurred=PartialDate.parse(day), sources=PAGE, document="pact", name="Pact"
    )


def ratified(day: str, state: str) -> DocumentRatified:
    """Return a ratification of the document ``pact``."""
    return DocumentRatified(
        id=f"ratified-{day}",
        occurred=PartialDate.parse(day),
        sources=PAGE,
        document="pact",
        name="Pact",
        state=state,
    )


def refused(day: str) -> DocumentRefused:
    """Return a refusal of the document ``pact`` by Armenia."""
    return DocumentRefused(
        id=f"refused-{day}",
        occurred=PartialDate.parse(day),
        sources=PAGE,
        document="pact",
        name="Pact",
        refused_by=("Armenia",),
    )


def status_at(day: str, *events: Event) -> DocumentStatus:
    """Return how ``pact`` stands, surely, at the end of a day."""
    answer = History(events).documents["pact"].at(day)
    assert answer.certain
    status = answer.value
    assert isinstance(status, DocumentStatus)
    return status


@pytest.mark.parametrize(
    ("day", "status"),
    [
        pytest.param("1999-12-31", "not yet", id="before"),
        pytest.param("2000-01-01", "signed", id="signed"),
        pytest.param("2001-06-01", "signed", id="ratified-by-one"),
        pytest.param("2002-01-01", "in force", id="in-force"),
    ],
)
def test_a_document_is_signed_then_in_force(day: str, status: str) -> None:
    """A ratification does not put a document into force; only its entry does."""
    events = (signed("2000-01-01"), ratified("2001-01-01", "Russia"), in_force("2002-01-01"))
    assert status_at(day, *events).status == status


def test_dates_of_signature_and_force_are_kept() -> None:
    """The status of a document in force still tells when it was signed, and who has ratified it, sorted."""
    found = status_at(
        "2010-01-01",
        signed("2000-01-01"),
        ratified("2001-01-01", "Russia"),
        ratified("2001-02-01", "Belarus"),
        in_force("2002-01-01"),
    )
    assert (found.signed, found.in_force, found.name) == ("2000-01-01", "2002-01-01", "The Pact")
    assert found.ratified_by == ("Belarus", "Russia")


def test_a_later_signature_does_not_end_the_force() -> None:
    """A document that is in force stays so when it is signed again."""
    again = signed("2005-01-01")
    assert status_at("2006-01-01", signed("2000-01-01"), in_force("2002-01-01"), again).status == "in force"


def test_a_refused_document_may_be_signed_later() -> None:
    """What was refused once is refused until it is signed."""
    events = (refused("2000-01-01"), signed("2001-01-01"))
    assert status_at("2000-06-01", *events).status == "refused"
    assert status_at("2000-06-01", *events).refused_by == ("Armenia",)
    assert status_at("2001-06-01", *events).status == "signed"


def test_a_document_signed_in_turns_is_signed_from_the_first() -> None:
    """Later signatures add signatories, strike them from those who refused, and do not move the date."""
    found = status_at(
        "2003-01-01",
        signed("2000-01-01", signatories=("Russia", "Belarus"), refused_by=("Armenia", "Kazakhstan")),
        signed("2001-01-01", signatories=("Armenia",)),
    )
    assert (found.signed, found.signatories) == ("2000-01-01", ("Armenia", "Belarus", "Russia"))
    assert found.refused_by == ("Kazakhstan",)


def test_a_document_known_by_its_force_alone_has_a_name() -> None:
    """Where no page tells of the signing, the entry into force gives the name, and no date of signature."""
    found = status_at("2003-01-01", in_force("2002-01-01"))
    assert (found.name, found.signed, found.status) == ("Pact", "", "in force")


def test_a_coarse_entry_into_force_is_not_certain() -> None:
    """In the month of an entry into force of which no page gives the day, both statuses are possible."""
    answer = History([signed("2000-01-01"), in_force("2002-03")]).documents["pact"].at("2002-03-15")
    assert answer.value.status == "signed"
    assert not answer.certain
    assert [other.status for other in answer.alternatives if isinstance(other, DocumentStatus)] == [
        "in force"
    ]


def test_a_snapshot_lists_only_documents_of_its_day() -> None:
    """A document is not listed before its first event, and is listed from that day on."""
    history = History([signed("2000-01-01")])
    assert history.at("1999-12-31").documents == {}
    assert list(history.at("2000-01-01").documents) == ["pact"]
    assert history.at("2000-01-01").to_dict()["documents"][0]["status"] == "signed"
