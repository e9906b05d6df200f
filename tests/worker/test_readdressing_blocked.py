"""A mail went to the wrong person: no password of theirs works, and the right address comes first (P4, P5)."""

from datetime import UTC, datetime

import pytest

from provisioner import accounts, incidents
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.accounts.tables import Account
from provisioner.outside.ports import Mail, TransientError
from tests.corrected import RIGHT, corrected
from tests.factories import member
from tests.fakes import StoredUser
from tests.worker.desk import WorkerDesk
from tests.worker.test_readdressing import WRONG, mailed, nth
from tests.worker.troubles import Killed, no_trouble

pytestmark = pytest.mark.sweep

OPENING = ["get", "end_sessions", "set_password", "get", "unlock", "change_email", "end_sessions", "enable"]
LOST = TransientError("keycloak_unreachable", "keycloak")


def reported(desk: WorkerDesk, account: Account) -> None:
    """Somebody has called, and the account is blocked."""
    with desk.database.transaction() as session:
        by = member(session, "Celina Clerk")
        incidents.open_incident(session, account.case_id, what="cudze hasło", by=by, at=datetime.now(UTC))
    desk.run()
    assert desk.state(account.id)[0] is AccountStatus.BLOCKED


def watch(desk: WorkerDesk, user: StoredUser, dead: str) -> None:
    """Nobody can log in before the realm has the right address, and no mail leaves before."""

    def look(call: str) -> None:
        if user.enabled or call == "enable":
            assert (user.email, user.password != dead) == (RIGHT, True)

    def check(mail: Mail) -> None:
        assert (mail.to, user.email, user.enabled) == (RIGHT, RIGHT, True)
        assert user.password != dead

    desk.directory.trouble, desk.mailer.trouble = look, check


def assert_readdressed(desk: WorkerDesk, account: Account, user: StoredUser) -> None:
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    assert (user.email, user.enabled, desk.mailed_password()) == (RIGHT, True, user.password)
    assert [mail.to for mail in desk.mailer.sent] == [WRONG, RIGHT]
    assert desk.account(account.id).former_emails == []
    assert "zastępuje wcześniejszą" not in desk.mailer.sent[-1].text


@pytest.mark.parametrize("own", [False, True], ids=["temporary", "set by the stranger"])
def test_a_corrected_address_ends_the_block_with_a_new_password(desk: WorkerDesk, own: bool) -> None:
    account, user, dead = mailed(desk)
    if own:
        dead = "ObceHaslo1"
        desk.directory.customer_sets_own_password(user.id, dead)
        desk.later()
        desk.run()
        assert desk.state(account.id)[0] is AccountStatus.ACTIVATED
    reported(desk, account)
    assert (user.enabled, user.password != dead) == (False, True)
    corrected(desk.database, account)
    desk.directory.customer_sets_own_password(user.id, dead)  # On a page that was open before.
    assert desk.run() == 0, "a page of the stranger's must die first"
    watch(desk, user, dead)
    desk.later()
    desk.directory.calls.clear()
    desk.run()
    assert desk.directory.calls[: len(OPENING)] == OPENING
    assert_readdressed(desk, account, user)
    assert desk.account(account.id).activated_at is None


@pytest.mark.parametrize("number", range(1, len(OPENING) + 1))
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("error", [Killed(), LOST], ids=["killed", "lost"])
def test_a_fault_between_any_two_calls_leads_to_the_same_end(
    desk: WorkerDesk, number: int, moment: str, error: BaseException
) -> None:
    account, user, dead = mailed(desk)
    reported(desk, account)
    corrected(desk.database, account)
    desk.later()
    setattr(desk.directory, "trouble" if moment == "before" else "afterwards", nth(number, error))
    worker = desk.worker()
    if isinstance(error, Killed):
        with pytest.raises(Killed):
            worker()
    else:
        worker()
    desk.directory.afterwards = no_trouble
    watch(desk, user, dead)
    desk.later()
    desk.run()
    assert_readdressed(desk, account, user)


def test_a_mailbox_somebody_else_holds_keeps_the_block_and_another_address_ends_it(desk: WorkerDesk) -> None:
    account, user, dead = mailed(desk)
    reported(desk, account)
    desk.directory.stranger("someone", "taken@example.com")
    corrected(desk.database, account, "taken@example.com")
    desk.later()
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.NOT_UNBLOCKED)
    assert (user.enabled, user.email) == (False, WRONG)
    corrected(desk.database, account)
    watch(desk, user, dead)
    desk.later()
    desk.run()
    assert_readdressed(desk, account, user)


def test_unblocked_by_hand_nothing_is_mailed_to_the_wrong_address(desk: WorkerDesk) -> None:
    account, user, dead = mailed(desk)
    reported(desk, account)
    with desk.database.transaction() as session:
        by = member(session, "Barbara Lis")
        accounts.unblock(session, account.case_id, reason="pomyłka", by=by, at=datetime.now(UTC))
    desk.later()
    desk.run()
    assert desk.state(account.id) == (AccountStatus.EXPIRED, None)
    assert (user.enabled, user.email, user.password != dead) == (True, WRONG, True)
    assert len(desk.mailer.sent) == 1
