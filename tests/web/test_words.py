"""The kinds of fault a reader met in the desk's texts, each looked for in every text."""

import re
from collections.abc import Iterator

import pytest
from flask_babel import force_locale

from provisioner.journal.events import Event
from provisioner.staff.roles import Role
from provisioner.web.words.history import EVENTS
from tests import translations
from tests.web.desk import DeskUnderTest
from tests.web.test_case import address, approver, waiting

FREE = r"%\((name|customer|email|what|reason)\)s"
"""What somebody wrote: it may end in a full stop of its own, as `sp. z o.o.` does."""
BY_THE_SYSTEM = {
    Event.DECISION_LAPSED,
    Event.HAND_OVER_LAPSED,
    Event.SCAN_CHECKED,
    Event.SCAN_NOT_CHECKED,
    Event.SCAN_INFECTED,
    Event.LETTER_MAILED,
    Event.LETTER_NOT_MAILED,
    Event.ACCOUNT_UNLOCKED,
    Event.MANDATE_ENDED,
    Event.ACCOUNT_MENDED,
    Event.KEYCLOAK_CHANGED,
    Event.ACCOUNT_CREATED,
    Event.ACCOUNT_LOGIN_CHANGED,
    Event.ACCOUNT_NOTIFIED,
    Event.ACCOUNT_ACTIVATED,
    Event.ACCOUNT_EXPIRED,
    Event.ACCOUNT_NEEDS_ATTENTION,
    Event.ACCOUNT_CHANGED,
    Event.ACCOUNT_VANISHED,
    Event.ACCOUNT_BLOCKED,
    Event.ACCOUNT_UNBLOCKED,
    Event.ACCOUNT_TOLD,
    Event.ACCOUNT_NOT_TOLD,
    Event.ACCOUNT_NOT_ME_REPORTED,
    Event.ACCOUNT_CLOSING,
    Event.ACCOUNT_REMOVED,
    Event.ACCOUNT_MAIL_PASSED_ON,
    Event.ACCOUNT_MAIL_DELAYED,
    Event.ACCOUNT_MAIL_DELIVERED,
    Event.ACCOUNT_MAIL_CAME_BACK,
}


def texts() -> Iterator[tuple[str, str]]:
    """Each English text with each of its Polish forms."""
    for message in translations.catalogue():
        english = message.id if isinstance(message.id, str) else message.id[0] if message.id else ""
        forms = [message.string] if isinstance(message.string, str) else message.string
        yield from ((english, form) for form in forms if english)


def test_no_full_stop_follows_what_may_end_in_one() -> None:
    found = [text for pair in texts() for text in pair if re.search(FREE + r"\.", text)]
    assert found == []


def test_one_thing_has_one_name() -> None:
    english = [one for one, _ in texts() if re.search(r"access data|stands still|what hinders", one, re.IGNORECASE)]
    polish = [other for _, other in texts() if re.search(r"dostępow|nie biegnie|co przeszkadza", other, re.IGNORECASE)]
    assert english + polish == []


ALIKE = re.compile(r"rozpatruje|zastępuje|^%\(who\)s: |: %\(who\)s\b", re.IGNORECASE)
"""What is done now, and what stands beside a name like a label, is said alike of everybody."""


def test_a_person_in_a_sentence_may_be_a_woman_or_a_man() -> None:
    for _, polish in texts():
        if "%(who)s" in polish:
            assert re.search(r"\w\(-?\w+\)", polish) or ALIKE.search(polish), polish


def test_each_line_of_the_history_goes_on_from_the_name_of_who_did_it(small_desk: DeskUnderTest) -> None:
    with small_desk.app.test_request_context(), force_locale("pl"):
        first = {event: str(sentence).split()[0].rstrip(",") for event, sentence in EVENTS.items()}
    assert {event for event, word in first.items() if not word.endswith((")", "ł"))} == set()
    assert {event for event, word in first.items() if word.endswith("ł")} == BY_THE_SYSTEM


@pytest.mark.parametrize("action, field", [("refuse", "refuse_reason"), ("return", "missing")])
def test_no_message_is_promised_that_nobody_sends(desk: DeskUnderTest, action: str, field: str) -> None:
    case, browser = waiting(desk), approver(desk)
    before = browser.get(address(case))
    assert "the desk sends the customer nothing" in before.main
    after = browser.send(before, f"/{action}", **{field: "Podpis"})
    assert "The letter waits among those to print." in after.text
    assert "asked for" not in after.text


def test_who_approves_sees_the_whole_address_to_compare_with_the_paper(desk: DeskUnderTest) -> None:
    case = waiting(desk)
    for role in (Role.APPROVER, Role.CLERK):
        page = desk.as_(role, name="Maria Kamińska").get(address(case))
        assert "the password goes to jozef@example.com" in page.main
        assert "•" not in page.main


def test_what_is_said_after_approving_keeps_the_address_out_of_the_session(desk: DeskUnderTest) -> None:
    case, browser = waiting(desk), approver(desk)
    page = browser.send(browser.get(address(case)), "/approve")
    (said,) = page.soup.select(".status-line p")
    assert "Approved 2026/000001." in said.get_text()
    assert "@" not in said.get_text()


def test_days_off_have_the_names_people_use(desk: DeskUnderTest) -> None:
    page = desk.as_(Role.CLERK).get("/calendar")
    for name in ("Boxing Day", "Labour Day", "Constitution Day"):
        assert name in page.main
    assert "Second Day of Christmas" not in page.main
