"""docker-compose.yml behind TLS and with a mail server that asks for a login: the whole journey, by its guide."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, sync_playwright

from provisioner.backups.age import Identity
from provisioner.outside.keycloak.versions import PINNED
from tests.browser.conftest import OPTIONS
from tests.browser.people import Customer, Person
from tests.browser.test_journey import approve, expect_active, first_login, forget_and_reset, record
from tests.compose import engine
from tests.compose.authority import authority
from tests.compose.stack import WORK, ComposeStack, running_stack
from tests.prerequisites import find_chromium
from tests.sink import mailed_password

NAMES = {"Łucja", "Śmigielska", "ul. Wodna"}
"""Of the customers of the journey."""
TOLD_BY_KEYCLOAK = re.compile(
    r'keycloak-1 .*\[org\.keycloak\.events\].* type="(LOGIN|UPDATE_PASSWORD|UPDATE_CREDENTIAL)_ERROR"'
)
"""Failed logins and refused passwords it tells with the login, as the guide says."""
UNWELL_SECONDS, WELL_SECONDS = 90, 240
"""How soon a fault must show itself, and how long a busy machine may take to get over it."""

pytestmark = [pytest.mark.drill_only, pytest.mark.browser]


@pytest.fixture(scope="module")
def stack() -> Iterator[ComposeStack]:
    engine.ready()
    engine.stand_ins(authority(WORK)[0])
    with running_stack() as stack:
        stack.enrol_staff()
        yield stack


@pytest.fixture(scope="module")
def chromium(stack: ComposeStack) -> Iterator[Browser]:
    """A browser for which the three names are the proxy here."""
    names = [f"--host-resolver-rules=MAP *.example.com:443 127.0.0.1:{stack.tls}", "--ignore-certificate-errors"]
    with sync_playwright() as playwright:
        program = find_chromium()
        assert program, "Chromium is missing: run `python -m tests.prerequisites`"
        browser = playwright.chromium.launch(executable_path=program, args=[*OPTIONS, *names])
        yield browser
        browser.close()


def test_compose_itself_has_nothing_to_say_against_the_file(stack: ComposeStack) -> None:
    assert stack.compose("config", "--quiet") == ""


def test_every_service_is_well_and_what_runs_once_has_ended_well(stack: ComposeStack) -> None:
    assert stack.states() == {
        "database": ("running", "healthy", 0),
        "keycloak": ("running", "healthy", 0),
        "web": ("running", "healthy", 0),
        "public": ("running", "healthy", 0),
        "worker": ("running", "healthy", 0),
        "migrate": ("exited", "", 0),
        "realm-apply": ("exited", "", 0),
    }


def test_from_paper_to_the_customers_own_password_and_a_forgotten_one(
    stack: ComposeStack, people: dict[str, Person], customer: Customer
) -> None:
    case = record(stack, people["clerk"], customer)
    approve(stack, people["approver"], case, customer)
    first_login(stack, people["customer"], customer, mailed_password(stack.wait_for_mail(customer.email)))
    forget_and_reset(stack, people["customer"], customer)
    expect_active(people["approver"], case)


def test_without_keycloaks_first_administrator_a_second_up_changes_nothing(stack: ComposeStack) -> None:
    stack.delete_first_administrator()
    stack.compose("up", "--detach", "--wait")
    assert "No difference." in stack.compose("logs", "--no-log-prefix", "realm-apply")


def test_a_worker_that_is_killed_and_keycloak_that_is_away_lose_nothing(
    stack: ComposeStack, people: dict[str, Person], customer: Customer
) -> None:
    case = record(stack, people["clerk"], customer)
    stack.compose("kill", "worker")
    approve(stack, people["approver"], case, customer)
    stack.compose("stop", "keycloak")
    stack.compose("start", "worker")
    assert stack.mail.to(customer.email) == []
    stack.compose("up", "--detach", "--wait")
    assert mailed_password(stack.wait_for_mail(customer.email, seconds=180))


def test_a_clients_secret_becomes_a_key_as_the_guide_says(stack: ComposeStack) -> None:
    guide = (engine.ROOT / "docs" / "compose.md").read_text(encoding="utf-8")
    told = guide.partition("**Keys in place of secrets**")[2]
    (typed, *_) = re.findall(r"^```\n(.*?)^```$", told, re.DOTALL | re.MULTILINE)
    assert "a new key" in stack.typed(typed)
    assert "BEGIN PRIVATE KEY" in stack.secret("provisioner_client")
    stack.compose("up", "--detach", "--wait")
    assert "No difference." in stack.compose("logs", "--no-log-prefix", "--tail", "1", "realm-apply")


def test_a_backup_is_made_looked_at_and_put_back_as_the_guide_says(stack: ComposeStack) -> None:
    guide = (engine.ROOT / "docs" / "compose.md").read_text(encoding="utf-8")
    told = guide.partition("**Backups.**")[2].partition("**Is all well?**")[0]
    once, daily, look, _, back = re.findall(r"^```\n(.*?)^```$", told, re.DOTALL | re.MULTILINE)
    key = Identity.new()
    (stack.folder / "desk-backup.key").write_text(key.file(datetime.now(UTC)))
    with (stack.folder / ".env").open("a") as more:
        more.write(f"\nPROVISIONER_BACKUP_RECIPIENTS={key.recipient}\n")
    stack.typed(once)
    assert "rows, journal to position" in stack.typed(daily)
    assert f"Keycloak {PINNED}, Keycloak's PostgreSQL 17" in stack.typed(look)
    newest = look.partition("\n")[0]
    said = stack.typed(f"{newest}\n{back.replace('--replace desk', '--without-erasure-list --replace desk')}")
    for words in ("Restored: the desk of", "Keycloak's database was restored, too.", "The worker goes on."):
        assert words in said
    stack.compose("up", "--detach", "--wait")


def test_the_running_desk_owns_nothing_at_the_database(stack: ComposeStack) -> None:
    told = stack.compose("run", "--rm", "--no-TTY", "worker", "provisioner", "check", "--json", check=False)
    (seen,) = [finding for finding in json.loads(told) if finding["name"] == "role at PostgreSQL"]
    assert (seen["fault"], seen["warning"]) == ("", "")


def test_a_row_that_the_database_refuses_is_not_in_its_log(stack: ComposeStack) -> None:
    asked = (
        "export PGPASSWORD=$(cat /run/secrets/desk_owner_database_password)\n"
        "psql --host=127.0.0.1 --username=desk_owner --dbname=desk <<'SQL'\n"
        "CREATE TEMP TABLE refused (name text CONSTRAINT nobody_passes CHECK (name = ''));\n"
        "INSERT INTO refused VALUES ($1) \\bind 'Halszka Niewidoczna' \\g\n"
        "SQL"
    )
    stack.compose("exec", "--no-TTY", "database", "bash", "-euc", asked)
    told = stack.compose("logs", "--no-log-prefix", "database")
    assert 'violates check constraint "nobody_passes"' in told
    assert "Niewidoczna" not in told


def test_keycloak_is_unwell_without_its_database_and_well_again_with_it(stack: ComposeStack) -> None:
    stack.compose("stop", "database")
    stack.wait_until("keycloak", "unhealthy", UNWELL_SECONDS)
    stack.compose("start", "database")
    stack.wait_until("keycloak", "healthy", WELL_SECONDS)
    stack.compose("up", "--detach", "--wait")


def test_keycloak_is_unwell_while_it_is_frozen_and_well_again_after_it(stack: ComposeStack) -> None:
    """Not by `pause`, for the engine asks no paused container how it is."""
    signal_java(stack, "STOP")
    try:
        stack.wait_until("keycloak", "unhealthy", UNWELL_SECONDS)
    finally:
        signal_java(stack, "CONT")
    stack.wait_until("keycloak", "healthy", WELL_SECONDS)


def signal_java(stack: ComposeStack, name: str) -> None:
    """To Keycloak's own process, beside the shell that began it."""
    found = 'for at in /proc/[0-9]*; do if [ "$(<$at/comm)" = java ]; then echo ${at#/proc/}; fi; done'
    stack.compose("exec", "--no-TTY", "keycloak", "bash", "-c", f"kill -{name} $({found})")


def test_no_log_has_a_secret_or_a_customer(stack: ComposeStack) -> None:
    told = stack.compose("logs", "--no-color")
    files = (stack.folder / "secrets").iterdir()
    secrets = [(file.name, line) for file in files for line in file.read_text().splitlines() if line.strip()]
    assert [name for name, line in secrets if not line.startswith("-----") and line in told] == []
    addresses = {str(mail["To"]) for mail in stack.mail.received}
    assert addresses, "nobody had a mail"
    logins = {address.partition("@")[0].removeprefix("k") for address in addresses}
    lines = [line for line in told.splitlines() if not TOLD_BY_KEYCLOAK.match(line)]
    assert [(value, line) for value in {*NAMES, *addresses, *logins} for line in lines if value in line] == []
