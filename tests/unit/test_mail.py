"""The access mail (R5): who is told what, in which language, and what is never in it."""

from datetime import UTC, datetime

import pytest

from provisioner.mail import Credentials, credentials
from provisioner.mail.language import Language
from provisioner.mail.wording import AS_SHIPPED
from provisioner.outside.password import TemporaryPassword
from provisioner.outside.ports import Mail
from provisioner.settings import branding

PASSWORD = "abcd2345efgh6789"


def mail(language: Language = Language.PL, **changed: object) -> Mail:
    told = {
        "to": "jozef@example.com",
        "language": language,
        "login": "104233",
        "password": TemporaryPassword(PASSWORD),
        "name": "Józef Żółkiewski",
        "customer_number": "104233",
        "login_page": "https://ibok.example.com/",
        "strong_profile": False,
        "valid_until": datetime(2026, 12, 1, 11, 30, tzinfo=UTC),
        "replaces": False,
    }
    return credentials(Credentials(**{**told, **changed}), branding.load(), AS_SHIPPED)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", list(Language))
def test_r5_the_mail_holds_login_password_basic_data_address_and_validity(language: Language) -> None:
    sent = mail(language)
    for part in (sent.text, sent.html):
        for wanted in ("104233", "Józef Żółkiewski", "https://ibok.example.com/", "12:30", branding.load().phone):
            assert wanted in part
    assert PASSWORD in sent.text
    assert "".join(f'<span class="group">{g}</span>' for g in ("abcd", "2345", "efgh", "6789")) in sent.html
    assert sent.language == language


def test_the_date_is_written_out_in_the_customers_language() -> None:
    assert "wtorek, 1 grudnia 2026, godz. 12:30" in mail().text
    assert "Tuesday, 1 December 2026, 12:30" in mail(Language.EN).text


def test_the_subject_holds_no_personal_data() -> None:
    assert {mail(language).subject for language in Language} == {
        "Twoje konto iBOK jest gotowe",
        "Your iBOK account is ready",
    }


@pytest.mark.parametrize("language", list(Language))
def test_the_link_it_was_not_me_stands_once_in_each_part_or_nowhere(language: Language) -> None:
    address = f"https://konto.example.com/not-me?t=abc&lang={language}"
    sent, without = mail(language, not_me=address), mail(language)
    assert f"\n{address}\n" in sent.text
    assert sent.html.count(f'href="{address.replace("&", "&amp;")}"') == 1
    assert "not-me" not in without.text + without.html


def test_basic_data_can_be_left_out() -> None:
    sparse = mail(name="", customer_number="", login="ib40716358")
    assert "Żółkiewski" not in sparse.text + sparse.html
    assert "104233" not in sparse.text + sparse.html


def test_a_later_mail_says_that_it_replaces_the_earlier_one() -> None:
    assert "zastępuje wcześniejszą" in mail(replaces=True).text
    assert "replaces an earlier one" in mail(Language.EN, replaces=True).html
    assert "zastępuje" not in mail().text


def test_the_password_rule_is_the_one_in_force() -> None:
    assert "co najmniej 8 znaków, w tym litera i cyfra" in mail().text
    assert "co najmniej 15 znaków" in mail(strong_profile=True).text


def test_a_hostile_name_stays_text() -> None:
    assert "<b>" not in mail(name="<b>Jan</b>{{7*7}}").html
    assert "{{7*7}}" in mail(name="<b>Jan</b>{{7*7}}").text


def test_nothing_in_the_mail_comes_from_elsewhere() -> None:
    assert "src=" not in mail().html
    assert "@import" not in mail().html


def test_p3_a_mail_prints_without_its_contents() -> None:
    assert PASSWORD not in f"{mail()} {mail()!r}"


@pytest.mark.parametrize("language", list(Language))
def test_a_name_that_ends_in_a_full_stop_gets_no_second_one(language: Language) -> None:
    sent = mail(language, name="Piekarnia Pod Kasztanem sp. z o.o.")
    assert ".." not in sent.text.replace("...", "") + sent.html
    assert {"pl": "Dzień dobry, Piekarnia Pod Kasztanem sp. z o.o.,\n", "en": "Hello Piekarnia"}[language] in sent.text


def test_a_mail_that_repeats_no_name_still_greets() -> None:
    assert "\nDzień dobry,\n" in mail(name="").text
    assert "\nHello,\n" in mail(Language.EN, name="").text
