"""What the worker makes of an approval (docs/architecture.md): one user, one mail, one journal line a change."""

import sqlalchemy as sa

from provisioner.accounts.rules import AccountStatus
from provisioner.journal.events import Event
from provisioner.journal.tables import AuditEntry
from tests.factories import approved_account, recorded
from tests.worker.desk import WorkerDesk

MOST_STATEMENTS = 24
"""Of three transactions: claimed, created, mailed; a link "it wasn't me" is one of them."""


def test_r4_r5_an_approval_becomes_one_user_and_one_mail(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.run()
    (user,) = desk.directory.users.values()
    (mail,) = desk.mailer.sent
    assert desk.directory.calls == ["create"]
    assert (user.login, user.application_id) == ("104233", str(account.case_id))
    assert mail.to == "jozef@example.com"
    assert desk.mailed_password() == user.password
    assert desk.state(account.id) == (AccountStatus.NOTIFIED, None)


def test_an_account_is_created_and_mailed_in_few_statements(desk: WorkerDesk) -> None:
    # A busy worker shares its processors with Keycloak, and each statement costs more than what it does.
    for number in ("104233", "104234"):
        approved_account(desk.database, customer_number=number, email=f"{number}@example.com",
                         email_again=f"{number}@example.com")  # fmt: skip
    worker = desk.worker()
    worker()
    asked: list[str] = []
    sa.event.listen(desk.database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    worker()
    clock = [one for one in asked if "clock_timestamp" in one]
    transactions = [one for one in asked if one.startswith("BEGIN")]
    assert len(asked) - len(clock) - len(transactions) <= MOST_STATEMENTS


def test_p5_nothing_happens_before_an_approval(desk: WorkerDesk) -> None:
    with desk.database.transaction() as session:
        recorded(session)
    assert desk.run() == 0
    assert (desk.directory.calls, desk.mailer.sent) == ([], [])


def test_p8_every_change_of_state_has_one_line_in_the_journal(desk: WorkerDesk) -> None:
    account = approved_account(desk.database)
    desk.run()
    desk.directory.customer_sets_own_password(str(desk.account(account.id).keycloak_id), "WlasneHaslo1")
    desk.later()
    desk.run()
    with desk.database.reading() as session:
        events = session.scalars(sa.select(AuditEntry.event).order_by(AuditEntry.seq)).all()
    assert events[2:] == [Event.ACCOUNT_CREATED, Event.ACCOUNT_NOTIFIED, Event.ACCOUNT_ACTIVATED]
    assert desk.state(account.id) == (AccountStatus.ACTIVATED, None)


def test_p9_nothing_is_open_while_the_worker_waits_outside(desk: WorkerDesk) -> None:
    approved_account(desk.database)
    seen: list[bool] = []

    def look(call: object) -> None:
        seen.append(desk.database.in_transaction)

    desk.directory.trouble = desk.mailer.trouble = look
    desk.run()
    assert seen == [False, False]


def test_p3_the_password_is_nowhere_in_the_database(desk: WorkerDesk, database_url: str) -> None:
    approved_account(desk.database)
    desk.run()
    password = desk.mailed_password()
    with desk.database.reading() as session:
        tables = sa.inspect(desk.database.engine).get_table_names()
        rows = [str(row) for table in tables for row in session.execute(sa.text(f"SELECT * FROM {table}"))]
    assert rows
    assert password not in "".join(rows)
