"""Mails about a block and its end, a closed account, a changed address: words, languages, nothing from elsewhere."""

from datetime import UTC, date, datetime

import pytest

from provisioner.mail import (
    AddressChanged,
    Blocked,
    Closed,
    DataChanged,
    Reminder,
    SecurityChange,
    SecurityChanged,
    Unblocked,
    address_changed,
    blocked,
    closed,
    data_changed,
    masked,
    reminder,
    security_changed,
    unblocked,
)
from provisioner.mail.language import Language
from provisioner.mail.wording import AS_SHIPPED
from provisioner.outside.ports import Mail
from provisioner.settings import branding

BRAND = branding.load()
TO, LOGIN, NAME = "jozef@example.com", "104233", "Józef Żółkiewski"
SENT, END = datetime(2026, 11, 24, 8, 0, tzinfo=UTC), datetime(2026, 12, 1, 8, 0, tzinfo=UTC)


def every(language: Language) -> list[Mail]:
    return [
        blocked(Blocked(TO, language, LOGIN, NAME, "Zgłoszenie utraty hasła"), BRAND, AS_SHIPPED),
        closed(
            Closed(TO, language, LOGIN, date(2026, 12, 2), date(2026, 12, 16), "rezygnacja klienta", NAME),
            BRAND,
            AS_SHIPPED,
        ),
        address_changed(AddressChanged(TO, language, LOGIN, "j•••@wp.pl", NAME), BRAND, AS_SHIPPED),
        unblocked(Unblocked(TO, language, LOGIN, NAME), BRAND, AS_SHIPPED),
        data_changed(DataChanged(TO, language, LOGIN, ("adres e-mail", "nazwisko"), NAME), BRAND, AS_SHIPPED),
        reminder(Reminder(TO, language, LOGIN, NAME, SENT, END), BRAND, AS_SHIPPED),
        *(
            security_changed(SecurityChanged(TO, language, LOGIN, NAME, what, SENT), BRAND, AS_SHIPPED)
            for what in SecurityChange
        ),
    ]


@pytest.mark.parametrize("language", list(Language))
def test_each_part_of_each_mail_names_the_person_the_account_and_whom_to_call(language: Language) -> None:
    for mail in every(language):
        for part in (mail.text, mail.html):
            for wanted in (NAME, LOGIN, BRAND.phone, BRAND.name, BRAND.hours(language)):
                assert wanted in part, mail.subject
        assert (mail.to, mail.language) == (TO, language)


def test_the_subject_says_what_happened_and_holds_no_personal_data() -> None:
    assert [mail.subject for mail in every(Language.PL)] == [
        "Twoje konto iBOK zostało zablokowane",
        "Twoje konto iBOK zostało zamknięte",
        "Zmieniono adres e-mail konta iBOK",
        "Twoje konto iBOK zostało odblokowane",
        "Zmieniono dane konta iBOK",
        "Hasło tymczasowe do iBOK wkrótce wygaśnie",
        "Hasło do konta iBOK zostało zmienione",
        "Włączono kod jednorazowy do konta iBOK",
        "Wyłączono kod jednorazowy do konta iBOK",
    ]
    for language in Language:
        assert not any(personal in mail.subject for mail in every(language) for personal in (LOGIN, NAME, "wp.pl"))


def test_what_was_changed_is_named_and_never_what_it_says() -> None:
    told = every(Language.PL)[4]
    assert "Zmieniono: adres e-mail, nazwisko." in told.text
    assert "Login i hasło pozostały bez zmian." in told.text


@pytest.mark.parametrize(
    ("email", "shown"), [("jan.nowak@wp.pl", "j•••@wp.pl"), ("j@wp.pl", "j•••@wp.pl"), ('"a@b"@wp.pl', '"•••@wp.pl')]
)
def test_a_former_mailbox_is_told_as_much_of_the_new_one_as_its_owner_knows_again(email: str, shown: str) -> None:
    assert masked(email) == shown


def test_the_reason_of_a_block_is_told_where_the_office_gives_one() -> None:
    assert "Powód: Zgłoszenie utraty hasła" in every(Language.PL)[0].text
    silent = blocked(Blocked(TO, Language.PL, LOGIN), BRAND, AS_SHIPPED)
    assert "Powód" not in silent.text + silent.html
    assert "Dzień dobry,\n" in silent.text


def test_r8_a_closed_account_says_until_when_the_customer_may_change_their_mind() -> None:
    told = every(Language.PL)[1]
    assert "zamknięte 2 grudnia 2026" in told.text
    assert "Do 16 grudnia 2026 włącznie" in told.text
    assert "Powód: rezygnacja klienta." in told.text
    at_once = closed(Closed(TO, Language.EN, LOGIN, date(2026, 12, 2)), BRAND, AS_SHIPPED)
    assert "closed on 2 December 2026" in at_once.text
    assert "can ask us to undo" not in at_once.text + at_once.html
    assert "The account is deleted." in at_once.text


@pytest.mark.parametrize("language", list(Language))
def test_nothing_comes_from_elsewhere_and_no_link_asks_to_be_clicked(language: Language) -> None:
    for mail in every(language):
        assert not any(remote in mail.html for remote in ("src=", "@import", "url(", "href="))


def test_hostile_values_stay_text() -> None:
    mail = blocked(Blocked(TO, Language.PL, LOGIN, "<b>Jan</b>{{7*7}}", "<img src=x>"), BRAND, AS_SHIPPED)
    assert not any(tag in mail.html for tag in ("<b>", "<img"))
    assert "{{7*7}}" in mail.text


REMINDED = {
    Language.PL: (
        "„Twoje konto iBOK jest gotowe”",
        "wtorek, 24 listopada 2026, godz. 09:00",
        "grudnia 2026, godz. 09:00",
    ),
    Language.EN: ("Your iBOK account is ready", "Tuesday, 24 November 2026, 09:00", "Tuesday, 1 December 2026, 09:00"),
}


@pytest.mark.parametrize("language", list(Language))
def test_r5_a_reminder_says_where_the_password_is_until_when_it_works_and_where_to_get_another(
    language: Language,
) -> None:
    told = reminder(Reminder(TO, language, LOGIN, NAME, SENT, END), BRAND, AS_SHIPPED)
    for part in (told.text, told.html):
        for wanted in REMINDED[language]:
            assert wanted in " ".join(part.split())
    assert {"pl": "wyślemy nowe hasło", "en": "we send a new password"}[language] in " ".join(told.text.split())
