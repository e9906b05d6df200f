"""A wrong date received is corrected with a reason, on every paper: it moves the deadline (R4)."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from provisioner.cases.tables import Case
from provisioner.journal.tables import AuditEntry
from provisioner.staff.roles import Role
from tests import asked, changed, declared, resigned
from tests.factories import recorded
from tests.web.desk import DeskUnderTest
from tests.web.page import Page
from tests.web.rows import rows

REASON = "Źle odczytany stempel: 20, nie 23."
PAPERS: dict[str, Callable[[Session], UUID]] = {
    "applications": lambda db: recorded(db).id,
    "changes": lambda db: changed.recorded(db, changed.active(db), email="nowa@example.com").id,
    "declarations": lambda db: declared.recorded(db, declared.under_the_old(db)).id,
    "resignations": lambda db: resigned.recorded(db, changed.active(db)).id,
    "erasures": lambda db: asked.asked(db).id,
}


@pytest.fixture(params=PAPERS)
def paper(request: pytest.FixtureRequest, small_desk: DeskUnderTest) -> tuple[str, UUID]:
    """Where a recorded paper of each kind is, and its case."""
    with small_desk.database.transaction() as session:
        case = PAPERS[request.param](session)
    return f"/{request.param}/{case}", case


def stands(desk: DeskUnderTest, case: UUID) -> str:
    with desk.database.reading() as session:
        return session.get_one(Case, case).received_on.isoformat()


def history(page: Page) -> list[str]:
    return [" ".join(line.get_text(" ").split()) for line in page.soup.select(".timeline .changes li")]


def test_r4_another_day_of_receipt_is_saved_with_a_reason_only(
    small_desk: DeskUnderTest, paper: tuple[str, UUID]
) -> None:
    where, case = paper
    clerk = small_desk.as_(Role.CLERK)
    form = clerk.get(f"{where}/edit")
    assert not form.soup.select_one("#date_reason"), "nobody meets it who corrects something else"
    before = stands(small_desk, case)
    page = clerk.send(form, "/edit", received_on="20.11.2026", original_location="segregator 9")
    assert page.status == 400
    assert page.field_error("date_reason").startswith("Write why the date received is corrected")
    assert page.form("/edit")["received_on"] == "20.11.2026"
    assert page.form("/edit")["original_location"] == "segregator 9"
    assert stands(small_desk, case) == before
    page = clerk.send(page, "/edit", date_reason=REASON)
    assert stands(small_desk, case) == "2026-11-20"
    told = history(page)
    assert any(line.startswith("Date received: ") and "20.11.2026" in line for line in told)
    assert any(REASON in line for line in told)
    (line,) = [one for one in rows(small_desk.database, AuditEntry) if "changed" in one.details]
    assert {"received_on", "date_reason"} <= set(line.details["changed"])
    assert REASON not in str(line.details)


def test_a_reason_too_long_or_a_day_that_is_none_leaves_all_as_it_was(
    small_desk: DeskUnderTest, paper: tuple[str, UUID]
) -> None:
    where, case = paper
    clerk = small_desk.as_(Role.CLERK)
    before = stands(small_desk, case)
    page = clerk.send(clerk.get(f"{where}/edit"), "/edit", received_on="31.2")
    assert not page.soup.select_one("#date_reason")
    page = clerk.send(clerk.get(f"{where}/edit"), "/edit", received_on="20.11.2026")
    page = clerk.send(page, "/edit", date_reason="x" * 501)
    assert page.field_error("date_reason").startswith("Shorten")
    assert stands(small_desk, case) == before
