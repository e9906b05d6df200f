"""Every address of the desk, as nobody and as each role: the table role × action decides, nothing else (ASVS 8.1.1)."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.routing import Rule

from provisioner.staff.roles import PERMITTED, Action, Role
from provisioner.web.gate.access import check_every_view, requirement
from provisioner.web.gate.public import PUBLIC
from tests.factories import approved
from tests.web.desk import DeskUnderTest

pytestmark = pytest.mark.sweep

EXPECTED: dict[str, Action | str] = {
    "GET /": Action.READ,
    "POST /queue/next": Action.APPROVE,
    "POST /queue/<uuid:case_id>/skip": Action.APPROVE,
    "POST /queue/<uuid:case_id>/give-back": Action.APPROVE,
    "GET /queue/end": Action.READ,
    "GET /queue/views": Action.READ,
    "POST /queue/views": Action.READ,
    "POST /queue/views/<int:view_id>/rename": Action.READ,
    "POST /queue/views/<int:view_id>/delete": Action.READ,
    "GET /cases/<uuid:case_id>/colleague": Action.NOTE,
    "POST /cases/<uuid:case_id>/hand-over": Action.APPROVE,
    "POST /cases/<uuid:case_id>/ask": Action.NOTE,
    "GET /cases/<uuid:case_id>/answer": Action.NOTE,
    "POST /cases/<uuid:case_id>/answer": Action.NOTE,
    "GET /substitutes": Action.READ,
    "POST /substitutes": Action.NOTE,
    "POST /substitutes/of-others": Action.EDIT_SETTINGS,
    "POST /substitutes/<int:substitution_id>/end": Action.NOTE,
    "POST /substitutes/<int:substitution_id>/end-of-others": Action.EDIT_SETTINGS,
    "POST /queue/check": Action.APPROVE,
    "POST /queue/approve": Action.APPROVE,
    "POST /cases/<uuid:case_id>/take-back": Action.UNDO_DECISION,
    "GET /accounts": Action.READ,
    "GET /accounts/unused": Action.READ,
    "GET /accounts/mandates": Action.READ,
    "POST /queue/export": Action.EXPORT,
    "POST /accounts/export": Action.EXPORT,
    "POST /accounts/unused/export": Action.EXPORT,
    "POST /accounts/mandates/export": Action.EXPORT,
    "POST /accounts/regulamin/export": Action.EXPORT,
    "GET /numbers": Action.READ_NUMBERS,
    "GET /numbers/report.pdf": Action.READ_NUMBERS,
    "POST /numbers/export": Action.READ_NUMBERS,
    "POST /accounts/retry": Action.RETRY,
    "GET /keycloak": Action.READ,
    "POST /keycloak/<int:finding_id>/settle": Action.SETTLE,
    "POST /keycloak/<int:finding_id>/mend": Action.MEND,
    "POST /keycloak/<int:finding_id>/look-again": Action.MEND,
    "POST /applications/<uuid:application_id>/unlock-account": Action.MEND,
    "GET /calendar": Action.READ,
    "POST /calendar/close": Action.EDIT_SETTINGS,
    "POST /calendar/open/<day>": Action.EDIT_SETTINGS,
    "GET /settings": Action.READ_SETTINGS,
    "GET /settings/<name>": Action.READ_SETTINGS,
    "POST /settings/<name>": Action.EDIT_SETTINGS,
    "POST /settings/<name>/default": Action.EDIT_SETTINGS,
    "GET /settings/deletion_grounds/new": Action.READ_SETTINGS,
    "POST /settings/deletion_grounds/new": Action.EDIT_SETTINGS,
    "GET /settings/deletion_grounds/rows/<code>": Action.READ_SETTINGS,
    "POST /settings/deletion_grounds/rows/<code>": Action.EDIT_SETTINGS,
    "POST /settings/deletion_grounds/rows/<code>/give-up": Action.EDIT_SETTINGS,
    "GET /texts": Action.READ_SETTINGS,
    "GET /texts/<name>": Action.READ_SETTINGS,
    "POST /texts/<name>": Action.EDIT_SETTINGS,
    "POST /texts/<name>/shipped": Action.EDIT_SETTINGS,
    "POST /texts/<name>/html/<any(pl,en):language>": Action.EDIT_SETTINGS,
    "POST /texts/<name>/pdf/<any(pl,en):language>": Action.EDIT_SETTINGS,
    "GET /forms": Action.READ_SETTINGS,
    "GET /forms/<int:edition_id>": Action.READ_SETTINGS,
    "GET /forms/<int:edition_id>/<any(pl,en):language>.pdf": Action.READ,
    "POST /forms/<int:edition_id>/draft": Action.EDIT_SETTINGS,
    "GET /forms/drafts/<uuid:draft_id>": Action.READ_SETTINGS,
    "POST /forms/drafts/<uuid:draft_id>": Action.EDIT_SETTINGS,
    "GET /forms/drafts/<uuid:draft_id>/preview": Action.READ_SETTINGS,
    "POST /forms/drafts/<uuid:draft_id>/in-force": Action.EDIT_SETTINGS,
    "POST /forms/drafts/<uuid:draft_id>/discard": Action.EDIT_SETTINGS,
    "GET /cases/<uuid:case_id>/emergency": Action.APPROVE,
    "POST /cases/<uuid:case_id>/emergency": Action.APPROVE,
    "GET /emergencies": Action.READ,
    "POST /emergencies/export": Action.EXPORT,
    "POST /emergencies/<uuid:case_id>/review": Action.REVIEW_EMERGENCY,
    "POST /applications/<uuid:application_id>/same-as": Action.WITHDRAW,
    "POST /applications/<uuid:application_id>/reveal": Action.REVEAL,
    "GET /search": Action.READ,
    "POST /search/export": Action.EXPORT,
    "GET /incidents": Action.READ_INCIDENTS,
    "POST /incidents/export": Action.EXPORT,
    "GET /incidents/<uuid:incident_id>": Action.READ_INCIDENTS,
    "POST /incidents/<uuid:incident_id>/assess": Action.ASSESS_INCIDENT,
    "POST /incidents/<uuid:incident_id>/close": Action.ASSESS_INCIDENT,
    "GET /applications/<uuid:application_id>/wrong-person": Action.OPEN_INCIDENT,
    "POST /applications/<uuid:application_id>/wrong-person": Action.OPEN_INCIDENT,
    "GET /staff": Action.READ_STAFF,
    "POST /staff/export": Action.EXPORT,
    "POST /keycloak/export": Action.EXPORT,
    "POST /staff/review": Action.REVIEW_STAFF,
    "GET /journal": Action.AUDIT,
    "POST /journal/export": Action.EXPORT,
    "GET /applications/new/scans": Action.RECORD,
    "POST /applications/new/scans": Action.RECORD,
    "POST /applications/new/scans/away": Action.RECORD,
    "GET /applications/new/scans/<uuid:scan_id>/pages/<int:page>": Action.RECORD,
    "GET /applications/<uuid:application_id>": Action.READ,
    "GET /applications/<uuid:application_id>/letter.pdf": Action.READ,
    "GET /applications/new": Action.RECORD,
    "POST /applications/new": Action.RECORD,
    "POST /applications/from-code": Action.RECORD,
    "POST /applications/preview": Action.RECORD,
    "POST /applications/draft": Action.RECORD,
    "POST /applications/draft/<uuid:form_key>/discard": Action.RECORD,
    "GET /applications/<uuid:application_id>/edit": Action.COMPLETE,
    "POST /applications/<uuid:application_id>/edit": Action.COMPLETE,
    "POST /applications/<uuid:application_id>/preview": Action.COMPLETE,
    "POST /applications/<uuid:application_id>/approve": Action.APPROVE,
    "POST /applications/<uuid:application_id>/refuse": Action.REFUSE,
    "POST /applications/<uuid:application_id>/return": Action.RETURN,
    "POST /applications/<uuid:application_id>/withdraw": Action.WITHDRAW,
    "POST /applications/<uuid:application_id>/undo": Action.WITHDRAW,
    "POST /applications/<uuid:application_id>/accounts/<uuid:account_id>/retry": Action.RETRY,
    "POST /applications/<uuid:application_id>/accounts/<uuid:account_id>/reissue": Action.REISSUE,
    "POST /applications/<uuid:application_id>/close-account": Action.CLOSE,
    "GET /applications/<uuid:application_id>/correction": Action.PROPOSE_CORRECTION,
    "POST /applications/<uuid:application_id>/correction": Action.PROPOSE_CORRECTION,
    "POST /applications/<uuid:application_id>/correction/confirm": Action.DECIDE_CORRECTION,
    "POST /applications/<uuid:application_id>/correction/reject": Action.DECIDE_CORRECTION,
    "POST /applications/<uuid:application_id>/block-account": Action.BLOCK,
    "POST /applications/<uuid:application_id>/unblock-account": Action.UNBLOCK,
    "POST /applications/<uuid:application_id>/mandate": Action.PROPOSE_CORRECTION,
    "POST /applications/<uuid:application_id>/mandate/extend": Action.PROPOSE_CORRECTION,
    "POST /applications/<uuid:application_id>/mandate/revoke": Action.BLOCK,
    "GET /applications/<uuid:application_id>/change": Action.RECORD,
    "POST /applications/<uuid:application_id>/change": Action.RECORD,
    "GET /applications/<uuid:application_id>/resignation": Action.RECORD,
    "POST /applications/<uuid:application_id>/resignation": Action.RECORD,
    "GET /applications/<uuid:application_id>/accepted": Action.READ,
    "GET /applications/<uuid:application_id>/declaration/<any(consents,regulamin):kind>": Action.RECORD,
    "POST /applications/<uuid:application_id>/declaration/<any(consents,regulamin):kind>": Action.RECORD,
    "GET /accounts/regulamin": Action.READ,
    "POST /accounts/regulamin/ask": Action.APPROVE,
    "GET /declarations/<uuid:case_id>": Action.READ,
    "GET /declarations/<uuid:case_id>/case.pdf": Action.READ,
    "GET /declarations/<uuid:case_id>/letter.pdf": Action.READ,
    "GET /declarations/<uuid:case_id>/edit": Action.COMPLETE,
    "POST /declarations/<uuid:case_id>/edit": Action.COMPLETE,
    "POST /declarations/<uuid:case_id>/approve": Action.APPROVE,
    "POST /declarations/<uuid:case_id>/refuse": Action.REFUSE,
    "POST /declarations/<uuid:case_id>/return": Action.RETURN,
    "POST /declarations/<uuid:case_id>/withdraw": Action.WITHDRAW,
    "GET /resignations/many": Action.RECORD,
    "POST /resignations/many": Action.RECORD,
    "GET /resignations/many/<uuid:batch_id>": Action.READ,
    "POST /resignations/many/<uuid:batch_id>/approve": Action.APPROVE,
    "GET /resignations/<uuid:case_id>": Action.READ,
    "GET /resignations/<uuid:case_id>/case.pdf": Action.READ,
    "GET /resignations/<uuid:case_id>/letter.pdf": Action.READ,
    "GET /resignations/<uuid:case_id>/edit": Action.COMPLETE,
    "POST /resignations/<uuid:case_id>/edit": Action.COMPLETE,
    "POST /resignations/<uuid:case_id>/approve": Action.APPROVE,
    "POST /resignations/<uuid:case_id>/take-back": Action.APPROVE,
    "POST /resignations/<uuid:case_id>/refuse": Action.REFUSE,
    "POST /resignations/<uuid:case_id>/return": Action.RETURN,
    "POST /resignations/<uuid:case_id>/withdraw": Action.WITHDRAW,
    "GET /changes/<uuid:change_id>": Action.READ,
    "GET /changes/<uuid:change_id>/case.pdf": Action.READ,
    "GET /changes/<uuid:change_id>/letter.pdf": Action.READ,
    "GET /changes/<uuid:change_id>/edit": Action.COMPLETE,
    "POST /changes/<uuid:change_id>/edit": Action.COMPLETE,
    "POST /changes/<uuid:change_id>/approve": Action.APPROVE,
    "POST /changes/<uuid:change_id>/refuse": Action.REFUSE,
    "POST /changes/<uuid:change_id>/return": Action.RETURN,
    "POST /changes/<uuid:change_id>/withdraw": Action.WITHDRAW,
    "GET /applications/<uuid:application_id>/case.pdf": Action.READ,
    "GET /applications/<uuid:application_id>/label.pdf": Action.READ,
    "POST /applications/copy.pdf": Action.RECORD,
    "GET /applications/<uuid:application_id>/copy.pdf": Action.READ,
    "POST /applications/<uuid:application_id>/copy.pdf": Action.COMPLETE,
    "GET /cases/<uuid:case_id>/note": Action.NOTE,
    "POST /cases/<uuid:case_id>/note": Action.NOTE,
    "GET /cases/<uuid:case_id>/scans": Action.READ,
    "POST /cases/<uuid:case_id>/scans": Action.RECORD,
    "GET /scans/<uuid:scan_id>/pages/<int:page>": Action.READ,
    "GET /scans/<uuid:scan_id>/thumbnails/<int:page>": Action.READ,
    "GET /scans/<uuid:scan_id>/file": Action.READ,
    "POST /scans/<uuid:scan_id>/removal": Action.RECORD,
    "GET /letters": Action.READ,
    "POST /letters/export": Action.EXPORT,
    "POST /letters/print": Action.SEND_LETTERS,
    "POST /letters/print.pdf": Action.SEND_LETTERS,
    "POST /letters/printed": Action.SEND_LETTERS,
    "POST /letters/mail/<uuid:case_id>": Action.SEND_LETTERS,
    "GET /letters/<uuid:letter_id>": Action.SEND_LETTERS,
    "POST /letters/<uuid:letter_id>/return": Action.SEND_LETTERS,
    "POST /letters/<uuid:letter_id>/settle": Action.SEND_LETTERS,
    "GET /applications/<uuid:application_id>/hold": Action.SEE_ERASURES,
    "POST /applications/<uuid:application_id>/hold": Action.HOLD,
    "POST /applications/<uuid:application_id>/hold/release": Action.HOLD,
    "GET /erasures/new": Action.RECORD,
    "POST /erasures/new": Action.RECORD,
    "GET /erasures/<uuid:request_id>": Action.READ,
    "GET /erasures/<uuid:request_id>/case.pdf": Action.READ,
    "GET /erasures/<uuid:request_id>/letter.pdf": Action.READ,
    "GET /erasures/<uuid:request_id>/edit": Action.COMPLETE,
    "POST /erasures/<uuid:request_id>/edit": Action.COMPLETE,
    "POST /erasures/<uuid:request_id>/approve": Action.APPROVE,
    "POST /erasures/<uuid:request_id>/extend": Action.APPROVE,
    "POST /erasures/<uuid:request_id>/refuse": Action.REFUSE,
    "POST /erasures/<uuid:request_id>/return": Action.RETURN,
    "POST /erasures/<uuid:request_id>/withdraw": Action.WITHDRAW,
    "GET /privacy": Action.SEE_ERASURES,
    "POST /privacy/copy": Action.DISCLOSE,
    "GET /privacy/requests": Action.SEE_ERASURES,
    "POST /privacy/requests/export": Action.EXPORT,
    "GET /privacy/erased": Action.SEE_ERASURES,
    "POST /privacy/erased/export": Action.EXPORT,
    "POST /applications/<uuid:application_id>/not-me/confirm": Action.BLOCK,
    "POST /applications/<uuid:application_id>/not-me/dismiss": Action.BLOCK,
    "GET /auth/sign-in": PUBLIC,
    "GET /auth/callback": PUBLIC,
    "GET /auth/signed-out": PUBLIC,
    "POST /auth/sign-out": PUBLIC,
    "POST /auth/back-channel-logout": PUBLIC,
    "POST /language": PUBLIC,
    "GET /accessibility": PUBLIC,
    "POST /csp-report": PUBLIC,
    "GET /health/live": PUBLIC,
    "GET /health/ready": PUBLIC,
    "GET /static/<path:filename>": PUBLIC,
}
"""The whole desk; a new address that is not written here fails the first test."""

PROTECTED = [route for route, action in EXPECTED.items() if action != PUBLIC]


def routes(app: Flask) -> dict[str, Rule]:
    """`METHOD /rule` of everything the application answers."""
    return {
        f"{method} {rule.rule}": rule
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def address(route: str, application: UUID, account: UUID) -> tuple[str, str]:
    method, path = route.split(" ")
    path = path.replace("<uuid:incident_id>", str(uuid4())).replace("<uuid:change_id>", str(uuid4()))
    path = path.replace("<uuid:case_id>", str(uuid4())).replace("<uuid:batch_id>", str(uuid4()))
    path = path.replace("<uuid:scan_id>", str(uuid4())).replace("<int:page>", "1")
    path = path.replace("<uuid:application_id>", str(application)).replace("<uuid:account_id>", str(account))
    path = path.replace("<uuid:form_key>", str(uuid4())).replace("<uuid:letter_id>", str(uuid4()))
    path = path.replace("<any(consents,regulamin):kind>", "consents")
    path = path.replace("<day>", "2030-01-02").replace("<name>", "unused_days").replace("<code>", "death")
    path = (
        path.replace("<int:edition_id>", "1")
        .replace("<any(pl,en):language>", "pl")
        .replace("<uuid:draft_id>", str(uuid4()))
    )
    path = path.replace("<int:view_id>", "1").replace("<int:substitution_id>", "1")
    path = path.replace("<int:finding_id>", "1").replace("<uuid:request_id>", str(uuid4()))
    return method, path


def test_every_route_is_known_and_asks_for_the_right_action(small_desk: DeskUnderTest) -> None:
    found = {route: requirement(small_desk.app, rule.endpoint) for route, rule in routes(small_desk.app).items()}
    assert found == EXPECTED


def test_nobody_is_sent_to_the_sign_in(small_desk: DeskUnderTest) -> None:
    for route in PROTECTED:
        method, path = address(route, uuid4(), uuid4())
        answer = small_desk.nobody().client.open(path, method=method)
        assert answer.status_code == 303, route
        assert answer.headers["Location"].startswith("/auth/sign-in"), route


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_exactly_what_the_table_allows(small_desk: DeskUnderTest, role: Role) -> None:
    with small_desk.database.transaction() as session:
        account = approved(session)
    browser = small_desk.as_(role, name="Somebody Else")
    token = browser.get("/").form("/language")["csrf_token"]
    reached = set()
    for route in PROTECTED:
        method, path = address(route, account.case_id, account.id)
        data = {"csrf_token": token} if method == "POST" else None
        answer = browser.client.open(path, method=method, data=data, buffered=True)
        assert answer.status_code < 500, route
        if answer.status_code != 403:
            reached.add(route)
    assert reached == {route for route in PROTECTED if EXPECTED[route] in PERMITTED[role]}


def test_somebody_whose_roles_are_unknown_may_nothing(small_desk: DeskUnderTest) -> None:
    browser = small_desk.as_(name="No Role")
    assert browser.client.get("/").status_code == 403


def test_an_unmarked_view_stops_the_start(small_desk: DeskUnderTest) -> None:
    small_desk.app.add_url_rule("/forgotten", "forgotten", lambda: "")
    with pytest.raises(AssertionError, match="forgotten"):
        check_every_view(small_desk.app)
