"""Which PatternFly a Keycloak's pages are made with, and what of our theme differs between the two."""

import re
from enum import IntEnum

from provisioner.outside.keycloak.versions import PINNED, parse

FIRST_WITH_SIX = (27, 0, 0)
"""Keycloak's first version whose login pages and account console use PatternFly 6 (keycloak#52342, keycloak#52344)."""

PREFIX = b"pf-vN-"
"""What our styles and scripts write in place of PatternFly's `pf-v5-` and `pf-v6-`."""

PARENT = b"@parent@"


class PatternFly(IntEnum):
    """The style library of Keycloak's pages; each version has names of its own for the same parts."""

    FIVE = 5
    SIX = 6


PARENTS = {
    PatternFly.FIVE: {"login": b"keycloak.v2", "account": b"keycloak.v3"},
    PatternFly.SIX: {"login": b"keycloak.v3", "account": b"keycloak.v4"},
}
"""The themes of Keycloak's that ours builds on; a server without them shows its own pages in place of ours."""


def used_by(version: str = PINNED) -> PatternFly:
    """The PatternFly of a Keycloak of this version. Raises ValueError when that is no version."""
    return PatternFly.SIX if parse(version) >= FIRST_WITH_SIX else PatternFly.FIVE


def named_in(text: str) -> PatternFly | None:
    """The PatternFly whose names a page or a stylesheet uses; None when it uses those of neither."""
    found = re.search(r"\bpf-v([56])-", text)
    return PatternFly(int(found[1])) if found else None


def written_for(patternfly: PatternFly, kind: str, content: bytes) -> bytes:
    """A file of the theme's kind (`login`, `account`, `email`) with this PatternFly's names."""
    named = content.replace(PREFIX, f"pf-v{patternfly}-".encode())
    return named.replace(PARENT, PARENTS[patternfly].get(kind, PARENT))
