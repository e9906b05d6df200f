"""Mail goes where the truth is: to the address that the realm has as well, and it replaces only what may have left."""

import pytest

from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.accounts.rules import AccountStatus, Attention
from provisioner.outside.ports import PermanentError, TransientError
from tests.factories import approved_account
from tests.worker.desk import WorkerDesk
from tests.worker.troubles import Killed, kill_at, no_trouble, raising

REPLACES = "zastępuje wcześniejszą"


@pytest.mark.parametrize("point", [Failpoint.AFTER_POST, Failpoint.AFTER_CREATED_COMMIT])
def test_no_password_is_set_or_mailed_while_the_realm_has_another_address(desk: WorkerDesk, point: Failpoint) -> None:
    account = approved_account(desk.database)
    with pytest.raises(Killed):
        desk.worker(kill_at(point))()
    (user,) = desk.directory.users.values()
    before, user.email = user.password, "somebody.else@example.com"
    desk.later()
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.EMAIL_DIFFERS)
    assert (desk.mailer.sent, user.password) == ([], before)


def test_the_same_address_in_other_letters_is_no_difference(desk: WorkerDesk) -> None:
    approved_account(desk.database)
    with pytest.raises(Killed):
        desk.worker(kill_at(Failpoint.AFTER_CREATED_COMMIT))()
    (user,) = desk.directory.users.values()
    user.email = "Jozef@Example.com"
    desk.later()
    desk.run()
    assert len(desk.mailer.sent) == 1


NOT_LEFT = [TransientError("mail_deferred"), TransientError("mail_busy", "mail")]


@pytest.mark.parametrize("trouble", NOT_LEFT)
def test_a_first_mail_that_was_only_delayed_replaces_none(desk: WorkerDesk, trouble: Exception) -> None:
    approved_account(desk.database)
    desk.mailer.trouble = raising(trouble)
    for _ in range(2):
        desk.run()
        desk.later()
    desk.mailer.trouble = no_trouble
    desk.run()
    (mail,) = desk.mailer.sent
    assert REPLACES not in mail.text


def test_a_mail_after_one_whose_outcome_is_unknown_says_that_it_replaces(desk: WorkerDesk) -> None:
    approved_account(desk.database)
    desk.mailer.trouble = raising(TransientError("mail_unreachable", "mail", unknown=True))
    desk.run()
    desk.mailer.trouble = raising(TransientError("mail_deferred"))
    desk.later()
    desk.run()
    desk.mailer.trouble = no_trouble
    desk.later()
    desk.run()
    assert REPLACES in desk.mailer.sent[0].text


def test_a_refused_address_counts_no_mail(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.mailer.trouble = raising(PermanentError("smtp_550"))
    desk.run()
    assert desk.state(account.id) == (AccountStatus.NEEDS_ATTENTION, Attention.MAIL_REFUSED)
    assert desk.account(account.id).mails_begun == 0
