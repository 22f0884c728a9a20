"""How hard Hypothesis tries; see :mod:`cstotimeline.testing.profiles`."""

from __future__ import annotations

from cstotimeline.testing.profiles import register_profiles

register_profiles()
