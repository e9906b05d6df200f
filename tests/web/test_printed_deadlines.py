"""The page of every case prints how its deadline was counted, whatever the case asks for (R4)."""

from datetime import date

from provisioner import office
from provisioner.accounts.rules import AccountStatus
from provisioner.staff.roles import Role
from tests import changed, declared, resigned
from tests.asked import asked, left
from tests.corrected import wrong
from tests.web.desk import DeskUnderTest


def shown(desk: DeskUnderTest, path: str) -> str:
    return desk.as_(Role.AUDITOR, name="Ewa Lis").get(path).main


def test_r4_a_resignation_prints_each_day_that_was_left_out(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        paper = resigned.recorded(session, wrong(session, AccountStatus.ACTIVATED)).id
    page = shown(desk, f"/resignations/{paper}")
    assert "by the end of Wed 2 Dec How it was counted From Monday 23 November 2026" in page
    assert "Sat 28 Nov skipped: Saturday" in page
    assert "Wed 2 Dec working day no. 7" in page


def test_r4_a_change_of_data_prints_it_and_says_when_the_calendar_has_changed(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        paper = changed.recorded(session, changed.active(session), phone="602 000 111").id
    assert "How it was counted" in shown(desk, f"/changes/{paper}")
    with desk.database.transaction() as session:
        office.close(session, date(2026, 11, 27), "remont")
    assert "today it would be Thursday 3 December 2026. The stored deadline stays." in shown(desk, f"/changes/{paper}")


def test_r4_a_request_to_erase_prints_its_month(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        left(session)
        request = asked(session)
        received, due, path = request.received_on, request.due_last, f"/erasures/{request.id}"
    page = shown(desk, path)
    assert f"1 month from {received:%A} {received.day} {received:%B %Y}" in page
    assert f"{due:%a} {due.day} {due:%b}" in page


def test_r4_a_declaration_prints_it(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        account = declared.under_the_old(session)
        paper = declared.recorded(session, account).id
    assert "How it was counted" in shown(desk, f"/declarations/{paper}")
