"""Bodies: the organs of the organization and the organizations around it, under all their names in sources."""

from __future__ import annotations

from functools import cache

import attrs

from cstotimeline.csto.vocabulary import Vocabulary, things_of


@attrs.frozen(kw_only=True)
class Body:
    """A body: ``name`` as this log writes it, its abbreviation ``short`` (empty: none in sources), other ``spellings``
    in sources.
    """

    name: str
    short: str = ""
    spellings: tuple[str, ...] = ()


@cache
def bodies() -> Vocabulary[Body]:
    """Return all bodies of the vocabulary, sorted by name; read once, when first asked for."""
    return Vocabulary(
        "body", things_of("bodies.json", Body), also=lambda body: [body.short] if body.short else []
    )


def find_body(spelling: str) -> Body:
    """Return the body that ``spelling`` means: a preferred name, an abbreviation, or another name in
    a source.

    Raises:
        UnknownName: no body has this name.

    >>> find_body("CSTO").name
    'Collective Security Treaty Organization'
    """
    return bodies().find(spelling)
