"""The worker's part: a letter as an attachment of a mail that says what it is about, and nothing else."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from provisioner import journal, outbox
from provisioner.accounts.delivery.marks import Sent, mark_of
from provisioner.cases.letters.rules import MailState
from provisioner.cases.letters.tables import SentLetter
from provisioner.cases.moves import OBJECT
from provisioner.cases.tables import Case
from provisioner.journal import Event
from provisioner.letters import Letter, NotPrintable, Press
from provisioner.mail import LetterAttached, letter_attached
from provisioner.mail.sent import keep
from provisioner.mail.wording import Wording
from provisioner.outbox.claims import Claim
from provisioner.outbox.handlers import Handler, Hands, Next, Trouble
from provisioner.outside.parts import MAIL, heard
from provisioner.outside.ports import Attachment, Mail, Mailer, PermanentError
from provisioner.post.address import proved
from provisioner.post.kinds import MAIL_LETTER
from provisioner.post.sheets import letter
from provisioner.settings.branding import Branding
from provisioner.wording import in_force, noted


@dataclass(frozen=True)
class Envelope:
    """The letter and where it goes; without a letter it is owed no more, or was asked for of another decision.

    By the `mark` a report about the mail is known again.
    """

    to: str
    letter: Letter | None
    wording: Wording
    mark: str


class MailLetter(Handler[Envelope]):
    """Mails one letter; after a killed worker it may be sent twice, which is harmless."""

    kind = MAIL_LETTER

    def __init__(self, hands: Hands, mailer: Mailer, press: Press, branding: Branding) -> None:
        self.hands = hands
        self.mailer = mailer
        self.press = press
        self.branding = branding

    def read(self, session: Session, claim: Claim) -> Envelope:
        """The letter as it was asked for, if the case still owes it."""
        sent = session.get_one(SentLetter, claim.subject_id)
        case = session.get_one(Case, sent.case_id)
        told = letter(session, case, self.branding) if case.revision == sent.revision else None
        mark = mark_of(session, Sent(sent.id, claim.kind, 0, claim.task_id))
        return Envelope(proved(session, case), told, in_force(session), mark)

    def carry_out(self, claim: Claim, work: Envelope) -> Next | None:
        """Set it and send it, unless that is not true any more."""
        if not work.to or work.letter is None:
            raise PermanentError("letter_not_owed")
        content = self._set(work.letter)
        told = LetterAttached(work.to, work.letter.recipient.language, work.letter.number)
        name = f"{work.letter.number.replace('/', '-')}.pdf"
        self.hands.lease.check()
        mail = letter_attached(told, self.branding, work.wording)
        self._send(replace(mail, attachment=Attachment(name, content), mark=work.mark))
        with self.hands.database.transaction() as session:
            now = self.hands.database.now(session)
            outbox.finish(session, claim, now=now)
            sent = session.get_one(SentLetter, claim.subject_id)
            sent.mail, sent.digest, sent.sent_at = MailState.ACCEPTED, hashlib.sha256(content).hexdigest(), now
            self._note(
                session,
                sent,
                Event.LETTER_MAILED,
                now,
                digest=sent.digest,
                **keep(session, sent.case_id, mail, at=now),
                **noted(work.letter.wording),
                **noted(mail.wording, "mail_wording"),
            )
        return None

    def give_up(self, session: Session, claim: Claim, trouble: Trouble, code: str, *, at: datetime) -> None:
        """The letter is owed again, on the list of those to print."""
        sent = session.get_one(SentLetter, claim.subject_id)
        sent.mail = MailState.REFUSED
        self._note(session, sent, Event.LETTER_NOT_MAILED, at, trouble=trouble, code=code)

    def _set(self, told: Letter) -> bytes:
        try:
            return self.press.pdf(told)
        except NotPrintable:
            raise PermanentError("letter_not_printable") from None

    def _send(self, mail: Mail) -> None:
        with heard(partial(self.hands.answered, MAIL)):
            self.mailer.send(mail)
        self.hands.answered(MAIL)

    def _note(self, session: Session, sent: SentLetter, event: Event, at: datetime, **why: str | int) -> None:
        journal.record(
            session, event, at=at, actor=journal.WORKER, object_type=OBJECT, object_id=sent.case_id,
            values=None, letter=sent.kind, **why,
        )  # fmt: skip
