"""A clerk keys in a paper that ends an account, or that the office itself ends it (R8)."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from sqlalchemy.orm import Session

from provisioner import accounts, office, resignations
from provisioner.accounts.tables import Account
from provisioner.cases.deadlines import last_days
from provisioner.entry.reader import Problem
from provisioner.resignations.tables import Resignation
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.revision import sent_form_key
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.account.asking import account_of
from provisioner.web.pages.case.keying import Answer, keyed, saved, way_back
from provisioner.web.pages.resignations.blueprint import address, blueprint
from provisioner.web.pages.resignations.form import ON_PAPER, empty, resignation_form, sections
from provisioner.web.words.database import Said
from provisioner.web.words.translate import _


@blueprint.get("/applications/<uuid:application_id>/resignation")
@needs(Action.RECORD)
def new(application_id: UUID) -> Answer:
    """The empty form; where nothing can be closed, the case says why."""
    with desk().database.reading() as db:
        account, rules = account_of(db, application_id), office.rules(db)
    if not accounts.closable(account):
        return redirect(url_for("case.show", application_id=application_id), 303)
    return _page(account, resignation_form(rules, empty()))


@blueprint.post("/applications/<uuid:application_id>/resignation")
@needs(Action.RECORD)
def save(application_id: UUID) -> Answer:
    """Save it and go on to its page."""
    parts = desk()
    with parts.database.reading() as db:
        account, rules = account_of(db, application_id), office.rules(db)

    def record(db: Session, by: StaffMember) -> Resignation:
        entry = resignations.read_resignation(
            request.form, today=parts.today(), practice=parts.practice, number=account.customer_number, rules=rules,
            last_day=last_days(db, Resignation()),
        )  # fmt: skip
        kept = db.get_one(Account, account.id)
        return resignations.record(db, kept, entry, form_key=sent_form_key(), by=by, at=parts.clock())

    return saved(record, partial(_page, account, resignation_form(rules)), address)


def _page(account: Account, form: Any, problems: Sequence[Problem] = (), *, trouble: Said | None = None) -> str:
    return keyed(
        "resignations/form.html",
        form,
        problems,
        heading=_("End of the account, %(name)s", name=account.display_name),
        where=url_for("resignations.save", application_id=account.case_id),
        **way_back(account),
        parts=sections(form),
        on_paper=ON_PAPER,
        trouble=trouble,
    )
