"""Names in the events of the CSTO: which fields name people, states, places and bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from cstotimeline.core.late import resolve
from cstotimeline.core.query.names import Names

_PERSON_OF = re.compile(r"(?P<person>.+?) \((?P<state>[^()]+)\)")


@attrs.frozen(kw_only=True, eq=False)
class CstoNames(Names):
    """Names where a participant is ``Person (State)``, as in the lists of meetings."""

    def parts(self, sort: str, text: str) -> Iterable[str]:
        """Return the person, or the state, of ``Person (State)``; of any other text the text."""
        found = _PERSON_OF.fullmatch(text)
        return (found[sort] if found is not None and sort in ("person", "state") else text,)


NAMES = CstoNames(
    fields={
        "person": "person chairperson attendance.person attendance.represented_by commander persons recalled_by",
        "state": "state states host attendance.state signatories refused_by contingents.state observer candidates",
        "place": "place",
        "country": "country",
        "body": "body preparation.body",
    },
    loose={
        "person": "by participants absent decided_by",
        "state": "by participants absent observers holder predecessor to",
        "body": "by to absent participants decided_by",
    },
    within={"place": "country"},
    vocabularies={
        "person": "cstotimeline.csto.people:people",
        "state": "cstotimeline.csto.states:states",
        "place": "cstotimeline.csto.places:places",
        "country": "cstotimeline.csto.states:states",
        "body": "cstotimeline.csto.bodies:bodies",
    },
)
"""Which fields name what; the names in ``loose`` fields, such as participants, may be of several sorts, and count where
the vocabulary of the sort has them.
"""


def all_spellings() -> dict[str, tuple[str, ...]]:
    """Return the other spellings of people, places and bodies, by the preferred name.

    >>> all_spellings()["Emomali Rahmon"][:1]
    ('Emomali Rahmonov',)
    """
    found = [resolve(NAMES.vocabularies[sort])() for sort in ("person", "place", "body")]
    return {thing.name: thing.spellings for vocabulary in found for thing in vocabulary.things}
