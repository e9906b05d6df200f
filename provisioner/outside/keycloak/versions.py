"""The one place that names the Keycloak we ship with, and the versions too old to be trusted.

Everything below a floor lets anybody set a new password for any user through "forgot password" (CVE-2026-18963).
"""

import re

PINNED = "26.7.5"
PINNED_SHA512 = (
    "5d6d79d3a62d566ad5b8eaa9dfa86e7377b4562e8823cfa456e76d7bb86c17f4"
    "38b4529eaa3358e6df4a2f4f8fdc190b0149597db172dcdfed3a39820eb6feb3"
)
FLOORS = {(26, 4): (26, 4, 15), (26, 6): (26, 6, 6), (26, 7): (26, 7, 2)}
FIRST_SOUND_LINE = (26, 8)


def parse(version: str) -> tuple[int, int, int]:
    """Take the three numbers out of a version's text, whatever suffix follows.

    Raises ValueError when there are none.
    """
    found = re.match(r"(\d+)\.(\d+)\.(\d+)(?!\d)", version.strip())
    if not found:
        raise ValueError(f"not a Keycloak version: {version!r}")
    major, minor, patch = map(int, found.groups())
    return major, minor, patch


def refusal(version: str) -> str | None:
    """Why a server of this version must not be used, in one line; None when it may."""
    try:
        numbers = parse(version)
    except ValueError as error:
        return f"{error}; cannot tell whether it is safe"
    line = numbers[:2]
    floor = FLOORS.get(line)
    if line >= FIRST_SOUND_LINE or (floor is not None and numbers >= floor):
        return None
    cure = ".".join(map(str, floor)) if floor else PINNED
    return f"Keycloak {version} lets strangers take over accounts (CVE-2026-18963); use {cure} or newer"
