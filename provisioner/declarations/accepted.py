"""What the customer of an account has accepted by now: the edition in force for it, clause by clause (R2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, lazyload

from provisioner.accounts.tables import Account
from provisioner.applications.rules import Answer
from provisioner.applications.tables import Application, ClauseAnswer
from provisioner.cases.status import CaseStatus
from provisioner.declarations.rules import DeclarationKind
from provisioner.declarations.tables import Declaration, DeclaredAnswer
from provisioner.forms.tables import Clause, ClauseKind, FormEdition


@dataclass(frozen=True)
class Given:
    """An answer, and the approved paper on which it stands."""

    answer: Answer
    paper: Application | Declaration

    @property
    def since(self) -> datetime:
        """When the paper was approved."""
        return self.paper.decided_at or self.paper.recorded_at


@dataclass(frozen=True)
class Accepted:
    """The edition, the paper on which it was accepted, and the answer to each of its clauses by their ids."""

    edition: FormEdition
    paper: Application | Declaration
    answers: Mapping[int, Given]

    @property
    def consents(self) -> Sequence[Clause]:
        """The clauses that can be given and withdrawn by themselves."""
        return [one for one in self.edition.clauses if withdrawable(one)]

    def answer(self, clause_id: int) -> Answer:
        """What stands beside a clause; a voluntary one that nobody could read is not given."""
        given = self.answers.get(clause_id)
        return given.answer if given else Answer.REFUSED


def withdrawable(clause: Clause) -> bool:
    """Whether a customer may withdraw it and keep the account."""
    return clause.kind is ClauseKind.CONSENT and not clause.required


def accepted(session: Session, account: Account) -> Accepted:
    """What stands now, from the application on; a later paper takes the place of what it answers."""
    # A paper has few clauses, so one statement with repeated rows is cheaper than one for each part of it.
    wanted = sa.select(Application).where(Application.id == account.case_id).options(
        joinedload(Application.edition).joinedload(FormEdition.clauses),
        joinedload(Application.answers).joinedload(ClauseAnswer.clause),
        lazyload(Application.editors),
    )  # fmt: skip
    first = session.scalars(wanted).unique().one()
    found = Accepted(first.edition, first, dict(_given(first)))
    for paper in session.scalars(_approved(account.id)).unique():
        if paper.kind is DeclarationKind.REGULAMIN:
            found = Accepted(paper.edition, paper, dict(_given(paper)))
        elif paper.edition_id == found.edition.id:
            found = replace(found, answers={**found.answers, **dict(_given(paper))})
    return found


def _approved(account_id: UUID) -> sa.Select[Declaration]:
    wanted = sa.select(Declaration).where(
        Declaration.account_id == account_id, Declaration.status == CaseStatus.APPROVED
    )  # fmt: skip
    # What the customer signed last counts, whichever was approved first.
    order = (FormEdition.valid_from, Declaration.received_on, Declaration.number)
    return (
        wanted.join(FormEdition, FormEdition.id == Declaration.edition_id)
        .order_by(*order)
        .options(
            joinedload(Declaration.edition).joinedload(FormEdition.clauses),
            joinedload(Declaration.answers).joinedload(DeclaredAnswer.clause),
            lazyload(Declaration.editors),
        )
    )


def _given(paper: Application | Declaration) -> Iterator[tuple[int, Given]]:
    for one in paper.answers:
        yield one.clause_id, Given(one.answer, paper)
