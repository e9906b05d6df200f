"""Every page that shows something of a customer's case writes down who looked, a page nobody has thought of yet too."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from provisioner import incidents
from provisioner.accounts.rules import AccountStatus
from provisioner.cases.letters.tables import SentLetter
from provisioner.database import Database
from provisioner.journal.events import Event
from provisioner.journal.tables import AuditEntry
from provisioner.staff.roles import Role
from tests import asked, changed, declared, resigned
from tests.corrected import wrong
from tests.factories import NOW, member, recorded
from tests.posted import printed, returned
from tests.web.desk import DeskUnderTest

pytestmark = pytest.mark.patient

NO_CASE = frozenset(
    {
        "/applications/new/scans/<uuid:scan_id>/pages/<int:page>",
        "/forms/drafts/<uuid:draft_id>",
        "/forms/drafts/<uuid:draft_id>/preview",
        "/resignations/many/<uuid:batch_id>",
    }
)
"""Of nobody yet, of the office alone, and a list of many, as the queue is."""
FILES = ("/scans/", ".pdf")
"""Pictures and letters, each made at one place: tests/web/test_scans.py, test_archive.py and test_letter.py look at
them."""


@pytest.fixture
def ids(desk: DeskUnderTest) -> Mapping[str, UUID]:
    """One of each thing that an address names: by the beginning of the address, or by the whole."""
    with desk.database.transaction() as session:
        active = declared.under_the_old(session)
        notified = wrong(session, AccountStatus.NOTIFIED, **_other(2))
        notified.mails_sent = notified.mails_begun = 1
        astray = wrong(session, AccountStatus.NOTIFIED, **_other(3))
        astray.mails_sent = astray.mails_begun = 1
        found = {
            "/applications/": active.case_id,
            "/applications/<uuid:application_id>/edit": recorded(session, **_other(4)).id,
            "/applications/<uuid:application_id>/correction": notified.case_id,
            "/applications/<uuid:application_id>/wrong-person": notified.case_id,
            "/cases/": recorded(session, **_other(5)).id,
            "/changes/": changed.recorded(session, active, email=changed.NEW).id,
            "/resignations/": resigned.recorded(session, active).id,
            "/declarations/": declared.recorded(session, active).id,
            "/erasures/": asked.asked(session).id,
            "/incidents/": incidents.open_incident(
                session, astray.case_id, what="nie ten", by=member(session, "Celina Clerk"), at=NOW
            ).id,
        }
        owes = returned(session, **_other(6)).id
    return found | {"/letters/": _letter(desk.database, owes)}


def test_every_page_of_a_case_is_a_look(desk: DeskUnderTest, ids: Mapping[str, UUID]) -> None:
    rules = {rule.rule for rule in desk.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    about = {rule for rule in rules if "<uuid:" in rule and not any(file in rule for file in FILES)} - NO_CASE
    new_request = f"/erasures/new?case={ids['/applications/']}"
    unseen = {}
    for number, address in enumerate([*sorted(_address(rule, ids) for rule in about), new_request]):
        name = f"Reader {number}"
        answer = desk.as_(Role.CLERK, Role.APPROVER, Role.AUDITOR, name=name).client.get(address)
        answer.get_data()
        answer.close()
        if answer.status_code != 200 or not _looked(desk, name):
            unseen[address] = answer.status
    assert unseen == {}


def _other(number: int) -> dict[str, Any]:
    email = f"inny{number}@example.com"
    return {"customer_number": f"20000{number}", "email": email, "email_again": email}


def _letter(database: Database, case: UUID) -> UUID:
    [letter] = printed(database, case)
    assert isinstance(letter, SentLetter)
    return letter.id


def _address(rule: str, ids: Mapping[str, UUID]) -> str:
    known = ids.get(rule) or ids[f"/{rule.split('/')[1]}/"]
    path = rule.replace("<any(consents,regulamin):kind>", "consents")
    return "/".join(str(known) if part.startswith("<uuid:") else part for part in path.split("/"))


def _looked(desk: DeskUnderTest, name: str) -> bool:
    mine = (AuditEntry.event == Event.CASE_VIEWED, AuditEntry.actor == f"staff:{desk.staff_id(name)}")
    with desk.database.reading() as session:
        return session.scalar(sa.select(AuditEntry.seq).where(*mine).limit(1)) is not None
