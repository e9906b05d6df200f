"""Every text of the desk exists in Polish, and every event and code has a sentence in both languages."""

import pytest
from flask_babel import force_locale

from provisioner.accounts.rules import Attention
from provisioner.entry.reader import Problem
from provisioner.journal.events import Event
from provisioner.web.words.history import EVENTS
from provisioner.web.words.messages import CODES, SPECIFIC, message
from provisioner.web.words.standing import ACCOUNTS, ATTENTION, attention
from tests import translations
from tests.web.desk import DeskUnderTest


def test_every_text_has_its_polish() -> None:
    assert list(translations.faults()) == []


@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_event_and_reason_has_a_sentence(small_desk: DeskUnderTest, language: str) -> None:
    with small_desk.app.test_request_context(), force_locale(language):
        assert set(EVENTS) == set(Event)
        assert set(ATTENTION) == set(Attention)
        assert all(str(sentence) for table in (EVENTS, ACCOUNTS) for sentence in table.values())
        assert all(attention(reason) for reason in Attention)


def test_sentences_of_the_two_languages_differ(small_desk: DeskUnderTest) -> None:
    tables = (EVENTS, ATTENTION, ACCOUNTS, CODES, SPECIFIC)
    with small_desk.app.test_request_context():
        with force_locale("pl"):
            polish = [str(one) for table in tables for one in table.values()]
        with force_locale("en"):
            english = [str(one) for table in tables for one in table.values()]
    assert [text for text, other in zip(polish, english, strict=True) if text == other] == []


def test_a_clause_is_named_by_its_number(small_desk: DeskUnderTest) -> None:
    with small_desk.app.test_request_context(), force_locale("pl"):
        assert (
            message(Problem("clause-7", "choose"), "3") == "Zaznacz odpowiedź na klauzulę 3: tak, nie albo nieczytelne"
        )
