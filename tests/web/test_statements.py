"""No page asks the database more than eight times, however much there is to show."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from provisioner import drafts, office
from provisioner.accounts.rules import AccountStatus
from provisioner.accounts.tables import Account
from provisioner.cases import decide
from provisioner.cases.tables import Case
from provisioner.cases.views.tables import QueueView
from provisioner.changes.tables import ChangeOfData
from provisioner.database import Database
from provisioner.declarations.tables import Declaration
from provisioner.drafts import files
from provisioner.drafts.tables import BroughtFile
from provisioner.erasures.tables import ErasureRequest
from provisioner.outside.tables import ComponentState
from provisioner.resignations.many import check, record_many
from provisioner.resignations.tables import Resignation
from provisioner.scans.tables import Scan
from provisioner.staff.roles import Role
from tests import declared, resigned
from tests.browser.samples import APPROVER, fill
from tests.editions import drafted
from tests.emergencies import alone
from tests.factories import NOW, PRACTICE, TODAY, approved, member, recorded
from tests.privacy.desk import erased, erasing
from tests.scanned import drawn
from tests.sealed import masked
from tests.web.desk import DeskUnderTest, desk_over
from tests.web.test_every_route import EXPECTED

pytestmark = pytest.mark.sweep

MOST = 8
ELSEWHERE = (
    "GET /auth/sign-in", "GET /auth/callback", "GET /static/<path:filename>", "GET /applications/new/scans",
)  # fmt: skip
"""What sends the browser on in any case, or is no page."""
PAGES = [route for route in EXPECTED if route.startswith("GET ") and route not in ELSEWHERE]
SETTING = ("BEGIN", "PRAGMA", "SHOW", "SET ")
OF_KINDS = {"resign": "resignations", "declare": "declarations", "change_data": "changes", "erase_data": "erasures"}
KINDS: tuple[tuple[type[Case], str], ...] = (
    (Resignation, "resignation"), (ChangeOfData, "change"), (Declaration, "declaration"), (ErasureRequest, "request"),
)  # fmt: skip
FORM = UUID(int=7)
SEVERAL = ("<uuid:application_id>", "/case.pdf", "/letter.pdf")
"""How pages end that say the more the more a case has: they are shown of each of these cases, the others of one."""
TELLING = (
    "waiting",
    "refused",
    "notified",
    "blocked",
    "ending",
    "mandate_proposed",
    "declaring",
    "hindered",
    "soon",
    "mandate_over",
)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements sent meanwhile, what opens a transaction left out."""
    sent: list[str] = []

    def note(*about: object) -> None:
        if not str(about[2]).startswith(SETTING):
            sent.append(str(about[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(database.engine, "before_cursor_execute", note)


def many_more(session: Session) -> None:
    """Cases of every group, so that each page of a list is full, and something down."""
    for number in range(12):
        recorded(
            session, customer_number=f"{200000 + number}", email=f"a{number}@example.com",
            email_again=f"a{number}@example.com", received_on=f"{3 + number}.11.2026", document_date="",
        )  # fmt: skip
    for number in range(5):
        approved(session, customer_number=f"{300000 + number}")
    session.add(ComponentState(name="mail", problem="mail_unreachable", since=NOW, seen_at=NOW))


def of_the_reader(session: Session, reader: UUID) -> dict[str, str]:
    """What only the person who looks has: a draft, a scan brought with it, a view; then a batch and a draft edition."""
    session.add(QueueView(staff_id=reader, name="Poczta", asked={"channel": "post"}))
    drafts.keep(session, FORM, sealed="", by=reader, at=NOW, seen=lambda _: True)
    files.bring(session, FORM, [drawn("Wniosek")], by=reader, at=NOW)
    batch, raw = uuid4(), {**resigned.BY_OFFICE, "ground": "contract_ended"}
    ended = session.scalars(
        sa.select(Account.customer_number).where(Account.status == AccountStatus.ACTIVATED).order_by(Account.login)
    )
    by = member(session, "Celina Clerk")
    record_many(session, check(session, ended), raw, batch=batch, practice=PRACTICE, today=TODAY, by=by, at=NOW)
    draft, _ = drafted(session)
    return {"<uuid:batch_id>": str(batch), "<uuid:draft_id>": str(draft)}


def addresses(database: Database, cases: dict[str, UUID], reader: UUID) -> dict[str, list[str]]:
    """Each page with where it is met in the samples: a page about a case with every case that has one."""
    with database.transaction() as session:
        many_more(session)
        more = of_the_reader(session, reader)
    with database.reading() as session:
        every = {one.id: one.purpose for one in session.scalars(sa.select(Case).order_by(Case.number)).unique()}
        told = [cases[name] for name in TELLING]
        kinds = {one: every[one] for one in (*told, *(one for one, purpose in every.items() if purpose in OF_KINDS))}
        scan = session.scalars(sa.select(Scan.id).where(Scan.case_id == cases["waiting"]).order_by(Scan.number)).first()
        brought = session.scalars(sa.select(BroughtFile.id).order_by(BroughtFile.place)).first()
    return {
        route: list(_of(route.removeprefix("GET "), kinds, cases, more | {"<uuid:scan_id>": str(scan)}, str(brought)))
        for route in PAGES
    }


def _of(path: str, kinds: dict[UUID, str], cases: dict[str, UUID], more: dict[str, str], brought: str) -> Iterator[str]:
    found = {
        "<uuid:incident_id>": str(cases["incident"]), "<uuid:letter_id>": str(cases["letter"]), "<int:page>": "1",
        "<uuid:form_key>": str(FORM), "<int:edition_id>": "1", "<any(pl,en):language>": "pl", "<code>": "death",
        **more,
    }  # fmt: skip
    if path.startswith("/applications/new"):
        found["<uuid:scan_id>"] = brought
    path = path.replace("<name>", "credentials" if path.startswith("/texts") else "unused_days")
    for name, value in found.items():
        path = path.replace(name, value)
    for kind in ("consents", "regulamin") if "<any(consents,regulamin):kind>" in path else ("",):
        asked = path.replace("<any(consents,regulamin):kind>", kind)
        name = next((one for one in ("application", "case", "change", "request") if f"<uuid:{one}_id>" in asked), "")
        about = f"<uuid:{name}_id>"
        folder = asked.split("/")[1]
        for case_id, purpose in kinds.items() if name else ():
            if folder == "cases" or folder == OF_KINDS.get(purpose, "applications"):
                yield asked.replace(about, str(case_id))
        if not name:
            yield asked


@pytest.fixture
def full_desk(database_url: str, tmp_path: Path) -> Iterator[DeskUnderTest]:
    """A desk that can also seal and erase."""
    with erasing(database_url, tmp_path) as database:
        yield desk_over(database)


def test_a_queue_of_nothing_but_own_entries_is_made_of_at_most_eight(full_desk: DeskUnderTest) -> None:
    with full_desk.database.transaction() as session:
        approved(session, customer_number="300000")
        recorded(session, by=APPROVER)
        declared.recorded(session, declared.under_the_old(session), by=APPROVER)
    browser = full_desk.as_(*Role, name=APPROVER)
    browser.get("/calendar")
    with counted(full_desk.database) as sent:
        page = browser.get("/")
    assert "Only your own entries wait" in page.main
    assert len(sent) <= MOST, "\n".join(sent)


def test_every_page_is_made_of_at_most_eight_statements(full_desk: DeskUnderTest) -> None:
    """Each page of the desk is really shown: a page that sends elsewhere or is not there would say nothing."""
    desk = full_desk
    cases = fill(desk.database)
    for make in (alone, masked, erased):
        make(desk.database)
    reader = desk.staff_id(APPROVER)
    browser = desk.as_(*Role, name=APPROVER)
    browser.get("/calendar")
    with desk.database.transaction() as session:
        office.change(session, "emergency_approval", "true")
        by = member(session, "Celina Mak")
        for kind, name in KINDS:
            decide.return_incomplete(session, kind, cases[name], revision=1, missing="Podpis", by=by, at=NOW)
    wrong, never = {}, []
    for route, paths in addresses(desk.database, cases, reader).items():
        shown = 0
        several, status = route.endswith(SEVERAL), 0
        for path in paths:
            if shown and not several:
                break
            with counted(desk.database) as sent:
                status = browser.client.get(path).status_code
            shown += status == 200
            if len(sent) > MOST:
                wrong[path] = f"{len(sent)} statements:\n" + "\n".join(sent)
        if not shown:
            never.append(f"{route}: {status}")
    assert never == [], f"no sample shows {', '.join(never)}"
    assert wrong == {}, "\n\n".join(f"{path}: {told}" for path, told in wrong.items())
