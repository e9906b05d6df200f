"""A clerk keys in which clauses the customer of an account answers anew."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from sqlalchemy.orm import Session

from provisioner import declarations, office
from provisioner.accounts.tables import Account
from provisioner.cases.deadlines import last_days
from provisioner.declarations import Asked
from provisioner.declarations.rules import DeclarationKind
from provisioner.declarations.tables import Declaration
from provisioner.entry.reader import Problem
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.flash import tell
from provisioner.web.frame.revision import sent_form_key
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.account.asking import account_of
from provisioner.web.pages.case.keying import Answer, keyed, saved
from provisioner.web.pages.declarations.blueprint import address, blueprint
from provisioner.web.pages.declarations.form import EDITION, declaration_form, empty, sections
from provisioner.web.words.database import Said
from provisioner.web.words.translate import _, _l

HEADINGS: Mapping[DeclarationKind, Any] = {
    DeclarationKind.CONSENTS: _l("Consents, %(name)s"),
    DeclarationKind.REGULAMIN: _l("Acceptance of the Regulamin, %(name)s"),
}


OTHER_EDITION = (
    _l("Nothing is saved: another edition of the form counts by now"),
    _l("The clauses below are those of that edition: compare them with the paper."),
)


@blueprint.get("/applications/<uuid:application_id>/declaration/<any(consents,regulamin):kind>")
@needs(Action.RECORD)
def new(application_id: UUID, kind: str) -> Answer:
    """The empty form; where it would ask nothing, the page of what is accepted."""
    with desk().database.reading() as db:
        account, asked = _asked(db, application_id, kind)
        if asked is None:
            return redirect(url_for("declarations.accepted", application_id=application_id), 303)
        return _page(account, asked, declaration_form(asked, office.rules(db), empty(asked)))


@blueprint.post("/applications/<uuid:application_id>/declaration/<any(consents,regulamin):kind>")
@needs(Action.RECORD)
def save(application_id: UUID, kind: str) -> Answer:
    """Save it and go on to its page."""
    parts = desk()
    with parts.database.reading() as db:
        account, asked = _asked(db, application_id, kind)
        if asked is None:
            tell(_("Nothing is saved: there is nothing left to declare, see what is accepted by now."))
            return redirect(url_for("declarations.accepted", application_id=application_id), 303)
        rules = office.rules(db)
        form = declaration_form(asked, rules)
        if form[EDITION].data != str(asked.edition.id):
            form[EDITION].data = str(asked.edition.id)
            return _page(account, asked, form, trouble=OTHER_EDITION), 409

    def record(db: Session, by: StaffMember) -> Declaration:
        kept, now = _asked(db, application_id, kind)
        entry = declarations.read_declaration(
            request.form, today=parts.today(), practice=parts.practice, number=kept.customer_number, asked=now or asked,
            rules=rules, last_day=last_days(db, Declaration()),
        )  # fmt: skip
        return declarations.record(db, kept, now or asked, entry, form_key=sent_form_key(), by=by, at=parts.clock())

    return saved(record, partial(_page, account, asked, form), address)


def _asked(db: Session, application_id: UUID, kind: str) -> tuple[Account, Asked | None]:
    account = account_of(db, application_id)
    return account, declarations.asked(
        db, declarations.accepted(db, account), DeclarationKind(kind), today=desk().today()
    )


def _page(
    account: Account, asked: Asked, form: Any, problems: Sequence[Problem] = (), *, trouble: Said | None = None
) -> str:
    return keyed(
        "declarations/form.html",
        form,
        problems,
        heading=str(HEADINGS[asked.kind]) % {"name": account.display_name},
        where=url_for("declarations.save", application_id=account.case_id, kind=asked.kind.value),
        back=url_for("declarations.accepted", application_id=account.case_id),
        back_text=_("Consents and Regulamin, %(number)s", number=account.case_number),
        about=account.case_id,
        parts=sections(form, asked),
        trouble=trouble,
    )
