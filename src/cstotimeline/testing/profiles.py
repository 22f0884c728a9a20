"""Profiles: how hard Hypothesis tries, by four names that mean the same everywhere."""

from __future__ import annotations

import os

from hypothesis import settings

EXAMPLES = {"brief": 10, "fast": 25, "ci": 100, "search": 500, "thorough": 50_000}
"""How many examples a law is tried on."""


def register_profiles() -> str:
    """Register the profiles, load one, and return its name: what ``HYPOTHESIS_PROFILE`` says, else ``ci`` where ``CI``
    is true, else ``fast``.

    ``brief`` (for runs with coverage), ``fast`` and ``ci`` draw the same examples each time, so that nothing fails by
    chance; ``search`` and ``thorough`` draw new ones, and keep those that failed in ``.hypothesis``. None has a time
    limit an example.

    Raises:
        hypothesis.errors.InvalidArgument: ``HYPOTHESIS_PROFILE`` names no profile.

    >>> register_profiles() in EXAMPLES
    True
    """
    for name, examples in EXAMPLES.items():
        settings.register_profile(
            name,
            max_examples=examples,
            deadline=None,
            print_blob=True,
            derandomize=name in ("brief", "fast", "ci"),
        )
    default = "ci" if os.environ.get("CI") == "true" else "fast"
    chosen = os.environ.get("HYPOTHESIS_PROFILE") or default
    settings.load_profile(chosen)
    return chosen
