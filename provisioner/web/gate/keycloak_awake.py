"""Whether Keycloak answers, asked before somebody is sent there: a browser would only show an error of its own.

One request at a time asks, and not more often than every few seconds, so that visits of nobody cannot hold the desk's
threads or trouble Keycloak; whoever comes meanwhile is told what was found last.
"""

import threading
import time
from collections.abc import Callable

import requests
from flask import Flask, current_app

from provisioner.settings import Settings

KEY = "keycloak_awake"
SECONDS = (2.0, 4.0)
"""Time to connect, and time for the first answer: after a start Keycloak needs a while for a realm's first page."""
FOUND_AWAKE_COUNTS = 5.0
FOUND_SILENT_COUNTS = 1.0
"""Seconds; short, so that who presses "try again" is not told of the past."""

Ask = Callable[[], bool]


class Awake:
    """What was found last, and when to ask again."""

    def __init__(self, ask: Ask, now: Callable[[], float] = time.monotonic) -> None:
        self._ask, self._now = ask, now
        self._asking = threading.Lock()
        self._found, self._until = True, float("-inf")

    def __call__(self) -> bool:
        """Whether Keycloak answered when it was asked last, which is now unless that was a moment ago."""
        if self._now() < self._until or not self._asking.acquire(blocking=False):
            return self._found
        try:
            self._found = self._ask()
            self._until = self._now() + (FOUND_AWAKE_COUNTS if self._found else FOUND_SILENT_COUNTS)
            return self._found
        finally:
            self._asking.release()


def asking(settings: Settings) -> Ask:
    """Asks for the public page of the staff realm; a proxy that answers in Keycloak's place is silence."""
    address = f"{settings.keycloak_server}/realms/{settings.staff_realm}"

    def ask() -> bool:
        try:
            with requests.get(address, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
                return bool(answer.status_code == requests.codes.ok)
        except requests.RequestException:
            return False

    return ask


def install(app: Flask, ask: Ask) -> None:
    """Let this application know how to ask."""
    app.extensions[KEY] = Awake(ask)


def keycloak_awake() -> bool:
    """Whether somebody can be sent to Keycloak now."""
    awake: Awake = current_app.extensions[KEY]
    return awake()
