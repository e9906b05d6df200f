"""How much longer the server takes for a login that exists: what a stranger with a stopwatch could learn.

`python -m tests.bench.enumeration` prints the medians that stand in docs/known-limits.md.
"""

import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.applied_realms import AppliedRealms, customer, realms_on
from tests.keycloak_server import start_keycloak, stop_keycloak
from tests.live.pages import CustomersBrowser
from tests.sink import running_sink

PEOPLE, WARM = 60, 10


def main() -> None:
    """Known and unknown logins in turn, each known one asked once, so that no lock gets in the way."""
    table = Table("form", "known, median", "unknown, median", "difference", title=f"{PEOPLE} logins of each kind")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, running_sink() as sink:
        server = start_keycloak(Path(folder) / "keycloak", full_speed=True)
        mail: dict[str, Any] = {"smtp_security": "none", "smtp_host": "127.0.0.1", "smtp_port": sink.port}
        try:
            with realms_on(server, **mail) as realms:
                _people(realms)
                for name, ask in (("login, wrong password", wrong_password), ("forgotten password", forgotten)):
                    known, unknown = (statistics.median(times) for times in _in_turn(realms, ask))
                    table.add_row(name, f"{known:.0f} ms", f"{unknown:.0f} ms", f"{known - unknown:+.0f} ms")
        finally:
            stop_keycloak(server)
    Console().print(table)


def wrong_password(browser: CustomersBrowser, login: str) -> float:
    """Milliseconds from sending a wrong password to the answer."""
    page = browser.login_page()
    return _timed(lambda: browser.send(page, username=login, password="definitely-wrong-1"))


def forgotten(browser: CustomersBrowser, login: str) -> float:
    """Milliseconds from asking for a new password to the answer."""
    link = browser.login_page().soup.find("a", href=re.compile("reset-credentials"))
    assert link is not None
    page = browser.open(browser.realm.split("/realms/")[0] + str(link["href"]))
    return _timed(lambda: browser.send(page, username=login))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _people(realms: AppliedRealms) -> None:
    worker = realms.as_provisioner()
    users = f"{realms.settings.keycloak_url}{realms.customers.path('users')}"
    for number in range(WARM + PEOPLE):
        assert worker.post(users, json=customer(f"known{number}"), timeout=30).status_code == 201


def _in_turn(realms: AppliedRealms, ask: Callable[[CustomersBrowser, str], float]) -> tuple[list[float], list[float]]:
    known: list[float] = []
    unknown: list[float] = []
    for number in range(WARM + PEOPLE):
        for times, login in ((known, f"known{number}"), (unknown, f"nobody{number}")):
            browser = CustomersBrowser(realms.settings.keycloak_url, realms.customers.name)
            times.append(ask(browser, login))
    return known[WARM:], unknown[WARM:]


if __name__ == "__main__":
    main()
