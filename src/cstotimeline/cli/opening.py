"""Opening: the history, the codec and the log that the options of a command name."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cstotimeline.core.errors import Fault, LogError
from cstotimeline.shipped import csto_codec, load, open_log

if TYPE_CHECKING:
    from argparse import Namespace

    from cstotimeline.core.codec.codec import Codec
    from cstotimeline.core.query.organization import AnyOrganization
    from cstotimeline.stores.base import Store


def organization_of(options: Namespace) -> AnyOrganization | None:
    """Return the organization that ``--organization`` names, looked for in this folder too; None for the CSTO.

    Raises:
        UnknownName: there is none of this name.
    """
    if not getattr(options, "organization", None):
        return None
    from cstotimeline.core.query.organization import organization_named

    if (here := str(Path.cwd())) not in sys.path:
        sys.path.insert(0, here)
    return organization_named(options.organization)


def codec_of(options: Namespace) -> Codec:
    """Return the codec of the organization."""
    organization = organization_of(options)
    return csto_codec() if organization is None else organization.codec


def timeline_of(options: Namespace, log: str | None) -> Any:
    """Return the timeline of a log of the organization; None: of the shipped one.

    Raises:
        LogError: an organization other than the CSTO without a log; a log that cannot be read.
    """
    organization = organization_of(options)
    if organization is None:
        return load(log)
    if log is None:
        what = f"no log of {options.organization} is shipped"
        raise LogError(Fault(where="log", what=what, remedy="name one with --log"))
    with open_log(log, codec=organization.codec, read_only=True) as held:
        return organization.timeline(held.read())


def history_of(options: Namespace) -> Any:
    """Return the timeline of the log under the clocks that the options name; errors as for :func:`timeline_of`."""
    history = timeline_of(options, options.log)
    if getattr(options, "known", None) or getattr(options, "recorded", None):
        history = history.as_of(known=options.known, recorded=options.recorded)
    return history


def opened(address: Any, options: Namespace, *, read_only: bool = False) -> Store:
    """Return the log at an address, with the kinds of the organization."""
    return open_log(address, codec=codec_of(options), read_only=read_only)
