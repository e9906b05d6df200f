"""Keycloak's events reach the desk once: logins, locks, new passwords, and what administrators change by hand."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from provisioner import agreement
from provisioner.accounts.requests import Busy, NothingToDo
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.agreement import reading
from provisioner.agreement.reading import OVERLAP, Place, read
from provisioner.agreement.rules import FindingKind
from provisioner.agreement.tables import EventPlace
from provisioner.database import Database
from provisioner.journal import Event
from provisioner.journal.tables import AuditEntry
from provisioner.office.time import OFFICE_TIME
from provisioner.outside.observation import (
    CODES_OFF,
    CODES_ON,
    IMPERSONATED,
    LOCKED,
    LOGIN,
    NEW_PASSWORD,
    RESET_FAILED,
    Kept,
    UserEvent,
)
from provisioner.outside.ports import TransientError
from tests.factories import approved_account, member
from tests.fake_observer import FakeObserver
from tests.worker.agreeing import OURS, Agreeing, moments
from tests.worker.desk import PUBLIC_URL


@pytest.fixture
def agreeing(database: Database) -> Agreeing:
    desk = Agreeing(database)
    desk.begin()
    return desk


def user_of(agreeing: Agreeing, account: Account) -> str:
    return str(agreeing.desk.account(account.id).keycloak_id)


def journal(agreeing: Agreeing, event: Event) -> list[AuditEntry]:
    with agreeing.database.reading() as session:
        return list(session.scalars(sa.select(AuditEntry).where(AuditEntry.event == event).order_by(AuditEntry.seq)))


def settle_all(agreeing: Agreeing) -> None:
    with agreeing.database.transaction() as session:
        for finding in agreeing.open().values():
            agreement.settle(
                session, finding.id, note="zgodne", by=member(session, "Barbara Lis"), at=datetime.now(UTC)
            )


def test_a_login_is_noted_once_and_the_newest_stays(agreeing: Agreeing) -> None:
    account = agreeing.active()
    user, when = user_of(agreeing, account), moments()
    agreeing.customers.did(LOGIN, user, when)
    agreeing.look()
    agreeing.customers.did(LOGIN, user, when - timedelta(seconds=20))
    agreeing.look()
    seen = agreeing.seen(account.id)
    assert seen is not None
    assert seen.last_login_at == when


def test_logins_from_before_the_first_look_are_noted_too(database: Database) -> None:
    agreeing = Agreeing(database)
    account = agreeing.active()
    agreeing.customers.did(LOGIN, user_of(agreeing, account), moments() - timedelta(days=40))
    agreeing.customers.changed("UPDATE", "USER", f"users/{user_of(agreeing, account)}", moments(-3600))
    agreeing.begin()
    assert agreeing.seen(account.id) is not None
    assert agreeing.open() == {}, "what an operator did before the desk ran is nobody's news"


def test_r6_a_new_password_is_looked_at_at_once_and_the_look_decides(agreeing: Agreeing) -> None:
    account = approved_account(agreeing.database)
    agreeing.desk.run()
    user = user_of(agreeing, account)
    agreeing.customers.did(NEW_PASSWORD, user, moments())
    agreeing.look()
    assert agreeing.desk.state(account.id)[0] is AccountStatus.NOTIFIED, "an event alone changes no state"
    assert agreeing.waiting("watch").not_before > moments()
    agreeing.directory.customer_sets_own_password(user, "own")
    agreeing.customers.did(NEW_PASSWORD, user, moments())
    with agreeing.database.transaction() as session:
        session.execute(sa.text("UPDATE task SET not_before = :past WHERE kind = 'read_customers'"), {"past": PAST})
    agreeing.desk.run()
    assert agreeing.desk.state(account.id)[0] is AccountStatus.ACTIVATED


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (NEW_PASSWORD, "Hasło do konta iBOK zostało zmienione"),
        (CODES_ON, "Włączono kod jednorazowy do konta iBOK"),
        (CODES_OFF, "Wyłączono kod jednorazowy do konta iBOK"),
    ],
)
def test_what_changes_how_a_customer_logs_in_is_told_with_a_way_to_say_it_was_somebody_else(
    agreeing: Agreeing, kind: str, subject: str
) -> None:
    account = agreeing.active()
    sent = len(agreeing.desk.mailer.sent)
    agreeing.customers.did(kind, user_of(agreeing, account), moments())
    agreeing.look()
    agreeing.look()
    (mail,) = agreeing.desk.mailer.sent[sent:]
    assert (mail.to, mail.subject) == (account.email, subject)
    assert f"{PUBLIC_URL}/not-me?" in mail.text
    assert journal(agreeing, Event.ACCOUNT_TOLD)[-1].details["about"] == f"tell_{TOLD[kind]}"


TOLD = {NEW_PASSWORD: "password", CODES_ON: "codes_on", CODES_OFF: "codes_off"}


def test_a_password_changed_twice_before_the_mail_leaves_is_one_mail_with_the_later_moment(agreeing: Agreeing) -> None:
    account = agreeing.active()
    sent = len(agreeing.desk.mailer.sent)
    agreeing.customers.did(NEW_PASSWORD, user_of(agreeing, account), moments(-3600))
    agreeing.customers.did(NEW_PASSWORD, user_of(agreeing, account), moments(-60))
    agreeing.look()
    (mail,) = agreeing.desk.mailer.sent[sent:]
    assert f"{moments(-60).astimezone(OFFICE_TIME):%H:%M}" in mail.text


OTHER = "other@example.com"


def test_of_a_blocked_account_and_of_old_news_nobody_is_told(agreeing: Agreeing) -> None:
    account = agreeing.active()
    other = agreeing.active(customer_number="104999", email=OTHER, email_again=OTHER)
    sent = len(agreeing.desk.mailer.sent)
    with agreeing.database.transaction() as session:
        session.execute(sa.update(Account).values(status=AccountStatus.BLOCKED).where(Account.id == account.id))
    agreeing.customers.did(NEW_PASSWORD, user_of(agreeing, account), moments())
    agreeing.customers.did(NEW_PASSWORD, user_of(agreeing, other), moments() - timedelta(days=3))
    agreeing.look()
    assert agreeing.desk.mailer.sent[sent:] == []


PAST = "2026-01-01 00:00:00+00:00"


def test_a_lock_by_guessing_is_lifted_on_an_approvers_word(agreeing: Agreeing) -> None:
    account = agreeing.active()
    agreeing.customers.did(LOCKED, user_of(agreeing, account), moments())
    agreeing.look()
    with agreeing.database.transaction() as session:
        agreement.unlock(session, account.case_id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    with pytest.raises(Busy), agreeing.database.transaction() as session:
        agreement.unlock(session, account.case_id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    agreeing.directory.calls.clear()
    agreeing.desk.run()
    assert agreeing.directory.calls == ["unlock"]
    with pytest.raises(NothingToDo), agreeing.database.transaction() as session:
        agreement.unlock(session, account.case_id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    assert len(journal(agreeing, Event.ACCOUNT_UNLOCKED)) == 1


def test_a_reset_mail_that_failed_is_told_unless_it_is_old(agreeing: Agreeing) -> None:
    account = agreeing.active()
    agreeing.customers.did(RESET_FAILED, user_of(agreeing, account), moments())
    agreeing.look()
    assert agreeing.open().keys() == {FindingKind.RESET_MAIL_FAILED}
    settle_all(agreeing)
    assert agreeing.open() == {}


def test_an_administrator_who_acts_as_a_customer_is_an_alarm_and_a_line_of_the_journal(agreeing: Agreeing) -> None:
    account = agreeing.active()
    agreeing.customers.did(IMPERSONATED, user_of(agreeing, account), moments(), by="an-administrator")
    agreeing.look()
    assert agreeing.open().keys() == {FindingKind.IMPERSONATED}
    (line,) = journal(agreeing, Event.KEYCLOAK_CHANGED)
    assert (line.object_type, line.object_id, line.details["operation"]) == ("account", str(account.id), "IMPERSONATE")
    assert "an-administrator" not in str(line.details)
    with agreeing.database.reading() as session:
        said = {one.field: one.after for one in session.get_one(AuditEntry, line.seq).values}
    assert said == {"keycloak_user": "an-administrator", "ip_address": "192.0.2.7"}
    settle_all(agreeing)
    assert agreeing.open() == {}


def test_a_change_by_hand_is_an_alarm_a_line_of_the_journal_and_a_look(agreeing: Agreeing) -> None:
    account = agreeing.active()
    user = user_of(agreeing, account)
    agreeing.directory.disable(user)
    agreeing.customers.changed("UPDATE", "USER", f"users/{user}", moments())
    agreeing.look()
    assert agreeing.open().keys() == {FindingKind.USER_CHANGED, FindingKind.DISABLED}
    (line,) = journal(agreeing, Event.KEYCLOAK_CHANGED)
    assert (line.object_type, line.object_id) == ("account", str(account.id))
    for personal in (user, "an-administrator", "192.0.2.7"):
        assert personal not in str(line.details)
    with agreeing.database.reading() as session:
        said = {one.field: one.after for one in session.get_one(AuditEntry, line.seq).values}
    assert said == {"keycloak_user": "an-administrator", "ip_address": "192.0.2.7"}
    agreeing.look()
    assert len(journal(agreeing, Event.KEYCLOAK_CHANGED)) == 1, "never twice"


def test_our_own_changes_and_users_of_another_system_are_no_news(agreeing: Agreeing) -> None:
    account = agreeing.active()
    agreeing.customers.changed("UPDATE", "USER", f"users/{user_of(agreeing, account)}", moments(), by=OURS)
    agreeing.customers.changed("UPDATE", "USER", "users/a-stranger", moments())
    agreeing.look()
    assert agreeing.open() == {}
    assert journal(agreeing, Event.KEYCLOAK_CHANGED) == []


@pytest.mark.parametrize(
    ("resource", "path", "kind"),
    [
        ("CLIENT_ROLE_MAPPING", f"users/{OURS}/role-mappings/clients/x", FindingKind.RIGHTS_CHANGED),
        ("CLIENT_ROLE_MAPPING", "users/a-stranger/role-mappings/clients/x", FindingKind.RIGHTS_CHANGED),
        ("AUTHORIZATION_POLICY", "clients/x/authz/resource-server/policy/y", FindingKind.RIGHTS_CHANGED),
        ("CLIENT", "clients/x", FindingKind.CLIENT_CHANGED),
        ("AUTH_EXECUTION", "authentication/flows/x/executions", FindingKind.SECOND_FACTOR_CHANGED),
        ("REALM", "", FindingKind.REALM_CHANGED),
    ],
)
def test_what_threatens_everybody_is_an_alarm_of_its_kind(
    agreeing: Agreeing, resource: str, path: str, kind: FindingKind
) -> None:
    agreeing.customers.changed("UPDATE", resource, path, moments())
    agreeing.look()
    assert agreeing.open().keys() == {kind}


@pytest.mark.parametrize(
    ("operation", "resource", "path", "kind"),
    [
        ("ACTION", "USER", "users/clerk/credentials/otp", FindingKind.SECOND_FACTOR_CHANGED),
        ("ACTION", "USER", "users/approver/reset-password", FindingKind.SECOND_FACTOR_CHANGED),
        ("CREATE", "CLIENT_ROLE_MAPPING", "users/clerk/role-mappings/clients/x", FindingKind.RIGHTS_CHANGED),
        ("CREATE", "REALM_ROLE_MAPPING", "users/service/role-mappings/realm", FindingKind.RIGHTS_CHANGED),
        ("CREATE", "GROUP_MEMBERSHIP", "users/clerk/groups/approvers", FindingKind.RIGHTS_CHANGED),
        ("DELETE", "CLIENT_ROLE_MAPPING", "users/clerk/role-mappings/clients/x", None),
        ("DELETE", "GROUP_MEMBERSHIP", "users/clerk/groups/approvers", None),
        ("CREATE", "USER", "users/new", None),
    ],
)
def test_of_staff_what_gives_power_is_an_alarm_and_what_takes_it_a_line_only(
    agreeing: Agreeing, operation: str, resource: str, path: str, kind: FindingKind | None
) -> None:
    agreeing.staff.changed(operation, resource, path, moments())
    agreeing.look()
    assert agreeing.open().keys() == ({kind} if kind else set())
    assert [line.object_id for line in journal(agreeing, Event.KEYCLOAK_CHANGED)] == ["staff"]


def test_many_changes_of_one_thing_are_one_finding_until_it_is_settled(agreeing: Agreeing) -> None:
    for _ in range(3):
        agreeing.customers.changed("UPDATE", "CLIENT", "clients/x", moments())
        agreeing.look()
    assert agreeing.open()[FindingKind.CLIENT_CHANGED].times == 3
    settle_all(agreeing)
    agreeing.customers.changed("UPDATE", "CLIENT", "clients/x", moments())
    agreeing.look()
    assert agreeing.open()[FindingKind.CLIENT_CHANGED].times == 1


def test_deleted_events_and_events_switched_off_are_alarms_and_hide_nothing(agreeing: Agreeing) -> None:
    agreeing.customers.changed("UPDATE", "CLIENT", "clients/x", moments())
    agreeing.look()
    settle_all(agreeing)
    agreeing.customers.changes.clear()
    agreeing.customers.keeps = Kept(of_users=True, of_administrators=False)
    agreeing.look()
    assert agreeing.open().keys() == {FindingKind.EVENTS_GONE, FindingKind.EVENTS_OFF}
    assert len(journal(agreeing, Event.KEYCLOAK_CHANGED)) == 1
    settle_all(agreeing)
    agreeing.customers.keeps = Kept(of_users=True, of_administrators=True)
    agreeing.look()
    assert agreeing.open() == {}


def test_a_reading_that_was_cut_off_before_it_was_noted_is_made_again_and_counts_once(agreeing: Agreeing) -> None:
    account = agreeing.active()
    troubles = [TransientError("keycloak_unreachable", "keycloak")]

    def own() -> str:
        if troubles:
            raise troubles.pop()
        return OURS

    agreeing.own = own
    agreeing.customers.changed("UPDATE", "USER", f"users/{user_of(agreeing, account)}", moments())
    agreeing.look()
    assert journal(agreeing, Event.KEYCLOAK_CHANGED) == []
    agreeing.look()
    agreeing.look()
    assert len(journal(agreeing, Event.KEYCLOAK_CHANGED)) == 1
    assert agreeing.open()[FindingKind.USER_CHANGED].times == 1


def test_the_place_of_reading_is_kept_beside_what_was_read(agreeing: Agreeing) -> None:
    agreeing.customers.changed("UPDATE", "CLIENT", "clients/x", moments())
    agreeing.look()
    with agreeing.database.reading() as session:
        place = session.get_one(EventPlace, "customers/changes")
    assert place.recent == [agreeing.customers.changes[0].id]


def test_an_event_that_appears_behind_a_newer_one_is_read_all_the_same() -> None:
    observer, now = FakeObserver(), datetime.now(UTC)
    observer.did(LOGIN, "newer", now)
    first = read(observer.user_events, Place(now - timedelta(days=1), frozenset()), now)
    observer.did(LOGIN, "older", now - OVERLAP / 2)
    second = read(observer.user_events, first.place, now)
    assert [one.user_id for one in second.fresh] == ["older"]
    assert read(observer.user_events, second.place, now).fresh == []


def test_a_flood_is_read_page_by_page_each_event_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PAGE", 3)
    monkeypatch.setattr(reading, "MOST", 6)
    observer, now = FakeObserver(), datetime.now(UTC)
    for n in range(20):
        # The second half all within the overlap.
        observer.did(LOGIN, f"user-{n}", now - (timedelta(minutes=40 - 2 * n) if n < 10 else timedelta(seconds=20 - n)))
    place, read_ids, rounds, more = Place(now - timedelta(days=1), frozenset()), [], 0, True
    while more:
        assert rounds < 20, "a busy loop"
        batch = read(observer.user_events, place, now)
        place, more, rounds = batch.place, batch.more, rounds + 1
        read_ids += [one.user_id for one in batch.fresh]
        assert not batch.gone
    assert read_ids == [f"user-{n}" for n in range(20)]
    assert rounds > 2


def test_events_that_have_expired_are_no_alarm() -> None:
    observer, now = FakeObserver(), datetime.now(UTC)
    event = UserEvent("expired", now - timedelta(days=91), LOGIN, "somebody")
    place = Place(event.at, frozenset({event.id}))
    assert not read(observer.user_events, place, now).gone
