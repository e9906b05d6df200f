"""The form that customers fill in at home: a PDF to sign comes back, and nothing of it stays."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from pypdf import PdfReader
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from provisioner import forms
from provisioner.applications.code import decoded
from provisioner.database import Database
from provisioner.forms.tables import Clause, FormEdition
from provisioner.staff.roles import Role
from provisioner.web.gate.pace import SO_MANY
from tests.editions import TEXT, drafted, put
from tests.factories import TODAY
from tests.web.desk import DeskUnderTest
from tests.web.page import Page
from tests.web.test_not_me import Reader, reader_of

TYPED = {
    "lang": "pl",
    "customer_number": "104 233",
    "customer_kind": "person",
    "first_name": "Józef",
    "last_name": "Żółkiewski",
    "filed_by": "self",
    "street": "ul. Polna 7 m. 2",
    "postcode": "83300",
    "town": "Kartuzy",
    "email": "jozef@example.com",
    "email_again": "jozef@example.com",
    "phone": "601234567",
    "language": "pl",
}
SAME = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}


@pytest.fixture
def customer(small_desk: DeskUnderTest) -> Reader:
    return reader_of(small_desk.database)


def sent(client: FlaskClient, **changed: str) -> TestResponse:
    return client.post("/form", data=TYPED | changed, headers=SAME)


def refused(customer: Reader, **changed: str) -> Page:
    answer = sent(customer.client, **changed)
    assert answer.status_code == 400
    return customer.page(answer)


def text(answer: TestResponse) -> str:
    assert answer.mimetype == "application/pdf"
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)


def code_on(answer: TestResponse) -> str:
    return str(PdfReader(BytesIO(answer.data)).metadata["/Keywords"])  # type: ignore[index]


def rows(database: Database) -> int:
    with database.reading() as session:
        return sum(
            session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in FormEdition.metadata.tables.values()
        )


def test_what_is_typed_comes_back_on_the_paper_and_in_its_code(customer: Reader) -> None:
    answer = sent(customer.client)
    assert "attachment" in answer.headers["Content-Disposition"]
    for words in ("Wniosek o konto w iBOK", "Wydanie 2026-01", "104233", "Żółkiewski", "jozef@example.com", "83-300"):
        assert words in text(answer)
    found = decoded(code_on(answer))
    assert found.edition == "2026-01"
    assert (found.typed["phone"], found.typed["postcode"]) == ("601 234 567", "83-300")


def test_the_language_of_the_page_is_that_of_the_paper(customer: Reader) -> None:
    assert "Application for an account in iBOK" in text(sent(customer.client, lang="en"))
    page = customer.get("/form?lang=en")
    assert "There is no application before we have the signed paper" in page.main
    assert page.form("/form")["lang"] == "en"


def test_nothing_that_is_typed_stays(small_desk: DeskUnderTest, customer: Reader) -> None:
    before = rows(small_desk.database)
    with capture_logs() as lines:
        answer = sent(customer.client)
        refused(customer, email="jozef@wrong")
    assert rows(small_desk.database) == before
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert lines
    for typed in ("104233", "Żółkiewski", "jozef@"):
        assert typed not in str(lines)


def test_everything_wrong_is_told_at_once_and_nothing_typed_is_lost(customer: Reader) -> None:
    page = refused(customer, first_name="", last_name="", email_again="other@example.com", postcode="8330")
    assert page.summary() == {
        "first_name": "Wpisz imię",
        "last_name": "Wpisz nazwisko",
        "postcode": page.field_error("postcode"),
        "email_again": "Adresy e-mail różnią się: sprawdź oba",
    }
    assert page.form("/form")["street"] == "ul. Polna 7 m. 2"


def test_one_name_and_a_company_without_a_number_are_left_to_the_clerk(customer: Reader) -> None:
    assert "Żółkiewski" in text(sent(customer.client, first_name=""))
    assert "Zakład" in text(sent(customer.client, customer_kind="company", company_name="Zakład", nip=""))


def test_a_character_of_no_font_is_told_and_the_rest_kept(customer: Reader) -> None:
    page = refused(customer, street="ul. Polna 🏠")
    assert "nie można wydrukować" in page.main
    assert page.form("/form")["town"] == "Kartuzy"


def test_markup_is_only_text(customer: Reader) -> None:
    page = refused(customer, street='"><script>alert(1)</script>', email="")
    assert "<script>alert" not in page.text
    assert text(sent(customer.client, street='#panic("x")'))


def test_the_empty_form_is_there_in_both_languages(customer: Reader) -> None:
    for language, words in (("pl", "Czytelny podpis"), ("en", "Legible signature")):
        answer = customer.client.get(f"/form/{language}.pdf")
        assert words in text(answer)
        assert len(PdfReader(BytesIO(answer.data)).pages) == 1, "what is signed stands on the signed sheet"
        assert "/Keywords" not in (PdfReader(BytesIO(answer.data)).metadata or {})
    assert customer.client.get("/form/de.pdf").status_code == 404


def test_whoever_makes_many_is_told_to_wait(customer: Reader) -> None:
    codes = [customer.client.get("/form").status_code for _ in range(SO_MANY + 1)]
    assert codes == [200] * SO_MANY + [429]


def test_too_much_is_refused(customer: Reader) -> None:
    assert sent(customer.client, street="x" * 2_000_000).status_code == 413
    assert "street" in refused(customer, street="x" * 900).summary()


def test_what_is_slow_to_read_is_not_read(customer: Reader) -> None:
    """Twelve thousand marks on one letter take seconds to put in order, and need no more bytes than a short mail."""
    told = sent(customer.client, street="a" + "\u0301" * 3000)
    assert told.status_code == 413
    assert "skróć" in customer.page(told).main
    assert sent(customer.client, street="a" + "\u0301" * 12_000).status_code == 413


def test_an_edition_that_cannot_be_printed_is_no_fault_of_the_customer(desk: DeskUnderTest) -> None:
    text = TEXT.model_copy(update={"regulamin_version": "Regulamin 🏠"})
    with desk.database.transaction() as session:
        put(session, drafted(session, text))
        edition_id = forms.current(session, TODAY).id
    reader = reader_of(desk.database)
    for answer in (reader.client.get("/form/pl.pdf"), sent(reader.client)):
        page = reader.page(answer)
        assert page.status == 503
        assert "Zapytaj o niego w naszym biurze" in page.main
    page = desk.as_(Role.CLERK).get(f"/forms/{edition_id}/pl.pdf")
    assert (page.status, "This cannot be printed" in page.main) == (409, True)


def test_without_an_edition_the_page_says_where_to_ask(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        session.execute(sa.delete(Clause))
        session.execute(sa.delete(FormEdition))
    reader = reader_of(desk.database)
    page = reader.page(sent(reader.client))
    assert page.status == 503
    assert "Zapytaj o niego w naszym biurze" in page.main


def test_staff_print_the_empty_form(small_desk: DeskUnderTest) -> None:
    clerk = small_desk.as_(Role.CLERK)
    page = clerk.get("/applications/new")
    (polish, english) = (str(one["href"]) for one in page.soup.select(".paper-code a"))
    assert "Czytelny podpis" in text(clerk.client.get(polish))
    assert "Legible signature" in text(clerk.client.get(english))
    assert clerk.client.get("/forms/999/pl.pdf").status_code == 404
