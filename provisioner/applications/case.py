"""One case with everything its page shows: data, hindrances, account, next try and history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from provisioner import office
from provisioner.accounts.blocking.tables import AccountBlock
from provisioner.accounts.closing.tables import STANDS, AccountClosing
from provisioner.accounts.delivery.listing import OF_THE_PASSWORD
from provisioner.accounts.delivery.tables import MailReport
from provisioner.accounts.listing import USER_FIRST, shown_work
from provisioner.accounts.mandates.standing import ALONE_SINCE, has_ended, newest_of
from provisioner.accounts.mandates.tables import Mandate
from provisioner.accounts.not_me.listing import FIRST_REPORT
from provisioner.accounts.offers import HELD, Step, offered
from provisioner.accounts.owners import OTHER_OWNER
from provisioner.accounts.tables import Account
from provisioner.agreement.tables import AccountSeen
from provisioner.applications.alike import AlikeCases, alike
from provisioner.applications.tables import Application, ClauseAnswer
from provisioner.cases.deadlines import counted
from provisioner.cases.errors import UnknownCase
from provisioner.cases.hindrances import Hindrance
from provisioner.cases.history import HistoryLine, history
from provisioner.cases.queue import Urgency, standing
from provisioner.cases.sealed.keeping import masks
from provisioner.corrections.listing import WAITS
from provisioner.corrections.tables import Correction
from provisioner.journal import Event
from provisioner.office import OfficeRules
from provisioner.office.working_days import Deadline
from provisioner.outbox.tables import Task


@dataclass(frozen=True)
class Case:
    """An application with its account, open task and block, if any, its history, newest first, and its deadline.

    `steps` is what can be done about the account, `correction` the proposal that waits for it, `not_me` since when a
    report "it wasn't me" does, `closing` what ends the account, `mail` what is reported of the mail of its present
    password, `mandate` the newest under which it is or was used and `mandate_over` whether nobody may use it so any
    more, `other_owner` that somebody else owns the customer number by now. `masks` stand for what is sealed, `revealed`
    is how often that was shown. `counted` may differ from the stored deadline when
    the calendar has changed since.
    """

    application: Application
    urgency: Urgency
    days_left: int
    hindrances: Sequence[Hindrance]
    account: Account | None
    task: Task | None
    block: AccountBlock | None
    seen: AccountSeen | None
    steps: frozenset[Step]
    correction: Correction | None
    closing: AccountClosing | None
    not_me: datetime | None
    mail: MailReport | None
    mandate: Mandate | None
    mandate_over: bool
    other_owner: bool
    history: Sequence[HistoryLine]
    rules: OfficeRules
    counted: Deadline
    alike: AlikeCases
    masks: Mapping[str, str]
    revealed: int


Together = tuple[
    Application,
    Account | None,
    Task | None,
    AccountBlock | None,
    Correction | None,
    AccountSeen | None,
    AccountClosing | None,
    bool,
    datetime | None,
    MailReport | None,
    Mandate | None,
    bool,
    bool,
]


SHOWN = (
    Application, Account, Task, AccountBlock, Correction, AccountSeen, AccountClosing, HELD, FIRST_REPORT, MailReport,
    Mandate, ALONE_SINCE, OTHER_OWNER,
)  # fmt: skip


def case(session: Session, application_id: UUID, *, today: date) -> Case:
    """The whole case. Raises UnknownCase."""
    (
        application, account, task, block, correction, seen, closing, held, reported, mail, mandate, alone, other,
    ) = _together(session, application_id)  # fmt: skip
    rules, calendar = office.rules(session), office.calendar_in_force(session)
    group, left = standing(application, today, calendar)
    over = mandate is not None and has_ended(mandate, alone=alone, on=today)
    ids = [str(application.id)] + ([str(account.id)] if account else [])
    lines = history(session, ids)
    return Case(
        application, group, left, application.hindrances(today), account, task, block, seen,
        _steps(account, block, held=held, other_owner=other), correction,
        closing, reported, mail, mandate, over, other, lines, rules, counted(session, application),
        alike(session, application), masks(session, application),
        sum(line.event is Event.ANSWER_REVEALED for line in lines),
    )  # fmt: skip


def _steps(account: Account | None, block: AccountBlock | None, *, held: bool, other_owner: bool) -> frozenset[Step]:
    if account is None:
        return frozenset()
    return offered(account, held=held, ground=block.ground if block else None, other_owner=other_owner)


def application_with_form(session: Session, application_id: UUID) -> Application:
    """The application with the clauses of its form, to be keyed in again. Raises UnknownCase."""
    application, *_ = _together(session, application_id)
    _ = application.edition.clauses
    return application


def _together(session: Session, application_id: UUID) -> Together:
    """A case has few editors and answers, so one statement with repeated rows is cheaper than one for each."""
    answers = joinedload(Application.answers).joinedload(ClauseAnswer.clause)
    found = session.execute(
        sa.select(*SHOWN)
        .outerjoin(Account, Account.case_id == Application.id)
        .outerjoin(Task, shown_work())
        .outerjoin(AccountBlock, sa.and_(AccountBlock.account_id == Account.id, AccountBlock.lifted_at.is_(None)))
        .outerjoin(Correction, sa.and_(Correction.account_id == Account.id, WAITS))
        .outerjoin(AccountSeen, AccountSeen.account_id == Account.id)
        .outerjoin(AccountClosing, sa.and_(AccountClosing.account_id == Account.id, STANDS))
        .outerjoin(MailReport, OF_THE_PASSWORD)
        .outerjoin(Mandate, sa.and_(Mandate.account_id == Account.id, newest_of(Account.id)))
        .where(Application.id == application_id)
        .options(
            contains_eager(Application.account),
            joinedload(Application.edition),
            joinedload(Application.editors),
            joinedload(Application.letters),
            joinedload(Application.errands),
            joinedload(Application.sealed),
            answers,
        )
        .order_by(USER_FIRST)
    )
    row = found.unique().first()
    if row is None:
        raise UnknownCase(str(application_id))
    held, alone, other = bool(row[7]), bool(row[11]), bool(row[12])
    return row[0], row[1], row[2], row[3], row[4], row[5], row[6], held, row[8], row[9], row[10], alone, other
