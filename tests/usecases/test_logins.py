"""No login ever equals the number of another customer, whichever comes first (R4)."""

import re
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner import logins
from provisioner.database import Database
from provisioner.identifiers import InvalidIdentifier, normal_customer_number
from provisioner.logins import Practice, with_ordinal
from provisioner.logins.rules import Scheme
from provisioner.logins.tables import Login
from tests.factories import approved, recorded

PATTERNS = (
    r"[0-9]{3,12}(-[0-9]{1,8})?", r"[0-9]+", r"[A-Z]{2}[0-9]{8}", r"[a-z]+\.[a-z]+", r"[0-9]+([/.-][0-9]+)*",
    r"[0-9A-Za-z./_-]+", r"\S{1,40}", r"[^<>]+",
)  # fmt: skip
SCHEMES: tuple[Scheme, ...] = ("customer_number", "name", "generated")


def numbers(pattern: str) -> st.SearchStrategy[str]:
    """Customer numbers of a utility, as they are kept."""
    return (
        st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True)
        .map(lambda typed: kept(typed, pattern))
        .filter(bool)
    )


def kept(typed: str, pattern: str) -> str:
    try:
        return normal_customer_number(typed, pattern)
    except InvalidIdentifier:
        return ""


@pytest.mark.sweep
@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_r4_a_login_is_its_owners_number_or_no_number_at_all(scheme: Scheme, pattern: str) -> None:
    practice = Practice(pattern, scheme)

    @given(
        numbers(pattern),
        st.sampled_from(["Jan", "Ø", "", "ab"]),
        st.sampled_from(["Kos", "", "cd"]),
        st.integers(1, 30),
    )
    def proved(number: str, first: str, last: str, ordinal: int) -> None:
        login = with_ordinal(practice.stem(customer_number=number, first_name=first, last_name=last), ordinal)
        assert login == number.lower() or not could_be_a_number(login, pattern)

    proved()


def could_be_a_number(login: str, pattern: str) -> bool:
    return any(kept(one, pattern) for one in (login, login.upper(), login.capitalize()))


def test_r4_a_second_account_never_takes_the_number_of_another_customer(database: Database) -> None:
    with database.transaction() as session:
        mine = [approved(session, email=f"{n}@example.com", email_again=f"{n}@example.com").login for n in range(3)]
        theirs = recorded(session, customer_number="104233-2").reserved_login
    assert mine == ["104233", "104233_2", "104233_3"]
    assert theirs == "104233-2"


def test_r4_a_number_that_is_somebodys_login_already_leads_to_the_next_one(database: Database) -> None:
    with database.transaction() as session:
        session.add(Login(login="104233-2", case_id=None))
        session.flush()
        assert recorded(session, customer_number="104233-2").reserved_login == "104233-2_2"
        assert recorded(session, customer_number="104233").reserved_login == "104233"


def test_r4_numbers_that_differ_in_a_sign_have_different_logins() -> None:
    practice = Practice(r"[0-9/.]+")
    made = {practice.stem(customer_number=one, first_name="", last_name="") for one in ("104/233", "104.233", "104233")}
    assert made == {"104_233", "104.233", "104233"}


def test_a_customer_number_with_an_underscore_is_refused() -> None:
    with pytest.raises(InvalidIdentifier):
        normal_customer_number("104233_2", r"[0-9_]+")


def test_a_login_that_looks_like_an_ordinal_is_counted_by_its_own_stem_only(database: Database) -> None:
    with database.transaction() as session:
        case = recorded(session).id
        session.add(Login(login="1042331_2", case_id=case))
        session.flush()
        assert logins.next_free(session, "104233") == "104233_2"
        assert logins.reserve(session, "1042331", uuid4()) == "1042331"
        session.rollback()
