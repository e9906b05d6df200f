"""Every page in a real browser: axe finds nothing, the content policy is kept, nothing runs out of a small screen."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from provisioner import office
from provisioner.applications.code import coded
from provisioner.cases.taking.holding import take
from provisioner.staff.roles import Role
from tests.accessible import note
from tests.aged import printed
from tests.browser.conftest import ServedDesk
from tests.browser.looking import keep_picture, press, violations
from tests.editions import NEWS, TEXT, drafted
from tests.factories import NOW, member, paper, recorded
from tests.saved_mail import saved
from tests.scanned import encrypted, pages
from tests.web.test_own_form import TYPED as HOME

pytestmark = pytest.mark.browser
EVERY_DAY, LONG = ("pl-light-320", "en-dark-1280"), ("pl-dark-1280", "en-light-1280", "pl-dark-320", "en-light-320")
VIEWS = [*EVERY_DAY, *(pytest.param(name, marks=pytest.mark.drill_only) for name in LONG)]
"""Each page in each language, scheme and width, though every day not in each pair of them."""
Step = Callable[[Page, ServedDesk], None]


def _open(path: str) -> Step:
    return lambda page, desk: _go(page, desk.url + path)


def _go(page: Page, address: str) -> None:
    page.goto(address)


def _case(name: str, suffix: str = "") -> Step:
    return lambda page, desk: _go(page, f"{desk.url}/applications/{desk.cases[name]}{suffix}")


def _scan_refused(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/cases/{desk.cases['waiting']}/scans")
    page.set_input_files("#scans", {"name": "skan.pdf", "mimeType": "application/pdf", "buffer": b"to nie skan"})
    press(page, "[data-scan-drop] button")


def _scan_brought(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/applications/new?channel=post&received_on=23.11.2026")
    code = coded("2026-01", {name: text for name, text in HOME.items() if name not in ("lang", "email_again")})
    page.set_input_files("#scans", {"name": "skan.pdf", "mimeType": "application/pdf", "buffer": printed(code)})
    press(page, "[data-scan-drop] button")


def _mail_brought(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/applications/new")
    mail = saved((pages(count=2), "application/pdf"), (encrypted(reading="x"), "application/pdf"))
    page.set_input_files("#scans", {"name": "wniosek.eml", "mimeType": "message/rfc822", "buffer": mail})
    press(page, "[data-scan-drop] button")


def _scan_not_brought(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/applications/new")
    page.set_input_files("#scans", {"name": "skan.pdf", "mimeType": "application/pdf", "buffer": b"to nie skan"})
    press(page, "[data-scan-drop] button")


def _scan_turned(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/applications/{desk.cases['waiting']}")
    page.click("[data-scan-turn]")
    page.click("[data-scan-zoom='1']")


def _form_with_errors(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/applications/new")
    page.fill("#received_on", "31.02.2026")
    page.fill("#email", "jan@example")
    press(page, "button[name=open]")


def _form_asking_pesel(page: Page, desk: ServedDesk) -> None:
    with desk.desk.database.transaction() as session:
        office.change(session, "pesel_asked", "true")
    page.goto(f"{desk.url}/applications/new")
    page.fill("#pesel", "44051401457")
    press(page, "button[name=open]")
    with desk.desk.database.transaction() as session:
        office.change(session, "pesel_asked", "false")


def _form_of_branches(page: Page, desk: ServedDesk) -> None:
    with desk.desk.database.transaction() as session:
        office.change(session, "branches", "BOK Kartuzy, BOK Żukowo, Punkt przyjęć w Urzędzie Gminy Stężyca")
    page.goto(f"{desk.url}/applications/new")
    press(page, "button[name=open]")
    with desk.desk.database.transaction() as session:
        office.change(session, "branches", "")


def _form_of_a_representative(page: Page, desk: ServedDesk) -> None:
    with desk.desk.database.transaction() as session:
        office.change(session, "email_cutoff_time", "15:30")
    page.goto(f"{desk.url}/applications/new")
    page.check("#channel-2")
    page.fill("#received_time", "25:00")
    page.check("#filed_by-3")
    page.fill("#proof_on", "31.02.2026")
    press(page, "button[name=open]")
    with desk.desk.database.transaction() as session:
        office.change(session, "email_cutoff_time", "")


def _same_as_missing(page: Page, desk: ServedDesk) -> None:
    _case("masked")(page, desk)
    page.click("summary:has(+ form #same_as)")
    press(page, "form:has(#same_as) button")


def _emergency_form(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/cases/{desk.cases['own']}/emergency")


def _emergency_form_errors(page: Page, desk: ServedDesk) -> None:
    _emergency_form(page, desk)
    press(page, "main form button")


def _review_errors(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/emergencies")
    press(page, "main form button.button-primary")


def _reveal_missing(page: Page, desk: ServedDesk) -> None:
    _case("masked")(page, desk)
    page.click("summary:has(+ form #reveal_reason)")
    press(page, "button[name=field]")


def _revealed(page: Page, desk: ServedDesk) -> None:
    _case("masked")(page, desk)
    page.click("summary:has(+ form #reveal_reason)")
    page.fill("#reveal_reason", "porównanie z papierem")
    press(page, "button[name=field]")


def _form_looked_ahead(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/applications/new")
    page.check("#channel-2")
    page.fill("#received_on", "22.11")
    page.fill("#customer_number", "104233")
    page.wait_for_selector("#rail .login")


def _form_with_hints(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/applications/new")
    page.fill("#customer_number", "106001")
    page.fill("#postcode", "83-300")
    page.fill("#email", "jan@gmail.con")
    page.wait_for_selector("#rail .same")
    page.wait_for_selector("#rail button[value=email]")
    # By script: after a click of a person the browser would ask before it leaves the form.
    page.locator("button[name=all_yes]").evaluate("button => button.click()")
    page.wait_for_selector("[data-draft-kept]:visible")


def _unsaved(page: Page, desk: ServedDesk) -> None:
    _form_with_hints(page, desk)
    page.goto(desk.url)
    page.wait_for_selector(".drafts")


def _saved_and_next(page: Page, desk: ServedDesk) -> None:
    with desk.desk.database.transaction() as session:
        typed = paper(session, customer_number=str(uuid4().int % 10**9))
    page.goto(f"{desk.url}/applications/new")
    for name, value in typed.items():
        control = page.locator(f'.entry [name="{name}"]')
        if control.first.get_attribute("type") in ("radio", "checkbox"):
            page.check(f'input[name="{name}"][value="{value}"]')
        else:
            control.fill(value)
    press(page, "button[name=next]")
    page.wait_for_selector(".status-line .undo")


def _reason_missing(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/applications/{desk.cases['waiting']}")
    page.locator("details.decision summary").first.click()
    press(page, page.locator("details[open] button"))


def _not_compared(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/applications/{desk.cases['proposed']}")
    press(page, page.locator("form[action$=confirm] button"))


def _correction_errors(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/applications/{desk.cases['notified']}/correction")
    page.fill("#email", "jan@example")
    page.check("#kind-1")
    press(page, page.locator(".actions button"))


def _ground_missing(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/applications/{desk.cases['notified']}")
    fold = page.locator("details:has(#block_reason)")
    fold.locator("summary").click()
    page.fill("#block_reason", "Pismo wróciło: adresat nieznany.")
    press(page, fold.locator("button"))


def _asked(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/calendar?received_on=23.12.2025&channel=email")


def _incident(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/incidents/{desk.cases['incident']}")


def _assessment_errors(page: Page, desk: ServedDesk) -> None:
    _incident(page, desk)
    press(page, page.get_by_role("button", name=re.compile("Zapisz ocenę|Save the assessment")))


def _change(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/changes/{desk.cases['change']}")


def _request(name: str, suffix: str = "") -> Step:
    return lambda page, desk: _go(page, f"{desk.url}/erasures/{desk.cases[name]}{suffix}")


def _request_errors(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/erasures/new")
    page.fill("#received_on", "31.02.2026")
    page.check("#asked_by-1")
    press(page, page.locator(".actions button"))


def _no_reason_for_more_time(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/erasures/{desk.cases['request']}")
    fold = page.locator("details:has(#extend_reason)")
    fold.locator("summary").click()
    press(page, fold.locator("button"))


def _hold_errors(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/applications/{desk.cases['refused']}/hold")
    page.fill("#hold_until", "1.01.2020")
    press(page, page.locator(".actions button"))


def _resignation(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/resignations/{desk.cases['resignation']}")


def _many_checked(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/resignations/many?ground=contract_ended&names=309971+309981+999999")
    press(page, page.locator("form.entry button").last)


def _many_compared(page: Page, desk: ServedDesk) -> None:
    page.goto(desk.url)
    press(page, "#many button[name=all]")


def _none_ticked(page: Page, desk: ServedDesk) -> None:
    page.goto(desk.url)
    press(page, "#many button:not([name])")


def _many_approved(page: Page, desk: ServedDesk) -> None:
    """Two, of which a colleague takes one in hand in between."""
    with desk.desk.database.transaction() as session:
        numbers = [str(uuid4().int % 10**9) for _ in range(2)]
        cases = [recorded(session, customer_number=number, received_on="3.11.2026", document_date="").id
                 for number in numbers]  # fmt: skip
    page.goto(f"{desk.url}/?group=overdue")
    for case in cases:
        page.check(f"#pick-{case}")
    press(page, "#many button:not([name])")
    with desk.desk.database.transaction() as session:
        take(session, cases[0], by=member(session, "Celina Mak").id, at=NOW)
    press(page, "form[action$='/queue/approve'] p button")


def _resignation_errors(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/applications/{desk.cases['ending']}/resignation")
    press(page, page.locator("form.entry button"))


def _declaration(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/declarations/{desk.cases['declaration']}")


def _declaration_errors(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/applications/{desk.cases['declaring']}/declaration/consents")
    press(page, page.locator("form.entry button"))


def _setting_wrong(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/settings/deadline_first_day")
    page.fill("#deadline_first_day", "40")
    press(page, page.locator("form.card .actions button"))


def _setting_checked(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/settings/deadline_last_day")
    page.fill("#deadline_last_day", "9")
    press(page, page.locator("form.card .actions button"))


def _text_wrong(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/texts/blocked")
    page.fill("#pl-opening", "Konto {numer} jest zablokowane.")
    press(page, page.locator("button[value=look]"))


def _text_looked_at(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/texts/blocked")
    page.fill("#pl-opening", "Konto {login} jest zablokowane.")
    press(page, page.locator("button[value=look]"))


def _ground_wrong(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/settings/deletion_grounds/new")
    page.fill("#code", "Zły kod")
    press(page, page.locator("form.card .actions button"))


def _ground_given_up(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/settings/deletion_grounds")
    press(page, page.locator("form[action$='/resignation/give-up'] button"))


def _form_from_a_code(page: Page, desk: ServedDesk, code: str = "") -> None:
    page.goto(f"{desk.url}/applications/new")
    page.fill("#paper_code", code or coded("2025-01", {**HOME, "last_name": "Świętopełk-Brzęczyszczykiewicz"}))
    press(page, "button[name=fill]")


def _form_from_a_bad_code(page: Page, desk: ServedDesk) -> None:
    _form_from_a_code(page, desk, "W1234")


def _draft(page: Page, desk: ServedDesk, suffix: str = "") -> None:
    demanded = NEWS.model_copy(update={"number": 2, "required": True})
    with desk.desk.database.transaction() as session:
        draft_id, _ = drafted(session, TEXT.model_copy(update={"clauses": (TEXT.clauses[0], demanded)}))
    page.goto(f"{desk.url}/forms/drafts/{draft_id}{suffix}")


def _draft_wrong(page: Page, desk: ServedDesk) -> None:
    _draft(page, desk)
    page.fill("#row-1-pl", "")
    press(page, "button[value=save]")


def _draft_checked(page: Page, desk: ServedDesk) -> None:
    _draft(page, desk, "/preview")
    page.fill("#valid_from", "1.12")
    press(page, page.locator("form[action$='/in-force'] button"))


def _closed_day_wrong(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/calendar")
    page.fill("#closed_on", "26.12.2026")
    press(page, page.locator("form[action$='/calendar/close'] button"))


def _closed_day_checked(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/calendar")
    page.fill("#closed_on", "26.11.2026")
    page.fill("#closed_reason", "awaria zasilania")
    press(page, page.locator("form[action$='/calendar/close'] button"))


def _note_missing(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/keycloak")
    press(page, page.locator("form[action$=settle] button").first)


def _copied(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/privacy")
    page.fill("#person", "102377")
    page.fill("#name", "Barbara Hinc")
    press(page, "form[action$=copy] button:not([name])")


def _nobody_copied(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/privacy")
    page.fill("#person", "000")
    press(page, "form[action$=copy] button:not([name])")


def _mandate_errors(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/applications/{desk.cases['mandate_over']}")
    fold = page.locator("details:has(#mandate_name)")
    fold.locator("summary").click()
    page.fill("#mandate_until", "31.02.2028")
    press(page, fold.locator("button"))


def _note_not_written(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/cases/{desk.cases['waiting']}/note")
    press(page, "main form button")


def _printing(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/letters")
    press(page, "main form[action$='/letters/print'] button")


def _no_letter_ticked(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/letters")
    for box in page.locator("main input[type=checkbox]").all():
        box.uncheck()
    press(page, "main form[action$='/letters/print'] button")


def _letter(name: str) -> Step:
    return lambda page, desk: _go(page, f"{desk.url}/letters/{desk.cases[name]}")


def _letter_errors(page: Page, desk: ServedDesk) -> None:
    _letter("letter")(page, desk)
    page.fill("#returned_on", "31.02")
    press(page, "main form .actions button")


def _view_saved(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/queue/views?channel=post&order=name")
    page.fill("#view_name", f"Pocztą, po nazwisku {uuid4().hex[:6]}")
    press(page, "main .actions button")


def _view_unnamed(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/queue/views?status=incomplete")
    press(page, "main .actions button")


def _nobody_chosen(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/cases/{desk.cases['waiting']}/colleague")
    press(page, "form[action$='/ask'] .actions button")


def _substitute_wrong(page: Page, desk: ServedDesk) -> None:
    page.goto(f"{desk.url}/substitutes")
    page.fill("#substitute_until", "1.11.2026")
    press(page, "main .actions button")


PAGES: dict[str, Step] = {
    "wrong-person": _case("notified", "/wrong-person"),
    "incidents": _open("/incidents"),
    "incident": _incident,
    "incident-errors": _assessment_errors,
    "resignation": _resignation,
    "resignation-form": _case("ending", "/resignation"),
    "resignations-many": _many_checked,
    "resignation-errors": _resignation_errors,
    "accepted": _case("declaring", "/accepted"),
    "declaration": _declaration,
    "declaration-form": _case("declaring", "/declaration/consents"),
    "declaration-errors": _declaration_errors,
    "regulamin-form": _case("declaring", "/declaration/regulamin"),
    "regulamin-outstanding": _open("/accounts/regulamin"),
    "case-account-closing": _case("closing"),
    "change": _change,
    "change-form": _case("changeable", "/change"),
    "queue": _open("/"),
    "queue-by-name": _open("/?order=name"),
    "queue-view-saved": _view_saved,
    "queue-views": _view_unnamed,
    "colleague": lambda page, desk: _go(page, f"{desk.url}/cases/{desk.cases['waiting']}/colleague"),
    "colleague-wrong": _nobody_chosen,
    "answer": lambda page, desk: _go(page, f"{desk.url}/cases/{desk.cases['hindered']}/answer"),
    "substitutes": _open("/substitutes"),
    "substitutes-wrong": _substitute_wrong,
    "queue-end": _open("/queue/end"),
    "queue-many": _many_compared,
    "queue-many-none": _none_ticked,
    "queue-many-done": _many_approved,
    "case-decision-waits": _case("decided"),
    "case-decision-lapsed": _case("lapsed"),
    "queue-filtered-empty": _open("/?status=incomplete&channel=email"),
    "intake": _open("/applications/new"),
    "intake-asking-pesel": _form_asking_pesel,
    "intake-branches": _form_of_branches,
    "intake-representative": _form_of_a_representative,
    "case-same-as-missing": _same_as_missing,
    "emergency-ask": _emergency_form,
    "emergency-ask-errors": _emergency_form_errors,
    "emergencies": _open("/emergencies"),
    "emergencies-errors": _review_errors,
    "case-emergency": _case("emergency"),
    "case-masked": _case("masked"),
    "case-reveal-missing": _reveal_missing,
    "case-revealed": _revealed,
    "intake-looked-ahead": _form_looked_ahead,
    "intake-hints": _form_with_hints,
    "intake-saved-and-next": _saved_and_next,
    "intake-errors": _form_with_errors,
    "intake-scan": _scan_brought,
    "intake-mail": _mail_brought,
    "intake-scan-refused": _scan_not_brought,
    "queue-unsaved": _unsaved,
    "case-waiting": _case("waiting"),
    "case-company": _case("soon"),
    "case-hindered": _case("hindered"),
    "case-own": _case("own"),
    "case-incomplete": _case("incomplete"),
    "note": lambda page, desk: _go(page, f"{desk.url}/cases/{desk.cases['waiting']}/note"),
    "note-missing": _note_not_written,
    "scans": lambda page, desk: _go(page, f"{desk.url}/cases/{desk.cases['waiting']}/scans"),
    "scans-refused": _scan_refused,
    "case-scan-turned": _scan_turned,
    "case-refused": _case("refused"),
    "case-reason-missing": _reason_missing,
    "case-account-waiting": _case("approved"),
    "case-account-attention": _case("needs_attention"),
    "case-account-notified": _case("notified"),
    "case-account-came-back": _case("came_back"),
    "case-account-delayed": _case("delayed"),
    "case-correction-proposed": _case("proposed"),
    "case-correction-not-compared": _not_compared,
    "correction": _case("notified", "/correction"),
    "correction-errors": _correction_errors,
    "case-account-blocked": _case("blocked"),
    "case-ground-missing": _ground_missing,
    "case-mandate": _case("acting"),
    "case-mandate-proposed": _case("mandate_proposed"),
    "case-mandate-over": _case("mandate_over"),
    "case-mandate-errors": _mandate_errors,
    "correction-alone": _case("mandate_over", "/correction"),
    "edit": _case("incomplete", "/edit"),
    "accounts": _open("/accounts"),
    "accounts-none": _open("/accounts?status=expired"),
    "accounts-mandates": _open("/accounts/mandates"),
    "accounts-unused": _open("/accounts/unused"),
    "accounts-unused-proposed": _open("/accounts/unused?show=proposed"),
    "search": _open("/search?q=1"),
    "search-none": _open("/search?q=nobody"),
    "search-similar": _open("/search?q=zukovska"),
    "journal": _open("/journal"),
    "journal-none": _open("/journal?first=1.01.2020&last=2.01.2020"),
    "journal-wrong": _open("/journal?first=31.02&last=32.02"),
    "keycloak": _open("/keycloak"),
    "keycloak-note-missing": _note_missing,
    "case-account-locked": _case("activated"),
    "staff": _open("/staff"),
    "privacy": _open("/privacy"),
    "privacy-requests": _open("/privacy/requests"),
    "privacy-erased": _open("/privacy/erased"),
    "erasure": _request("request"),
    "erasure-account-lives": _request("request_alive"),
    "erasure-agreed": _request("request_agreed"),
    "erasure-no-reason": _no_reason_for_more_time,
    "erasure-edit": _request("request", "/edit"),
    "erasure-form": _open("/erasures/new"),
    "erasure-form-errors": _request_errors,
    "case-held": _case("held"),
    "letters": _open("/letters"),
    "letters-printing": _printing,
    "letters-none-ticked": _no_letter_ticked,
    "letter": _letter("letter"),
    "letter-errors": _letter_errors,
    "letter-back": _letter("letter_back"),
    "hold": _case("refused", "/hold"),
    "hold-errors": _hold_errors,
    "hold-stands": _case("held", "/hold"),
    "privacy-copy": _copied,
    "privacy-nobody": _nobody_copied,
    "case-erased": _case("erased"),
    "settings": _open("/settings"),
    "setting": _open("/settings/retention_refused_days"),
    "setting-yes-no": _open("/settings/four_eyes"),
    "setting-list": _open("/settings/resignation_channels"),
    "setting-wrong": _setting_wrong,
    "setting-checked": _setting_checked,
    "grounds": _open("/settings/deletion_grounds"),
    "ground": _open("/settings/deletion_grounds/rows/death"),
    "ground-wrong": _ground_wrong,
    "ground-given-up": _ground_given_up,
    "texts": _open("/texts"),
    "text": _open("/texts/credentials"),
    "text-letter": _open("/texts/erasure_answered"),
    "text-wrong": _text_wrong,
    "text-looked-at": _text_looked_at,
    "form-from-code": _form_from_a_code,
    "form-from-code-wrong": _form_from_a_bad_code,
    "editions": _open("/forms"),
    "edition": _open("/forms/1"),
    "edition-draft": _draft,
    "edition-draft-wrong": _draft_wrong,
    "edition-draft-checked": _draft_checked,
    "calendar": _open("/calendar"),
    "calendar-closed-day-wrong": _closed_day_wrong,
    "calendar-closed-day-checked": _closed_day_checked,
    "calendar-answer": _asked,
    "calendar-wrong": _open("/calendar?received_on=31.02"),
    "numbers": _open("/numbers"),
    "numbers-month": _open("/numbers?year=2026&month=11"),
    "accessibility": _open("/accessibility"),
    "not-found": _open("/nothing-here"),
    "signed-out": _open("/auth/signed-out"),
}


@dataclass
class Watched:
    """A page of the browser with what it complained about."""

    page: Page
    name: str
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(params=VIEWS)
def watched(request: pytest.FixtureRequest, chromium: Browser, served_desk: ServedDesk) -> Iterator[Watched]:
    """A signed-in approver's browser window of one size and language."""
    language, scheme, width = request.param.split("-")
    context = chromium.new_context(
        viewport={"width": int(width), "height": 900}, color_scheme=scheme, locale="pl-PL",
        timezone_id="Europe/Warsaw",
    )  # fmt: skip
    served_desk.sign_in(context, language, Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR, Role.SENSITIVE)
    found = Watched(context.new_page(), request.param)
    found.page.on("console", lambda said: found.complaints.append(said.text) if said.type == "error" else None)
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    yield found
    context.close()


def test_every_page_is_accessible_keeps_the_policy_and_fits(watched: Watched, served_desk: ServedDesk) -> None:
    wrong: list[str] = []
    for name, step in PAGES.items():
        step(watched.page, served_desk)
        wrong += [f"{name}: {found}" for found in violations(watched.page)]
        wrong += [f"{name}: {found}" for found in faults(watched)]
        keep_picture(watched.page, f"screenshots/{name}.{watched.name}")
    assert wrong == []
    note(watched.page, "desk", watched.name, len(PAGES))


def faults(watched: Watched) -> Iterator[str]:
    page = watched.page
    page.wait_for_load_state("load")
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        yield "runs out of the screen"
    # The browser itself reports an error status (400, 404) to the console; everything else is a fault.
    yield from (said for said in watched.complaints if "Failed to load resource" not in said)
    watched.complaints.clear()
