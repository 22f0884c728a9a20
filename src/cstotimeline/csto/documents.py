"""Documents: signed, ratified, in force, refused."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

import attrs

from cstotimeline.core.events.event import Event
from cstotimeline.core.fold.projection import Projection

Form = Literal[
    "treaty",
    "agreement",
    "protocol",
    "charter",
    "decision",
    "declaration",
    "statement",
    "strategy",
    "law",
    "other",
]


@attrs.frozen(kw_only=True)
class DocumentSigned(Event):
    """A document is signed or adopted.

    ``document`` is its stable slug, by which later events (entry into force) refer to it; ``signatories`` are states,
    ``refused_by`` those who were asked and did not sign.
    """

    kind: ClassVar[str] = "document_signed"
    stream: ClassVar[str] = "documents"
    order: ClassVar[int] = 45

    document: str
    name: str
    form: Form
    signatories: tuple[str, ...] = ()
    refused_by: tuple[str, ...] = ()
    place: str = ""
    summit: str = ""

    @property
    def title(self) -> str:
        """Return the signing in a few words."""
        return f"{self.name} signed"


@attrs.frozen(kw_only=True)
class DocumentEnteredIntoForce(Event):
    """A document enters into force."""

    kind: ClassVar[str] = "document_entered_into_force"
    stream: ClassVar[str] = "documents"
    order: ClassVar[int] = 46

    document: str
    name: str

    @property
    def title(self) -> str:
        """Return the change in a few words."""
        return f"{self.name} in force"


@attrs.frozen(kw_only=True)
class DocumentRatified(Event):
    """A state ratifies a document."""

    kind: ClassVar[str] = "document_ratified"
    stream: ClassVar[str] = "documents"
    order: ClassVar[int] = 46

    document: str
    name: str
    state: str

    @property
    def title(self) -> str:
        """Return the ratification in a few words."""
        return f"{self.state} ratifies {self.name}"


@attrs.frozen(kw_only=True)
class DocumentRefused(Event):
    """A document is proposed and not signed, because the states in ``refused_by`` refused."""

    kind: ClassVar[str] = "document_refused"
    stream: ClassVar[str] = "documents"
    order: ClassVar[int] = 45

    document: str
    name: str
    refused_by: tuple[str, ...] = ()
    summit: str = ""

    @property
    def title(self) -> str:
        """Return the refusal in a few words."""
        return f"{self.name} not signed"


@attrs.frozen(kw_only=True)
class DocumentStatus:
    """The state of a document: its name, form, and the dates of signature and of entry into force as EDTF (empty:
    unknown).
    """

    name: str = ""
    form: str = ""
    signed: str = ""
    in_force: str = ""
    signatories: tuple[str, ...] = ()
    ratified_by: tuple[str, ...] = ()
    refused_by: tuple[str, ...] = ()
    status: Literal["not yet", "signed", "in force", "refused"] = "not yet"

    @property
    def label(self) -> str:
        """The status, as a picture writes it; empty before there is one."""
        return "" if self.status == "not yet" else self.status


DocumentEvent = DocumentSigned | DocumentEnteredIntoForce | DocumentRatified | DocumentRefused


def _apply(status: DocumentStatus, event: DocumentEvent) -> DocumentStatus:
    date = event.effective.text
    if isinstance(event, DocumentSigned):
        signatories = {*status.signatories, *event.signatories}
        return attrs.evolve(
            status,
            name=event.name,
            form=event.form,
            signed=status.signed or date,
            signatories=tuple(sorted(signatories)),
            refused_by=tuple(sorted({*status.refused_by, *event.refused_by} - signatories)),
            status="in force" if status.in_force else "signed",
        )
    if isinstance(event, DocumentEnteredIntoForce):
        return attrs.evolve(status, name=status.name or event.name, in_force=date, status="in force")
    if isinstance(event, DocumentRatified):
        states = tuple(sorted({*status.ratified_by, event.state}))
        return attrs.evolve(status, name=status.name or event.name, ratified_by=states)
    return attrs.evolve(
        status,
        name=event.name,
        refused_by=tuple(sorted({*status.refused_by, *event.refused_by})),
        status="refused" if status.status == "not yet" else status.status,
    )


def _document_of(event: Any) -> str:
    return str(event.document)


DOCUMENTS: Projection[DocumentStatus] = Projection(
    name="documents",
    initial=DocumentStatus(),
    apply=_apply,
    kinds=(DocumentSigned, DocumentEnteredIntoForce, DocumentRatified, DocumentRefused),
    key=_document_of,
)
