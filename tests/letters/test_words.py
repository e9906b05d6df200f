"""What the letters say, and to whom."""

from datetime import date

from provisioner.letters import About, Letter
from provisioner.mail.language import Language
from tests.letters.samples import BRAND, call, confirmed, every_letter, refused


def words(letter: Letter) -> str:
    parts = [" ".join(block) if not isinstance(block, str) else block for block in letter.blocks]
    return " ".join([letter.title, *parts]).replace("\N{NO-BREAK SPACE}", " ")


def test_a_call_for_completion_names_what_is_missing_point_by_point_and_when_the_clock_starts_again() -> None:
    letter = call()
    assert ["podpis pod Regulaminem", "numer klienta"] in list(letter.blocks)
    assert "otrzymaliśmy 16 listopada 2026" in words(letter)
    assert "najpóźniej 7. dnia roboczego po dniu, w którym otrzymamy uzupełnienie" in words(letter)
    assert letter.day == "18 listopada 2026"


def test_a_change_of_data_is_called_what_it_is() -> None:
    said = words(call(about=About.CHANGE))
    assert "wniosek o zmianę danych konta w iBOK" in said
    assert "Dane zmienimy najpóźniej 7. dnia roboczego" in said


def test_r8_a_closing_is_confirmed_with_the_last_day_for_taking_it_back() -> None:
    said = words(confirmed(until=date(2026, 12, 2)))
    assert "Konto o loginie 104233 zostało zamknięte 18 listopada 2026." in said
    assert "do 2 grudnia 2026 włącznie" in said
    assert "rezygnacja klienta" in said


def test_r8_a_deletion_is_confirmed() -> None:
    letter = confirmed()
    assert letter.title == "Potwierdzenie usunięcia konta w iBOK"
    assert "włącznie" not in words(letter)


def test_r2_a_refusal_names_the_clauses_that_were_not_accepted() -> None:
    letter = refused()
    assert "nie zaakceptowano: klauzula 3: wyrażam zgodę na otrzymywanie informacji e-mailem." in words(letter).lower()
    assert "Powód: brak zgody na warunki" in words(letter)


def test_a_refusal_for_another_reason_speaks_of_no_clause() -> None:
    assert "klauzul" not in words(refused(clauses=()))


def test_every_letter_says_where_to_turn_and_its_number() -> None:
    for name, letter in every_letter():
        said = words(letter)
        for wanted in (BRAND.phone, BRAND.office, BRAND.email, "2026/000123"):
            assert wanted in said, (name, wanted)


def test_letters_are_written_in_the_customers_language() -> None:
    assert call(Language.EN).title == "Your application has to be completed"
    assert "received on 16 November 2026" in words(call(Language.EN))


def test_no_polish_line_ends_with_a_single_letter() -> None:
    paragraphs = [block for _, letter in every_letter() if letter.recipient.language == "pl" for block in letter.blocks]
    for block in paragraphs:
        for text in [block] if isinstance(block, str) else block:
            assert not any(f" {lonely} " in text for lonely in "aiouwz"), text
