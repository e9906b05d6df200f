"""The banner of an outage ends when the part answers, whatever it answers, and not before all of it works."""

from datetime import UTC, datetime

import pytest

from provisioner.accounts.carrying_out.failpoints import Failpoint
from provisioner.outside.outages import outages
from provisioner.outside.ports import ConfigurationError, LoginOrEmailTaken, PermanentError, TransientError
from tests.factories import approved_account
from tests.worker.desk import WorkerDesk
from tests.worker.troubles import Killed, kill_at, no_trouble, raising


def down(desk: WorkerDesk) -> list[str]:
    with desk.database.reading() as session:
        return [outage.component for outage in outages(session, now=datetime.now(UTC))]


ANSWERS = [
    ("create", PermanentError("email_error_invalid_email")),
    ("create", TransientError("keycloak_error")),
    ("create", LoginOrEmailTaken(email=True)),
]


@pytest.mark.parametrize("call, answer", ANSWERS)
def test_an_answer_that_is_an_error_of_its_case_ends_the_outage_of_keycloak(
    desk: WorkerDesk, call: str, answer: Exception
) -> None:
    approved_account(desk.database)
    worker = desk.worker()
    desk.directory.trouble = raising(TransientError("keycloak_unreachable", "keycloak"))
    desk.run(worker)
    assert down(desk) == ["keycloak"]
    desk.directory.trouble = raising(answer, call)
    desk.later()
    desk.run(worker)
    assert down(desk) == []


def test_a_user_that_is_gone_ends_the_outage_of_keycloak_too(desk: WorkerDesk) -> None:
    approved_account(desk.database)
    worker = desk.worker()
    desk.run(worker)
    desk.directory.users.clear()
    desk.directory.trouble = raising(TransientError("keycloak_unreachable", "keycloak"))
    desk.later()
    desk.run(worker)
    assert down(desk) == ["keycloak"]
    desk.directory.trouble = no_trouble
    desk.later()
    desk.run(worker)
    assert down(desk) == []


@pytest.mark.parametrize("answer", [PermanentError("smtp_550"), TransientError("mail_deferred")])
def test_a_refused_or_delayed_mail_ends_the_outage_of_the_mail_server(desk: WorkerDesk, answer: Exception) -> None:
    approved_account(desk.database)
    worker = desk.worker()
    desk.mailer.trouble = raising(TransientError("mail_unreachable", "mail"))
    desk.run(worker)
    assert down(desk) == ["mail"]
    desk.mailer.trouble = raising(answer)
    desk.later()
    desk.run(worker)
    assert down(desk) == []


def test_a_part_that_may_be_read_but_not_changed_stays_down(desk: WorkerDesk) -> None:
    approved_account(desk.database)
    with pytest.raises(Killed):
        desk.worker(kill_at(Failpoint.AFTER_CREATED_COMMIT))()
    worker = desk.worker()
    desk.directory.trouble = raising(ConfigurationError("keycloak_forbidden", "keycloak"), "set_password")
    for _ in range(2):
        desk.later()
        desk.run(worker)
        assert down(desk) == ["keycloak"]
