"""What a day at the office adds to the sample desk of release 0.1.0, done by that release's own use cases.

Runs with the former release's Python and its `tests` on the path: `python busy_0001.py DATABASE`. Nothing of today's
house is used here, so type checkers leave this file alone.
"""

import sys
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from provisioner.domain.application import ApplicationStatus
from provisioner.models import Account, Application, Task
from provisioner.ports import PermanentError, TransientError

from provisioner import accounts, applications, office, outbox
from provisioner.database import Database
from tests.factories import approved_account, entry, member, recorded
from tests.fakes import StoredUser
from tests.worker.desk import WorkerDesk
from tests.worker.troubles import no_trouble, raising

NOW = datetime.now(UTC)


def main():
    desk = WorkerDesk(Database(f"sqlite:///{sys.argv[1]}"))
    know_the_users(desk)
    desk.run()
    log_in_and_expire(desk)
    correct_and_complete(desk.database)
    send_back(desk.database)
    decide_an_own_entry(desk)
    ask_for_attention(desk)
    leave_work_waiting(desk)
    desk.database.close()


def know_the_users(desk):
    """The fake realm holds what the real one does."""
    with desk.database.reading() as session:
        for account in session.scalars(sa.select(Account).where(Account.keycloak_id.is_not(None))):
            paper = account.application
            user = StoredUser(account.keycloak_id, account.login, paper.email, str(paper.id), "mailed")
            desk.directory.users[user.id] = user


def log_in_and_expire(desk):
    """One customer has chosen a password, another has let the mailed one grow old."""
    first, second = (account_of(desk, login) for login in ("100234", "106001"))
    desk.directory.customer_sets_own_password(first.keycloak_id, "WlasneHaslo1")
    with desk.database.transaction() as session:
        session.get_one(Account, second.id).password_valid_until = NOW - timedelta(minutes=1)
    desk.later()
    desk.run()


def correct_and_complete(database):
    """A recorded application corrected by a second clerk, an incomplete one completed."""
    with database.transaction() as session:
        clerk = member(session, "Celina Kos")
        for number, name, kind in (
            ("107815", ("Piotr", "Naczk"), ApplicationStatus.RECORDED),
            ("106214", ("Leszek", "Gruchała"), ApplicationStatus.INCOMPLETE),
        ):
            paper = session.scalars(
                sa.select(Application).where(Application.customer_number == number, Application.status == kind)
            ).one()
            address = f"{number}@example.com"
            keyed = entry(
                session, NOW.date(), customer_number=number, first_name=name[0], last_name=name[1], email=address,
                email_again=address, received_on=f"{paper.received_on:%d.%m.%Y}", document_date="", note="Poprawione.",
            )  # fmt: skip
            applications.complete(
                session, paper.id, keyed, revision=paper.revision, completed_on=NOW.date(), scheme="customer_number",
                by=clerk, at=NOW,
            )  # fmt: skip


def send_back(database):
    """One application waits for what is missing."""
    with database.transaction() as session:
        paper = session.scalars(sa.select(Application).where(Application.customer_number == "107816")).one()
        applications.return_incomplete(
            session,
            paper.id,
            revision=paper.revision,
            missing="Brak podpisu.",
            by=member(session, "Barbara Lis"),
            at=NOW,
        )  # fmt: skip


def decide_an_own_entry(desk):
    """While four eyes were switched off one person did both."""
    with desk.database.transaction() as session:
        office.change(session, "four_eyes", "false")
        paper = recorded(
            session, by="Anna Nowak", customer_number="200100", email="a@example.org", email_again="a@example.org"
        )
        applications.approve(
            session, paper.id, revision=1, by=member(session, "Anna Nowak"), at=NOW, undo_window=timedelta(0)
        )
        office.change(session, "four_eyes", "true")
    desk.run()


def ask_for_attention(desk):
    """One mail refused for good and left so, one refused and tried again; a stranger holds a third one's login."""
    desk.mailer.trouble = raising(PermanentError("550"))
    approve(desk, "200201")
    tried = approve(desk, "200202")
    desk.run()
    desk.mailer.trouble = no_trouble
    desk.directory.stranger("200203")
    approve(desk, "200203")
    desk.run()
    with desk.database.transaction() as session:
        accounts.retry(session, tried.id, by=member(session, "Barbara Lis"), at=NOW + timedelta(hours=1))


def leave_work_waiting(desk):
    """A mail put off twice, work that an outage holds up, a task in a worker's hands, a new password asked for."""
    desk.mailer.trouble = raising(TransientError("mail_deferred"))
    late = approve(desk, "200301")
    desk.run()
    with desk.database.transaction() as session:
        mine = sa.update(Task).where(Task.account_id == late.id, Task.done_at.is_(None))
        session.execute(mine.values(not_before=datetime.now(UTC) - timedelta(seconds=1)))
    desk.run()
    desk.directory.trouble = raising(TransientError("keycloak_unreachable", "keycloak"))
    approve(desk, "200302")
    desk.run()
    held = approve(desk, "200303")
    with desk.database.transaction() as session:
        claim = outbox.claim(session, now=datetime.now(UTC), worker="vm:1", lease=timedelta(minutes=2))
        assert claim.account_id == held.id
    again = account_of(desk, "104811")
    with desk.database.transaction() as session:
        accounts.reissue(session, again.id, by=member(session, "Barbara Lis"), at=NOW)


def approve(desk, number):
    address = f"{number}@example.com"
    return approved_account(desk.database, customer_number=number, email=address, email_again=address)


def account_of(desk, login):
    with desk.database.reading() as session:
        return session.scalars(sa.select(Account).where(Account.login == login)).one()


if __name__ == "__main__":
    main()
