"""A clerk keys in a paper that changes the data of an active account."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from sqlalchemy.orm import Session

from provisioner import changes, office
from provisioner.accounts.changing.requests import changeable
from provisioner.accounts.tables import Account
from provisioner.cases.deadlines import last_days
from provisioner.changes.tables import ChangeOfData
from provisioner.entry.reader import Problem
from provisioner.staff.roles import Action
from provisioner.staff.tables import StaffMember
from provisioner.web.desk import desk
from provisioner.web.frame.revision import sent_form_key
from provisioner.web.gate.access import needs
from provisioner.web.pages.case.account.asking import account_of
from provisioner.web.pages.case.keying import Answer, keyed, saved, way_back
from provisioner.web.pages.changes.blueprint import address, blueprint
from provisioner.web.pages.changes.form import change_form, empty, sections
from provisioner.web.words.database import Said
from provisioner.web.words.translate import _


@blueprint.get("/applications/<uuid:application_id>/change")
@needs(Action.RECORD)
def new(application_id: UUID) -> Answer:
    """The empty form; where nothing can be changed, the case says why."""
    with desk().database.reading() as db:
        account, rules = account_of(db, application_id), office.rules(db)
        if not changeable(account):
            return redirect(url_for("case.show", application_id=application_id), 303)
        return _page(account, change_form(rules, empty()), changes.present(db, account))


@blueprint.post("/applications/<uuid:application_id>/change")
@needs(Action.RECORD)
def save(application_id: UUID) -> Answer:
    """Save it and go on to its page."""
    parts = desk()
    with parts.database.reading() as db:
        account, rules = account_of(db, application_id), office.rules(db)
        now = changes.present(db, account)

    def record(db: Session, by: StaffMember) -> ChangeOfData:
        entry = changes.read_change(
            request.form, today=parts.today(), practice=parts.practice, number=account.customer_number, now=now,
            rules=rules, last_day=last_days(db, ChangeOfData()),
        )  # fmt: skip
        kept = db.get_one(Account, account.id)
        return changes.record(db, kept, entry, form_key=sent_form_key(), by=by, at=parts.clock())

    return saved(record, partial(_page, account, change_form(rules), now), address)


def _page(
    account: Account,
    form: Any,
    now: Mapping[str, str],
    problems: Sequence[Problem] = (),
    *,
    trouble: Said | None = None,
) -> str:
    return keyed(
        "changes/form.html",
        form,
        problems,
        heading=_("Change of data, %(name)s", name=account.display_name),
        where=url_for("changes.save", application_id=account.case_id),
        **way_back(account),
        parts=sections(form, now),
        trouble=trouble,
    )
