"""Each kind of work pauses with the parts it needs, and with no other."""

from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from provisioner import outbox
from provisioner.outbox import Claim, Kind, Urgency
from provisioner.outbox.handlers import AnyHandler, Handler, Hands, Next, Trouble
from provisioner.outside.ports import TransientError
from tests.factories import NOW, approved_account
from tests.worker.desk import WorkerDesk
from tests.worker.troubles import no_trouble, raising

LATER = Kind("later", "account", lane="user", needs=frozenset({"keycloak"}), urgency=Urgency.URGENT)
COUNT = Kind("count", "office")


class Done(Handler[UUID]):
    """Work of a kind that a later feature could bring; remembers on what it was done."""

    def __init__(self, hands: Hands, kind: Kind, done: list[UUID]) -> None:
        self.hands, self.kind, self.done = hands, kind, done

    def read(self, session: Session, claim: Claim) -> UUID:
        return claim.subject_id

    def carry_out(self, claim: Claim, work: UUID) -> Next | None:
        self.done.append(work)
        with self.hands.database.transaction() as session:
            outbox.finish(session, claim, now=self.hands.database.now(session))
        return None

    def give_up(self, session: Session, claim: Claim, trouble: Trouble, code: str, *, at: object) -> None:
        raise AssertionError


def two_more(desk: WorkerDesk, done: list[UUID]) -> list[UUID]:
    """A piece that needs Keycloak and one without any outside, both due; a worker that knows them."""
    subjects = [uuid4(), uuid4()]
    with desk.database.transaction() as session:
        for kind, subject in zip((LATER, COUNT), subjects, strict=True):
            outbox.put(session, kind, subject, NOW)

    def more(hands: Hands) -> list[AnyHandler]:
        return [Done(hands, kind, done) for kind in (LATER, COUNT)]

    desk.more = more
    return subjects


def test_a_mail_outage_pauses_nothing_that_needs_keycloak_only(desk: WorkerDesk) -> None:
    done: list[UUID] = []
    worker = desk.worker()
    for address in ("a@example.com", "b@example.com"):
        approved_account(desk.database, email=address, email_again=address)
    desk.mailer.trouble = raising(TransientError("mail_unreachable", "mail"))
    desk.run(worker)
    assert len(desk.directory.users) == 1, "whoever needs the mail server waits after the first failure"
    later, count = two_more(desk, done)
    desk.run(desk.same(worker))
    assert done == [later, count]
    assert desk.mailer.sent == []


def test_with_keycloak_away_only_what_needs_it_waits(desk: WorkerDesk) -> None:
    done: list[UUID] = []
    worker = desk.worker()
    approved_account(desk.database)
    desk.directory.trouble = raising(TransientError("keycloak_unreachable", "keycloak"))
    desk.run(worker)
    later, count = two_more(desk, done)
    worker = desk.same(worker)
    desk.run(worker)
    assert done == [count]
    desk.directory.trouble = no_trouble
    desk.later()
    desk.run(worker)
    assert done == [count, later]
    assert len(desk.mailer.sent) == 1
