"""docker-compose.yml behind TLS and with a mail server that asks for a login: the whole journey, by its guide."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, sync_playwright

from provisioner.backups.age import Identity
from provisioner.outside.keycloak_versions import PINNED
from tests.browser.conftest import OPTIONS
from tests.browser.people import Customer, Person
from tests.browser.test_journey import approve, expect_active, first_login, forget_and_reset, record
from tests.compose import engine
from tests.compose.authority import authority
from tests.compose.stack import WORK, ComposeStack, running_stack
from tests.sink import mailed_password

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
        program = shutil.which("chromium")
        assert program, "Chromium is missing: run `python -m tests.prerequisites`"
        browser = playwright.chromium.launch(executable_path=program, args=[*OPTIONS, *names])
        yield browser
        browser.close()


def states(stack: ComposeStack) -> dict[str, tuple[str, str, int]]:
    lines = stack.compose("ps", "--all", "--format", "json").splitlines()
    found = [json.loads(line) for line in lines]
    return {one["Service"]: (one["State"], one["Health"], one["ExitCode"]) for one in found}


def test_compose_itself_has_nothing_to_say_against_the_file(stack: ComposeStack) -> None:
    assert stack.compose("config", "--quiet") == ""


def test_every_service_is_well_and_what_runs_once_has_ended_well(stack: ComposeStack) -> None:
    assert states(stack) == {
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


def test_nothing_secret_is_in_any_log(stack: ComposeStack) -> None:
    told = stack.compose("logs", "--no-color")
    secrets = {file.name: file.read_text().strip() for file in (stack.folder / "secrets").iterdir()}
    assert [name for name, value in secrets.items() if value in told] == []
