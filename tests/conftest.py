"""How hard Hypothesis tries: as HYPOTHESIS_PROFILE says, else ``ci`` where CI is true and ``fast`` elsewhere.

``ci`` draws the same examples each time, so that a gate never fails by chance; ``fast`` and ``thorough`` draw new
ones.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("fast", max_examples=25, deadline=None)
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=50_000, deadline=None, print_blob=True)
default = "ci" if os.environ.get("CI") == "true" else "fast"
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or default)
