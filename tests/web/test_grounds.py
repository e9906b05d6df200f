"""The grounds on which an account is ended, edited row by row; nobody sees a list in a programmer's notation (R8)."""

from provisioner import office
from provisioner.accounts.rules import AccountStatus
from provisioner.office.grounds import DeletionGround, Entitled
from provisioner.staff.roles import Role
from tests import resigned
from tests.corrected import wrong
from tests.web.desk import DeskUnderTest
from tests.web.page import Browser

LIST, NEW = "/settings/deletion_grounds", "/settings/deletion_grounds/new"
TYPED = {"code": "move", "name_pl": "przeprowadzka", "name_en": "the customer moves", "asked_by-customer": "yes"}


def administrator(desk: DeskUnderTest, name: str = "Zofia Mazur") -> Browser:
    return desk.as_(Role.ADMINISTRATOR, name=name)


def found(desk: DeskUnderTest, code: str) -> DeletionGround | None:
    with desk.database.reading() as session:
        return office.rules(session).ground(code)


def test_the_grounds_are_a_table_that_says_who_may_ask_and_what_happens(small_desk: DeskUnderTest) -> None:
    page = administrator(small_desk).get(LIST)
    assert "death of the customer an heir, the office – yes no as in general" in page.main
    assert "{" not in page.main


def test_a_ground_is_added_and_then_offered(desk: DeskUnderTest) -> None:
    browser = administrator(desk)
    page = browser.send(browser.get(NEW), NEW, **TYPED, delay_days="30", basis="§ 9 ust. 4")
    assert "Saved. Grounds: 8 grounds." in page.text
    assert "7 grounds → 8 grounds (added: move)" in page.main
    kept = found(desk, "move")
    assert kept == DeletionGround(
        code="move", name_pl="przeprowadzka", name_en="the customer moves", asked_by=(Entitled.CUSTOMER,),
        basis="§ 9 ust. 4", delay_days=30,
    )  # fmt: skip


def test_everything_wrong_with_a_ground_is_told_at_once(small_desk: DeskUnderTest) -> None:
    browser = administrator(small_desk)
    page = browser.send(browser.get(NEW), NEW, code="Zły kod", name_pl="przeprowadzka", delay_days="366")
    assert page.status == 400
    assert page.summary() == {
        "code": "Code: Write up to 32 small letters a–z or underscores, beginning with a letter",
        "name_en": "Name in English: Fill in this field",
        "asked_by-0": "Who may ask: Choose at least one of these",
        "delay_days": "Days until the deletion: Write a whole number from 0 to 365",
    }
    assert page.field_error("name_en") == "Fill in this field"
    assert page.form(NEW)["name_pl"] == "przeprowadzka"
    page = browser.send(browser.get(NEW), NEW, **TYPED | {"code": "death"})
    assert page.field_error("code") == "Another ground has this code: choose another"


def test_a_ground_is_changed_and_keeps_its_code_and_place(desk: DeskUnderTest) -> None:
    browser = administrator(desk)
    page = browser.get(f"{LIST}/rows/death")
    assert page.form(f"{LIST}/rows/death")["name_pl"] == "śmierć klienta"
    page = browser.send(page, f"{LIST}/rows/death", **{"asked_by-office": "", "delay_days": "0", "code": "other"})
    assert "(changed: death)" in page.main
    kept = found(desk, "death")
    assert kept is not None
    assert (kept.asked_by, kept.delay_days, kept.proof, kept.told) == ((Entitled.HEIR,), 0, True, False)


def test_giving_up_a_ground_with_open_papers_is_asked_about(desk: DeskUnderTest) -> None:
    with desk.database.transaction() as session:
        resigned.recorded(session, wrong(session, AccountStatus.ACTIVATED))
    browser = administrator(desk)
    page = browser.send(browser.get(LIST), "/resignation/give-up")
    assert "1 open paper rests on a ground that is given up." in page.main
    assert found(desk, "resignation")
    page = browser.send(page, "/resignation/give-up")
    assert "(given up: resignation)" in page.main
    assert found(desk, "resignation") is None
    page = browser.send(page, "/deletion_grounds/default")
    assert "Saved. Grounds: 7 grounds." in page.text
    assert found(desk, "resignation")


def test_the_last_ground_stays(small_desk: DeskUnderTest) -> None:
    with small_desk.database.transaction() as session:
        office.put(session, "deletion_grounds", office.plain(office.rules(session), "deletion_grounds")[:1])
    browser = administrator(small_desk)
    page = browser.send(browser.get(LIST), "/resignation/give-up")
    assert page.status == 400
    assert "The last ground cannot be given up" in page.main


def test_a_ground_given_up_meanwhile_is_told_and_what_was_typed_is_kept(desk: DeskUnderTest) -> None:
    first, second = administrator(desk), administrator(desk, "Adam Wilk")
    page = second.get(f"{LIST}/rows/death")
    first.send(first.get(LIST), "/death/give-up")
    page = second.send(page, f"{LIST}/rows/death", basis="art. 59 kc")
    assert page.status == 409
    assert "The list was changed by Zofia Mazur" in page.main
    assert page.form(f"{LIST}/rows/death")["basis"] == "art. 59 kc"
    assert found(desk, "death") is None
