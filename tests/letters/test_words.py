"""What the letters say, and to whom."""

from datetime import date

from provisioner.letters import About, Letter
from provisioner.mail.language import Language
from tests.letters.samples import (
    BRAND,
    answer,
    call,
    confirmed,
    delay,
    every_letter,
    opened,
    question,
    refused,
    rewritten,
)


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


def test_a_refusal_says_what_was_refused() -> None:
    assert "nie możemy zmienić danych konta" in words(refused(clauses=(), about=About.CHANGE))
    assert words(refused(clauses=(), about=About.RESIGNATION)).startswith("Odmowa zamknięcia konta w iBOK")


def test_r8_a_closing_is_confirmed_with_the_last_day_for_taking_it_back() -> None:
    said = words(confirmed(until=date(2026, 12, 2)))
    assert "konto o loginie 104233 zostało zamknięte 18 listopada 2026." in said
    assert "do 2 grudnia 2026 włącznie" in said
    assert "rezygnacja klienta" in said


def test_r8_letters_invite_to_no_way_on_which_the_office_takes_no_resignation() -> None:
    by_post, at_the_desk = ("post",), ("counter", "email")
    about = About.RESIGNATION
    assert f"uzupełnić wniosek pocztą na adres {BRAND.office}. Prosimy" in words(call(about=about, channels=by_post))
    said = words(confirmed(Language.EN, until=date(2026, 12, 2), channels=at_the_desk))
    assert f"at our office ({BRAND.office}, {BRAND.hours('en')}) or by e-mail to {BRAND.email}. Then" in said
    said = words(refused(clauses=(), about=about, channels=("counter", "post")))
    assert "albo pocztą na adres biura." in said
    assert "e-mail" not in said


def test_r4_a_new_account_is_confirmed_with_its_login_and_without_a_password() -> None:
    said = words(opened())
    assert "otrzymaliśmy 16 listopada 2026, założyliśmy 18 listopada 2026 konto w iBOK o loginie 104233." in said
    assert "Hasła w tym piśmie nie ma." in said
    assert "wyłącznie e-mailem, na adres jozef.zolkiewski@example.com" in said
    assert "by e-mail only, to jozef.zolkiewski@example.com" in words(opened(Language.EN))


def test_r5_a_change_of_data_is_confirmed_by_the_names_of_what_was_changed() -> None:
    letter = rewritten()
    assert ["adres e-mail", "adres", "telefon"] in list(letter.blocks), "each once"
    assert "zmieniliśmy 18 listopada 2026 dane konta o loginie 104233." in words(letter)
    assert "18 November 2026. Changed were:" in words(rewritten(Language.EN))


def test_r8_a_deletion_is_confirmed() -> None:
    said = words(confirmed())
    assert said.startswith("Potwierdzenie usunięcia konta w iBOK")
    assert "włącznie" not in said


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


def test_the_answer_to_a_request_says_what_was_erased_what_was_not_and_why() -> None:
    said = words(answer())
    assert "sprawę 2026/000017 z dnia 16 listopada 2026: wniosek, konto w iBOK" in said
    assert "sprawę 2026/000018 z dnia 16 listopada 2026: wniosek i wszystko" in said
    assert "sprawy 2026/000019 z dnia 16 listopada 2026 (wniosek i konto w iBOK), ponieważ dane są niezbędne do" in said
    assert "art. 17 ust. 3 lit. e RODO" in said
    assert "Powód: spór o fakturę z maja, sąd w Kartuzach. Zachowamy te dane najdłużej do dnia 31 grudnia 2027" in said
    assert "art. 17 ust. 3 lit. b RODO" in said
    assert "jeszcze przez 1095 dni" in said
    assert "Nie usunęliśmy danych." not in said


def test_where_all_was_erased_nothing_is_said_of_exceptions() -> None:
    assert "ponieważ" not in words(answer(kept=()))
    assert "Nie usunęliśmy" not in words(answer(kept=()))


def test_a_refused_request_says_why_and_that_nothing_was_erased() -> None:
    letter = answer(erased=(), kept=(), refusal="nie wiemy, kto prosi")
    assert letter.title == "Odmowa usunięcia danych osobowych"
    assert "Nie usunęliśmy danych. Powód: nie wiemy, kto prosi" in words(letter)
    assert "Usunęliśmy:" not in words(letter)


def test_every_answer_and_delay_tells_of_the_complaint_and_of_the_court() -> None:
    for letter in (answer(), answer(erased=(), kept=(), refusal="x"), answer(kept=()), answer(erased=()), delay()):
        said = words(letter)
        assert "Prezesa Urzędu Ochrony Danych Osobowych" in said
        assert "przed sądem" in said
    assert "President of the Personal Data Protection Office" in words(answer(Language.EN))


def test_more_time_is_told_with_its_reason_and_last_day() -> None:
    assert "Powód: spraw jest wiele" in words(delay())
    assert "Odpowiemy najpóźniej 16 lutego 2027 (art. 12 ust. 3 RODO)" in words(delay())


def test_a_question_names_what_is_missing_point_by_point() -> None:
    assert ["podpis", "numer klienta z\N{NO-BREAK SPACE}faktury"] in list(question().blocks)
    assert "w ciągu miesiąca od dnia, w którym otrzymamy uzupełnienie" in words(question())
