"""The same hostile texts on both databases: intake, reasons, corrections, search and addresses; never a 500 (P10)."""

from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from provisioner.accounts.rules import AccountStatus
from provisioner.applications.tables import Application
from provisioner.cases import decide
from provisioner.cases.status import CaseStatus
from provisioner.staff.roles import Role
from tests.factories import NOW, member, recorded
from tests.mandated import acting, revoke, stand
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser
from tests.web.test_bad_input import CORPUS, as_bytes
from tests.web.test_case import APPROVER, address, approver
from tests.web.test_intake import NEW, typed

pytestmark = pytest.mark.sweep

REASONS = {"refuse": "refuse_reason", "return": "missing", "withdraw": "withdraw_reason"}
CHANGED = ("last_name", "note", "completed_on", "revision", "seen")


def send(browser: Browser, path: str, values: dict[str, str]) -> TestResponse:
    return browser.client.post(path, data={name: as_bytes(value) for name, value in values.items()})


def sound(answer: TestResponse, *said: object) -> None:
    """A redirect or a page that says what is wrong, and nothing of the text as markup."""
    assert answer.status_code in (303, 400, 409, 413), said
    assert "<script>alert" not in answer.get_data(as_text=True), said


def cases(desk: DeskUnderTest, count: int, *, incomplete: bool = False) -> list[UUID]:
    """Recorded applications, sent back for completion if wanted."""
    with desk.database.transaction() as session:
        by = member(session, APPROVER)
        found = [recorded(session, by="Celina Dudek").id for _ in range(count)]
        for case in found if incomplete else ():
            decide.return_incomplete(session, Application, case, revision=1, missing="Podpis", by=by, at=NOW)
        return found


def test_intake(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    page = browser.get(NEW)
    good = page.form(NEW) | typed(page)
    for bad in CORPUS.values():
        for field in ("last_name", "note", "form_key"):
            sound(send(browser, NEW, good | {"form_key": "", field: bad}), field, bad[:20])


def test_reasons_of_decisions(desk: DeskUnderTest) -> None:
    browser = approver(desk)
    token = browser.get("/").form("/language")["csrf_token"]
    for action, field in REASONS.items():
        for case, bad in zip(cases(desk, len(CORPUS)), CORPUS.values(), strict=True):
            answer = send(browser, address(case, action), {"csrf_token": token, "revision": "1", field: bad})
            sound(answer, action, bad[:20])
            with desk.database.reading() as session:
                kept = session.get_one(Application, case)
                unchanged = kept.status is CaseStatus.RECORDED
                assert unchanged == (answer.status_code == 400), (action, bad[:20])
                assert not set("\x00\u200b\u202e") & set(kept.decision_reason + kept.missing)
    assert browser.get("/").status == 200


def test_corrections_and_completions(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    case = cases(desk, 1, incomplete=True)[0]
    good = browser.get(address(case, "edit")).form("/edit")
    for field in CHANGED:
        for bad in CORPUS.values():
            answer = send(browser, address(case, "edit"), good | {field: bad})
            sound(answer, field, bad[:20])
            if answer.status_code == 303:
                case = cases(desk, 1, incomplete=True)[0]


def test_settings_and_closed_days(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.ADMINISTRATOR, name="Zofia Mazur")
    fields = {
        "/settings/unused_days": ("unused_days", "seen", "confirmed"),
        "/settings/email_clock": ("email_clock",),
        "/settings/mail_basic_data": ("mail_basic_data", "mail_basic_data-name"),
        "/settings/deletion_grounds/new": ("code", "name_pl", "basis", "asked_by-heir", "delay_days"),
        "/settings/deletion_grounds/rows/death": ("name_en",),
    }
    for path, names in fields.items():
        for name in names:
            for bad in CORPUS.values():
                good = browser.get(path).form(path)
                sound(send(browser, path, good | {name: bad}), path, name, bad[:20])
    closing = browser.get("/calendar").form("/calendar/close")
    for bad in CORPUS.values():
        for values in ({"closed_on": bad, "closed_reason": "remont"}, {"closed_on": "8.01", "closed_reason": bad}):
            sound(send(browser, "/calendar/close", closing | values), bad[:20])


def test_addresses(desk: DeskUnderTest) -> None:
    browser = desk.as_(Role.CLERK)
    asked = (("/", "status"), ("/accounts", "q"), ("/accounts", "status"), ("/calendar", "received_on"))
    for bad in CORPUS.values():
        text = as_bytes(bad[:3000])
        for path, name in asked:
            assert browser.client.get(path, query_string={name: text}).status_code == 200, (path, name, bad[:20])
        assert browser.client.get("/auth/sign-in", query_string={"next": text}).status_code == 302, bad[:20]


def test_mandates(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        account = acting(session)
        revoke(session, account)
        stand(session, account, AccountStatus.BLOCKED)
    browser = approver(desk)
    token = browser.get("/").form("/language")["csrf_token"]
    good = {"mandate_kind": "heir", "mandate_name": "Jan Kos", "mandate_until": "31.12.2027", "mandate_proof": "akt"}
    for bad in CORPUS.values():
        for verb, fields in (("mandate", [*good, "mandate_endless"]), ("mandate/extend", ["mandate_until"]),
                             ("mandate/revoke", ["revoke_reason"])):  # fmt: skip
            for field in fields:
                told = {"csrf_token": token, "mandate_endless": "", **good, "revoke_reason": "?", field: bad}
                sound(send(browser, address(account.case_id, verb), told), verb, field, bad[:20])
