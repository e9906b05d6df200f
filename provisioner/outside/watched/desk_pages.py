"""Whether the desk's own pages answer, asked as a machine asks them."""

from collections.abc import Callable
from dataclasses import dataclass

import requests

SECONDS = 4


@dataclass(frozen=True)
class DeskPages:
    """The web process at its address."""

    address: str
    in_transaction: Callable[[], bool] = lambda: False

    def __call__(self) -> bool:
        """Whether it says that it is ready to work."""
        if self.in_transaction():
            raise AssertionError("no network inside a transaction (P9)")
        try:
            answer = requests.get(f"{self.address}/health/ready", timeout=SECONDS, allow_redirects=False)
        except requests.RequestException:
            return False
        return bool(answer.status_code == requests.codes.ok)
