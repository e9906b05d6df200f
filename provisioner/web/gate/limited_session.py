"""The library's client with one time limit for a whole answer of Keycloak, however slowly it trickles in."""

from typing import Any

import requests
from authlib.integrations.flask_client import FlaskOAuth2App
from authlib.integrations.requests_client import OAuth2Session

from provisioner.outside.keycloak.limit import keep_to_limits, within


class LimitedSession(OAuth2Session):  # type: ignore[misc]
    """Each request gets `seconds` once; after them there is a TimeoutError or an error of `requests`."""

    def __init__(self, *args: Any, seconds: float, **named: Any) -> None:
        super().__init__(*args, **named)
        self._seconds = seconds
        keep_to_limits(self)

    def request(self, *args: Any, **named: Any) -> requests.Response:
        """Send one request and read its whole answer."""
        with within(self._seconds):
            answer: requests.Response = super().request(*args, **named)
            return answer


class LimitedApp(FlaskOAuth2App):  # type: ignore[misc]
    """What `OAuth.register` makes of it."""

    client_cls = LimitedSession
