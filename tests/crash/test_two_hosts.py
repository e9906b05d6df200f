"""Row 66 of docs/faults.md: two workers on two hosts over one PostgreSQL, each cut off again and again."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import pytest

from provisioner import journal
from provisioner.accounts.rules import AccountStatus
from provisioner.database import Database
from provisioner.local.ports import free_ports
from tests.crash.conftest import Office
from tests.crash.hosts import Host, running_host
from tests.databases import bare_postgres, prepare
from tests.drill import Counted
from tests.live.conftest import Realms, realms, sink  # noqa: F401 - fixtures
from tests.live.customer import UPDATE_PASSWORD
from tests.sink import Sink, mailed_password

pytestmark = [pytest.mark.live, pytest.mark.postgres, pytest.mark.drill_only]
ACCOUNTS, PARTITIONS, SEED = 20, 5, 5
CUT = (0.5, 80.0, 3.0)
"""Seconds; the longest is more than a lease with the time limits here (75 s)."""
NAME = "two_hosts"


@pytest.fixture
def shared(realms: Realms, sink: Sink, tmp_path: Path) -> Iterator[Office]:  # noqa: F811
    """An office over a PostgreSQL that is reached by the network."""
    (port,) = free_ports(1)
    with bare_postgres(port) as server:
        subprocess.run(["createdb", "-U", "postgres", "-h", server, "-p", str(port), NAME], check=True)
        url = f"postgresql+psycopg://postgres@127.0.0.1:{port}/{NAME}"
        prepare(url)
        environment = {**os.environ, **realms.environment, "PROVISIONER_DATABASE_URL": url}
        environment |= {"PROVISIONER_KEYCLOAK_TIMEOUT_SECONDS": "10", "PROVISIONER_SMTP_TIMEOUT_SECONDS": "5"}
        with closing(Database(url, info=journal.keeping(realms.settings))) as database:
            yield Office(database, realms, sink, environment, tmp_path)


@contextmanager
def worker_on(host: Host, office: Office) -> Iterator[None]:
    """A worker there."""
    seen = {name: urlsplit(url).netloc for name, url in host.servers.items()}
    environment = office.environment | {
        "PROVISIONER_DATABASE_URL": f"postgresql+psycopg://postgres@{seen['database']}/{NAME}",
        "PROVISIONER_KEYCLOAK_INTERNAL_URL": f"http://{seen['keycloak']}",
        "RELAY_TO": f"smtp://{seen['mail']}",
    }
    log = office.logs / f"{host.name}.log"
    with log.open("wb") as output:
        words = [*host.command, sys.executable, "-m", "tests.crash.on_host"]
        process = subprocess.Popen(words, env=environment, stdout=output, stderr=output)
        try:
            office.wait_for(lambda: "started" in log.read_text(), "the worker to start", 200)
            yield
        finally:
            process.terminate()
            process.wait(60)


def test_row_66_hosts_that_are_cut_off_lose_and_double_nothing(shared: Office, counted: Counted) -> None:
    draw = Random(SEED)
    servers = {
        "database": shared.environment["PROVISIONER_DATABASE_URL"].replace("+psycopg", ""),
        "keycloak": shared.realms.settings.keycloak_url,
        "mail": f"smtp://127.0.0.1:{shared.sink.port}",
    }
    with ExitStack() as stack:
        hosts = [stack.enter_context(running_host(number, servers)) for number in (1, 2)]
        for host in hosts:
            stack.enter_context(worker_on(host, shared))
        accounts = []
        for turn in range(PARTITIONS):
            accounts += [shared.approve() for _ in range(ACCOUNTS // PARTITIONS)]
            time.sleep(draw.uniform(0, 0.5))
            host = draw.choice(hosts)
            host.pull()
            time.sleep(CUT[turn % len(CUT)])
            host.plug()
        for account in accounts:
            shared.wait_for(lambda id=account.id: shared.settled(id), "the account to settle", 300)  # type: ignore[misc]
    for account in accounts:
        assert shared.account(account.id).status is AccountStatus.NOTIFIED
        assert len(shared.users_of(account)) == 1
        newest = mailed_password(shared.access_mails(account)[-1])
        assert shared.realms.customer().log_in(account.login, newest) == UPDATE_PASSWORD
    counted(PARTITIONS, f"partitions, {len(accounts)} accounts")
