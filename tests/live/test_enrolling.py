"""`provisioner staff`: somebody new gets a user, roles and a link that works once, and needs nobody at the console."""

import re
from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result

from provisioner.cli.main import provisioner
from provisioner.realm.enrolling import find
from tests.live.conftest import Realms
from tests.live.pages import CustomersBrowser
from tests.live.staff import SET_UP_CODE
from tests.sink import Sink, text_of

pytestmark = pytest.mark.live
LOGIN, MAILBOX = "nina.nowa", "nina.nowa@example.com"
ADD = ["add", LOGIN, "--first-name", "Nina", "--last-name", "Nowa", "--email", MAILBOX]
OWN = "wlasne-haslo-niny-1"
Command = Callable[..., Result]


@pytest.fixture
def staff(realms: Realms) -> Iterator[Command]:
    """The command as an operator types it; whoever it made is gone afterwards."""
    known = realms.admin.credentials
    environment = realms.environment | {
        "PROVISIONER_REALM_ADMIN_USERNAME": known.username,
        "PROVISIONER_REALM_ADMIN_PASSWORD": known.password,
    }
    yield lambda *words, **more: CliRunner().invoke(provisioner, ["staff", *words], env=environment | more)
    realm = realms.admin.realm(realms.settings.staff_realm)
    if made := find(realm, LOGIN):
        realm.delete("users", made)


def mailed_link(sink: Sink, count: int) -> str:
    mails = sink.arrived(MAILBOX)
    assert len(mails) == count
    assert str(mails[-1]["Subject"]) == "Konto pracownika – ustaw dane logowania"
    assert "Administrator prosi" in text_of(mails[-1])
    return str(re.findall(r"http\S+action-token\S+", text_of(mails[-1]))[0])


def roles(realms: Realms) -> set[str]:
    realm, client = realms.admin.realm(realms.settings.staff_realm), realms.settings.desk_client_id
    mappings = realm.get("users", find(realm, LOGIN), "role-mappings")["clientMappings"]
    return {role["name"] for role in mappings[client]["mappings"]}


def browser(realms: Realms) -> CustomersBrowser:
    return CustomersBrowser(realms.settings.keycloak_url, realms.settings.staff_realm)


def test_the_link_leads_to_an_own_password_and_works_once(staff: Command, realms: Realms, sink: Sink) -> None:
    sink.received.clear()
    done = staff(*ADD, "--role", "clerk", "--role", "approver")
    assert (done.exit_code, "has been mailed" in done.output) == (0, True), done.output
    assert roles(realms) == {"clerk", "approver"}
    person, link = browser(realms), mailed_link(sink, 1)
    steps = person.open(link)
    page = person.open(str(steps.soup.select_one("main a")["href"]))  # type: ignore[index]
    assert page.kind == "login-login-update-password"
    person.send(page, **{"password-new": OWN, "password-confirm": OWN})
    assert "code=" in person.log_in(LOGIN, OWN).answer.headers.get("Location", "")
    assert browser(realms).open(link).answer.status_code == 400, "the link has been used"


def test_where_a_second_factor_is_asked_the_link_sets_it_up_too(staff: Command, realms: Realms, sink: Sink) -> None:
    sink.received.clear()
    assert staff(*ADD, "--role", "auditor", PROVISIONER_STAFF_OTP="required").exit_code == 0
    person = browser(realms)
    page = person.open(str(person.open(mailed_link(sink, 1)).soup.select_one("main a")["href"]))  # type: ignore[index]
    asked = {page.kind}
    if page.kind == "login-login-update-password":
        asked.add(person.send(page, **{"password-new": OWN, "password-confirm": OWN}).kind)
    assert SET_UP_CODE in asked


def test_whoever_is_there_keeps_what_they_have(staff: Command, realms: Realms, sink: Sink) -> None:
    sink.received.clear()
    assert staff(*ADD, "--role", "clerk").exit_code == 0
    refused = staff(*ADD, "--role", "administrator")
    assert (refused.exit_code, "is there already" in refused.output) == (1, True), refused.output
    assert roles(realms) == {"clerk"}
    again = staff("send-link", LOGIN)
    assert again.exit_code == 0, again.output
    assert mailed_link(sink, 2)


def test_where_the_mail_does_not_leave_the_command_says_so_and_the_link_can_be_sent_later(
    staff: Command, realms: Realms, sink: Sink
) -> None:
    sink.refuse = lambda address: "550 no such mailbox"
    try:
        refused = staff(*ADD, "--role", "clerk")
    finally:
        sink.refuse = lambda address: ""
    assert refused.exit_code == 1
    assert f"{LOGIN} is made" in refused.output
    assert f"provisioner staff send-link {LOGIN}" in refused.output
    sink.received.clear()
    assert staff("send-link", LOGIN).exit_code == 0
    assert mailed_link(sink, 1)


def test_somebody_who_was_begun_is_finished(staff: Command, realms: Realms, sink: Sink) -> None:
    sink.received.clear()
    body = {"username": LOGIN, "firstName": "Nina", "lastName": "Nowa", "email": MAILBOX, "enabled": True}
    realms.admin.realm(realms.settings.staff_realm).post("users", body=body)
    done = staff(*ADD, "--role", "clerk")
    assert done.exit_code == 0, done.output
    assert roles(realms) == {"clerk"}
    assert mailed_link(sink, 1)


def test_the_code_of_a_lost_telephone_counts_no_more(staff: Command, realms: Realms, sink: Sink) -> None:
    sink.received.clear()
    realm = realms.admin.realm(realms.settings.staff_realm)
    assert staff(*ADD, "--role", "clerk").exit_code == 0
    made = find(realm, LOGIN)
    otp = {
        "type": "otp",
        "secretData": '{"value":"aaaabbbbccccdddd"}',
        "credentialData": '{"subType":"totp","digits":6,"counter":0,"period":30,"algorithm":"HmacSHA1"}',
    }
    realm.put("users", made, body=realm.get("users", made) | {"credentials": [otp]})
    assert [one["type"] for one in realm.get("users", made, "credentials")] == ["otp"]
    assert staff("send-link", LOGIN, "--lost-code").exit_code == 0
    assert realm.get("users", made, "credentials") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([*ADD, "--role", "chief"], "Invalid value for '--role'"),
        ([*ADD, "--role", "sensitive"], "beside another role"),
        (["send-link", "nobody.knows"], "There is no nobody.knows in the realm"),
    ],
)
def test_what_cannot_be_is_told_and_makes_nobody(staff: Command, realms: Realms, words: list[str], said: str) -> None:
    refused = staff(*words)
    assert refused.exit_code != 0
    assert said in refused.output
    assert not find(realms.admin.realm(realms.settings.staff_realm), LOGIN)
