"""The link "it wasn't me" that Keycloak holds: who has one, when it is renewed, and whom it leaves alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from provisioner import agreement, office
from provisioner.accounts import not_me
from provisioner.accounts.carrying_out import KeepLinks, keeping_links
from provisioner.accounts.kinds import KEEP_LINK
from provisioner.accounts.not_me import Links
from provisioner.accounts.not_me.links import RENEWED, token_hash
from provisioner.accounts.not_me.tables import NotMe
from provisioner.accounts.provisioning import Provisioned, renew
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.accounts.work import read_work
from provisioner.agreement.rules import differences
from provisioner.agreement.tables import AccountSeen
from provisioner.database import Database
from provisioner.outbox.handlers import AnyHandler, Hands
from provisioner.outbox.tables import Task
from provisioner.outside.parts import KEYCLOAK
from provisioner.outside.password import temporary_password
from provisioner.outside.ports import TransientError
from tests.factories import member
from tests.fakes import StoredUser
from tests.worker.agreeing import Agreeing, tomorrow
from tests.worker.desk import PUBLIC_URL

OTHER = "other@example.com"


@pytest.fixture
def agreeing(database: Database) -> Agreeing:
    """A worker that gives links by night."""
    return with_nights(Agreeing(database), PUBLIC_URL)


def with_nights(agreeing: Agreeing, address: str) -> Agreeing:
    others = agreeing.desk.more

    def more(hands: Hands) -> list[AnyHandler]:
        return [*others(hands), KeepLinks(hands, Links(address), tomorrow)]

    agreeing.desk = replace(agreeing.desk, more=more)
    return agreeing


def night(agreeing: Agreeing) -> None:
    """The links are looked through, and what comes of it is done."""
    agreeing.desk.begins(KeepLinks)
    agreeing.desk.later()
    agreeing.desk.run()


def user(agreeing: Agreeing, account: Account) -> StoredUser:
    return agreeing.directory.users[str(account.keycloak_id)]


def press(agreeing: Agreeing, token: str) -> bool:
    with agreeing.database.transaction() as session:
        return not_me.report(session, token, at=agreeing.database.now(session))


def decides_first(agreeing: Agreeing) -> None:
    with agreeing.database.transaction() as session:
        office.change(session, "block_on_not_me", "false")


def links(agreeing: Agreeing) -> int | None:
    with agreeing.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(NotMe))


def grown_old(agreeing: Agreeing) -> None:
    with agreeing.database.transaction() as session:
        for link in session.scalars(sa.select(NotMe)):
            link.made_at -= RENEWED


def test_an_account_in_use_gets_one_link_whose_token_the_database_does_not_hold(agreeing: Agreeing) -> None:
    account = agreeing.active()
    assert user(agreeing, account).token == ""
    night(agreeing)
    token = user(agreeing, account).token
    night(agreeing)
    assert user(agreeing, account).token == token != ""
    with agreeing.database.reading() as session:
        link = session.scalars(sa.select(NotMe).where(NotMe.kept_at.is_not(None))).one()
    assert link.token_hash == token_hash(token)
    assert press(agreeing, token)
    agreeing.desk.run()
    assert agreeing.desk.state(account.id)[0] is AccountStatus.BLOCKED


def test_a_link_that_was_used_is_replaced_at_once_where_the_account_stays_open(agreeing: Agreeing) -> None:
    decides_first(agreeing)
    account = agreeing.active()
    night(agreeing)
    first = user(agreeing, account).token
    assert press(agreeing, first)
    agreeing.desk.run()
    assert user(agreeing, account).token not in ("", first)
    assert not press(agreeing, first)


def test_an_old_link_is_replaced_and_works_on_for_whoever_has_its_mail(agreeing: Agreeing) -> None:
    account = agreeing.active()
    night(agreeing)
    first = user(agreeing, account).token
    grown_old(agreeing)
    night(agreeing)
    assert user(agreeing, account).token != first
    assert press(agreeing, first)


def test_strangers_and_those_whose_address_somebody_changed_get_none(agreeing: Agreeing) -> None:
    changed, foreign = agreeing.active(), agreeing.active(customer_number="104999", email=OTHER, email_again=OTHER)
    user(agreeing, changed).email = "obcy@example.com"
    user(agreeing, foreign).application_id = ""
    agreeing.directory.calls.clear()
    night(agreeing)
    assert "keep_token" not in agreeing.directory.calls


def test_a_domain_in_its_own_letters_is_the_same_address_wherever_keycloaks_answer_is_compared(
    agreeing: Agreeing,
) -> None:
    account = agreeing.active(email="jan@żółw.example", email_again="jan@żółw.example")
    there = user(agreeing, account)
    assert (account.email, there.email) == ("jan@xn--w-uga1v8h.example", "jan@żółw.example")
    night(agreeing)
    assert press(agreeing, there.token)
    with agreeing.database.reading() as session:
        assert differences(read_work(session, account.id), agreeing.customers.member(there.id)) == frozenset()
    there.pending = True
    assert isinstance(renew(there.id, account.email, agreeing.directory, temporary_password), Provisioned)


def test_one_that_can_be_given_none_does_not_keep_the_others_waiting(
    agreeing: Agreeing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping_links, "MOST", 1)
    one, two = agreeing.active(), agreeing.active(customer_number="104999", email=OTHER, email_again=OTHER)
    first, last = sorted((one, two), key=lambda account: account.id)
    user(agreeing, first).email = "obcy@example.com"
    for _ in range(2):
        night(agreeing)
    assert press(agreeing, user(agreeing, last).token)


def test_without_pages_for_customers_nobody_gets_one(database: Database) -> None:
    agreeing = with_nights(Agreeing(database), "")
    account = agreeing.active()
    night(agreeing)
    assert user(agreeing, account).token == ""
    with database.reading() as session:
        assert session.scalar(sa.select(Task.id).where(Task.kind == "keep_links")) is None


def test_a_realm_that_does_not_know_the_attribute_yet_is_asked_again(agreeing: Agreeing) -> None:
    account, other = agreeing.active(), agreeing.active(customer_number="104999", email=OTHER, email_again=OTHER)

    def dropped(call: str) -> None:
        if call == "keep_token":
            user(agreeing, account).token = user(agreeing, other).token = ""

    before = links(agreeing)
    agreeing.directory.afterwards = dropped
    agreeing.directory.calls.clear()
    night(agreeing)
    assert agreeing.directory.calls.count("keep_token") == 1, "one answer tells of every account"
    assert links(agreeing) == before
    agreeing.directory.afterwards = lambda call: None
    night(agreeing)
    assert press(agreeing, user(agreeing, account).token)


def test_a_token_that_somebody_exchanged_is_replaced_by_one_that_works(agreeing: Agreeing) -> None:
    account = agreeing.active()
    night(agreeing)
    agreeing.begin()
    user(agreeing, account).token = "of-somebody-else"
    agreeing.customers.changed("UPDATE", "USER", f"users/{account.keycloak_id}", datetime.now(UTC))
    agreeing.look()
    night(agreeing)
    assert user(agreeing, account).token != "of-somebody-else"
    assert press(agreeing, user(agreeing, account).token)


def test_while_keycloak_is_silent_what_people_ask_for_does_not_wait_behind_a_link(agreeing: Agreeing) -> None:
    account = agreeing.active()

    def silent(call: str) -> None:
        raise TransientError("keycloak_unreachable", KEYCLOAK)

    agreeing.directory.trouble = silent
    night(agreeing)
    assert agreeing.desk.open_task().kind == KEEP_LINK.name
    with agreeing.database.transaction() as session:
        session.add(AccountSeen(account_id=account.id, locked_at=datetime.now(UTC)))
    with agreeing.database.transaction() as session:
        agreement.unlock(session, account.case_id, by=member(session, "Barbara Lis"), at=datetime.now(UTC))
    assert agreeing.desk.open_task().kind == "unlock"
