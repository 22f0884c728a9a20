from __future__ import annotations

from typing import ClassVar

import attrs
from hypothesis import strategies as st

from cstotimeline.csto.kinds import KINDS, PROJECTIONS
from cstotimeline.csto.membership import MEMBER, MEMBERSHIP
from cstotimeline.testing import Organization, Shape, TimelineLaws
from cstotimeline.testing.organizations import LINKING, PEOPLE

STATES = st.sampled_from(["Armenia", "Belarus", "Uzbekistan"])


class TestCsto(TimelineLaws):
    """The kinds and aspects of the CSTO keep every law, on histories that never were."""

    organization = Organization(
        kinds=tuple(kind for kind in KINDS if kind not in LINKING),
        projections=PROJECTIONS,
        groups={"members": (MEMBERSHIP, (MEMBER,))},
        using={**PEOPLE, str: STATES},
    )
    shape: ClassVar[Shape] = attrs.evolve(TimelineLaws.shape, most=5)
