"""Whether Keycloak can sign people in, asked before somebody is sent there: what it or a browser shows says too little.

One request at a time asks, and not more often than every few seconds, so that visits of nobody cannot hold the desk's
threads or trouble Keycloak; whoever comes meanwhile is told what was found last.
"""

import threading
import time
from collections.abc import Callable
from enum import Enum, auto

import requests
from flask import Flask, current_app

from provisioner.outside.keycloak.limit import keep_to_limits, within
from provisioner.settings import Settings

KEY = "keycloak_awake"
SECONDS = 4.0
"""Time for the whole answer: after a start Keycloak needs a while for a realm's first page."""
FOUND_AWAKE_COUNTS = 5.0
FOUND_OTHERWISE_COUNTS = 1.0
"""Seconds; short, so that who presses "try again" is not told of the past."""


class Found(Enum):
    """What became of asking; `WITHOUT_LEVEL` where the realm knows no second factor and the desk demands one."""

    READY = auto()
    SILENT = auto()
    WITHOUT_LEVEL = auto()


Ask = Callable[[], Found]


class Awake:
    """What was found last, and when to ask again."""

    def __init__(self, ask: Ask, now: Callable[[], float] = time.monotonic) -> None:
        self._ask, self._now = ask, now
        self._asking = threading.Lock()
        self._found, self._until = Found.READY, float("-inf")

    def __call__(self) -> Found:
        """What Keycloak answered when it was asked last, which is now unless that was a moment ago."""
        if self._now() < self._until or not self._asking.acquire(blocking=False):
            return self._found
        try:
            self._found = self._ask()
            self._until = self._now() + (FOUND_AWAKE_COUNTS if self._found is Found.READY else FOUND_OTHERWISE_COUNTS)
            return self._found
        finally:
            self._asking.release()


def asking(settings: Settings) -> Ask:
    """Asks for what the staff realm tells of itself; a proxy that answers in Keycloak's place is silence."""
    address = f"{settings.keycloak_server}/realms/{settings.staff_realm}/.well-known/openid-configuration"

    def ask() -> Found:
        try:
            with within(SECONDS), requests.Session() as http:
                keep_to_limits(http)
                answer = http.get(address, allow_redirects=False)
                levels = answer.json()["acr_values_supported"] if answer.ok else None
        except (OSError, ValueError, KeyError, TypeError):
            return Found.SILENT
        if not isinstance(levels, list):
            return Found.SILENT
        return Found.READY if not settings.staff_acr or settings.staff_acr in levels else Found.WITHOUT_LEVEL

    return ask


def install(app: Flask, ask: Ask) -> None:
    """Let this application know how to ask."""
    app.extensions[KEY] = Awake(ask)


def keycloak_awake() -> Found:
    """Whether somebody can be sent to Keycloak now, or why not."""
    awake: Awake = current_app.extensions[KEY]
    return awake()
