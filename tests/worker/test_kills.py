"""The worker stopped at any place, or asleep past its lease: nothing lost, nothing doubled (P1, P2, P4)."""

import pytest

from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.accounts.rules import AccountStatus
from provisioner.outside.ports import TransientError
from tests.factories import approved_account
from tests.worker.desk import WorkerDesk
from tests.worker.troubles import Killed, kill_at, no_trouble, raising

pytestmark = pytest.mark.sweep


@pytest.mark.parametrize("point", list(Failpoint))
def test_p1_p2_p4_a_worker_killed_anywhere_loses_nothing(desk: WorkerDesk, point: Failpoint) -> None:
    account = approved_account(desk.database)
    with pytest.raises(Killed):
        desk.worker(kill_at(point))()
    desk.later()
    desk.run()
    (user,) = desk.directory.users.values()
    mails = 2 if point is Failpoint.AFTER_250 else 1
    assert len(desk.mailer.sent) == mails
    assert desk.mailed_password() == user.password
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    if mails == 2:
        assert "zastępuje wcześniejszą" in desk.mailer.sent[-1].text
        assert desk.mailed_password(0) != user.password


def test_p4_a_password_the_customer_chose_is_never_overwritten(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    with pytest.raises(Killed):
        desk.worker(kill_at(Failpoint.AFTER_250))()
    (user,) = desk.directory.users.values()
    desk.directory.customer_sets_own_password(user.id, "WlasneHaslo1")
    desk.later()
    desk.run()
    assert user.password == "WlasneHaslo1"
    assert len(desk.mailer.sent) == 1
    assert desk.state(account.id) == (AccountStatus.ACTIVATED, None)


def test_an_answer_lost_after_the_work_was_done_leads_to_no_second_user(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    lost = TransientError("keycloak_unreachable", "keycloak")
    desk.directory.afterwards = raising(lost, "create")
    desk.run()
    desk.directory.afterwards = no_trouble
    desk.later()
    desk.run()
    assert len(desk.directory.users) == len(desk.mailer.sent) == 1
    assert desk.directory.calls.count("create") == 1
    assert desk.state(account.id)[0] is AccountStatus.NOTIFIED


@pytest.mark.parametrize("point", list(Failpoint))
def test_a_worker_asleep_past_its_lease_does_no_harm_when_it_wakes(desk: WorkerDesk, point: Failpoint) -> None:
    """Row 28 of docs/faults.md: stopped at any place, another worker finishes, then it goes on."""
    account = approved_account(desk.database)
    clock = [0.0]
    asleep: list[Failpoint] = []

    def oversleep(reached: Failpoint) -> None:
        if reached is point and not asleep:
            asleep.append(point)
            clock[0] += 3600
            desk.later()
            desk.run(desk.worker())

    zombie = desk.worker(oversleep)
    zombie.lease.clock = lambda: clock[0]
    zombie()
    (user,) = desk.directory.users.values()
    assert desk.mailed_password() == user.password, "the newest mail works"
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)
    assert len(desk.mailer.sent) == (2 if point is Failpoint.AFTER_250 else 1)
